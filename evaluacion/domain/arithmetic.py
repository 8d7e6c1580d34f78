"""Where a score comes from: its children with value, weight and contribution, and how they become the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluacion.domain.combining import ADDITIVE, combine, share_per_weight
from evaluacion.domain.engine import engine_for
from evaluacion.domain.numbers import PLAIN_DECIMALS, display_value, round_half_up
from evaluacion.domain.plans import Link, ScorePlan
from evaluacion.domain.questionnaire import (
    Absence,
    Child,
    Combine,
    Display,
    Level,
    LevelCap,
    QuestionId,
    Questionnaire,
    RowId,
    Score,
    ScoreId,
)
from evaluacion.domain.scorecard import ChildLine, Reading, Scorecard, ScoreResult
from evaluacion.domain.tallying import Tally, counted, has_value
from evaluacion.domain.values import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplainedChild:
    """A child in a score's arithmetic: `line` as stored; `counted` is the number the score used (an absence may count
    as 0 or in full), None where it was left out; `shown` is what people see of its value, and `shown_contribution` of
    its contribution, on the display scale of the score explained."""

    id: str
    title: str
    is_score: bool
    line: ChildLine
    counted: float | None
    shown: float | None
    shown_contribution: float | None
    row: RowId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    """A level and where it starts, in the score's unit and as people see it."""

    level: Level
    start: float
    shown: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """How a score came about, as data. `total_weight` is that of the children counted; `before_rounding` is the value
    before `round`; `cap` is the cap that bit."""

    score: ScoreId
    title: str
    reading: Reading
    combine: Combine
    floor: float | None
    children: tuple[ExplainedChild, ...]
    total_weight: float
    before_rounding: float | None
    round_decimals: int | None
    value: float | None
    shown: float | None
    maximum: float | None
    absent: str | None
    coverage: float | None
    required_coverage: float
    thresholds: tuple[Threshold, ...]
    level: Level | None
    level_by_value: Level | None
    cap: LevelCap | None


def child_lines(plan: ScorePlan, tally: Tally) -> tuple[ChildLine, ...]:
    """Return one line a child; the contributions of additive modes add up to the value before `round`."""
    share = _share(plan, tally)
    return tuple(
        ChildLine(
            id=link.child.id,
            row=link.child.row,
            value=outcome.value if has_value(outcome) else None,
            weight=weight,
            contribution=None if share is None or used is None else used * weight * share,
            absent=None if outcome.absent is None else str(outcome.absent),
        )
        for link, weight, outcome, used in zip(plan.links, plan.weights, tally.outcomes, tally.used, strict=True)
    )


def explain(questionnaire: Questionnaire, scorecard: Scorecard, reading: Reading, score_id: ScoreId) -> Explanation:
    """Return how a score of a scorecard came about, from what is stored of it; KeyError if it has no such reading."""
    results = scorecard.readings[reading]
    plan, result = engine_for(questionnaire).plans[score_id], results[score_id]
    score = plan.score
    children = tuple(
        _explained(questionnaire, plan, results, link, line)
        for link, line in zip(plan.links, result.children, strict=True)
    )
    return Explanation(
        score=score_id,
        title=score.title or str(score_id),
        reading=reading,
        combine=score.combine,
        floor=score.floor,
        children=children,
        total_weight=sum(child.line.weight for child in children if child.counted is not None),
        before_rounding=None if result.value is None else _before_rounding(plan, results, children),
        round_decimals=score.round_decimals,
        value=result.value,
        shown=None if result.value is None else display_value(score, result.value),
        maximum=result.max,
        absent=result.absent,
        coverage=result.coverage,
        required_coverage=score.missing.coverage,
        thresholds=tuple(
            Threshold(level=level, start=level.start, shown=display_value(score, level.start)) for level in score.levels
        ),
        level=score.level_by_id[result.level] if result.level else None,
        level_by_value=score.level_by_id[result.level_by_value] if result.level_by_value else None,
        cap=None if result.cap is None else score.caps[result.cap],
    )


def _explained(
    questionnaire: Questionnaire, plan: ScorePlan, results: Mapping[ScoreId, ScoreResult], link: Link, line: ChildLine
) -> ExplainedChild:
    child = link.child
    outcome = Outcome(line.value, None if line.absent is None else Absence(line.absent))
    return ExplainedChild(
        id=child.id,
        title=_title(questionnaire, child),
        is_score=child.score is not None,
        line=line,
        counted=counted(plan.score, plan.rules, outcome, _largest(link, results)),
        shown=None if line.value is None else _shown(questionnaire, child, line.value),
        shown_contribution=None if line.contribution is None else _shown_part(plan.score, line.contribution),
        row=child.row,
    )


def _title(questionnaire: Questionnaire, child: Child) -> str:
    if child.score is not None:
        return questionnaire.scores[child.score].title or str(child.score)
    question = questionnaire.questions[QuestionId(child.id)]
    return question.title if child.row is None else f"{question.title}: {question.rows[child.row]}"


def _shown(questionnaire: Questionnaire, child: Child, value: float) -> float:
    if child.score is not None and child.at_least is None:
        return display_value(questionnaire.scores[child.score], value)
    return round_half_up(value, PLAIN_DECIMALS)


def _shown_part(score: Score, contribution: float) -> float:
    """A part of a whole is stretched by the display, not shifted."""
    if score.display is None:
        return round_half_up(contribution, PLAIN_DECIMALS)
    display: Display = score.display
    stretch = (display.target[1] - display.target[0]) / (display.source[1] - display.source[0])
    return round_half_up(contribution * stretch, display.decimals)


def _largest(link: Link, results: Mapping[ScoreId, ScoreResult]) -> float | None:
    if link.gauge is not None:
        return link.gauge.largest
    return 1.0 if link.child.at_least is not None else results[ScoreId(link.child.id)].max


def _before_rounding(
    plan: ScorePlan, results: Mapping[ScoreId, ScoreResult], children: Sequence[ExplainedChild]
) -> float | None:
    left = [
        (child.counted, child.line.weight, _largest(link, results))
        for link, child in zip(plan.links, children, strict=True)
        if child.counted is not None
    ]
    return combine(plan.score, [value for value, _, _ in left], [w for _, w, _ in left], [m for _, _, m in left])


def _share(plan: ScorePlan, tally: Tally) -> float | None:
    """Return what a child of value 1 and weight 1 contributes; None in modes that do not add."""
    if tally.value is None or plan.score.combine not in ADDITIVE:
        return None
    left = [index for index, used in enumerate(tally.used) if used is not None]
    return share_per_weight(
        plan.score, [plan.weights[index] for index in left], [tally.maxima[index] for index in left]
    )
