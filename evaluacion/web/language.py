"""Which language and theme this browser has chosen: two small cookies that hold nothing personal."""

from __future__ import annotations

from flask import request

from evaluacion.formatting import locale_of

LANGUAGES = ("es", "en")
THEMES = ("light", "dark", "")
LANGUAGE_COOKIE = "idioma"
THEME_COOKIE = "tema"


def current_language() -> str:
    """«es» unless this browser chose another language we speak."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def current_theme() -> str:
    """«light», «dark», or empty for that of the machine."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def current_locale() -> str:
    """The same for Babel: es_MX for Spanish."""
    return str(locale_of(current_language()))
