# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Section 2 of the contract, worked by hand: the value of a question."""

from __future__ import annotations

import pytest

from tests.cases.contract.bench import command, errors, made, score, t, value

MEAN = "t: {combine: mean, of: [A]}"
MANY = (
    "type: multiple, options: [{id: a, label: A, value: 0.5}, {id: b, label: B, value: 0.5}, "
    "{id: c, label: C, value: 0.25}, {id: d, label: D, value: -0.5}, {id: z, label: Z, value: 0.75, exclusive: true}, "
    "{id: na, label: NA, absence: not_applicable}]"
)


def mean_of(question: str, answer: object, **more: object) -> dict:
    return t(made(MEAN, A=question), {"A": answer}, **more)


@pytest.mark.parametrize(("answer", "worth"), [("a", 0), ("b", 0.5), ("c", 1)])
def test_a_single_is_worth_its_option(answer, worth):
    assert mean_of("abc", answer)["value"] == worth


@pytest.mark.parametrize(
    ("answer", "worth"),
    [(["a"], 0.5), (["a", "b"], 1), (["a", "b", "c"], 1.25), (["d"], -0.5), (["a", "d"], 0), (["z"], 0.75)],
)
def test_a_multiple_is_worth_the_sum_of_the_chosen(answer, worth):
    result = mean_of(MANY, answer)
    assert (result["value"], result["max"]) == (worth, 1.25)


@pytest.mark.parametrize(("answer", "worth"), [(["a"], 0.5), (["a", "b"], 1), (["a", "b", "c"], 1), (["b", "c"], 0.75)])
def test_a_multiple_is_worth_at_most_its_cap(answer, worth):
    result = mean_of(MANY + ", cap: 1", answer)
    assert (result["value"], result["max"]) == (worth, 1)


def test_the_largest_value_of_a_multiple_may_be_an_exclusive_option():
    options = "[{id: a, label: A, value: 1}, {id: z, label: Z, value: 3, exclusive: true}]"
    assert mean_of(f"type: multiple, options: {options}", ["a"])["max"] == 3
    capped = mean_of(f"type: multiple, cap: 2, options: {options}", ["z"])
    assert (capped["value"], capped["max"]) == (2, 2)


def test_an_absence_chosen_in_a_multiple_is_an_absence():
    assert mean_of(MANY, ["na"])["absent"] == "not_applicable"


@pytest.mark.parametrize("answer", [["a", "z"], ["z", "b"], ["na", "a"]])
def test_an_exclusive_option_beside_others_is_an_error_that_names_unit_question_and_value(answer):
    yaml = made("t: {combine: mean, of: [PREG]}", PREG=MANY)
    ran = command("score", yaml, {"units": {"UNI": {"answers": {"PREG": answer}}}})
    assert ran.code == 1
    for named in ("UNI", "PREG", *answer):
        assert named in ran.err


MATRIX = "type: matrix, options: abc, rows: {p: P, q: Q, r: R, s: S}"


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("unanswered: omit", (1, None)),  # p 1; the rest left out
        ("unanswered: zero", (0.5, None)),  # (1 + 0) / 2
        ("unanswered: full", (1, None)),
        ("unanswered: null", (None, "unanswered")),
        ("unanswered: omit, unknown: zero", (0.5, None)),
        ("unanswered: zero, unknown: zero, not_applicable: zero", (0.25, None)),
        ("unanswered: zero, unknown: full, not_applicable: zero", (0.5, None)),
        ("unanswered: omit, unknown: null", (None, "unknown")),
        ("unanswered: zero, unknown: omit, not_applicable: null", (None, "not_applicable")),
        ("unanswered: zero, unknown: omit, not_applicable: full", (pytest.approx(2 / 3), None)),
    ],
)
def test_each_row_of_a_whole_matrix_follows_the_missing_of_the_parent(missing, expected):
    yaml = made(f"t: {{combine: mean, of: [A], missing: {{{missing}}}}}", A=MATRIX)
    result = t(yaml, {"A": {"p": "c", "r": "na", "s": "ns"}})
    assert (result["value"], result["absent"]) == expected


def test_a_whole_matrix_is_the_mean_of_the_rows_left_in():
    yaml = made(MEAN, A=MATRIX)
    assert t(yaml, {"A": {"p": "c", "q": "b", "r": "a", "s": "ns"}})["value"] == 0.5
    assert t(yaml, {"A": {"p": "c", "q": "b", "r": "a", "s": "b"}})["value"] == 0.5
    assert t(yaml, {"A": {"p": "c", "q": "c", "r": "a", "s": "na"}})["value"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ({"p": "na", "q": "na", "r": "na", "s": "na"}, "not_applicable"),
        ({"p": "na", "q": "na", "r": "na", "s": "ns"}, "unanswered"),
        ({"p": "ns", "q": "ns", "r": "ns", "s": "ns"}, "unanswered"),
    ],
)
def test_a_matrix_without_rows_left_is_not_applicable_only_when_all_rows_are(rows, reason):
    assert t(made(MEAN, A=MATRIX), {"A": rows})["absent"] == reason


