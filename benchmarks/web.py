"""How fast the pages answer, beside a bare Flask hello-world on the same server: gunicorn, 2 sync workers, wrk.

    python benchmarks/web.py [--seconds 5] [--rounds 3]

Prints requests per second and the share of hello-world's, interleaved in one run. Needs `wrk` and `gunicorn`.
Asserts nothing.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

HELLO = """
from flask import Flask
app = Flask(__name__)
@app.get("/")
def hello():
    return "hola"
"""
AUTOSAVE = """
local counter = 0
function setup(thread) thread:set("number", counter); counter = counter + 1 end
function init(arguments)
  questions = {QUESTIONS}
  address = "ADDRESS" .. questions[number + 1]
  version, sent = "0", 0
  seed = tostring(os.time()) .. "-" .. number .. "-"
end
function request()
  sent = sent + 1
  local headers = {["Content-Type"] = "application/json", ["Accept"] = "application/json", ["Cookie"] = "COOKIE",
    ["X-CSRFToken"] = "TOKEN", ["Origin"] = "ORIGIN", ["If-Match"] = '"' .. version .. '"',
    ["Idempotency-Key"] = seed .. sent}
  return wrk.format("PUT", address, headers, '{"value": "' .. (sent % 5) .. '", "note": "", "reason": "", "links": []}')
end
function response(status, headers, body)
  local found = string.match(body, '"version": ?(%d+)')
  if found then version = found end
end
"""
CONNECTIONS = 8


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(target: str, port: int, folder: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "--log-level", "error", target]
    server = subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
            return server
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{target} no abrió")


def rate(url: str, seconds: int, *, cookie: str = "", script: Path | None = None) -> float:
    """Requests per second by wrk; says so where answers were not 2xx."""
    words = ["wrk", f"-t{CONNECTIONS}", f"-c{CONNECTIONS}", f"-d{seconds}s", url]
    words += ["-H", f"Cookie: {cookie}"] if cookie else []
    words += ["-s", str(script)] if script else []
    output = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if refused := re.search(r"Non-2xx or 3xx responses: (\d+)", output):
        print(f"  {url}: {refused[0]}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    return float(found[1]) if found else 0.0


class Visitor:
    """A person signed in, as far as a benchmark needs one."""

    def __init__(self, base: str) -> None:
        self.base, self.jar = base, http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        return self.opener.open(self.base + path).read().decode()

    def post(self, path: str, fields: dict[str, str]) -> str:
        request = urllib.request.Request(self.base + path, urllib.parse.urlencode(fields).encode())
        request.add_header("Origin", self.base)
        return self.opener.open(request).read().decode()

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path))
        if not found:
            raise SystemExit(f"{path} no trae ficha CSRF")
        return found[1]


def sign_in_to_the_draft(base: str) -> tuple[Visitor, str, list[str]]:
    """The visitor, the address of the half-answered draft of the demonstration, and its first questions."""
    visitor = Visitor(base)
    fields = {"csrf_token": visitor.token("/entrar"), "email": "responsable@bienestar.example"}
    visitor.post("/entrar", fields | {"password": "cocrear paso a paso"})
    found = re.search(r'href="(/diagnosticos/[a-z0-9]{12})"', visitor.get("/inicio"))
    if not found:
        raise SystemExit("El mundo de demostración no trae un borrador")
    draft = found[1]
    questions = [f"R{challenge}-0{n}" for challenge in (4, 5) for n in range(1, 8)]
    return visitor, draft, questions[:CONNECTIONS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", help="a database of its own (default: SQLite in a temporary folder)")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("Falta wrk: apt-get install wrk")
    folder = tempfile.mkdtemp(prefix="evaluacion-bench-")
    Path(folder, "hello.py").write_text(HELLO)
    port, hello_port = free_port(), free_port()
    base = f"http://127.0.0.1:{port}"
    environment = os.environ | {"EVALUACION_DATA": folder, "EVALUACION_URL": base}
    if options.database:
        environment["EVALUACION_DATABASE_URL"] = options.database
    subprocess.run(
        [sys.executable, "-m", "evaluacion.cli.main", "demo"], env=environment, check=True, capture_output=True
    )
    servers = [
        serve("hello:app", hello_port, folder, environment),
        serve("evaluacion.app:create_app()", port, folder, environment),
    ]
    try:
        measure(base, f"http://127.0.0.1:{hello_port}/", folder, options)
    finally:
        for server in servers:
            server.terminate()
            server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def measure(base: str, hello: str, folder: str, options: argparse.Namespace) -> None:
    visitor, draft, questions = sign_in_to_the_draft(base)
    script = Path(folder, "autosave.lua")
    text = AUTOSAVE.replace("QUESTIONS", ", ".join(json.dumps(question) for question in questions))
    text = text.replace("ADDRESS", f"{draft}/respuestas/").replace("COOKIE", visitor.cookie)
    script.write_text(text.replace("TOKEN", visitor.token(f"{draft}/R4")).replace("ORIGIN", base))
    contenders = {
        "hello-world": lambda: rate(hello, options.seconds),
        "home, no account": lambda: rate(base + "/", options.seconds),
        "question page": lambda: rate(f"{base}{draft}/R4/R4-01", options.seconds, cookie=visitor.cookie),
        "section page (7 indicators)": lambda: rate(f"{base}{draft}/R4", options.seconds, cookie=visitor.cookie),
        "autosave, on disk": lambda: rate(base, options.seconds, script=script),
    }
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(options.rounds):
        for name, run in contenders.items():
            rates[name].append(run())
    against = statistics.median(rates["hello-world"])
    print(f"{'':30}{'requests/s':>12}{'share of hello':>16}{'min':>10}{'max':>10}")
    for name, found in rates.items():
        median = statistics.median(found)
        print(f"{name:30}{median:12.1f}{median / against:16.3f}{min(found):10.1f}{max(found):10.1f}")


if __name__ == "__main__":
    main()
