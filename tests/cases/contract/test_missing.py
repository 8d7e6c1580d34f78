# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Section 3 of the contract, worked by hand: absences, coverage and the reason reported."""

from __future__ import annotations

import pytest

from tests.cases.contract.bench import errors, made, t, value

HIDE = "type: single, options: abc, visible_if: {question: G, in: [si]}"
ANSWERS = {
    "unanswered": {"A": None},
    "unknown": {"A": "ns"},
    "not_applicable": {"A": "na"},
    "hidden": {"A": "c", "G": "no"},
}


def weighed(missing: str, answers: dict, combine: str = "mean") -> dict:
    """A (weight 3, hidden unless G is yes) beside B, which is 0.5."""
    yaml = made(
        f"t: {{combine: {combine}, of: [{{question: A, weight: 3}}, B], missing: {{{missing}}}}}",
        G="yn",
        A=HIDE,
        B="abc",
    )
    return t(yaml, {"G": "si", "B": "b"} | answers)


@pytest.mark.parametrize("absence", ANSWERS)
@pytest.mark.parametrize(
    ("policy", "worth"), [("zero", 0.125), ("omit", 0.5), ("full", 0.875), ("null", None), ("'null'", None)]
)
def test_each_policy_for_each_absence(absence, policy, worth):
    result = weighed(f"{absence}: {policy}", ANSWERS[absence])
    assert result["value"] == worth
    assert result["absent"] == (absence if worth is None else None)
    assert result["children"][0]["absent"] == absence


@pytest.mark.parametrize(
    ("absence", "worth"), [("unanswered", None), ("unknown", 0.5), ("not_applicable", 0.5), ("hidden", 0.5)]
)
def test_the_defaults(absence, worth):
    assert weighed("", ANSWERS[absence])["value"] == worth
    assert weighed("coverage: 0", ANSWERS[absence])["value"] == worth


@pytest.mark.parametrize(("policy", "worth"), [("zero", 0.5), ("omit", 0.5), ("full", 3.5), ("null", None)])
def test_each_policy_in_a_sum(policy, worth):
    result = weighed(f"unknown: {policy}", {"A": "ns"}, "sum")
    assert (result["value"], result["max"]) == (worth, 4)


def test_full_counts_as_the_largest_value_of_the_child_here():
    yaml = made(
        "t: {combine: sum, of: [{question: A, values: {b: 9}, weight: 2}], missing: {unanswered: full}}", A="abc"
    )
    assert value(yaml) == 18
    gate = made("t: {combine: sum, of: [{question: A, accepts: [b], weight: 2}], missing: {unanswered: full}}", A="abc")
    assert value(gate) == 2
    nested = made(
        "t: {combine: sum, of: [s], missing: {unanswered: full}}\ns: {combine: sum, of: [A, B]}", A="lv", B="abc"
    )
    assert value(nested, {"A": "1"}) == 5


NESTED = """
t: {{combine: mean, of: [s, {{question: D, weight: 3}}], missing: {{{}}}}}
s: {{combine: mean, of: [A, B], missing: {{{}}}}}
"""


def nested(outer: str, inner: str, **answers: str) -> dict:
    yaml = made(NESTED.format(outer, inner), G="yn", A=HIDE, B=HIDE.replace("[si]", "[si, ns]"), D="abc")
    return t(yaml, {"D": "c"} | answers)


OUTER = "unanswered: zero, unknown: full, not_applicable: null, hidden: omit"


def test_a_child_score_without_value_counts_as_hidden_when_all_below_is():
    result = nested(OUTER, "", G="no", A="c", B="c")
    assert (result["value"], result["children"][0]["absent"]) == (1, "hidden")


def test_as_not_applicable_when_all_below_is_hidden_or_not_applicable():
    result = nested(OUTER, "", G="ns", B="na")
    assert (result["value"], result["absent"], result["children"][0]["absent"]) == (
        None,
        "not_applicable",
        "not_applicable",
    )
    result = nested(OUTER, "", G="si", A="na", B="na")
    assert (result["value"], result["absent"]) == (None, "not_applicable")


