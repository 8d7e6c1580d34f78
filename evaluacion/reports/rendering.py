"""PDFs for the rest of the house: hands HTML to the press and brings back bytes, or a sentence that says what failed.

The press starts at the first document (or at `warm_up`) and lives as long as this process. Any thread may ask.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Literal, TypeAlias

from evaluacion.domain.sentences import sentence
from evaluacion.reports.press import (
    AT_ONCE,
    READY,
    STATUS_OK,
    Limits,
    receive_block,
    send_block,
)
from evaluacion.reports.sandbox import press_command, press_environment

Paper: TypeAlias = Literal["letter", "a4"]

START_SECONDS = 30
GRACE_SECONDS = 5
QUEUE_SECONDS = 180


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderFailure:
    """There is no PDF. `message` is for people; `cause` is a short word for the log, never a text of theirs."""

    message: str
    cause: str


RenderedPdf: TypeAlias = "bytes | RenderFailure"

TOO_MUCH = RenderFailure(
    message=sentence(
        "El documento es demasiado extenso para armarlo en PDF. Acorte los textos más largos y vuelva a pedirlo."
    ),
    cause="limit",
)
BUSY = RenderFailure(
    message=sentence(
        "Hay muchos documentos en espera. Sus respuestas están guardadas; pida el PDF de nuevo en unos minutos."
    ),
    cause="busy",
)
NOT_STARTED = RenderFailure(
    message=sentence(
        "No se pudo iniciar el armado de PDF en este equipo. Ejecute «evaluacion doctor» para saber qué instalar."
    ),
    cause="not-started",
)
BROKEN = RenderFailure(
    message=sentence(
        "No se pudo armar el PDF. Sus respuestas están guardadas; si vuelve a ocurrir, avise a quien administra."
    ),
    cause="error",
)


class Press:
    """The client of one press process. Make one and keep it; `close` ends the process."""

    def __init__(self, *, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def warm_up(self) -> bool:
        """Starts the press if it is not running and says whether it runs."""
        with self._lock:
            return self._running() or self._start()

    def render(self, html: str, *, paper: Paper = "letter") -> RenderedPdf:
        """The PDF of `html`, or why there is none. Waits for a free place and for the layout, under limits."""
        if not self._places.acquire(timeout=QUEUE_SECONDS):
            return BUSY
        try:
            connection = self._connect()
            if connection is None:
                return NOT_STARTED
            with connection:
                return self._exchange(connection, html, paper)
        finally:
            self._places.release()

    def close(self) -> None:
        """Ends the press and whatever it is laying out."""
        with self._lock:
            self._stop()

    def _exchange(self, connection: socket.socket, html: str, paper: Paper) -> RenderedPdf:
        connection.settimeout(self._limits.wall + GRACE_SECONDS)
        began = monotonic()
        try:
            send_block(connection, json.dumps({"html": html, "paper": paper}).encode())
            answer = receive_block(connection)
        except (EOFError, OSError):
            long = monotonic() - began >= min(self._limits.wall, self._limits.cpu) - 1
            return TOO_MUCH if long else BROKEN
        if answer[:1] == STATUS_OK:
            return answer[1:]
        kind = answer[1:].decode()
        if kind in ("memory", "MemoryError", "RecursionError"):
            return RenderFailure(message=TOO_MUCH.message, cause=kind)
        return RenderFailure(message=BROKEN.message, cause=kind)

    def _connect(self) -> socket.socket | None:
        """A connection to a new child of the press; a press that died is started once more."""
        with self._lock:
            for _ in range(2):
                if not self._running() and not self._start():
                    return None
                assert self._control is not None
                ours, theirs = socket.socketpair()
                with theirs:
                    try:
                        socket.send_fds(self._control, [b"d"], [theirs.fileno()])
                    except OSError:
                        ours.close()
                        self._stop()
                        continue
                return ours
        return None

    def _running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _start(self) -> bool:
        self._stop()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = subprocess.Popen(
                    press_command([json.dumps(asdict(self._limits))]),
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=press_environment(),
                    cwd="/",
                    start_new_session=True,
                )
            except OSError:
                ours.close()
                return False
        self._control = ours
        ours.settimeout(START_SECONDS)
        try:
            started = ours.recv(1) == READY
        except OSError:
            started = False
        if not started:
            self._stop()
        return started

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            _end_group(self._process)
            self._process = None


def _end_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


_shared: Press | None = None
_shared_by = 0
_shared_lock = threading.Lock()


def shared_press() -> Press:
    """The press of this process; a forked server worker gets its own."""
    global _shared, _shared_by
    with _shared_lock:
        if _shared is None or _shared_by != os.getpid():
            _shared, _shared_by = Press(), os.getpid()
            atexit.register(_shared.close)
        return _shared


def render_pdf(html: str, *, paper: Paper = "letter") -> RenderedPdf:
    """The PDF of `html` from the press of this process, or why there is none."""
    return shared_press().render(html, paper=paper)
