"""The sweep happens once an hour over all processes, and a failed one counts as not done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import func, select

from evaluacion.domain.organisations import Viewer
from evaluacion.services import trial
from evaluacion.services.sessions import Limits
from evaluacion.services.sweeping import sweep_when_due
from evaluacion.storage.assessments import AssessmentRow

NOW = "2026-03-02T15:00:00Z"


def _sweep(database) -> int | None:
    with database.session() as session:
        return sweep_when_due(session, Limits())


def _trials(database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(AssessmentRow))


def test_it_erases_what_is_over_at_most_once_an_hour(database) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        with database.session() as session:
            trial.start(session, Viewer(trial_key="clave"), questionnaire_id="prueba")
        assert _sweep(database) == 0
        clock.shift(timedelta(minutes=59))
        assert _sweep(database) is None
        clock.shift(timedelta(minutes=1))
        assert _sweep(database) == 0
        clock.shift(timedelta(days=1))
        assert _trials(database) == 1
        assert _sweep(database) == 1
        assert _trials(database) == 0


def test_of_many_at_once_one_does_it(database) -> None:
    barrier = Barrier(8)

    def together(_each: int) -> int | None:
        barrier.wait(20)
        return _sweep(database)

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(together, range(8)))
    assert [one for one in done if one is not None] == [0]


def _sweep_and_fail(database) -> None:
    with database.session() as session:
        assert sweep_when_due(session, Limits()) == 0
        raise RuntimeError("before the commit")


def test_a_sweep_that_fails_is_still_due(database) -> None:
    with pytest.raises(RuntimeError):
        _sweep_and_fail(database)
    assert _sweep(database) == 0
