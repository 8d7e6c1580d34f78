"""Section 2: what an answer is worth."""

from __future__ import annotations

import pytest

from evaluacion.domain.answers import Support
from evaluacion.domain.questionnaire import Absence, Option
from tests.domain.builders import (
    DEGREES,
    YES_NO,
    build,
    matrix,
    missing,
    multiple,
    note,
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

PLAN = multiple(
    "Q", option("a", 0.5), option("b", 0.4), option("c", 0.3), option("z", 0, exclusive=True), option("na"), cap=1
)
WHOLE = matrix("M", "uno", "dos", "tres", found=DEGREES)


def line(questions, one, answers, **more):
    (only,) = scored(build(questions, [one]), answers, **more)[one.id].children
    return only


@pytest.mark.parametrize(
    ("chosen", "value"), [(("a",), 0.5), (("a", "b"), 0.9), (("a", "b", "c"), 1.0), (("z",), 0.0), (("a", "a"), 0.5)]
)
def test_multiple_adds_what_is_chosen_up_to_its_cap(chosen, value):
    assert value_of([PLAN], score("S", "sum", q("Q")), {"Q": chosen}) == pytest.approx(value)


@pytest.mark.parametrize(
    ("question", "largest"),
    [
        (PLAN, 1.0),
        (multiple("Q", option("a", 0.5), option("b", -1)), 0.5),
        (multiple("Q", option("a", 0.5), option("b", 0.2), option("z", 2, exclusive=True)), 2.0),
        (single("Q", options(a=3, b=7)), 7.0),
        (number("Q", goalposts=(0, 95)), 1.0),
        (number("Q", maximum=40), 40.0),
        (number("Q"), None),
        (matrix("Q", "x", "y", found=DEGREES), 1.0),
    ],
)
def test_the_largest_value_of_each_type(question, largest):
    assert scored(build([question], [score("S", "sum", q("Q"))]), {})["S"].max == largest


@pytest.mark.parametrize(
    ("goalposts", "x", "value"),
    [((0, 95), 47.5, 0.5), ((0, 95), 100, 1.0), ((10, 20), 5, 0.0), ((20, 10), 12.5, 0.75), ((20, 10), 25, 0.0)],
)
def test_goalposts_scale_and_clip(goalposts, x, value):
    assert value_of([number("Q", goalposts=goalposts)], score("S", "sum", q("Q")), {"Q": x}) == value


def test_inverted_mirrors_the_option_values_and_leaves_a_childs_own_alone():
    asked = single("Q", options(a=1, b=2, c=5), inverted=True)
    assert value_of([asked], score("S", "sum", q("Q")), {"Q": "b"}) == 4
    assert value_of([asked], score("S", "sum", q("Q", values={"b": 2.5})), {"Q": "b"}) == 2.5
    assert value_of([number("Q", goalposts=(0, 10), inverted=True)], score("S", "sum", q("Q")), {"Q": 3}) == 0.7


def test_an_inverted_matrix_mirrors_each_row():
    asked = matrix("M", "x", "y", found=options(a=1, b=2, c=5), inverted=True)
    assert value_of([asked], score("S", "sum", q("M")), {"M": {"x": "a", "y": "b"}}) == 4.5


@pytest.mark.parametrize("empty", [None, "", (), [], {}])
def test_null_empty_text_list_or_map_is_unanswered(empty):
    assert line([single("Q")], score("S", "mean", q("Q")), {"Q": empty}).absent == "unanswered"


def test_a_row_is_one_answer_of_a_matrix():
    assert value_of([WHOLE], score("S", "sum", q("M", row="dos")), {"M": {"uno": "nada", "dos": "mitad"}}) == 0.5


@pytest.mark.parametrize(
    ("rules", "rows", "value", "absent"),
    [
        ({}, {"uno": "todo", "dos": "mitad", "tres": "nada"}, 0.5, None),
        ({}, {"uno": "todo", "dos": "mitad"}, None, "unanswered"),
        ({"unanswered": "omit"}, {"uno": "todo", "dos": "mitad"}, 0.75, None),
        ({"unanswered": "zero"}, {"uno": "todo", "dos": "mitad"}, 0.5, None),
        ({"unanswered": "full"}, {"uno": "nada", "dos": "mitad"}, 0.5, None),
        ({"unanswered": "null", "unknown": "omit"}, {"uno": "todo", "dos": "mitad", "tres": "ns"}, 0.75, None),
        ({}, {"uno": "na", "dos": "na", "tres": "na"}, None, "not_applicable"),
        ({"unanswered": "omit"}, {"uno": "na", "dos": "na", "tres": "ns"}, None, "unanswered"),
    ],
)
def test_the_rows_of_a_whole_matrix_follow_the_parents_missing(rules, rows, value, absent):
    result = scored(build([WHOLE], [score("S", "sum", q("M"), missing=missing(**rules))]), {"M": rows})["S"]
    assert (result.value, result.absent) == (value, absent)


def test_a_childs_values_apply_to_each_row_and_may_value_an_absence():
    one = score("S", "sum", q("M", values={"na": 0.5, "todo": 0.9}))
    assert value_of([WHOLE], one, {"M": {"uno": "na", "dos": "todo", "tres": "nada"}}) == pytest.approx(1.4 / 3)


def test_the_same_question_may_count_differently_in_two_scores():
    scores = [score("A", "sum", q("Q", values={"no": 3})), score("B", "sum", q("Q", accepts=("no",)))]
    results = scored(build([single("Q")], scores), {"Q": "no"})
    assert (results["A"].value, results["A"].max) == (3, 3)
    assert (results["B"].value, results["B"].max) == (1, 1)


@pytest.mark.parametrize(("answer", "value"), [("si", 1), ("na", 1), ("no", 0)])
def test_accepts_turns_into_met_or_not_even_for_an_absence_it_names(answer, value):
    assert value_of([single("Q")], score("S", "all", q("Q", accepts=("si", "na"))), {"Q": answer}) == value


def test_an_absence_that_accepts_does_not_name_stays_one():
    assert line([single("Q")], score("S", "sum", q("Q", accepts=("si",))), {"Q": "ns"}).absent == "unknown"


def test_accepts_of_a_multiple_asks_for_one_listed_option():
    one = score("S", "sum", q("Q", accepts=("b",)))
    assert value_of([PLAN], one, {"Q": ("a", "b")}) == 1
    assert value_of([PLAN], one, {"Q": ("a", "c")}) == 0


@pytest.mark.parametrize(("answer", "value"), [("nada", 0), ("mitad", 1), ("todo", 1)])
def test_at_least_turns_into_met_or_not(answer, value):
    assert value_of([single("Q", DEGREES)], score("S", "sum", q("Q", at_least=0.5)), {"Q": answer}) == value


def test_at_least_on_a_score_reads_its_value():
    scores = [score("A", "mean", q("Q"), q("R")), score("S", "sum", s("A", at_least=0.5))]
    assert scored(build([single("Q"), single("R")], scores), {"Q": "si", "R": "no"})["S"].value == 1


PROOFS = [
    ({"si": ("url",)}, Support(urls=("https://datos.gob.mx/a",)), True),
    ({"si": ("url",)}, Support(urls=("HTTP://192.168.0.1:80/",)), True),
    ({"si": ("url",)}, Support(note="Véase (https://datos.gob.mx)."), True),
    ({"si": ("url",)}, Support(urls=("http://localhost/a", "ftp://a.mx", "datos.gob.mx")), False),
    ({"si": ("url",)}, Support(urls=("http://usuario.x@localhost/",)), False),
    ({"si": ("url",)}, Support(note="https://localhost."), False),
    ({"si": ("url",)}, Support(urls=("https://un host.mx", "https://a..mx")), False),
    ({"si": ("note",)}, note("  acta  "), False),
    ({"si": ("note",)}, note("  actas "), True),
    ({"si": ("reason",)}, Support(reason="norma"), True),
    ({"si": ("reason",)}, note("norma"), False),
    ({"si": ("file",)}, Support(files=("acta.pdf",)), True),
    ({"si": ("note", "file")}, note("actas"), False),
    ({"si": ("note", "file")}, Support(note="actas", files=("a",)), True),
    ({"no": ("note",)}, Support(), True),
]


@pytest.mark.parametrize(("needs", "support", "met"), PROOFS)
def test_what_a_child_needs_and_lacks_counts_as_zero(needs, support, met):
    found = line([single("Q")], score("S", "sum", q("Q", needs=needs)), {"Q": "si"}, support={"Q": support})
    assert (found.value, found.absent) == ((1, None) if met else (0, "unsupported"))


def test_an_options_own_needs_never_change_a_score():
    asked = single("Q", (Option(id="si", label="", name="", value=1, needs=("url",)),))
    assert value_of([asked], score("S", "sum", q("Q")), {"Q": "si"}) == 1


def test_unsupported_is_not_met_and_has_a_value_for_coverage():
    one = score("S", "mean", q("Q", needs={"si": ("note",)}), missing=missing(coverage=1))
    assert scored(build([single("Q")], [one]), {"Q": "si"})["S"].value == 0


def test_an_absence_option_of_a_multiple_stands_for_the_whole_answer():
    assert line([PLAN], score("S", "sum", q("Q")), {"Q": ("na",)}).absent == Absence.NOT_APPLICABLE


def test_hidden_comes_before_whatever_was_stored():
    from evaluacion.domain.conditions import QuestionIn

    follow = single("R", visible_if=QuestionIn(question="Q", options=("si",)))
    found = line([follow, single("Q", YES_NO)], score("S", "sum", q("R")), {"Q": "no", "R": "si"})
    assert (found.value, found.absent) == (None, "hidden")
