"""Folios: short, readable aloud, and forgiving when somebody copies them by hand."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from evaluacion.domain.organisations import Realm

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
PREFIXES = {Realm.OFFICIAL: "EV", Realm.PILOT: "PI", Realm.PRACTICE: "EJ", Realm.TRIAL: "PR"}
_FOLIO = re.compile(rf"([A-Z]{{2}})(\d{{4}})([{ALPHABET}]{{{LENGTH}}})")
_MISREAD = str.maketrans("OIL", "011")


def new_folio(realm: Realm, year: int, is_taken: Callable[[str], bool]) -> str:
    """A folio nobody has, like `EV-2026-7F3K9Q`; its first letters tell an official result from a practice or trial."""
    while True:
        folio = f"{PREFIXES[realm]}-{year}-{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"
        if not is_taken(folio):
            return folio


def read_folio(text: str) -> str | None:
    """The folio somebody typed, whatever its case, hyphens, spaces and misread letters; None if it is none."""
    characters = re.sub(r"[\s\-‐-―_.]", "", text.upper())
    match = _FOLIO.fullmatch(characters[:2] + characters[2:].translate(_MISREAD))
    return "-".join(match.groups()) if match else None
