# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Section 3 of the contract, worked by hand: the twelve ways to combine, rounding, largest values."""

from __future__ import annotations

from math import exp, log

import pytest

from tests.cases.contract.bench import errors, made, score, t, value

A2B1 = "{question: A, weight: 2}, B"


def two(combine: str, a: str | None, b: str | None, children: str = A2B1, more: str = "", scale: str = "lv") -> dict:
    return t(made(f"t: {{combine: {combine}, of: [{children}]{more}}}", A=scale, B=scale), {"A": a, "B": b})


def test_sum():
    result = two("sum", "3", "1")
    assert (result["value"], result["max"]) == (7, 12)
    assert [child["contribution"] for child in result["children"]] == [6, 1]


def test_mean():
    result = two("mean", "3", "1")
    assert (result["value"], result["max"]) == (pytest.approx(7 / 3), 4)
    assert [child["contribution"] for child in result["children"]] == pytest.approx([2, 1 / 3])


def test_geometric():
    result = two("geometric", "4", "2", more=", floor: 0.01")
    assert (result["value"], result["max"]) == (pytest.approx((16 * 2) ** (1 / 3)), pytest.approx(4))
    assert [child["contribution"] for child in result["children"]] == [None, None]


def test_geometric_raises_a_zero_to_the_floor():
    assert two("geometric", "0", "4", more=", floor: 0.01")["value"] == pytest.approx(exp((2 * log(0.01) + log(4)) / 3))
    assert two("geometric", "1", "0", more=", floor: 2")["value"] == pytest.approx(2)


def test_harmonic():
    result = two("harmonic", "4", "1", more=", floor: 0.01")
    assert (result["value"], result["max"]) == (pytest.approx(3 / (2 / 4 + 1 / 1)), pytest.approx(4))
    assert two("harmonic", "0", "1", more=", floor: 0.5")["value"] == pytest.approx(3 / (2 / 0.5 + 1))


@pytest.mark.parametrize("combine", ["geometric", "harmonic"])
def test_the_floor_also_counts_in_the_largest_value(combine):
    low = "type: single, options: [{id: a, label: A, value: 0}, {id: b, label: B, value: 0.25}]"
    yaml = made(f"t: {{combine: {combine}, floor: 0.5, of: [A]}}", A=low)
    assert (t(yaml, {"A": "a"})["value"], t(yaml, {"A": "a"})["max"]) == (pytest.approx(0.5), pytest.approx(0.5))


@pytest.mark.parametrize("combine", ["geometric", "harmonic"])
@pytest.mark.parametrize("floor", ["", ", floor: 0", ", floor: -1", ", floor: null"])
def test_without_a_floor_above_0_it_is_a_load_error(combine, floor):
    assert len(errors(made(f"t: {{combine: {combine}{floor}, of: [A]}}", A="abc"))) == 1


def test_median_min_max():
    yaml = "t: {{combine: {}, of: [A, B, C]}}"
    sheet = {"A": "4", "B": "0", "C": "1"}
    assert [
        value(made(yaml.format(combine), A="lv", B="lv", C="lv"), sheet) for combine in ("median", "min", "max")
    ] == [1, 0, 4]
    assert two("median", "4", "1", "A, B")["value"] == 2.5


def test_the_largest_values_of_median_min_and_max_are_of_the_largest_values():
    yaml = "t: {{combine: {}, of: [A, B, C]}}"
    found = [
        t(made(yaml.format(combine), A="lv", B="abc", C="type: number, maximum: 10"))["max"]
        for combine in ("median", "min", "max")
    ]
    assert found == [4, 1, 10]


def test_percent_of_max():
    yaml = made("t: {combine: percent_of_max, of: [{question: A, weight: 3}, B]}", A="lv", B="abc")
    result = t(yaml, {"A": "1", "B": "c"})
    assert (result["value"], result["max"]) == (pytest.approx(100 * (3 + 1) / (12 + 1)), 100)
    assert [child["contribution"] for child in result["children"]] == pytest.approx([300 / 13, 100 / 13])


