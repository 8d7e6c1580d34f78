"""Section 5: three readings of one sheet."""

from __future__ import annotations

import pytest

from evaluacion.domain.answers import DOUBTFUL, Support
from evaluacion.domain.conditions import QuestionIn
from evaluacion.domain.questionnaire import Evidence, Proof
from evaluacion.domain.scorecard import Reading
from evaluacion.domain.scoring import score_readings, score_sheet
from tests.domain.builders import (
    DEGREES,
    build,
    matrix,
    missing,
    multiple,
    note,
    option,
    q,
    score,
    scored,
    sheet,
    single,
)

DOWN = Evidence(options=("todo", "mitad"), without={"todo": "mitad"})
EVIDENCED = build([single("Q", DEGREES, evidence=DOWN)], [score("S", "sum", q("Q"))])
PLAIN = build([single("Q", DEGREES), single("R", DEGREES)], [score("S", "sum", q("Q"), q("R"))])
LINK = Support(urls=("https://datos.gob.mx",))


def test_supported_exists_where_an_option_should_be_supported():
    assert list(score_sheet(EVIDENCED, sheet()).readings) == [Reading.DECLARED, Reading.SUPPORTED]
    assert list(score_sheet(PLAIN, sheet()).readings) == [Reading.DECLARED]
    empty = build([single("Q", evidence=Evidence(options=()))])
    assert list(score_sheet(empty, sheet()).readings) == [Reading.DECLARED]


@pytest.mark.parametrize(
    ("answer", "support", "value"),
    [
        ("todo", Support(), 0.5),
        ("todo", LINK, 1),
        ("todo", note("actas"), 1),
        ("todo", note("    "), 0.5),
        ("todo", Support(reason="una razón"), 0.5),
        ("mitad", Support(), 0.5),
        ("nada", Support(), 0),
    ],
)
def test_an_option_without_anything_accepted_counts_as_without_says(answer, support, value):
    assert scored(EVIDENCED, {"Q": answer}, reading="supported", support={"Q": support})["S"].value == value
    assert (
        scored(EVIDENCED, {"Q": answer}, support={"Q": support})["S"].value
        == {"todo": 1, "mitad": 0.5, "nada": 0}[answer]
    )


def test_only_what_is_accepted_supports():
    strict = Evidence(options=("todo",), accepts=(Proof.URL, Proof.FILE), without={"todo": "nada"})
    asked = build([single("Q", DEGREES, evidence=strict)], [score("S", "sum", q("Q"))])
    assert scored(asked, {"Q": "todo"}, reading="supported", support={"Q": note("un comentario")})["S"].value == 0


def test_each_unsupported_option_of_a_multiple_is_replaced_and_duplicates_collapse():
    without = Evidence(options=("a", "b"), without={"a": "c", "b": "c"})
    found = (option("a", 3), option("b", 2), option("c", 1), option("na"))
    asked = build([multiple("V", *found, evidence=without)], [score("S", "sum", q("V"))])
    assert scored(asked, {"V": ("a", "b")}, reading="supported")["S"].value == 1
    absent = Evidence(options=("a",), without={"a": "na"})
    asked = build([multiple("V", *found, evidence=absent)], [score("S", "sum", q("V"))])
    assert scored(asked, {"V": ("a", "b")}, reading="supported")["S"].absent == "not_applicable"


def test_the_evidence_of_a_matrix_serves_all_its_rows():
    asked = build([matrix("M", "x", "y", found=DEGREES, evidence=DOWN)], [score("S", "sum", q("M"))])
    rows = {"M": {"x": "todo", "y": "todo"}}
    assert scored(asked, rows, reading="supported")["S"].value == 0.5
    assert scored(asked, rows, reading="supported", support={"M": LINK})["S"].value == 1


def test_validated_exists_where_there_is_a_finding_and_starts_from_declared():
    readings = score_readings(PLAIN, sheet({"Q": "todo", "R": "todo"}, review={"Q": "mitad"}))
    assert list(readings) == [Reading.DECLARED, Reading.VALIDATED]
    assert readings[Reading.VALIDATED]["S"].value == 1.5
    assert readings[Reading.DECLARED]["S"].value == 2
    assert list(score_readings(PLAIN, sheet(review={"Q": None}))) == [Reading.DECLARED]


def test_a_doubtful_answer_counts_as_unanswered():
    found = scored(PLAIN, {"Q": "todo", "R": "todo"}, reading="validated", review={"Q": DOUBTFUL})["S"]
    assert (found.value, found.absent) == (None, "unanswered")


def test_a_finding_may_answer_what_was_left_unanswered():
    assert scored(PLAIN, {"R": "nada"}, reading="validated", review={"Q": "todo"})["S"].value == 1


def test_each_reading_has_its_own_visibility_and_needs_but_the_sheets_is_declared():
    asked = build(
        [
            single("Q", DEGREES, evidence=Evidence(options=("todo",), without={"todo": "nada"})),
            single("R", DEGREES, visible_if=QuestionIn(question="Q", options=("todo",))),
        ],
        [score("S", "sum", q("R", needs={"todo": ["note"]}), missing=missing(hidden="full"))],
    )
    card = score_sheet(asked, sheet({"Q": "todo", "R": "todo"}, support={"R": note("actas")}))
    assert card.visible == ("Q", "R")
    assert card.readings[Reading.DECLARED]["S"].children[0].absent is None
    assert card.readings[Reading.SUPPORTED]["S"].children[0].absent == "hidden"
    assert card.main_reading is Reading.SUPPORTED
