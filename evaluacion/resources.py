"""Where questionnaires, templates and static files lie: inside an installed package or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_resources"
ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent

QUESTIONNAIRES = ROOT / "questionnaires"
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
FONTS = STATIC / "fonts"
LOCALE = _PACKAGE / "locale"
