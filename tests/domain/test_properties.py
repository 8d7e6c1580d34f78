"""Section 9: what holds for every questionnaire."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from evaluacion.domain.comparison import places
from evaluacion.domain.questionnaire import Child, Combine, Missing, MissingRule, Questionnaire
from evaluacion.domain.scorecard import Reading
from evaluacion.domain.scoring import declared_facts, score_readings, score_sheet
from tests.domain.builders import YES_NO, build, q, s, score, scored, single
from tests.domain.strategies import questionnaires, sheets

relaxed = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
UNORDERED = tuple(mode for mode in Combine if mode not in (Combine.LADDER, Combine.LAST))
SCALE_FREE = (Combine.MEAN, Combine.GEOMETRIC, Combine.HARMONIC, Combine.PERCENT_OF_MAX)
SINGLE = (Combine.MEAN, Combine.GEOMETRIC, Combine.HARMONIC, Combine.MEDIAN, Combine.MIN, Combine.MAX)


def values(questionnaire, sheet):
    return {key: result.value for key, result in score_readings(questionnaire, sheet)[Reading.DECLARED].items()}


def close(one, other):
    assert one.keys() == other.keys()
    for key in one:
        assert one[key] == (None if other[key] is None else pytest.approx(other[key], abs=1e-9)), key


def with_scores(questionnaire, change):
    return replace(questionnaire, scores={key: change(one) for key, one in questionnaire.scores.items()})


def child_outcomes(questionnaire, sheet, question):
    """What the answer to a question is worth to each of its parents."""
    facts = declared_facts(questionnaire, sheet)
    links = [link for plan in facts.engine.plans.values() for link in plan.links if link.child.question == question]
    return [facts.outcome(link) for link in links]


@relaxed
@given(st.data())
def test_improving_an_answer_never_lowers_a_score(data):
    questionnaire = data.draw(questionnaires(plain=True))
    sheet = data.draw(sheets(questionnaire))
    question = data.draw(st.sampled_from(list(questionnaire.questions.values())))
    better = data.draw(st.sampled_from([option.id for option in question.options]))
    improved = replace(sheet, answers={**sheet.answers, question.id: better})
    before, after = (child_outcomes(questionnaire, one, question.id) for one in (sheet, improved))
    worth = [outcome.value for outcome in (*before, *after)]
    assume(None not in worth and not any(outcome.absent for outcome in after))
    assume(all(new.value >= old.value for old, new in zip(before, after, strict=True)))
    old, new = values(questionnaire, sheet), values(questionnaire, improved)
    for key, value in old.items():
        assert value is None or new[key] >= value - 1e-9


@relaxed
@given(st.data())
def test_the_order_of_questions_changes_nothing_but_in_ladder_and_last(data):
    questionnaire = data.draw(questionnaires(modes=UNORDERED))
    sheet = data.draw(sheets(questionnaire))
    shuffled = with_scores(
        questionnaire, lambda one: replace(one, children=tuple(data.draw(st.permutations(one.children))))
    )
    ids = data.draw(st.permutations(list(questionnaire.questions)))
    shuffled = replace(shuffled, questions={key: questionnaire.questions[key] for key in ids})
    close(values(questionnaire, sheet), values(shuffled, sheet))


@relaxed
@given(st.data(), st.sampled_from((0.5, 3, 10)))
def test_a_common_factor_on_the_weights_changes_nothing(data, factor):
    questionnaire = data.draw(questionnaires(modes=SCALE_FREE))
    sheet = data.draw(sheets(questionnaire))
    scaled = with_scores(
        questionnaire,
        lambda one: replace(
            one, children=tuple(replace(child, weight=child.weight * factor) for child in one.children)
        ),
    )
    close(values(questionnaire, sheet), values(scaled, sheet))


@relaxed
@given(st.data(), st.sampled_from(SINGLE))
def test_a_score_with_a_single_child_equals_it(data, mode):
    questionnaire = data.draw(questionnaires(plain=True))
    sheet = data.draw(sheets(questionnaire))
    inner = data.draw(st.sampled_from(list(questionnaire.scores)))
    floor = 1e-9 if mode in (Combine.GEOMETRIC, Combine.HARMONIC) else None
    outer = score("fuera", mode, s(inner), floor=floor)
    found = values(replace(questionnaire, scores={**questionnaire.scores, "fuera": outer}), sheet)
    assert found["fuera"] == (None if found[inner] is None else pytest.approx(found[inner], abs=1e-8))


@st.composite
def trees(draw):
    """Questionnaires where each question hangs once and plainly, for the largest and the smallest value."""
    drawn = draw(questionnaires(plain=True, modes=tuple(mode for mode in Combine if mode is not Combine.LAST)))
    left = list(drawn.questions)
    scores = {}
    for key, one in drawn.scores.items():
        mine = [left.pop() for _ in range(min(len(left), draw(st.integers(1, 3))))]
        if mine:
            scores[key] = replace(one, children=tuple(Child(question=question) for question in mine), caps=())
    return replace(drawn, scores=scores, headline=None, recommendations=())


@relaxed
@given(trees())
def test_best_answers_give_the_largest_value_and_worst_the_smallest(questionnaire: Questionnaire):
    best, worst = {}, {}
    for question in questionnaire.questions.values():
        valued = [option for option in question.options if option.value is not None]
        assume(valued)
        best[question.id] = max(valued, key=lambda option: option.value).id
        worst[question.id] = min(valued, key=lambda option: option.value).id
    gates = {Combine.ALL, Combine.SHARE_MET}
    tops, lows = scored(questionnaire, best), scored(questionnaire, worst)
    for key, top in tops.items():
        reachable = questionnaire.scores[key].combine not in gates or all(line.value >= 1 for line in top.children)
        if top.value is not None and reachable:
            assert top.value == pytest.approx(top.max)
        assert top.value is None or lows[key].value is None or lows[key].value <= top.value + 1e-9


@given(st.lists(st.sampled_from(["si", "no", None]), min_size=4, max_size=4))
def test_level_k_implies_level_k_minus_1_on_a_ladder(given_answers):
    rungs = [
        score("n1", "all", q("A", accepts=("si",))),
        score("n2", "all", s("n1", at_least=1), q("B", accepts=("si",))),
        score("n3", "all", s("n2", at_least=1), q("C", accepts=("si",)), q("D", accepts=("si",))),
    ]
    ladder = score("escalones", "ladder", s("n1"), s("n2"), s("n3"))
    questions = [single(name, YES_NO) for name in "ABCD"]
    found = scored(build(questions, [*rungs, ladder]), dict(zip("ABCD", given_answers, strict=True)))
    met = [found[rung.id].value == 1 for rung in rungs]
    assert met == sorted(met, reverse=True)
    assert found["escalones"].value == sum(met)


@relaxed
@given(st.data())
def test_adding_an_institution_never_changes_anothers_score(data):
    questionnaire = data.draw(questionnaires())
    one, other = data.draw(sheets(questionnaire)), data.draw(sheets(questionnaire))
    alone = score_sheet(questionnaire, one)
    score_sheet(questionnaire, other)
    assert score_sheet(questionnaire, one) == alone
    key = next(iter(questionnaire.scores))
    mine = alone.readings[Reading.DECLARED][key].value
    assert places({"a": mine})["a"].value == places({"a": mine, "b": 1.0})["a"].value


@relaxed
@given(st.data())
def test_a_stored_result_recomputes_to_the_same_value(data):
    questionnaire = data.draw(questionnaires())
    sheet = data.draw(sheets(questionnaire))
    again = replace(questionnaire)
    assert again is not questionnaire
    assert score_sheet(again, sheet) == score_sheet(questionnaire, sheet)


@relaxed
@given(st.data())
def test_contributions_add_up_to_the_value_before_round(data):
    questionnaire = data.draw(questionnaires())
    sheet = data.draw(sheets(questionnaire))
    unrounded = with_scores(questionnaire, lambda one: replace(one, round_decimals=None))
    for results in score_readings(unrounded, sheet).values():
        for key, result in results.items():
            if unrounded.scores[key].combine in (Combine.SUM, Combine.MEAN, Combine.PERCENT_OF_MAX):
                parts = [line.contribution for line in result.children if line.contribution is not None]
                assert result.value is None or sum(parts) == pytest.approx(result.value, abs=1e-9)


@relaxed
@given(st.data())
def test_no_absence_lifts_a_score_above_its_largest_value_unless_values_are_negative(data):
    questionnaire = data.draw(questionnaires(plain=True))
    kept = Missing(unanswered=MissingRule.FULL, unknown=MissingRule.FULL, not_applicable=MissingRule.FULL)
    questionnaire = with_scores(questionnaire, lambda one: replace(one, missing=kept))
    for result in score_readings(questionnaire, data.draw(sheets(questionnaire)))[Reading.DECLARED].values():
        assert result.value is None or result.max is None or result.value <= result.max + 1e-9
