"""The route to the next level as people see it: its steps one by one, and gathered by part where there are many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from evaluacion.domain.answers import AnswerSheet, AnswerValue
from evaluacion.domain.indicators import Choice, EvidenceMark, Indicator, choice_of, worths
from evaluacion.domain.numbers import display_value, round_half_up
from evaluacion.domain.outcomes import LevelMark, ScoreOutcome
from evaluacion.domain.questionnaire import Child, Effort, Question, QuestionId, Questionnaire, RowId, ScoreId
from evaluacion.domain.scorecard import Reading, RouteStep, Scorecard
from evaluacion.domain.scoring import score_readings

MOST_LEGS = 6
"""A longer route is told by part; nobody follows thirty steps in a row."""

EFFORT_OF_POINTS = {1: Effort.LOW, 2: Effort.MEDIUM, 3: Effort.HIGH}
_EFFORTS = tuple(EFFORT_OF_POINTS.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteLeg:
    """One step of the route and what it reaches. `evidence_of` holds the indicators of the first leg, which changes no
    answer; the other legs move `question` from `origin` to `target` (options, or plain text of a number)."""

    value: float | None
    level: LevelMark | None
    part: ScoreId | None = None
    part_value: float | None = None
    part_title: str = ""
    evidence_of: tuple[Indicator, ...] = ()
    question: QuestionId | None = None
    title: str = ""
    origin: Choice | str | None = None
    target: Choice | str | None = None
    effort: Effort | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteStage:
    """What the route asks of one part: its answers, each from where it is to where it ends, with the largest effort a
    step of it takes. `part` is None for questions that hang from the headline itself; `value` is what the part reaches
    from `start`."""

    part: ScoreOutcome | None
    changes: tuple[RouteLeg, ...]
    start: float | None = None
    value: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RoutePlan:
    """The cheapest way to `to`: `decimals` are those of the headline. `by_evidence` is the level that registering the
    missing evidence reaches by itself, where it is higher than the one shown."""

    to: LevelMark
    exact: bool
    legs: tuple[RouteLeg, ...]
    decimals: int
    stages: tuple[RouteStage, ...] = ()
    by_evidence: LevelMark | None = None

    @property
    def changes(self) -> int:
        """How many answers change (the leg of evidence changes none)."""
        return sum(len(stage.changes) for stage in self.stages)

    @property
    def is_long(self) -> bool:
        return len(self.legs) > MOST_LEGS

    @property
    def evidence(self) -> RouteLeg | None:
        """The leg that only registers evidence, where evidence is missing."""
        return next((leg for leg in self.legs if leg.evidence_of), None)


def view_route(
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    scorecard: Scorecard,
    headline: ScoreOutcome,
    parts: Sequence[ScoreOutcome],
    indicators: Sequence[Indicator],
) -> RoutePlan | None:
    """The route of the scorecard with the score reached after each step, on the declared reading; first the evidence
    that is missing, where there is any. Without a route in the scorecard, the evidence alone where it reaches a higher
    level, else None."""
    evidence = tuple(_evidence_legs(headline, indicators))
    lifted = _by_evidence(headline, evidence)
    if scorecard.route is None:
        if lifted is None:
            return None
        return RoutePlan(to=lifted, exact=True, legs=evidence, decimals=headline.decimals, by_evidence=lifted)
    marks = {mark.id: mark for mark in headline.levels}
    changes = tuple(_change_legs(questionnaire, sheet, scorecard, headline, parts))
    return RoutePlan(
        to=marks[scorecard.route.to],
        exact=scorecard.route.exact,
        legs=evidence + changes,
        decimals=headline.decimals,
        stages=tuple(_stages(changes, parts)),
        by_evidence=lifted,
    )


def with_answer(sheet: AnswerSheet, step: RouteStep) -> AnswerSheet:
    """The sheet with the answer of `step` changed."""
    target: AnswerValue = step.target  # type: ignore[assignment]
    if step.row is not None:
        before = sheet.answers.get(step.question)
        target = {**(before if isinstance(before, Mapping) else {}), step.row: str(step.target)}
    return replace(sheet, answers={**sheet.answers, step.question: target})


def _evidence_legs(headline: ScoreOutcome, indicators: Sequence[Indicator]) -> Iterator[RouteLeg]:
    missing = tuple(one for one in indicators if one.evidence is EvidenceMark.MISSING and one.counts_as)
    if missing and headline.has_two_readings:
        yield RouteLeg(value=headline.declared.value, level=headline.declared.level, evidence_of=missing)


def _by_evidence(headline: ScoreOutcome, evidence: Sequence[RouteLeg]) -> LevelMark | None:
    """Findings of a reviewer are not mended by evidence: only the supported reading promises anything."""
    if not evidence or headline.main is not Reading.SUPPORTED:
        return None
    shown, declared = headline.measure.level, headline.declared.level
    return declared if shown and declared and declared.position > shown.position else None


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
            part=part,
            part_value=_shown(questionnaire, part, results[part].value) if part else None,
            part_title=next((one.title for one in parts if one.id == part), ""),
            question=step.question,
            title=f"{question.title}: {question.rows[step.row]}" if step.row else question.title,
            origin=_side(question, step.origin, step.row),
            target=_side(question, step.target, step.row),
            effort=EFFORT_OF_POINTS.get(step.effort, Effort.MEDIUM),
        )


def _stages(legs: Sequence[RouteLeg], parts: Sequence[ScoreOutcome]) -> Iterator[RouteStage]:
    """The legs gathered by part, in the order of the parts; what hangs from the headline itself comes last."""
    for part in (*parts, None):
        inside = [leg for leg in legs if leg.part == (part.id if part else None)]
        if inside:
            yield RouteStage(
                part=part,
                changes=tuple(_merged(inside)),
                start=part.declared.value if part else None,
                value=inside[-1].part_value,
            )


def _merged(legs: Sequence[RouteLeg]) -> Iterator[RouteLeg]:
    """One leg for all the steps of an answer."""
    order = list(dict.fromkeys((leg.question, leg.title) for leg in legs))
    together = sorted(legs, key=lambda leg: order.index((leg.question, leg.title)))
    for _, same in groupby(together, key=lambda leg: (leg.question, leg.title)):
        steps = list(same)
        efforts = [leg.effort for leg in steps if leg.effort]
        yield replace(steps[-1], origin=steps[0].origin, effort=max(efforts, key=_EFFORTS.index, default=None))


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
