"""`evaluacion`: the command line. Only the command that is asked for is imported."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence

from evaluacion.cli.parsing import SpanishParser
from evaluacion.domain.errors import EvaluacionError

COMMANDS = {
    "check": "revisa cuestionarios y traducciones",
    "score": "califica un archivo de respuestas",
    "rank": "ordena las unidades de un archivo de respuestas",
    "translate": "escribe o actualiza un archivo de traducción",
    "diagnose": "hace el diagnóstico en PDF de un archivo de respuestas",
    "serve": "abre el sitio",
    "demo": "carga el mundo de demostración",
    "people": "administra cuentas y personas",
    "audit": "revisa y exporta la bitácora",
    "doctor": "revisa la instalación y dice qué falta",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0 when all went well, 1 for errors in what was given, 2 for a wrong call."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    try:
        return _run(words)
    except EvaluacionError as error:
        print(f"error: {error}" if not _is_located(str(error)) else str(error), file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _run(words: list[str]) -> int:
    parser = SpanishParser(
        prog="evaluacion",
        description="Cuestionarios, calificaciones y diagnósticos de cocreación y gobierno abierto.",
        epilog="Ejemplo:\n  evaluacion score retos-cocreacion respuestas.json\n\n"
        "Cada orden tiene su ayuda: evaluacion score --help",
    )
    subparsers = parser.add_subparsers(dest="command", metavar="orden", required=True, title="órdenes")
    asked = next((word for word in words if word in COMMANDS), None)
    runner = None
    for name, summary in COMMANDS.items():
        if name == asked:
            runner = importlib.import_module(f"evaluacion.cli.{name}")
            runner.add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=summary)
    options = parser.parse_args(words)
    sys.stdout.flush()
    return int(runner.run(options)) if runner else 2


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _is_located(message: str) -> bool:
    """Whether the message already says file, line and column."""
    return ": error: " in message.partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main())
