"""Browser sessions: opened, kept and ended on the server. The cookie's value is only ever stored as a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from evaluacion.domain.organisations import PersonId
from evaluacion.domain.permissions import ROLES_THAT_MAY, Action
from evaluacion.services.accounts import Account, as_account
from evaluacion.storage.base import now
from evaluacion.storage.organisations import AccountRow, MembershipRow, PersonDetailsRow
from evaluacion.storage.sessions import BrowserSessionRow

REFRESH = timedelta(minutes=5)
"""How often at most a session that is only read is marked as seen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    idle: timedelta = timedelta(minutes=60)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True, slots=True)
class BrowserSession:
    """`account` is that of the person who signed in, as it is now; `is_stale` asks to mark the session as seen.

    `reads_log`: whether some organisation lets them read its audit log.
    """

    data: Mapping[str, Any]
    account: Account | None
    is_stale: bool
    reads_log: bool = False


def hash_of(cookie: str) -> str:
    """What is stored in place of the cookie's value."""
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()


def find(session: Session, cookie: str, limits: Limits) -> BrowserSession | None:
    """The living session of a cookie; None when it ended, was idle too long or is too old."""
    row = session.execute(_WITH_ACCOUNT, {"cookie": hash_of(cookie)}).one_or_none()
    moment = now()
    if row is None or row.seen_at < moment - limits.idle or row.created_at < moment - limits.absolute:
        return None
    return BrowserSession(
        data=row.data,
        account=as_account(row.AccountRow, row.PersonDetailsRow) if row.AccountRow else None,
        is_stale=row.seen_at < moment - REFRESH,
        reads_log=row.reads_log,
    )


_READS_LOG = (
    exists()
    .where(
        MembershipRow.person_id == BrowserSessionRow.person_id,
        MembershipRow.role.in_([str(role) for role in sorted(ROLES_THAT_MAY[Action.READ_LOG])]),
    )
    .correlate(BrowserSessionRow)
)
_WITH_ACCOUNT = (
    select(
        BrowserSessionRow.data,
        BrowserSessionRow.created_at,
        BrowserSessionRow.seen_at,
        AccountRow,
        PersonDetailsRow,
        _READS_LOG.label("reads_log"),
    )
    .outerjoin(AccountRow, AccountRow.person_id == BrowserSessionRow.person_id)
    .outerjoin(PersonDetailsRow, PersonDetailsRow.person_id == BrowserSessionRow.person_id)
    .where(BrowserSessionRow.id == bindparam("cookie"))
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
