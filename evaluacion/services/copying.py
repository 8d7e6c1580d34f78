"""The next period from the answers of an earlier one."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from evaluacion.domain.audit import Kind, Verb
from evaluacion.domain.errors import Invalid
from evaluacion.domain.organisations import PublicId, Viewer
from evaluacion.domain.permissions import Action
from evaluacion.services import auditing
from evaluacion.services.assessments import Period, clean_period, digest_of_state, find, get_access
from evaluacion.storage.answers import DRAFT, read_answers
from evaluacion.storage.assessments import AnswerHistoryRow, AnswerRow, AssessmentRow


def copy(session: Session, viewer: Viewer, assessment_id: PublicId, *, period: Period) -> PublicId:
    """Starts another assessment of the same institution and version from these answers; returns its id."""
    assessment = get_access(session, viewer, assessment_id, Action.START)
    if assessment.organisation_id is None:
        raise Invalid("Una prueba no se copia.")
    original = find(session, viewer, assessment_id).row
    period = clean_period(period)
    row = AssessmentRow(
        realm=original.realm,
        organisation_id=original.organisation_id,
        questionnaire_sha256=original.questionnaire_sha256,
        period_start=period.start,
        period_end=period.end,
        period_label=period.label,
        profile=dict(original.profile),
        zone=original.zone,
        state=DRAFT,
        copied_from_id=original.id,
        created_by=viewer.person,
    )
    session.add(row)
    session.flush()
    _copy_answers(session, viewer, original.id, row)
    auditing.record(
        session,
        viewer,
        Verb.ASSESSMENT_COPIED,
        Kind.ASSESSMENT,
        row.public_id,
        organisation=assessment.organisation_id,
        role=assessment.role,
        before=digest_of_state(original),
        after=digest_of_state(row),
    )
    return PublicId(row.public_id)


def _copy_answers(session: Session, viewer: Viewer, original_id: int, row: AssessmentRow) -> None:
    moment = datetime.now(UTC)
    copied = [
        {
            "assessment_id": row.id,
            "question_id": answer.question_id,
            "version": 1,
            "value": answer.value,
            "support": answer.support,
            "saved_at": moment,
            "person_id": viewer.person,
        }
        for answer in read_answers(session, original_id)
    ]
    if copied:
        session.execute(insert(AnswerRow), copied)
        session.execute(insert(AnswerHistoryRow), [{**answer, "revision": 1, "edit": "copy"} for answer in copied])
