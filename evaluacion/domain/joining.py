"""The modes that join their children pairwise: each child's part, two parts into one, and the value of them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, fsum, log
from operator import add

from evaluacion.domain.combining import ADDITIVE, rounded, share_of_met, share_per_weight
from evaluacion.domain.numbers import reaches
from evaluacion.domain.plans import ScorePlan
from evaluacion.domain.questionnaire import Combine
from evaluacion.domain.tallying import Tally


@dataclass(frozen=True, slots=True)
class Joining:
    """How a score joins its children: each child's part, two parts into one, and the score's value from them all."""

    part: Callable[[float, float], float]
    join: Callable[[float, float], float]
    value: Callable[[float], float]


def joined_children(plan: ScorePlan, tally: Tally) -> Sequence[int]:
    """Return which children make the value: those left in; of `last` only the last of them."""
    left = [index for index, used in enumerate(tally.used) if used is not None]
    return left[-1:] if plan.score.combine is Combine.LAST else left


def joining_of(plan: ScorePlan, tally: Tally) -> Joining:
    """Return how this score joins the children left in. Neither `median` nor `ladder` joins pairwise."""
    score = plan.score
    left = joined_children(plan, tally)
    weights = [plan.weights[index] for index in left]
    part, join, value = _parts(plan, tally, left, fsum(weights), score.floor or 0.0)
    return Joining(part, join, lambda joined: rounded(score, value(joined)))


def _parts(
    plan: ScorePlan, tally: Tally, left: Sequence[int], whole: float, floor: float
) -> tuple[Callable[[float, float], float], Callable[[float, float], float], Callable[[float], float]]:
    combine = plan.score.combine
    if combine in ADDITIVE:
        maxima = [tally.maxima[index] for index in left]
        share = share_per_weight(plan.score, [plan.weights[index] for index in left], maxima)
        return (lambda value, weight: value * weight * share), add, float
    if combine is Combine.GEOMETRIC:
        return (lambda value, weight: weight * log(max(value, floor)) / whole), add, exp
    if combine is Combine.HARMONIC:
        return (lambda value, weight: -weight / max(value, floor)), add, (lambda joined: -whole / joined)
    if combine is Combine.SHARE_MET:
        return _met, add, (lambda joined: share_of_met(round(joined), len(left)))
    if combine is Combine.ALL:
        return _met, min, float
    return (lambda value, _: value), max if combine is Combine.MAX else min, float


def _met(value: float, _: float) -> float:
    return float(reaches(value, 1.0))
