# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Section 2 of the contract, worked by hand: what a score makes of its children."""

from __future__ import annotations

import pytest

from tests.cases.contract.bench import errors, made, t, value


def one(child: str, answer: object, combine: str = "mean", question: str = "abc", **more: object) -> dict:
    evidence = {"evidence": {"A": more}} if more else {}
    return t(made(f"t: {{combine: {combine}, of: [{child}]}}", A=question), {"A": answer}, **evidence)


def test_the_values_of_a_child_are_laid_over_those_of_the_options():
    child = "{question: A, values: {b: 3}}"
    assert [one(child, answer)["value"] for answer in "abc"] == [0, 3, 1]
    assert one(child, "a")["max"] == 3


def test_an_absence_named_in_values_counts_as_said_there():
    child = "{question: A, values: {na: 0.25}}"
    assert one(child, "na")["value"] == 0.25
    assert one(child, "na")["children"][0]["absent"] is None
    assert one(child, "na")["coverage"] == 1
    assert one(child, "ns")["absent"] == "unknown"


def test_the_same_question_counts_differently_in_two_scores():
    yaml = made(
        """
        t: {combine: sum, of: [u, v, A]}
        u: {combine: mean, of: [{question: A, values: {a: 1, c: 0}}]}
        v: {combine: mean, of: [{question: A, accepts: [b]}]}
        """,
        A="abc",
    )
    assert [value(yaml, {"A": answer}) for answer in "abc"] == [1, 0.5 + 1 + 0.5, 1]


@pytest.mark.parametrize(
    ("answer", "worth", "reason"),
    [
        ("a", 0, None),
        ("b", 1, None),
        ("c", 0, None),
        ("na", 1, None),
        ("ns", None, "unknown"),
        (None, None, "unanswered"),
    ],
)
def test_accepts_turns_a_child_into_met_or_not_and_may_name_an_absence(answer, worth, reason):
    result = one("{question: A, accepts: [b, na]}", answer)
    assert (result["value"], result["absent"], result["max"]) == (worth, reason, 1)


def test_values_and_accepts_together_name_the_options_and_accepts_decides():
    child = "{question: A, values: {na: 5, b: 7}, accepts: [c]}"
    assert [one(child, answer)["value"] for answer in ("a", "b", "c", "na")] == [0, 0, 1, 0]


MANY = "type: multiple, options: [{id: a, label: A, value: 0.5}, {id: b, label: B, value: 0.25}, {id: n, label: N, absence: unknown}]"


def test_accepts_holds_for_a_multiple_when_at_least_one_chosen_is_listed():
    child = "{question: A, accepts: [b]}"
    assert [one(child, answer, question=MANY)["value"] for answer in (["a"], ["b"], ["a", "b"])] == [0, 1, 1]
    assert one(child, ["n"], question=MANY)["absent"] == "unknown"
    assert one("{question: A, accepts: [b, n]}", ["n"], question=MANY)["value"] == 1


def test_values_of_a_child_apply_to_each_chosen_option_of_a_multiple():
    child = "{question: A, values: {b: 2, n: 0.125}}"
    assert [one(child, answer, question=MANY)["value"] for answer in (["a", "b"], ["n"])] == [2.5, 0.125]
    assert one(child, ["a"], question=MANY)["max"] == 2.5


def test_at_least_turns_a_value_into_met_or_not():
    assert [one("{question: A, at_least: 0.5}", answer)["value"] for answer in "abc"] == [0, 1, 1]
    assert one("{question: A, at_least: 0.75}", ["a", "b"], question=MANY)["value"] == 1
    assert one("{question: A, at_least: 0.75}", ["a"], question=MANY)["value"] == 0
    assert one("{question: A, at_least: 12}", 12, question="type: number")["value"] == 1
    assert one("{question: A, at_least: 12}", None, question="type: number")["absent"] == "unanswered"


def test_at_least_compares_what_values_say():
    child = "{question: A, values: {a: 4, na: 4}, at_least: 4}"
    assert [one(child, answer)["value"] for answer in ("a", "c", "na")] == [1, 0, 1]


