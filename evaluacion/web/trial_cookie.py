"""Which trial this browser has: a signed cookie that lasts as long as the trial and holds its key alone.

It is apart from the session, which ends after an hour without activity and belongs to whoever signs in.
"""

from __future__ import annotations

from flask import current_app, request
from itsdangerous import BadData, TimestampSigner
from werkzeug.wrappers import Response

from evaluacion.services.trial import LIFETIME
from evaluacion.web.extensions import settings

NAME = "evaluacion-prueba"


def read() -> str | None:
    """The key that this browser was given less than a day ago, or None."""
    signed = request.cookies.get(_name(), "")
    try:
        return _signer().unsign(signed, max_age=int(LIFETIME.total_seconds())).decode() if signed else None
    except (BadData, UnicodeError):
        return None


def give(response: Response, key: str) -> None:
    """Lets the browser keep the key for a day from now."""
    response.set_cookie(
        _name(),
        _signer().sign(key).decode(),
        max_age=LIFETIME,
        path="/",
        secure=settings().https,
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return f"__Host-{NAME}" if settings().https else NAME


def _signer() -> TimestampSigner:
    return TimestampSigner(str(current_app.secret_key), salt=NAME)
