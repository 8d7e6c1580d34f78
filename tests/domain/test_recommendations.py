"""Section 6: which recommendations fire and in which order."""

from __future__ import annotations

import pytest

from evaluacion.domain.conditions import AllOf, AnswerState, ProfileIn, QuestionIn, QuestionIs, ScoreCompares
from evaluacion.domain.questionnaire import Effort, Priority, Recommendation
from evaluacion.domain.scoring import score_sheet
from tests.domain.builders import (
    DEGREES,
    build,
    matrix,
    missing,
    multiple,
    number,
    option,
    q,
    s,
    score,
    sheet,
    single,
)

LOW = ("nada", "mitad")


def advice(key, when, effort=None):
    return Recommendation(id=key, when=when, action="", effort=effort)


def on(question, *options, row=None):
    return QuestionIn(question=question, options=options or LOW, row=row)


def card(questions, total, recommendations, answers, **more):
    questionnaire = build(questions, [total], headline=total.id, recommendations=tuple(recommendations), **more)
    return score_sheet(questionnaire, sheet(answers))


AB = [single("A", DEGREES), single("B", DEGREES)]


def test_only_what_holds_of_the_declared_answers_fires():
    found = card(AB, score("S", "sum", q("A"), q("B")), [advice("1", on("A")), advice("2", on("B"))], {"A": "nada"})
    assert found.recommendations == ("1",)


def test_the_larger_gain_times_effort_comes_first_and_ties_keep_the_file():
    total = score("S", "mean", q("A", weight=3), q("B", weight=1))
    answers = {"A": "nada", "B": "nada"}
    given = [advice("b", on("B"), Effort.LOW), advice("a", on("A"), Effort.HIGH), advice("b2", on("B"), Effort.LOW)]
    found = card(AB, total, given, answers)
    assert found.recommendations == ("b", "a", "b2")
    assert found.gains == pytest.approx({"b": 0.125, "a": 0.375, "b2": 0.125})
    assert card(AB, total, [advice("b", on("B")), advice("a", on("A"))], answers).recommendations == ("a", "b")


def test_the_factors_of_effort_are_the_questionnaires():
    total = score("S", "mean", q("A", weight=3), q("B", weight=1))
    given = [advice("a", on("A"), Effort.HIGH), advice("b", on("B"), Effort.LOW)]
    steep = Priority(effort={Effort.LOW: 10, Effort.MEDIUM: 2, Effort.HIGH: 1})
    assert card(AB, total, given, {"A": "nada", "B": "nada"}, priority=steep).recommendations == ("b", "a")


def test_those_on_scores_or_several_questions_come_after_in_file_order():
    both = AllOf(conditions=(on("A"), on("B")))
    given = [
        advice("score", ScoreCompares(score="S", below=1)),
        advice("both", both),
        advice("profile", ProfileIn(profile="type", values=("x",))),
        advice("a", on("A")),
        advice("same", AllOf(conditions=(on("A"), QuestionIs(question="A", state=AnswerState.ANSWERED)))),
    ]
    found = card(AB, score("S", "sum", q("A"), q("B")), given, {"A": "nada", "B": "nada"})
    assert found.recommendations == ("a", "same", "score", "both")
    assert set(found.gains) == {"a", "same"}


def test_without_headline_they_keep_the_order_of_the_file():
    questionnaire = build(
        AB, [score("S", "sum", q("B", weight=9), q("A"))], recommendations=(advice("a", on("A")), advice("b", on("B")))
    )
    found = score_sheet(questionnaire, sheet({"A": "nada", "B": "nada"}))
    assert (found.recommendations, found.gains, found.route) == (("a", "b"), {}, None)


def test_gains_are_zero_where_the_headline_has_no_value_or_the_question_does_not_lead_to_it():
    total = score("S", "sum", q("A"))
    assert card(AB, total, [advice("b", on("B"))], {"A": "nada", "B": "nada"}).gains == {"b": 0}
    both = score("S", "sum", q("A"), q("B"))
    assert card(AB, both, [advice("b", on("B"))], {"B": "nada"}).gains == {"b": 0}


@pytest.mark.parametrize(
    ("child", "question", "answer", "gain"),
    [
        (q("A"), single("A", DEGREES), "nada", 0.5),
        (q("A"), single("A", DEGREES), "todo", 0),
        (q("A", accepts=("mitad", "todo")), single("A", DEGREES), "nada", 1),
        (q("A", values={"nada": 2}), single("A", DEGREES), "mitad", 0.5),
        (q("A", needs={"mitad": ["note"]}), single("A", DEGREES), "nada", 1),
        (q("A"), number("A", goalposts=(0, 10), minimum=0), 4, 0.6),
        (q("A"), number("A", goalposts=(10, 0), minimum=0), 4, 0.4),
        (q("A"), number("A", goalposts=(2, 10), minimum=0), 1, 1),
        (q("A"), number("A", maximum=9), 4, 5),
        (q("A", at_least=6), number("A", maximum=9), 4, 1),
        (q("A"), multiple("A", option("a", 0.2), option("b", 0.5), option("c", 0.4)), ("a",), 0.5),
        (q("A"), multiple("A", option("a", 0.2), option("b", 0.5), cap=0.6), ("a",), 0.4),
        (q("A"), multiple("A", option("z", 0, exclusive=True), option("b", 0.5)), ("z",), 0.5),
        (q("A", row="uno"), matrix("A", "uno", "dos", found=DEGREES), {"uno": "mitad"}, 0.5),
    ],
)
def test_one_option_up_is_the_next_larger_value_on_the_path(child, question, answer, gain):
    when = QuestionIs(question="A", row=child.row, state=AnswerState.ANSWERED)
    total = score("S", "sum", child)
    assert card([question], total, [advice("a", when)], {"A": answer}).gains == pytest.approx({"a": gain})


@pytest.mark.parametrize(("rule", "gain"), [("zero", 0.25), ("omit", 0), ("full", 0), ("null", 0)])
def test_an_absence_rises_only_where_it_counts_as_zero(rule, gain):
    total = score("S", "mean", q("A"), q("B"), missing=missing(unknown=rule))
    when = QuestionIs(question="A", state=AnswerState.UNKNOWN)
    found = card(AB, total, [advice("a", when)], {"A": "ns", "B": "todo"})
    assert found.gains == pytest.approx({"a": gain})


def test_the_path_is_that_of_the_headline_not_of_another_score():
    questionnaire = build(
        AB,
        [
            score("aparte", "sum", q("A", values={"mitad": 9})),
            score("T", "mean", q("A"), q("B")),
            score("S", "sum", s("T", weight=10)),
        ],
        headline="S",
        recommendations=(advice("a", on("A")),),
    )
    assert score_sheet(questionnaire, sheet({"A": "nada", "B": "nada"})).gains == pytest.approx({"a": 2.5})
