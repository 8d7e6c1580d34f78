"""The sweep where nobody runs it on purpose, as under a WSGI server: requests remind of it, a thread does it.

The request that reminds neither waits nor fails. Which process sweeps is decided in the database.
"""

from __future__ import annotations

import threading
import time

import structlog
from flask import Flask, Response

from evaluacion.services.sessions import Limits
from evaluacion.services.sweeping import sweep_when_due
from evaluacion.storage.database import Database

NAME = "evaluacion_sweep"
FIRST_SECONDS = 60
PAUSE_SECONDS = 600
_log = structlog.get_logger(__name__)


class BackgroundSweep:
    """The reminder of one process: it looks at most every ten minutes whether the hourly sweep is due."""

    def __init__(self, database: Database, limits: Limits) -> None:
        self._database, self._limits = database, limits
        self._lock = threading.Lock()
        self.look_at = time.monotonic() + FIRST_SECONDS

    def remind(self) -> threading.Thread | None:
        """Starts the thread when it is time to look; returns it, or None."""
        with self._lock:
            if time.monotonic() < self.look_at:
                return None
            self.look_at = time.monotonic() + PAUSE_SECONDS
        thread = threading.Thread(target=self._look, daemon=True, name="sweep")
        thread.start()
        return thread

    def _look(self) -> None:
        try:
            with self._database.session() as session:
                sweep_when_due(session, self._limits)
        except Exception as error:
            _log.warning("the sweep could not run; it will try again", reason=type(error).__name__)


def install(app: Flask, database: Database, limits: Limits) -> None:
    """Every response reminds of the sweep."""
    sweep = app.extensions[NAME] = BackgroundSweep(database, limits)

    @app.after_request
    def _remind(response: Response) -> Response:
        try:
            sweep.remind()
        except RuntimeError:
            _log.warning("no thread for the sweep")
        return response
