# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Section 5 of the contract, worked by hand: three readings of one answer sheet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cases.contract.bench import command, errors, made, score

MEAN = "t: {combine: mean, of: [A, B], missing: {unanswered: omit}}"


def evidence(keys: str, options: str = "abc") -> str:
    return f"type: single, options: {options}, evidence: {{{keys}}}"


def values(yaml: str, answers: dict, **beside: Any) -> dict[str, Any]:
    readings = score(yaml, answers, **beside)["readings"]
    return {name: results["t"]["value"] for name, results in readings.items()}


def test_supported_exists_where_there_is_an_evidence_for_and_validated_where_there_is_a_finding():
    plain, asked = made(MEAN, A="abc", B="abc"), made(MEAN, A=evidence("for: [c]"), B="abc")
    hints = made(MEAN, A=evidence("hints: [Una liga]"), B="abc")
    answers = {"A": "b", "B": "b"}
    assert list(values(plain, answers)) == ["declared"]
    assert list(values(hints, answers)) == ["declared"]
    assert set(values(asked, answers)) == {"declared", "supported"}
    assert set(values(plain, answers, review={"A": {"finding": "a"}})) == {"declared", "validated"}
    assert set(values(asked, answers, review={"A": {"finding": "doubtful"}})) == {"declared", "supported", "validated"}


@pytest.mark.parametrize(
    ("beside", "worth"),
    [
        ({}, 0.5),
        ({"urls": ["https://a.mx"]}, 1),
        ({"files": ["a.pdf"]}, 1),
        ({"note": "Oficio 12"}, 1),
        ({"note": "No"}, 0.5),
        ({"urls": ["http://intranet/a"]}, 0.5),
        ({"reason": "Una razón larga"}, 0.5),
    ],
)
def test_without_support_an_option_counts_as_without_says(beside, worth):
    yaml = made(MEAN, A=evidence("for: [c], without: {c: a}"), B="abc")
    assert values(yaml, {"A": "c", "B": "c"}, evidence={"A": beside}) == {"declared": 1, "supported": worth}


def test_by_default_without_changes_nothing():
    assert values(made(MEAN, A=evidence("for: [c]"), B="abc"), {"A": "c", "B": "c"}) == {"declared": 1, "supported": 1}


def test_options_outside_for_need_no_support():
    yaml = made(MEAN, A=evidence("for: [c], without: {c: a}"), B="abc")
    assert values(yaml, {"A": "b", "B": "c"}) == {"declared": 0.75, "supported": 0.75}


@pytest.mark.parametrize(
    ("accepts", "beside", "good"),
    [
        ("[url]", {"files": ["a"]}, False),
        ("[url]", {"note": "Véase https://a.mx/b"}, True),
        ("[file]", {"note": "Véase https://a.mx/b"}, False),
        ("[url, file]", {"files": ["a"]}, True),
        ("[note]", {"urls": ["https://a.mx"]}, False),
        ("[note]", {"note": " abcd "}, False),
    ],
)
def test_any_one_of_accepts_is_enough_and_nothing_else(accepts, beside, good):
    yaml = made(MEAN, A=evidence(f"for: [c], accepts: {accepts}, without: {{c: a}}"), B="abc")
    assert values(yaml, {"A": "c"}, evidence={"A": beside})["supported"] == good


def test_without_may_say_an_absence():
    yaml = made(
        "t: {combine: mean, of: [A, B], missing: {unknown: zero}}", A=evidence("for: [c], without: {c: ns}"), B="abc"
    )
    unit = score(yaml, {"A": "c", "B": "c"})
    assert unit["readings"]["supported"]["t"]["value"] == 0.5
    assert unit["readings"]["supported"]["t"]["children"][0]["absent"] == "unknown"


def test_an_absence_may_be_under_for():
    yaml = made("t: {combine: mean, of: [A, B]}", A=evidence("for: [na], without: {na: a}"), B="abc")
    assert values(yaml, {"A": "na", "B": "c"}) == {"declared": 1, "supported": 0.5}


MANY = (
    "type: multiple, options: [{id: a, label: A, value: 1}, {id: b, label: B, value: 2}, {id: z, label: Z, value: 0, exclusive: true}, "
    "{id: n, label: N, absence: unknown}], evidence: {for: [%s], without: {%s}}"
)


