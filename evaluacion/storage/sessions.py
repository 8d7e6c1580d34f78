"""Rows of browser sessions: the cookie's value is stored as its SHA-256 only, and a row can be ended at any time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from evaluacion.storage.base import SHA256, Base, CanonicalJson, UtcDateTime, now


class BrowserSessionRow(Base):
    __tablename__ = "browser_sessions"
    __table_args__ = (
        Index("ix_browser_sessions_person_id", "person_id"),
        Index("ix_browser_sessions_seen_at", "seen_at"),
    )

    id: Mapped[str] = mapped_column(SHA256, primary_key=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    data: Mapped[dict[str, Any]] = mapped_column(CanonicalJson, nullable=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