@pytest.mark.parametrize(
    ("inner", "answers"),
    [
        ("", {"G": "si", "A": "ns", "B": "ns"}),
        ("", {"G": "si", "A": "ns", "B": "na"}),
        ("", {"G": "ns", "B": "ns"}),
        ("", {"G": "si", "A": "c"}),
        ("coverage: 1", {"G": "si", "A": "c", "B": "ns"}),
        ("not_applicable: null", {"G": "si", "A": "na", "B": "c"}),
        ("hidden: null", {"G": "ns", "B": "c"}),
        ("unknown: null", {"G": "si", "A": "ns", "B": "c"}),
    ],
)
def test_otherwise_as_unanswered(inner, answers):
    result = nested(OUTER, inner, **answers)
    assert (result["value"], result["children"][0]["absent"]) == (0.75, "unanswered")


def test_all_below_is_looked_for_down_to_the_questions():
    yaml = made(
        """
        t: {combine: mean, of: [r, {question: D, weight: 3}], missing: {unanswered: zero, not_applicable: full, hidden: omit}}
        r: {combine: mean, of: [s, A]}
        s: {combine: mean, of: [B]}
        """,
        G="yn",
        A=HIDE,
        B="abc",
        D="abc",
    )
    assert value(yaml, {"D": "a", "G": "no", "B": "na"}) == 0.25
    assert value(yaml, {"D": "a", "G": "si", "A": "na", "B": "na"}) == 0.25
    assert value(yaml, {"D": "c", "G": "no", "B": "ns"}) == 0.75


def test_the_reason_a_score_reports_is_its_own_and_its_parent_sees_the_class():
    yaml = made("t: {combine: mean, of: [s], missing: {unanswered: omit}}\ns: {combine: mean, of: [A]}", A="abc")
    assert t(yaml, {"A": "ns"}, of="s")["absent"] == "unknown"
    assert t(yaml, {"A": "ns"})["absent"] == "unanswered"


def four(missing: str, answers: str) -> dict:
    """Four children; `-` is unanswered, n not applicable, u unknown, h hidden."""
    yaml = made(
        f"t: {{combine: mean, of: [A, B, C, D], missing: {{{missing}}}}}",
        **{
            name: f"type: single, options: abc, visible_if: {{not: {{profile: hide{name}, in: ['1']}}}}"
            for name in "ABCD"
        },
    )
    words = {"-": None, "n": "na", "u": "ns", "h": "a"}
    profile = {f"hide{name}": "1" if answer == "h" else "0" for name, answer in zip("ABCD", answers, strict=True)}
    return t(
        yaml, {name: words.get(answer, answer) for name, answer in zip("ABCD", answers, strict=True)}, profile=profile
    )


