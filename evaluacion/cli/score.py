"""`evaluacion score`: scores a whole file of answer sheets without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from evaluacion.catalogue.answer_files import is_stream, read_sheets, stream_sheets
from evaluacion.catalogue.shelf import find
from evaluacion.cli.output import Abandoned, written_to
from evaluacion.domain.answer_checks import check_sheet
from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.errors import InvalidAnswers
from evaluacion.domain.questionnaire import Questionnaire
from evaluacion.domain.scoring import score_sheet
from evaluacion.domain.serialising import unit_json


def add_parser(subparsers: Any) -> None:
    """Declares the command."""
    parser = subparsers.add_parser(
        "score",
        help="califica un archivo de respuestas",
        description="Califica todas las unidades de un archivo de respuestas (JSON, JSON Lines, CSV o XLSX).\n"
        "Con JSON Lines lee y escribe renglón por renglón.",
        epilog="Ejemplos:\n  evaluacion score retos-cocreacion respuestas.json -o resultado.json\n"
        "  evaluacion score mi-cuestionario.yaml respuestas.jsonl > resultado.jsonl",
    )
    parser.add_argument("questionnaire", metavar="CUESTIONARIO", help="archivo o id del cuestionario")
    parser.add_argument("answers", metavar="RESPUESTAS", type=Path, help="archivo .json, .jsonl, .csv o .xlsx")
    parser.add_argument("-o", "--output", metavar="SALIDA", type=Path, help="archivo de salida (si falta, la pantalla)")


def run(options: argparse.Namespace) -> int:
    """Writes the scores; problems of the answers go to standard error. Returns 1 when there are any."""
    questionnaire = find(options.questionnaire).questionnaire()
    if is_stream(options.answers):
        return _stream(questionnaire, options.answers, options.output)
    sheets = checked_sheets(questionnaire, options.answers)
    if sheets is None:
        return 1
    with written_to(options.output) as output:
        for piece in _document(questionnaire, sheets):
            output.write(piece)
    return 0


def checked_sheets(questionnaire: Questionnaire, path: Path) -> list[AnswerSheet] | None:
    """Every sheet of a file; None when something does not fit (every problem is printed)."""
    try:
        sheets = read_sheets(path, questionnaire, notice=_notice)
    except InvalidAnswers as error:
        print_problems(error)
        return None
    good = True
    for sheet in sheets:
        good = _fits(questionnaire, sheet) and good
    return sheets if good else None


def _fits(questionnaire: Questionnaire, sheet: AnswerSheet) -> bool:
    try:
        check_sheet(questionnaire, sheet)
    except InvalidAnswers as error:
        print_problems(error)
        return False
    return True


def print_problems(error: InvalidAnswers) -> None:
    """Every problem of some answers, one a line, on standard error."""
    for problem in error.problems:
        print(f"error: {problem.message}", file=sys.stderr)


def _notice(message: str) -> None:
    print(f"aviso: {message}", file=sys.stderr)


def _heading(questionnaire: Questionnaire) -> dict[str, str]:
    return {"id": questionnaire.id, "version": questionnaire.version, "sha256": questionnaire.sha256}


def _document(questionnaire: Questionnaire, sheets: list[AnswerSheet]) -> Iterator[str]:
    yield f'{{"questionnaire": {_json(_heading(questionnaire))},\n "units": {{'
    separator = "\n"
    for sheet in sheets:
        yield f"{separator}{_json(sheet.unit)}: {_json(unit_json(score_sheet(questionnaire, sheet)))}"
        separator = ",\n"
    yield "\n}}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _stream(questionnaire: Questionnaire, answers: Path, target: Path | None) -> int:
    """Line by line; after the first problem nothing more is written, but every problem is still reported."""
    good = True
    with written_to(target) as output:
        output.write(_json({"questionnaire": _heading(questionnaire)}) + "\n")
        for sheet in stream_sheets(answers):
            if isinstance(sheet, InvalidAnswers):
                print_problems(sheet)
                good = False
            elif _fits(questionnaire, sheet) and good:
                _write_line(output, questionnaire, sheet)
            else:
                good = False
        if not good:
            raise Abandoned
    return 0 if good else 1


def _write_line(output: TextIO, questionnaire: Questionnaire, sheet: AnswerSheet) -> None:
    output.write(_json({"unit": sheet.unit, **unit_json(score_sheet(questionnaire, sheet))}) + "\n")
