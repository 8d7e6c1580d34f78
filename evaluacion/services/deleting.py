"""Drafts put away: deleted, brought back within thirty days, and erased after them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from evaluacion.domain.audit import Kind, Verb
from evaluacion.domain.errors import Forbidden, Invalid, NotFound
from evaluacion.domain.organisations import NOBODY, PublicId, Viewer
from evaluacion.domain.permissions import ROLES_THAT_MAY, Action
from evaluacion.services import auditing
from evaluacion.services.assessments import Assessment, as_assessment, digest_of_state, find, in_language
from evaluacion.storage import assessment_queries as queries
from evaluacion.storage.assessments import AssessmentRow

KEPT_AFTER_DELETION = timedelta(days=30)


def delete_draft(session: Session, viewer: Viewer, assessment_id: PublicId) -> None:
    """Puts a draft away for thirty days. Raises NotFound, Forbidden, or Invalid where something was submitted."""
    found = find(session, viewer, assessment_id, lock=True)
    if not as_assessment(found).allows(Action.DELETE):
        raise Forbidden("Solo la persona responsable de la institución elimina diagnósticos.")
    if found.submission_id is not None:
        raise Invalid("Este diagnóstico ya se envió y su folio se puede verificar: no se elimina.")
    before = digest_of_state(found.row)
    found.row.deleted_at = datetime.now(UTC)
    found.row.deleted_by = viewer.person
    _record(session, viewer, Verb.ASSESSMENT_DELETED, found, before)


def restore_draft(session: Session, viewer: Viewer, assessment_id: PublicId) -> None:
    """Brings a deleted draft back. Raises NotFound (also after thirty days) or Forbidden."""
    found = queries.find_assessment(session, viewer, assessment_id, deleted=True, lock=True)
    if found is None or _is_over(found.row):
        raise NotFound("Ese diagnóstico eliminado no existe, o pasaron más de 30 días.")
    if not as_assessment(found).allows(Action.DELETE):
        raise Forbidden("Solo la persona responsable de la institución recupera diagnósticos.")
    before = digest_of_state(found.row)
    found.row.deleted_at = None
    found.row.deleted_by = None
    _record(session, viewer, Verb.ASSESSMENT_RESTORED, found, before)


def list_deleted(session: Session, viewer: Viewer, *, language: str = "es") -> tuple[Assessment, ...]:
    """The drafts that the viewer can still bring back, the last deleted first."""
    found = queries.list_assessments(session, viewer, deleted=True, roles=ROLES_THAT_MAY[Action.DELETE])
    living = in_language(session, (as_assessment(each) for each in found if not _is_over(each.row)), language)
    return tuple(sorted(living, key=lambda assessment: str(assessment.deleted_at), reverse=True))


def sweep_deleted(session: Session, *, by: Viewer = NOBODY, now: datetime | None = None) -> int:
    """Erases drafts deleted more than thirty days ago; returns how many."""
    limit = (now or datetime.now(UTC)) - KEPT_AFTER_DELETION
    rows = session.scalars(select(AssessmentRow).where(AssessmentRow.deleted_at < limit)).all()
    queries.erase(session, [row.id for row in rows])
    auditing.record_erased(session, by, rows)
    return len(rows)


def _is_over(row: AssessmentRow) -> bool:
    return row.deleted_at is not None and row.deleted_at < datetime.now(UTC) - KEPT_AFTER_DELETION


def _record(session: Session, viewer: Viewer, verb: Verb, found: queries.Found, before: str) -> None:
    auditing.record(
        session,
        viewer,
        verb,
        Kind.ASSESSMENT,
        found.row.public_id,
        organisation=PublicId(found.organisation.public_id) if found.organisation else None,
        role=found.role,
        before=before,
        after=digest_of_state(found.row),
    )
