"""How a score looks to people: its value on the display scale, its level among the levels, and which cap bit.

Values here are already mapped through the score's `display` and rounded half-up; nothing in this room computes a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluacion.domain.conditions import AllOf, AnyOf, ChildrenCompare, Condition, Not, Quantifier
from evaluacion.domain.numbers import PLAIN_DECIMALS, display_value, reaches, round_half_up
from evaluacion.domain.questionnaire import Combine, Level, LevelCap, LevelId, Questionnaire, Score, ScoreId
from evaluacion.domain.scorecard import Reading, Scorecard, ScoreResult


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelMark:
    """A level among its fellows: `position` counts from 1 to `count`; it holds [start, end) on the display scale."""

    id: LevelId
    title: str
    position: int
    count: int
    start: float
    end: float


@dataclass(frozen=True, kw_only=True, slots=True)
class LowChild:
    """A child that a cap's threshold caught, with its displayed value."""

    id: str
    title: str
    value: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CapBite:
    """A cap that holds the level at `level` or below: `threshold` and `low` are set where it looks at the children."""

    level: LevelMark
    threshold: float | None = None
    low: tuple[LowChild, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One reading of one score. `absent` says why there is no value; `counted` of `applicable` children have one.
    `cap` lowered the level; `ceiling` is the cap that would, were the value higher (or the same that did)."""

    value: float | None = None
    level: LevelMark | None = None
    level_by_value: LevelMark | None = None
    cap: CapBite | None = None
    ceiling: CapBite | None = None
    absent: str | None = None
    coverage: float | None = None
    counted: int = 0
    applicable: int = 0


@dataclass(frozen=True, kw_only=True)
class ScoreOutcome:
    """A score with its readings, on a display scale from `low` to `high`. `number` counts the parts of the result."""

    id: ScoreId
    title: str
    short: str
    combine: Combine
    decimals: int
    low: float
    high: float
    main: Reading
    measures: Mapping[Reading, Measure]
    number: int = 0
    levels: tuple[LevelMark, ...] = ()
    keeps: Mapping[str, Any] = field(default_factory=dict)

    @property
    def measure(self) -> Measure:
        """The reading people see first."""
        return self.measures[self.main]

    @property
    def declared(self) -> Measure:
        return self.measures[Reading.DECLARED]

    @property
    def has_two_readings(self) -> bool:
        return self.main is not Reading.DECLARED

    @property
    def difference(self) -> float | None:
        """Main minus declared, of the displayed values, so that a reader who subtracts gets the same."""
        if self.measure.value is None or self.declared.value is None:
            return None
        return round_half_up(self.measure.value - self.declared.value, self.decimals)

    def share(self, value: float | None) -> float | None:
        """Where a displayed value stands on the scale, 0 to 1; None without value or scale."""
        if value is None or self.high == self.low:
            return None
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def decimals_of(score: Score) -> int:
    """How many decimals the score's figures show."""
    return score.display.decimals if score.display else PLAIN_DECIMALS


def view_score(
    questionnaire: Questionnaire, scorecard: Scorecard, score_id: ScoreId, *, number: int = 0
) -> ScoreOutcome:
    """How the score `score_id` looks to people; `number` is its place among the parts of the result (0: none)."""
    score = questionnaire.scores[score_id]
    low, high = _scale(score, scorecard.readings[Reading.DECLARED][score_id])
    marks = _level_marks(score, high)
    measures = {
        reading: _measure(questionnaire, score, marks, results[score_id])
        for reading, results in scorecard.readings.items()
    }
    return ScoreOutcome(
        id=score_id,
        title=score.title or str(score_id),
        short=str(score.keeps.get("short") or score.title or score_id),
        combine=score.combine,
        decimals=decimals_of(score),
        low=low,
        high=high,
        main=scorecard.main_reading,
        measures=measures,
        number=number,
        levels=tuple(marks.values()),
        keeps=score.keeps,
    )


def _scale(score: Score, result: ScoreResult) -> tuple[float, float]:
    if score.display:
        return score.display.target
    return 0.0, round_half_up(result.max or 0.0, PLAIN_DECIMALS)


def _level_marks(score: Score, high: float) -> dict[LevelId, LevelMark]:
    starts = [display_value(score, level.start) for level in score.levels]
    return {level.id: _level_mark(level, index, starts, high) for index, level in enumerate(score.levels)}


def _level_mark(level: Level, index: int, starts: list[float], high: float) -> LevelMark:
    end = starts[index + 1] if index + 1 < len(starts) else high
    return LevelMark(
        id=level.id, title=level.title, position=index + 1, count=len(starts), start=starts[index], end=end
    )


def _measure(
    questionnaire: Questionnaire,
    score: Score,
    marks: Mapping[LevelId, LevelMark],
    result: ScoreResult,
) -> Measure:
    cap = None if result.cap is None else _cap_bite(questionnaire, score, marks, score.caps[result.cap], result)
    applicable = [line for line in result.children if line.absent not in ("hidden", "not_applicable")]
    return Measure(
        value=None if result.value is None else display_value(score, result.value),
        level=marks[result.level] if result.level else None,
        level_by_value=marks[result.level_by_value] if result.level_by_value else None,
        cap=cap,
        ceiling=cap or _ceiling(questionnaire, score, marks, result),
        absent=result.absent,
        coverage=result.coverage,
        counted=sum(line.absent in (None, "unsupported") for line in applicable),
        applicable=len(applicable),
    )


def _ceiling(
    questionnaire: Questionnaire, score: Score, marks: Mapping[LevelId, LevelMark], result: ScoreResult
) -> CapBite | None:
    """The lowest level that a child below a threshold allows, whether or not the value reaches higher."""
    held = [_cap_bite(questionnaire, score, marks, cap, result) for cap in score.caps if _looks_for_any_low(cap.when)]
    return min((bite for bite in held if bite.low), key=lambda bite: bite.level.position, default=None)


def _looks_for_any_low(condition: Condition) -> bool:
    return (
        isinstance(condition, ChildrenCompare)
        and condition.quantifier is Quantifier.ANY_CHILD
        and condition.below is not None
    )


def _cap_bite(
    questionnaire: Questionnaire,
    score: Score,
    marks: Mapping[LevelId, LevelMark],
    cap: LevelCap,
    result: ScoreResult,
) -> CapBite:
    bound = _bound_below(cap.when)
    if bound is None:
        return CapBite(level=marks[cap.level])
    low = tuple(
        LowChild(
            id=line.id,
            title=_child_title(questionnaire, line.id),
            value=_child_value(questionnaire, line.id, line.value),
        )
        for line in result.children
        if line.value is not None and not reaches(line.value, bound)
    )
    first = low[0].id if low else ""
    return CapBite(level=marks[cap.level], threshold=_child_value(questionnaire, first, bound), low=low)


def _bound_below(condition: Condition) -> float | None:
    """The `below` of a cap on the children, where the cap is no more than that (or names it among others)."""
    match condition:
        case ChildrenCompare(below=below):
            return below
        case AllOf(conditions=conditions) | AnyOf(conditions=conditions):
            return next((bound for one in conditions if (bound := _bound_below(one)) is not None), None)
        case Not():
            return None
    return None


def _child_title(questionnaire: Questionnaire, child: str) -> str:
    if child in questionnaire.scores:
        score = questionnaire.scores[ScoreId(child)]
        return score.title or child
    return next((one.title for one in questionnaire.questions.values() if one.id == child), child)


def _child_value(questionnaire: Questionnaire, child: str, value: float) -> float:
    if child in questionnaire.scores:
        return display_value(questionnaire.scores[ScoreId(child)], value)
    return round_half_up(value, PLAIN_DECIMALS)
