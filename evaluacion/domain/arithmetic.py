"""Where a score comes from: its children with value, weight and contribution, and how the sum becomes the score."""

from __future__ import annotations

from evaluacion.domain.combining import ADDITIVE, share_per_weight
from evaluacion.domain.engine import ScorePlan
from evaluacion.domain.scorecard import ChildLine
from evaluacion.domain.tallying import Tally, has_value


def child_lines(plan: ScorePlan, tally: Tally) -> tuple[ChildLine, ...]:
    """Return one line a child; the contributions of additive modes add up to the value before `round`."""
    share = _share(plan, tally)
    lines = []
    for link, weight, outcome, used in zip(plan.links, plan.weights, tally.outcomes, tally.used, strict=True):
        lines.append(
            ChildLine(
                id=link.child.id,
                row=link.child.row,
                value=outcome.value if has_value(outcome) else None,
                weight=weight,
                contribution=None if share is None or used is None else used * weight * share,
                absent=None if outcome.absent is None else str(outcome.absent),
            )
        )
    return tuple(lines)


def _share(plan: ScorePlan, tally: Tally) -> float | None:
    """Return what a child of value 1 and weight 1 contributes; None in modes that do not add."""
    if tally.value is None or plan.score.combine not in ADDITIVE:
        return None
    left = [index for index, used in enumerate(tally.used) if used is not None]
    return share_per_weight(
        plan.score, [plan.weights[index] for index in left], [tally.maxima[index] for index in left]
    )
