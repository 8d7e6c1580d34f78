"""Answer sheets in tables (CSV and XLSX): a row a unit, a column an answer or something that stands beside it.

Columns: `unit`, `POL-01`, `CAL-01.compras` (a row of a matrix), `POL-01.note|urls|files|reason`, `POL-01.finding`,
`profile.type`. Several options, links or files are separated by `|`.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

from evaluacion.catalogue.problems import listed, shown, suggestion
from evaluacion.domain.answers import DOUBTFUL, AnswerSheet, AnswerValue, Support
from evaluacion.domain.errors import AnswerProblem, InvalidAnswers
from evaluacion.domain.questionnaire import Question, QuestionId, Questionnaire, QuestionType

MAX_UNPACKED = 256 * 1024 * 1024
_BESIDE = ("note", "urls", "files", "reason")
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_COMMA_NUMBER = re.compile(r"[-+]?[0-9]+,[0-9]+\Z")

Row = tuple[int, Sequence[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Column:
    """What a column holds: `part` is "answer", "finding", one of `_BESIDE`, "profile" or "unit"."""

    part: str
    name: str = ""
    row: str | None = None


@dataclass(kw_only=True)
class _Sheet:
    """A sheet while its row is being read."""

    unit: str
    answers: dict[str, AnswerValue] = field(default_factory=dict)
    beside: dict[str, dict[str, Any]] = field(default_factory=dict)
    profile: dict[str, str] = field(default_factory=dict)
    review: dict[str, AnswerValue] = field(default_factory=dict)

    def done(self) -> AnswerSheet:
        return AnswerSheet(
            unit=self.unit,
            answers={QuestionId(key): value for key, value in self.answers.items()},
            support={QuestionId(key): Support(**parts) for key, parts in self.beside.items()},
            profile=self.profile,
            review={QuestionId(key): value for key, value in self.review.items()},
        )


def read_csv(
    stream: BinaryIO, name: str, questionnaire: Questionnaire, *, notice: Callable[[str], None]
) -> list[AnswerSheet]:
    """The sheets of a CSV file: separated by comma, semicolon or tab; UTF-8 (else read as Windows-1252, with notice).

    Raises InvalidAnswers with every problem.
    """
    text = _decoded(stream.read(), name, notice)
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    try:
        rows = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1))
    except csv.Error as error:
        raise InvalidAnswers([_problem(name, "no es un CSV válido. Revise las comillas.")]) from error
    return _sheets(rows, name, questionnaire, comma_decimals=delimiter == ";")


def _decoded(data: bytes, name: str, notice: Callable[[str], None]) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        notice(f"{name}: no está en UTF-8; se leyó como Windows-1252. Guárdelo como UTF-8 para evitar errores.")
        return data.decode("cp1252", errors="replace")


def read_xlsx(stream: BinaryIO, name: str, questionnaire: Questionnaire) -> list[AnswerSheet]:
    """The sheets on the first page of an XLSX workbook. Raises InvalidAnswers with every problem."""
    try:
        rows = _page_rows(stream)
    except Exception as error:  # a damaged workbook fails in as many ways as it has layers: zip, deflate, XML, cells
        raise InvalidAnswers([_problem(name, "no es un libro XLSX válido. Guárdelo de nuevo como .xlsx.")]) from error
    if rows is None:
        message = f"el libro ocupa más de {MAX_UNPACKED >> 20} MiB descomprimido. Divídalo o use CSV."
        raise InvalidAnswers([_problem(name, message)])
    return _sheets(rows, name, questionnaire)


def _page_rows(stream: BinaryIO) -> list[Row] | None:
    """The rows of the first page; None where the workbook unpacks to more than `MAX_UNPACKED`."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(stream) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
            return None
    workbook = load_workbook(stream, read_only=True, data_only=True)
    rows: list[Row] = list(enumerate(workbook.worksheets[0].iter_rows(values_only=True), start=1))
    workbook.close()
    return rows


def _problem(where: str, message: str, *, unit: str = "", question: str = "", value: object = None) -> AnswerProblem:
    return AnswerProblem(unit=unit, question=question, value=value, message=f"{where}: {message}")


def _sheets(
    rows: Iterable[Row], name: str, questionnaire: Questionnaire, *, comma_decimals: bool = False
) -> list[AnswerSheet]:
    table = _Table(name, questionnaire, comma_decimals)
    filled = [(number, cells) for number, cells in rows if any(_text(cell) for cell in cells)]
    if not filled:
        raise InvalidAnswers([_problem(name, "la tabla está vacía. Falta el renglón de encabezados.")])
    table.head(*filled[0])
    sheets = [sheet for number, cells in filled[1:] if (sheet := table.row(number, cells))]
    if table.problems:
        raise InvalidAnswers(table.problems)
    return sheets


