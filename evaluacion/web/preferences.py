"""The two small forms that choose language and theme; the choice is remembered for a year."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from evaluacion.domain.errors import Invalid
from evaluacion.web.access import public
from evaluacion.web.language import LANGUAGE_COOKIE, LANGUAGES, THEME_COOKIE, THEMES
from evaluacion.web.redirects import safe_target

_YEAR = 365 * 24 * 60 * 60

blueprint = Blueprint("preferences", __name__)


@blueprint.post("/idioma")
@public
def choose_language() -> Response:
    return _remember(LANGUAGE_COOKIE, request.form.get("language", ""), LANGUAGES)


@blueprint.post("/tema")
@public
def choose_theme() -> Response:
    return _remember(THEME_COOKIE, request.form.get("theme", ""), THEMES)


def _remember(cookie: str, choice: str, choices: tuple[str, ...]) -> Response:
    if choice not in choices:
        raise Invalid(_("Esa opción no existe."))
    response = make_response(redirect(safe_target(request.form.get("next"), default="/")))
    response.set_cookie(
        cookie, choice, max_age=_YEAR if choice else 0, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return response
