# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Section 4 of the contract, worked by hand: what is true, false and undecidable."""

from __future__ import annotations

import pytest

from tests.cases.contract.bench import errors, made, score, warnings

QUESTIONS = {
    "G": "yn",
    "A": "abc",
    "H": "type: single, options: abc, visible_if: {question: G, in: [si]}",
    "M": "type: matrix, options: abc, rows: {p: P, q: Q}",
    "L": "type: multiple, options: [{id: x, label: X, value: 1}, {id: y, label: Y, value: 2}, {id: n, label: N, absence: unknown}]",
    "N": "type: number, goalposts: [0, 10]",
    "T": "type: text",
    "I": "type: single, options: abc, inverted: true",
}
SCORES = """
t: {combine: mean, of: [A, G], missing: {unanswered: omit}, levels: [{id: N1, from: 0.25}, {id: N2, from: 0.75}]}
u: {combine: sum, of: [L, N, I, H, {question: M, row: p}], missing: {unanswered: omit}}
"""


def verdict(condition: str, answers: dict, profile: dict | None = None) -> bool | None:
    """True, False or None (undecidable), told apart by the condition and its negation."""
    rest = f"""
    recommendations:
      - {{id: "YES", when: {condition}, action: R.}}
      - {{id: "NO", when: {{not: {condition}}}, action: R.}}
    """
    fired = score(made(SCORES, rest, **QUESTIONS), answers, profile=profile or {})["recommendations"]
    return {("YES",): True, ("NO",): False, (): None}[tuple(fired)]


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ("{question: A, in: [a, b]}", {"A": "b"}, True),
        ("{question: A, in: [a, b]}", {"A": "c"}, False),
        ("{question: A, in: [a, b]}", {}, None),
        ("{question: A, in: [a, na]}", {"A": "na"}, True),
        ("{question: A, in: [a]}", {"A": "na"}, False),
        ("{question: A, in: [a]}", {"A": "ns"}, False),
        ("{question: H, in: [a]}", {"G": "no", "H": "a"}, None),
        ("{question: H, in: [a]}", {"G": "si", "H": "a"}, True),
        ("{question: H, in: [a]}", {"H": "a"}, None),
        ("{question: L, in: [x]}", {"L": ["x", "y"]}, True),
        ("{question: L, in: [x]}", {"L": ["y"]}, False),
        ("{question: L, in: [n]}", {"L": ["n"]}, True),
        ("{question: L, in: [x]}", {"L": ["n"]}, False),
        ("{question: L, in: [x]}", {"L": []}, None),
        ("{question: M, row: p, in: [a]}", {"M": {"p": "a"}}, True),
        ("{question: M, row: q, in: [a]}", {"M": {"p": "a"}}, None),
        ("{question: M, row: q, in: [a]}", {"M": {"q": "na"}}, False),
        ("{question: A, at_least: 0.5}", {"A": "b"}, True),
        ("{question: A, at_least: 0.5}", {"A": "a"}, False),
        ("{question: A, at_least: 0.5}", {"A": "na"}, None),
        ("{question: A, below: 0.5}", {"A": "ns"}, None),
        ("{question: A, below: 0.5}", {"A": "b"}, False),
        ("{question: A, below: 0.5}", {}, None),
        ("{question: H, below: 0.5}", {"G": "no", "H": "a"}, None),
        ("{question: L, at_least: 3}", {"L": ["x", "y"]}, True),
        ("{question: L, at_least: 3}", {"L": ["y"]}, False),
        ("{question: L, at_least: 3}", {"L": ["n"]}, None),
        ("{question: N, at_least: 0.3}", {"N": 3}, True),
        ("{question: N, below: 0.3}", {"N": 3}, False),
        ("{question: M, row: p, below: 1}", {"M": {"p": "b"}}, True),
        ("{question: I, below: 0.5}", {"I": "c"}, True),
        ("{question: I, in: [c]}", {"I": "c"}, True),
        ("{score: t, at_least: 0.5}", {"A": "b"}, True),
        ("{score: t, below: 0.5}", {"A": "b"}, False),
        ("{score: t, below: 0.5}", {}, None),
        ("{score: t, at_least: 0.5}", {"A": "na", "G": "ns"}, None),
        ("{score: t, level: [N1, N2]}", {"A": "b"}, True),
        ("{score: t, level: [N2]}", {"A": "b"}, False),
        ("{score: t, level: [N2]}", {"A": "a"}, None),
        ("{score: t, level: [N2]}", {}, None),
    ],
)
def test_what_is_true_false_and_undecidable(condition, answers, expected):
    assert verdict(condition, answers) is expected