def test_an_emptied_matrix_then_follows_unanswered():
    zero = "t: {combine: mean, of: [A, {question: B, weight: 3}], missing: {unanswered: zero}}"
    yaml = made(zero, A="type: matrix, options: abc, rows: {p: P, q: Q}", B="abc")
    assert value(yaml, {"A": {"p": "ns", "q": "ns"}, "B": "c"}) == 0.75
    assert value(yaml, {"A": {"p": "na", "q": "na"}, "B": "c"}) == 1


def test_a_row_is_used_by_name():
    yaml = made("t: {combine: sum, of: [{question: A, row: q, weight: 2}, {question: A, row: r}]}", A=MATRIX)
    result = t(yaml, {"A": {"p": "c", "q": "b", "r": "c"}})
    assert (result["value"], result["max"]) == (2, 3)
    assert [child["row"] for child in result["children"]] == ["q", "r"]


def test_a_row_without_answer_is_unanswered_though_others_are_answered():
    yaml = made("t: {combine: sum, of: [{question: A, row: q}]}", A=MATRIX)
    assert t(yaml, {"A": {"p": "c", "q": None}})["absent"] == "unanswered"
    assert t(yaml, {"A": {"p": "c", "q": ""}})["absent"] == "unanswered"


def test_the_values_of_a_child_apply_to_each_row():
    yaml = made("t: {combine: mean, of: [{question: A, values: {c: 10, na: 4}}]}", A=MATRIX)
    result = t(yaml, {"A": {"p": "c", "q": "b", "r": "na", "s": "ns"}})
    assert (result["value"], result["max"]) == (pytest.approx((10 + 0.5 + 4) / 3), 10)


@pytest.mark.parametrize(
    ("posts", "number", "worth"),
    [
        ("[0, 95]", 47.5, 0.5),
        ("[0, 95]", 95, 1),
        ("[0, 95]", 100, 1),
        ("[10, 20]", 5, 0),
        ("[10, 20]", 12, 0.2),
        ("[20, 10]", 12, 0.8),
        ("[20, 10]", 25, 0),
        ("[20, 10]", 3, 1),
        ("[-1, 1]", 0, 0.5),
    ],
)
def test_goalposts_place_a_number_between_0_and_1(posts, number, worth):
    result = mean_of(f"type: number, goalposts: {posts}", number)
    assert (result["value"], result["max"]) == (pytest.approx(worth), 1)


def test_a_number_without_goalposts_is_itself_and_its_largest_value_is_its_maximum():
    result = mean_of("type: number, maximum: 40", 12.5)
    assert (result["value"], result["max"]) == (12.5, 40)
    assert mean_of("type: number", 12.5)["value"] == 12.5
    assert mean_of("type: number, minimum: -3", -3)["value"] == -3


@pytest.mark.parametrize(
    "number_score",
    [
        "t: {combine: percent_of_max, of: [A]}",
        "t: {combine: ladder, of: [A]}",
        "t: {combine: mean, of: [A], missing: {unanswered: full}}",
        "t: {combine: mean, of: [A], missing: {hidden: full}}",
    ],
)
def test_without_largest_value_what_needs_it_is_a_load_error(number_score):
    assert len(errors(made(number_score, A="type: number"))) == 1
    assert errors(made(number_score, A="type: number, maximum: 5")) == []
    assert errors(made(number_score, A="type: number, goalposts: [0, 5]")) == []


@pytest.mark.parametrize("number", [-0.1, 100.5])
def test_a_number_out_of_range_is_an_error_that_names_unit_question_and_value(number):
    yaml = made("t: {combine: mean, of: [POR]}", POR="type: number, minimum: 0, maximum: 100")
    ran = command("score", yaml, {"units": {"UNI": {"answers": {"POR": number}}}})
    assert ran.code == 1
    for named in ("UNI", "POR", str(number)):
        assert named in ran.err


@pytest.mark.parametrize("empty", [None, "", [], {}])
@pytest.mark.parametrize(
    "question",
    ["abc", MANY, "type: number, maximum: 3", MATRIX, "type: text", "type: date"],
    ids=lambda text: text[:14],
)
def test_null_and_empty_are_unanswered_in_every_type(question, empty):
    rest = "recommendations: [{id: R, when: {question: X, is: unanswered}, action: R.}]"
    if "matrix" in question:
        rest = "recommendations: [{id: R, when: {question: X, row: p, is: unanswered}, action: R.}]"
    unit = score(made(MEAN, rest, A="abc", X=question), {"A": "c", "X": empty})
    assert unit["recommendations"] == ["R"]


