"""What is erased by itself: trials after a day, deleted drafts after thirty, sessions nobody can use any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from evaluacion.services import deleting, sessions, trial
from evaluacion.services.sessions import Limits
from evaluacion.storage.chores import claim

CHORE = "sweep"
EVERY = timedelta(hours=1)


def sweep_when_due(session: Session, limits: Limits) -> int | None:
    """Sweeps unless some process did within the hour; returns how many things were erased, None when it was not due."""
    if not claim(session, CHORE, now=datetime.now(UTC), every=EVERY):
        return None
    return sweep(session, limits)


def sweep(session: Session, limits: Limits) -> int:
    """Erases all that is over; returns how many things."""
    return trial.sweep(session) + deleting.sweep_deleted(session) + sessions.sweep(session, limits)
