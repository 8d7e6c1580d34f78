"""Documents of a submission: asked for once, made by one worker at a time, stored once, never made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from evaluacion.domain.organisations import PublicId, Viewer

LEASE = timedelta(seconds=120)
MAX_ATTEMPTS = 3


class DocumentKind(StrEnum):
    COMPLETE = "completo"
    SUMMARY = "resumen"


class DocumentState(StrEnum):
    REQUESTED = "requested"
    RENDERING = "rendering"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    id: PublicId
    submission_id: PublicId
    kind: DocumentKind
    language: str
    paper: str
    state: DocumentState
    attempts: int
    sha256: str | None
    size: int | None
    requested_at: datetime
    ready_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentContent:
    document: Document
    media_type: str
    content: bytes


def request(
    session: Session,
    viewer: Viewer,
    submission_id: PublicId,
    *,
    kind: DocumentKind,
    language: str = "es",
    paper: str = "letter",
) -> Document:
    """Asks for a document; asking again gives the same one (a failed one starts over). Raises NotFound."""
    raise NotImplementedError


def claim(session: Session, document_id: PublicId) -> Document | None:
    """Takes a requested document, or one whose lease ran out, to render it; None when another worker has it, it is
    done, or it failed `MAX_ATTEMPTS` times."""
    raise NotImplementedError


def store(session: Session, document_id: PublicId, content: bytes, *, media_type: str = "application/pdf") -> Document:
    """Keeps the bytes by their SHA-256 and marks the document ready; a document already ready keeps its first bytes."""
    raise NotImplementedError


def fail(session: Session, document_id: PublicId, *, reason: str) -> Document:
    """Gives the document back: requested again, or failed after the last attempt. `reason` never holds user text."""
    raise NotImplementedError


def read(session: Session, viewer: Viewer, document_id: PublicId) -> DocumentContent:
    """The bytes of a ready document. Raises NotFound (foreign, unknown, not ready)."""
    raise NotImplementedError


def get(session: Session, viewer: Viewer, document_id: PublicId) -> Document:
    """Raises NotFound."""
    raise NotImplementedError


def list_waiting(session: Session) -> tuple[PublicId, ...]:
    """Documents that somebody should render now: requested, or rendering with an expired lease."""
    raise NotImplementedError