@pytest.mark.parametrize(
    ("for_", "without", "chosen", "worth"),
    [
        ("b", "b: a", ["b"], 1),
        ("b", "b: a", ["a", "b"], 1),
        ("b", "b: a", ["b", "a"], 1),
        ("b", "b: a", ["a"], 1),
        ("b", "b: z", ["b"], 0),
        ("a, b", "b: a", ["a", "b"], 1),
        ("a, b", "a: z, b: z", ["a", "b"], 0),
        ("b", "", ["a", "b"], 3),
    ],
)
def test_in_a_multiple_each_chosen_option_under_for_is_replaced_and_duplicates_collapse(for_, without, chosen, worth):
    yaml = made("t: {combine: mean, of: [A]}", A=MANY % (for_, without))
    assert values(yaml, {"A": chosen})["supported"] == worth
    assert (
        values(yaml, {"A": chosen}, evidence={"A": {"files": ["f"]}})["supported"]
        == values(yaml, {"A": chosen})["declared"]
    )


def test_in_a_multiple_an_absence_that_replaces_the_only_option_is_an_absence():
    yaml = made("t: {combine: mean, of: [A]}", A=MANY % ("b", "b: n"))
    assert values(yaml, {"A": ["b"]}) == {"declared": 2, "supported": None}


def test_in_a_matrix_the_evidence_of_the_question_serves_all_rows():
    question = "type: matrix, rows: {p: P, q: Q}, options: abc, evidence: {for: [c], without: {c: a}}"
    yaml = made("t: {combine: mean, of: [A]}", A=question)
    assert values(yaml, {"A": {"p": "c", "q": "b"}}) == {"declared": 0.75, "supported": 0.25}
    assert values(yaml, {"A": {"p": "c", "q": "b"}}, evidence={"A": {"files": ["f"]}}) == {
        "declared": 0.75,
        "supported": 0.75,
    }


def test_each_reading_has_its_own_visibility():
    yaml = made(
        "t: {combine: sum, of: [A, B], missing: {hidden: zero, unanswered: omit}}",
        A=evidence("for: [c], without: {c: a}"),
        B="type: single, options: lv, visible_if: {question: A, in: [c]}",
    )
    unit = score(yaml, {"A": "c", "B": "4"})
    assert unit["readings"]["declared"]["t"]["value"] == 5
    assert unit["readings"]["supported"]["t"]["value"] == 0
    assert unit["readings"]["supported"]["t"]["children"][1]["absent"] == "hidden"
    assert unit["visible"] == ["A", "B"]


def test_each_reading_has_its_own_conditions_and_recommendations_are_those_of_declared():
    rest = "recommendations: [{id: RA, when: {question: A, in: [a]}, action: R.}, {id: RC, when: {question: A, in: [c]}, action: R.}]"
    levels = "levels: [{id: N1, from: 0}, {id: N2, from: 0.5}], caps: [{when: {question: A, in: [a]}, level: N1}]"
    yaml = made(f"t: {{combine: mean, of: [A, B], {levels}}}", rest, A=evidence("for: [c], without: {c: a}"), B="abc")
    unit = score(yaml, {"A": "c", "B": "c"})
    assert unit["recommendations"] == ["RC"]
    declared, supported = (unit["readings"][name]["t"] for name in ("declared", "supported"))
    assert (declared["value"], declared["level"], declared["cap"]) == (1, "N2", None)
    assert (supported["value"], supported["level_by_value"], supported["level"], supported["cap"]) == (
        0.5,
        "N2",
        "N1",
        0,
    )


def test_needs_look_at_the_answers_of_their_reading_and_the_same_evidence():
    yaml = made(
        "t: {combine: mean, of: [{question: A, needs: {b: reason}}]}",
        A=evidence("for: [c], accepts: [url], without: {c: b}"),
    )
    assert values(yaml, {"A": "c"}) == {"declared": 1, "supported": 0}
    assert values(yaml, {"A": "c"}, evidence={"A": {"reason": "Porque sí"}}) == {"declared": 1, "supported": 0.5}
    assert values(yaml, {"A": "c"}, evidence={"A": {"urls": ["https://a.mx"]}}) == {"declared": 1, "supported": 1}


def test_a_finding_replaces_the_answer_and_starts_from_declared():
    yaml = made(MEAN, A=evidence("for: [c], without: {c: a}"), B=evidence("for: [c], without: {c: a}"))
    found = values(yaml, {"A": "c", "B": "c"}, review={"B": {"finding": "b"}})
    assert found == {"declared": 1, "supported": 0, "validated": 0.75}


