# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Section 6 of the contract, worked by hand: arithmetic, order of recommendations and the cheapest route."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cases.contract.bench import made, score, t

LEVELS = "levels: [{id: N1, from: 0}, {id: N2, from: 0.5}, {id: N3, from: 0.75}, {id: N4, from: 1}]"


def route(yaml: str, answers: dict, **beside: Any) -> Any:
    return score(yaml, answers, **beside)["route"]


def steps(yaml: str, answers: dict, **beside: Any) -> list[tuple]:
    return [tuple(step.values()) for step in route(yaml, answers, **beside)["steps"]]


def advice(*lines: str) -> str:
    return "\n".join(["recommendations:", *(f"  - {{id: {line}, action: R.}}" for line in lines)])


def fired(yaml: str, answers: dict, **beside: Any) -> list[str]:
    found: list[str] = score(yaml, answers, **beside)["recommendations"]
    return found


@pytest.mark.parametrize(("policy", "contribution"), [("zero", 0), ("full", 0.75), ("omit", None)])
def test_contributions_add_up_with_imputed_children(policy, contribution):
    yaml = made(
        f"t: {{combine: mean, of: [{{question: A, weight: 3}}, B], missing: {{unanswered: {policy}}}}}",
        A="abc",
        B="abc",
    )
    result = t(yaml, {"B": "c"})
    first = result["children"][0]
    assert (first["value"], first["absent"], first["weight"]) == (None, "unanswered", 3)
    assert first["contribution"] in ([0, None] if contribution is None else [contribution])
    assert sum(child["contribution"] or 0 for child in result["children"]) == pytest.approx(result["value"])


def test_children_stand_in_the_order_of_the_file_with_unweighted_values():
    yaml = made(
        "t: {combine: percent_of_max, of: [s, {question: B, weight: 2}, {question: C, row: p}]}\ns: {combine: sum, of: [A]}",
        A="lv",
        B="lv",
        C="type: matrix, rows: {p: P}, options: abc",
    )
    children = t(yaml, {"A": "3", "B": "1", "C": {"p": "b"}})["children"]
    assert [(child["id"], child["value"], child["weight"]) for child in children] == [
        ("s", 3, 1),
        ("B", 1, 2),
        ("C", 0.5, 1),
    ]
    assert [child["contribution"] for child in children] == pytest.approx([300 / 13, 200 / 13, 50 / 13])


@pytest.mark.parametrize(
    "combine",
    ["geometric, floor: 0.1", "harmonic, floor: 0.1", "median", "min", "max", "all", "share_met", "ladder", "last"],
)
def test_there_are_no_contributions_elsewhere(combine):
    assert [
        child["contribution"]
        for child in t(made(f"t: {{combine: {combine}, of: [A, B]}}", A="abc", B="abc"), {"A": "c", "B": "c"})[
            "children"
        ]
    ] == [None, None]


WEIGHED = f"t: {{combine: mean, of: [{{question: A, weight: 2}}, B, C], {LEVELS}}}"  # 4 parts: A 2, B 1, C 1


def test_without_headline_there_is_neither_route_nor_order():
    head = 'questionnaire: {id: x, version: "1.0", language: es-MX, title: T}\n'
    yaml = made(
        WEIGHED,
        advice("B1, when: {question: B, in: [a]}", "A1, when: {question: A, in: [a]}"),
        A="abc",
        B="abc",
        C="abc",
    )
    unit = score(yaml, {"A": "a", "B": "a", "C": "a"}, head=head)
    assert (unit["recommendations"], unit["route"]) == (["B1", "A1"], None)


def test_at_the_top_there_is_no_route():
    assert route(made(WEIGHED, A="abc", B="abc", C="abc"), {"A": "c", "B": "c", "C": "c"}) is None


def test_without_levels_there_is_no_route():
    assert route(made("t: {combine: mean, of: [A]}", A="abc"), {"A": "a"}) is None


def test_the_fewest_steps_of_equal_effort():
    # 0.5·B + ... = 0.375 now (A b 1, B b 0.5, C a 0 over 4); N2 asks 0.5: one step of A gives 0.25
    yaml = made(WEIGHED, A="abc", B="abc", C="abc")
    assert route(yaml, {"A": "b", "B": "b", "C": "a"}) == {
        "to": "N2",
        "exact": True,
        "steps": [{"question": "A", "from": "b", "to": "c"}],
    }


