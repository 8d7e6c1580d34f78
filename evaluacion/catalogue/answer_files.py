"""Files of answer sheets: JSON, JSON Lines, CSV and XLSX in, `AnswerSheet`s out.

Ids and values are checked against the questionnaire elsewhere; here it is about the form of the file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from evaluacion.catalogue.answer_json import problem, sheet_from_json
from evaluacion.catalogue.answer_tables import read_csv, read_xlsx
from evaluacion.catalogue.problems import shown
from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.errors import AnswerProblem, Invalid, InvalidAnswers, NotFound
from evaluacion.domain.questionnaire import Questionnaire

_LINES = (".jsonl", ".ndjson", ".jsonlines")
Notice = Callable[[str], None]


def is_stream(path: Path) -> bool:
    """Whether the file is JSON Lines: by its name, or by its first line where the name does not tell."""
    suffix = path.suffix.lower()
    if suffix in _LINES:
        return True
    if suffix in (".csv", ".xlsx", ".xlsm", ".tsv", ".txt") or not path.is_file():
        return False
    with path.open("rb") as stream:
        first = stream.readline(1_000_000).removeprefix(b"\xef\xbb\xbf").strip()
    try:
        row = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "unit" in row


def read_sheets(path: Path, questionnaire: Questionnaire, *, notice: Notice) -> list[AnswerSheet]:
    """Every sheet of a file, in file order. `notice` is told what a person should know about the reading.

    Raises InvalidAnswers with every problem of the file, or NotFound.
    """
    suffix = path.suffix.lower()
    if is_stream(path):
        sheets = []
        problems: list[AnswerProblem] = []
        for sheet in stream_sheets(path):
            if isinstance(sheet, AnswerSheet):
                sheets.append(sheet)
            else:
                problems += sheet.problems
        return _without_repeats(sheets, problems)
    with _opened(path) as stream:
        if suffix in (".csv", ".tsv", ".txt"):
            return read_csv(stream, str(path), questionnaire, notice=notice)
        if suffix in (".xlsx", ".xlsm"):
            return read_xlsx(stream, str(path), questionnaire)
        return _read_json(stream.read(), str(path))


def _without_repeats(sheets: list[AnswerSheet], problems: list[AnswerProblem]) -> list[AnswerSheet]:
    seen: set[str] = set()
    for sheet in sheets:
        if sheet.unit in seen:
            problems.append(problem(sheet.unit, "", None, "la unidad está repetida."))
        seen.add(sheet.unit)
    if problems:
        raise InvalidAnswers(problems)
    return sheets


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, or of the standard input for `-`. Raises NotFound or Invalid."""
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise NotFound(f"No existe el archivo {shown(path)}. Revise la ruta.") from error
    except OSError as error:
        raise Invalid(f"No se puede abrir {shown(path)}. Revise los permisos.") from error
    with stream:
        yield stream


def stream_sheets(path: Path) -> Iterator[AnswerSheet | InvalidAnswers]:
    """The sheets of a JSON Lines file one by one, in constant memory; a line that does not fit gives its errors."""
    with _opened(path) as stream:
        for number, line in enumerate(stream, start=1):
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if not text.strip():
                continue
            where = f"{path}:{number}"
            try:
                row = _parsed(text, where)
                if _is_heading(row):
                    continue
                yield _line_sheet(row, where)
            except InvalidAnswers as error:
                yield error


def _is_heading(row: object) -> bool:
    """The first line that `score` itself writes."""
    return isinstance(row, dict) and "questionnaire" in row and "unit" not in row


def _parsed(text: bytes, where: str) -> Any:
    """The JSON value; repeated keys, NaN and bad encoding are errors."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) < len(items):
            keys = [key for key, _ in items]
            repeated = next(key for key in keys if keys.count(key) > 1)
            raise _Repeated(repeated)
        return found

    def constant(word: str) -> Any:
        raise ValueError(word)

    try:
        return json.loads(text.decode("utf-8-sig"), object_pairs_hook=pairs, parse_constant=constant)
    except _Repeated as error:
        raise _file_error(where, f"la clave {shown(error)} está repetida. Deje una.") from error
    except UnicodeDecodeError as error:
        raise _file_error(where, "el archivo no está en UTF-8. Guárdelo como UTF-8.") from error
    except json.JSONDecodeError as error:
        place = f"línea {error.lineno}, columna {error.colno}"
        raise _file_error(where, f"no es JSON válido ({place}). Revise comillas, comas y llaves.") from error
    except (ValueError, RecursionError) as error:
        raise _file_error(where, "no es JSON válido: hay un número no finito o demasiada anidación.") from error


class _Repeated(Exception):
    pass


def _file_error(where: str, message: str, unit: str = "") -> InvalidAnswers:
    return InvalidAnswers([AnswerProblem(unit=unit, question="", value=None, message=f"{where}: {message}")])


def _read_json(data: bytes, where: str) -> list[AnswerSheet]:
    content = _parsed(data, where)
    units = content.get("units") if isinstance(content, dict) else None
    if not isinstance(units, dict):
        raise _file_error(where, 'debe ser {"units": {"UNIDAD": {"answers": {…}}}}, o una unidad por renglón (.jsonl).')
    sheets: list[AnswerSheet] = []
    problems: list[AnswerProblem] = []
    for unit, row in units.items():
        try:
            sheets.append(sheet_from_json(unit, row))
        except InvalidAnswers as error:
            problems += error.problems
    if problems:
        raise InvalidAnswers(problems)
    return sheets


def _line_sheet(row: object, where: str) -> AnswerSheet:
    unit = row.get("unit") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(unit, str):
        raise _file_error(where, 'cada renglón debe ser {"unit": "…", "answers": {…}} con la unidad como texto.')
    return sheet_from_json(unit, {key: value for key, value in row.items() if key != "unit"})
