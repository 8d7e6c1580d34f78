"""argparse in Spanish: headings, usage and errors of every command."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

_ERRORS = (
    (r"the following arguments are required: (.+)", r"faltan argumentos: \1"),
    (r"unrecognized arguments: (.+)", r"argumentos desconocidos: \1"),
    (r"argument (\S+): expected one argument", r"\1 necesita un valor"),
    (r"argument (\S+): expected at least one argument", r"\1 necesita al menos un valor"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1: \2 no se admite. Use: \3"),
    (r"argument (\S+): invalid (?:int|float) value: (.+)", r"\1: \2 no es un número"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 no se combina con \2"),
    (r"ambiguous option: (\S+) could match (.+)", r"opción ambigua: \1 puede ser \2"),
)


class SpanishParser(argparse.ArgumentParser):
    """An ArgumentParser whose help and errors are in Spanish."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("formatter_class", SpanishHelp)
        settings.setdefault("allow_abbrev", False)
        super().__init__(**{**settings, "add_help": False})
        self._positionals.title = "argumentos"
        self._optionals.title = "opciones"
        self.add_argument("-h", "--help", action="help", help="muestra esta ayuda y termina")

    def error(self, message: str) -> NoReturn:
        for pattern, spanish in _ERRORS:
            message = re.sub(pattern, spanish, message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")


class SpanishHelp(argparse.RawDescriptionHelpFormatter):
    """Help with Spanish usage line; descriptions and examples keep their line breaks."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "uso: " if prefix is None else prefix)
