"""`evaluacion doctor`: what this installation has, what it lacks, and what to do about it."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evaluacion.config import Settings, UnsafeSettings, read_settings

LIBRARIES = ("flask", "sqlalchemy", "alembic", "psycopg", "flask-security", "argon2-cffi", "babel", "waitress")
RESERVE_MIB = 256
RELEASED = datetime(2026, 1, 1, tzinfo=UTC)
MAX_DRIFT_SECONDS = 30
PANGO_HELP = "instale Pango: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`good` None is a warning: the site works, something is worth knowing."""

    good: bool | None
    text: str


def add_parser(subparsers: Any) -> None:
    """Declares the command."""
    subparsers.add_parser(
        "doctor",
        help="revisa la instalación y dice qué falta",
        description="Revisa bibliotecas, configuración, base de datos, tipografías, carpetas y reloj.\n"
        "Termina con 1 si algo impide trabajar.",
        epilog="Ejemplo:\n  evaluacion doctor",
    )


def run(options: argparse.Namespace) -> int:
    """Prints every finding; returns 1 when something stops the work."""
    findings = [finding for check in (_libraries, _pdf, _fonts, _shelf, _clock, _deployment) for finding in check()]
    marks = {True: "bien ", None: "aviso", False: "FALTA"}
    for finding in findings:
        print(f"{marks[finding.good]}  {finding.text}")
    broken = sum(finding.good is False for finding in findings)
    print(f"\n{'Todo lo necesario está.' if not broken else f'Cosas por resolver: {broken}.'}")
    return 1 if broken else 0


def _libraries() -> Iterator[Finding]:
    yield Finding(good=sys.version_info >= (3, 11), text=f"Python {sys.version.split()[0]} (se pide 3.11 o posterior)")
    yield Finding(good=True, text="bibliotecas: " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES))


def _pdf() -> Iterator[Finding]:
    try:
        importlib.import_module("weasyprint")
    except OSError as error:
        yield Finding(
            good=False, text=f"PDF: no se pudo cargar WeasyPrint ({str(error).splitlines()[0]}); {PANGO_HELP}"
        )
        return
    yield Finding(good=True, text=f"PDF: WeasyPrint {version('weasyprint')} con Pango")
    from evaluacion.reports.sandbox import bubblewrap_works

    if bubblewrap_works():
        yield Finding(good=True, text="PDF: se arman dentro de bubblewrap, sin red")
    else:
        text = "PDF: sin bubblewrap solo hay límites de memoria y tiempo; para aislarlos: apt install bubblewrap"
        yield Finding(good=None, text=text)


def _fonts() -> Iterator[Finding]:
    from evaluacion.resources import FONTS, STATIC

    named = re.findall(r'url\("../fonts/([^"]+)"\)', (STATIC / "css" / "tokens.css").read_text("utf-8"))
    yield _font_finding("de las páginas", [FONTS / name for name in named])
    try:
        from evaluacion.reports.typesetting import FACES
    except OSError:
        return
    yield _font_finding("de los PDF", [FONTS / "pdf" / name for name in FACES])


def _font_finding(what: str, files: list[Path]) -> Finding:
    missing = [file.name for file in files if not file.is_file()]
    if missing or not files:
        return Finding(good=False, text=f"tipografías {what}: faltan {', '.join(missing) or 'todas'}; reinstale")
    return Finding(good=True, text=f"tipografías {what}: {len(files)} archivos en {files[0].parent}")


def _shelf() -> Iterator[Finding]:
    from evaluacion.services.questionnaires import list_offers

    try:
        offers = list_offers()
    except Exception as error:
        yield Finding(good=False, text=f"cuestionarios: {error} Revíselos con «evaluacion check».")
        return
    yield Finding(good=bool(offers), text="cuestionarios: " + ", ".join(f"{o.id} {o.version}" for o in offers))


def _clock() -> Iterator[Finding]:
    now = datetime.now(UTC)
    yield Finding(good=now > RELEASED, text=f"reloj: {now:%Y-%m-%d %H:%M} UTC (si no es la hora, active NTP)")
    try:
        ZoneInfo("America/Mexico_City")
    except ZoneInfoNotFoundError:
        yield Finding(good=False, text="reloj: faltan las zonas horarias; instale tzdata: apt install tzdata")


def _deployment() -> Iterator[Finding]:
    try:
        settings = read_settings(os.environ)
    except UnsafeSettings as error:
        yield from (Finding(good=False, text=f"configuración: {problem}") for problem in error.problems)
        return
    yield Finding(good=True, text=f"configuración: {settings.url}, datos en {settings.data}")
    yield from _guarded(_folder, settings)
    yield from _guarded(_database, settings)


def _guarded(check: Callable[[Settings], Iterator[Finding]], settings: Settings) -> Iterator[Finding]:
    from evaluacion.domain.errors import EvaluacionError

    try:
        yield from check(settings)
    except (EvaluacionError, OSError) as error:
        yield Finding(good=False, text=str(error))


def _folder(settings: Settings) -> Iterator[Finding]:
    settings.data.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=settings.data):
        yield Finding(good=True, text=f"carpeta de datos: se puede escribir en {settings.data}")
    free = shutil.disk_usage(settings.data).free // 2**20
    good = None if free < RESERVE_MIB else True
    yield Finding(good=good, text=f"disco: {free:,} MiB libres (conviene tener al menos {RESERVE_MIB})")
    secret = settings.data / "secret.key"
    if secret.exists() and secret.stat().st_mode & 0o077:
        yield Finding(good=None, text=f"secreto: otras cuentas pueden leerlo; ejecute chmod 600 {secret}")


def _database(settings: Settings) -> Iterator[Finding]:
    from evaluacion.storage import migrating
    from evaluacion.storage.database import Database

    database = Database(settings.database_url)
    where = Path(str(database.file)).name if database.is_sqlite else database.url.render_as_string(hide_password=True)
    if database.file is not None and not database.file.exists():
        yield Finding(good=None, text=f"base de datos: {where} todavía no existe; se crea con «evaluacion serve»")
        return
    database.check()
    try:
        migrating.check_revision(database)
    except migrating.DatabaseNotReady as error:
        yield Finding(good=False, text=f"base de datos: {error}")
        return
    yield Finding(good=True, text=f"base de datos: {where}, migración {migrating.head_revision()}")
    if not database.is_sqlite:
        drift = round(abs((database.clock() - datetime.now(UTC)).total_seconds()))
        good = None if drift > MAX_DRIFT_SECONDS else True
        yield Finding(good=good, text=f"reloj: la base de datos difiere {drift} segundos de este equipo")
    database.dispose()
