"""A scorecard written as JSON comes back the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluacion.catalogue import shelf
from evaluacion.catalogue.answer_files import read_sheets
from evaluacion.catalogue.reader import read_questionnaire
from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.scorecard import Scorecard
from evaluacion.domain.scoring import score_sheet
from evaluacion.domain.serialising import scorecard_from_json, scorecard_json

CASES = Path(__file__).parents[1] / "cases" / "pathway_odi"
EXAMPLE = Path(__file__).parents[1] / "catalogue" / "files" / "politica-datos.yaml"


def again(scorecard: Scorecard) -> Scorecard:
    return scorecard_from_json(json.loads(json.dumps(scorecard_json(scorecard))))


def test_every_sheet_of_the_published_case_comes_back_the_same() -> None:
    questionnaire = read_questionnaire(CASES / "as-computed.yaml")
    for sheet in read_sheets(CASES / "answers.json", questionnaire, notice=print):
        scorecard = score_sheet(questionnaire, sheet)
        assert again(scorecard) == scorecard


@pytest.mark.parametrize("chosen", ["0", "1", "2", "3", "4", "no_se", None])
def test_a_scorecard_with_caps_route_and_gains_comes_back_the_same(chosen: str | None) -> None:
    questionnaire = shelf.find("retos-cocreacion").questionnaire()
    answers = {key: chosen if number % 5 else "2" for number, key in enumerate(questionnaire.questions)}
    scorecard = score_sheet(questionnaire, AnswerSheet(unit="u", answers=answers))
    assert again(scorecard) == scorecard


def test_a_matrix_row_and_several_options_come_back_the_same() -> None:
    questionnaire = read_questionnaire(EXAMPLE)
    answers = {"POL-01": "si", "POL-03": ("a",), "POL-04": 10, "CAL-01": {"compras": "no", "presupuesto": "no"}}
    scorecard = score_sheet(questionnaire, AnswerSheet(unit="u", answers=answers))  # type: ignore[arg-type]
    assert again(scorecard) == scorecard