@pytest.mark.parametrize(
    ("missing", "answers", "coverage", "worth", "reason"),
    [
        ("unanswered: omit, coverage: 0.6", "c-nu", 1 / 3, None, "coverage"),
        ("unanswered: omit, coverage: 0.333333333333", "c-nu", 1 / 3, 1, None),
        ("unanswered: omit, coverage: 0.3333333333333333", "c-nh", 1 / 2, 1, None),
        ("unanswered: omit, coverage: 0.3333333334", "c-u-", 1 / 4, None, "coverage"),
        ("unanswered: zero, coverage: 0.5", "cc--", 1 / 2, 0.5, None),
        ("unanswered: zero, coverage: 0.6", "cc--", 1 / 2, None, "coverage"),
        ("unanswered: full, coverage: 0.6", "cc--", 1 / 2, None, "coverage"),
        ("hidden: zero, not_applicable: full, coverage: 1", "cchn", 1, 0.75, None),
        ("hidden: zero, coverage: 1", "hhhh", None, 0, None),
        ("not_applicable: zero, coverage: 1", "nnnn", None, 0, None),
        ("coverage: 1", "nnhh", None, None, "not_applicable"),
        ("coverage: 1", "hhhh", None, None, "hidden"),
        ("unanswered: omit, coverage: 0.5", "uu--", 0, None, "coverage"),
        ("unanswered: omit, coverage: 0", "nu-h", 0, None, "unknown"),
        ("unanswered: omit", "hn-u", 0, None, "unanswered"),
        ("unanswered: omit", "hnhn", None, None, "not_applicable"),
        ("unanswered: null, coverage: 0.9", "c-cu", 1 / 2, None, "unanswered"),
        ("unanswered: null, unknown: null", "cu-c", 1 / 2, None, "unknown"),
        ("unanswered: null, unknown: null", "c-uc", 1 / 2, None, "unanswered"),
        ("not_applicable: null, unanswered: null", "cn-c", 2 / 3, None, "not_applicable"),
        ("hidden: null", "h-cc", 2 / 3, None, "hidden"),
    ],
)
def test_coverage_and_the_reason_reported(missing, answers, coverage, worth, reason):
    result = four(missing, answers)
    assert result["value"] == (None if worth is None else pytest.approx(worth))
    assert result["absent"] == reason
    assert result["coverage"] == (None if coverage is None else pytest.approx(coverage))


def test_all_omitted_is_never_0():
    for combine in (
        "sum",
        "mean",
        "geometric, floor: 1",
        "harmonic, floor: 1",
        "median",
        "min",
        "max",
        "percent_of_max",
        "all",
        "share_met",
        "ladder",
        "last",
    ):
        result = t(made(f"t: {{combine: {combine}, of: [A, B]}}", A="abc", B="abc"), {"A": "na", "B": "ns"})
        assert (result["value"], result["absent"], result["coverage"]) == (None, "unknown", 0)


@pytest.mark.parametrize("combine", ["all", "share_met"])
def test_coverage_holds_for_gates_too(combine):
    yaml = made(f"t: {{combine: {combine}, of: [A, B], missing: {{coverage: 0.6}}}}", A="abc", B="abc")
    result = t(yaml, {"A": "c"})
    assert (result["value"], result["absent"], result["coverage"]) == (None, "coverage", 0.5)


def test_a_matrix_is_one_child_for_coverage():
    yaml = made(
        "t: {combine: mean, of: [M, A], missing: {unanswered: omit}}",
        M="type: matrix, options: abc, rows: {p: P, q: Q}",
        A="abc",
    )
    assert t(yaml, {"M": {"p": "c"}, "A": "c"})["coverage"] == 1
    assert t(yaml, {"M": {}, "A": "c"})["coverage"] == 0.5
    assert t(yaml, {"M": {"p": "na", "q": "na"}, "A": "c"})["coverage"] == 1


def test_a_hidden_matrix_is_hidden():
    yaml = made(
        "t: {combine: mean, of: [M, A], missing: {hidden: full}}",
        A="abc",
        M="type: matrix, options: abc, rows: {p: P, q: Q}, visible_if: {question: A, in: [c]}",
    )
    result = t(yaml, {"M": {"p": "a", "q": "a"}, "A": "a"})
    assert (result["value"], result["children"][0]["absent"]) == (0.5, "hidden")


def test_absences_that_values_name_are_not_below_anything():
    yaml = made(
        "t: {combine: mean, of: [s, B], missing: {unanswered: zero}}\ns: {combine: mean, of: [{question: A, values: {na: 1}}]}",
        A="abc",
        B="abc",
    )
    assert value(yaml, {"A": "na", "B": "a"}) == 0.5


@pytest.mark.parametrize(
    "missing", ["unanswered: nada", "coverage: 1.1", "coverage: -0.1", "hidden: 0", "otra: zero", "coverage: 'x'"]
)
def test_a_wrong_missing_is_a_load_error(missing):
    assert len(errors(made(f"t: {{combine: mean, of: [A], missing: {{{missing}}}}}", A="abc"))) == 1
