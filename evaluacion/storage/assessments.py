"""Rows of assessments, their answers with history, and the submissions frozen from them."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evaluacion.storage.base import PUBLIC_ID, SHA256, WORD, Base, CanonicalJson, UtcDateTime, now, random_id

QUESTION_ID = String(100)


class AssessmentRow(Base):
    """`revision` is the one being written, or the one last submitted. `trial_key_hash` only where there is no owner.

    `salt` makes the hashes that the audit log keeps of its answers unguessable once the row is erased."""

    __tablename__ = "assessments"
    __table_args__ = (
        Index("ix_assessments_organisation_id", "organisation_id"),
        Index("ix_assessments_trial_key_hash", "trial_key_hash"),
        Index("ix_assessments_realm_created_at", "realm", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=random_id)
    realm: Mapped[str] = mapped_column(WORD)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    trial_key_hash: Mapped[str | None] = mapped_column(SHA256)
    questionnaire_sha256: Mapped[str] = mapped_column(ForeignKey("questionnaires.sha256"))
    period_start: Mapped[date] = mapped_column(Date)
    period_end: Mapped[date] = mapped_column(Date)
    period_label: Mapped[str] = mapped_column(String(100))
    profile: Mapped[dict[str, str]] = mapped_column(CanonicalJson, nullable=False)
    zone: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(WORD)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    salt: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))


class AnswerRow(Base):
    """What holds now. Its `version` counts every save; the same save stands in the history."""

    __tablename__ = "answers"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(QUESTION_ID, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    value: Mapped[Any] = mapped_column(CanonicalJson, nullable=False)
    support: Mapped[dict[str, Any]] = mapped_column(CanonicalJson, nullable=False)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class AnswerHistoryRow(Base):
    """Append-only (a trigger refuses updates). `edit` names the edit, so that a retry finds its own save."""

    __tablename__ = "answer_history"
    __table_args__ = (UniqueConstraint("assessment_id", "question_id", "edit"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(QUESTION_ID, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    value: Mapped[Any] = mapped_column(CanonicalJson, nullable=False)
    support: Mapped[dict[str, Any]] = mapped_column(CanonicalJson, nullable=False)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    edit: Mapped[str] = mapped_column(String(64))


class SubmissionRow(Base):
    """One frozen revision (a trigger refuses updates). `snapshot` is canonical JSON, `sha256` the hash of its bytes."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("assessment_id", "revision"),
        Index("ix_submissions_sha256", "sha256"),
        Index("ix_submissions_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=random_id)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    revision: Mapped[int] = mapped_column(Integer)
    realm: Mapped[str] = mapped_column(WORD)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    questionnaire_sha256: Mapped[str] = mapped_column(ForeignKey("questionnaires.sha256"))
    folio: Mapped[str] = mapped_column(String(40), unique=True)
    snapshot: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(SHA256)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class ReopeningRow(Base):
    __tablename__ = "reopenings"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    reopened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reopened_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
