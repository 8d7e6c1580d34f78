"""Trying the product without an account: an assessment that only its browser sees, gone after a day."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from evaluacion.domain.audit import Kind, Verb
from evaluacion.domain.errors import Invalid
from evaluacion.domain.organisations import NOBODY, PublicId, Realm, Viewer
from evaluacion.domain.zones import DEFAULT_ZONE
from evaluacion.services import auditing, questionnaires
from evaluacion.storage.answers import DRAFT
from evaluacion.storage.assessment_queries import erase
from evaluacion.storage.assessments import AssessmentRow
from evaluacion.storage.scoping import trial_hash

LIFETIME = timedelta(hours=24)
QUESTIONNAIRE = "curso"


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    assessment_id: PublicId
    expires_at: datetime


def new_key() -> str:
    """A key for `Viewer.trial_key`: the browser keeps it, the database only its hash."""
    return secrets.token_urlsafe(32)


def start(session: Session, viewer: Viewer, *, questionnaire_id: str = QUESTIONNAIRE) -> Trial:
    """Starts a trial owned by `viewer.trial_key`. Raises NotFound (no such questionnaire) or Invalid (no key)."""
    if viewer.trial_key is None:
        raise Invalid("Esta prueba no tiene sesión: abra de nuevo la página.")
    today = datetime.now(UTC).date()
    row = AssessmentRow(
        realm=Realm.TRIAL,
        trial_key_hash=trial_hash(viewer),
        questionnaire_sha256=questionnaires.store(session, questionnaire_id).sha256,
        period_start=today,
        period_end=today,
        period_label=str(today.year),
        profile={},
        zone=DEFAULT_ZONE,
        state=DRAFT,
    )
    session.add(row)
    session.flush()
    sweep(session)
    auditing.record(session, viewer, Verb.TRIAL_STARTED, Kind.ASSESSMENT, row.public_id)
    return _trial(row)


def find(session: Session, viewer: Viewer) -> Trial | None:
    """The living trial of this browser, the newest."""
    if viewer.trial_key is None:
        return None
    row = session.scalar(
        select(AssessmentRow)
        .where(AssessmentRow.trial_key_hash == trial_hash(viewer), AssessmentRow.realm == Realm.TRIAL)
        .where(AssessmentRow.deleted_at.is_(None), AssessmentRow.created_at > datetime.now(UTC) - LIFETIME)
        .order_by(AssessmentRow.id.desc())
        .limit(1)
    )
    return _trial(row) if row else None


def sweep(session: Session, *, by: Viewer = NOBODY, now: datetime | None = None) -> int:
    """Erases every trial older than a day with all that hangs from it; returns how many."""
    limit = (now or datetime.now(UTC)) - LIFETIME
    rows = session.scalars(
        select(AssessmentRow).where(AssessmentRow.realm == Realm.TRIAL, AssessmentRow.created_at <= limit)
    ).all()
    if rows:
        erase(session, [row.id for row in rows])
        auditing.record_erased(session, by, rows)
    return len(rows)


def _trial(row: AssessmentRow) -> Trial:
    return Trial(assessment_id=PublicId(row.public_id), expires_at=row.created_at + LIFETIME)
