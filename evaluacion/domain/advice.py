"""What to do next, as people see it: recommendations with what they would change, and a draft plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluacion.domain.deciding import mentioned_questions
from evaluacion.domain.indicators import Choice, Indicator
from evaluacion.domain.numbers import display_value, round_half_up
from evaluacion.domain.outcomes import ScoreOutcome, decimals_of
from evaluacion.domain.questionnaire import (
    Effort,
    QuestionId,
    Questionnaire,
    Recommendation,
    RecommendationId,
    ReferenceId,
    ScoreId,
)
from evaluacion.domain.scorecard import Scorecard

PLAN_ROWS = 10
"""A draft plan longer than this is a list, not a plan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Advice:
    """A recommendation that fires. `question`, `origin` and `target` are set where it speaks of one question;
    `gain` is what the headline would win, as displayed (None where it cannot be told)."""

    id: RecommendationId
    action: str
    effort: Effort
    horizon: str
    effect: str
    references: tuple[ReferenceId, ...] = ()
    question: QuestionId | None = None
    title: str = ""
    part: ScoreId | None = None
    part_title: str = ""
    part_short: str = ""
    part_number: int = 0
    origin: Choice | None = None
    target: Choice | None = None
    gain: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanRow:
    """One row of the draft plan; who is responsible is left blank for the institution."""

    action: str
    horizon: str
    effort: Effort
    question: QuestionId | None
    title: str
    evidence: tuple[str, ...]


def view_advice(
    questionnaire: Questionnaire,
    scorecard: Scorecard,
    parts: Sequence[ScoreOutcome],
    indicators: Sequence[Indicator],
) -> tuple[Advice, ...]:
    """The recommendations that fire, in the order of the scorecard."""
    by_id = {recommendation.id: recommendation for recommendation in questionnaire.recommendations}
    by_question = {indicator.id: indicator for indicator in reversed(indicators)}
    part_by_id = {part.id: part for part in parts}
    return tuple(
        _advice(questionnaire, scorecard, by_id[one], by_question, part_by_id) for one in scorecard.recommendations
    )


def draft_plan(advice: Sequence[Advice], indicators: Sequence[Indicator]) -> tuple[PlanRow, ...]:
    """The first recommendations as rows of a plan, each with the evidence its indicator asks for."""
    hints = {indicator.id: indicator.hints for indicator in indicators}
    return tuple(
        PlanRow(
            action=one.action,
            horizon=one.horizon,
            effort=one.effort,
            question=one.question,
            title=one.title,
            evidence=hints.get(one.question, ()) if one.question else (),
        )
        for one in advice[:PLAN_ROWS]
    )


def _advice(
    questionnaire: Questionnaire,
    scorecard: Scorecard,
    recommendation: Recommendation,
    by_question: Mapping[QuestionId, Indicator],
    part_by_id: Mapping[ScoreId, ScoreOutcome],
) -> Advice:
    questions = {question for question, _ in mentioned_questions(recommendation.when)}
    indicator = by_question.get(QuestionId(next(iter(questions)))) if len(questions) == 1 else None
    part = part_by_id.get(indicator.part) if indicator else None
    return Advice(
        id=recommendation.id,
        action=recommendation.action,
        effort=recommendation.effort or Effort.MEDIUM,
        horizon=recommendation.horizon,
        effect=recommendation.effect,
        references=recommendation.references or (indicator.references if indicator else ()),
        question=indicator.id if indicator else None,
        title=indicator.title if indicator else "",
        part=part.id if part else None,
        part_title=part.title if part else "",
        part_short=part.short if part else "",
        part_number=part.number if part else 0,
        origin=indicator.choice if indicator else None,
        target=indicator.next_choice if indicator else None,
        gain=_gain(questionnaire, scorecard.gains.get(recommendation.id)),
    )


def _gain(questionnaire: Questionnaire, gain: float | None) -> float | None:
    headline = questionnaire.headline_score
    if gain is None or headline is None:
        return None
    moved = display_value(headline, gain) - display_value(headline, 0.0)
    return round_half_up(moved, decimals_of(headline))
