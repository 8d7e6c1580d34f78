"""Gains, the order of recommendations and routes are those found by brute force."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from evaluacion.domain.engine import engine_for
from evaluacion.domain.questionnaire import Combine, Level
from evaluacion.domain.scoring import score_sheet
from tests.domain import route_oracle
from tests.domain.strategies import questionnaires, sheets

plenty = settings(
    max_examples=int(os.environ.get("ORACLE_EXAMPLES", "60")), deadline=None, suppress_health_check=list(HealthCheck)
)
JOINING = tuple(mode for mode in Combine if mode not in (Combine.MEDIAN, Combine.LADDER))


def with_reachable_levels(data, questionnaire):
    """The headline's levels at shares of its largest value, so that there is often somewhere to go."""
    headline = questionnaire.scores[questionnaire.headline]
    largest = engine_for(questionnaire).plans[headline.id].largest
    shares = sorted(data.draw(st.sets(st.sampled_from((0, 0.4, 0.6, 0.8, 1)), min_size=2, max_size=3)))
    levels = tuple(Level(id=f"N{n}", start=share * (largest or 1)) for n, share in enumerate(shares))
    caps = tuple(cap for cap in headline.caps if cap.level in {level.id for level in levels})
    advice = tuple(advice for advice in questionnaire.recommendations if "level" not in repr(advice.when))
    scores = {**questionnaire.scores, headline.id: replace(headline, levels=levels, caps=caps)}
    return replace(questionnaire, scores=scores, recommendations=advice)


@plenty
@given(st.data())
def test_gains_and_order_are_those_of_brute_force(data):
    questionnaire = data.draw(questionnaires(headline=True))
    sheet = data.draw(sheets(questionnaire))
    scorecard = score_sheet(questionnaire, sheet)
    gains, order = route_oracle.gains(questionnaire, sheet)
    assert list(scorecard.recommendations) == order
    assert dict(scorecard.gains) == pytest.approx(gains, abs=1e-9)


@plenty
@given(st.data(), st.booleans())
def test_a_small_route_is_exact_and_as_cheap_as_brute_force_finds(data, plain):
    modes = JOINING if plain else tuple(Combine)
    drawn = data.draw(questionnaires(plain=plain, most_questions=5 if plain else 4, modes=modes, headline=True))
    questionnaire = with_reachable_levels(data, drawn)
    sheet = data.draw(sheets(questionnaire))
    expected = route_oracle.cheapest(questionnaire, sheet, most=1000)
    assume(expected != "?")
    route = score_sheet(questionnaire, sheet).route
    if expected is None:
        assert route is None
    else:
        assert route is not None
        assert route.exact
        assert (sum(step.effort for step in route.steps), len(route.steps)) == expected


@settings(plenty, max_examples=25)
@given(st.data())
def test_the_steps_of_a_route_lead_to_its_level(data):
    questionnaire = with_reachable_levels(data, data.draw(questionnaires(headline=True, most_questions=8)))
    sheet = data.draw(sheets(questionnaire))
    route = score_sheet(questionnaire, sheet).route
    assume(route is not None and route.steps)
    answers = dict(sheet.answers)
    for step in route.steps:
        before = answers.get(step.question)
        if step.row is not None:
            assert ((before or {}).get(step.row) or None) == step.origin
            answers[step.question] = {**(before or {}), step.row: step.target}
        else:
            assert (tuple(dict.fromkeys(before)) if isinstance(before, tuple) else before) == (step.origin or before)
            answers[step.question] = step.target
    reached = score_sheet(questionnaire, replace(sheet, answers=answers)).readings["declared"][questionnaire.headline]
    ids = [level.id for level in questionnaire.scores[questionnaire.headline].levels]
    assert ids.index(reached.level) >= ids.index(route.to)
