"""Section 6: the cheapest route to the next level."""

from __future__ import annotations

import pytest

from evaluacion.domain.conditions import ChildrenCompare, ProfileIn, Quantifier, QuestionIn, ScoreCompares
from evaluacion.domain.questionnaire import Effort, Recommendation
from evaluacion.domain.scoring import score_sheet
from tests.domain.builders import DEGREES, YES_NO, build, matrix, missing, options, q, s, score, sheet, single

FOUR = options(n0=0, n1=25, n2=50, n3=75, n4=100)
FIFTHS = {"N1": 0, "N2": 20, "N3": 40, "N4": 60, "N5": 80}


def route_of(questions, scores, answers, *efforts, headline="S", **more):
    """`efforts` are triples (question, option, effort)."""
    advice = tuple(
        Recommendation(
            id=f"{asked}-{chosen}", when=QuestionIn(question=asked, options=(chosen,)), action="", effort=effort
        )
        for asked, chosen, effort in efforts
    )
    questionnaire = build(questions, scores, headline=headline, recommendations=advice)
    return score_sheet(questionnaire, sheet(answers, **more)).route


def steps(route):
    return [(step.question, step.origin, step.target) for step in route.steps]


AB = [single("A", DEGREES), single("B", DEGREES)]
HALF = {"bajo": 0, "alto": 0.5}


def test_the_fewest_steps_of_one_option_each():
    route = route_of(AB, [score("S", "mean", q("A", weight=3), q("B"), levels=HALF)], {"A": "nada", "B": "nada"})
    assert (route.to, route.exact) == ("alto", True)
    assert steps(route) == [("A", "nada", "mitad"), ("A", "mitad", "todo")]
    assert [step.effort for step in route.steps] == [2, 2]


def test_less_effort_goes_before_fewer_steps():
    asked = [single("A", YES_NO), single("B", DEGREES)]
    total = score("S", "sum", q("A"), q("B"), levels={"bajo": 0, "alto": 1})
    costly = ("A", "no", Effort.HIGH), ("B", "nada", Effort.LOW), ("B", "mitad", Effort.LOW)
    assert steps(route_of(asked, [total], {"A": "no", "B": "nada"}, *costly)) == [
        ("B", "nada", "mitad"),
        ("B", "mitad", "todo"),
    ]
    equal = ("A", "no", Effort.MEDIUM), ("B", "nada", Effort.LOW), ("B", "mitad", Effort.LOW)
    assert steps(route_of(asked, [total], {"A": "no", "B": "nada"}, *equal)) == [("A", "no", "si")]


@pytest.mark.parametrize(
    ("levels", "answers"),
    [({}, {"A": "nada", "B": "nada"}), (HALF, {"A": "todo", "B": "todo"}), (HALF, {"A": "nada"})],
)
def test_there_is_none_without_levels_at_the_top_or_without_value(levels, answers):
    assert route_of(AB, [score("S", "mean", q("A"), q("B"), levels=levels)], answers) is None


def test_there_is_none_where_nothing_leads_to_the_next_level():
    assert (
        route_of(AB, [score("S", "mean", q("A"), q("B"), levels={"a": 0, "b": 2})], {"A": "nada", "B": "nada"}) is None
    )


def test_below_the_first_level_the_next_is_the_first():
    total = score("S", "mean", q("A"), q("B"), levels={"uno": 0.5})
    assert route_of(AB, [total], {"A": "nada", "B": "mitad"}).to == "uno"


def test_a_cap_is_lifted_by_the_child_that_it_looks_at():
    low = ChildrenCompare(quantifier=Quantifier.ANY_CHILD, below=0.5)
    total = score("S", "mean", q("A", weight=9), q("B"), levels=HALF, caps=[(low, "bajo")])
    assert steps(route_of(AB, [total], {"A": "todo", "B": "nada"})) == [("B", "nada", "mitad")]
    named = [
        score("T", "mean", q("B")),
        score("S", "mean", q("A"), s("T"), levels=HALF, caps=[(ScoreCompares(score="T", below=1), "bajo")]),
    ]
    assert len(route_of(AB, named, {"A": "todo", "B": "nada"}).steps) == 2


