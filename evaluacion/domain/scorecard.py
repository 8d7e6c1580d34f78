"""What the engine returns for one answer sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from evaluacion.domain.questionnaire import LevelId, QuestionId, RecommendationId, RowId, ScoreId


class Reading(StrEnum):
    DECLARED = "declared"
    SUPPORTED = "supported"
    VALIDATED = "validated"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChildLine:
    """One line of a score's arithmetic. `value` is the unweighted value the parent used before imputation (None when
    absent; 0 when unsupported); `absent` one of the five absences or `coverage` or None; `contribution` only for
    `sum`, `mean` and `percent_of_max` (they add up to the value before `round`), else None."""

    id: str
    row: RowId | None = None
    value: float | None = None
    weight: float = 1.0
    contribution: float | None = None
    absent: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreResult:
    """`value`, `max` in the score's own unit, as full doubles; `cap` is the index of the cap that bit, or None."""

    id: ScoreId
    value: float | None
    max: float | None
    level: LevelId | None = None
    level_by_value: LevelId | None = None
    cap: int | None = None
    absent: str | None = None
    coverage: float | None = None
    children: tuple[ChildLine, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteStep:
    """One single-step answer change; `origin` and `target` are what the answer is and becomes."""

    question: QuestionId
    origin: object
    target: object
    row: RowId | None = None
    effort: int = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """The cheapest way to level `to`; `exact` says whether it was found by exhaustive search."""

    to: LevelId
    exact: bool
    steps: tuple[RouteStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scorecard:
    """`visible` and `recommendations` are those of the declared reading, the latter in order of priority."""

    questionnaire_id: str
    version: str
    sha256: str
    visible: tuple[QuestionId, ...]
    readings: Mapping[Reading, Mapping[ScoreId, ScoreResult]]
    recommendations: tuple[RecommendationId, ...] = ()
    route: Route | None = None
    gains: Mapping[RecommendationId, float] = field(default_factory=dict)

    @property
    def main_reading(self) -> Reading:
        """The reading people see as the headline: supported where it exists."""
        return Reading.SUPPORTED if Reading.SUPPORTED in self.readings else Reading.DECLARED
