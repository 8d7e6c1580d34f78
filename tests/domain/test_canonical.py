"""Canonical JSON: the same value always has the same text, as RFC 8785 writes it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluacion.domain.canonical import canonical_json, sha256_of

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (50, "50"), (0.1, "0.1"), (-1.5, "-1.5"), (1e21, "1e+21"),
        (1e20, "100000000000000000000"), (333333333.33333329, "333333333.3333333"), (1e30, "1e+30"), (4.5, "4.5"),
        (2e-3, "0.002"), (1e-27, "1e-27"), (1e-7, "1e-7"), (1e-6, "0.000001"), (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"), (9007199254740992, "9007199254740992"),
        (9007199254740993, "9007199254740992"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_ecmascript_does(number: float, text: str) -> None:
    assert canonical_json(number) == text


def test_keys_are_sorted_by_utf16_units_and_nothing_is_escaped_that_need_not_be() -> None:
    value = {
        "\u20ac": "Euro",
        "\r": "CR",
        "1": "uno",
        "\U0001f600": "cara",
        "\u0080": "control",
        "\u00f6": "ö",
        "\ufb33": "x",
    }
    assert list(json.loads(canonical_json(value))) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert canonical_json('ñ/\u2028\x1f"\\') == '"ñ/\u2028\\u001f\\"\\\\"'


@given(VALUES)
def test_what_is_read_back_is_equal_and_is_written_the_same(value: object) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


def test_moments_are_written_in_utc() -> None:
    moment = datetime(2026, 11, 25, 10, 42, tzinfo=timezone(timedelta(hours=-6)))
    assert canonical_json(moment) == '"2026-11-25T16:42:00.000000Z"'
    assert canonical_json(moment.astimezone(UTC)) == canonical_json(moment)
    assert canonical_json(date(2026, 1, 2)) == '"2026-01-02"'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_has_no_exact_json_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        canonical_json(value)
    with pytest.raises(TypeError):
        canonical_json(object())


def test_the_hash_is_that_of_the_utf8_bytes() -> None:
    assert sha256_of("ñ") == "024bb90888ca89a15a19e9bdd8c712bfb070465fce1ef25e43c170ea44fc5e5f"
