"""What every row shares: the declarative base, naming of constraints, and the column types of the house."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from evaluacion.domain.canonical import canonical_json

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def random_id(length: int = 12) -> str:
    """Random characters that are hard to confuse when read aloud; twelve of them hold 60 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class CanonicalJson(TypeDecorator[Any]):
    """A JSON value as its canonical text: the same bytes on every database, so that hashes hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC out, also where the database knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a datetime without zone never enters the database")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


PUBLIC_ID = String(12)
SHA256 = String(64)
WORD = String(20)
"""A stored choice (`StrEnum`): text, so that a new choice needs no migration."""


def now() -> datetime:
    """The clock of the storage, aware UTC."""
    return datetime.now(UTC)
