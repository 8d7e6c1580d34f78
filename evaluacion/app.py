"""The factory: an app is this list of parts, in this order."""

from __future__ import annotations

import os

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from evaluacion import resources
from evaluacion.config import Settings, read_settings
from evaluacion.domain.errors import EvaluacionError
from evaluacion.services import accounts
from evaluacion.services.sessions import Limits
from evaluacion.storage import migrating
from evaluacion.storage.database import Database
from evaluacion.web import access, assets, background_sweep, blueprints, errors, extensions, logs, navigation, security
from evaluacion.web.account import sign_in
from evaluacion.web.browser_sessions import BrowserSessions
from evaluacion.web.extensions import Prepare, when_asked_for
from evaluacion.web.json_bodies import BoundedJson


class DemoInTheOpen(EvaluacionError):
    """The demo world, whose passwords are public, would be reachable from other machines."""


def create_app(
    settings: Settings | None = None, database: Database | None = None, *, prepare: Prepare = when_asked_for
) -> Flask:
    """The web application. Without arguments everything comes from the environment, as a WSGI server needs it.

    `prepare` is told of each new submission, to lay out its documents before anybody asks for them.

    Raises UnsafeSettings, UnsafeDatabase, DatabaseNotReady, DatabaseTooNew, DemoInTheOpen or Unavailable: it does not
    start where it could lose or give away what people entrust to it.
    """
    settings = settings or read_settings(os.environ)
    database = database or Database(settings.database_url)
    _check_database(settings, database)

    app = Flask("evaluacion", static_folder=resources.STATIC, template_folder=resources.TEMPLATES)
    app.config.update(_configuration(settings))
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.json_provider_class = BoundedJson  # Flask-Security makes its own provider from this class
    app.json = BoundedJson(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]

    logs.install(settings.log_level)
    limits = Limits(idle=settings.session_idle, absolute=settings.session_absolute)
    app.session_interface = BrowserSessions(app, database, limits)
    extensions.install(app, settings, database, prepare)
    security.install(app)
    assets.install(app)
    sign_in.install(app)
    errors.install(app)
    navigation.install(app)
    background_sweep.install(app, database, limits)
    blueprints.install(app)
    access.refuse_unguarded(app)
    return app


def _check_database(settings: Settings, database: Database) -> None:
    database.check()
    migrating.check_revision(database)
    with database.reading() as session:
        if not settings.on_loopback and accounts.has_demo_accounts(session):
            raise DemoInTheOpen(
                "Esta base tiene el mundo de demostración, con contraseñas públicas, y el sitio se abriría fuera de "
                "este equipo. Use otra base de datos, o desactive sus cuentas con «evaluacion people disable»."
            )


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "PREFERRED_URL_SCHEME": "https" if settings.https else "http",
        "MAX_CONTENT_LENGTH": settings.max_request,
        "MAX_FORM_MEMORY_SIZE": settings.max_request,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": "__Host-evaluacion" if settings.https else "evaluacion",
        "SESSION_COOKIE_SECURE": settings.https,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "es_MX",
        "BABEL_TRANSLATION_DIRECTORIES": str(resources.LOCALE),
    }