def test_the_lowest_total_effort_comes_before_the_fewest_steps():
    # A b→c costs 3; B b→c and … B is at b: one step gives 0.125 and costs 1: 0.375 + 0.125 reaches 0.5
    rest = advice("RA, when: {question: A, in: [b]}, effort: high", "RB, when: {question: B, in: [b]}, effort: low")
    yaml = made(WEIGHED, rest, A="abc", B="abc", C="abc")
    assert steps(yaml, {"A": "b", "B": "b", "C": "a"}) == [("B", "b", "c")]


def test_two_low_steps_beat_one_high_step():
    # 0.25 now (A b 1 over 4); to N2: A b→c (0.25) at effort 3, or B a→b→c (0.25) at 1 + 1
    rest = advice("RA, when: {question: A, in: [b]}, effort: high", "RB, when: {question: B, in: [a, b]}, effort: low")
    yaml = made(WEIGHED, rest, A="abc", B="abc", C="abc")
    assert steps(yaml, {"A": "b", "B": "a", "C": "a"}) == [("B", "a", "b"), ("B", "b", "c")]


def test_without_recommendation_a_step_costs_2():
    # A b→c at 2 (none) against B a→b→c at 1 + 2
    rest = advice("RB, when: {question: B, in: [a]}, effort: low")
    yaml = made(WEIGHED, rest, A="abc", B="abc", C="abc")
    assert steps(yaml, {"A": "b", "B": "a", "C": "a"}) == [("A", "b", "c")]


def test_a_route_of_several_steps_reaches_the_next_level_only():
    yaml = made(WEIGHED, A="abc", B="abc", C="abc")
    found = route(yaml, {"A": "a", "B": "a", "C": "a"})
    assert (found["to"], len(found["steps"])) == ("N2", 2)
    assert {step["question"] for step in found["steps"]} == {"A"}


def test_a_route_must_also_lift_what_a_cap_holds_down():
    caps = "caps: [{when: {any_child: {below: 0.5}}, level: N1}]"
    yaml = made(
        f"t: {{combine: mean, of: [{{question: A, weight: 2}}, B, C], {LEVELS}, {caps}}}", A="abc", B="abc", C="abc"
    )
    assert t(yaml, {"A": "c", "B": "c", "C": "a"})["level"] == "N1"
    assert route(yaml, {"A": "c", "B": "c", "C": "a"}) == {
        "to": "N2",
        "exact": True,
        "steps": [{"question": "C", "from": "a", "to": "b"}],
    }


def test_a_route_through_a_nested_geometric_score():
    yaml = made(
        "t: {combine: geometric, floor: 0.01, of: [u, v], levels: [{id: N1, from: 0}, {id: N2, from: 0.6}]}\nu: {combine: mean, of: [A]}\nv: {combine: mean, of: [B]}",
        A="abc",
        B="abc",
    )
    assert steps(yaml, {"A": "c", "B": "a"}) == [("B", "a", "b")]  # √(1 · 0.5) = 0.707


@pytest.mark.parametrize("caps", ["", ", caps: [{when: {question: D, in: [c]}, level: N1}]"])
def test_of_routes_that_cost_the_same_the_first_in_the_file_is_told(caps):
    yaml = made(f"t: {{combine: mean, of: [A, B, C], {LEVELS}{caps}}}", A="abc", B="abc", C="abc", D="abc")
    assert steps(yaml, {"A": "b", "B": "b", "C": "a"}) == [("A", "b", "c")]
    assert steps(yaml, {"A": "c", "B": "a", "C": "a"}) == [("B", "a", "b")]


def test_a_score_of_very_many_children_has_a_route():
    names = [f"Q{number}" for number in range(1100)]
    rows = {"M": f"type: matrix, options: yn, rows: {{{', '.join(f'{name}: R' for name in names)}}}"}
    children = ", ".join(f"{{question: M, row: {name}}}" for name in names)
    yaml = made(
        f"t: {{combine: mean, of: [{children}], levels: [{{id: N1, from: 0}}, {{id: N2, from: 0.002}}]}}", **rows
    )
    assert len(route(yaml, {"M": dict.fromkeys(names, "no")})["steps"]) == 3


