"""Rows of questionnaire files and translations, kept by hash: an old assessment never needs the file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evaluacion.storage.base import SHA256, Base, UtcDateTime, now


class QuestionnaireRow(Base):
    __tablename__ = "questionnaires"

    sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    questionnaire_id: Mapped[str] = mapped_column(String(100))
    version: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(1000))
    file: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class TranslationRow(Base):
    """Translations of one file; a later one of the same language is added, never laid over the earlier."""

    __tablename__ = "questionnaire_translations"
    __table_args__ = (
        UniqueConstraint("questionnaire_sha256", "language", "sha256", name="uq_questionnaire_translations_file"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_sha256: Mapped[str] = mapped_column(
        ForeignKey("questionnaires.sha256", name="fk_questionnaire_translations_questionnaire")
    )
    language: Mapped[str] = mapped_column(String(35))
    sha256: Mapped[str] = mapped_column(SHA256)
    file: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
