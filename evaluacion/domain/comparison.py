"""Where each unit stands among the others: rank, percentile and interval. Never part of anybody's score."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from evaluacion.domain.numbers import settled


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A unit's place. Rank 1 is the best and ties share the smallest; `percentile` is 100 × (strictly smaller) /
    (others), None for a unit alone; `interval` is the best and the worst rank. All None but `value` without value."""

    value: float | None
    rank: int | None = None
    percentile: float | None = None
    interval: tuple[float, float] | None = None


def places(values: Mapping[str, float | None]) -> dict[str, Place]:
    """Return the place of each unit among those that have a value; values are compared rounded to nine decimals."""
    known = sorted(settled(value) for value in values.values() if value is not None)
    return {unit: Place(value=None) if value is None else _place(value, known) for unit, value in values.items()}


def _place(value: float, known: list[float]) -> Place:
    smaller, not_greater = bisect_left(known, settled(value)), bisect_right(known, settled(value))
    greater, tied = len(known) - not_greater, not_greater - smaller
    return Place(
        value=value,
        rank=1 + greater,
        percentile=100.0 * smaller / (len(known) - 1) if len(known) > 1 else None,
        interval=(1 + greater, greater + tied),
    )
