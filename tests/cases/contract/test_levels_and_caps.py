# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Section 3 of the contract, worked by hand: levels, caps and display."""

from __future__ import annotations

import pytest

from tests.cases.contract.bench import errors, made, score, t

LEVELS = "levels: [{id: N1, from: 0, title: Uno}, {id: N2, from: 0.3, title: Dos}, {id: N3, from: 0.8, title: Tres}]"
SUM = "combine: sum, of: [A, B]"
TENTHS = "type: single, options: [{id: z, label: Z, value: 0}, {id: one, label: A, value: 0.1}, {id: two, label: B, value: 0.2}, {id: seven, label: C, value: 0.7}, {id: m, label: M, value: -1}]"


def levels(yaml: str, answers: dict, **more: object) -> tuple:
    result = t(yaml, answers, **more)
    return result["level_by_value"], result["level"], result["cap"]


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("z", "z", "N1"),
        ("one", "one", "N1"),
        ("one", "two", "N2"),
        ("seven", "z", "N2"),
        ("seven", "one", "N3"),
        ("m", "z", None),
    ],
)
def test_a_level_holds_from_its_start_to_the_next_on_nine_decimals(a, b, level):
    assert levels(made(f"t: {{{SUM}, {LEVELS}}}", A=TENTHS, B=TENTHS), {"A": a, "B": b}) == (level, level, None)


def test_without_value_there_is_no_level():
    assert levels(made(f"t: {{{SUM}, {LEVELS}}}", A=TENTHS, B=TENTHS), {"A": "z"}) == (None, None, None)


@pytest.mark.parametrize("starts", ["0, 0.4, 0.4", "0, 0.5, 0.4", "0.1, 0, 1"])
def test_levels_that_do_not_ascend_are_a_load_error(starts):
    a, b, c = starts.split(", ")
    yaml = made(
        f"t: {{{SUM}, levels: [{{id: A1, from: {a}}}, {{id: B1, from: {b}}}, {{id: C1, from: {c}}}]}}", A="abc", B="abc"
    )
    assert len(errors(yaml)) == 1


FIVE = "levels: [{id: N1, from: 0}, {id: N2, from: 1}, {id: N3, from: 2}, {id: N4, from: 3}, {id: N5, from: 4}]"


def capped(
    caps: str, answers: dict, *, children: str = "A, B, C", combine: str = "mean", more: str = "", **beside: object
) -> tuple:
    yaml = made(
        f"t: {{combine: {combine}, of: [{children}], missing: {{unanswered: omit}}, {FIVE}, caps: [{caps}]{more}}}\ns: {{combine: mean, of: [A]}}",
        A="lv",
        B="lv",
        C="abc",
    )
    return levels(yaml, answers, **beside)


ANY1 = "{when: {any_child: {below: 1}}, level: N2}"


def test_a_cap_lowers_the_level_and_never_the_value():
    assert capped(ANY1, {"A": "4", "B": "4", "C": "a"}) == ("N3", "N2", 0)
    assert capped(ANY1, {"A": "4", "B": "4", "C": "c"}) == ("N4", "N4", None)


def test_a_cap_that_does_not_lower_does_not_bite():
    assert capped(ANY1, {"A": "1", "B": "0", "C": "a"}) == ("N1", "N1", None)
    assert capped("{when: {any_child: {below: 1}}, level: N5}", {"A": "4", "B": "4", "C": "a"}) == ("N3", "N3", None)
    assert capped("{when: {any_child: {below: 1}}, level: N3}", {"A": "4", "B": "4", "C": "a"}) == ("N3", "N3", None)


def test_of_several_caps_that_hold_the_lowest_wins():
    third = "{when: {any_child: {below: 3}}, level: N3}"
    always = "{when: {any_child: {at_least: 0}}, level: N4}"
    answers = {"A": "4", "B": "4", "C": "a"}
    assert capped(f"{always}, {third}, {ANY1}", answers) == ("N3", "N2", 2)
    assert capped(f"{ANY1}, {third}, {always}", answers) == ("N3", "N2", 0)
    assert capped(f"{third}, {always}", answers, combine="sum") == ("N5", "N3", 0)
    assert capped(f"{always}, {third}", answers, combine="sum") == ("N5", "N3", 1)
    assert capped(f"{always}, {always}", answers, combine="sum") == ("N5", "N4", 0)


def test_every_child():
    every = "{when: {every_child: {below: 3}}, level: N1}"
    assert capped(every, {"A": "2", "B": "2", "C": "c"}) == ("N2", "N1", 0)
    assert capped(every, {"A": "3", "B": "2", "C": "c"}) == ("N3", "N3", None)
    at_least = "{when: {every_child: {at_least: 1}}, level: N1}"
    assert capped(at_least, {"A": "2", "B": "2", "C": "c"}) == ("N2", "N1", 0)
    assert capped(at_least, {"A": "2", "B": "2", "C": "b"}) == ("N2", "N2", None)


def test_children_are_looked_at_unweighted_and_without_those_that_have_no_value():
    children = "{question: A, weight: 10}, B, C"
    assert (
        capped("{when: {any_child: {at_least: 5}}, level: N1}", {"A": "4", "B": "4", "C": "c"}, children=children)[2]
        is None
    )
    assert capped("{when: {every_child: {at_least: 2}}, level: N1}", {"A": "4", "B": "4", "C": "ns"}) == ("N5", "N1", 0)
    assert capped("{when: {any_child: {below: 2}}, level: N1}", {"A": "4", "B": "4", "C": "na"}) == ("N5", "N5", None)


