"""What a person had typed when their session was gone: kept with the browser's new session until they sign in.

Only forms that came from our own pages are held (the browser says so), so nobody can plant one.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, session

from evaluacion.web.security import came_from_here

HELD = "held_form"
MAX_HELD = 512 * 1024
_NOT_HELD = frozenset({"csrf_token", "password", "new_password", "new_password_confirm"})


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldForm:
    path: str
    fields: tuple[tuple[str, str], ...]


def current_form() -> HeldForm:
    """The form this request brought, without token and passwords."""
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name not in _NOT_HELD)
    return HeldForm(path=request.path, fields=fields)


def current_answers() -> HeldForm | None:
    """The same where it can be sent again: it came from one of our pages and holds no password."""
    if request.method != "POST" or not came_from_here() or _NOT_HELD & set(request.form) - {"csrf_token"}:
        return None
    form = current_form()
    return form if form.fields else None


def hold() -> bool:
    """Keeps the form of this request; False when there is none or it is too large."""
    form = current_form()
    size = sum(len(name) + len(value) for name, value in form.fields)
    if not form.fields or size > MAX_HELD or request.files:
        return False
    session[HELD] = {"path": form.path, "fields": [list(field) for field in form.fields]}
    return True


def find() -> HeldForm | None:
    """The form held for this browser."""
    held = session.get(HELD)
    if not held:
        return None
    return HeldForm(path=held["path"], fields=tuple((name, value) for name, value in held["fields"]))


def drop() -> None:
    """Forgets it."""
    session.pop(HELD, None)
