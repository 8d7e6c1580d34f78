"""Section 3: combining, what is missing, coverage, reasons, rounding, levels and caps."""

from __future__ import annotations

from math import exp, log

import pytest

from evaluacion.domain.conditions import (
    AllOf,
    ChildrenCompare,
    Not,
    ProfileIn,
    Quantifier,
    QuestionIn,
    ScoreCompares,
    ScoreLevelIn,
)
from tests.domain.builders import (
    DEGREES,
    build,
    matrix,
    missing,
    number,
    option,
    options,
    q,
    s,
    score,
    scored,
    single,
    value_of,
)

POINTS = options(p0=0, p1=1, p2=2, p4=4)
ABC = [single(name, POINTS) for name in "ABC"]
FOLLOW_UP = [
    single("A", POINTS),
    single("B", POINTS, visible_if=QuestionIn(question="A", options=("p4",))),
    single("C", POINTS),
]
FLOORS = {"geometric": 0.5, "harmonic": 0.5}


def one(combine, *, weights=(1, 1, 1), rules=None, **more):
    found = [q(name, weight=weight) for name, weight in zip("ABC", weights, strict=True)]
    return score("S", combine, *found, missing=missing(**(rules or {})), floor=FLOORS.get(combine), **more)


def result(single_score, a=None, b=None, c=None, questions=ABC):
    return scored(build(questions, [single_score]), {"A": a, "B": b, "C": c})["S"]


@pytest.mark.parametrize(
    ("combine", "weights", "value", "largest"),
    [
        ("sum", (1, 2, 3), 1 + 4 + 12, 24),
        ("mean", (1, 2, 3), 17 / 6, 4),
        ("geometric", (1, 2, 1), exp((log(1) + 2 * log(2) + log(4)) / 4), 4),
        ("harmonic", (1, 2, 1), 4 / (1 / 1 + 2 / 2 + 1 / 4), 4),
        ("median", (1, 1, 1), 2, 4),
        ("min", (1, 1, 1), 1, 4),
        ("max", (1, 1, 1), 4, 4),
        ("percent_of_max", (1, 2, 3), 100 * 17 / 24, 100),
        ("all", (1, 1, 1), 1, 1),
        ("share_met", (1, 1, 1), 100, 100),
        ("ladder", (1, 1, 1), 1, 12),
        ("last", (1, 1, 1), 4, 4),
    ],
)
def test_each_mode_has_its_value_and_its_largest_value(combine, weights, value, largest):
    found = result(one(combine, weights=weights), "p1", "p2", "p4")
    assert found.value == pytest.approx(value)
    assert found.max == pytest.approx(largest)


def test_geometric_and_harmonic_raise_to_their_floor():
    assert result(one("geometric"), "p0", "p4", "p4").value == pytest.approx((0.5 * 16) ** (1 / 3))
    assert result(one("harmonic"), "p0", "p4", "p4").value == pytest.approx(3 / 2.5)


def test_the_median_of_two_is_their_middle():
    assert result(one("median", rules={"unanswered": "omit"}), "p1", "p4").value == 2.5


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        (("p0", "p0", "p0"), 0),
        (("p1", "p0", "p0"), 33),
        (("p1", "p2", "p0"), 67),
        (("p1", "p2", "p4"), 100),
        (("p1", "p2", "na"), 100),
        (("p1", "p2", None), 67),
    ],
)
def test_share_met_is_a_whole_percentage(answers, value):
    assert result(one("share_met"), *answers).value == value


def test_share_met_is_a_hundred_only_if_all_are_met():
    many = [single(f"Q{n}", POINTS) for n in range(300)]
    share = score("S", "share_met", *(q(asked.id) for asked in many))
    answers = {asked.id: "p1" for asked in many}
    assert value_of(many, share, {**answers, "Q7": "p0"}) == 99
    assert value_of(many, share, dict.fromkeys(answers, "p0") | {"Q7": "p1"}) == 0
    assert value_of(many, share, answers) == 100


@pytest.mark.parametrize(
    ("answers", "value"),
    [(("p4", "p4", "p1"), 9), (("p4", "p1", "p4"), 5), (("p0", "p4", "p4"), 0), (("p4", "na", "p2"), 6)],
)
def test_a_ladder_stops_after_the_first_below_its_largest(answers, value):
    assert result(one("ladder"), *answers).value == value


