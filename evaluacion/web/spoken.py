"""Texts, numbers, days and hours in the language of this request and the zone of the institution."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import flask_babel

from evaluacion import formatting
from evaluacion.domain.errors import EvaluacionError
from evaluacion.domain.sentences import Sentence


def gettext(text: str, **values: Any) -> str:
    """The text in the language of this request, with its values filled in."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """The text for that many, `%(num)d` among its values."""
    return str(flask_babel.ngettext(one, many, num, **values))


_ = gettext


def said(text: str) -> str:
    """A sentence of the floors below in the language of this request; any other text as it is."""
    return text.translated(flask_babel.gettext) if isinstance(text, Sentence) else text


def reason_of(error: EvaluacionError) -> str:
    """What an error says, in the language of this request."""
    reason = error.args[0] if error.args else ""
    return said(reason) if isinstance(reason, Sentence) or not reason else gettext(str(reason))


def language() -> str:
    """The language of this request: «es-MX» or «en-GB»."""
    return str(flask_babel.get_locale() or formatting.DEFAULT_LANGUAGE).replace("_", "-")


def number(value: float, decimals: int | None = None) -> str:
    """«1,304» and «50.7»."""
    return formatting.format_number(value, decimals, language=language())


def day(moment: date | datetime, *, zone: str = formatting.DEFAULT_ZONE) -> str:
    """«25 de noviembre de 2026»."""
    return formatting.format_day(moment, zone=zone, language=language())


def hour(moment: datetime, *, zone: str = formatting.DEFAULT_ZONE) -> str:
    """«10:42»."""
    return formatting.format_time(moment, zone=zone, language=language())


def when(moment: datetime, *, now: datetime, zone: str = formatting.DEFAULT_ZONE) -> str:
    """«a las 10:42» today, «el 25 de noviembre de 2026 a las 10:42» before."""
    local, today = formatting.in_zone(moment, zone), formatting.in_zone(now, zone)
    if local.date() == today.date():
        return _("a las %(time)s", time=hour(moment, zone=zone))
    return _("el %(day)s a las %(time)s", day=day(moment, zone=zone), time=hour(moment, zone=zone))