def test_percent_of_max_divides_by_the_children_that_are_in():
    yaml = made(
        "t: {combine: percent_of_max, of: [{question: A, weight: 3}, B, C], missing: {unanswered: omit}}",
        A="lv",
        B="abc",
        C="abc",
    )
    assert value(yaml, {"A": "1", "B": "ns", "C": "c"}) == pytest.approx(400 / 13)
    assert value(yaml, {"A": "1", "B": "na", "C": "ns"}) == pytest.approx(25)
    zero = made(
        "t: {combine: percent_of_max, of: [{question: A, weight: 3}, B], missing: {unanswered: zero}}", A="lv", B="abc"
    )
    assert value(zero, {"A": "1"}) == pytest.approx(300 / 13)
    full = made(
        "t: {combine: percent_of_max, of: [{question: A, weight: 3}, B], missing: {unanswered: full}}", A="lv", B="abc"
    )
    assert value(full, {"A": "1"}) == pytest.approx(400 / 13)


def test_percent_of_max_without_denominator_has_no_value_and_is_not_applicable():
    zeros = "type: single, options: [{id: a, label: A, value: 0}, {id: b, label: B, value: -1}]"
    yaml = made("t: {combine: percent_of_max, of: [A]}", A=zeros)
    result = t(yaml, {"A": "a"})
    assert (result["value"], result["absent"], result["max"], result["coverage"]) == (None, "not_applicable", 100, 1)


def test_percent_of_max_without_denominator_counts_above_as_unanswered_since_what_is_below_was_answered():
    zeros = "type: single, options: [{id: a, label: A, value: 0}, {id: b, label: B, value: -1}]"
    yaml = made(
        "t: {combine: mean, of: [p, B], missing: {unanswered: zero, not_applicable: omit}}\np: {combine: percent_of_max, of: [A]}",
        A=zeros,
        B="abc",
    )
    assert value(yaml, {"A": "a", "B": "c"}) == 0.5


def test_all_is_1_when_every_child_is_met():
    yaml = made("t: {combine: all, of: [{question: A, accepts: [b, c]}, B]}", A="abc", B="abc")
    assert t(yaml, {"A": "b", "B": "c"})["value"] == 1
    assert t(yaml, {"A": "b", "B": "b"})["value"] == 0
    assert t(yaml)["max"] == 1


@pytest.mark.parametrize(
    ("met", "of", "share"),
    [
        (0, 3, 0),
        (1, 3, 33),
        (2, 3, 67),
        (3, 3, 100),
        (1, 8, 13),
        (3, 8, 38),
        (1, 6, 17),
        (1, 201, 0),
        (1, 200, 1),
        (199, 200, 99),
        (399, 400, 99),
        (1, 1, 100),
    ],
)
def test_share_met_rounds_half_up_and_99_is_the_most_when_something_fails(met, of, share):
    rows = ", ".join(f"r{number}: R" for number in range(of))
    children = ", ".join(f"{{question: M, row: r{number}}}" for number in range(of))
    yaml = made(f"t: {{combine: share_met, of: [{children}]}}", M=f"type: matrix, options: yn, rows: {{{rows}}}")
    result = t(yaml, {"M": {f"r{number}": "si" if number < met else "no" for number in range(of)}})
    assert (result["value"], result["max"]) == (share, 100)


def test_share_met_counts_the_children_that_are_in():
    yaml = made("t: {combine: share_met, of: [A, B, C], missing: {unanswered: omit}}", A="yn", B="yn", C="yn")
    assert value(yaml, {"A": "si", "B": "no", "C": "na"}) == 50
    assert value(yaml, {"A": "si", "B": "ns"}) == 100
    assert t(yaml, {"A": "ns", "B": "ns"})["value"] is None


