"""`evaluacion audit`: check the audit log, write it out, and say its head so that somebody keeps it elsewhere."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from evaluacion.cli.opening import open_database, open_settings
from evaluacion.cli.output import written_to
from evaluacion.domain.audit import Anchor, Break, Check, Entry, Flaw, Head, check_chain, entry_from_json
from evaluacion.domain.errors import Invalid
from evaluacion.reports.audit_files import csv_lines, json_lines
from evaluacion.storage import audit, migrating
from evaluacion.storage.database import Database

HASH_LENGTH = 64
FOUND: Mapping[Flaw, str] = {
    Flaw.EDITED: "el asiento {n} no es el que se escribió: su contenido no corresponde a su huella",
    Flaw.MISSING: "falta el asiento {n}",
    Flaw.MISPLACED: "el asiento {n} no sigue al anterior: se insertó, se cambió de lugar o se reescribió otro",
    Flaw.CUT: "la bitácora termina antes de tiempo: falta del asiento {n} en adelante",
    Flaw.UNANCHORED: "la cabeza que usted guardó no está en esta bitácora: se cortó o se reescribió "
    "(se revisó hasta el asiento {n})",
}


def add_parser(subparsers: Any) -> None:
    """Declares the command and its own commands."""
    parser = subparsers.add_parser(
        "audit",
        help="revisa y exporta la bitácora",
        description="Revisa que nadie haya cambiado la bitácora, la exporta, y escribe su cabeza.",
        epilog="Ejemplos:\n  evaluacion audit head\n  evaluacion audit verify",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="acción", required=True, title="acciones")
    verify = verbs.add_parser(
        "verify",
        help="revisa la cadena; termina con 1 y dice dónde está la primera ruptura",
        description="Revisa la cadena asiento por asiento. Sin --head no se nota que alguien haya reescrito toda la\n"
        "bitácora, o su final, junto con su cabeza: guarde en otro lugar lo que escribe «audit head».",
        epilog=f"Ejemplo:\n  evaluacion audit verify --head 120:{'0f' * 32}",
    )
    verify.add_argument("file", metavar="ARCHIVO", nargs="?", type=Path, help="exportación completa en JSON Lines")
    verify.add_argument("--head", metavar="CABEZA", help="cabeza guardada antes: NÚMERO:HUELLA, o solo la huella")
    export = verbs.add_parser(
        "export",
        help="escribe toda la bitácora y, en la salida de errores, su cabeza",
        epilog="Ejemplo:\n  evaluacion audit export --output bitacora.jsonl",
    )
    export.add_argument("--format", choices=["jsonl", "csv"], default="jsonl", help="formato (jsonl se puede revisar)")
    export.add_argument("--output", metavar="ARCHIVO", type=Path, help="archivo (si falta, la salida estándar)")
    verbs.add_parser(
        "head",
        help="escribe la cabeza, para guardarla en otro lugar",
        epilog="Ejemplo:\n  evaluacion audit head >> cabezas.txt",
    )


def run(options: argparse.Namespace) -> int:
    """Runs one verb. Returns 1 where the log does not hold."""
    return _VERBS[options.verb](options)


def _verify(options: argparse.Namespace) -> int:
    anchor = _anchor(options.head) if options.head else None
    if options.file is not None:
        with _opened(options.file) as lines:
            return _tell(check_chain(_from_file(options.file, lines), anchor=anchor), anchor)
    database = _database()
    with database.reading() as session:
        audit.hold_still(session)
        checked = check_chain(audit.read_entries(session), head=audit.read_head(session), anchor=anchor)
    database.dispose()
    return _tell(checked, anchor)


def _tell(checked: Check, anchor: Anchor | None) -> int:
    if checked.broken is not None:
        print(f"RUPTURA: {_words(checked.broken)}.", file=sys.stderr)
        return 1
    print(f"La cadena se sostiene. Asientos: {checked.head.count}. Cabeza: {_head(checked.head)}")
    if anchor is None:
        print("Sin --head no se descarta que se haya reescrito completa: compare con una cabeza guardada aparte.")
    return 0


def _words(broken: Break) -> str:
    return FOUND[broken.flaw].format(n=broken.sequence)


def _export(options: argparse.Namespace) -> int:
    database = _database()
    with database.reading() as session, written_to(options.output) as stream:
        audit.hold_still(session)
        entries = audit.read_entries(session)
        stream.writelines(json_lines(entries) if options.format == "jsonl" else _as_csv(entries))
        head = audit.read_head(session)
    database.dispose()
    print(f"Cabeza: {_head(head)}", file=sys.stderr)
    return 0


def _as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    names = list(Entry.__slots__)
    return csv_lines(names, ([getattr(entry, name) for name in names] for entry in entries))


def _show_head(options: argparse.Namespace) -> int:
    database = _database()
    with database.reading() as session:
        print(_head(audit.read_head(session)))
    database.dispose()
    return 0


def _head(head: Head) -> str:
    return f"{head.count}:{head.sha256}"


def _anchor(written: str) -> Anchor:
    count, colon, sha256 = written.strip().lower().rpartition(":")
    if len(sha256) != HASH_LENGTH or not set(sha256) <= set("0123456789abcdef") or (colon and not count.isdecimal()):
        raise Invalid("La cabeza tiene la forma NÚMERO:HUELLA, como la escribe «evaluacion audit head».")
    return Anchor(sha256=sha256, count=int(count) if colon else None)


def _opened(path: Path) -> Any:
    try:
        return path.open(encoding="utf-8")
    except OSError as error:
        raise Invalid(f"No se puede leer «{path}»: {error.strerror}.") from error


def _from_file(path: Path, lines: Iterable[str]) -> Iterator[Entry]:
    for number, line in enumerate(lines, start=1):
        try:
            yield entry_from_json(json.loads(line))
        except (ValueError, TypeError) as error:
            raise Invalid(f"{path}:{number}:1: error: no es un asiento de la bitácora en JSON.") from error


def _database() -> Database:
    database = open_database(open_settings())
    migrating.check_revision(database)
    return database


_VERBS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "verify": _verify,
    "export": _export,
    "head": _show_head,
}
