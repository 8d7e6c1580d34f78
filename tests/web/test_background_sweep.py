"""Requests remind of the sweep; they neither wait for it nor fail with it."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
import time_machine

from evaluacion.domain.organisations import Viewer
from evaluacion.services import trial
from evaluacion.storage.assessments import AssessmentRow
from evaluacion.storage.database import Database
from evaluacion.web.background_sweep import NAME, PAUSE_SECONDS, BackgroundSweep


@pytest.fixture
def swept(site, monkeypatch):
    """The reminder of the site, due now, and the threads it started."""
    reminder: BackgroundSweep = site.app.extensions[NAME]
    threads = []
    remind = reminder.remind
    monkeypatch.setattr(reminder, "remind", lambda: threads.append(remind()))
    reminder.look_at = 0.0
    return reminder, threads


def _trials(site) -> int:
    with site.database.reading() as session:
        return session.query(AssessmentRow).filter_by(realm="trial").count()


def test_a_visit_has_the_old_trials_erased(site, swept) -> None:
    reminder, threads = swept
    with time_machine.travel("2026-03-02T15:00:00Z", tick=False) as clock:
        with site.database.session() as session:
            trial.start(session, Viewer(trial_key="clave"), questionnaire_id="prueba")
        clock.shift(timedelta(days=1, minutes=1))
        reminder.look_at = 0.0
        assert site.browser().get("/ayuda").status_code == 200
        threads[0].join(20)
        assert _trials(site) == 0


def test_it_looks_at_most_every_ten_minutes(site, swept) -> None:
    _reminder, threads = swept
    for _visit in range(5):
        site.browser().get("/ayuda")
    started = [one for one in threads if one]
    started[0].join(20)
    assert len(started) == 1
    assert len(threads) == 5
    assert PAUSE_SECONDS == 600


def test_a_database_that_cannot_be_written_fails_no_visit(site, swept, caplog) -> None:
    reminder, threads = swept
    reminder._database = Database(str(site.database.url), busy_seconds=0.2)
    lock = sqlite3.connect(site.database.file, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    assert site.browser().get("/ayuda").status_code == 200
    threads[0].join(20)
    assert "the sweep could not run" in caplog.text
    lock.execute("ROLLBACK")
    lock.close()
    reminder._database.dispose()


def test_without_a_thread_to_spare_the_visit_goes_on(site, monkeypatch, caplog) -> None:
    def none_left() -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(site.app.extensions[NAME], "remind", none_left)
    assert site.browser().get("/ayuda").status_code == 200
    assert "no thread for the sweep" in caplog.text
