"""A full disk or a database that cannot be written: said with its cause, nothing lost, reading goes on.

Where this machine lets us mount one, the database lies on a real file system of a few megabytes that is filled; where
not, SQLite itself is kept from growing. Either way it is SQLite that fails.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import event

from evaluacion.services import answering
from evaluacion.storage.database import Database

EMAIL = "captura@uno.mx"
TEXT = "Se hace cada mes, con acta y responsables. " * 200
MEBIBYTES = 6


class Disk:
    """The disk under the database; `fill` leaves no room for one more page, `free` gives the room back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        command = ["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "tmpfs", str(folder)]
        self.mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
        self._full = False

    def watch(self, database: Database) -> None:
        """Without a file system of our own, every connection is held to the pages the database has."""
        if not self.mounted:
            event.listen(database.engine, "begin", self._limit)

    def _limit(self, connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if self._full else 2**30
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def fill(self) -> None:
        self._full = True
        if self.mounted:
            block = b"x" * 4096
            with (self.folder / "ballast").open("wb", buffering=0) as ballast:
                while _takes(ballast, block):
                    pass

    def free(self) -> None:
        self._full = False
        (self.folder / "ballast").unlink(missing_ok=True)

    def close(self) -> None:
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


def _takes(ballast, block: bytes) -> bool:
    try:
        return ballast.write(block) == len(block)
    except OSError:
        return False


@pytest.fixture
def disk(tmp_path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    disk = Disk(folder)
    yield disk
    disk.close()


@pytest.fixture
def sqlite_database(disk, migrated_sqlite_file) -> Iterator[Database]:
    path = disk.folder / "evaluacion.sqlite"
    shutil.copy(migrated_sqlite_file, path)
    database = Database(f"sqlite:///{path}")
    disk.watch(database)
    yield database
    database.dispose()


def _path(site) -> str:
    return f"/diagnosticos/{site.draft}/respuestas/Q3"


def _stored(site):
    with site.database.reading() as session:
        return answering.read_all(session, site.responsible, site.draft).answers["Q3"]


def _write_until_refused(site, browser, token):
    """Saves longer and longer until there is no room; returns the first refusal and what was sent."""
    for each in range(400):
        before = _stored(site)
        text = f"{each} {TEXT}".strip()
        answer = browser.put(_path(site), {"value": text}, version=before.version, edit=f"edit-{each:05}", token=token)
        if answer.status_code != 200:
            assert _stored(site) == before
            return answer, text, f"edit-{each:05}"
        assert _stored(site).value == text
    raise AssertionError("the disk never was full")


def test_a_full_disk_refuses_with_its_cause_loses_nothing_and_takes_the_same_edit_later(site, disk) -> None:
    browser = site.browser(EMAIL)
    token = browser.token("/ayuda")
    disk.fill()
    refused, text, edit = _write_until_refused(site, browser, token)
    assert (refused.status_code, refused.json["error"]) == (503, "unavailable")
    assert "El disco del servidor está lleno" in refused.json["message"]
    assert re.fullmatch(r"E-[0-9A-F]{8}", refused.json["folio"])
    assert int(refused.headers["Retry-After"]) > 0
    before = _stored(site)
    for page in ("/inicio", f"/diagnosticos/{site.draft}/uno/Q3", f"/resultados/{site.submission}", "/ayuda"):
        assert browser.get(page).status_code == 200, page
    disk.free()
    saved = browser.put(_path(site), {"value": text}, version=before.version, edit=edit, token=token)
    assert saved.status_code == 200
    assert _stored(site).value == text


def test_a_form_without_script_gets_what_was_typed_back_to_send_it_again(site, disk) -> None:
    browser = site.browser(EMAIL)
    token = browser.token("/ayuda")
    disk.fill()
    _write_until_refused(site, browser, token)
    version = str(_stored(site).version)
    fields = {"Q3.value": f"último {TEXT}", "Q3.version": version, "go": "next"}
    answer = browser.post(f"/diagnosticos/{site.draft}/uno/Q3", fields, token=token)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "El disco del servidor está lleno" in page
    assert re.search(r"E-[0-9A-F]{8}", page)
    assert int(answer.headers["Retry-After"]) > 0
    assert f"último {TEXT}" in page
    assert 'name="Q3.version"' in page
    disk.free()
    assert browser.post(f"/diagnosticos/{site.draft}/uno/Q3", fields, token=token).status_code == 302
    assert _stored(site).value == f"último {TEXT}".strip()


def test_reading_goes_on_when_the_session_cannot_be_marked_as_seen(site, disk) -> None:
    with time_machine.travel("2026-03-02T15:00:00Z", tick=False) as clock:
        browser = site.browser(EMAIL)
        token = browser.token("/ayuda")
        disk.fill()
        _write_until_refused(site, browser, token)
        clock.shift(timedelta(minutes=20))
        assert browser.get("/inicio").status_code == 200


def _only_read(database: Database) -> None:
    event.listen(database.engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA query_only=ON"))


def test_whoever_signs_in_reads_the_cause_and_no_password_comes_back(site) -> None:
    browser = site.browser()
    token = browser.token()
    _only_read(site.database)
    fields = {"email": EMAIL, "password": "contraseña con eñe"}
    answer = browser.post("/entrar", fields, token=token)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "solo lectura" in page
    assert fields["password"] not in page


def test_a_database_that_only_reads_is_said_to_be_so(site) -> None:
    browser = site.browser(EMAIL)
    token = browser.token("/ayuda")
    _only_read(site.database)
    answer = browser.put(_path(site), {"value": "a"}, token=token)
    assert (answer.status_code, answer.json["error"]) == (503, "unavailable")
    assert "solo lectura" in answer.json["message"]
    assert browser.get(f"/diagnosticos/{site.draft}/uno/Q3").status_code == 200