@pytest.mark.parametrize(
    ("policy", "all_", "share"), [("zero", 0, 50), ("null", 0, 50), ("full", 1, 100), ("omit", 1, 100)]
)
@pytest.mark.parametrize("absence", ["unanswered", "unknown", "not_applicable", "hidden"])
def test_all_and_share_met_read_zero_and_null_as_not_met_and_full_as_met(absence, policy, all_, share):
    answer = {"unanswered": None, "unknown": "ns", "not_applicable": "na", "hidden": "si"}[absence]
    hide = ", visible_if: {question: C, in: [no]}" if absence == "hidden" else ""
    for combine, expected in (("all", all_), ("share_met", share)):
        yaml = made(
            f"t: {{combine: {combine}, of: [A, B], missing: {{{absence}: {policy}}}}}",
            A="yn",
            C="yn",
            B=f"type: single, options: yn{hide}",
        )
        assert value(yaml, {"A": "si", "B": answer, "C": "si"}) == expected


@pytest.mark.parametrize(
    ("answers", "worth"),
    [("ccc", 3), ("cbc", 1.5), ("acc", 0), ("bcc", 0.5), ("cca", 2)],
)
def test_a_ladder_adds_in_order_and_stops_after_the_first_below_its_largest(answers, worth):
    yaml = made("t: {combine: ladder, of: [A, B, C]}", A="abc", B="abc", C="abc")
    result = t(yaml, dict(zip("ABC", answers, strict=True)))
    assert (result["value"], result["max"]) == (worth, 3)


def test_a_ladder_of_scores_takes_the_partial_one_and_stops():
    yaml = made(
        """
        t: {combine: ladder, of: [u, v, w]}
        u: {combine: sum, of: [A, B]}
        v: {combine: mean, of: [C, D]}
        w: {combine: all, of: [E]}
        """,
        **dict.fromkeys("ABCDE", "abc"),
    )
    assert t(yaml, {"A": "c", "B": "c", "C": "c", "D": "a", "E": "c"})["value"] == 2.5
    assert t(yaml, {"A": "c", "B": "c", "C": "c", "D": "c", "E": "c"})["value"] == 4
    assert t(yaml, {"A": "c", "B": "b", "C": "c", "D": "c", "E": "c"})["value"] == 1.5
    assert t(yaml)["max"] == 4


def test_a_ladder_compares_with_the_largest_value_on_nine_decimals():
    tenths = "type: multiple, options: [{id: a, label: A, value: 0.1}, {id: b, label: B, value: 0.7}]"
    yaml = made(
        "t: {combine: ladder, of: [s, B]}\ns: {combine: sum, of: [A, {question: C, weight: 0.1}]}",
        A=tenths,
        B="abc",
        C="abc",
    )
    assert value(yaml, {"A": ["b", "a"], "C": "c", "B": "c"}) == pytest.approx(1.9)


def test_a_ladder_with_absences():
    def ladder(missing: str, **answers: str) -> object:
        return value(
            made(f"t: {{combine: ladder, of: [A, B, C], missing: {{{missing}}}}}", A="abc", B="abc", C="abc"), answers
        )

    assert ladder("unanswered: omit", A="c", C="c") == 2
    assert ladder("unanswered: zero", A="c", C="c") == 1
    assert ladder("unanswered: full", A="c", C="c") == 3
    assert ladder("unanswered: null", A="c", C="c") is None
    assert ladder("unanswered: null", A="a", C="c") is None
    assert ladder("unknown: zero", A="c", B="ns", C="c") == 1
    assert ladder("", A="c", B="na", C="b") == 1.5


def test_last_is_the_last_visible_answered_child():
    yaml = made("t: {combine: last, of: [A, B, C], missing: {unanswered: omit}}", A="lv", B="lv", C="lv")
    assert value(yaml, {"A": "1", "B": "2", "C": "0"}) == 0
    assert value(yaml, {"A": "1", "B": "2"}) == 2
    assert value(yaml, {"A": "1", "C": "3"}) == 3
    result = t(yaml)
    assert (result["value"], result["absent"]) == (None, "unanswered")