class _Table:
    """Reads a table against a questionnaire and collects what does not fit."""

    def __init__(self, name: str, questionnaire: Questionnaire, comma_decimals: bool) -> None:
        self.name = name
        self.questionnaire = questionnaire
        self.comma_decimals = comma_decimals
        self.columns: list[_Column | None] = []
        self.problems: list[AnswerProblem] = []
        self._units: set[str] = set()
        self._unknown: dict[int, str] = {}

    def head(self, number: int, cells: Sequence[Any]) -> None:
        names = [_text(cell) for cell in cells]
        for i, name in enumerate(names):
            column = self._column(name) if name else None
            if name and column is None:
                self._unknown[i] = name
                hint = self._hint(name)
                message = f"la columna {shown(name)} no corresponde a ninguna pregunta.{hint}"
                self.problems.append(_problem(f"{self.name}:{number}", message, question=name, value=name))
            if name and name in names[:i]:
                self.problems.append(_problem(f"{self.name}:{number}", f"la columna {shown(name)} está repetida."))
            self.columns.append(column)
        if "unit" not in names:
            self.problems.append(_problem(f"{self.name}:{number}", "falta la columna «unit»."))

    def _hint(self, name: str) -> str:
        question = self.questionnaire.questions.get(QuestionId(name))
        if question is not None and question.rows:
            return f" Use una columna por fila: {listed(f'{name}.{row}' for row in question.rows)}."
        return suggestion(name, ["unit", *self.questionnaire.questions])

    def _column(self, name: str) -> _Column | None:
        if name == "unit":
            return _Column(part="unit")
        head, *rest = name.split(".")
        if head == "profile" and rest:
            return _Column(part="profile", name=".".join(rest))
        question = self.questionnaire.questions.get(QuestionId(head))
        if question is None or len(rest) > 2:
            return None
        return _question_column(question, rest)

    def row(self, number: int, cells: Sequence[Any]) -> AnswerSheet | None:
        where = f"{self.name}:{number}"
        units = [_text(cell) for column, cell in zip(self.columns, cells, strict=False) if column == _UNIT_COLUMN]
        unit = units[0] if units else ""
        if not unit:
            if _UNIT_COLUMN in self.columns:
                self.problems.append(_problem(where, "el renglón no dice su unidad. Llene la columna «unit»."))
            return None
        if unit in self._units:
            self.problems.append(_problem(where, f"la unidad {shown(unit)} está repetida.", unit=unit))
        self._units.add(unit)
        for extra in cells[len(self.columns) :]:
            if _text(extra):
                self.problems.append(_problem(where, f"el valor {shown(extra)} está fuera de las columnas.", unit=unit))
        for index, name in self._unknown.items():
            if index < len(cells) and _text(cells[index]):
                self._refuse(unit, name, cells[index])
        sheet = _Sheet(unit=unit)
        for column, cell in zip(self.columns, cells, strict=False):
            if column is not None and _text(cell):
                self._put(sheet, column, cell)
        return sheet.done()

    def _refuse(self, unit: str, name: str, cell: Any) -> None:
        where = f"Unidad {shown(unit)}, pregunta {shown(name)}"
        message = f"no existe en el cuestionario (valor {shown(_text(cell))})."
        self.problems.append(_problem(where, message, unit=unit, question=name, value=cell))

    def _put(self, sheet: _Sheet, column: _Column, cell: Any) -> None:
        if column.part == "profile":
            sheet.profile[column.name] = _text(cell)
        elif column.part in ("note", "reason"):
            sheet.beside.setdefault(column.name, {})[column.part] = _text(cell)
        elif column.part in ("urls", "files"):
            sheet.beside.setdefault(column.name, {})[column.part] = _split(cell)
        elif column.part in ("answer", "finding"):
            self._put_answer(sheet, column, cell)

    def _put_answer(self, sheet: _Sheet, column: _Column, cell: Any) -> None:
        target = sheet.answers if column.part == "answer" else sheet.review
        question = self.questionnaire.questions[QuestionId(column.name)]
        if column.part == "finding" and _text(cell) == DOUBTFUL:
            target[column.name] = DOUBTFUL
        elif column.row is not None:
            known = target.get(column.name)
            rows = dict(known) if isinstance(known, dict) else {}
            target[column.name] = {**rows, column.row: _text(cell)}
        else:
            target[column.name] = self._value(sheet.unit, question, cell)

    def _value(self, unit: str, question: Question, cell: Any) -> AnswerValue:
        if question.type is QuestionType.MULTIPLE:
            return _split(cell)
        if question.type is not QuestionType.NUMBER:
            return _text(cell)
        number = self._number(cell)
        if number is None:
            where = f"Unidad {shown(unit)}, pregunta {shown(question.id)}"
            message = f"{shown(_text(cell))} no es un número. Use punto decimal y ningún otro signo."
            self.problems.append(_problem(where, message, unit=unit, question=question.id, value=cell))
        return number

    def _number(self, cell: Any) -> float | None:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return float(cell)
        text = _text(cell)
        if self.comma_decimals and _COMMA_NUMBER.match(text):
            text = text.replace(",", ".")
        return float(text) if _NUMBER.match(text) else None


_UNIT_COLUMN = _Column(part="unit")


def _question_column(question: Question, rest: list[str]) -> _Column | None:
    """The column of a question: alone, with a row of its matrix, with what stands beside it, or with a finding."""
    if not rest:
        return None if question.type is QuestionType.MATRIX else _Column(part="answer", name=question.id)
    if rest[0] in question.rows:
        part = "answer" if len(rest) == 1 else "finding" if rest[1] == "finding" else ""
        return _Column(part=part, name=question.id, row=rest[0]) if part else None
    if len(rest) == 1 and rest[0] in (*_BESIDE, "finding"):
        return _Column(part=rest[0], name=question.id)
    return None


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without decimals, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def _split(cell: Any) -> tuple[str, ...]:
    return tuple(_parts(_text(cell)))


def _parts(text: str) -> Iterator[str]:
    for part in text.split("|"):
        if part.strip():
            yield part.strip()