def test_one_option_up_is_by_value_and_not_by_order():
    odd = "type: single, options: [{id: x, label: X, value: 0.5}, {id: y, label: Y, value: 0}, {id: w, label: W, value: 1}]"
    assert steps(made(f"t: {{combine: mean, of: [A], {LEVELS}}}", A=odd), {"A": "y"}) == [("A", "y", "x")]


def test_one_option_up_is_on_the_path_of_the_headline():
    yaml = made(f"t: {{combine: mean, of: [{{question: A, values: {{a: 1, b: 0.5, c: 0}}}}], {LEVELS}}}", A="abc")
    assert steps(yaml, {"A": "c"}) == [("A", "c", "b")]
    assert route(yaml, {"A": "a"}) is None
    inverted = made(f"t: {{combine: mean, of: [A], {LEVELS}}}", A="type: single, options: abc, inverted: true")
    assert steps(inverted, {"A": "c"}) == [("A", "c", "b")]


def test_a_multiple_adds_the_best_option_not_chosen():
    many = "type: multiple, cap: 1, options: [{id: a, label: A, value: 0.25}, {id: b, label: B, value: 0.5}, {id: c, label: C, value: 0.25}, {id: z, label: Z, value: 0, exclusive: true}]"
    yaml = made(f"t: {{combine: mean, of: [A], {LEVELS}}}", A=many)
    [step] = route(yaml, {"A": ["a"]})["steps"]
    assert (step["question"], step["from"], sorted(step["to"])) == ("A", ["a"], ["a", "b"])
    [step] = route(yaml, {"A": ["z"]})["steps"]
    assert step["to"] == ["b"]


def test_a_number_reaches_its_next_goalpost():
    yaml = made(
        f"t: {{combine: mean, of: [{{question: A, weight: 3}}, B], {LEVELS}}}",
        A="type: number, goalposts: [10, 90]",
        B="abc",
    )
    assert steps(yaml, {"A": 50, "B": "a"}) == [("A", 50, 90)]
    down = made(f"t: {{combine: mean, of: [A], {LEVELS}}}", A="type: number, goalposts: [90, 10]")
    assert steps(down, {"A": 50}) == [("A", 50, 10)]


def test_a_row_of_a_matrix_moves_alone():
    yaml = made(f"t: {{combine: mean, of: [M], {LEVELS}}}", M="type: matrix, options: abc, rows: {p: P, q: Q}")
    [step] = route(yaml, {"M": {"p": "c", "q": "b"}})["steps"]
    assert (step["question"], step["from"], step["to"]) == ("M", "b", "c")
    assert step["row"] == "q"


def test_a_route_counts_follow_ups_that_appear():
    # t = mean(A, B) with B hidden: 0. A c shows B unanswered (0): (1 + 0) / 2 reaches N2
    yaml = made(
        f"t: {{combine: mean, of: [A, B], missing: {{hidden: zero, unanswered: zero}}, {LEVELS}}}",
        A="abc",
        B="type: single, options: abc, visible_if: {question: A, in: [c]}",
    )
    assert steps(yaml, {"A": "a"}) == [("A", "a", "b"), ("A", "b", "c")]


def test_a_route_does_not_hide_a_loss_by_a_follow_up_that_appears_without_answer():
    # with hidden: omit t is A alone; A c would show B, unanswered and null: no value, no level; so only as far as b
    yaml = made(
        "t: {combine: mean, of: [A, B], levels: [{id: N1, from: 0}, {id: N2, from: 0.5}, {id: N3, from: 1}]}",
        A="abc",
        B="type: single, options: abc, visible_if: {question: A, in: [c]}",
    )
    assert steps(yaml, {"A": "a"}) == [("A", "a", "b")]


GAIN = f"t: {{combine: mean, of: [{{question: A, weight: 2}}, B, C], {LEVELS}}}"


