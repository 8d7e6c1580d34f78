"""`evaluacion check`: every error and warning of questionnaire and translation files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from evaluacion.catalogue.inspection import inspect_file
from evaluacion.catalogue.problems import START, Problem, QuestionnaireFileErrors, Severity
from evaluacion.catalogue.shelf import find
from evaluacion.domain.errors import NotFound


def add_parser(subparsers: Any) -> None:
    """Declares the command."""
    parser = subparsers.add_parser(
        "check",
        help="revisa cuestionarios y traducciones",
        description="Revisa cuestionarios: escribe cada error y cada aviso con archivo, línea y columna.\n"
        "Termina con 1 si hay errores; los avisos solos terminan con 0.",
        epilog="Ejemplo:\n  evaluacion check questionnaires/retos-cocreacion/1.0.yaml",
    )
    parser.add_argument("files", nargs="+", metavar="ARCHIVO", help="archivo del cuestionario, o su id")


def run(options: argparse.Namespace) -> int:
    """Prints the problems on standard output; returns 1 when there are errors."""
    problems = [problem for name in options.files for problem in _problems(name)]
    for problem in problems:
        print(problem)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    print(f"{_counted(errors, 'error', 'errores')}, {_counted(warnings, 'aviso', 'avisos')}.", file=sys.stderr)
    return 1 if errors else 0


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _problems(name: str) -> tuple[Problem, ...]:
    try:
        return inspect_file(find(name).path)
    except QuestionnaireFileErrors as error:
        return error.problems
    except NotFound as error:
        return (Problem(file=str(Path(name)), position=START, message=str(error)),)