@pytest.mark.parametrize(
    ("rules", "answers", "value", "absent"),
    [
        ({}, ("p1", "p2", "p4"), 4, None),
        ({}, ("p1", "p2", "na"), 2, None),
        ({}, ("p1", None, "p4"), None, "unanswered"),
        ({"unanswered": "omit"}, ("p1", "p2", None), 2, None),
        ({"unanswered": "zero"}, ("p1", "p2", None), 0, None),
        ({"unanswered": "full"}, ("p1", "p2", None), 4, None),
        ({"unanswered": "omit"}, (None, None, None), None, "unanswered"),
    ],
)
def test_last_is_the_last_answered_child(rules, answers, value, absent):
    found = result(one("last", rules=rules), *answers)
    assert (found.value, found.absent) == (value, absent)


def test_last_passes_over_an_option_without_value_and_counts_hidden_ones_in_its_largest():
    steps = (option("sigue"), option("no", 1))
    asked = [
        single("A", steps),
        single("B", (option("sigue"), option("no", 2)), visible_if=QuestionIn(question="A", options=("sigue",))),
    ]
    last = score("S", "last", q("A"), q("B", values={"sigue": 5}))
    found = scored(build(asked, [last]), {"A": "no", "B": "sigue"})["S"]
    assert (found.value, found.max) == (1, 5)
    passed_over = score("S", "last", q("X"), q("A"))
    switch = single("X", (option("x"), option("y")))
    found = scored(build([switch, *asked], [passed_over]), {"X": "x", "A": "no"})["S"]
    assert (found.value, found.max) == (1, 1)
    found = scored(build(asked, [last]), {"A": "sigue", "B": "sigue"})["S"]
    assert (found.value, found.max) == (5, 5)


@pytest.mark.parametrize(
    ("rule", "value", "absent", "coverage"),
    [
        ("zero", 2, None, 2 / 3),
        ("omit", 3, None, 2 / 3),
        ("full", 10 / 3, None, 2 / 3),
        ("null", None, "unanswered", 2 / 3),
    ],
)
def test_what_each_policy_does_to_an_unanswered_child(rule, value, absent, coverage):
    found = result(one("mean", rules={"unanswered": rule}), "p4", "p2")
    assert (found.value, found.absent) == (pytest.approx(value) if value else None, absent)
    assert found.coverage == pytest.approx(coverage)


@pytest.mark.parametrize(("key", "answer"), [("unknown", "ns"), ("not_applicable", "na")])
@pytest.mark.parametrize(("rule", "value"), [("zero", 2), ("omit", 3), ("full", 10 / 3), ("null", None)])
def test_each_absence_has_its_own_policy(key, answer, rule, value):
    found = result(one("mean", rules={key: rule}), "p4", "p2", answer)
    assert found.value == (pytest.approx(value) if value else None)
    assert found.absent == (None if value else key)


@pytest.mark.parametrize(("rule", "value", "largest"), [("zero", 1, 12), ("omit", 1, 8), ("full", 5, 12)])
def test_a_hidden_child_leaves_the_largest_value_only_when_omitted(rule, value, largest):
    found = result(one("sum", rules={"hidden": rule}), "p1", "p4", "p0", questions=FOLLOW_UP)
    assert (found.value, found.max) == (value, largest)


def test_the_defaults_are_null_omit_omit_omit():
    assert result(one("sum"), "p1").absent == "unanswered"
    assert result(one("sum"), "ns", "na", "p1").value == 1
    assert result(one("sum"), "p0", "p4", "p2", questions=FOLLOW_UP).value == 2


def test_all_and_share_met_read_null_as_not_met_and_full_as_met():
    assert result(one("all"), "p4", "p4").value == 0
    assert result(one("all", rules={"unanswered": "full"}), "p4", "p4").value == 1
    assert result(one("all", rules={"unanswered": "omit"}), "p4", "p4").value == 1
    assert result(one("all", rules={"unanswered": "omit"})).absent == "unanswered"
    small = options(poco=0.25, mitad=0.5)
    full = score("S", "share_met", q("A"), missing=missing(unanswered="full"))
    assert value_of([single("A", small)], full, {}) == 100


def test_percent_of_max_runs_over_the_children_left_in():
    found = result(one("percent_of_max"), "p4", "ns", "p0")
    assert found.value == 50
    nothing = score("S", "percent_of_max", q("A"))
    found = scored(build([single("A", options(x=0, y=0))], [nothing]), {"A": "x"})["S"]
    assert (found.value, found.absent, found.max) == (None, "not_applicable", 100)


