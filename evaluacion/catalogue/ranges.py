"""The range of values a question can give a score, and a score can reach: never narrower than the truth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from graphlib import TopologicalSorter
from typing import TypeAlias

from evaluacion.domain.numbers import round_half_up
from evaluacion.domain.questionnaire import Child, Combine, Question, Questionnaire, QuestionType, Score
from evaluacion.domain.values import option_outcomes

Range: TypeAlias = "tuple[float, float]"


def score_ranges(questionnaire: Questionnaire) -> dict[str, Range]:
    """The smallest and largest value of every score; infinite where a number has no bound."""
    ranges: dict[str, Range] = {}
    for score_id in children_first(questionnaire):
        score = questionnaire.scores[score_id]  # type: ignore[index]
        low, high = _combined(score, [child_range(questionnaire, child, ranges) for child in score.children])
        if score.round_decimals is not None and math.isfinite(low) and math.isfinite(high):
            low, high = (round_half_up(end, score.round_decimals) for end in (low, high))
        ranges[score_id] = (low, high)
    return ranges


def children_first(questionnaire: Questionnaire) -> list[str]:
    """The score ids, each after its children."""
    graph = {
        str(score.id): [str(child.score) for child in score.children if child.score]
        for score in questionnaire.scores.values()
    }
    return list(TopologicalSorter(graph).static_order())


def child_range(questionnaire: Questionnaire, child: Child, scores: Mapping[str, Range]) -> Range:
    """The smallest and largest value a child can give, 0 included where an absence or a need can make it so."""
    if child.accepts is not None or child.at_least is not None:
        return (0.0, 1.0)
    if child.score is not None:
        return scores[child.score]
    question = questionnaire.questions[child.question]  # type: ignore[index]
    low, high = question_range(question, child)
    return (min(low, 0.0), max(high, 0.0)) if child.needs else (low, high)


def question_range(question: Question, child: Child) -> Range:
    """The smallest and largest value of an answer, by the child's own table."""
    if question.type is QuestionType.NUMBER:
        if question.goalposts is not None:
            return (0.0, 1.0)
        low = -math.inf if question.minimum is None else question.minimum
        return (low, math.inf if question.maximum is None else question.maximum)
    values = [outcome.value for outcome in option_outcomes(question, child).values() if outcome.value is not None]
    if not values:
        return (0.0, 0.0)
    if question.type is QuestionType.MULTIPLE:
        low, high = sum(min(value, 0.0) for value in values), sum(max(value, 0.0) for value in values)
        low, high = min(low, *values), max(high, *values)
        return (low, high) if question.cap is None else (min(low, question.cap), min(high, question.cap))
    return (min(values), max(values))


def _combined(score: Score, ranges: list[Range]) -> Range:
    lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
    weights = [child.weight for child in score.children]
    match score.combine:
        case Combine.ALL:
            return (0.0, 1.0)
        case Combine.SHARE_MET:
            return (0.0, 100.0)
        case Combine.PERCENT_OF_MAX:
            return (0.0, 100.0) if min(lows) >= 0 else (-math.inf, math.inf)
        case Combine.SUM | Combine.LADDER:
            low = sum(min(weight * value, 0.0) for weight, value in zip(weights, lows, strict=True))
            return (low, sum(max(weight * value, 0.0) for weight, value in zip(weights, highs, strict=True)))
        case Combine.GEOMETRIC | Combine.HARMONIC:
            floor = score.floor or 0.0
            return (max(min(0.0, *lows), floor), max(*highs, 0.0, floor))
    return (min(0.0, *lows), max(0.0, *highs))
