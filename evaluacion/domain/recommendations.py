"""Which recommendations fire, in which order, and the effort of leaving an answer behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from evaluacion.domain.deciding import mentioned_questions, mentioned_scores, mentions_profile
from evaluacion.domain.engine import Engine
from evaluacion.domain.facts import ReadingFacts
from evaluacion.domain.numbers import settled
from evaluacion.domain.questionnaire import Effort, QuestionId, Recommendation, RecommendationId, RowId
from evaluacion.domain.steps import UnitKey, headline_units, one_up

EFFORT_COST: Mapping[Effort, int] = {Effort.LOW: 1, Effort.MEDIUM: 2, Effort.HIGH: 3}
"""What a step of the route costs."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """The recommendations that fire, in order, and the expected gain of those on a single question."""

    ids: tuple[RecommendationId, ...]
    gains: Mapping[RecommendationId, float]


def ordered_recommendations(facts: ReadingFacts) -> Ordered:
    """Return the recommendations that fire: by expected gain × factor of effort, then those on scores or several
    questions in file order; without a headline all of them in file order."""
    questionnaire = facts.engine.questionnaire
    firing = [recommendation for recommendation in questionnaire.recommendations if facts.holds(recommendation.when)]
    if questionnaire.headline is None:
        return Ordered(tuple(recommendation.id for recommendation in firing), {})
    gains = _gains(facts, firing)
    factors = questionnaire.priority.effort
    first = [recommendation for recommendation in firing if recommendation.id in gains]
    first.sort(key=lambda advice: -settled(gains[advice.id] * factors.get(advice.effort or Effort.MEDIUM, 0.0)))
    rest = [recommendation for recommendation in firing if recommendation.id not in gains]
    return Ordered(tuple(recommendation.id for recommendation in (*first, *rest)), gains)


def step_cost(facts: ReadingFacts, key: UnitKey) -> int:
    """Return the cost of leaving the present answer behind: the effort of the first recommendation that fires on it."""
    for recommendation in _subjects(facts.engine).by_answer.get(key, ()):
        if facts.holds(recommendation.when):
            return EFFORT_COST[recommendation.effort or Effort.MEDIUM]
    return EFFORT_COST[Effort.MEDIUM]


def costs_alone(engine: Engine, key: UnitKey) -> bool:
    """Return whether the cost of leaving an answer behind hangs on that answer alone: it always shows, and what is
    recommended for it does not ask for the profile or another row."""
    return key not in _subjects(engine).entangled and engine.questionnaire.questions[key[0]].visible_if is None


def _gains(facts: ReadingFacts, firing: list[Recommendation]) -> dict[RecommendationId, float]:
    about, known = _subjects(facts.engine).about, dict[UnitKey, float]()
    gains: dict[RecommendationId, float] = {}
    for recommendation in firing:
        keys = about[recommendation.id]
        for key in keys:
            if key not in known:
                known[key] = _gain(facts, key)
        if keys:
            gains[recommendation.id] = max(known[key] for key in keys)
    return gains


def _gain(facts: ReadingFacts, key: UnitKey) -> float:
    """Return how much the headline rises if this answer moves one option up; 0 where it has no value."""
    headline, unit = facts.engine.questionnaire.headline, headline_units(facts.engine).get(key)
    if headline is None or unit is None:
        return 0.0
    before = facts.score_value(headline)
    move = None if before is None else one_up(facts, unit)
    after = None if move is None else facts.changed(unit.question.id, move.answer).score_value(headline)
    return 0.0 if before is None or after is None else after - before


@dataclass(frozen=True, slots=True)
class _Subjects:
    """Which answers each recommendation is about, and the other way round. The answers whose recommendations ask for
    more than the answer are `entangled`."""

    about: Mapping[RecommendationId, tuple[UnitKey, ...]]
    by_answer: Mapping[UnitKey, tuple[Recommendation, ...]]
    entangled: frozenset[UnitKey]


@lru_cache(maxsize=32)
def _subjects(engine: Engine) -> _Subjects:
    advice = engine.questionnaire.recommendations
    about = {recommendation.id: _subject(recommendation) for recommendation in advice}
    by_answer: dict[UnitKey, tuple[Recommendation, ...]] = {}
    entangled: set[UnitKey] = set()
    for recommendation in advice:
        keys = about[recommendation.id]
        for key in keys:
            by_answer[key] = (*by_answer.get(key, ()), recommendation)
        if len(keys) > 1 or mentions_profile(recommendation.when):
            entangled.update(keys)
    return _Subjects(about, by_answer, frozenset(entangled))


def _subject(recommendation: Recommendation) -> tuple[UnitKey, ...]:
    """The answers a recommendation is about: those of its only question, or none if it asks anything else."""
    mentioned = mentioned_questions(recommendation.when)
    if mentioned_scores(recommendation.when) or len({question for question, _ in mentioned}) != 1:
        return ()
    return tuple(
        (QuestionId(question), None if row is None else RowId(row)) for question, row in sorted(mentioned, key=str)
    )
