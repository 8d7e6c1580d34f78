"""Whether a folio, a snapshot's SHA-256 or a document's SHA-256 was issued here; nothing else is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session


class Verdict(StrEnum):
    CURRENT = "current"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    asked: str
    verdict: Verdict


def verify(session: Session, text: str) -> Verification:
    """`text` is a folio in any case, with or without spaces, or 64 hexadecimal digits."""
    raise NotImplementedError
