"""Makes the two pictures of the README again: a result page and a page of its PDF, from the demonstration world.

    make pictures

The site starts on a temporary folder and a free port: nothing of yours is touched. Needs chromium and pdftoppm.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from evaluacion.services.demonstration import MOBILITY, PASSWORD

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 1280, 1290
PDF_PAGE = 2
PDF_PIXELS_WIDE = 850
COLOURS = 128
START_SECONDS = 40


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="evaluacion-pictures-") as folder, site(Path(folder)) as address:
        pdf = Path(folder) / "diagnosis.pdf"
        take_result(address, HERE / "resultado.png", pdf)
        take_page(pdf, HERE / "diagnostico.png")
    return 0


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The address of the site with the demonstration world, open while the block runs."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVALUACION_")}
    environment = {**kept, "EVALUACION_DATA": str(folder), "EVALUACION_URL": address}
    command = [sys.executable, "-m", "evaluacion.cli.main"]
    subprocess.run([*command, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*command, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"{address}/salud", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def take_result(address: str, picture: Path, pdf: Path) -> None:
    """The top of the newest result, as a window 1280 wide shows it; its PDF goes to `pdf`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="es-MX", color_scheme="light")
        sign_in(page, address)
        page.locator("tbody th a").first.click()
        page.wait_for_url("**/resultados/*")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=picture)
        pdf.write_bytes(page.request.get(f"{page.url}/diagnostico.pdf", timeout=120_000).body())
        browser.close()
    shrink(picture)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/entrar")
    page.fill("#email", MOBILITY.people[0].email)
    page.fill("#password", PASSWORD)
    page.click("#sign-in")
    page.wait_for_url("**/inicio")


def take_page(pdf: Path, picture: Path) -> None:
    """One page of the PDF as a picture."""
    size = ["-scale-to-x", str(PDF_PIXELS_WIDE), "-scale-to-y", "-1"]
    page = ["-f", str(PDF_PAGE), "-l", str(PDF_PAGE)]
    subprocess.run(["pdftoppm", "-png", "-singlefile", *page, *size, pdf, picture.with_suffix("")], check=True)
    shrink(picture)


def shrink(picture: Path) -> None:
    """The same picture with few colours: a repository keeps every version for ever."""
    with Image.open(picture) as opened:
        smaller = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    smaller.save(picture, optimize=True)


def find_browser() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise SystemExit("There is no chromium on PATH; `make setup-test` installs it.")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Returns when the site answers. Raises TimeoutError when it does not, or has ended."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise TimeoutError(f"nothing answers at {address}")


if __name__ == "__main__":
    sys.exit(main())
