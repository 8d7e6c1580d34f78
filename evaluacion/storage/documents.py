"""Rows of documents: the row is the truth about each one's state; its bytes are stored once, by content hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evaluacion.storage.base import PUBLIC_ID, SHA256, WORD, Base, UtcDateTime, now, random_id


class DocumentContentRow(Base):
    __tablename__ = "document_contents"

    sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class DocumentRow(Base):
    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("submission_id", "kind", "language", "paper"),
        Index("ix_documents_state", "state"),
        Index("ix_documents_content_sha256", "content_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=random_id)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    kind: Mapped[str] = mapped_column(WORD)
    language: Mapped[str] = mapped_column(String(35))
    paper: Mapped[str] = mapped_column(WORD)
    state: Mapped[str] = mapped_column(WORD)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")
    content_sha256: Mapped[str | None] = mapped_column(ForeignKey("document_contents.sha256"))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
