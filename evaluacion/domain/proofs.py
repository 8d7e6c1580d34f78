"""What counts as having provided a link, a note, a reason or a file beside an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from evaluacion.domain.answers import Support
from evaluacion.domain.questionnaire import Proof

SHORTEST_TEXT = 5
"""Characters a note or a reason has at least, after trimming."""

_LINK = re.compile(r"https?://[^\s<>\"«»()\[\]]+", re.IGNORECASE)


def provides(support: Support, proof: Proof) -> bool:
    """Return whether this proof stands beside the answer."""
    if proof is Proof.URL:
        written = (found.group() for url in support.urls if (found := _LINK.match(url.strip())))
        return any(map(_has_dotted_host, written)) or any(map(_has_dotted_host, _LINK.findall(support.note)))
    if proof is Proof.FILE:
        return bool(support.files)
    text = support.note if proof is Proof.NOTE else support.reason
    return len(text.strip()) >= SHORTEST_TEXT


def provides_all(support: Support, proofs: Iterable[Proof]) -> bool:
    """Return whether every one of these proofs stands beside the answer."""
    return all(provides(support, proof) for proof in proofs)


def provides_any(support: Support, proofs: Iterable[Proof]) -> bool:
    """Return whether at least one of these proofs stands beside the answer."""
    return any(provides(support, proof) for proof in proofs)


@lru_cache(maxsize=4096)
def _has_dotted_host(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    labels = host.rstrip(".,;:").split(".")
    return len(labels) > 1 and all(labels)
