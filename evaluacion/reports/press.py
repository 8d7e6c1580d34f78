"""The press: a process of its own that turns HTML into PDF, one short-lived child per document.

It reads nothing but its control socket. Each request arrives as one end of a socket pair; a child, forked from this
warmed process, reads the HTML from it, lays it out under limits of memory and time, and writes the PDF back. A child
that dies or is killed simply closes its end. When the control socket closes, the press ends.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import resource
import signal
import socket
import struct
import sys
from dataclasses import dataclass

MEMORY_LIMIT = 512 * 1024 * 1024
CPU_SECONDS = 60
WALL_SECONDS = 90
AT_ONCE = 2
LARGEST_REQUEST = 64 * 1024 * 1024
LENGTH = struct.Struct("!Q")
STATUS_OK = b"+"
STATUS_FAILED = b"-"
READY = b"r"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one document may use: bytes of address space, seconds of processor, seconds by the clock."""

    memory: int = MEMORY_LIMIT
    cpu: int = CPU_SECONDS
    wall: int = WALL_SECONDS


def send_block(connection: socket.socket, block: bytes) -> None:
    """Sends a block with its length before it."""
    connection.sendall(LENGTH.pack(len(block)) + block)


def receive_block(connection: socket.socket) -> bytes:
    """The next block. Raises EOFError when the other end closed, or announces more than fits."""
    (length,) = LENGTH.unpack(_receive_exactly(connection, LENGTH.size))
    if length > LARGEST_REQUEST:
        raise EOFError("block too large")
    return _receive_exactly(connection, length)


def _receive_exactly(connection: socket.socket, length: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < length:
        piece = connection.recv(min(1 << 16, length - len(pieces)))
        if not piece:
            raise EOFError("connection closed")
        pieces += piece
    return bytes(pieces)


def main() -> int:
    """Runs the press on the control socket given as standard input."""
    control = socket.socket(fileno=os.dup(0))
    limits = Limits(**json.loads(sys.argv[1])) if len(sys.argv) > 1 else Limits()
    logging.disable(logging.WARNING)
    from evaluacion.reports.typesetting import Typesetter

    typesetter = Typesetter()
    typesetter.set("<html lang=es><title>.</title><h1>ñ</h1><p>a <b>b</b> <i>c</i><table><tr><th>d", paper="letter")
    gc.collect()
    gc.freeze()
    gc.disable()
    control.sendall(READY)
    children: set[int] = set()
    while True:
        children = _reap(children, until_below=AT_ONCE)
        connection = _next_connection(control)
        if connection is None:
            break
        child = os.fork()
        if child == 0:
            control.close()
            os._exit(_serve(typesetter, connection, limits))
        connection.close()
        children.add(child)
    for child in children:
        os.kill(child, signal.SIGKILL)
    return 0


def _next_connection(control: socket.socket) -> socket.socket | None:
    try:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    except OSError:
        return None
    return socket.socket(fileno=descriptors[0]) if message and descriptors else None


def _reap(children: set[int], *, until_below: int) -> set[int]:
    """The children still at work, after waiting until there is room for another."""
    left = set(children)
    while left:
        child, _ = os.waitpid(-1, 0 if len(left) >= until_below else os.WNOHANG)
        if child == 0:
            break
        left.discard(child)
    return left


def _serve(typesetter: object, connection: socket.socket, limits: Limits) -> int:
    """In the child: one request, one answer. A failure is answered by its kind only, never by its text."""
    from evaluacion.reports.typesetting import Typesetter

    assert isinstance(typesetter, Typesetter)
    try:
        _limit_self(limits)
        request = json.loads(receive_block(connection))
        pdf = typesetter.set(request["html"], paper=request["paper"])
        send_block(connection, STATUS_OK + pdf)
    except MemoryError:
        send_block(connection, STATUS_FAILED + b"memory")
    except Exception as error:
        send_block(connection, STATUS_FAILED + type(error).__name__.encode())
    return 0


def _limit_self(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.wall)


if __name__ == "__main__":
    sys.exit(main())
