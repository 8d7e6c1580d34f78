"""Section 4: conditions, visibility and Kleene's three values."""

from __future__ import annotations

import pytest

from evaluacion.domain.conditions import (
    AllOf,
    AnswerState,
    AnyOf,
    Not,
    ProfileIn,
    QuestionCompares,
    QuestionIn,
    QuestionIs,
    ScoreCompares,
    ScoreLevelIn,
)
from evaluacion.domain.deciding import decide, holds
from evaluacion.domain.scoring import condition_holds, declared_facts, visible_questions
from tests.domain.builders import (
    DEGREES,
    build,
    matrix,
    multiple,
    number,
    option,
    q,
    score,
    sheet,
    single,
)

QUESTIONNAIRE = build(
    [
        single("Q", DEGREES),
        single("H", DEGREES, visible_if=QuestionIn(question="Q", options=("todo",))),
        multiple("V", option("a", 1), option("b", 2), option("na")),
        number("N", goalposts=(0, 10)),
        matrix("M", "uno", "dos"),
        single("I", DEGREES, inverted=True),
    ],
    [score("S", "mean", q("Q"), levels={"N1": 0.5, "N2": 1})],
)
TRUE, FALSE = QuestionIs(question="Q", state=AnswerState.ANSWERED), QuestionIs(question="Q", state=AnswerState.HIDDEN)
UNDECIDABLE = ProfileIn(profile="nada", values=("x",))


def decided(condition, answers=None, profile=None):
    answers = {"Q": "mitad"} if answers is None else answers
    return decide(condition, declared_facts(QUESTIONNAIRE, sheet(answers, profile=profile)))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"Q": "mitad"}, True),
        ({"Q": "nada"}, False),
        ({"Q": "na"}, True),
        ({"Q": "ns"}, False),
        ({"Q": None}, None),
        ({}, None),
    ],
)
def test_in_is_undecidable_only_when_hidden_or_unanswered(answers, expected):
    assert decided(QuestionIn(question="Q", options=("mitad", "na")), answers) is expected


def test_in_of_a_hidden_question_is_undecidable_whatever_was_stored():
    assert decided(QuestionIn(question="H", options=("todo",)), {"Q": "nada", "H": "todo"}) is None
    assert decided(QuestionIn(question="H", options=("todo",)), {"Q": "todo", "H": "todo"}) is True


def test_in_of_a_multiple_holds_when_one_chosen_option_is_listed():
    assert decided(QuestionIn(question="V", options=("b",)), {"V": ("a", "b")}) is True
    assert decided(QuestionIn(question="V", options=("b",)), {"V": ("a",)}) is False
    assert decided(QuestionIn(question="V", options=("b",)), {"V": ()}) is None


@pytest.mark.parametrize(
    ("answers", "question", "state"),
    [
        ({"Q": "mitad"}, "Q", "answered"),
        ({}, "Q", "unanswered"),
        ({"Q": "ns"}, "Q", "unknown"),
        ({"Q": "na"}, "Q", "not_applicable"),
        ({"Q": "nada", "H": "na"}, "H", "hidden"),
        ({"V": ("na",)}, "V", "not_applicable"),
        ({"N": 0}, "N", "answered"),
    ],
)
def test_exactly_one_of_the_five_states_holds(answers, question, state):
    states = [decided(QuestionIs(question=question, state=one), answers) for one in AnswerState]
    assert states == [one == state for one in AnswerState]


def test_a_row_has_a_state_and_a_value_of_its_own():
    answers = {"M": {"uno": "si", "dos": ""}}
    assert decided(QuestionIs(question="M", row="dos", state=AnswerState.UNANSWERED), answers) is True
    assert decided(QuestionIn(question="M", row="uno", options=("si",)), answers) is True
    assert decided(QuestionCompares(question="M", row="uno", at_least=1), answers) is True


def test_comparisons_read_the_questions_own_value_and_need_one():
    assert decided(QuestionCompares(question="N", at_least=0.5), {"N": 5}) is True
    assert decided(QuestionCompares(question="N", below=0.5), {"N": 5}) is False
    assert decided(QuestionCompares(question="I", at_least=1), {"I": "nada"}) is True
    assert decided(QuestionCompares(question="Q", at_least=0), {"Q": "ns"}) is None


def test_scores_are_compared_by_value_and_by_level_after_caps():
    assert decided(ScoreCompares(score="S", at_least=0.5)) is True
    assert decided(ScoreCompares(score="S", below=0.5), {}) is None
    assert decided(ScoreLevelIn(score="S", levels=("N1",))) is True
    assert decided(ScoreLevelIn(score="S", levels=("N1",)), {"Q": "nada"}) is None


def test_a_missing_profile_field_is_undecidable():
    condition = ProfileIn(profile="type", values=("municipal",))
    assert decided(condition, profile={"type": "municipal"}) is True
    assert decided(condition, profile={"type": "estatal"}) is False
    assert decided(condition, profile={"type": ""}) is None
    assert decided(condition) is None


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        (AllOf, (TRUE, UNDECIDABLE), None),
        (AllOf, (FALSE, UNDECIDABLE), False),
        (AllOf, (TRUE, TRUE), True),
        (AnyOf, (TRUE, UNDECIDABLE), True),
        (AnyOf, (FALSE, UNDECIDABLE), None),
        (AnyOf, (FALSE, FALSE), False),
    ],
)
def test_all_and_any_are_kleenes(kind, parts, expected):
    assert decided(kind(conditions=parts)) is expected


def test_undecidable_counts_as_false_only_at_the_top():
    facts = declared_facts(QUESTIONNAIRE, sheet({"Q": "mitad"}))
    assert decide(Not(condition=UNDECIDABLE), facts) is None
    assert not holds(Not(condition=UNDECIDABLE), facts)
    assert condition_holds(QUESTIONNAIRE, sheet({"Q": "mitad"}), Not(condition=FALSE))


def test_visibility_chains_whatever_the_order_of_the_file():
    chained = build(
        [
            single("C", visible_if=QuestionIn(question="B", options=("si",))),
            single("B", visible_if=QuestionIn(question="A", options=("si",))),
            single("A"),
        ]
    )
    assert visible_questions(chained, sheet({"A": "si", "B": "si"})) == ("C", "B", "A")
    assert visible_questions(chained, sheet({"A": "no", "B": "si"})) == ("A",)


def test_a_follow_up_may_show_where_its_question_is_hidden():
    shown = build(
        [
            single("A"),
            single("B", visible_if=QuestionIn(question="A", options=("si",))),
            single("C", visible_if=QuestionIs(question="B", state=AnswerState.HIDDEN)),
        ]
    )
    assert visible_questions(shown, sheet({"A": "no", "B": "si"})) == ("A", "C")
