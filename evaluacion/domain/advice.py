"""What to do next, as people see it: recommendations with what they would change, the route, and a draft plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evaluacion.domain.answers import AnswerSheet, AnswerValue
from evaluacion.domain.deciding import mentioned_questions
from evaluacion.domain.indicators import Choice, EvidenceMark, Indicator, choice_of, worths
from evaluacion.domain.numbers import display_value, round_half_up
from evaluacion.domain.outcomes import LevelMark, ScoreOutcome, decimals_of
from evaluacion.domain.questionnaire import (
    Child,
    Effort,
    Question,
    QuestionId,
    Questionnaire,
    Recommendation,
    RecommendationId,
    ReferenceId,
    RowId,
    ScoreId,
)
from evaluacion.domain.scorecard import Reading, RouteStep, Scorecard
from evaluacion.domain.scoring import score_readings

PLAN_ROWS = 10
"""A draft plan longer than this is a list, not a plan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Advice:
    """A recommendation that fires. `question`, `origin` and `target` are set where it speaks of one question;
    `gain` is what the headline would win, as displayed (None where it cannot be told)."""

    id: RecommendationId
    action: str
    effort: Effort
    horizon: str
    effect: str
    references: tuple[ReferenceId, ...] = ()
    question: QuestionId | None = None
    title: str = ""
    part: ScoreId | None = None
    part_title: str = ""
    part_short: str = ""
    part_number: int = 0
    origin: Choice | None = None
    target: Choice | None = None
    gain: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteLeg:
    """One step of the route and what it reaches. `evidence_of` holds the indicators of the first leg, which changes no
    answer; the other legs move `question` from `origin` to `target` (options, or plain text of a number)."""

    value: float | None
    level: LevelMark | None
    part_value: float | None = None
    part_title: str = ""
    evidence_of: tuple[Indicator, ...] = ()
    question: QuestionId | None = None
    title: str = ""
    origin: Choice | str | None = None
    target: Choice | str | None = None
    effort: Effort | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RoutePlan:
    """The cheapest way to `to`: `decimals` are those of the headline."""

    to: LevelMark
    exact: bool
    legs: tuple[RouteLeg, ...]
    decimals: int

    @property
    def changes(self) -> int:
        """How many answers change (the leg of evidence changes none)."""
        return sum(leg.question is not None for leg in self.legs)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanRow:
    """One row of the draft plan; who is responsible is left blank for the institution."""

    action: str
    horizon: str
    effort: Effort
    question: QuestionId | None
    title: str
    evidence: tuple[str, ...]


EFFORT_OF_POINTS = {1: Effort.LOW, 2: Effort.MEDIUM, 3: Effort.HIGH}


def view_advice(
    questionnaire: Questionnaire,
    scorecard: Scorecard,
    parts: Sequence[ScoreOutcome],
    indicators: Sequence[Indicator],
) -> tuple[Advice, ...]:
    """The recommendations that fire, in the order of the scorecard."""
    by_id = {recommendation.id: recommendation for recommendation in questionnaire.recommendations}
    by_question = {indicator.id: indicator for indicator in reversed(indicators)}
    part_by_id = {part.id: part for part in parts}
    return tuple(
        _advice(questionnaire, scorecard, by_id[one], by_question, part_by_id) for one in scorecard.recommendations
    )


def view_route(
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    scorecard: Scorecard,
    headline: ScoreOutcome,
    parts: Sequence[ScoreOutcome],
    indicators: Sequence[Indicator],
) -> RoutePlan | None:
    """The route of the scorecard with the score reached after each step, on the declared reading; first the evidence
    that is missing, where there is any. None where the scorecard has no route."""
    if scorecard.route is None:
        return None
    marks = {mark.id: mark for mark in headline.levels}
    legs = [*_evidence_legs(headline, indicators), *_change_legs(questionnaire, sheet, scorecard, headline, parts)]
    return RoutePlan(
        to=marks[scorecard.route.to], exact=scorecard.route.exact, legs=tuple(legs), decimals=headline.decimals
    )


def draft_plan(advice: Sequence[Advice], indicators: Sequence[Indicator]) -> tuple[PlanRow, ...]:
    """The first recommendations as rows of a plan, each with the evidence its indicator asks for."""
    hints = {indicator.id: indicator.hints for indicator in indicators}
    return tuple(
        PlanRow(
            action=one.action,
            horizon=one.horizon,
            effort=one.effort,
            question=one.question,
            title=one.title,
            evidence=hints.get(one.question, ()) if one.question else (),
        )
        for one in advice[:PLAN_ROWS]
    )