@pytest.mark.parametrize(("answer", "state"), [("Hola", "answered"), ("2026-01-31", "answered")])
def test_texts_and_dates_inform_without_value(answer, state):
    rest = f"recommendations: [{{id: R, when: {{question: X, is: {state}}}, action: R.}}, {{id: S, when: {{not: {{question: X, is: {state}}}}}, action: S.}}]"
    kind = "date" if answer[0] == "2" else "text"
    assert score(made(MEAN, rest, A="abc", X=f"type: {kind}"), {"A": "c", "X": answer})["recommendations"] == ["R"]


ODD = "options: [{id: a, label: A, value: 1}, {id: b, label: B, value: 2}, {id: c, label: C, value: 5}, {id: n, label: N, absence: unknown}]"


@pytest.mark.parametrize(("answer", "worth"), [("a", 5), ("b", 4), ("c", 1)])
def test_inverted_is_the_largest_plus_the_smallest_less_the_value(answer, worth):
    result = mean_of(f"type: single, inverted: true, {ODD}", answer)
    assert (result["value"], result["max"]) == (worth, 5)
    rows = mean_of(f"type: matrix, rows: {{p: P, q: Q}}, inverted: true, {ODD}", {"p": answer, "q": "b"})
    assert (rows["value"], rows["max"]) == ((worth + 4) / 2, 5)


def test_inverted_leaves_absences_alone():
    question = f"type: single, inverted: true, {ODD}"
    assert mean_of(question, "n")["absent"] == "unknown"
    assert mean_of(question, None)["absent"] == "unanswered"
    zero = made("t: {combine: mean, of: [A, B], missing: {unknown: zero, unanswered: full}}", A=question, B=question)
    assert value(zero, {"A": "n"}) == 2.5


def test_an_inverted_number_with_goalposts_is_one_less_its_place():
    assert mean_of("type: number, goalposts: [0, 10], inverted: true", 3)["value"] == pytest.approx(0.7)
    assert mean_of("type: number, goalposts: [0, 10], inverted: true", 12)["value"] == 0


def test_inverted_does_not_touch_the_values_of_a_child():
    yaml = made(
        "t: {combine: mean, of: [{question: A, values: {a: 7, n: 3}}]}", A=f"type: single, inverted: true, {ODD}"
    )
    assert [value(yaml, {"A": answer}) for answer in "abcn"] == [7, 4, 1, 3]
    assert t(yaml)["max"] == 7


@pytest.mark.parametrize("question", [MANY, "type: number", "type: text", "type: date"])
def test_inverted_elsewhere_is_a_load_error(question):
    scores = "t: {combine: mean, of: [B]}"
    assert len(errors(made(scores, A=question + ", inverted: true", B="abc"))) == 1


PLAIN = "type: single, options: [{id: a, label: A}, {id: b, label: B, value: 1}]"


def test_an_option_without_value_needs_one_from_the_parent():
    assert len(errors(made(MEAN, A=PLAIN))) == 1
    yaml = made("t: {combine: mean, of: [{question: A, values: {a: 0.25}}]}", A=PLAIN)
    assert errors(yaml) == []
    assert value(yaml, {"A": "a"}) == 0.25
    assert errors(made("t: {combine: mean, of: [{question: A, accepts: [a]}]}", A=PLAIN)) == []
    assert len(errors(made("t: {combine: mean, of: [{question: A, at_least: 1}]}", A=PLAIN))) == 1


def test_last_passes_over_an_option_without_value():
    yaml = made("t: {combine: last, of: [B, A]}", A=PLAIN, B="abc")
    assert errors(yaml) == []
    assert value(yaml, {"B": "b", "A": "a"}) == 0.5
    assert value(yaml, {"B": "b", "A": "b"}) == 1


def test_a_question_that_is_hidden_keeps_its_answer_but_ignores_it():
    yaml = made(
        "t: {combine: mean, of: [A, B]}", A="abc", B="type: single, options: abc, visible_if: {question: A, in: [c]}"
    )
    unit = score(yaml, {"A": "b", "B": "c"})
    result = unit["readings"]["declared"]["t"]
    assert unit["visible"] == ["A"]
    assert result["value"] == 0.5
    assert result["children"][1] == {"id": "B", "value": None, "weight": 1, "contribution": None, "absent": "hidden"}
    assert value(yaml, {"A": "c", "B": "b"}) == 0.75