def test_doubtful_counts_as_unanswered():
    yaml = made("t: {combine: mean, of: [A, B], missing: {unanswered: zero}}", A="abc", B="abc")
    unit = score(yaml, {"A": "c", "B": "c"}, review={"B": {"finding": "doubtful"}})
    validated = unit["readings"]["validated"]["t"]
    assert (validated["value"], validated["children"][1]["absent"], validated["coverage"]) == (0.5, "unanswered", 0.5)


def test_a_finding_changes_what_is_visible_in_validated_only():
    yaml = made(
        "t: {combine: sum, of: [A, B], missing: {unanswered: zero}}",
        A="abc",
        B="type: single, options: lv, visible_if: {question: A, in: [c]}",
    )
    unit = score(yaml, {"A": "b", "B": "3"}, review={"A": {"finding": "c"}})
    assert (
        unit["visible"],
        unit["readings"]["declared"]["t"]["value"],
        unit["readings"]["validated"]["t"]["value"],
    ) == (["A"], 0.5, 4)
    unit = score(yaml, {"A": "c", "B": "3"}, review={"A": {"finding": "doubtful"}})
    assert (
        unit["visible"],
        unit["readings"]["declared"]["t"]["value"],
        unit["readings"]["validated"]["t"]["value"],
    ) == (["A", "B"], 4, 0)


def test_a_finding_may_answer_what_was_left_unanswered():
    assert values(made(MEAN, A="abc", B="abc"), {"A": "a"}, review={"B": {"finding": "c"}}) == {
        "declared": 0,
        "validated": 0.5,
    }


@pytest.mark.parametrize(
    ("question", "answer", "finding", "worth"),
    [
        ("type: number, goalposts: [0, 10]", 8, 3, 0.3),
        ("type: number, goalposts: [0, 10]", 8, "doubtful", None),
        (MANY % ("b", ""), ["a", "b"], ["a"], 1),
        (MANY % ("b", ""), ["a", "b"], "doubtful", None),
        ("type: matrix, rows: {p: P, q: Q}, options: abc", {"p": "c", "q": "c"}, {"p": "b", "q": "c"}, 0.75),
        ("type: matrix, rows: {p: P, q: Q}, options: abc", {"p": "c", "q": "c"}, "doubtful", None),
    ],
)
def test_a_finding_is_an_answer_of_the_type_of_its_question(question, answer, finding, worth):
    assert (
        values(made("t: {combine: mean, of: [A]}", A=question), {"A": answer}, review={"A": {"finding": finding}})[
            "validated"
        ]
        == worth
    )


@pytest.mark.parametrize(
    "review", [{"A": {"finding": "z"}}, {"Z": {"finding": "a"}}, {"A": {"finding": 3}}, {"A": {"finding": ["a"]}}]
)
def test_a_wrong_finding_is_an_error(review):
    ran = command("score", made(MEAN, A="abc", B="abc"), {"units": {"UNI": {"answers": {}, "review": review}}})
    assert ran.code == 1
    assert "UNI" in ran.err
    assert next(iter(review)) in ran.err


def test_an_option_named_doubtful_is_a_load_error():
    assert (
        len(
            errors(
                made(
                    MEAN,
                    A="abc",
                    B="type: single, options: [{id: doubtful, label: D, value: 1}, {id: b, label: B, value: 0}]",
                )
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    "keys",
    [
        "for: [z]",
        "for: [c], without: {z: a}",
        "for: [c], without: {c: z}",
        "for: [c], accepts: [foto]",
        "for: [c], otra: 1",
    ],
)
def test_a_wrong_evidence_is_a_load_error(keys):
    assert errors(made(MEAN, A=evidence(keys), B="abc"))


def test_the_route_is_that_of_declared():
    levels = "levels: [{id: N1, from: 0}, {id: N2, from: 0.5}, {id: N3, from: 1}]"
    yaml = made(f"t: {{combine: mean, of: [A, B], {levels}}}", A=evidence("for: [c], without: {c: a}"), B="abc")
    assert score(yaml, {"A": "c", "B": "b"})["route"] == {
        "to": "N3",
        "exact": True,
        "steps": [{"question": "B", "from": "b", "to": "c"}],
    }