def with_answer(sheet: AnswerSheet, step: RouteStep) -> AnswerSheet:
    """The sheet with the answer of `step` changed."""
    target: AnswerValue = step.target  # type: ignore[assignment]
    if step.row is not None:
        before = sheet.answers.get(step.question)
        target = {**(before if isinstance(before, Mapping) else {}), step.row: str(step.target)}
    return replace(sheet, answers={**sheet.answers, step.question: target})


def _advice(
    questionnaire: Questionnaire,
    scorecard: Scorecard,
    recommendation: Recommendation,
    by_question: Mapping[QuestionId, Indicator],
    part_by_id: Mapping[ScoreId, ScoreOutcome],
) -> Advice:
    questions = {question for question, _ in mentioned_questions(recommendation.when)}
    indicator = by_question.get(QuestionId(next(iter(questions)))) if len(questions) == 1 else None
    part = part_by_id.get(indicator.part) if indicator else None
    return Advice(
        id=recommendation.id,
        action=recommendation.action,
        effort=recommendation.effort or Effort.MEDIUM,
        horizon=recommendation.horizon,
        effect=recommendation.effect,
        references=recommendation.references or (indicator.references if indicator else ()),
        question=indicator.id if indicator else None,
        title=indicator.title if indicator else "",
        part=part.id if part else None,
        part_title=part.title if part else "",
        part_short=part.short if part else "",
        part_number=part.number if part else 0,
        origin=indicator.choice if indicator else None,
        target=indicator.next_choice if indicator else None,
        gain=_gain(questionnaire, scorecard.gains.get(recommendation.id)),
    )


def _gain(questionnaire: Questionnaire, gain: float | None) -> float | None:
    headline = questionnaire.headline_score
    if gain is None or headline is None:
        return None
    moved = display_value(headline, gain) - display_value(headline, 0.0)
    return round_half_up(moved, decimals_of(headline))


def _evidence_legs(headline: ScoreOutcome, indicators: Sequence[Indicator]) -> Iterator[RouteLeg]:
    missing = tuple(one for one in indicators if one.evidence is EvidenceMark.MISSING and one.counts_as)
    if missing and headline.has_two_readings:
        yield RouteLeg(value=headline.declared.value, level=headline.declared.level, evidence_of=missing)


def _change_legs(
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    scorecard: Scorecard,
    headline: ScoreOutcome,
    parts: Sequence[ScoreOutcome],
) -> Iterator[RouteLeg]:
    assert scorecard.route is not None
    marks = {mark.id: mark for mark in headline.levels}
    owner = _owners(questionnaire, parts)
    for step in scorecard.route.steps:
        sheet = with_answer(sheet, step)
        results = score_readings(questionnaire, sheet)[Reading.DECLARED]
        result = results[headline.id]
        question = questionnaire.questions[step.question]
        part = owner.get(step.question)
        yield RouteLeg(
            value=None if result.value is None else display_value(questionnaire.scores[headline.id], result.value),
            level=marks.get(result.level) if result.level else None,
            part_value=_shown(questionnaire, part, results[part].value) if part else None,
            part_title=next((one.title for one in parts if one.id == part), ""),
            question=step.question,
            title=f"{question.title}: {question.rows[step.row]}" if step.row else question.title,
            origin=_side(question, step.origin, step.row),
            target=_side(question, step.target, step.row),
            effort=EFFORT_OF_POINTS.get(step.effort, Effort.MEDIUM),
        )


def _shown(questionnaire: Questionnaire, score: ScoreId, value: float | None) -> float | None:
    return None if value is None else display_value(questionnaire.scores[score], value)


def _owners(questionnaire: Questionnaire, parts: Sequence[ScoreOutcome]) -> dict[QuestionId, ScoreId]:
    owner: dict[QuestionId, ScoreId] = {}
    for part in parts:
        for question in _questions_below(questionnaire, part.id):
            owner.setdefault(question, part.id)
    return owner


def _questions_below(questionnaire: Questionnaire, score: ScoreId) -> Iterator[QuestionId]:
    for child in questionnaire.scores[score].children:
        if child.question is not None:
            yield child.question
        elif child.score is not None:
            yield from _questions_below(questionnaire, child.score)


def _side(question: Question, answer: object, row: RowId | None) -> Choice | str | None:
    """One end of a step in words: an option, several options joined, or a number with its unit."""
    worth = worths(question, Child(question=question.id, row=row))
    match answer:
        case None:
            return None
        case str():
            return choice_of(question, answer, worth) or answer
        case tuple() | list():
            return ", ".join(question.option_by_id[one].label for one in answer)
        case int() | float():
            return f"{round_half_up(float(answer), 2):g} {question.unit}".strip()
    return str(answer)
