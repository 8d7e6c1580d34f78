"""Answer files in every form give the same sheets; what does not fit names unit, question and value."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from evaluacion.catalogue.answer_files import is_stream, read_sheets, stream_sheets
from evaluacion.catalogue.reader import read_questionnaire
from evaluacion.domain.answers import AnswerSheet, Support
from evaluacion.domain.errors import InvalidAnswers, NotFound

QUESTIONNAIRE = read_questionnaire(
    b"""
questionnaire: {id: x, version: "1", language: es, title: X}
questions:
  A: {type: single, text: A, options: [{id: "0", label: Cero, value: 0}, {id: "1", label: Uno, value: 1}]}
  B: {type: multiple, text: B, options: [{id: a, label: A, value: 1}, {id: b, label: B, value: 1}]}
  N: {type: number, text: N}
  D: {type: date, text: D}
  T: {type: text, text: T}
  M: {type: matrix, text: M, options: [{id: si, label: Si, value: 1}], rows: {r1: Uno, r2: Dos}}
"""
)
SHEET = AnswerSheet(
    unit="Ñ 1",
    answers={"A": "1", "B": ("a", "b"), "N": 12.5, "D": "2026-01-31", "T": "Hola; y, más", "M": {"r1": "si"}},  # type: ignore[dict-item]
    support={
        "A": Support(note="Nota", urls=("https://a.mx", "https://b.mx"), files=("x.pdf",), reason="Porque")  # type: ignore[dict-item]
    },
    profile={"type": "municipal"},
    review={"A": "0", "B": "doubtful"},  # type: ignore[dict-item]
)
UNIT = {
    "answers": {"A": "1", "B": ["a", "b"], "N": 12.5, "D": "2026-01-31", "T": "Hola; y, más", "M": {"r1": "si"}},
    "evidence": {
        "A": {"note": "Nota", "urls": ["https://a.mx", "https://b.mx"], "files": ["x.pdf"], "reason": "Porque"}
    },
    "profile": {"type": "municipal"},
    "review": {"A": {"finding": "0"}, "B": {"finding": "doubtful", "reason": "No se ve", "reviewer": "Z"}},
}
TABLE: list[tuple[str, Any]] = [
    ("unit", "Ñ 1"),
    ("A", "1"),
    ("A.note", "Nota"),
    ("A.urls", "https://a.mx|https://b.mx"),
    ("A.files", "x.pdf"),
    ("A.reason", "Porque"),
    ("A.finding", "0"),
    ("B", "a | b"),
    ("B.finding", "doubtful"),
    ("N", "12.5"),
    ("D", "2026-01-31"),
    ("T", "Hola; y, más"),
    ("M.r1", "si"),
    ("M.r2", ""),
    ("profile.type", "municipal"),
]
TWO_UNITS = {"units": {"1": {"answers": {"A": "1"}}, "2": {}}}


def read(path: Path) -> list[AnswerSheet]:
    return read_sheets(path, QUESTIONNAIRE, notice=lambda message: pytest.fail(message))


def problems(path: Path) -> list[str]:
    with pytest.raises(InvalidAnswers) as caught:
        read(path)
    return [problem.message for problem in caught.value.problems]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_csv(path: Path, rows: list[list[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def test_json_gives_the_sheet(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.json", json.dumps({"units": {"Ñ 1": UNIT}}))) == [SHEET]


def test_json_lines_give_the_sheet_by_name_or_by_content(tmp_path: Path) -> None:
    line = json.dumps({"unit": "Ñ 1", **UNIT}, ensure_ascii=False)
    for name in ("a.jsonl", "a.json", "a"):
        path = write(tmp_path / name, '\ufeff{"unit": "0"}\n\n' + line + "\n")
        assert is_stream(path)
        assert list(stream_sheets(path))[1] == SHEET


def test_what_score_writes_first_is_no_unit(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"questionnaire": {"id": "x"}}\n{"unit": "1"}\n')
    assert [sheet.unit for sheet in read(path)] == ["1"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_gives_the_sheet(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [[name for name, _ in TABLE], [cell for _, cell in TABLE]]
    assert read(write_csv(tmp_path / "a.csv", rows, delimiter=delimiter, encoding=encoding)) == [SHEET]


def test_latin_1_is_read_with_a_notice(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["unit", "T"], ["Ñ", "añil"]], encoding="latin-1")
    notices: list[str] = []
    sheets = read_sheets(path, QUESTIONNAIRE, notice=notices.append)
    assert (sheets[0].unit, sheets[0].answers) == ("Ñ", {"T": "añil"})
    assert "Windows-1252" in notices[0]


def test_decimal_commas_are_read_where_semicolons_separate(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.csv", "unit;N\n1;12,5\n"))[0].answers == {"N": 12.5}
    assert "«1,304» no es un número" in problems(write(tmp_path / "b.csv", 'unit,N\n1,"1,304"\n'))[0]


def test_xlsx_gives_the_sheet_whatever_the_type_of_its_cells(tmp_path: Path) -> None:
    from datetime import datetime

    page = Workbook()
    sheet = page.active
    sheet.append([name for name, _ in TABLE])
    typed: dict[str, Any] = {"A": 1, "A.finding": 0.0, "N": 12.5, "D": datetime(2026, 1, 31)}
    sheet.append([typed.get(name, cell) or None if cell == "" else typed.get(name, cell) for name, cell in TABLE])
    sheet.append([None] * 4)
    page.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx") == [SHEET]


def test_empty_cells_and_rows_are_unanswered(tmp_path: Path) -> None:
    sheets = read(write(tmp_path / "a.csv", "unit,A,N\n1,,\n,,\n2,1,0\n"))
    assert [sheet.answers for sheet in sheets] == [{}, {"A": "1", "N": 0.0}]


BAD_TABLES = {
    "unit,Z\n1,1\n": [
        "a.csv:1: la columna «Z» no corresponde a ninguna pregunta.",
        "Unidad «1», pregunta «Z»: no existe",
    ],
    "unit,A.nota\n1,1\n": ["a.csv:1: la columna «A.nota» no corresponde", "Unidad «1», pregunta «A.nota»"],
    "unit,M\n1,si\n": ["Use una columna por fila: M.", "Unidad «1», pregunta «M»: no existe"],
    "unit,M.r9\n1,si\n": ["a.csv:1: la columna «M.r9» no corresponde", "(valor «si»)"],
    "A\n1\n": ["a.csv:1: falta la columna «unit»"],
    "unit,A,A\n1,1,1\n": ["la columna «A» está repetida"],
    "unit,A\n1,1\n1,0\n": ["a.csv:3: la unidad «1» está repetida"],
    "unit,A\n,1\n": ["a.csv:2: el renglón no dice su unidad"],
    "unit,N\n1,doce\n2,3%\n": ["Unidad «1», pregunta «N»: «doce» no es un número", "Unidad «2», pregunta «N»: «3%»"],
    "unit,A\n1,1,9\n": ["a.csv:2: el valor «9» está fuera de las columnas"],
    'unit,A\n1,"1\n': ["no es un CSV válido"],
    "": ["la tabla está vacía"],
    "\n\n,,\n": ["la tabla está vacía"],
}


@pytest.mark.parametrize("content", BAD_TABLES)
def test_a_table_that_does_not_fit_says_where(tmp_path: Path, content: str) -> None:
    found = problems(write(tmp_path / "a.csv", content))
    for message, fragment in zip(found, BAD_TABLES[content], strict=True):
        assert fragment in message


BAD_JSON = {
    "": "no es JSON válido",
    "[]": "debe ser",
    "{}": "debe ser",
    '{"units": []}': "debe ser",
    '{"units": {"1": {}, "1": {}}}': "la clave «1» está repetida",
    '{"units": {"1": {"answers": {"N": NaN}}}}': "no finito",
    '{"units": {"1": 5}}': "Unidad «1»: debe ser un objeto",
    '{"units": {"1": {"answer": {}}}}': "Unidad «1»: la clave «answer» no existe",
    '{"units": {"1": {"answers": []}}}': "«answers» debe ser un objeto",
    '{"units": {"1": {"answers": {"A": true}}}}': "Unidad «1», pregunta «A»: «true»",
    '{"units": {"1": {"answers": {"B": [1]}}}}': "Unidad «1», pregunta «B»: «1» debe ser un texto",
    '{"units": {"1": {"answers": {"M": {"r1": 1}}}}}': "la fila «r1» tiene «1»",
    '{"units": {"1": {"evidence": {"A": "x"}}}}': "su evidencia debe ser un objeto",
    '{"units": {"1": {"evidence": {"A": {"url": []}}}}}': "la clave «url» no existe en «evidence»",
    '{"units": {"1": {"evidence": {"A": {"urls": "x"}}}}}': "«urls» debe ser una lista",
    '{"units": {"1": {"evidence": {"A": {"note": 5}}}}}': "«note» debe ser un texto",
    '{"units": {"1": {"profile": {"type": 5}}}}': "el perfil «type» debe ser un texto",
    '{"units": {"1": {"review": {"A": "0"}}}}': "su revisión debe ser",
    '{"units": {"1": {"review": {"A": {"finding": "0", "why": 1}}}}}': "la clave «why» no existe en «review»",
    '{"units": ' + "[" * 100_000: "demasiada anidación",
    '{"units": {"1": {"answers": {"A": "1"},}}}': "línea 1, columna",
}


@pytest.mark.parametrize("content", BAD_JSON, ids=range(len(BAD_JSON)))
def test_json_that_does_not_fit_says_where(tmp_path: Path, content: str) -> None:
    assert BAD_JSON[content] in problems(write(tmp_path / "a.json", content))[0]


@pytest.mark.parametrize(
    ("line", "fragment"),
    [("{", "no es JSON válido"), ("[]", "cada renglón"), ('{"answers": {}}', "cada renglón"), ('{"unit": 5}', "cada")],
)
def test_a_bad_line_names_its_number_and_the_rest_is_still_read(tmp_path: Path, line: str, fragment: str) -> None:
    path = write(tmp_path / "a.jsonl", f'{{"unit": "1"}}\n{line}\n{{"unit": "3"}}\n')
    first, error, last = stream_sheets(path)
    assert isinstance(first, AnswerSheet)
    assert isinstance(last, AnswerSheet)
    assert isinstance(error, InvalidAnswers)
    assert f"a.jsonl:2: {fragment}" in str(error)


def test_a_repeated_unit_is_an_error_where_all_is_read_at_once(tmp_path: Path) -> None:
    assert "está repetida" in problems(write(tmp_path / "a.jsonl", '{"unit": "1"}\n{"unit": "1"}\n'))[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"unit,A\n1,1\n", b"\x00" * 400])
def test_what_is_no_workbook_is_an_error(tmp_path: Path, content: bytes) -> None:
    assert "no es un libro XLSX válido" in problems(write(tmp_path / "a.xlsx", content))[0]


@pytest.mark.parametrize("name", ["no.json", "no.jsonl", "no.csv", "no.xlsx"])
def test_a_file_that_is_not_there_is_not_found(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        read(tmp_path / name)


def test_bytes_that_are_not_text_are_an_error(tmp_path: Path) -> None:
    assert "UTF-8" in problems(write(tmp_path / "a.json", b'{"units": {"\xff": {}}}'))[0]
