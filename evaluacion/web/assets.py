"""Static files: their address carries the hash of their content, so that a browser keeps them for a year."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

from evaluacion.web.access import declare

HASH_LENGTH = 16
FOREVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=3600"


def install(app: Flask) -> None:
    """`url_for("static", filename=…)` gains `?v=<hash>`; what is asked for with the right hash may be kept for ever."""
    app.url_defaults(_add_hash)
    app.after_request(_say_how_long)
    declare(app.view_functions["static"], "public")


def _add_hash(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "v" not in values and (digest := _digest(values.get("filename", ""))):
        values["v"] = digest


def _say_how_long(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        wanted = request.args.get("v")
        is_this = wanted is not None and wanted == _digest((request.view_args or {}).get("filename", ""))
        response.headers["Cache-Control"] = FOREVER if is_this else A_WHILE
    return response


def _digest(filename: str) -> str | None:
    path = Path(str(current_app.static_folder)) / filename
    if ".." in Path(filename).parts or not path.is_file():
        return None
    stat = path.stat()
    return _digest_of(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _digest_of(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH]
