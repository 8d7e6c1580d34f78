"""The templates of documents: their environment, without Flask, in the language they are asked for.

Everything a template prints goes through `prepare_text` first (see `text_preparation`), then through autoescape.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from gettext import NullTranslations
from typing import Any

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from evaluacion.formatting import DEFAULT_ZONE, format_day, format_moment, format_number
from evaluacion.reports import charts, drawings
from evaluacion.reports.pen import INK, PAPER, Medium, level_role
from evaluacion.reports.text_preparation import prepare_text, split_paragraphs
from evaluacion.resources import LOCALE, TEMPLATES

LONGEST_ADDRESS = 500
DARK_FILLS = {"g-n4", "g-n5"}


@dataclass(frozen=True, kw_only=True)
class Writing:
    """In which language a document is written, with which catalogue, and on whose clock."""

    language: str = "es"
    translations: NullTranslations = NullTranslations()  # noqa: RUF009
    zone: str = DEFAULT_ZONE


def writing_in(language: str, *, zone: str = DEFAULT_ZONE) -> Writing:
    """Writing in `language` with the house's own catalogue; Spanish needs none, its messages are the texts."""
    return Writing(language=language, translations=_catalogue(language.split("-")[0]), zone=zone)


@lru_cache(maxsize=8)
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(LOCALE, [language])


def write_document(template: str, writing: Writing, **values: Any) -> str:
    """The HTML of a template of `templates/reports`."""
    environment = _environment(writing.language, writing.zone, writing.translations)
    return environment.get_template(f"reports/{template}").render(lang=html_language(writing.language), **values)


def translated(writing: Writing, message: str, /, **values: object) -> str:
    """A message of ours in the language of the document."""
    return writing.translations.gettext(message) % values if values else writing.translations.gettext(message)


def html_language(language: str) -> str:
    """The language tag of the document: Spanish is Mexico's."""
    return "es-MX" if language.split("-")[0] == "es" else language


def figure_text(value: float | None, decimals: int, *, language: str) -> str:
    """A figure as people read it, with a true minus sign; nothing for no value."""
    return "" if value is None else format_number(value, decimals, language=language).replace("-", "−")


@lru_cache(maxsize=8)
def _environment(language: str, zone: str, translations: NullTranslations) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        figure=partial(figure_text, language=language),
        plain_number=partial(format_number, language=language),
        day=partial(format_day, zone=zone, language=language),
        moment=partial(format_moment, zone=zone, language=language),
        paragraphs=split_paragraphs,
        grouped=grouped,
        address=address,
    )
    environment.globals.update(
        medium=Medium.PAPER,
        draw=drawings,
        steps=charts.steps,
        squares=charts.squares,
        staircase=charts.staircase,
        bar=partial(charts.bar, Medium.PAPER),
        chip_class=chip_class,
        chip_ink=chip_ink,
    )
    return environment


def chip_class(position: int, count: int) -> str:
    """The class of a level chip."""
    return level_role(position, count).removeprefix("g-")


def chip_ink(position: int, count: int) -> str:
    """The colour of what is drawn on a level's fill."""
    return PAPER if level_role(position, count) in DARK_FILLS else INK


def grouped(hexadecimal: str) -> Markup:
    """A long hash in groups of eight that break between them but copy as one word."""
    groups = [hexadecimal[start : start + 8] for start in range(0, len(hexadecimal), 8)]
    return Markup("<wbr>").join(groups)


def address(text: str) -> Markup:
    """An address of the questionnaire, whole: a break inside it would be part of what is clicked or copied."""
    return escape(text[:LONGEST_ADDRESS])


def _finalize(value: object) -> object:
    return prepare_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def iso_second(moment: datetime) -> str:
    """The moment for the metadata of a file."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
