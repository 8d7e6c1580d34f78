"""A TCP proxy before the site that fails as networks do: before the request, in its middle, after the commit."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import suppress
from enum import StrEnum

CHUNK = 65_536
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Fault(StrEnum):
    NONE = "none"
    REFUSED = "refused"
    MID_BODY = "mid-body"
    NO_REPLY = "no reply"
    BAD_GATEWAY = "bad gateway"


class Proxy:
    """Passes everything on, except that what it does to every PUT is `fault`, until it is set to NONE again."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.fault = Fault.NONE
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self._listening.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client, socket.create_connection(self._target) as server:
            threading.Thread(target=_pump, args=(server, client), daemon=True).start()
            while data := client.recv(CHUNK):
                if data.startswith(b"PUT ") and self.fault is not Fault.NONE:
                    self.cuts += 1
                    self._fail(client, server, data)
                    return
                server.sendall(data)
            _end(server)

    def _fail(self, client: socket.socket, server: socket.socket, data: bytes) -> None:
        if self.fault is Fault.BAD_GATEWAY:
            client.sendall(BAD_GATEWAY)
        elif self.fault is not Fault.REFUSED:
            whole = _rest_of_request(client, data)
            head = whole.index(b"\r\n\r\n") + 4
            half = self.fault is Fault.MID_BODY
            with socket.create_connection(self._target) as other:
                other.sendall(whole[: head + (len(whole) - head) // 2] if half else whole)
                if not half:
                    other.recv(CHUNK)
        _end(client)
        _end(server)


def _rest_of_request(client: socket.socket, data: bytes) -> bytes:
    while b"\r\n\r\n" not in data:
        data += client.recv(CHUNK)
    found = _LENGTH.search(data)
    length = int(found[1]) if found else 0
    while len(data) < data.index(b"\r\n\r\n") + 4 + length:
        data += client.recv(CHUNK)
    return data


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(CHUNK):
            sink.sendall(data)
        _end(sink)


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
