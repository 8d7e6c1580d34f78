"""The level of a score: by value, and after the caps that lower it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from evaluacion.domain.conditions import Condition
from evaluacion.domain.numbers import reaches
from evaluacion.domain.questionnaire import LevelId, Score


class Standing(NamedTuple):
    """The level after caps, the level by value, and the index of the cap that bit."""

    level: LevelId | None
    by_value: LevelId | None
    cap: int | None


NO_STANDING = Standing(None, None, None)


def standing(score: Score, value: float | None, holds: Callable[[Condition], bool]) -> Standing:
    """Return where a value stands; of several caps that hold the lowest level wins, and none raises."""
    by_value = level_index(score, value)
    if by_value is None:
        return NO_STANDING
    level, cap = by_value, None
    for index, candidate in enumerate(score.caps):
        lowered = _index_of(score, candidate.level)
        if lowered < level and holds(candidate.when):
            level, cap = lowered, index
    return Standing(score.levels[level].id, score.levels[by_value].id, cap)


def level_index(score: Score, value: float | None) -> int | None:
    """Return the index of the level that holds the value; None below the first `from` or without value."""
    reached = [index for index, level in enumerate(score.levels) if value is not None and reaches(value, level.start)]
    return reached[-1] if reached else None


def _index_of(score: Score, level: LevelId) -> int:
    return next(index for index, candidate in enumerate(score.levels) if candidate.id == level)
