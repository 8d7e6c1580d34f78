"""One option up: what the next better answer to a question is, as the headline's path values it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import inf
from typing import TypeAlias

from evaluacion.domain.answers import NO_SUPPORT, AnswerValue, Support
from evaluacion.domain.combining import GATES
from evaluacion.domain.engine import Engine
from evaluacion.domain.facts import ReadingFacts
from evaluacion.domain.gauges import Gauge, gauge_for
from evaluacion.domain.numbers import settled
from evaluacion.domain.plans import ScorePlan
from evaluacion.domain.questionnaire import (
    Absence,
    Child,
    MissingRule,
    Question,
    QuestionId,
    QuestionType,
    RowId,
    ScoreId,
)
from evaluacion.domain.values import Outcome, chosen_options, option_outcomes

UnitKey: TypeAlias = tuple[QuestionId, RowId | None]


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """An answer that can move: a question (one row of it) as the first child that leads to it from the headline.

    `known` remembers the moves from each option, where they hang on nothing else.
    """

    question: Question
    row: RowId | None
    child: Child
    plan: ScorePlan
    gauge: Gauge
    known: dict[str, Move | None] = field(default_factory=dict)

    @property
    def key(self) -> UnitKey:
        return self.question.id, self.row


@dataclass(frozen=True, slots=True)
class Move:
    """One option up: the question's whole new answer, and what changes in it (`origin` to `target`)."""

    unit: Unit
    answer: AnswerValue
    origin: AnswerValue
    target: AnswerValue
    value: float


@lru_cache(maxsize=32)
def headline_units(engine: Engine) -> Mapping[UnitKey, Unit]:
    """Return the answers below the headline, in file order; of several ways to one answer the first counts."""
    units: dict[UnitKey, Unit] = {}
    for unit in _units_below(engine, engine.questionnaire.headline):
        units.setdefault(unit.key, unit)
    return units


def _units_below(engine: Engine, score_id: ScoreId | None) -> Iterator[Unit]:
    if score_id is None:
        return
    plan = engine.plans[score_id]
    for link in plan.links:
        if link.child.score is not None:
            yield from _units_below(engine, link.child.score)
        else:
            yield from _units(engine, plan, link.child)


def _units(engine: Engine, plan: ScorePlan, child: Child) -> Iterator[Unit]:
    question = engine.questionnaire.questions[QuestionId(child.id)]
    for row in rows_of(engine, child):
        yield Unit(question, row, child, plan, gauge_for(question, replace(child, row=row), plan.rules))


def rows_of(engine: Engine, child: Child) -> tuple[RowId | None, ...]:
    """Return the rows a child's answers stand in: all of a whole matrix; no row (None) of any other question."""
    question = engine.questionnaire.questions[QuestionId(child.id)]
    whole = question.type is QuestionType.MATRIX and child.row is None
    return tuple(question.rows) if whole else (child.row,)


def one_up(facts: ReadingFacts, unit: Unit) -> Move | None:
    """Return the move to the option with the next larger value; None where there is none to make."""
    if unit.question.id in facts.hidden:
        return None
    answer = facts.answers.get(unit.question.id)
    if not isinstance(answer, str) or unit.child.needs:
        return _one_up(unit, answer, facts.sheet.support.get(unit.question.id, NO_SUPPORT))
    if answer not in unit.known:
        unit.known[answer] = _one_up(unit, answer, NO_SUPPORT)
    return unit.known[answer]


def _one_up(unit: Unit, answer: AnswerValue, support: Support) -> Move | None:
    start = start_value(unit, unit.gauge.read(answer, support))
    if start is None:
        return None
    larger = [move for move in _candidates(unit, answer, support) if settled(move.value) > settled(start)]
    choose = max if unit.question.type is QuestionType.MULTIPLE else min
    return choose(larger, key=lambda move: settled(move.value), default=None)


def start_value(unit: Unit, outcome: Outcome) -> float | None:
    """Return the value a move has to exceed; None where an answer that does not count has nothing to rise from."""
    if outcome.value is not None:
        return outcome.value
    if outcome.absent is None:
        return None
    rule = unit.plan.rules[outcome.absent]
    if rule is MissingRule.ZERO or (rule is MissingRule.NULL and unit.plan.score.combine in GATES):
        return 0.0
    if rule is MissingRule.NULL and outcome.absent in (Absence.UNANSWERED, Absence.UNKNOWN):
        return -inf
    return None


def _candidates(unit: Unit, answer: AnswerValue, support: Support) -> Iterator[Move]:
    for changed, origin, target in _PROPOSALS[unit.question.type](unit, answer):
        outcome = unit.gauge.read(changed, support)
        if outcome.value is not None:
            yield Move(unit, changed, origin, target, outcome.value)


Proposals: TypeAlias = Iterator[tuple[AnswerValue, AnswerValue, AnswerValue]]


def _options(unit: Unit, answer: AnswerValue) -> Proposals:
    for option in unit.question.options:
        yield option.id, answer, option.id


def _row_options(unit: Unit, answer: AnswerValue) -> Proposals:
    row = str(unit.row)
    given: Mapping[str, str] = answer if isinstance(answer, Mapping) else {}
    for option in unit.question.options:
        yield {**given, row: option.id}, given.get(row), option.id


def _additions(unit: Unit, answer: AnswerValue) -> Proposals:
    """Adding the best option not chosen comes first; an exclusive option makes room for it or takes all."""
    values = {option: outcome.value for option, outcome in option_outcomes(unit.question, unit.child).items()}
    alone = {option.id for option in unit.question.options if option.exclusive or option.absence}
    chosen = chosen_options(answer)
    kept = tuple(option for option in chosen if option not in alone)
    left = [option.id for option in unit.question.options if option.id not in chosen]
    for option in sorted(left, key=lambda option: -(values[option] or 0.0)):
        changed: tuple[str, ...] = (option,) if option in alone else (*kept, option)
        yield changed, answer, changed


def _numbers(unit: Unit, answer: AnswerValue) -> Proposals:
    question = unit.question
    goals = question.goalposts or (unit.child.at_least, question.maximum)
    for goal in goals:
        if goal is not None:
            yield goal, answer, goal


def _nothing(_: Unit, __: AnswerValue) -> Proposals:
    yield from ()


_PROPOSALS = {
    QuestionType.SINGLE: _options,
    QuestionType.MATRIX: _row_options,
    QuestionType.MULTIPLE: _additions,
    QuestionType.NUMBER: _numbers,
    QuestionType.DATE: _nothing,
    QuestionType.TEXT: _nothing,
}
