"""What is done now and then, whichever process does it: when it was last done, and who may do it now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from evaluacion.storage.base import Base, UtcDateTime


class ChoreRow(Base):
    __tablename__ = "chores"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)


def claim(session: Session, name: str, *, now: datetime, every: timedelta) -> bool:
    """Whether this transaction is the one that does the chore: nobody else has for `every`, and nobody else will.

    One statement compares and writes; if the transaction fails, the chore is as undone as before.
    """
    build: Callable[..., Any] = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = build(ChoreRow).values(name=name, done_at=now)
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={"done_at": statement.excluded.done_at},
        where=ChoreRow.done_at <= now - every,
    )
    return session.execute(statement.returning(ChoreRow.name)).first() is not None
