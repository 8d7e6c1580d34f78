"""What every response carries and every request must prove: headers, origin, CSRF token, request id."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest

from evaluacion.web.extensions import csrf, settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "hid",
        "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
UNSAFE_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class ForeignOrigin(BadRequest):
    """Another site made the browser send this."""


def install(app: Flask) -> None:
    """Every request is checked before its view, every response gets its headers."""
    app.before_request(_name_request)
    app.before_request(_check_origin_and_token)
    app.after_request(_add_headers)


def came_from_here() -> bool:
    """Whether the browser itself says that one of our own pages sent this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and _is_own(origin)


def _name_request() -> None:
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id, method=request.method, endpoint=request.endpoint)


def _check_origin_and_token() -> None:
    if request.method not in UNSAFE_METHODS or request.endpoint is None:
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null")
    if site not in ("same-origin", "none") or (origin != "null" and not _is_own(origin)):
        raise ForeignOrigin
    csrf.protect()


def _is_own(origin: str) -> bool:
    """`Origin` is «null» on our own forms, because no-referrer hides it; then `Sec-Fetch-Site` and the token decide."""
    return urlsplit(origin).netloc == request.host


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings().https:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if request.endpoint != "static" or response.status_code >= 400:
        _forbid_caching(response)
    return response


def _forbid_caching(response: Response) -> None:
    """Pages differ by person, language and theme: nothing in between keeps them."""
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Cookie")
