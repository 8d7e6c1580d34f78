"""The wheel carries everything: installed in a fresh place, it serves a page from `/`."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed_python(wheel, tmp_path_factory):
    """A fresh environment with our wheel; its dependencies come from the environment that runs the tests."""
    place = tmp_path_factory.mktemp("env")
    venv.create(place, with_pip=False)
    python = place / "bin" / "python"
    query = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = Path(subprocess.run([python, "-c", query], capture_output=True, text=True, check=True).stdout.strip())
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(wheel), str(site)], check=True)
    (site / "dependencies.pth").write_text("\n".join(p for p in sys.path if p.endswith("site-packages")) + "\n")
    return python


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch_when_ready(url: str, server: subprocess.Popen, seconds: float = 40) -> str:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_the_wheel_serves_a_page_from_the_root_folder(installed_python, tmp_path):
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "EVALUACION_DATA": str(tmp_path / "data"),
                   "LANG": "C.UTF-8"}  # fmt: skip
    run = [installed_python, "-m", "evaluacion.cli.main"]
    where = subprocess.run(
        [installed_python, "-c", "import evaluacion.resources as r; print(r.ROOT)"],
        cwd="/", env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.strip().endswith("evaluacion/_resources")
    subprocess.run([*run, "demo"], cwd="/", env=environment, check=True, capture_output=True)
    server = subprocess.Popen(
        [*run, "serve", "--port", str(port)],
        cwd="/", env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        page = fetch_when_ready(f"http://127.0.0.1:{port}/", server)
    finally:
        server.terminate()
        server.communicate(timeout=30)
    assert "<html" in page
    assert "evaluacion" in page
