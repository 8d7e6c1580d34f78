"""What a route is made of: the level it leads to and its steps, one option up each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from evaluacion.domain.engine import Engine
from evaluacion.domain.facts import ReadingFacts
from evaluacion.domain.questionnaire import Level, Score
from evaluacion.domain.recommendations import costs_alone, step_cost
from evaluacion.domain.steps import Move, Unit, UnitKey, one_up


@dataclass(frozen=True, slots=True)
class Goal:
    """The level to reach, by its index among the headline's levels."""

    headline: Score
    index: int

    @property
    def level(self) -> Level:
        return self.headline.levels[self.index]

    def reached(self, facts: ReadingFacts) -> bool:
        """Return whether the headline stands at the level, or above, after caps."""
        index = standing_index(facts, self.headline)
        return index is not None and index >= self.index


@dataclass(frozen=True, slots=True)
class Step:
    """A move and what it costs."""

    move: Move
    cost: int


def next_goal(facts: ReadingFacts) -> Goal | None:
    """Return the level after the present one; None without headline, levels or value, and at the top."""
    headline = facts.engine.questionnaire.headline_score
    if headline is None or facts.score_value(headline.id) is None:
        return None
    index = standing_index(facts, headline)
    following = 0 if index is None else index + 1
    return Goal(headline, following) if following < len(headline.levels) else None


def standing_index(facts: ReadingFacts, headline: Score) -> int | None:
    """Return the index of the headline's level after caps."""
    level = facts.level(headline.id)
    return next((index for index, candidate in enumerate(headline.levels) if candidate.id == level), None)


def next_step(facts: ReadingFacts, unit: Unit) -> Step | None:
    """Return the step up from the present answer, if there is one."""
    move = one_up(facts, unit)
    return None if move is None else Step(move, step_cost(facts, unit.key))


class Climbs:
    """The steps from an answer to the top, one option up at a time.

    They are worked out once for each option of a question whose moves hang on nothing but its answer.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[UnitKey, str], tuple[Step, ...]] = {}

    def of(self, facts: ReadingFacts, unit: Unit) -> tuple[Step, ...]:
        """Return the steps up from the present answer."""
        answer = facts.answers.get(unit.question.id)
        if not isinstance(answer, str) or unit.child.needs or not costs_alone(facts.engine, unit.key):
            return tuple(_climb(facts, unit))
        if (unit.key, answer) not in self._known:
            self._known[unit.key, answer] = tuple(_climb(facts, unit))
        return self._known[unit.key, answer]


@lru_cache(maxsize=32)
def climbs_of(engine: Engine) -> Climbs:
    """Return the climbs of a questionnaire, remembered from sheet to sheet."""
    return Climbs()


def _climb(facts: ReadingFacts, unit: Unit) -> Iterator[Step]:
    while (step := next_step(facts, unit)) is not None:
        yield step
        facts = taken(facts, step)


def taken(facts: ReadingFacts, step: Step) -> ReadingFacts:
    """Return the facts after a step."""
    return facts.changed(step.move.unit.question.id, step.move.answer)
