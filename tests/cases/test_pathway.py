"""The published case of the ODI Open Data Pathway comes out exactly."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from evaluacion.catalogue.answer_files import read_sheets
from evaluacion.catalogue.inspection import inspect_file
from evaluacion.catalogue.reader import read_questionnaire
from evaluacion.domain.answer_checks import check_sheet
from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.scorecard import Reading, Scorecard
from evaluacion.domain.scoring import score_sheet

CASE = Path(__file__).parent / "pathway_odi"
EXPECTED: dict[str, Any] = json.loads((CASE / "expected.json").read_text("utf-8"))


@lru_cache(maxsize=1)
def sheets() -> dict[str, AnswerSheet]:
    questionnaire = read_questionnaire(CASE / "as-computed.yaml")
    found = read_sheets(CASE / "answers.json", questionnaire, notice=print)
    return {sheet.unit: sheet for sheet in found}


@lru_cache(maxsize=64)
def scorecard(unit: str) -> Scorecard:
    questionnaire = read_questionnaire(CASE / "as-computed.yaml")
    check_sheet(questionnaire, sheets()[unit])
    return score_sheet(questionnaire, sheets()[unit])


def test_all_48_sheets_are_there() -> None:
    assert len(EXPECTED) == 48
    assert list(sheets()) == list(EXPECTED)


@pytest.mark.parametrize("unit", EXPECTED)
def test_every_score_has_the_published_value(unit: str) -> None:
    results = scorecard(unit).readings[Reading.DECLARED]
    assert {name: result.value for name, result in results.items()} == EXPECTED[unit]["values"]


@pytest.mark.parametrize("unit", EXPECTED)
def test_every_theme_has_the_published_largest_value(unit: str) -> None:
    results = scorecard(unit).readings[Reading.DECLARED]
    largest = EXPECTED[unit]["largest"] or {}  # the program gives none while an activity is incomplete
    assert {name: results[name].max for name in largest} == largest


@pytest.mark.parametrize("unit", EXPECTED)
def test_the_questions_that_are_visible_and_answered_are_those_the_program_asked(unit: str) -> None:
    answers = sheets()[unit].answers
    assert [question for question in scorecard(unit).visible if answers.get(question)] == EXPECTED[unit]["asked"]


@pytest.mark.parametrize("unit", EXPECTED)
def test_the_same_recommendations_come_out(unit: str) -> None:
    assert set(scorecard(unit).recommendations) == set(EXPECTED[unit]["recommendations"])


def test_check_warns_of_the_defects_of_the_original() -> None:
    messages = [str(problem) for problem in inspect_file(CASE / "as-declared.yaml")]
    assert any("questions.Q57.visible_if" in text and "otra sección" in text for text in messages)
    assert any("Q49" in text and "no declara de qué depende" in text for text in messages)


def test_check_finds_no_such_defect_where_the_program_was_followed() -> None:
    messages = [str(problem) for problem in inspect_file(CASE / "as-computed.yaml")]
    assert not [text for text in messages if "visible_if" in text or "error" in text]
