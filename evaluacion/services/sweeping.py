"""What is erased by itself: trials after a day, deleted drafts after thirty, sessions nobody can use any more."""

from __future__ import annotations

from sqlalchemy.orm import Session

from evaluacion.services import assessments, sessions, trial
from evaluacion.services.sessions import Limits


def sweep(session: Session, limits: Limits) -> int:
    """Erases all that is over; returns how many things."""
    return trial.sweep(session) + assessments.sweep_deleted(session) + sessions.sweep(session, limits)