def test_a_child_score_may_be_asked_to_reach_a_value():
    yaml = made("t: {combine: all, of: [{score: s, at_least: 0.3}]}\ns: {combine: sum, of: [A, B]}", A=TENTHS, B=TENTHS)
    assert value(yaml, {"A": "one", "B": "two"}) == 1  # 0.1 + 0.2 is 0.30000000000000004
    assert value(yaml, {"A": "one", "B": "one"}) == 0


TENTHS = "type: single, options: [{id: one, label: A, value: 0.1}, {id: two, label: B, value: 0.2}, {id: seven, label: B, value: 0.7}]"


def test_reaching_a_value_is_judged_on_nine_decimals():
    yaml = made("t: {combine: all, of: [{score: s, at_least: 0.8}]}\ns: {combine: sum, of: [A, B]}", A=TENTHS, B=TENTHS)
    assert value(yaml, {"A": "seven", "B": "one"}) == 1  # 0.7 + 0.1 is 0.7999999999999999
    assert value(yaml, {"A": "one", "B": "one"}) == 0


def test_without_gate_a_child_is_met_when_its_value_reaches_1():
    yaml = made("t: {combine: all, of: [A]}", A="lv")
    assert [value(yaml, {"A": answer}) for answer in "0124"] == [0, 1, 1, 1]
    assert [one("A", answer, "share_met")["value"] for answer in "abc"] == [0, 0, 100]


@pytest.mark.parametrize(
    ("urls", "good"),
    [
        (["https://ejemplo.mx"], True),
        (["http://ejemplo.mx/politica.pdf"], True),
        (["https://datos.ejemplo.gob.mx:8443/a?b=c#d"], True),
        (["HTTPS://EJEMPLO.MX/A"], True),
        (["https://10.0.0.1/x"], True),
        (["https://localhost/politica.pdf"], False),
        (["https://intranet"], False),
        (["ejemplo.mx"], False),
        (["www.ejemplo.mx/a"], False),
        (["ftp://ejemplo.mx/a"], False),
        (["https://"], False),
        ([""], False),
        ([], False),
        (["nada", "https://ejemplo.mx"], True),
    ],
)
def test_a_url_has_http_and_a_dotted_host(urls, good):
    result = one("{question: A, needs: {c: url}}", "c", urls=urls)
    assert (result["value"], result["children"][0]["absent"]) == ((1, None) if good else (0, "unsupported"))


@pytest.mark.parametrize(
    ("note", "good"),
    [
        ("Véase https://ejemplo.mx/politica.", True),
        ("(https://ejemplo.mx)", True),
        ("https://ejemplo.mx, página 3", True),
        ("Véase http://intranet/politica.pdf", False),
        ("Véase ejemplo.mx", False),
    ],
)
def test_a_url_may_stand_inside_the_note(note, good):
    assert one("{question: A, needs: {c: url}}", "c", note=note)["value"] == good


@pytest.mark.parametrize("need", ["note", "reason"])
@pytest.mark.parametrize(
    ("text", "good"), [("abcde", True), ("abcd", False), ("  abcd  ", False), (" a b c ", True), ("ñandú", True)]
)
def test_note_and_reason_need_five_characters_after_trimming(need, text, good):
    assert one(f"{{question: A, needs: {{c: {need}}}}}", "c", **{need: text})["value"] == good
    other = "reason" if need == "note" else "note"
    assert one(f"{{question: A, needs: {{c: {need}}}}}", "c", **{other: text})["value"] == 0


def test_file_needs_at_least_one_file():
    assert one("{question: A, needs: {c: file}}", "c", files=["a.pdf"])["value"] == 1
    assert one("{question: A, needs: {c: file}}", "c", files=[])["value"] == 0
    assert one("{question: A, needs: {c: file}}", "c", note="a.pdf a.pdf")["value"] == 0


def test_a_list_of_needs_asks_for_all():
    child = "{question: A, needs: {c: [url, reason]}}"
    assert one(child, "c", urls=["https://a.mx"], reason="Porque sí")["value"] == 1
    assert one(child, "c", urls=["https://a.mx"])["value"] == 0
    assert one(child, "c", reason="Porque sí")["value"] == 0


def test_needs_speak_only_of_the_options_they_name():
    child = "{question: A, needs: {c: url}}"
    assert one(child, "b")["value"] == 0.5
    assert one(child, "na")["absent"] == "not_applicable"


