"""The engine agrees with a second scorer, written apart from it, on random questionnaires and sheets."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluacion.domain.answer_checks import check_sheet
from evaluacion.domain.scoring import score_sheet
from tests.domain.oracle import readings
from tests.domain.strategies import questionnaires, sheets

plenty = settings(
    max_examples=int(os.environ.get("ORACLE_EXAMPLES", "100")), deadline=None, suppress_health_check=list(HealthCheck)
)


def close(one, other):
    return (one is None and other is None) or one == pytest.approx(other, abs=1e-9, rel=1e-9)


@plenty
@given(st.data())
def test_every_figure_of_every_reading_is_that_of_the_oracle(data):
    questionnaire = data.draw(questionnaires())
    sheet = data.draw(sheets(questionnaire))
    check_sheet(questionnaire, sheet)
    scorecard = score_sheet(questionnaire, sheet)
    oracles = readings(questionnaire, sheet)
    assert [str(reading) for reading in scorecard.readings] == list(oracles)
    assert scorecard.visible == oracles["declared"].visible()
    for reading, results in scorecard.readings.items():
        oracle = oracles[reading]
        assert list(results) == list(questionnaire.scores)
        for score_id, result in results.items():
            expected = oracle.score(score_id)
            assert close(result.value, expected.value), (result, expected)
            assert close(result.max, expected.maximum), (result, expected)
            assert close(result.coverage, expected.coverage)
            assert result.absent == expected.absent
            assert (result.level, result.level_by_value, result.cap) == oracle.level(score_id)
            for line, other in zip(result.children, expected.lines, strict=True):
                assert line.id == (other["child"].question or other["child"].score)
                assert (line.row, line.weight) == (other["child"].row, other["child"].weight)
                assert line.absent == other["absent"]
                assert close(line.value, other["value"])
                assert close(line.contribution, other["contribution"])


@plenty
@given(st.data())
def test_the_recommendations_that_fire_are_those_of_the_oracle(data):
    questionnaire = data.draw(questionnaires())
    sheet = data.draw(sheets(questionnaire))
    declared = readings(questionnaire, sheet)["declared"]
    firing = {advice.id for advice in questionnaire.recommendations if declared.decide(advice.when) is True}
    assert set(score_sheet(questionnaire, sheet).recommendations) == firing
