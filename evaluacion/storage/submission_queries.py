"""Submissions as the services read them: only those the viewer may see, with whether a later revision replaced them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from evaluacion.domain.organisations import NOBODY, Realm, Viewer
from evaluacion.storage.assessments import AssessmentRow, SubmissionRow
from evaluacion.storage.documents import DocumentRow
from evaluacion.storage.questionnaires import QuestionnaireRow
from evaluacion.storage.scoping import belongs_to, viewer_parameters

VERIFIABLE = (Realm.OFFICIAL, Realm.PILOT)
_LATER = aliased(SubmissionRow)
_IS_SUPERSEDED = exists().where(
    _LATER.assessment_id == SubmissionRow.assessment_id, _LATER.revision > SubmissionRow.revision
)


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundSubmission:
    row: SubmissionRow
    assessment_public_id: str
    questionnaire_id: str
    superseded: bool


def find_submission(session: Session, viewer: Viewer, public_id: str) -> FoundSubmission | None:
    """The viewer's submission of this public id."""
    found = _read(session, _query().where(belongs_to(), SubmissionRow.public_id == public_id), viewer)
    return found[0] if found else None


def find_revision(session: Session, assessment_id: int, revision: int) -> FoundSubmission | None:
    """The submission of one revision; the caller has checked who asks."""
    found = _read(
        session, _query().where(SubmissionRow.assessment_id == assessment_id, SubmissionRow.revision == revision)
    )
    return found[0] if found else None


def list_submissions(session: Session, viewer: Viewer) -> list[FoundSubmission]:
    """Every submission the viewer may see, newest first."""
    return _read(session, _query().where(belongs_to()).order_by(SubmissionRow.submitted_at.desc()), viewer)


def list_siblings(session: Session, viewer: Viewer, of: FoundSubmission) -> list[FoundSubmission]:
    """Current submissions of the same institution, questionnaire and realm, by period; this one among them."""
    same = (
        SubmissionRow.assessment_id == of.row.assessment_id
        if of.row.organisation_id is None
        else and_(
            SubmissionRow.organisation_id == of.row.organisation_id,
            SubmissionRow.realm == of.row.realm,
            QuestionnaireRow.questionnaire_id == of.questionnaire_id,
        )
    )
    order = (AssessmentRow.period_start, AssessmentRow.period_end, SubmissionRow.id)
    return _read(session, _query().where(belongs_to(), same, ~_IS_SUPERSEDED).order_by(*order), viewer)


def has_folio(session: Session, folio: str) -> bool:
    """Whether a folio was ever given out."""
    return session.scalar(select(SubmissionRow.id).where(SubmissionRow.folio == folio)) is not None


def was_superseded(session: Session, *, folio: str | None = None, sha256: str | None = None) -> bool | None:
    """Of what was issued to everybody's knowledge: whether a later revision replaced it; None = never issued."""
    named: ColumnElement[bool] = SubmissionRow.folio == folio
    if sha256 is not None:
        documents = select(DocumentRow.submission_id).where(DocumentRow.content_sha256 == sha256)
        named = or_(SubmissionRow.sha256 == sha256, SubmissionRow.id.in_(documents))
    return session.scalar(
        select(_IS_SUPERSEDED).where(named, SubmissionRow.realm.in_(VERIFIABLE)).order_by(_IS_SUPERSEDED).limit(1)
    )


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            SubmissionRow,
            AssessmentRow.public_id.label("assessment_public_id"),
            QuestionnaireRow.questionnaire_id,
            _IS_SUPERSEDED.label("superseded"),
        )
        .join(AssessmentRow, AssessmentRow.id == SubmissionRow.assessment_id)
        .join(QuestionnaireRow, QuestionnaireRow.sha256 == SubmissionRow.questionnaire_sha256)
    )


def _read(session: Session, query: Select[*tuple[Any, ...]], viewer: Viewer = NOBODY) -> list[FoundSubmission]:
    return [
        FoundSubmission(
            row=row.SubmissionRow,
            assessment_public_id=row.assessment_public_id,
            questionnaire_id=row.questionnaire_id,
            superseded=bool(row.superseded),
        )
        for row in session.execute(query, viewer_parameters(viewer))
    ]
