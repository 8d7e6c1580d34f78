"""`evaluacion serve`: prepares the database and opens the site with waitress."""

from __future__ import annotations

import argparse
import logging
import threading
from dataclasses import replace
from typing import Any

from evaluacion.cli.opening import open_database, open_settings
from evaluacion.config import Settings, is_loopback
from evaluacion.domain.errors import EvaluacionError, Invalid
from evaluacion.services import accounts
from evaluacion.services.sessions import Limits
from evaluacion.services.sweeping import sweep_when_due
from evaluacion.storage import migrating
from evaluacion.storage.database import Database

SWEEP_SECONDS = 600
_log = logging.getLogger(__name__)
REFUSED_WITH_A_PAGE = 16
"""Up to so many times too large, the application itself refuses, in words; what is larger waitress cuts off."""


def add_parser(subparsers: Any) -> None:
    """Declares the command."""
    parser = subparsers.add_parser(
        "serve",
        help="abre el sitio",
        description="Prepara la base de datos y abre el sitio. La configuración viene de variables EVALUACION_*;\n"
        "están en docs/configuration.md.",
        epilog="Ejemplos:\n  evaluacion serve\n  evaluacion serve --port 8080\n  evaluacion serve --prepare",
    )
    parser.add_argument("--host", metavar="DIRECCIÓN", default="127.0.0.1", help="dirección en la que se escucha")
    parser.add_argument("--port", metavar="PUERTO", type=int, help="puerto (si falta, el de EVALUACION_URL u 8000)")
    parser.add_argument("--prepare", action="store_true", help="solo prepara o actualiza la base de datos y termina")


def run(options: argparse.Namespace) -> int:
    """Serves until it is stopped. Returns 1 where it cannot start."""
    settings = _at_port(open_settings(), options.port)
    database = open_database(settings)
    if migrating.current_revision(database) != migrating.head_revision():
        migrating.upgrade(database)
        print("La base de datos quedó preparada para esta versión.")
    if options.prepare:
        return 0
    _refuse_demo_in_the_open(options.host, database)
    return _serve(settings, database, options.host, options.port or _port(settings))


def _at_port(settings: Settings, port: int | None) -> Settings:
    """On this machine the port that is asked for is where documents send whoever verifies them."""
    if port is None or settings.https or not is_loopback(settings.host):
        return settings
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return replace(settings, url=f"http://{host}:{port}")


def _port(settings: Settings) -> int:
    return settings.port if is_loopback(settings.host) and settings.port != 80 else 8000


def _refuse_demo_in_the_open(host: str, database: Database) -> None:
    with database.reading() as session:
        if not is_loopback(host) and accounts.has_demo_accounts(session):
            raise Invalid(
                "esta base tiene el mundo de demostración, con contraseñas públicas: solo se abre en 127.0.0.1. "
                "Use otra base de datos con EVALUACION_DATABASE_URL."
            )


def _serve(settings: Settings, database: Database, host: str, port: int) -> int:
    from waitress import create_server

    from evaluacion.app import create_app
    from evaluacion.jobs.preparing import Preparer

    app = create_app(settings, database, prepare=Preparer(settings, database).enqueue)
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=settings.threads,
            ident=None,
            max_request_body_size=settings.max_request * REFUSED_WITH_A_PAGE,
            clear_untrusted_proxy_headers=settings.proxies == 0,
            channel_timeout=60,
        )
    except OSError as error:
        raise Invalid(f"no se puede abrir {host}:{port} ({error.strerror}). Pruebe otro con --port.") from error
    threading.Thread(target=_sweep_now_and_then, args=(settings, database), daemon=True, name="sweep").start()
    print(f"El sitio está abierto en http://{host}:{port}  (Ctrl+C para cerrarlo)", flush=True)
    try:
        server.run()
    finally:
        server.close()
        database.dispose()
    return 0


def _sweep_now_and_then(settings: Settings, database: Database) -> None:
    """Trials, deleted drafts and dead sessions are erased every hour while the site is open, visited or not."""
    limits = Limits(idle=settings.session_idle, absolute=settings.session_absolute)
    pause = threading.Event()
    while True:
        try:
            with database.session() as session:
                sweep_when_due(session, limits)
        except EvaluacionError:
            _log.warning("the sweep could not run; it will try again")
        pause.wait(SWEEP_SECONDS)