STATES = ("answered", "unanswered", "unknown", "not_applicable", "hidden")


@pytest.mark.parametrize(
    ("question", "answers", "state"),
    [
        ("A", {"A": "a"}, "answered"),
        ("A", {}, "unanswered"),
        ("A", {"A": None}, "unanswered"),
        ("A", {"A": "ns"}, "unknown"),
        ("A", {"A": "na"}, "not_applicable"),
        ("H", {"G": "no"}, "hidden"),
        ("H", {"G": "no", "H": "c"}, "hidden"),
        ("H", {}, "hidden"),
        ("H", {"G": "ns", "H": "ns"}, "hidden"),
        ("H", {"G": "si"}, "unanswered"),
        ("H", {"G": "si", "H": "ns"}, "unknown"),
        ("L", {"L": ["n"]}, "unknown"),
        ("L", {"L": ["x"]}, "answered"),
        ("N", {"N": 0}, "answered"),
        ("N", {"N": ""}, "unanswered"),
        ("T", {"T": "x"}, "answered"),
        ("T", {"T": ""}, "unanswered"),
        ("M, row: p", {"M": {"p": "ns"}}, "unknown"),
        ("M, row: q", {"M": {"p": "ns"}}, "unanswered"),
    ],
)
def test_exactly_one_of_the_five_states_holds_and_is_decidable(question, answers, state):
    found = {name: verdict(f"{{question: {question}, is: {name}}}", answers) for name in STATES}
    assert found == {name: name == state for name in STATES}


@pytest.mark.parametrize(
    ("condition", "profile", "expected"),
    [
        ("{profile: type, in: [a, b]}", {"type": "b"}, True),
        ("{profile: type, in: [a, b]}", {"type": "c"}, False),
        ("{profile: type, in: [a, b]}", {}, None),
        ("{profile: type, in: [a, b]}", {"size": "a"}, None),
    ],
)
def test_profile_is_undecidable_when_the_field_is_missing(condition, profile, expected):
    assert verdict(condition, {}, profile) is expected


TRUE, FALSE, OPEN = "{question: A, in: [a]}", "{question: A, in: [b]}", "{question: H, in: [a]}"
SIGNS = {True: TRUE, False: FALSE, None: OPEN}


@pytest.mark.parametrize("one", SIGNS)
@pytest.mark.parametrize("other", SIGNS)
def test_all_any_and_not_are_kleenes(one, other):
    answers = {"A": "a", "G": "no", "H": "a"}
    both, either = (
        (False if False in (one, other) else None if None in (one, other) else True),
        (True if True in (one, other) else None if None in (one, other) else False),
    )
    assert verdict(f"{{all: [{SIGNS[one]}, {SIGNS[other]}]}}", answers) is both
    assert verdict(f"{{any: [{SIGNS[one]}, {SIGNS[other]}]}}", answers) is either
    assert verdict(f"{{not: {SIGNS[one]}}}", answers) is (None if one is None else not one)
    assert verdict(f"{{not: {{all: [{SIGNS[one]}, {{not: {SIGNS[other]}}}]}}}}", answers) is (
        True if one is False or other is True else None if None in (one, other) else False
    )


def test_undecidable_counts_as_false_only_at_the_top():
    questions = QUESTIONS | {
        "V": "type: single, options: abc, visible_if: {question: A, in: [a]}",
        "W": "type: single, options: abc, visible_if: {not: {question: A, in: [a]}}",
        "X": "type: single, options: abc, visible_if: {any: [{not: {question: A, in: [a]}}, {question: A, is: unanswered}]}",
    }
    yaml = made(SCORES, **questions)
    assert not {"V", "W"} & set(score(yaml)["visible"])
    assert "X" in score(yaml)["visible"]
    assert {"V", "W", "X"} & set(score(yaml, {"A": "b"})["visible"]) == {"W", "X"}


