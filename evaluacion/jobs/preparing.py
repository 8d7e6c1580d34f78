"""Lays out the documents of a new submission in the background, so that who asks for them does not wait.

The rows of the documents are the truth: what is lost here when a process ends is made when somebody asks for it.
"""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass

from evaluacion.config import Settings
from evaluacion.domain.errors import EvaluacionError
from evaluacion.domain.organisations import PublicId, Viewer
from evaluacion.services import diagnosing
from evaluacion.services.documents import DocumentKind
from evaluacion.storage.database import Database

KINDS = (DocumentKind.COMPLETE, DocumentKind.SUMMARY)
LONGEST_LINE = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    viewer: Viewer
    submission_id: PublicId
    language: str


class Preparer:
    """One thread, begun with the first order: a server that forks its workers has none before they fork."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database
        self._orders: queue.Queue[Order] = queue.Queue(LONGEST_LINE)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def enqueue(self, viewer: Viewer, submission_id: PublicId, language: str) -> None:
        """Asks for every kind of document; when the line is too long they wait until somebody asks for them."""
        try:
            self._orders.put_nowait(Order(viewer=viewer, submission_id=submission_id, language=language))
        except queue.Full:
            _log.warning("too many documents in line: they will be made when asked for")
            return
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="prepare-documents")
                self._thread.start()

    def wait(self) -> None:
        """Returns when every order so far has been tried."""
        self._orders.join()

    def _work(self) -> None:
        while True:
            order = self._orders.get()
            try:
                for kind in KINDS:
                    self._make(order, kind)
            except EvaluacionError:
                _log.warning("a document could not be prepared: it will be made when asked for")
            finally:
                self._orders.task_done()

    def _make(self, order: Order, kind: DocumentKind) -> None:
        diagnosing.deliver_document(
            self._database.reading,
            self._database.session,
            order.viewer,
            order.submission_id,
            kind=kind,
            language=order.language,
            paper=self._settings.paper,
            site=self._settings.url,
        )
