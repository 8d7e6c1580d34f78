"""From where a request comes, as the audit log keeps it: the address hashed with a secret, plain, or not at all."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app, g, request

from evaluacion.domain.organisations import Channel, Origin
from evaluacion.web.extensions import settings

KEPT = 24


def current_origin() -> Origin:
    """The origin of this request; the request id is the one of the log and of the response."""
    return Origin(channel=Channel.WEB, address=_address(), request=str(g.get("request_id", "")))


def _address() -> str:
    address = request.remote_addr or ""
    match settings().audit_address:
        case "plain":
            return address[:64]
        case "hashed" if address:
            key = str(current_app.secret_key).encode()
            return hmac.new(key, b"audit|" + address.encode(), hashlib.sha256).hexdigest()[:KEPT]
    return ""
