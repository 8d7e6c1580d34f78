"""Numbers, dates and plurals for people, by Babel: every Spanish is Mexico's (1,304 and 50.7). No Flask here.

`language` may be any tag; what Babel does not know is shown as Spanish. Dates are shown in the zone of the institution.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.lists import format_list as babel_list
from babel.numbers import format_decimal

DEFAULT_LANGUAGE = "es"
DEFAULT_ZONE = "America/Mexico_City"
_MOST_DECIMALS = 6


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The locale of a language tag: every `es*` is es_MX, an unknown one too; `en` alone is British."""
    tag = language.replace("-", "_")
    if tag == "en":
        return Locale("en", "GB")
    if tag.split("_")[0].lower() == "es":
        return Locale("es", "MX")
    try:
        return Locale.parse(tag)
    except (ValueError, UnknownLocaleError):
        return Locale("es", "MX")


def format_number(value: float, decimals: int | None = None, *, language: str = DEFAULT_LANGUAGE) -> str:
    """The number, rounded half-up, with exactly `decimals` decimals; without them, as many as it has (six at most).

    >>> format_number(1304), format_number(50.65, 1)
    ('1,304', '50.7')
    """
    places = _MOST_DECIMALS if decimals is None else decimals
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." if places else "") + ("#" if decimals is None else "0") * places
    return format_decimal(rounded + 0, format=pattern, locale=locale_of(language))


def format_percent(share: float, decimals: int = 0, *, language: str = DEFAULT_LANGUAGE) -> str:
    """A share of one as a percentage: 0.8 is «80 %»."""
    return f"{format_number(share * 100, decimals, language=language)} %"


def in_zone(moment: datetime, zone: str = DEFAULT_ZONE) -> datetime:
    """The same moment on the clock of the zone. Raises ValueError for a datetime without zone."""
    if moment.tzinfo is None:
        raise ValueError("a datetime without zone has no local time")
    return moment.astimezone(ZoneInfo(zone))


def format_day(
    day: date | datetime, *, zone: str = DEFAULT_ZONE, language: str = DEFAULT_LANGUAGE, style: str = "long"
) -> str:
    """«25 de noviembre de 2026» (`style`: short, medium, long or full); a moment becomes its day in the zone."""
    local = in_zone(day, zone).date() if isinstance(day, datetime) else day
    return babel_date(local, format=style, locale=locale_of(language))


def format_time(moment: datetime, *, zone: str = DEFAULT_ZONE, language: str = DEFAULT_LANGUAGE) -> str:
    """«10:42», on a clock of 24 hours whatever the language."""
    return babel_time(in_zone(moment, zone).time(), format="HH:mm", locale=locale_of(language))


def format_moment(
    moment: datetime, *, zone: str = DEFAULT_ZONE, language: str = DEFAULT_LANGUAGE, style: str = "long"
) -> str:
    """Day and time: «25 de noviembre de 2026, 10:42»."""
    day = format_day(moment, zone=zone, language=language, style=style)
    return f"{day}, {format_time(moment, zone=zone, language=language)}"


def format_list(items: list[str] | tuple[str, ...], *, language: str = DEFAULT_LANGUAGE) -> str:
    """«uno, dos y tres»."""
    return babel_list(list(items), locale=locale_of(language)) if items else ""


def plural(count: float, one: str, many: str, *, language: str = DEFAULT_LANGUAGE) -> str:
    """The count with its noun: «1 indicador», «42 indicadores»."""
    form = one if locale_of(language).plural_form(count) == "one" else many
    return f"{format_number(count, language=language)} {form}"
