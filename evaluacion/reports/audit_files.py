"""The audit log as files: CSV for people with a spreadsheet, JSON Lines for whoever checks it without this database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from evaluacion.domain.audit import Entry, entry_as_json
from evaluacion.domain.canonical import canonical_json

BOM = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The rows as CSV with a byte order mark, so that a spreadsheet reads the accents; no cell starts a formula."""
    yield BOM + _csv_line(header)
    for row in rows:
        yield _csv_line(row)


def json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """One canonical JSON object a line, with every field the hashes are made of."""
    for entry in entries:
        yield canonical_json(entry_as_json(entry)) + "\n"


def inert(value: object) -> str:
    """The text of a cell; what a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text


def _csv_line(row: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([inert(value) for value in row])
    return line.getvalue()
