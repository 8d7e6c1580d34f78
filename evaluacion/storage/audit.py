"""Rows of the audit log: appended under the lock of the head, so that sequence and chain hold with many writers.

On PostgreSQL the head is locked `FOR UPDATE` until the transaction ends; on SQLite a writing transaction is alone
anyway. Whoever appends does so as the last thing of a verb, and the lock is held as briefly as a commit takes. A
trigger moves the head with each entry and refuses one that does not follow it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, Integer, Select, String, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from evaluacion.domain.audit import Act, Entry, Head, entry_as_json, moment_text, seal
from evaluacion.domain.errors import Unavailable
from evaluacion.storage.base import PUBLIC_ID, SHA256, WORD, Base, now

HEAD_ID = 1
_CHUNK = 1000


class AuditEntryRow(Base):
    """Append-only (triggers refuse updates and deletions). `at` is the very text that was hashed."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_organisation_sequence", "organisation", "sequence"),)

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(27))
    person: Mapped[str | None] = mapped_column(PUBLIC_ID)
    role: Mapped[str | None] = mapped_column(WORD)
    organisation: Mapped[str | None] = mapped_column(PUBLIC_ID)
    verb: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(WORD)
    target: Mapped[str] = mapped_column(String(120))
    channel: Mapped[str] = mapped_column(WORD)
    address: Mapped[str] = mapped_column(String(64))
    request: Mapped[str] = mapped_column(String(64))
    before: Mapped[str | None] = mapped_column(SHA256)
    after: Mapped[str | None] = mapped_column(SHA256)
    previous: Mapped[str] = mapped_column(SHA256)
    sha256: Mapped[str] = mapped_column(SHA256)


class AuditHeadRow(Base):
    """The one row with count and last hash; a trigger moves it, and it only grows."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    entries: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(SHA256)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which entries of one organisation: by verb, person and time (`until` is not included)."""

    organisation: str
    verb: str = ""
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None


_ENTRIES = Base.metadata.tables[AuditEntryRow.__tablename__]
_HEADS = Base.metadata.tables[AuditHeadRow.__tablename__]
_HEAD = select(_HEADS.c.entries, _HEADS.c.sha256).where(_HEADS.c.id == HEAD_ID)
_LOCKED_HEAD = _HEAD.with_for_update()
_INSERT = insert(_ENTRIES)
_ALL = select(*_ENTRIES.c)


def append(session: Session, acts: Sequence[Act]) -> None:
    """Writes the acts down, in order, within the transaction of `session`. Raises Unavailable when the head is gone."""
    if not acts:
        return
    session.flush()
    locked = session.execute(_LOCKED_HEAD).one_or_none()
    if locked is None:
        raise Unavailable("La bitácora no tiene cabeza: pida a quien opera el sitio que la revise.")
    head = Head(count=locked.entries, sha256=locked.sha256)
    moment = now()
    entries = []
    for act in acts:
        entry = seal(act, head=head, moment=moment)
        entries.append(entry_as_json(entry))
        head = Head(count=entry.sequence, sha256=entry.sha256)
    session.execute(_INSERT, entries if len(entries) > 1 else entries[0])


def hold_still(session: Session) -> None:
    """Before the first read: entries and head of one moment, whoever goes on writing."""
    if session.get_bind().dialect.name != "sqlite":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def read_head(session: Session) -> Head:
    """The head as it is kept; that of an empty log where it is gone, which a check of any entry then notices."""
    found = session.execute(_HEAD).one_or_none()
    return Head() if found is None else Head(count=found.entries, sha256=found.sha256)


def read_entries(session: Session) -> Iterator[Entry]:
    """The whole log in its order, a thousand rows at a time."""
    yield from _stream(session, _ALL.order_by(_ENTRIES.c.sequence))


def stream_wanted(session: Session, wanted: Wanted) -> Iterator[Entry]:
    """Every wanted entry, newest first."""
    yield from _stream(session, _wanted(wanted))


def page_of(session: Session, wanted: Wanted, *, limit: int, offset: int) -> list[Entry]:
    """Some of the wanted entries, newest first."""
    return [_entry(row) for row in session.execute(_wanted(wanted).limit(limit).offset(offset))]


def count_of(session: Session, wanted: Wanted) -> int:
    """How many are wanted."""
    return session.scalar(select(func.count()).select_from(_ENTRIES).where(*_conditions(wanted))) or 0


def people_of(session: Session, organisation: str) -> dict[str, str | None]:
    """Everybody who stands in the entries of an organisation, with a role they had."""
    rows = session.execute(
        select(_ENTRIES.c.person, func.max(_ENTRIES.c.role).label("role"))
        .where(_ENTRIES.c.organisation == organisation, _ENTRIES.c.person.is_not(None))
        .group_by(_ENTRIES.c.person)
    )
    return {row.person: row.role for row in rows}


def _wanted(wanted: Wanted) -> Select[Any]:
    return _ALL.where(*_conditions(wanted)).order_by(_ENTRIES.c.sequence.desc())


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = _ENTRIES.c
    conditions = [columns.organisation == wanted.organisation]
    if wanted.verb:
        conditions.append(columns.verb == wanted.verb)
    if wanted.person:
        conditions.append(columns.person == wanted.person)
    if wanted.since is not None:
        conditions.append(columns.at >= moment_text(wanted.since))
    if wanted.until is not None:
        conditions.append(columns.at < moment_text(wanted.until))
    return conditions


def _stream(session: Session, query: Select[Any]) -> Iterator[Entry]:
    with closing(session.execute(query.execution_options(yield_per=_CHUNK))) as rows:
        for row in rows:
            yield _entry(row)


def _entry(row: Any) -> Entry:
    return Entry(**row._mapping)
