"""Documents of a submission: asked for once, made by one worker at a time, stored once, never made again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session

from evaluacion.domain.audit import Kind, Verb
from evaluacion.domain.errors import Invalid, NotFound
from evaluacion.domain.organisations import NOBODY, PublicId, Role, Viewer
from evaluacion.services import auditing
from evaluacion.storage.assessments import AssessmentRow, SubmissionRow
from evaluacion.storage.documents import DocumentContentRow, DocumentRow
from evaluacion.storage.organisations import OrganisationRow, find_role
from evaluacion.storage.scoping import belongs_to, viewer_parameters
from evaluacion.storage.submission_queries import find_submission

LEASE = timedelta(seconds=120)
MAX_ATTEMPTS = 3
PAPERS = ("letter", "a4")


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
    """Asks for a document; asking again gives the same one (a failed one starts over). Raises NotFound or Invalid."""
    found = find_submission(session, viewer, submission_id)
    if found is None:
        raise NotFound("Ese resultado no existe.")
    if paper not in PAPERS:
        raise Invalid("El papel debe ser carta o A4.")
    session.execute(select(SubmissionRow.id).where(SubmissionRow.id == found.row.id).with_for_update())
    row = session.scalar(
        select(DocumentRow).where(
            DocumentRow.submission_id == found.row.id,
            DocumentRow.kind == kind,
            DocumentRow.language == language,
            DocumentRow.paper == paper,
        )
    )
    if row is None:
        row = DocumentRow(submission_id=found.row.id, kind=kind, language=language, paper=paper)
        row.state = DocumentState.REQUESTED
        session.add(row)
    elif row.state == DocumentState.FAILED:
        row.state, row.attempts, row.reason = DocumentState.REQUESTED, 0, ""
    session.flush()
    return _read(session, row.public_id)


def claim(session: Session, document_id: PublicId) -> Document | None:
    """Takes a requested document, or one whose lease ran out, to render it; None when another worker has it, it is
    done, or it failed `MAX_ATTEMPTS` times."""
    moment = datetime.now(UTC)
    this = DocumentRow.public_id == document_id
    session.execute(
        update(DocumentRow)
        .where(this, _is_waiting(moment), DocumentRow.attempts >= MAX_ATTEMPTS)
        .values(state=DocumentState.FAILED, lease_until=None, reason="the last attempt never came back")
    )
    taken = session.execute(
        update(DocumentRow)
        .where(this, _is_waiting(moment))
        .values(state=DocumentState.RENDERING, attempts=DocumentRow.attempts + 1, lease_until=moment + LEASE, reason="")
        .returning(DocumentRow.id)
    ).first()
    return _read(session, document_id) if taken else None


def store(
    session: Session,
    document_id: PublicId,
    content: bytes,
    *,
    by: Viewer = NOBODY,
    media_type: str = "application/pdf",
) -> Document:
    """Keeps the bytes by their SHA-256 and marks the document ready; a document already ready keeps its first bytes."""
    row = _lock(session, document_id)
    if row.state != DocumentState.READY:
        digest = hashlib.sha256(content).hexdigest()
        if session.get(DocumentContentRow, digest) is None:
            session.add(DocumentContentRow(sha256=digest, media_type=media_type, size=len(content), content=content))
            session.flush()
        row.content_sha256, row.state, row.lease_until = digest, DocumentState.READY, None
        row.ready_at = datetime.now(UTC)
        session.flush()
        _record_issued(session, by, row)
    return _read(session, document_id)


def _record_issued(session: Session, by: Viewer, row: DocumentRow) -> None:
    organisation = session.execute(
        select(OrganisationRow.id, OrganisationRow.public_id)
        .join(SubmissionRow, SubmissionRow.organisation_id == OrganisationRow.id)
        .where(SubmissionRow.id == row.submission_id)
    ).one_or_none()
    role = find_role(session, by.person, organisation.id) if organisation else None
    auditing.record(
        session,
        by,
        Verb.DOCUMENT_ISSUED,
        Kind.DOCUMENT,
        row.public_id,
        organisation=PublicId(organisation.public_id) if organisation else None,
        role=Role(role) if role else None,
        after=row.content_sha256,
    )


def fail(session: Session, document_id: PublicId, *, reason: str) -> Document:
    """Gives the document back: requested again, or failed after the last attempt. `reason` never holds user text."""
    row = _lock(session, document_id)
    if row.state == DocumentState.RENDERING:
        row.state = DocumentState.FAILED if row.attempts >= MAX_ATTEMPTS else DocumentState.REQUESTED
        row.reason, row.lease_until = reason[:300], None
        session.flush()
    return _read(session, document_id)


def read(session: Session, viewer: Viewer, document_id: PublicId) -> DocumentContent:
    """The bytes of a ready document. Raises NotFound (foreign, unknown, not ready)."""
    document = get(session, viewer, document_id)
    content = session.get(DocumentContentRow, document.sha256) if document.sha256 else None
    if content is None:
        raise NotFound("Ese documento todavía no está listo.")
    return DocumentContent(document=document, media_type=content.media_type, content=content.content)


def get(session: Session, viewer: Viewer, document_id: PublicId) -> Document:
    """Raises NotFound."""
    return _read(session, document_id, belongs_to(), viewer=viewer)


def list_waiting(session: Session) -> tuple[PublicId, ...]:
    """Documents that somebody should render now: requested, or rendering with an expired lease."""
    waiting = select(DocumentRow.public_id).where(_is_waiting(datetime.now(UTC))).order_by(DocumentRow.id)
    return tuple(PublicId(public_id) for public_id in session.scalars(waiting))


def _is_waiting(moment: datetime) -> ColumnElement[bool]:
    return or_(
        DocumentRow.state == DocumentState.REQUESTED,
        and_(DocumentRow.state == DocumentState.RENDERING, DocumentRow.lease_until < moment),
    )


def _lock(session: Session, document_id: PublicId) -> DocumentRow:
    row = session.scalar(select(DocumentRow).where(DocumentRow.public_id == document_id).with_for_update())
    if row is None:
        raise NotFound("Ese documento no existe.")
    return row


def _read(session: Session, document_id: str, *conditions: ColumnElement[bool], viewer: Viewer = NOBODY) -> Document:
    query = _documents().where(DocumentRow.public_id == document_id, *conditions)
    found = session.execute(query, viewer_parameters(viewer)).one_or_none()
    if found is None:
        raise NotFound("Ese documento no existe.")
    row: DocumentRow = found.DocumentRow
    session.refresh(row)
    return Document(
        id=PublicId(row.public_id),
        submission_id=PublicId(found.submission_public_id),
        kind=DocumentKind(row.kind),
        language=row.language,
        paper=row.paper,
        state=DocumentState(row.state),
        attempts=row.attempts,
        sha256=row.content_sha256,
        size=found.size,
        requested_at=row.requested_at,
        ready_at=row.ready_at,
    )


def _documents() -> Select[*tuple[Any, ...]]:
    return (
        select(DocumentRow, SubmissionRow.public_id.label("submission_public_id"), DocumentContentRow.size)
        .join(SubmissionRow, SubmissionRow.id == DocumentRow.submission_id)
        .join(AssessmentRow, AssessmentRow.id == SubmissionRow.assessment_id)
        .outerjoin(DocumentContentRow, DocumentContentRow.sha256 == DocumentRow.content_sha256)
    )
