"""Trying the product without an account: an assessment that only its browser session sees, gone after a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from evaluacion.domain.organisations import PublicId, Viewer

LIFETIME = timedelta(hours=24)
QUESTIONNAIRE = "curso"


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    assessment_id: PublicId
    expires_at: datetime


def start(session: Session, viewer: Viewer, *, questionnaire_id: str = QUESTIONNAIRE) -> Trial:
    """Starts a trial owned by `viewer.trial_key`. Raises NotFound (no such questionnaire) or Invalid (no key)."""
    raise NotImplementedError


def find(session: Session, viewer: Viewer) -> Trial | None:
    """The living trial of this browser session, the newest."""
    raise NotImplementedError


def sweep(session: Session, *, now: datetime | None = None) -> int:
    """Erases every trial older than a day with all that hangs from it; returns how many."""
    raise NotImplementedError
