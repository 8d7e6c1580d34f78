"""Numbers and dates as people in Mexico read them."""

from datetime import UTC, date, datetime

import pytest

from evaluacion.formatting import (
    format_day,
    format_list,
    format_moment,
    format_number,
    format_percent,
    format_time,
    locale_of,
    plural,
)

MOMENT = datetime(2026, 11, 26, 4, 42, tzinfo=UTC)


@pytest.mark.parametrize("language", ["es", "es-MX", "es_MX", "es-AR", "es_ES", "xx", "", "no tag at all"])
def test_every_spanish_and_every_unknown_language_writes_numbers_as_mexico_does(language: str) -> None:
    assert format_number(1234.5, 1, language=language) == "1,234.5"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(50.65, 1, "50.7"), (1.005, 2, "1.01"), (2.5, 0, "3"), (-0.4, 0, "0"), (1304, None, "1,304"), (0.5, None, "0.5")],
)
def test_numbers_round_half_up_and_keep_the_decimals_asked_for(value: float, decimals: int | None, text: str) -> None:
    assert format_number(value, decimals) == text


def test_a_moment_is_shown_on_the_clock_of_the_institution() -> None:
    assert format_moment(MOMENT) == "25 de noviembre de 2026, 22:42"
    assert format_moment(MOMENT, zone="America/Tijuana") == "25 de noviembre de 2026, 20:42"
    assert format_time(MOMENT, zone="America/Cancun") == "23:42"


def test_a_date_has_no_zone_and_a_moment_without_one_is_refused() -> None:
    assert format_day(date(2026, 1, 2)) == "2 de enero de 2026"
    with pytest.raises(ValueError, match="without zone"):
        format_time(datetime(2026, 1, 2))


def test_plurals_lists_and_shares_read_as_sentences() -> None:
    assert plural(1, "indicador", "indicadores") == "1 indicador"
    assert plural(1042, "indicador", "indicadores") == "1,042 indicadores"
    assert format_list(["a", "b", "c"]) == "a, b y c"
    assert format_list([]) == ""
    assert format_percent(0.805, 0) == "81 %"
    assert str(locale_of("en")) == "en_GB"