@pytest.mark.parametrize(
    ("rules", "answers", "absent"),
    [
        ({"unanswered": "null", "unknown": "null"}, ("p1", "ns", None), "unknown"),
        ({"unanswered": "omit", "coverage": 0.8}, ("p1", "p1", None), "coverage"),
        ({"unanswered": "null", "coverage": 0.8}, ("p1", "p1", None), "unanswered"),
        ({"unanswered": "omit"}, ("na", "ns", None), "unknown"),
        ({}, ("na", "na", "na"), "not_applicable"),
    ],
)
def test_reasons_come_in_order(rules, answers, absent):
    assert result(one("mean", rules=rules), *answers).absent == absent


def test_all_hidden_is_hidden_and_some_not_applicable_is_not_applicable():
    never = QuestionIn(question="A", options=("p4",))
    asked = [single("A", POINTS), single("B", POINTS, visible_if=never), single("C", POINTS, visible_if=never)]
    hidden = score("S", "mean", q("B"), q("C"))
    found = scored(build(asked, [hidden]), {"A": "p0", "B": "p1"})["S"]
    assert (found.value, found.absent, found.coverage) == (None, "hidden", None)
    mixed = score("S", "mean", q("A"), q("C"))
    assert scored(build(asked, [mixed]), {"A": "na"})["S"].absent == "not_applicable"


def test_coverage_counts_no_imputed_child_and_compares_to_nine_decimals():
    assert result(one("mean", rules={"unanswered": "zero", "coverage": 0.7}), "p1", "p1").absent == "coverage"
    assert result(one("mean", rules={"unanswered": "omit", "coverage": 2 / 3}), "p1", "p1").value == 1
    found = result(one("mean", rules={"not_applicable": "zero", "coverage": 1}), "p1", "p1", "na")
    assert (found.coverage, found.value) == (1, pytest.approx(2 / 3))


@pytest.mark.parametrize(
    ("answers", "absent"),
    [
        ({"A": "na", "B": "na"}, "not_applicable"),
        ({"A": "na", "B": "ns"}, "unanswered"),
        ({"A": "na"}, "unanswered"),
    ],
)
def test_a_child_score_without_value_counts_by_what_is_below_it(answers, absent):
    scores = [
        score("T", "mean", q("A"), q("B"), missing=missing(unanswered="omit")),
        score("S", "mean", s("T"), q("C")),
    ]
    results = scored(build(ABC, scores), {**answers, "C": "p1"})
    assert results["S"].children[0].absent == absent
    assert results["S"].value == (None if absent == "unanswered" else 1)


def test_a_child_score_counts_as_hidden_when_all_below_it_is():
    asked = [single("A", POINTS), single("B", POINTS, visible_if=QuestionIn(question="A", options=("p4",)))]
    scores = [score("T", "mean", q("B")), score("U", "mean", s("T")), score("S", "mean", s("U"), q("A"))]
    results = scored(build(asked, scores), {"A": "p1"})
    assert results["S"].children[0].absent == "hidden"
    assert results["S"].value == 1


def test_contributions_add_up_to_the_value_before_round():
    found = result(one("mean", weights=(1, 2, 4), round_decimals=0), "p1", "p2", "p4")
    assert [line.contribution for line in found.children] == pytest.approx([1 / 7, 4 / 7, 16 / 7])
    assert found.value == 3
    assert result(one("percent_of_max"), "p4", "p2", "ns").children[2].contribution is None
    assert result(one("max"), "p4", "p2", "p1").children[0].contribution is None


def test_round_is_half_up_before_anyone_uses_it():
    scores = [
        score("T", "mean", q("A"), q("B"), round_decimals=0, levels={"N1": 0, "N2": 3}),
        score("S", "sum", s("T"), q("C")),
    ]
    results = scored(build(ABC, scores), {"A": "p1", "B": "p4", "C": "p1"})
    assert (results["T"].value, results["T"].level, results["S"].value) == (3, "N2", 4)


def test_a_level_holds_from_its_start_up_to_the_next():
    levels = {"N1": 1, "N2": 2.5, "N3": 4}
    found = [result(one("max", levels=levels), answer, "p0", "p0").level for answer in ("p0", "p1", "p2", "p4")]
    assert found == [None, "N1", "N1", "N3"]
    tenths = options(a=0.7, b=0.1)
    total = score("S", "sum", q("A"), q("B"), levels={"N1": 0, "N2": 0.8})
    both = [single("A", tenths), single("B", tenths)]
    assert scored(build(both, [total]), {"A": "a", "B": "b"})["S"].level == "N2"


