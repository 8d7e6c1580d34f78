"""Reading and writing the answers of one assessment: the save is one statement, and its history row goes with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Integer,
    String,
    bindparam,
    exists,
    insert,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from evaluacion.domain.organisations import Viewer
from evaluacion.domain.permissions import ROLES_THAT_MAY, Action
from evaluacion.storage.assessments import QUESTION_ID, AnswerHistoryRow, AnswerRow, AssessmentRow
from evaluacion.storage.base import PUBLIC_ID, WORD, Base, CanonicalJson, UtcDateTime
from evaluacion.storage.scoping import PERSON, belongs_to, viewer_parameters

DRAFT = "draft"


@dataclass(frozen=True, kw_only=True, slots=True)
class Save:
    """One edit as it is written; `expected` is the version it was made on (0 = none yet)."""

    assessment_public_id: str
    question_id: str
    value: Any
    support: dict[str, Any]
    expected: int
    edit: str
    moment: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What was written, and what the audit log says beside it: for which organisation, in which role, and what was
    there before (None = nothing)."""

    version: int
    salt: str
    organisation: str | None
    role: str | None
    before: tuple[Any, Any] | None


def save(session: Session, viewer: Viewer, edit: Save) -> Written | None:
    """What was written; None when nothing was written: not theirs, not a draft, another version, or a repeated edit.

    One statement authorises, compares the version and writes; the history row follows in the same transaction.
    """
    written = session.execute(
        _upsert(session.get_bind().dialect.name),
        {
            "public_id": edit.assessment_public_id,
            "question": edit.question_id,
            "value": edit.value,
            "support": edit.support,
            "expected": edit.expected,
            "edit": edit.edit,
            "moment": edit.moment,
            **viewer_parameters(viewer),
        },
    ).first()
    if written is None:
        return None
    session.execute(
        _HISTORY,
        {
            "assessment": written.assessment_id,
            "question_id": edit.question_id,
            "version": written.version,
            "value": edit.value,
            "support": edit.support,
            "saved_at": edit.moment,
            "person_id": viewer.person,
            "edit": edit.edit,
        },
    )
    return Written(
        version=written.version,
        salt=written.salt,
        organisation=written.organisation,
        role=written.role,
        before=None if written.old_support is None else (written.old_value, written.old_support),
    )


def find_edit(session: Session, assessment_id: int, question_id: str, edit: str) -> AnswerHistoryRow | None:
    """What an edit of this name saved earlier."""
    return session.scalar(
        select(AnswerHistoryRow).where(
            AnswerHistoryRow.assessment_id == assessment_id,
            AnswerHistoryRow.question_id == question_id,
            AnswerHistoryRow.edit == edit,
        )
    )


def find_answer(session: Session, assessment_id: int, question_id: str) -> AnswerRow | None:
    """What holds now for one question."""
    return session.get(AnswerRow, (assessment_id, question_id))


def read_answers(session: Session, assessment_id: int) -> list[AnswerRow]:
    """What holds now, in no order."""
    return list(session.scalars(select(AnswerRow).where(AnswerRow.assessment_id == assessment_id)))


def read_history(session: Session, assessment_id: int, question_id: str) -> list[AnswerHistoryRow]:
    """Every save of one answer, the newest first."""
    return list(
        session.scalars(
            select(AnswerHistoryRow)
            .where(AnswerHistoryRow.assessment_id == assessment_id, AnswerHistoryRow.question_id == question_id)
            .order_by(AnswerHistoryRow.version.desc())
        )
    )


@lru_cache(maxsize=4)
def _upsert(dialect: str) -> Insert:
    build: Callable[..., Any] = sqlite.insert if dialect == "sqlite" else postgresql.insert
    expected = bindparam("expected", type_=Integer)
    columns = ("assessment_id", "question_id", "version", "value", "support", "saved_at", "person_id")
    allowed = (
        select(
            AssessmentRow.id,
            bindparam("question", type_=QUESTION_ID).label("question"),
            literal_column("1", Integer).label("version"),
            bindparam("value", type_=CanonicalJson).label("value"),
            bindparam("support", type_=CanonicalJson).label("support"),
            bindparam("moment", type_=UtcDateTime).label("moment"),
            PERSON.label("person"),
        )
        .where(
            AssessmentRow.public_id == bindparam("public_id", type_=PUBLIC_ID),
            AssessmentRow.state == DRAFT,
            AssessmentRow.deleted_at.is_(None),
            belongs_to(ROLES_THAT_MAY[Action.ANSWER]),
            or_(expected == 0, _exists(AnswerRow)),
            ~_exists(AnswerHistoryRow, AnswerHistoryRow.edit == bindparam("edit", type_=String(64))),
        )
        .with_for_update(read=True, key_share=True, of=AssessmentRow)
    )
    statement = build(Base.metadata.tables[AnswerRow.__tablename__]).from_select(columns, allowed)
    new = statement.excluded
    return statement.on_conflict_do_update(  # type: ignore[no-any-return]
        index_elements=["assessment_id", "question_id"],
        set_={
            "version": AnswerRow.version + 1,
            "value": new.value,
            "support": new.support,
            "saved_at": new.saved_at,
            "person_id": new.person_id,
        },
        where=AnswerRow.version == expected,
    ).returning(AnswerRow.assessment_id, AnswerRow.version, *_BESIDE)


def _exists(row: type[AnswerRow] | type[AnswerHistoryRow], *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        row.assessment_id == AssessmentRow.id, row.question_id == bindparam("question", type_=QUESTION_ID), *more
    )


_OF_THIS = "FROM assessments AS a WHERE a.id = answers.assessment_id"
_ONE_BEFORE = (
    "FROM answer_history AS h WHERE h.assessment_id = answers.assessment_id "
    "AND h.question_id = answers.question_id AND h.version = answers.version - 1"
)
_BESIDE = (
    literal_column(f"(SELECT a.salt {_OF_THIS})", String(32)).label("salt"),
    literal_column(
        f"(SELECT o.public_id FROM organisations AS o WHERE o.id = (SELECT a.organisation_id {_OF_THIS}))", PUBLIC_ID
    ).label("organisation"),
    literal_column(
        "(SELECT m.role FROM memberships AS m WHERE m.person_id = answers.person_id "
        f"AND m.organisation_id = (SELECT a.organisation_id {_OF_THIS}))",
        WORD,
    ).label("role"),
    literal_column(f"(SELECT h.value {_ONE_BEFORE})", CanonicalJson).label("old_value"),
    literal_column(f"(SELECT h.support {_ONE_BEFORE})", CanonicalJson).label("old_support"),
)
"""What `Written` says beside the version, read by the statement that writes. As text, because SQLAlchemy leaves the
names of tables out of RETURNING on SQLite, also inside subqueries."""


_HISTORY = insert(Base.metadata.tables[AnswerHistoryRow.__tablename__]).from_select(
    ("assessment_id", "question_id", "version", "revision", "value", "support", "saved_at", "person_id", "edit"),
    select(
        AssessmentRow.id,
        bindparam("question_id", type_=QUESTION_ID).label("question_id"),
        bindparam("version", type_=Integer).label("version"),
        AssessmentRow.revision,
        bindparam("value", type_=CanonicalJson).label("value"),
        bindparam("support", type_=CanonicalJson).label("support"),
        bindparam("saved_at", type_=UtcDateTime).label("saved_at"),
        bindparam("person_id", type_=PUBLIC_ID).label("person_id"),
        bindparam("edit", type_=String(64)).label("edit"),
    ).where(AssessmentRow.id == bindparam("assessment", type_=Integer)),
)