def test_an_unsupported_child_is_0_for_a_cap():
    children = "A, {question: B, needs: {'4': url}}"
    assert capped(ANY1, {"A": "4", "B": "4"}, children=children) == ("N3", "N2", 0)
    assert capped(ANY1, {"A": "4", "B": "4"}, children=children, evidence={"B": {"urls": ["https://a.mx"]}}) == (
        "N5",
        "N5",
        None,
    )


def test_a_gated_child_is_0_or_1_for_a_cap():
    children = "A, {question: B, at_least: 3}"
    assert capped("{when: {any_child: {below: 1}}, level: N1}", {"A": "4", "B": "2"}, children=children) == (
        "N3",
        "N1",
        0,
    )
    assert capped("{when: {any_child: {below: 1}}, level: N1}", {"A": "4", "B": "3"}, children=children) == (
        "N3",
        "N3",
        None,
    )


def test_with_no_child_with_value_the_condition_is_false_and_not_undecidable():
    caps = "{{when: {}, level: N1}}"
    yaml = made(f"t: {{combine: mean, of: [A, B], missing: {{unanswered: full}}, {FIVE}, caps: [%s]}}", A="lv", B="lv")
    for condition in (
        "any_child: {below: 9}",
        "every_child: {below: 9}",
        "any_child: {at_least: 0}",
        "every_child: {at_least: 0}",
    ):
        assert levels(yaml % caps.format("{" + condition + "}"), {}) == ("N5", "N5", None)
        assert levels(yaml % caps.format("{not: {" + condition + "}}"), {}) == ("N5", "N1", 0)


def test_caps_compare_on_nine_decimals():
    yaml = made(
        "t: {combine: mean, of: [s, A], levels: [{id: N1, from: 0}, {id: N2, from: 0.05}], caps: [{when: {any_child: {below: 0.8}}, level: N1}]}\n"
        "s: {combine: sum, of: [B, C]}",
        A="lv",
        B=TENTHS,
        C=TENTHS,
    )
    assert levels(yaml, {"A": "1", "B": "seven", "C": "one"}) == ("N2", "N2", None)
    assert levels(yaml, {"A": "1", "B": "seven", "C": "z"}) == ("N2", "N1", 0)


@pytest.mark.parametrize(
    ("condition", "bites"),
    [
        ("{question: C, in: [a]}", True),
        ("{question: C, in: [b]}", False),
        ("{question: C, below: 0.5}", True),
        ("{score: s, at_least: 4}", True),
        ("{score: s, below: 4}", False),
        ("{profile: type, in: [municipal]}", True),
        ("{profile: otro, in: [municipal]}", False),
        ("{not: {profile: otro, in: [municipal]}}", False),
        ("{all: [{any_child: {below: 1}}, {profile: type, in: [municipal]}]}", True),
        ("{any: [{profile: otro, in: [x]}, {not: {any_child: {below: 0}}}]}", True),
    ],
)
def test_caps_take_any_condition(condition, bites):
    expected = ("N3", "N1", 0) if bites else ("N3", "N3", None)
    assert (
        capped(f"{{when: {condition}, level: N1}}", {"A": "4", "B": "4", "C": "a"}, profile={"type": "municipal"})
        == expected
    )


def test_conditions_on_level_speak_of_the_level_after_caps():
    rest = "recommendations: [{id: R2, when: {score: t, level: [N2]}, action: R.}, {id: R3, when: {score: t, level: [N3]}, action: R.}]"
    yaml = made(f"t: {{combine: mean, of: [A, B, C], {FIVE}, caps: [{ANY1}]}}", rest, A="lv", B="lv", C="abc")
    assert score(yaml, {"A": "4", "B": "4", "C": "a"})["recommendations"] == ["R2"]


def test_a_cap_of_a_child_reaches_its_parent_only_through_conditions():
    yaml = made(
        f"t: {{combine: sum, of: [s], {FIVE}, caps: [{{when: {{score: s, level: [N2]}}, level: N1}}]}}\ns: {{combine: mean, of: [A, B, C], {FIVE}, caps: [{ANY1}]}}",
        A="lv",
        B="lv",
        C="abc",
    )
    result = t(yaml, {"A": "4", "B": "4", "C": "a"})
    assert (result["value"], result["level_by_value"], result["level"], result["cap"]) == (
        pytest.approx(8 / 3),
        "N3",
        "N1",
        0,
    )


@pytest.mark.parametrize(
    "caps",
    [
        "{when: {any_child: {below: 1}}, level: N9}",
        "{when: {any_child: {below: 1}}}",
        "{level: N1}",
        "{when: {any_child: {under: 1}}, level: N1}",
        "{when: {score: t, level: [N2]}, level: N1}",
        "{when: {score: nada, below: 1}, level: N1}",
    ],
)
def test_a_wrong_cap_is_a_load_error(caps):
    assert errors(made(f"t: {{combine: mean, of: [A], {FIVE}, caps: [{caps}]}}", A="lv"))


def test_a_cap_may_speak_of_the_value_of_its_own_score_for_caps_never_change_values():
    assert capped("{when: {score: t, below: 3}, level: N1}", {"A": "4", "B": "2", "C": "c"}) == ("N3", "N1", 0)


def test_caps_on_each_others_levels_are_a_cycle():
    yaml = made(
        f"t: {{combine: mean, of: [A], {FIVE}, caps: [{{when: {{score: s, level: [N1]}}, level: N1}}]}}\n"
        f"s: {{combine: mean, of: [A], {FIVE}, caps: [{{when: {{score: t, level: [N1]}}, level: N1}}]}}",
        A="lv",
    )
    assert len(errors(yaml)) == 1


def test_children_conditions_stand_in_caps_only():
    rest = "recommendations: [{id: R, when: {any_child: {below: 1}}, action: R.}]"
    assert errors(made("t: {combine: mean, of: [A]}", rest, A="lv"))
