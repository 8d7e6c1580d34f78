"""Browser sessions: opened, kept and ended on the server. The cookie's value is only ever stored as a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from evaluacion.domain.organisations import PersonId
from evaluacion.storage.base import now
from evaluacion.storage.sessions import BrowserSessionRow

REFRESH = timedelta(minutes=5)
"""How often at most a session that is only read is marked as seen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    idle: timedelta = timedelta(minutes=60)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True, slots=True)
class BrowserSession:
    """`stale` asks the caller to mark it as seen."""

    data: Mapping[str, Any]
    person: PersonId | None
    created_at: datetime
    seen_at: datetime
    stale: bool


def hash_of(cookie: str) -> str:
    """What is stored in place of the cookie's value."""
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()


def find(session: Session, cookie: str, limits: Limits) -> BrowserSession | None:
    """The living session of a cookie; None when it ended, was idle too long or is too old."""
    row = session.execute(
        select(
            BrowserSessionRow.data,
            BrowserSessionRow.person_id,
            BrowserSessionRow.created_at,
            BrowserSessionRow.seen_at,
        ).where(BrowserSessionRow.id == hash_of(cookie))
    ).one_or_none()
    moment = now()
    if row is None or row.seen_at < moment - limits.idle or row.created_at < moment - limits.absolute:
        return None
    return BrowserSession(
        data=row.data,
        person=PersonId(row.person_id) if row.person_id else None,
        created_at=row.created_at,
        seen_at=row.seen_at,
        stale=row.seen_at < moment - REFRESH,
    )


def save(
    session: Session, cookie: str, data: Mapping[str, Any], *, person: PersonId | None, is_new: bool = False
) -> None:
    """Stores what the session holds now and marks it as seen; a new one replaces whatever the cookie named before."""
    moment = now()
    row = None if is_new else session.get(BrowserSessionRow, hash_of(cookie))
    if row is None:
        end(session, cookie)
        row = BrowserSessionRow(id=hash_of(cookie), created_at=moment)
        session.add(row)
    row.data, row.person_id, row.seen_at = dict(data), person, moment


def touch(session: Session, cookie: str) -> None:
    """Marks the session as seen."""
    session.execute(update(BrowserSessionRow).where(BrowserSessionRow.id == hash_of(cookie)).values(seen_at=now()))


def end(session: Session, cookie: str) -> None:
    """Ends one session at once."""
    session.execute(delete(BrowserSessionRow).where(BrowserSessionRow.id == hash_of(cookie)))


def sweep(session: Session, limits: Limits) -> int:
    """Erases what nobody can use any more; returns how many."""
    moment = now()
    ended = session.execute(
        delete(BrowserSessionRow)
        .where(
            or_(
                BrowserSessionRow.seen_at < moment - limits.idle,
                BrowserSessionRow.created_at < moment - limits.absolute,
            )
        )
        .returning(BrowserSessionRow.id)
    )
    return len(ended.all())