@pytest.mark.parametrize("unanswered", ["A", "B", "C"])
def test_any_visible_unanswered_child_makes_last_null_wherever_it_stands(unanswered):
    yaml = made("t: {combine: last, of: [A, B, C]}", A="lv", B="lv", C="lv")
    answers = {"A": "1", "B": "2", "C": "3"}
    del answers[unanswered]
    result = t(yaml, answers)
    assert (result["value"], result["absent"]) == (None, "unanswered")


def test_last_passes_over_hidden_unknown_and_not_applicable():
    yaml = made(
        "t: {combine: last, of: [A, B, C]}",
        A="abc",
        B="abc",
        C="type: single, options: lv, visible_if: {question: A, in: [c]}",
    )
    assert value(yaml, {"A": "b", "B": "ns", "C": "4"}) == 0.5
    assert value(yaml, {"A": "c", "B": "na", "C": "4"}) == 4
    assert value(yaml, {"A": "b", "B": "a"}) == 0


def test_the_largest_of_last_counts_hidden_children_too():
    yaml = made(
        "t: {combine: last, of: [A, C]}", A="abc", C="type: single, options: lv, visible_if: {question: A, in: [c]}"
    )
    assert t(yaml, {"A": "a"})["max"] == 4
    assert t(yaml, {"A": "c", "C": "1"})["max"] == 4


def test_zero_and_full_give_an_absent_child_of_last_that_value():
    questions = {"A": "abc", "B": "lv"}
    for policy, worth in (("zero", 0), ("full", 4), ("omit", 0.5), ("null", None)):
        yaml = made(
            f"t: {{combine: last, of: [A, B], missing: {{unanswered: {policy}, unknown: {policy}}}}}", **questions
        )
        assert value(yaml, {"A": "b"}) == worth
    yaml = made(
        "t: {combine: last, of: [A, B], missing: {hidden: zero}}",
        A="abc",
        B="type: single, options: lv, visible_if: {question: A, in: [c]}",
    )
    assert value(yaml, {"A": "b"}) == 0


@pytest.mark.parametrize("combine", ["median", "min", "max", "all", "share_met", "ladder", "last"])
def test_a_weight_on_a_child_without_use_for_it_is_a_load_error(combine):
    assert len(errors(made(f"t: {{combine: {combine}, of: [{{question: A, weight: 2}}, B]}}", A="abc", B="abc"))) == 1


def test_the_largest_value_does_not_depend_on_the_answers_but_for_omitted_inapplicable_and_hidden():
    yaml = made(
        "t: {combine: mean, of: [A, B, C], missing: {unanswered: omit}}",
        A="abc",
        B="type: number, maximum: 10",
        C="type: single, options: lv, visible_if: {question: A, in: [c, na, ns]}",
    )
    assert t(yaml)["max"] == pytest.approx(11 / 2)
    assert t(yaml, {"A": "c"})["max"] == 5
    assert t(yaml, {"A": "ns"})["max"] == 5
    assert t(yaml, {"A": "na", "C": "1"})["max"] == 7
    assert t(yaml, {"A": "b"})["max"] == pytest.approx(5.5)
    kept = yaml.replace("unanswered: omit", "unanswered: omit, hidden: zero, not_applicable: zero")
    assert t(kept, {"A": "na"})["max"] == 5
    assert t(kept, {"A": "b"})["max"] == 5


def test_the_largest_value_is_given_without_value_too():
    yaml = made("t: {combine: mean, of: [{question: A, weight: 3}, B]}", A="abc", B="lv")
    result = t(yaml, {"A": "c"})
    assert (result["value"], result["max"]) == (None, 7 / 4)


