"""`evaluacion audit`: the log is checked, exported and anchored from the command line."""

from __future__ import annotations

import sqlite3

import pytest

from evaluacion.cli.main import main
from evaluacion.domain.audit import Act, Kind, Verb
from evaluacion.storage import audit, migrating
from evaluacion.storage.database import Database


@pytest.fixture
def file(tmp_path, monkeypatch):
    """An embedded database with six entries, as the commands find it."""
    monkeypatch.setenv("EVALUACION_DATA", str(tmp_path))
    monkeypatch.setenv("EVALUACION_SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyz")
    file = tmp_path / "evaluacion.sqlite"
    write(file, 6)
    return file


def write(file, count: int) -> None:
    database = Database(f"sqlite:///{file}")
    migrating.upgrade(database)
    with database.session() as session:
        audit.append(session, [Act(verb=Verb.SUBMITTED, kind=Kind.SUBMISSION, target=f"s{n}") for n in range(count)])
    database.dispose()


def spoil(file, *statements: str) -> None:
    connection = sqlite3.connect(file)
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'")
    for (name,) in triggers.fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def head(capsys) -> str:
    assert main(["audit", "head"]) == 0
    return capsys.readouterr().out.strip()


def test_a_log_that_holds_is_told_with_its_head_and_what_was_not_proved(file, capsys) -> None:
    kept = head(capsys)
    assert main(["audit", "verify"]) == 0
    out = capsys.readouterr().out
    assert kept in out
    assert "no se descarta que se haya reescrito" in out
    write(file, 2)
    assert main(["audit", "verify", "--head", kept]) == 0
    assert "no se descarta" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit_entries SET target = 'otro' WHERE sequence = 3", "el asiento 3 no es el que se escribió"),
        ("DELETE FROM audit_entries WHERE sequence = 2", "falta el asiento 2"),
        ("DELETE FROM audit_entries WHERE sequence > 4", "falta del asiento 5 en adelante"),
        ("UPDATE audit_entries SET sequence = 99 WHERE sequence = 1", "falta el asiento 1"),
    ],
)
def test_a_break_ends_with_one_and_says_where(file, capsys, statement, told) -> None:
    spoil(file, statement)
    assert main(["audit", "verify"]) == 1
    assert told in capsys.readouterr().err


def test_a_log_cut_together_with_its_head_is_found_with_a_head_kept_elsewhere(file, capsys) -> None:
    kept = head(capsys)
    cut = (
        "DELETE FROM audit_entries WHERE sequence > 4",
        "UPDATE audit_head SET entries = 4, sha256 = (SELECT sha256 FROM audit_entries WHERE sequence = 4)",
    )
    spoil(file, *cut)
    assert main(["audit", "verify"]) == 0
    for written in (kept, kept.partition(":")[2]):
        assert main(["audit", "verify", "--head", written]) == 1
        assert "la cabeza que usted guardó no está" in capsys.readouterr().err


def test_an_export_is_checked_without_the_database(file, capsys, tmp_path) -> None:
    exported = tmp_path / "bitacora.jsonl"
    kept = head(capsys)
    assert main(["audit", "export", "--output", str(exported)]) == 0
    assert kept in capsys.readouterr().err
    assert main(["audit", "verify", str(exported), "--head", kept]) == 0
    lines = exported.read_text("utf-8").splitlines(keepends=True)
    exported.write_text("".join([*lines[:2], *lines[3:]]), "utf-8")
    assert main(["audit", "verify", str(exported)]) == 1
    assert "falta el asiento 3" in capsys.readouterr().err
    exported.write_text('{"sequence": 1}\n', "utf-8")
    assert main(["audit", "verify", str(exported)]) == 1
    assert "no es un asiento" in capsys.readouterr().err


def test_csv_and_a_head_that_is_none(file, capsys) -> None:
    assert main(["audit", "export", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("\ufeffsequence,at,")
    assert main(["audit", "verify", "--head", "3:abc"]) == 1
    assert "NÚMERO:HUELLA" in capsys.readouterr().err
