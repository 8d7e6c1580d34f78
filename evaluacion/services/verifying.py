"""Whether a folio, a snapshot's SHA-256 or a document's SHA-256 was issued here; nothing else is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from evaluacion.services.folios import read_folio
from evaluacion.storage.submission_queries import was_superseded

_HASH = re.compile(r"[0-9a-f]{64}")


class Verdict(StrEnum):
    CURRENT = "current"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """`asked` is what was looked for, as understood (empty when it is neither folio nor hash)."""

    asked: str
    verdict: Verdict


def verify(session: Session, text: str) -> Verification:
    """`text` is a folio in any case, with or without spaces, or 64 hexadecimal digits. Trials are never issued."""
    digits = re.sub(r"[\s:]", "", text.lower())
    if _HASH.fullmatch(digits):
        return _verdict(digits, was_superseded(session, sha256=digits))
    folio = read_folio(text)
    return _verdict(folio or "", was_superseded(session, folio=folio) if folio else None)


def _verdict(asked: str, superseded: bool | None) -> Verification:
    if superseded is None:
        return Verification(asked=asked, verdict=Verdict.UNKNOWN)
    return Verification(asked=asked, verdict=Verdict.SUPERSEDED if superseded else Verdict.CURRENT)
