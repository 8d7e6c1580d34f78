"""Settings: what is missing or unsafe is refused, all at once, in sentences; the table says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluacion.config import VARIABLES, UnsafeSettings, read_settings

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"
TABLE = Path(__file__).parents[2] / "docs" / "configuration.md"


def _read(**variables: str):
    return read_settings({f"EVALUACION_{name}": value for name, value in variables.items()})


def test_with_only_a_secret_the_site_is_open_to_this_machine_alone(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = _read(SECRET_KEY=SECRET)
    assert settings.url == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/evaluacion.sqlite"
    assert settings.on_loopback
    assert not settings.https
    assert (settings.port, settings.paper, settings.threads) == (8000, "letter", 8)


def test_the_secret_may_lie_in_the_data_folder(tmp_path) -> None:
    (tmp_path / "secret.key").write_text(SECRET + "\n")
    assert _read(DATA=str(tmp_path)).secret_key == SECRET


def test_every_problem_is_said_at_once(tmp_path) -> None:
    with pytest.raises(UnsafeSettings) as refused:
        _read(
            DATA=str(tmp_path),
            URL="http://ejemplo.gob.mx",
            DATABASE_URL="mysql://x",
            PROXIES="muchos",
            PAPER="oficio",
            SESSION_IDLE="0",
            TRUSTED_HOSTS="*.gob.mx",
            LOG_LEVEL="todo",
            SECRETKEY="mal escrita",
        )
    said = "\n".join(refused.value.problems)
    for word in (
        "EVALUACION_SECRET_KEY",
        "https://",
        "EVALUACION_DATABASE_URL",
        "EVALUACION_PROXIES",
        "EVALUACION_PAPER",
        "EVALUACION_SESSION_IDLE",
        "EVALUACION_TRUSTED_HOSTS",
        "EVALUACION_LOG_LEVEL",
        "EVALUACION_SECRETKEY",
    ):
        assert word in said
    assert len(refused.value.problems) == 9


@pytest.mark.parametrize("secret", ["corta", "a" * 64, "abc" * 20])
def test_a_secret_that_can_be_guessed_is_refused(secret) -> None:
    with pytest.raises(UnsafeSettings, match="fácil de adivinar"):
        _read(SECRET_KEY=secret)


@pytest.mark.parametrize("url", ["ejemplo.gob.mx", "https://", "https://a.mx/ruta", "ftp://a.mx", "https://a:b@c.mx"])
def test_an_address_is_only_scheme_and_name(url) -> None:
    with pytest.raises(UnsafeSettings, match="EVALUACION_URL"):
        _read(SECRET_KEY=SECRET, URL=url)


def test_behind_a_public_name_only_that_name_is_trusted() -> None:
    settings = _read(SECRET_KEY=SECRET, URL="https://Ejemplo.gob.mx", TRUSTED_HOSTS="otro.gob.mx")
    assert settings.trusted_hosts == ("ejemplo.gob.mx", "otro.gob.mx")
    assert settings.https
    assert not settings.on_loopback


def test_variables_of_the_tests_are_not_settings() -> None:
    assert _read(SECRET_KEY=SECRET, TEST_POSTGRES_URL="postgresql://x")


def test_the_table_of_the_manual_has_each_variable_as_the_code_has_it() -> None:
    rows = re.findall(r"^\| `(EVALUACION_\w+)` \| (.+?) \| (.+?) \|$", TABLE.read_text("utf-8"), re.MULTILINE)
    assert rows == [(variable.name, variable.default, variable.meaning) for variable in VARIABLES]


def test_the_table_names_every_variable_that_the_code_reads() -> None:
    source = (Path(__file__).parents[2] / "evaluacion" / "config.py").read_text("utf-8")
    read = set(re.findall(r'(?:text|number|choice)\("([A-Z_]+)"', source))
    assert {f"EVALUACION_{name}" for name in read} == {variable.name for variable in VARIABLES}
