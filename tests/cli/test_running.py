"""`serve`, `demo`, `people` and `doctor` as people run them: in a folder of their own, as real processes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

import pytest

from evaluacion.cli.serve import _at_port
from evaluacion.config import read_settings

COMMAND = str(Path(sys.executable).parent / "evaluacion")


SECRET = {"EVALUACION_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz"}


def _run_in(folder: Path, *arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EVALUACION_")}
    environment |= {"EVALUACION_DATA": str(folder / "var"), **variables}
    command = [COMMAND, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, input=stdin, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def run(tmp_path):
    """Runs a command in a folder of its own."""
    return partial(_run_in, tmp_path)


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory) -> Path:
    """A folder where the demo was loaded."""
    folder = tmp_path_factory.mktemp("demo")
    assert _run_in(folder, "demo").returncode == 0
    return folder


@pytest.fixture(scope="module")
def prepared_folder(tmp_path_factory) -> Path:
    """A folder with a database that has tables and nobody in them."""
    folder = tmp_path_factory.mktemp("prepared")
    assert "preparada" in _run_in(folder, "serve", "--prepare", **SECRET).stdout
    return folder


def test_without_a_secret_nothing_opens_and_the_sentence_says_what_to_do(run, tmp_path) -> None:
    for command in ("serve", "people list", "doctor"):
        ended = run(*command.split())
        assert ended.returncode == 1
        assert "EVALUACION_SECRET_KEY" in ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr
    assert not (tmp_path / "var" / "evaluacion.sqlite").exists()


def test_the_demo_makes_its_secret_and_loads_its_world_once(run, tmp_path) -> None:
    first = run("demo")
    assert first.returncode == 0, first.stderr
    secret = tmp_path / "var" / "secret.key"
    assert str(secret) in first.stdout
    assert secret.stat().st_mode & 0o777 == 0o600
    assert "quedó cargado" in first.stdout
    assert "responsable@movilidad.example" in first.stdout
    second = run("demo")
    assert second.returncode == 0
    assert "ya estaba cargado" in second.stdout
    assert "Se generó" not in second.stdout
    doctor = run("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "migración" in doctor.stdout


def test_the_demo_is_refused_where_others_can_reach_the_site(demo_folder) -> None:
    ended = _run_in(demo_folder, "demo", EVALUACION_URL="https://evaluacion.ejemplo.gob.mx")
    assert ended.returncode == 1
    assert "contraseñas públicas" in ended.stderr
    ended = _run_in(demo_folder, "serve", "--host", "0.0.0.0")
    assert ended.returncode == 1
    assert "contraseñas públicas" in ended.stderr


def test_people_are_created_listed_reset_and_disabled(run) -> None:
    secret = SECRET
    assert run("people", "list", **secret).returncode == 1
    assert "preparada" in run("serve", "--prepare", **secret).stdout
    organisation = run("people", "organisation", "Instituto Uno", "--profile", "state=26", **secret).stdout.strip()
    assert re.fullmatch("[0-9a-z]{12}", organisation)
    made = run(
        "people", "create", "a@uno.mx", "--name", "Ana Ñ", "--organisation", organisation, "--role", "responsable",
        stdin="una contraseña larga\n", **secret,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "larga" not in made.stdout
    generated = run("people", "create", "b@uno.mx", "--name", "Beto", stdin="\n", **secret)
    assert "Contraseña generada: " in generated.stdout
    assert run("people", "reset", "b@uno.mx", stdin="\n", **secret).returncode == 0
    assert run("people", "member", "b@uno.mx", "--organisation", organisation, **secret).returncode == 0
    assert run("people", "disable", "b@uno.mx", **secret).returncode == 0
    listed = run("people", "list", **secret).stdout
    assert "Instituto Uno  (America/Hermosillo)" in listed
    assert "a@uno.mx" in listed
    assert re.search(r"b@uno\.mx.*desactivada", listed)
    assert run("people", "enable", "b@uno.mx", **secret).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (["create", "no es correo", "--name", "A"], "una contraseña larga\n", "correo completo"),
        (["create", "a@b.mx", "--name", "A"], "corta\n", "12 caracteres"),
        (["reset", "nadie@b.mx"], "\n", "No hay ninguna cuenta"),
        (["organisation", "X", "--zone", "Marte"], "", "zona horaria"),
        (["organisation", "X", "--profile", "state"], "", "campo=valor"),
        (["create", "a@b.mx", "--name", "A", "--organisation", "nada"], "una contraseña larga\n", "no existe"),
        (["create", "a@b.mx", "--name", "A", "--role", "jefa"], "", "no se admite"),
    ],
)
def test_what_people_does_not_understand_is_said_and_nothing_is_made(prepared_folder, arguments, stdin, words) -> None:
    ended = _run_in(prepared_folder, "people", *arguments, stdin=stdin, **SECRET)
    assert ended.returncode in (1, 2)
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "@" not in _run_in(prepared_folder, "people", "list", **SECRET).stdout


def test_the_site_opens_answers_and_closes(demo_folder) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "EVALUACION_DATA": str(demo_folder / "var")}
    server = subprocess.Popen(
        [COMMAND, "serve", "--port", str(port)], cwd=demo_folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert f"http://127.0.0.1:{port}" in str(server.stdout and server.stdout.readline())
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/salud", timeout=30) as answer:
            assert answer.status == 200
            assert "Server" not in answer.headers
        busy = _run_in(demo_folder, "serve", "--port", str(port))
        assert busy.returncode == 1
        assert "--port" in busy.stderr
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
        if server.stdout:
            server.stdout.close()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/salud", timeout=2)


def test_documents_point_at_the_port_that_was_asked_for_on_this_machine_only() -> None:
    def url_at(port: int | None, **variables: str) -> str:
        return _at_port(read_settings({**SECRET, **variables}), port).url

    assert url_at(8471) == "http://127.0.0.1:8471"
    assert url_at(None) == "http://127.0.0.1:8000"
    assert url_at(8471, EVALUACION_URL="https://diagnostico.ejemplo.gob.mx") == "https://diagnostico.ejemplo.gob.mx"


@pytest.mark.parametrize("command", ["serve", "demo", "people", "doctor"])
def test_each_command_helps_in_spanish_with_an_example(prepared_folder, command) -> None:
    ended = _run_in(prepared_folder, command, "--help")
    assert ended.returncode == 0
    assert "uso: evaluacion" in ended.stdout
    assert f"evaluacion {command}" in ended.stdout.split("Ejemplo", 1)[1]
