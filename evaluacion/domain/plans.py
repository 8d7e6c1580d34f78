"""A score made ready to be worked out: everything about it that does not depend on the answers."""

from __future__ import annotations

from dataclasses import dataclass

from evaluacion.domain.gauges import Gauge, Rules
from evaluacion.domain.questionnaire import Absence, Child, MissingRule, Score


@dataclass(frozen=True, slots=True)
class Link:
    """A child of a score made ready: `gauge` values the question's answer; a child score has none."""

    child: Child
    gauge: Gauge | None


@dataclass(frozen=True, slots=True)
class ScorePlan:
    """A score made ready. `maxima` and `largest` are the largest values, child by child and together, where no child
    is taken out."""

    score: Score
    rules: Rules
    links: tuple[Link, ...]
    weights: tuple[float, ...]
    maxima: tuple[float | None, ...]
    largest: float | None


def rules_of(score: Score) -> Rules:
    """Return what each absence of a child does to this score."""
    missing = score.missing
    return {
        Absence.UNANSWERED: missing.unanswered,
        Absence.UNKNOWN: missing.unknown,
        Absence.NOT_APPLICABLE: missing.not_applicable,
        Absence.HIDDEN: missing.hidden,
        Absence.UNSUPPORTED: MissingRule.ZERO,
    }
