"""`evaluacion diagnose`: the PDF diagnosis of a file of answers, without server or database."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from evaluacion.catalogue.profile_words import place_words
from evaluacion.catalogue.shelf import Edition, find
from evaluacion.catalogue.translations import read_translation, translate
from evaluacion.cli.score import checked_sheets
from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.canonical import canonical_json, sha256_of
from evaluacion.domain.diagnosis import Diagnosis, Institution, diagnose
from evaluacion.domain.errors import Invalid
from evaluacion.domain.questionnaire import Questionnaire
from evaluacion.domain.scoring import score_sheet

NOON = 18
"""Midday in Mexico City, in UTC: a day without hour stays the same day in every zone of the country."""


def add_parser(subparsers: Any) -> None:
    """Declares the command."""
    parser = subparsers.add_parser(
        "diagnose",
        help="hace el diagnóstico en PDF de un archivo de respuestas",
        description="Hace el diagnóstico en PDF de una unidad de un archivo de respuestas, sin servidor ni base de\n"
        "datos. El documento no tiene folio: dice que no se registró.",
        epilog="Ejemplos:\n"
        "  evaluacion diagnose retos-cocreacion respuestas.json -o diagnostico.pdf\n"
        "  evaluacion diagnose retos-cocreacion respuestas.json --unit INM --institution 'Instituto de Movilidad' \\\n"
        "    --period 'Enero a junio de 2026' --format resumen --paper a4 -o resumen.pdf",
    )
    parser.add_argument("questionnaire", metavar="CUESTIONARIO", help="archivo o id del cuestionario")
    parser.add_argument("answers", metavar="RESPUESTAS", type=Path, help="archivo .json, .csv o .xlsx")
    parser.add_argument("-o", "--output", metavar="SALIDA", type=Path, required=True, help="archivo PDF que se escribe")
    parser.add_argument("--unit", metavar="UNIDAD", help="cuál de las unidades del archivo (si hay más de una)")
    parser.add_argument("--institution", metavar="NOMBRE", help="nombre para la portada (si falta, el de la unidad)")
    parser.add_argument("--period", metavar="TEXTO", default="", help="periodo que se valora, para la portada")
    parser.add_argument("--date", metavar="AAAA-MM-DD", type=_day, help="fecha de emisión (si falta, la de hoy)")
    parser.add_argument("--format", choices=("completo", "resumen"), default="completo", help="extensión del documento")
    parser.add_argument("--paper", choices=("letter", "a4"), default="letter", help="tamaño del papel")
    parser.add_argument("--language", choices=("es", "en"), default="es", help="idioma del documento")


def run(options: argparse.Namespace) -> int:
    """Writes the PDF. Returns 1 when the answers do not fit or the document could not be made."""
    edition = find(options.questionnaire)
    questionnaire = edition.questionnaire()
    sheets = checked_sheets(questionnaire, options.answers)
    if sheets is None:
        return 1
    sheet = chosen_sheet(sheets, options.unit)
    diagnosis = unregistered(
        spoken(edition, questionnaire, options.language),
        sheet,
        institution=Institution(
            name=options.institution or sheet.unit, place=place_words(sheet.profile, language=options.language)
        ),
        period=options.period,
        day=options.date or datetime.now(UTC).date(),
    )
    return _write(diagnosis, options)


def chosen_sheet(sheets: list[AnswerSheet], unit: str | None) -> AnswerSheet:
    """The sheet of `unit`, or the only one. Raises Invalid where that is none or several."""
    if unit is None and len(sheets) == 1:
        return sheets[0]
    for sheet in sheets:
        if unit is not None and sheet.unit == unit:
            return sheet
    names = ", ".join(f"«{sheet.unit}»" for sheet in sheets[:10]) + (" …" if len(sheets) > 10 else "")
    if not sheets:
        raise Invalid("El archivo no tiene respuestas de ninguna unidad.")
    if unit is None:
        raise Invalid(f"El archivo tiene {len(sheets)} unidades: elija una con --unit. Son: {names}")
    raise Invalid(f"El archivo no tiene la unidad «{unit}». Tiene: {names}")


def spoken(edition: Edition, questionnaire: Questionnaire, language: str) -> Questionnaire:
    """The questionnaire in `language` where it was translated; else as it was written, with a warning."""
    if questionnaire.language.split("-")[0] == language:
        return questionnaire
    path = edition.translations.get(language)
    if path is None:
        print(f"aviso: el cuestionario no tiene traducción «{language}»; sus textos van como están.", file=sys.stderr)
        return questionnaire
    return translate(questionnaire, read_translation(path.read_bytes(), name=str(path)), language=language)


def unregistered(
    questionnaire: Questionnaire, sheet: AnswerSheet, *, institution: Institution, period: str, day: date
) -> Diagnosis:
    """The diagnosis of a sheet that no register knows: it has no folio, and its hash is that of the answers."""
    return diagnose(
        questionnaire,
        sheet,
        score_sheet(questionnaire, sheet),
        institution=institution,
        period=period,
        folio=None,
        revision=1,
        issued_at=datetime(day.year, day.month, day.day, NOON, tzinfo=UTC),
        snapshot_sha256=sha256_of(canonical_json(_snapshot(questionnaire, sheet))),
    )


def _snapshot(questionnaire: Questionnaire, sheet: AnswerSheet) -> dict[str, object]:
    support = {
        question: {"note": one.note, "urls": one.urls, "files": one.files, "reason": one.reason}
        for question, one in sheet.support.items()
    }
    return {
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version, "sha256": questionnaire.sha256},
        "unit": sheet.unit,
        "answers": dict(sheet.answers),
        "evidence": support,
        "profile": dict(sheet.profile),
        "review": dict(sheet.review),
    }


def _write(diagnosis: Diagnosis, options: argparse.Namespace) -> int:
    from evaluacion.reports.diagnosis_report import ReportKind, diagnosis_pdf
    from evaluacion.reports.rendering import RenderFailure
    from evaluacion.reports.templating import writing_in

    pdf = diagnosis_pdf(
        diagnosis, kind=ReportKind(options.format), paper=options.paper, writing=writing_in(options.language)
    )
    if isinstance(pdf, RenderFailure):
        print(f"error: {pdf.message}", file=sys.stderr)
        return 1
    try:
        options.output.write_bytes(pdf)
    except OSError as error:
        raise Invalid(f"No se puede escribir «{options.output}»: {error.strerror}.") from error
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("escriba la fecha como 2026-11-25") from error
