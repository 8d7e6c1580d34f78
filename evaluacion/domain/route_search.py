"""Routes where answers hang on each other: exhaustive where the sheet is small enough, greedy elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from evaluacion.domain.facts import ReadingFacts
from evaluacion.domain.route_steps import Goal, Step, next_step, taken
from evaluacion.domain.steps import UnitKey, headline_units

MOST_ANSWERS = 16
"""An exhaustive search is tried with at most so many answers that can count."""

MOST_STATES = 2_000
"""And given up after so many different sheets."""


class TooLarge(Exception):
    """There are too many ways to try them all."""


class _Way(NamedTuple):
    """A way begun: `climbed` is how many steps each answer has taken, `before` the facts before its last step."""

    cost: int
    steps: int
    order: int
    climbed: Mapping[UnitKey, int]
    before: ReadingFacts
    path: tuple[Step, ...]


def exhaustive(facts: ReadingFacts, goal: Goal) -> tuple[Step, ...] | None:
    """Return the cheapest steps to the goal, None where none lead there; raises TooLarge."""
    if len(headline_units(facts.engine)) > MOST_ANSWERS:
        raise TooLarge
    order = count()
    waiting: list[_Way] = [_Way(0, 0, next(order), {}, facts, ())]
    seen: set[frozenset[tuple[UnitKey, int]]] = set()
    while waiting:
        way = heappop(waiting)
        if frozenset(way.climbed.items()) in seen:
            continue
        seen.add(frozenset(way.climbed.items()))
        state = taken(way.before, way.path[-1]) if way.path else facts
        if goal.reached(state):
            return way.path
        if len(seen) > MOST_STATES:
            raise TooLarge
        for step in _steps(state):
            key = step.move.unit.key
            climbed = {**way.climbed, key: way.climbed.get(key, 0) + 1}
            if frozenset(climbed.items()) not in seen:
                onward = (way.cost + step.cost, way.steps + 1, next(order), climbed, state, (*way.path, step))
                heappush(waiting, _Way(*onward))
    return None


def greedy(facts: ReadingFacts, goal: Goal) -> tuple[Step, ...] | None:
    """Return steps to the goal, each the one that lifts the headline most for its cost.

    Where no step lifts the headline, the cheapest is taken; what proves needless is dropped at the end. None where the
    goal stays out of reach.
    """
    path: list[Step] = []
    state = facts
    while not goal.reached(state):
        step = _best(state, goal)
        if step is None:
            return None
        path.append(step)
        state = taken(state, step)
    return _without_needless(facts, goal, path)


def replayed(facts: ReadingFacts, keys: Iterator[UnitKey] | tuple[UnitKey, ...]) -> tuple[list[Step], ReadingFacts]:
    """Return the steps up of these answers one after another, as far as they can be taken, and where they lead."""
    steps: list[Step] = []
    for key in keys:
        step = next_step(facts, headline_units(facts.engine)[key])
        if step is not None:
            steps.append(step)
            facts = taken(facts, step)
    return steps, facts


def _steps(facts: ReadingFacts) -> Iterator[Step]:
    for unit in headline_units(facts.engine).values():
        step = next_step(facts, unit)
        if step is not None:
            yield step


def _best(facts: ReadingFacts, goal: Goal) -> Step | None:
    before = facts.score_value(goal.headline.id)

    def rank(step: Step) -> tuple[float, int]:
        after = taken(facts, step).score_value(goal.headline.id)
        gain = 0.0 if before is None or after is None else after - before
        return -gain / step.cost, step.cost

    return min(_steps(facts), key=rank, default=None)


def _without_needless(facts: ReadingFacts, goal: Goal, path: list[Step]) -> tuple[Step, ...]:
    """Drop, dearest first, every last step of an answer without which the goal is still reached."""
    keys = [step.move.unit.key for step in path]
    for key in sorted(dict.fromkeys(keys), key=lambda key: -max(s.cost for s in path if s.move.unit.key == key)):
        while key in keys:
            last = len(keys) - 1 - keys[::-1].index(key)
            fewer = keys[:last] + keys[last + 1 :]
            if not goal.reached(replayed(facts, tuple(fewer))[1]):
                break
            keys = fewer
    return tuple(replayed(facts, tuple(keys))[0])