LEVELS = {"N1": 0, "N2": 1, "N3": 2, "N4": 3}
ANY_LOW = ChildrenCompare(quantifier=Quantifier.ANY_CHILD, below=1)
EVERY_HIGH = ChildrenCompare(quantifier=Quantifier.EVERY_CHILD, at_least=2)
BUSY = ProfileIn(profile="type", values=("municipal",))


@pytest.mark.parametrize(
    ("caps", "answers", "level", "by_value", "cap"),
    [
        ([(ANY_LOW, "N2")], ("p4", "p4", "p0"), "N2", "N3", 0),
        ([(ANY_LOW, "N2")], ("p4", "p4", "p1"), "N4", "N4", None),
        ([(ANY_LOW, "N3"), (ANY_LOW, "N2")], ("p4", "p4", "p0"), "N2", "N3", 1),
        ([(ANY_LOW, "N2"), (ANY_LOW, "N2")], ("p4", "p4", "p0"), "N2", "N3", 0),
        ([(ANY_LOW, "N3")], ("p4", "p4", "p0"), "N3", "N3", None),
        ([(ANY_LOW, "N4")], ("p0", "p0", "p1"), "N1", "N1", None),
        ([(EVERY_HIGH, "N1")], ("p2", "p2", "p4"), "N1", "N3", 0),
        ([(Not(condition=BUSY), "N1")], ("p4", "p4", "p4"), "N4", "N4", None),
        ([(AllOf(conditions=(ANY_LOW, EVERY_HIGH)), "N1")], ("p4", "p4", "p0"), "N3", "N3", None),
    ],
)
def test_caps_lower_the_level_and_the_lowest_wins(caps, answers, level, by_value, cap):
    found = result(one("mean", levels=LEVELS, caps=caps), *answers)
    assert (found.level, found.level_by_value, found.cap) == (level, by_value, cap)


def test_children_without_value_are_no_children_to_a_cap():
    nobody = score("S", "mean", q("A"), missing=missing(unanswered="full"), levels=LEVELS, caps=[(EVERY_HIGH, "N1")])
    assert scored(build(ABC, [nobody]), {})["S"].level == "N4"
    lacking = score("S", "max", q("A"), q("B", needs={"p4": ["note"]}), levels=LEVELS, caps=[(ANY_LOW, "N1")])
    assert scored(build(ABC, [lacking]), {"A": "p4", "B": "p4"})["S"].level == "N1"


def test_a_condition_on_a_level_speaks_of_the_level_after_caps():
    scores = [
        score("T", "mean", q("A"), q("B"), levels=LEVELS, caps=[(ANY_LOW, "N1")]),
        score("S", "mean", q("C"), levels=LEVELS, caps=[(ScoreLevelIn(score="T", levels=("N1",)), "N2")]),
    ]
    assert scored(build(ABC, scores), {"A": "p4", "B": "p0", "C": "p4"})["S"].level == "N2"
    assert scored(build(ABC, scores), {"C": "p4"})["S"].level == "N4"


def test_a_cap_may_look_at_a_score_that_is_no_child():
    scores = [
        score("S", "mean", q("A"), levels=LEVELS, caps=[(ScoreCompares(score="T", below=3), "N1")]),
        score("T", "sum", s("S"), q("B")),
    ]
    assert scored(build(ABC, scores), {"A": "p2", "B": "p0"})["S"].level == "N1"


def test_without_value_there_is_no_level_but_a_largest_value():
    found = result(one("mean", levels=LEVELS, caps=[(ANY_LOW, "N1")]), "p0")
    assert (found.value, found.level, found.level_by_value, found.cap, found.max) == (None, None, None, None, 4)


def test_a_number_without_bound_leaves_the_largest_value_open():
    assert scored(build([number("A")], [score("S", "sum", q("A"))]), {"A": 3})["S"].max is None


def test_a_score_with_everything_taken_out_keeps_the_largest_value_of_all_children():
    asked = matrix("M", "x", found=DEGREES)
    parent = [
        score("T", "sum", q("M"), q("A")),
        score("S", "percent_of_max", s("T"), q("C"), missing=missing(not_applicable="zero")),
    ]
    results = scored(build([*ABC, asked], parent), {"M": {"x": "na"}, "A": "na", "C": "p4"})
    assert (results["T"].value, results["T"].max) == (None, 5)
    assert results["S"].value == pytest.approx(100 * 4 / 9)
