"""The twelve ways of combining the values of a score's children, and the largest value each can give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp, fsum, log
from operator import mul
from statistics import median
from typing import TypeAlias

from evaluacion.domain.numbers import reaches, round_half_up
from evaluacion.domain.questionnaire import Combine, Score

Values: TypeAlias = Sequence[float]

GATES = frozenset({Combine.ALL, Combine.SHARE_MET})
"""Modes that ask of each child whether it is met (1) or not (0)."""

ADDITIVE = frozenset({Combine.SUM, Combine.MEAN, Combine.PERCENT_OF_MAX})
"""Modes whose value is the sum of what each child contributes."""

FLOORED = frozenset({Combine.GEOMETRIC, Combine.HARMONIC})
"""Modes that raise every value to their `floor` first."""

_FIXED_LARGEST: Mapping[Combine, float] = {Combine.PERCENT_OF_MAX: 100.0, Combine.ALL: 1.0, Combine.SHARE_MET: 100.0}


def combine(score: Score, values: Values, weights: Values, largest: Sequence[float | None]) -> float | None:
    """Return the score's value before `round` from the children left in; None where `percent_of_max` has no maximum."""
    if score.combine is Combine.PERCENT_OF_MAX:
        whole = _sum([value or 0.0 for value in largest], weights, 0.0)
        return 100.0 * _sum(values, weights, 0.0) / whole if whole else None
    if score.combine is Combine.LADDER:
        return _ladder(values, largest)
    return _MODES[score.combine](values, weights, score.floor or 0.0)


def largest_value(score: Score, largest: Sequence[float | None], weights: Values) -> float | None:
    """Return the most the score can be from the largest values of the children left in; None where one has no bound
    (`last` passes over a child that has no value to give)."""
    if score.combine in _FIXED_LARGEST:
        return _FIXED_LARGEST[score.combine]
    known = [value for value in largest if value is not None]
    if len(known) < len(largest) and not (known and score.combine is Combine.LAST):
        return None
    mode = {Combine.LADDER: _sum, Combine.LAST: _max}.get(score.combine) or _MODES[score.combine]
    return rounded(score, mode(known, weights, score.floor or 0.0))


def rounded(score: Score, value: float) -> float:
    """Return the value as everyone uses it: rounded half-up where the score says so."""
    return value if score.round_decimals is None else round_half_up(value, score.round_decimals)


def share_per_weight(score: Score, weights: Values, largest: Sequence[float | None]) -> float:
    """Return what a child of value 1 and weight 1 contributes in an additive mode."""
    if score.combine is Combine.MEAN:
        return 1.0 / fsum(weights)
    if score.combine is Combine.PERCENT_OF_MAX:
        return 100.0 / _sum([value or 0.0 for value in largest], weights, 0.0)
    return 1.0


def share_of_met(met: int, children: int) -> float:
    """Return the whole percentage of children met: 0 only if none is, 100 only if all are."""
    if met in (0, children):
        return 100.0 if met else 0.0
    return min(99.0, round_half_up(100.0 * met / children, 0))


def _sum(values: Values, weights: Values, _: float) -> float:
    return fsum(map(mul, values, weights))


def _mean(values: Values, weights: Values, _: float) -> float:
    return _sum(values, weights, 0.0) / fsum(weights)


def _geometric(values: Values, weights: Values, floor: float) -> float:
    raised = [max(value, floor) for value in values]
    if min(raised) <= 0.0:
        return 0.0
    return exp(_sum([log(value) for value in raised], weights, 0.0) / fsum(weights))


def _harmonic(values: Values, weights: Values, floor: float) -> float:
    raised = [max(value, floor) for value in values]
    if min(raised) <= 0.0:
        return 0.0
    return fsum(weights) / fsum(weight / value for value, weight in zip(raised, weights, strict=True))


def _median(values: Values, _: Values, __: float) -> float:
    return float(median(values))


def _min(values: Values, _: Values, __: float) -> float:
    return min(values)


def _max(values: Values, _: Values, __: float) -> float:
    return max(values)


def _all(values: Values, _: Values, __: float) -> float:
    return float(all(reaches(value, 1.0) for value in values))


def _share_met(values: Values, _: Values, __: float) -> float:
    return share_of_met(sum(reaches(value, 1.0) for value in values), len(values))


def _last(values: Values, _: Values, __: float) -> float:
    return values[-1]


def _ladder(values: Values, largest: Sequence[float | None]) -> float:
    climbed: list[float] = []
    for value, most in zip(values, largest, strict=True):
        climbed.append(value)
        if most is None or not reaches(value, most):
            break
    return fsum(climbed)


_MODES: Mapping[Combine, Callable[[Values, Values, float], float]] = {
    Combine.SUM: _sum,
    Combine.MEAN: _mean,
    Combine.GEOMETRIC: _geometric,
    Combine.HARMONIC: _harmonic,
    Combine.MEDIAN: _median,
    Combine.MIN: _min,
    Combine.MAX: _max,
    Combine.ALL: _all,
    Combine.SHARE_MET: _share_met,
    Combine.LAST: _last,
}