def test_recommendations_come_by_gain_times_effort():
    rest = advice(
        "C1, when: {question: C, in: [a]}, effort: low",  # 0.125 × 3 = 0.375
        "B1, when: {question: B, in: [a]}, effort: medium",  # 0.125 × 2 = 0.25
        "A1, when: {question: A, in: [a]}, effort: medium",  # 0.25 × 2 = 0.5
        "A2, when: {question: A, in: [a]}, effort: high",  # 0.25 × 1 = 0.25
        "A3, when: {question: A, in: [a]}",  # medium: 0.5
    )
    assert fired(made(GAIN, rest, A="abc", B="abc", C="abc"), {"A": "a", "B": "a", "C": "a"}) == [
        "A1",
        "A3",
        "C1",
        "B1",
        "A2",
    ]


def test_the_factors_of_effort_are_those_of_priority():
    head = 'questionnaire: {id: x, version: "1.0", language: es-MX, title: T, headline: t, priority: {effort: {low: 1, medium: 1, high: 10}, show_first: 1}}\n'
    rest = advice(
        "B1, when: {question: B, in: [a]}, effort: low",
        "A1, when: {question: A, in: [a]}, effort: medium",
        "C1, when: {question: C, in: [a]}, effort: high",
    )
    assert fired(made(GAIN, rest, A="abc", B="abc", C="abc"), {"A": "a", "B": "a", "C": "a"}, head=head) == [
        "C1",
        "A1",
        "B1",
    ]


def test_recommendations_on_scores_or_several_questions_come_after_in_the_order_of_the_file():
    rest = advice(
        "S1, when: {score: t, below: 0.5}, effort: low",
        "P1, when: {profile: type, in: [x]}",
        "Q2, when: {all: [{question: A, in: [a]}, {question: B, in: [a]}]}, effort: low",
        "D1, when: {question: D, in: [a]}",  # in no score: gain 0
        "B1, when: {question: B, in: [a]}, effort: high",
        "A1, when: {question: A, in: [a]}, effort: high",
    )
    yaml = made(GAIN, rest, A="abc", B="abc", C="abc", D="abc")
    assert fired(yaml, dict.fromkeys("ABCD", "a"), profile={"type": "x"}) == ["A1", "B1", "D1", "S1", "P1", "Q2"]


def test_the_gain_is_0_where_the_headline_has_no_value_and_ties_keep_the_order_of_the_file():
    rest = advice(
        "B1, when: {question: B, in: [a]}, effort: low",
        "A1, when: {question: A, in: [a]}, effort: low",
        "S, when: {score: u, below: 1}",
    )
    yaml = made(GAIN + "\nu: {combine: mean, of: [B]}", rest, A="abc", B="abc", C="abc")
    assert fired(yaml, {"A": "a", "B": "a"}) == ["B1", "A1", "S"]


def test_the_gain_is_of_one_option_up():
    rest = advice("B1, when: {question: B, in: [a]}, effort: low", "A1, when: {question: A, in: ['0']}, effort: low")
    yaml = made("t: {combine: sum, of: [B, {question: A, weight: 0.4}]}", rest, A="lv", B="abc")
    assert fired(yaml, {"A": "0", "B": "a"}) == ["B1", "A1"]  # 0.5 against 0.4 though A could gain 1.6


def test_the_gain_is_of_the_value_and_not_of_the_level():
    rest = advice("B1, when: {question: B, in: [b]}, effort: low", "A1, when: {question: A, in: [a]}, effort: low")
    caps = "caps: [{when: {question: A, in: [a]}, level: N1}]"
    yaml = made(f"t: {{combine: mean, of: [A, {{question: B, weight: 2}}], {LEVELS}, {caps}}}", rest, A="abc", B="abc")
    assert fired(yaml, {"A": "a", "B": "b"}) == ["B1", "A1"]


def test_a_recommendation_on_an_absence_has_a_place():
    rest = advice("NS, when: {question: A, is: unknown}", "B1, when: {question: B, in: [a]}")
    yaml = made(GAIN, rest, A="abc", B="abc", C="abc")
    assert set(fired(yaml, {"A": "ns", "B": "a", "C": "c"})) == {"NS", "B1"}