def test_a_cap_of_the_profile_that_holds_closes_the_way():
    held = ProfileIn(profile="type", values=("x",))
    total = score("S", "mean", q("A"), q("B"), levels=HALF, caps=[(held, "bajo")])
    answers = {"A": "nada", "B": "mitad"}
    assert route_of(AB, [total], answers, profile={"type": "x"}) is None
    assert len(route_of(AB, [total], answers, profile={"type": "y"}).steps) == 1


def test_a_question_that_comes_into_sight_is_part_of_the_route():
    follow = single("B", DEGREES, visible_if=QuestionIn(question="A", options=("todo",)))
    total = score("S", "sum", q("A"), q("B"), missing=missing(unanswered="null"), levels={"bajo": 0, "alto": 1.5})
    route = route_of([single("A", DEGREES), follow], [total], {"A": "mitad"})
    assert steps(route) == [("A", "mitad", "todo"), ("B", None, "nada"), ("B", "nada", "mitad")]
    assert route.exact


def test_an_option_whose_needs_are_not_met_is_no_step():
    total = score("S", "sum", q("A", needs={"todo": ["note"]}), q("B"), levels={"bajo": 0, "alto": 1})
    assert steps(route_of(AB, [total], {"A": "mitad", "B": "nada"})) == [("B", "nada", "mitad")]


def test_rows_of_a_matrix_are_steps_of_their_own():
    total = score("S", "mean", q("M"), levels=HALF)
    route = route_of([matrix("M", "uno", "dos", found=DEGREES)], [total], {"M": {"uno": "nada", "dos": "mitad"}})
    assert [(step.row, step.origin, step.target) for step in route.steps] in (
        [("uno", "nada", "mitad")],
        [("dos", "mitad", "todo")],
    )


def test_a_ladder_is_climbed_rung_by_rung():
    asked = [single(name, YES_NO) for name in "ABCD"]
    scores = [
        score("P", "all", q("A"), q("B")),
        score("Q", "all", q("C"), q("D")),
        score("S", "ladder", s("P"), s("Q"), levels={"cero": 0, "uno": 1, "dos": 2}),
    ]
    route = route_of(asked, scores, {"A": "si", "B": "no", "C": "si", "D": "no"})
    assert (route.to, route.exact, steps(route)) == ("uno", True, [("B", "no", "si")])


def forty_two(mode="mean", **more):
    parts = [score(f"R{r}", "mean", *(q(f"R{r}-{i}") for i in range(7))) for r in range(6)]
    questions = [single(f"R{r}-{i}", FOUR) for r in range(6) for i in range(7)]
    return questions, [*parts, score("S", mode, *(s(part.id) for part in parts), levels=FIFTHS, **more)]


def test_forty_two_answers_in_means_of_means_are_solved_exactly():
    questions, scores = forty_two()
    answers = {asked.id: "n1" for asked in questions}
    route = route_of(questions, scores, answers, *((asked.id, "n1", Effort.LOW) for asked in questions[:20]))
    assert (route.to, route.exact) == ("N3", True)
    assert len(route.steps) == 26
    assert sum(step.effort for step in route.steps) == 20 + 6 * 2


def test_caps_of_forty_two_answers_are_met_exactly():
    low = ChildrenCompare(quantifier=Quantifier.ANY_CHILD, below=40)
    questions, scores = forty_two(caps=[(low, "N3")])
    answers = {asked.id: "n0" if asked.id.startswith("R0") else "n3" for asked in questions}
    route = route_of(questions, scores, answers)
    assert (route.to, route.exact, len(route.steps)) == ("N4", True, 12)
    assert {step.question[:2] for step in route.steps} == {"R0"}


def test_elsewhere_the_route_is_greedy_and_says_so():
    questions, scores = forty_two("median")
    route = route_of(questions, scores, {asked.id: "n1" for asked in questions})
    assert (route.to, route.exact) == ("N3", False)
    assert len(route.steps) <= 20


def test_twice_hung_answers_are_still_exact_where_they_are_few():
    scores = [score("T", "mean", q("A"), q("B")), score("S", "mean", s("T"), q("A"), levels={"bajo": 0, "alto": 0.7})]
    route = route_of(AB, scores, {"A": "nada", "B": "nada"})
    assert route.exact
    assert [step.question for step in route.steps] == ["A", "A"]
