"""How a score is made from its children: what is missing, how much is covered, what is left and what that gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evaluacion.domain.combining import GATES, combine, largest_value, rounded
from evaluacion.domain.gauges import Rules
from evaluacion.domain.numbers import reaches
from evaluacion.domain.plans import ScorePlan
from evaluacion.domain.questionnaire import COVERAGE, Absence, Combine, MissingRule, Score
from evaluacion.domain.values import Outcome

_NOT_ASKED = (Absence.HIDDEN, Absence.NOT_APPLICABLE)


class Tally(NamedTuple):
    """A score's value and how it came about. `used` holds, child by child, the number counted (None: left out)."""

    value: float | None
    unrounded: float | None
    largest: float | None
    absent: str | None
    coverage: float | None
    outcomes: Sequence[Outcome]
    used: Sequence[float | None]
    maxima: Sequence[float | None]


def has_value(outcome: Outcome) -> bool:
    """Return whether the child has a value: not an absence, not an imputed one; an unsupported child has."""
    return outcome.value is not None and (outcome.absent is None or outcome.absent is Absence.UNSUPPORTED)


def tally(plan: ScorePlan, outcomes: Sequence[Outcome], maxima: Sequence[float | None]) -> Tally:
    """Combine the children's outcomes; `maxima` are their largest values."""
    score = plan.score
    values, absences = zip(*outcomes, strict=True)
    used: Sequence[float | None] = values
    coverage: float | None = 1.0
    absent: str | None = None
    if None in values or any(absences):
        used = [counted(score, plan.rules, *pair) for pair in zip(outcomes, maxima, strict=True)]
        coverage = _coverage(outcomes)
        absent = _reason(plan, outcomes, used, coverage)
    unrounded = None if absent else _combined(plan, used, maxima)
    if unrounded is None:
        absent = absent or Absence.NOT_APPLICABLE
    value = None if unrounded is None else rounded(score, unrounded)
    return Tally(value, unrounded, _largest(plan, outcomes, maxima), absent, coverage, outcomes, used, maxima)


def _combined(plan: ScorePlan, used: Sequence[float | None], maxima: Sequence[float | None]) -> float | None:
    left = [index for index, value in enumerate(used) if value is not None]
    values = [value for value in used if value is not None]
    return combine(plan.score, values, [plan.weights[index] for index in left], [maxima[index] for index in left])


def counted(score: Score, rules: Rules, outcome: Outcome, largest: float | None) -> float | None:
    """Return the number the score counts for this child, or None where it is left out."""
    if outcome.value is not None:
        return outcome.value
    if outcome.absent is None:
        return None
    rule = rules[outcome.absent]
    if score.combine in GATES:
        return {MissingRule.FULL: 1.0, MissingRule.OMIT: None}.get(rule, 0.0)
    return {MissingRule.ZERO: 0.0, MissingRule.FULL: largest}.get(rule)


def _largest(plan: ScorePlan, outcomes: Sequence[Outcome], maxima: Sequence[float | None]) -> float | None:
    """`not_applicable: omit` and `hidden: omit` take the child out; with nobody left, it is that of all children."""
    left = [index for index, outcome in enumerate(outcomes) if not _taken_out(plan.rules, outcome)]
    if not left or len(left) == len(outcomes) or plan.score.combine is Combine.LAST:
        same = tuple(maxima) == plan.maxima
        return plan.largest if same else largest_value(plan.score, maxima, plan.weights)
    return largest_value(plan.score, [maxima[index] for index in left], [plan.weights[index] for index in left])


def _taken_out(rules: Rules, outcome: Outcome) -> bool:
    value, absent = outcome
    return value is None and absent in _NOT_ASKED and rules[absent] is MissingRule.OMIT


def _coverage(outcomes: Sequence[Outcome]) -> float | None:
    asked = sum(outcome.absent not in _NOT_ASKED for outcome in outcomes)
    return sum(map(has_value, outcomes)) / asked if asked else None


def _reason(
    plan: ScorePlan, outcomes: Sequence[Outcome], used: Sequence[float | None], coverage: float | None
) -> str | None:
    """Return why the score has no value: a child under `null`, then coverage, then nothing left."""
    if plan.score.combine not in GATES:
        for outcome in outcomes:
            if outcome.value is None and outcome.absent and plan.rules[outcome.absent] is MissingRule.NULL:
                return outcome.absent
    if coverage is not None and not reaches(coverage, plan.score.missing.coverage):
        return COVERAGE
    if any(value is not None for value in used):
        return None
    reasons = [outcome.absent or Absence.UNANSWERED for outcome in outcomes]
    asked = next((reason for reason in reasons if reason not in _NOT_ASKED), None)
    return asked or (Absence.NOT_APPLICABLE if Absence.NOT_APPLICABLE in reasons else Absence.HIDDEN)
