"""How far a rank depends on the weights and on the way of averaging: Monte Carlo over both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from evaluacion.domain.comparison import Place, places
from evaluacion.domain.engine import engine_for
from evaluacion.domain.numbers import DECIMALS
from evaluacion.domain.plans import ScorePlan
from evaluacion.domain.questionnaire import Absence, Questionnaire, ScoreId
from evaluacion.domain.scorecard import ScoreResult
from evaluacion.domain.tallying import counted
from evaluacion.domain.values import Outcome

Floats = NDArray[np.float64]

SPREAD = (0.75, 1.25)
"""Each weight is multiplied by a uniform factor between these."""

FLOOR_SHARE = 0.01
"""The geometric mean raises every value to this share of its range."""

PERCENTILES = (5.0, 95.0)


def robust_places(
    questionnaire: Questionnaire, score_id: ScoreId, results: Mapping[str, ScoreResult], *, draws: int, seed: int
) -> dict[str, Place]:
    """Return the places of the units by a score, with the 5th to 95th percentile of their rank over `draws` draws."""
    engine = engine_for(questionnaire)
    standing = places({unit: result.value for unit, result in results.items()})
    units = [unit for unit, result in results.items() if result.value is not None]
    if not units:
        return standing
    plan, largest = engine.plans[score_id], engine.plans[score_id].maxima
    values = np.array([_counted(plan, largest, results[unit]) for unit in units])
    intervals = rank_intervals(values, np.array(plan.weights), _ranges(largest, values), draws=draws, seed=seed)
    for unit, (best, worst) in zip(units, intervals, strict=True):
        standing[unit] = replace(standing[unit], interval=(float(best), float(worst)))
    return standing


def rank_intervals(values: Floats, weights: Floats, ranges: Floats, *, draws: int, seed: int) -> Floats:
    """Return, for each unit, the 5th and 95th percentile of its rank.

    `values` has a row a unit and a column a child (NaN: no value, its weight is left out); `ranges` is the largest
    value of each child. In each draw every weight × U(0.75, 1.25), and the mean is arithmetic or geometric with equal
    chance (`default_rng(seed)`: first all factors, draw by draw, then all coins).
    """
    random = np.random.default_rng(seed)
    factors = random.uniform(*SPREAD, size=(draws, len(weights)))
    geometric = random.random(draws) < 0.5
    present = np.isfinite(values)
    plain = np.where(present, values, 0.0)
    logs = np.where(present, np.log(np.maximum(plain, FLOOR_SHARE * ranges)), 0.0)
    ranks = np.empty((draws, len(values)))
    for draw in range(draws):
        drawn = weights * factors[draw]
        mean = ((logs if geometric[draw] else plain) @ drawn) / (present @ drawn)
        ranks[draw] = competition_ranks(np.exp(mean) if geometric[draw] else mean)
    low, high = np.percentile(ranks, PERCENTILES, axis=0)
    return np.column_stack((low, high))


def competition_ranks(values: Floats) -> NDArray[np.int64]:
    """Return the rank of each value, 1 for the largest; ties (to nine decimals) share the smallest."""
    settled = np.round(values, DECIMALS)
    not_greater: NDArray[np.int64] = np.searchsorted(np.sort(settled), settled, side="right")
    return 1 + len(settled) - not_greater


def _counted(plan: ScorePlan, largest: Sequence[float | None], result: ScoreResult) -> list[float]:
    """The number the score counts for each child; NaN where it is left out."""
    found = []
    for line, most in zip(result.children, largest, strict=True):
        outcome = Outcome(line.value, None if line.absent is None else Absence(line.absent))
        used = counted(plan.score, plan.rules, outcome, most)
        found.append(np.nan if used is None else used)
    return found


def _ranges(largest: Sequence[float | None], values: Floats) -> Floats:
    """The largest value of each child; where it has no bound, the largest seen."""
    seen = np.where(np.isfinite(values), values, -np.inf).max(axis=0)
    known = [seen[index] if value is None else value for index, value in enumerate(largest)]
    ranges: Floats = np.maximum(np.array(known, dtype=float), np.finfo(float).tiny)
    return ranges
