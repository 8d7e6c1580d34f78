"""What every page shows around its content: navigation, language, theme, who has signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, session
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.exceptions import HTTPException

from evaluacion.web.language import current_locale, current_theme


@dataclass(frozen=True, kw_only=True, slots=True)
class NavigationItem:
    url: str
    text: str
    is_current: bool


def install(app: Flask) -> None:
    """Gives every template `language`, `theme`, `here`, `navigation` and `person` (None before signing in)."""
    app.context_processor(_around_the_page)


def _around_the_page() -> dict[str, Any]:
    return {
        "language": current_locale().replace("_", "-"),
        "theme": current_theme(),
        "here": _here(),
        "navigation": _items(),
        "person": current_user if current_user.is_authenticated else None,
    }


def _here() -> str:
    """The page to come back to: this one, or for one that came from a form, the page that is read at its address."""
    if request.method != "GET" and not _is_read(request.path):
        return "/"
    return request.full_path.rstrip("?")


def _is_read(path: str) -> bool:
    try:
        current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return True


def _items() -> tuple[NavigationItem, ...]:
    if current_user.is_authenticated:
        log = (("/bitacora", _("Bitácora")),) if getattr(session, "reads_log", False) else ()
        pages = (
            ("/inicio", _("Mis diagnósticos")),
            *log,
            ("/cuestionarios", _("Cuestionarios")),
            ("/ayuda", _("Ayuda")),
        )
    else:
        pages = (("/probar", _("Probar sin cuenta")), ("/cuestionarios", _("Cuestionarios")), ("/entrar", _("Entrar")))
    return tuple(NavigationItem(url=url, text=text, is_current=request.path == url) for url, text in pages)
