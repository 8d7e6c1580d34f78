"""Texts made safe to lay out: a text alone, without any markup, can keep a layout engine busy for minutes.

Applied to every text a document prints, whoever wrote it. What a reader sees stays the same; what is dropped is
invisible (control and direction characters) or beyond reason (a fifth accent on one letter).
"""

from __future__ import annotations

import re

from evaluacion.domain.texts import MAX_TEXT, clean_text

LONGEST_RUN = 40
LONGEST_PARAGRAPH = 2_000
BREAK = "\u200b"

_LONG_RUN = re.compile(rf"[^\s\u00ad\u200b]{{{LONGEST_RUN + 1},}}")
_PARAGRAPH_END = re.compile(r"\n{2,}")


def prepare_text(text: str) -> str:
    """`text` cleaned as the trusted layer cleans it, cut at its limit, with a place to break in every long run."""
    whole = clean_text(_cut(text, 2 * MAX_TEXT), limit=8 * MAX_TEXT)
    return _LONG_RUN.sub(_with_breaks, _cut(whole, MAX_TEXT))


def split_paragraphs(text: str) -> tuple[str, ...]:
    """`text`, cut at its limit, in paragraphs short enough to be laid out in time linear in the text."""
    paragraphs = (part.strip() for part in _PARAGRAPH_END.split(_cut(text, 2 * MAX_TEXT)))
    return tuple(piece for part in paragraphs if part for piece in _pieces(part))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _pieces(paragraph: str) -> list[str]:
    pieces = []
    while len(paragraph) > LONGEST_PARAGRAPH:
        end = paragraph.rfind(" ", 0, LONGEST_PARAGRAPH)
        end = end if end > LONGEST_PARAGRAPH // 2 else LONGEST_PARAGRAPH
        pieces.append(paragraph[:end].strip())
        paragraph = paragraph[end:].strip()
    return [*pieces, paragraph] if paragraph else pieces


def _with_breaks(match: re.Match[str]) -> str:
    run = match.group()
    return BREAK.join(run[start : start + LONGEST_RUN] for start in range(0, len(run), LONGEST_RUN))