CHAIN = {
    "A": "abc",
    "B": "type: single, options: abc, visible_if: {question: A, in: [c]}",
    "C": "type: single, options: abc, visible_if: {question: B, in: [c]}",
    "D": "type: single, options: abc, visible_if: {not: {question: C, in: [c]}}",
    "E": "type: single, options: abc, visible_if: {question: C, is: hidden}",
}


@pytest.mark.parametrize(
    ("answers", "visible"),
    [
        ({"A": "c", "B": "c", "C": "c"}, "ABC"),
        ({"A": "c", "B": "c", "C": "a"}, "ABCD"),
        ({"A": "a", "B": "c", "C": "c"}, "AE"),
        ({"A": "c", "B": "a", "C": "c"}, "ABE"),
        ({"B": "c", "C": "a"}, "AE"),
    ],
)
def test_a_chain_of_visibility_ignores_answers_that_are_hidden(answers, visible):
    yaml = made("t: {combine: mean, of: [A, B, C, D, E]}", **CHAIN)
    assert score(yaml, answers)["visible"] == list(visible)


def test_visibility_may_depend_on_a_later_question():
    yaml = made(
        "t: {combine: mean, of: [A, B]}",
        A="type: single, options: abc, visible_if: {question: B, at_least: 0.5}",
        B="abc",
    )
    assert score(yaml, {"A": "a", "B": "b"})["visible"] == ["A", "B"]
    assert score(yaml, {"A": "a", "B": "a"})["visible"] == ["B"]


def test_visibility_by_profile():
    yaml = made(
        "t: {combine: mean, of: [A, B]}",
        A="abc",
        B="type: single, options: abc, visible_if: {profile: type, in: [municipal]}",
    )
    assert score(yaml, {}, profile={"type": "municipal"})["visible"] == ["A", "B"]
    assert score(yaml, {}, profile={"type": "otro"})["visible"] == ["A"]
    assert score(yaml)["visible"] == ["A"]


@pytest.mark.parametrize(
    "condition",
    [
        "{score: t, at_least: 1}",
        "{not: {score: t, level: [N1]}}",
        "{question: V, in: [a]}",
        "{question: Z, in: [a]}",
        "{question: A, in: [z]}",
        "{question: A, in: a b}",
        "{question: A, is: maybe}",
        "{question: A}",
        "{question: A, in: [a], is: answered}",
        "{question: A, at_least: x}",
        "{question: M, in: [a]}",
        "{question: M, row: z, in: [a]}",
        "{question: A, row: p, in: [a]}",
        "{profile: type}",
        "{all: {question: A, in: [a]}}",
        "{not: [{question: A, in: [a]}]}",
        "{}",
        "A",
        "[A]",
        "{otra: 1}",
        "{all: [{question: A, in: [a]}], any: [{question: A, in: [a]}]}",
        "{any_child: {below: 1}}",
    ],
)
def test_a_wrong_visible_if_is_a_load_error(condition):
    questions = QUESTIONS | {"V": f"type: single, options: abc, visible_if: {condition}"}
    found = errors(made(SCORES, **questions))
    assert found
    assert all(line.split(":")[0] == "31" for line in found)


@pytest.mark.parametrize(
    "condition",
    [
        "{score: z, below: 1}",
        "{score: t, level: [N9]}",
        "{score: u, level: [N1]}",
        "{question: T, in: [a]}",
        "{question: N, in: [a]}",
        "{question: T, at_least: 1}",
    ],
)
def test_a_wrong_condition_elsewhere_is_a_load_error(condition):
    rest = f"recommendations: [{{id: R, when: {condition}, action: R.}}]"
    assert len(errors(made(SCORES, rest, **QUESTIONS))) == 1


def test_a_condition_over_a_question_in_a_cycle_is_a_load_error():
    cycle = {
        "A": "type: single, options: abc, visible_if: {question: B, in: [a]}",
        "B": "type: single, options: abc, visible_if: {question: A, in: [a]}",
    }
    assert len(errors(made("t: {combine: mean, of: [A]}", **cycle))) == 1
    assert (
        len(
            errors(
                made(
                    "t: {combine: mean, of: [A]}",
                    A="type: single, options: abc, visible_if: {question: A, is: unanswered}",
                )
            )
        )
        == 1
    )


def test_warned_visibility_still_loads():
    found = warnings(
        made("t: {combine: mean, of: [A]}", A="type: single, options: abc, visible_if: {question: B, in: [a]}", B="abc")
    )
    assert any("A" in line for line in found)
