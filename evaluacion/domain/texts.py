"""What a text that people type may contain, and how long it may be: the one place where it is made clean."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from evaluacion.domain.errors import Invalid
from evaluacion.domain.sentences import sentence

MAX_TEXT = 10_000
MAX_LINE = 300
MAX_LINK = 2_000
MAX_LINKS = 20
MAX_MARKS = 4

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_DROPPED = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff{_BIDI}]")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n(?:[^\S\n]*\n)+")


class TextTooLong(Invalid):
    """The text does not fit; the message says by how much."""


def clean_text(text: str, *, limit: int = MAX_TEXT) -> str:
    """The text in NFC without control, bidi and surplus combining characters, at most two line ends in a row, trimmed.

    Raises TextTooLong above `limit` characters.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    text = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    text = _BLANK_LINES.sub("\n\n", _thin_marks(text)).strip()
    if len(text) > limit:
        raise TextTooLong(
            sentence(
                "El texto tiene %(size)s caracteres y caben %(limit)s. Acórtelo; lo escrito sigue en la página.",
                size=f"{len(text):,}",
                limit=f"{limit:,}",
            )
        )
    return text


def clean_line(text: str, *, limit: int = MAX_LINE) -> str:
    """The same on one line. Raises TextTooLong."""
    return " ".join(clean_text(text, limit=limit).split())


def clean_link(text: str) -> str:
    """A link to a site. Raises Invalid when it is no http(s) address with a dotted host."""
    link = clean_text(text, limit=MAX_LINK)
    if not link.lower().startswith(("http://", "https://")):
        raise Invalid("La liga debe empezar con https://")
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        host = ""
    if "." not in host.strip(".") or re.search(r"\s", link):
        raise Invalid("La liga debe llevar a un sitio, como https://www.ejemplo.gob.mx/pagina")
    return link


def clean_links(links: tuple[str, ...]) -> tuple[str, ...]:
    """The links without blanks and repetitions, in order. Raises Invalid."""
    kept = tuple(dict.fromkeys(clean_link(link) for link in links if link.strip()))
    if len(kept) > MAX_LINKS:
        raise Invalid(sentence("Caben %(most)s ligas por respuesta; deje las que mejor la sustentan.", most=MAX_LINKS))
    return kept


def _thin_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if run <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)