def test_an_accepted_absence_without_what_it_needs_is_not_met():
    child = "{question: A, accepts: [na, c], needs: {na: note}}"
    bare = one(child, "na")
    assert (bare["value"], bare["children"][0]["absent"], bare["coverage"]) == (0, "unsupported", 1)
    assert one(child, "na", note="No nos toca")["value"] == 1
    assert one(child, "c")["value"] == 1


def test_the_needs_of_an_option_never_change_a_score():
    question = "type: single, options: [{id: a, label: A, value: 1, needs: [url, note]}, {id: b, label: B, value: 0}]"
    assert one("A", "a", question=question)["value"] == 1
    assert one("{question: A, accepts: [a]}", "a", question=question)["value"] == 1


def test_needs_of_a_multiple_look_at_every_chosen_option():
    child = "{question: A, needs: {b: note}}"
    assert one(child, ["a", "b"], question=MANY)["value"] == 0
    assert one(child, ["a", "b"], question=MANY, note="Véase")["value"] == 0.75
    assert one(child, ["a"], question=MANY)["value"] == 0.5


def test_needs_of_a_row_look_at_the_evidence_of_its_question():
    question = "type: matrix, options: abc, rows: {p: P, q: Q}"
    child = "{question: A, row: q, needs: {c: file}}"
    assert one(child, {"q": "c"}, question=question)["value"] == 0
    assert one(child, {"q": "c"}, question=question, files=["f"])["value"] == 1
    assert one(child, {"p": "c", "q": "b"}, question=question)["value"] == 0.5


def test_an_unsupported_child_counts_as_0_with_its_weight_and_has_a_value_for_coverage():
    yaml = made(
        "t: {combine: mean, of: [{question: A, weight: 3, needs: {c: url}}, B], missing: {unanswered: omit, coverage: 1}}",
        A="abc",
        B="abc",
    )
    result = t(yaml, {"A": "c", "B": "c"})
    assert (result["value"], result["coverage"], result["max"]) == (0.25, 1, 1)
    assert result["children"][0] == {"id": "A", "value": 0, "weight": 3, "contribution": 0, "absent": "unsupported"}


def test_an_unsupported_child_counts_as_0_whatever_missing_says():
    yaml = made(
        "t: {combine: mean, of: [{question: A, needs: {c: url}}], "
        "missing: {unanswered: full, unknown: full, not_applicable: full, hidden: full}}",
        A="abc",
    )
    assert value(yaml, {"A": "c"}) == 0


@pytest.mark.parametrize(
    "child",
    [
        "{question: A, accepts: [c], at_least: 1}",
        "{question: A, score: t}",
        "{question: A, row: p}",
        "{question: M, accepts: [c]}",
        "{question: M, at_least: 1}",
        "{question: M, needs: {c: url}}",
        "{question: M, row: z}",
        "{question: A, accepts: [z]}",
        "{question: A, values: {z: 1}}",
        "{question: A, needs: {z: url}}",
        "{question: A, needs: {c: foto}}",
        "{question: A, weight: 0}",
        "{question: A, weight: -1}",
        "{question: Z}",
        "{score: Z}",
        "{score: A}",
        "{question: u}",
        "Z",
        "D",
        "X",
        "{weight: 2}",
        "{question: A, otra: 1}",
    ],
)
def test_a_wrong_child_is_one_load_error(child):
    yaml = made(
        f"t: {{combine: mean, of: [{child}]}}\nu: {{combine: mean, of: [A]}}",
        A="abc",
        M="type: matrix, options: abc, rows: {p: P, q: Q}",
        D="type: date",
        X="type: text",
    )
    assert len(errors(yaml)) == 1


def test_what_every_row_is_met_by_enters_one_by_one():
    yaml = made(
        "t: {combine: share_met, of: [{question: M, row: p, accepts: [c]}, {question: M, row: q, accepts: [c, na]}, {question: M, row: r, at_least: 0.5}]}",
        M="type: matrix, options: abc, rows: {p: P, q: Q, r: R}",
    )
    assert value(yaml, {"M": {"p": "c", "q": "na", "r": "a"}}) == pytest.approx(67)
    assert value(yaml, {"M": {"p": "c", "q": "na", "r": "b"}}) == 100
