"""From a questionnaire and an answer sheet to its scorecard."""

from __future__ import annotations

from collections.abc import Mapping

from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.arithmetic import child_lines
from evaluacion.domain.conditions import Condition
from evaluacion.domain.engine import Engine, engine_for
from evaluacion.domain.facts import ReadingFacts
from evaluacion.domain.questionnaire import QuestionId, Questionnaire, ScoreId
from evaluacion.domain.readings import declared_answers, readings_of
from evaluacion.domain.recommendations import ordered_recommendations
from evaluacion.domain.route import find_route
from evaluacion.domain.scorecard import Reading, Scorecard, ScoreResult


def score_sheet(questionnaire: Questionnaire, sheet: AnswerSheet) -> Scorecard:
    """Return everything that follows from a sheet that `check_sheet` accepts: the scores of each reading with their
    arithmetic, and of the declared one the visible questions, the recommendations in order and the route."""
    facts = facts_of(questionnaire, sheet)
    declared = facts[Reading.DECLARED]
    advice = ordered_recommendations(declared)
    return Scorecard(
        questionnaire_id=questionnaire.id,
        version=questionnaire.version,
        sha256=questionnaire.sha256,
        visible=_visible(declared),
        readings={reading: _results(known) for reading, known in facts.items()},
        recommendations=advice.ids,
        route=find_route(declared),
        gains=advice.gains,
    )


def score_readings(questionnaire: Questionnaire, sheet: AnswerSheet) -> Mapping[Reading, Mapping[ScoreId, ScoreResult]]:
    """Return the scores of each reading with their arithmetic, without recommendations or route."""
    return {reading: _results(facts) for reading, facts in facts_of(questionnaire, sheet).items()}


def visible_questions(questionnaire: Questionnaire, sheet: AnswerSheet) -> tuple[QuestionId, ...]:
    """Return the questions that the declared answers make visible, in file order."""
    return _visible(declared_facts(questionnaire, sheet))


def condition_holds(questionnaire: Questionnaire, sheet: AnswerSheet, condition: Condition) -> bool:
    """Return whether a condition holds of the declared answers (undecidable does not)."""
    return declared_facts(questionnaire, sheet).holds(condition)


def declared_facts(questionnaire: Questionnaire, sheet: AnswerSheet) -> ReadingFacts:
    """Return what follows from the declared answers, ready to be asked."""
    return ReadingFacts(engine_for(questionnaire), sheet, declared_answers(sheet))


def facts_of(questionnaire: Questionnaire, sheet: AnswerSheet) -> dict[Reading, ReadingFacts]:
    """Return what follows from each reading the sheet has, ready to be asked."""
    engine: Engine = engine_for(questionnaire)
    return {
        reading: ReadingFacts(engine, sheet, answers) for reading, answers in readings_of(questionnaire, sheet).items()
    }


def _visible(facts: ReadingFacts) -> tuple[QuestionId, ...]:
    return tuple(question for question in facts.engine.questionnaire.questions if question not in facts.hidden)


def _results(facts: ReadingFacts) -> dict[ScoreId, ScoreResult]:
    return {score_id: _result(facts, score_id) for score_id in facts.engine.questionnaire.scores}


def _result(facts: ReadingFacts, score_id: ScoreId) -> ScoreResult:
    reached, standing = facts.tally(score_id), facts.standing(score_id)
    return ScoreResult(
        id=score_id,
        value=reached.value,
        max=reached.largest,
        level=standing.level,
        level_by_value=standing.by_value,
        cap=standing.cap,
        absent=None if reached.absent is None else str(reached.absent),
        coverage=reached.coverage,
        children=child_lines(facts.engine.plans[score_id], reached),
    )
