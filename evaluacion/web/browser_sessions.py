"""Sessions of browsers on the server: the cookie is only a random name, the rest can be ended at any moment.

A visitor who has nothing to remember gets a cookie at most (so that forms carry a CSRF token), never a row: the token
is derived from the cookie. Signing in gives a new name. The signed-in account is read together with the session.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Any

import structlog
from flask import Flask, Request, Response, g, request
from flask.sessions import SessionInterface
from flask_session.base import ServerSideSession

from evaluacion.domain.errors import Unavailable
from evaluacion.domain.organisations import Viewer
from evaluacion.services import sessions, signing
from evaluacion.services.accounts import Account
from evaluacion.services.sessions import Limits
from evaluacion.storage.database import Database

CSRF_KEY = "csrf_token"
_log = structlog.get_logger(__name__)
NOT_STORED = frozenset({CSRF_KEY, "fs_cc", "_permanent"})
"""The token is derived; the others are notes that Flask-Security and Flask-Session write for features not used here."""
_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}")


class BrowserSession(ServerSideSession):  # type: ignore[misc]
    """What views see as `flask.session`. `account` is the signed-in account as the database knows it now."""

    def __init__(self, initial: dict[str, Any] | None = None, *, sid: str, token: str, stored: bool = False) -> None:
        super().__init__({**(initial or {}), CSRF_KEY: token}, sid=sid)
        self.account: Account | None = None
        self.stored = stored
        self.is_stale = False
        self.reads_log = False
        self.signing_in: Viewer | None = None
        self.gave_token = False

    def __bool__(self) -> bool:
        """A session that only carries a token counts as empty: Flask-Login writes into any other."""
        return bool(self.content)

    def __getitem__(self, key: str) -> Any:
        if key == CSRF_KEY:
            self.gave_token = True
        return super().__getitem__(key)

    @property
    def content(self) -> dict[str, Any]:
        """What is worth storing."""
        return {key: value for key, value in self.items() if key not in NOT_STORED}


class BrowserSessions(SessionInterface):
    """Opens a session with the request and stores what changed with the response."""

    def __init__(self, app: Flask, database: Database, limits: Limits) -> None:
        self._database = database
        self._limits = limits
        self._key = str(app.secret_key).encode()
        self._static = f"{app.static_url_path}/"

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        if self._is_static(request) or not _COOKIE.fullmatch(cookie):
            return self._new()
        with self._database.reading() as session:
            found = sessions.find(session, cookie, self._limits)
        if found is None:
            return BrowserSession(sid=cookie, token=self._token(cookie))
        opened = BrowserSession(dict(found.data), sid=cookie, token=self._token(cookie), stored=True)
        opened.account, opened.is_stale, opened.reads_log = found.account, found.is_stale, found.reads_log
        return opened

    def empty(self, session: BrowserSession, by: Viewer) -> None:
        """Leaves nothing of a person behind, on a machine that others use too; `by` is who signs out."""
        for key in set(session) - {CSRF_KEY}:
            session.pop(key)
        session.account, session.reads_log = None, False
        with self._database.session() as database:
            sessions.end(database, session.sid)
            signing.record_sign_out(database, by)
        session.stored = False
        self.regenerate(session)

    def regenerate(self, session: BrowserSession) -> None:
        """Gives the session a new name; the old one is worth nothing from now on."""
        if session.stored:
            with self._database.session() as database:
                sessions.end(database, session.sid)
        session.sid = secrets.token_urlsafe(32)
        session.stored = False
        session[CSRF_KEY] = self._token(session.sid)
        g.pop(CSRF_KEY, None)

    def save_session(self, app: Flask, session: BrowserSession, response: Response) -> None:  # type: ignore[override]
        if self._is_static(request):
            return
        if session.accessed or session.gave_token:
            response.vary.add("Cookie")
        if session.modified and session.content:
            self._keep(app, session, response)
        elif session.modified and session.stored:
            self._forget(app, session, response)
        elif session.is_stale:
            self._touch(session)
        elif session.gave_token and not session.stored:
            self._set_cookie(app, session, response)

    def _touch(self, session: BrowserSession) -> None:
        """Reading goes on where nothing can be written; the next request tries again."""
        try:
            with self._database.session() as database:
                sessions.touch(database, session.sid)
        except Unavailable:
            _log.warning("the session could not be marked as seen")

    def _keep(self, app: Flask, session: BrowserSession, response: Response) -> None:
        person = session.account.person if session.account and session.get("_user_id") else None
        with self._database.session() as database:
            sessions.save(database, session.sid, session.content, person=person, is_new=not session.stored)
            if session.signing_in is not None:
                signing.record_sign_in(database, session.signing_in)
        self._set_cookie(app, session, response)

    def _forget(self, app: Flask, session: BrowserSession, response: Response) -> None:
        with self._database.session() as database:
            sessions.end(database, session.sid)
        name, path = self.get_cookie_name(app), self.get_cookie_path(app)
        response.delete_cookie(name, path=path, secure=self.get_cookie_secure(app), httponly=True, samesite="Lax")

    def _set_cookie(self, app: Flask, session: BrowserSession, response: Response) -> None:
        response.set_cookie(
            self.get_cookie_name(app),
            session.sid,
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
        )

    def _is_static(self, request: Request) -> bool:
        """Files are the same for everybody: they neither read a session nor give one."""
        return request.path.startswith(self._static)

    def _new(self) -> BrowserSession:
        cookie = secrets.token_urlsafe(32)
        return BrowserSession(sid=cookie, token=self._token(cookie))

    def _token(self, cookie: str) -> str:
        return hmac.new(self._key, b"csrf|" + cookie.encode(), hashlib.sha256).hexdigest()
