"""Assessments as the services read them: with organisation, questionnaire and last submission in one query."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, delete, func, select, type_coerce, update
from sqlalchemy.orm import Session

from evaluacion.domain.organisations import Role, Viewer
from evaluacion.storage.answers import DRAFT
from evaluacion.storage.assessments import (
    AnswerHistoryRow,
    AnswerRow,
    AssessmentRow,
    ReopeningRow,
    SubmissionRow,
)
from evaluacion.storage.base import PUBLIC_ID
from evaluacion.storage.documents import DocumentContentRow, DocumentRow
from evaluacion.storage.organisations import MembershipRow, OrganisationRow
from evaluacion.storage.questionnaires import QuestionnaireRow
from evaluacion.storage.scoping import PERSON, belongs_to, viewer_parameters


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """An assessment with what stands around it. `role` is the viewer's, None in a trial."""

    row: AssessmentRow
    organisation: OrganisationRow | None
    questionnaire_id: str
    version: str
    title: str
    role: Role | None
    last_saved_at: datetime | None
    answered: int
    submission_id: str | None


def find_assessment(
    session: Session, viewer: Viewer, public_id: str, *, deleted: bool = False, lock: bool = False
) -> Found | None:
    """The viewer's assessment of this public id; `lock` holds it against other writers until the transaction ends."""
    if lock:
        session.execute(select(AssessmentRow.id).where(AssessmentRow.public_id == public_id).with_for_update())
    found = _read(session, viewer, _by_id(deleted), public_id=public_id)
    return found[0] if found else None


def list_assessments(
    session: Session, viewer: Viewer, *, deleted: bool = False, roles: Collection[Role] | None = None
) -> list[Found]:
    """Every assessment of the viewer's organisations (in one of `roles`), or of their trial."""
    return _read(session, viewer, _everything(deleted, None if roles is None else frozenset(roles)))


def questionnaire_of(session: Session, public_id: str) -> str | None:
    """The hash of the questionnaire an assessment answers; it never changes."""
    return session.scalar(select(AssessmentRow.questionnaire_sha256).where(AssessmentRow.public_id == public_id))


def erase(session: Session, ids: Sequence[int]) -> None:
    """Removes assessments with all that hangs from them, and document bytes nobody else holds."""
    submissions = select(SubmissionRow.id).where(SubmissionRow.assessment_id.in_(ids))
    session.execute(update(AssessmentRow).where(AssessmentRow.copied_from_id.in_(ids)).values(copied_from_id=None))
    session.execute(delete(DocumentRow).where(DocumentRow.submission_id.in_(submissions)))
    for table in (SubmissionRow, ReopeningRow, AnswerHistoryRow, AnswerRow):
        session.execute(delete(table).where(table.assessment_id.in_(ids)))
    session.execute(delete(AssessmentRow).where(AssessmentRow.id.in_(ids)))
    held = select(DocumentRow.content_sha256).where(DocumentRow.content_sha256.is_not(None))
    session.execute(delete(DocumentContentRow).where(DocumentContentRow.sha256.not_in(held)))


def is_draft(row: AssessmentRow) -> bool:
    """Whether its answers may still change."""
    return row.state == DRAFT


def _alive(deleted: bool) -> ColumnElement[bool]:
    return AssessmentRow.deleted_at.is_not(None) if deleted else AssessmentRow.deleted_at.is_(None)


@lru_cache
def _by_id(deleted: bool) -> Select[*tuple[Any, ...]]:
    public_id = bindparam("public_id", type_=PUBLIC_ID)
    return _query().where(belongs_to(), _alive(deleted), AssessmentRow.public_id == public_id)


@lru_cache
def _everything(deleted: bool, roles: frozenset[Role] | None) -> Select[*tuple[Any, ...]]:
    return _query().where(belongs_to(roles), _alive(deleted))


def _read(session: Session, viewer: Viewer, query: Select[*tuple[Any, ...]], **parameters: Any) -> list[Found]:
    rows = session.execute(query, {**viewer_parameters(viewer), **parameters})
    return [
        Found(
            row=row.AssessmentRow,
            organisation=row.OrganisationRow,
            questionnaire_id=row.questionnaire_id,
            version=row.version,
            title=row.title,
            role=Role(row.role) if row.role else None,
            last_saved_at=row.last_saved_at,
            answered=row.answered,
            submission_id=row.submission_id,
        )
        for row in rows
    ]


def _query() -> Select[*tuple[Any, ...]]:
    of_this = AnswerRow.assessment_id == AssessmentRow.id
    last_saved = select(func.max(AnswerRow.saved_at)).where(of_this).correlate(AssessmentRow).scalar_subquery()
    has_value = type_coerce(AnswerRow.value, Text).not_in(("null", '""', "[]", "{}"))
    answered = select(func.count()).where(of_this, has_value).correlate(AssessmentRow).scalar_subquery()
    submission = (
        select(SubmissionRow.public_id)
        .where(SubmissionRow.assessment_id == AssessmentRow.id)
        .order_by(SubmissionRow.revision.desc())
        .limit(1)
        .correlate(AssessmentRow)
        .scalar_subquery()
    )
    return (
        select(
            AssessmentRow,
            OrganisationRow,
            QuestionnaireRow.questionnaire_id,
            QuestionnaireRow.version,
            QuestionnaireRow.title,
            MembershipRow.role,
            last_saved.label("last_saved_at"),
            answered.label("answered"),
            submission.label("submission_id"),
        )
        .join(QuestionnaireRow, QuestionnaireRow.sha256 == AssessmentRow.questionnaire_sha256)
        .outerjoin(OrganisationRow, OrganisationRow.id == AssessmentRow.organisation_id)
        .outerjoin(
            MembershipRow,
            (MembershipRow.organisation_id == AssessmentRow.organisation_id) & (MembershipRow.person_id == PERSON),
        )
    )