def test_a_child_score_that_is_not_applicable_leaves_the_largest_value_of_its_parent():
    yaml = made(
        "t: {combine: sum, of: [u, v]}\nu: {combine: sum, of: [A]}\nv: {combine: sum, of: [B, C]}",
        A="abc",
        B="abc",
        C="abc",
    )
    assert t(yaml, {"A": "na", "B": "b", "C": "b"})["max"] == 2
    assert t(yaml, {"A": "c", "B": "b", "C": "na"})["max"] == 2
    assert t(yaml, {"A": "ns", "B": "b", "C": "b"})["max"] == 3


def test_round_is_half_up_and_comes_before_the_parent():
    yaml = made(
        "t: {combine: sum, of: [{score: u, weight: 10}, {score: v, at_least: 3}]}\n"
        "u: {combine: mean, of: [A, B], round: {decimals: 0}}\n"
        "v: {combine: mean, of: [A, B], round: {decimals: 0}}",
        A="lv",
        B="lv",
    )
    assert value(yaml, {"A": "1", "B": "2"}) == 20
    assert value(yaml, {"A": "2", "B": "3"}) == 31
    assert value(yaml, {"A": "0", "B": "1"}) == 10


@pytest.mark.parametrize(
    ("number", "decimals", "rounded"),
    [(1.005, 2, 1.01), (2.5, 0, 3), (-2.5, 0, -3), (0.285, 2, 0.29), (1234.5, -1, None), (4.35, 1, 4.4)],
)
def test_half_up_works_on_the_decimal_text(number, decimals, rounded):
    yaml = made(f"t: {{combine: sum, of: [A], round: {{decimals: {decimals}}}}}", A="type: number")
    if rounded is None:
        assert errors(yaml)
    else:
        assert value(yaml, {"A": number}) == rounded


def test_contributions_add_up_to_the_value_before_round():
    yaml = made("t: {combine: mean, of: [A, B, C], round: {decimals: 0}}", A="lv", B="lv", C="lv")
    result = t(yaml, {"A": "1", "B": "1", "C": "2"})
    assert result["value"] == 1
    assert sum(child["contribution"] for child in result["children"]) == pytest.approx(4 / 3)


def test_without_round_nothing_is_rounded():
    assert (
        value(made("t: {combine: mean, of: [A, B, C]}", A="lv", B="lv", C="lv"), {"A": "1", "B": "0", "C": "0"})
        == 1 / 3
    )
    shown = made(
        "t: {combine: mean, of: [A, B, C], display: {from: [0, 4], to: [0, 100], decimals: 0}}", A="lv", B="lv", C="lv"
    )
    assert value(shown, {"A": "1", "B": "0", "C": "0"}) == 1 / 3


@pytest.mark.parametrize(
    "combine", ["mean", "geometric, floor: 0.001", "harmonic, floor: 0.001", "median", "min", "max"]
)
def test_a_score_with_a_single_child_equals_it(combine):
    yaml = made(f"t: {{combine: {combine}, of: [A]}}", A="lv")
    for answer in "1234":
        assert value(yaml, {"A": answer}) == pytest.approx(int(answer), abs=1e-12)


@pytest.mark.parametrize("combine", ["mean", "geometric, floor: 0.1", "harmonic, floor: 0.1", "percent_of_max"])
def test_a_common_factor_on_the_weights_changes_nothing(combine):
    found = [
        value(
            made(
                f"t: {{combine: {combine}, of: [{{question: A, weight: {3 * k}}}, {{question: B, weight: {k}}}]}}",
                A="lv",
                B="lv",
            ),
            {"A": "3", "B": "1"},
        )
        for k in (1, 7, 0.01)
    ]
    assert found == pytest.approx([found[0]] * 3)


def test_scores_may_stand_in_any_order_and_all_are_reported():
    unit = score(
        made("t: {combine: sum, of: [u, A]}\nu: {combine: sum, of: [A, v]}\nv: {combine: max, of: [A]}", A="lv"),
        {"A": "3"},
    )
    assert {name: found["value"] for name, found in unit["readings"]["declared"].items()} == {"t": 9, "u": 6, "v": 3}
