from __future__ import annotations

import pytest

from evaluacion.domain.numbers import display_value, reaches, round_half_up
from evaluacion.domain.questionnaire import Display
from tests.domain.builders import q, score


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1.005, 2, 1.01),
        (2.675, 2, 2.68),
        (0.5, 0, 1.0),
        (1.5, 0, 2.0),
        (2.5, 0, 3.0),
        (0.15, 1, 0.2),
        (0.1 + 0.2, 1, 0.3),
        (49.4999999999, 0, 50.0),
        (49.49999, 0, 49.0),
        (-0.5, 0, -1.0),
        (1e300, 2, 1e300),
    ],
)
def test_halves_go_up_as_the_decimal_text_reads(value, decimals, expected):
    assert round_half_up(value, decimals) == expected


def test_a_rounded_zero_has_no_sign():
    assert str(round_half_up(-0.0000001, 1)) == "0.0"


def test_noise_of_binary_fractions_does_not_miss_a_threshold():
    assert reaches(0.7 + 0.1, 0.8)
    assert reaches(1 / 3, 0.3333333333333333)
    assert not reaches(0.7999999, 0.8)


def test_display_maps_the_unit_and_rounds_half_up():
    shown = score("S", "mean", q("Q"), display=Display(source=(0, 1), target=(0, 100), decimals=1))
    assert display_value(shown, 0.71249) == 71.2
    assert display_value(shown, 0.7125) == 71.3


def test_display_may_turn_the_scale_around():
    shown = score("S", "mean", q("Q"), display=Display(source=(1, 5), target=(100, 0), decimals=0))
    assert display_value(shown, 2.0) == 75.0


def test_without_display_two_decimals_are_shown():
    assert display_value(score("S", "mean", q("Q")), 2 / 3) == 0.67
