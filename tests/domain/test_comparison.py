"""Section 7: ranks among others, and how robust they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluacion.domain.comparison import places
from evaluacion.domain.robustness import competition_ranks, rank_intervals, robust_places
from tests.domain.builders import DEGREES, build, missing, q, score, scored, single


def test_ties_share_the_smallest_rank_and_nobody_takes_the_next():
    found = places({"a": 3, "b": 1, "c": 2, "d": 2, "e": None})
    assert {unit: place.rank for unit, place in found.items()} == {"a": 1, "b": 4, "c": 2, "d": 2, "e": None}
    assert {unit: place.percentile for unit, place in found.items()} == {
        "a": 100,
        "b": 0,
        "c": pytest.approx(100 / 3),
        "d": pytest.approx(100 / 3),
        "e": None,
    }
    assert {unit: place.interval for unit, place in found.items()} == {
        "a": (1, 1),
        "b": (4, 4),
        "c": (2, 3),
        "d": (2, 3),
        "e": None,
    }


def test_values_tie_when_they_agree_to_nine_decimals():
    found = places({"a": 0.1 + 0.2, "b": 0.3, "c": 0.300000001})
    assert [found[unit].rank for unit in "abc"] == [2, 2, 1]


def test_a_unit_alone_has_a_rank_but_no_percentile():
    alone = places({"a": 5})["a"]
    assert (alone.rank, alone.percentile, alone.interval) == (1, None, (1, 1))


@given(st.dictionaries(st.text(max_size=3), st.sampled_from([None, 0, 0.1, 0.3, 0.1 + 0.2, 1]), max_size=8))
def test_ranks_are_those_of_counting_one_by_one(values):
    known = [round(value, 9) for value in values.values() if value is not None]
    for unit, place in places(values).items():
        if values[unit] is None:
            assert place.rank is None
        else:
            greater = sum(other > round(values[unit], 9) for other in known)
            tied = sum(other == round(values[unit], 9) for other in known)
            assert (place.rank, place.interval) == (1 + greater, (1 + greater, greater + tied))


@given(st.lists(st.sampled_from([0.0, 0.3, 0.1 + 0.2, 1.0, 2.0]), min_size=1, max_size=9))
def test_vectorised_ranks_are_the_plain_ones(values):
    plain = places({str(index): value for index, value in enumerate(values)})
    assert list(competition_ranks(np.array(values))) == [place.rank for place in plain.values()]


def test_intervals_are_those_of_a_plain_loop():
    dice = np.random.default_rng(3)
    values, weights, ranges = dice.random((12, 3)).round(2), np.array([1.0, 2.0, 1.0]), np.ones(3)
    draws, seed = 50, 7
    random = np.random.default_rng(seed)
    factors, coins = random.uniform(0.75, 1.25, size=(draws, 3)), random.random(draws)
    ranks = []
    for factor, coin in zip(factors, coins, strict=True):
        drawn = weights * factor / sum(weights * factor)
        if coin < 0.5:
            scores = [float(np.prod(np.maximum(row, 0.01) ** drawn)) for row in values]
        else:
            scores = [float(row @ drawn) for row in values]
        ranks.append([1 + sum(other > mine + 1e-9 for other in scores) for mine in scores])
    expected = np.percentile(np.array(ranks), [5, 95], axis=0).T
    assert rank_intervals(values, weights, ranges, draws=draws, seed=seed) == pytest.approx(expected)


def test_robust_places_count_absences_as_the_score_does_and_repeat_with_the_seed():
    questionnaire = build(
        [single("A", DEGREES), single("B", DEGREES)],
        [score("S", "mean", q("A"), q("B"), missing=missing(unanswered="zero", unknown="omit"))],
    )
    answers = {"x": {"A": "todo", "B": "todo"}, "y": {"A": "todo"}, "z": {}, "w": {"A": "ns", "B": "ns"}}
    results = {unit: scored(questionnaire, given)["S"] for unit, given in answers.items()}
    found = robust_places(questionnaire, "S", results, draws=40, seed=1)
    assert found == robust_places(questionnaire, "S", results, draws=40, seed=1)
    assert [found[unit].interval for unit in "xyzw"] == [(1, 1), (2, 2), (3, 3), None]
    assert robust_places(questionnaire, "S", {"w": results["w"]}, draws=5, seed=1)["w"].rank is None
