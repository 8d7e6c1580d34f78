"""Numbers, days and hours in the language of this request and the zone of the institution."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import get_locale
from flask_babel import gettext as _

from evaluacion import formatting


def language() -> str:
    """The language of this request: «es» or «en»."""
    return str(get_locale() or formatting.DEFAULT_LANGUAGE).replace("_", "-")


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
