"""`evaluacion translate`: writes or refreshes the translation file of a questionnaire."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from evaluacion.catalogue.shelf import find
from evaluacion.catalogue.text_reader import LANGUAGE
from evaluacion.catalogue.translations import Refreshed, refresh
from evaluacion.cli.output import written_to
from evaluacion.domain.errors import Invalid


def add_parser(subparsers: Any) -> None:
    """Declares the command."""
    parser = subparsers.add_parser(
        "translate",
        help="escribe o actualiza un archivo de traducción",
        description="Escribe o actualiza la traducción de un cuestionario junto a su archivo: conserva lo traducido,\n"
        "agrega lo nuevo con null (falta) y quita lo que ya no existe.",
        epilog="Ejemplo:\n  evaluacion translate questionnaires/curso/1.0.yaml en",
    )
    parser.add_argument("questionnaire", metavar="CUESTIONARIO", help="archivo o id del cuestionario")
    parser.add_argument("language", metavar="IDIOMA", help="código del idioma, como en o es-GT")


def run(options: argparse.Namespace) -> int:
    """Writes the file and says what is missing. Raises Invalid for a language that cannot be."""
    language: str = options.language
    edition = find(options.questionnaire)
    questionnaire = edition.questionnaire()
    if not LANGUAGE.match(language):
        raise Invalid(f"El idioma «{language}» no se entiende. Escríbalo como en o es-GT.")
    if language == questionnaire.language:
        raise Invalid(f"El cuestionario ya está en «{language}». Elija otro idioma.")
    target = edition.path.with_name(f"{edition.path.stem}.{language}.yaml")
    existing = target.read_bytes() if target.is_file() else b""
    refreshed = refresh(questionnaire, existing, name=str(target))
    with written_to(target) as output:
        output.write(refreshed.text)
    _report(target, refreshed)
    return 0


def _report(target: Path, refreshed: Refreshed) -> None:
    for key in refreshed.dropped:
        print(f"Se quitó «{key}»: ya no está en el cuestionario.", file=sys.stderr)
    done = refreshed.total - len(refreshed.missing)
    print(f"{target}: {done} de {refreshed.total} textos traducidos.")
    for key in refreshed.missing:
        print(f"falta: {key}")
