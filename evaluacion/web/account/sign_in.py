"""Flask-Security set up for this house: Spanish addresses and templates, argon2, a new session at sign-in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Flask, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import user_logged_out  # type: ignore[import-untyped]
from flask_security import current_user, user_authenticated
from flask_security.signals import password_changed

from evaluacion.domain.organisations import Viewer
from evaluacion.services import signing
from evaluacion.services.passwords import MIN_LENGTH
from evaluacion.web.access import current_viewer, declare
from evaluacion.web.account import held_forms
from evaluacion.web.account.datastore import AccountDatastore, SignedInPerson
from evaluacion.web.extensions import limiter, per_minute, security, settings, writing
from evaluacion.web.origins import current_origin
from evaluacion.web.redirects import safe_target

SETTINGS: dict[str, Any] = {
    "SECURITY_LOGIN_URL": "/entrar",
    "SECURITY_LOGOUT_URL": "/salir",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_CHANGE_URL": "/cuenta/contrasena",
    "SECURITY_POST_LOGIN_VIEW": "/entrar/continuar",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_POST_CHANGE_VIEW": "/inicio",
    "SECURITY_LOGIN_USER_TEMPLATE": "account/sign_in.html",
    "SECURITY_CHANGE_PASSWORD_TEMPLATE": "account/change_password.html",
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_SEND_REGISTER_EMAIL": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    "SECURITY_PASSWORD_SALT": None,
    "SECURITY_PASSWORD_LENGTH_MIN": MIN_LENGTH,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_FRESHNESS": timedelta(minutes=-1),
    "SECURITY_DEFAULT_REMEMBER_ME": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"email": {"case_insensitive": True}}],
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": (lazy_gettext("Escriba la contraseña."), "error"),
    "SECURITY_MSG_INVALID_PASSWORD": (lazy_gettext("Esa no es su contraseña actual."), "error"),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": (lazy_gettext("La contraseña nueva debe ser distinta de la actual."), "error"),
    "SECURITY_MSG_PASSWORD_INVALID_LENGTH": (lazy_gettext("Use al menos %(length)s caracteres."), "error"),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": (lazy_gettext("Las dos contraseñas nuevas no coinciden."), "error"),
}
"""The library has no Mexican Spanish: what it may say here is said in our words. Freshness is off until passkeys and
second factors arrive with their own pages."""


def install(app: Flask) -> None:
    """Adds /entrar, /salir and /cuenta/contrasena with their guards and limits."""
    app.config.update(SETTINGS)
    security.init_app(app, AccountDatastore())
    sign_in = _only_to_this_site(_failures_recorded(app.view_functions["security.login"]))
    app.view_functions["security.login"] = limiter.limit(_sign_in_limit, methods=["POST"])(sign_in)
    declare(app.view_functions["security.login"], "public")
    declare(app.view_functions["security.logout"], "public")
    declare(app.view_functions["security.change_password"], "signed_in")
    security.login_context_processor(lambda: {"held_form": held_forms.find() is not None})
    user_authenticated.connect(_give_new_session, app)
    user_logged_out.connect(_empty_session, app)
    password_changed.connect(_say_changed, app)


def _sign_in_limit() -> str:
    return per_minute(settings().sign_ins_per_minute, hourly=5)


def _only_to_this_site(view: Callable[..., Any]) -> Callable[..., Any]:
    """A `next` that leads anywhere else is dropped before Flask-Security sees it."""

    @wraps(view)
    def checked() -> Any:
        targets = filter(None, request.values.getlist("next"))
        if any(safe_target(target, default="") != target for target in targets):
            return redirect(url_for("security.login"))
        return view()

    return checked


def _failures_recorded(view: Callable[..., Any]) -> Callable[..., Any]:
    """Who sent the form and is still nobody did not get in; the audit log knows."""

    @wraps(view)
    def recorded() -> Any:
        response = view()
        if request.method == "POST" and not current_user.is_authenticated:
            with writing() as database:
                signing.record_failed_sign_in(database, current_viewer(), request.form.get("email", ""))
        return response

    return recorded


def _give_new_session(app: Flask, user: SignedInPerson, authn_via: list[str], **_more: Any) -> None:
    session.account = user.account  # type: ignore[attr-defined]
    if authn_via != ["change"]:  # a changed password gives a new session too, and has its own entry in the log
        session.signing_in = Viewer(person=user.person, origin=current_origin())  # type: ignore[attr-defined]
    app.session_interface.regenerate(session)  # type: ignore[attr-defined]


def _empty_session(app: Flask, user: SignedInPerson, **_more: Any) -> None:
    by = Viewer(person=user.person, origin=current_origin())
    app.session_interface.empty(session, by)  # type: ignore[attr-defined]


def _say_changed(app: Flask, **_more: Any) -> None:
    flash(_("Su contraseña cambió. Las demás sesiones se cerraron."), "success")
