"""The exact route where the headline is a tree of separate answers: every child's cheapest way to each value, merged.

A frontier lists what a child can reach, ever dearer and ever larger. Each mode here never falls when a child rises and
joins its children pairwise (a sum, the smaller, the larger), so what is dearer and no larger can be forgotten at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from math import inf
from operator import add, itemgetter
from typing import Any, TypeAlias

from evaluacion.domain.answers import NO_SUPPORT
from evaluacion.domain.facts import ReadingFacts
from evaluacion.domain.joining import Joining, joined_children, joining_of
from evaluacion.domain.numbers import reaches
from evaluacion.domain.plans import ScorePlan
from evaluacion.domain.questionnaire import QuestionId, RowId, ScoreId
from evaluacion.domain.route_steps import Goal, Step, climbs_of
from evaluacion.domain.route_tree import NotSeparable, is_tree, minimums, wakes_up
from evaluacion.domain.steps import UnitKey, headline_units, rows_of
from evaluacion.domain.tallying import Tally, counted, has_value

COUNT = 1 << 12
"""A cost is effort × COUNT + steps: less effort first, then fewer steps."""

_NOISE = 1e-12

Taken: TypeAlias = Any
"""Steps as nested pairs: None, (answer, how many), or [Taken, Taken]."""


Reach: TypeAlias = tuple[int, float, Taken]
"""What it costs to get to a value, the value, and the steps."""

Frontier: TypeAlias = Sequence[Reach]


def cheapest(facts: ReadingFacts, goal: Goal) -> Mapping[UnitKey, int] | None:
    """Return how many steps each answer takes on the cheapest route, or None where no route leads to the goal.

    Raises NotSeparable where the headline is not a tree of separate answers.
    """
    if not is_tree(facts.engine):
        raise NotSeparable
    units = headline_units(facts.engine)
    climbs = climbs_of(facts.engine)
    chains = {key: _chain(climbs.of(facts, unit)) for key, unit in units.items()}
    moving = {key for key, chain in chains.items() if len(chain) > 1}
    if any(question in facts.engine.switches for question, _ in moving) or any(wakes_up(facts, moving)):
        raise NotSeparable
    frontiers = _Frontiers(facts, chains, minimums(facts, goal))
    return _cheapest(frontiers.parts(goal.headline.id), frontiers.joining(goal.headline.id), goal.level.start)


def _chain(climb: Sequence[Step]) -> Frontier:
    """The values an answer goes through; the first entry is where it stands."""
    chain: list[Reach] = [(0, -inf, None)]
    for step in climb:
        cost = chain[-1][0] + step.cost * COUNT + 1
        chain.append((cost, step.move.value, (step.move.unit.key, len(chain))))
    return chain


class _Frontiers:
    """The frontiers of one sheet; `least` is what the caps ask of the headline's children."""

    def __init__(self, facts: ReadingFacts, chains: Mapping[UnitKey, Frontier], least: Mapping[str, float]) -> None:
        self._facts = facts
        self._chains = chains
        self._least = least

    def of_score(self, score_id: ScoreId) -> Frontier:
        """Return what a score can reach."""
        joining = self.joining(score_id)
        whole = joined_up(self.parts(score_id), joining.join)
        return [(cost, joining.value(value), steps) for cost, value, steps in whole]

    def joining(self, score_id: ScoreId) -> Joining:
        """Return how a score joins its children."""
        return joining_of(self._facts.engine.plans[score_id], self._facts.tally(score_id))

    def parts(self, score_id: ScoreId) -> list[Frontier]:
        """Return what each child of a score can contribute to it."""
        plan, tally = self._facts.engine.plans[score_id], self._facts.tally(score_id)
        part = self.joining(score_id).part
        return [
            pruned(
                (cost, part(value, plan.weights[index]), steps) for cost, value, steps in self._kept(plan, tally, index)
            )
            for index in joined_children(plan, tally)
        ]

    def _kept(self, plan: ScorePlan, tally: Tally, index: int) -> Frontier:
        """A child without value is no child to a cap until it gets one."""
        reached = self._of_child(plan, tally, index)
        if plan.score.id != self._facts.engine.questionnaire.headline or not self._least:
            return reached
        least = max(self._least.get("", -inf), self._least.get(plan.links[index].child.id, -inf))
        counts = has_value(tally.outcomes[index])
        return [reach for reach in reached if reaches(reach[1], least) or not (counts or reach[2])]

    def _of_child(self, plan: ScorePlan, tally: Tally, index: int) -> Frontier:
        child, stands = plan.links[index].child, (0, tally.used[index] or 0.0, None)
        if tally.outcomes[index].value is None and child.score is not None:
            return [stands]
        if child.score is not None:
            reached = self.of_score(child.score)
            return (
                reached
                if child.at_least is None
                else [(cost, float(reaches(value, child.at_least)), steps) for cost, value, steps in reached]
            )
        rows = rows_of(self._facts.engine, child)
        if rows == (child.row,):
            return [stands, *self._chains[QuestionId(child.id), child.row][1:]]
        return [stands] if tally.outcomes[index].value is None else self._of_rows(plan, QuestionId(child.id), rows)

    def _of_rows(self, plan: ScorePlan, question: QuestionId, rows: Sequence[RowId | None]) -> Frontier:
        """Return what a whole matrix can reach: the mean of the rows left in."""
        answer, support = self._facts.answers.get(question), self._facts.sheet.support.get(question, NO_SUPPORT)
        frontiers: list[Frontier] = []
        for row in rows:
            gauge = headline_units(self._facts.engine)[question, row].gauge
            value = counted(plan.score, plan.rules, gauge.read(answer, support), gauge.largest)
            if value is not None:
                frontiers.append([(0, value, None), *self._chains[question, row][1:]])
        share = 1.0 / len(frontiers)
        return joined_up([[(c, v * share, steps) for c, v, steps in frontier] for frontier in frontiers], add)


def _cheapest(parts: Sequence[Frontier], joining: Joining, start: float) -> Mapping[UnitKey, int] | None:
    """Return the steps of the cheapest way to the value `start`; None where nothing reaches it."""
    limit = _affordable(parts, joining, start)
    for _, value, steps in joined_up(parts, joining.join, limit) if limit is not None else ():
        if reaches(joining.value(value), start):
            return dict(_flattened(steps))
    return None


def _affordable(parts: Sequence[Frontier], joining: Joining, start: float) -> int | None:
    """Return the cost of some way to the value `start`: the next best bargain at a time. The cheapest costs no more."""
    if not all(parts):
        return None
    places = [0] * len(parts)
    while not reaches(joining.value(reduce(joining.join, _values(parts, places))), start):
        open_ = [index for index, place in enumerate(places) if place + 1 < len(parts[index])]
        if not open_:
            return None
        places[max(open_, key=lambda index: _bargain(parts[index], places[index]))] += 1
    return sum(frontier[place][0] for frontier, place in zip(parts, places, strict=True))


def _values(parts: Sequence[Frontier], places: Sequence[int]) -> Iterator[float]:
    return (frontier[place][1] for frontier, place in zip(parts, places, strict=True))


def _bargain(frontier: Frontier, place: int) -> float:
    (cost, value, _), (dearer, larger, _) = frontier[place], frontier[place + 1]
    return (larger - value) / (dearer - cost)


def joined_up(parts: Sequence[Frontier], join: Callable[[float, float], float], limit: float = inf) -> Frontier:
    """Return the frontier of all the children together, up to a cost."""
    return reduce(lambda first, second: merged(first, second, join, limit), parts)


def merged(first: Frontier, second: Frontier, join: Callable[[float, float], float], limit: float = inf) -> Frontier:
    """Return the frontier of two children together, up to a cost; of ties, the one that leans on the first child."""
    best: dict[int, Reach] = {}
    for cost, value, steps in first:
        for more, other, further in second:
            total = cost + more
            if total > limit:
                break
            both = join(value, other)
            if total not in best or both >= best[total][1]:
                best[total] = (total, both, (steps, further))
    return pruned(best.values())


def pruned(reached: Iterable[Reach]) -> Frontier:
    """Return the entries that no cheaper one equals or exceeds, ever dearer and ever larger."""
    kept: list[Reach] = []
    highest = -inf
    for reach in sorted(reached, key=itemgetter(0)):
        if reach[1] > highest + _NOISE:
            kept.append(reach)
            highest = reach[1]
    return kept


def _flattened(steps: Taken) -> Iterator[tuple[UnitKey, int]]:
    """Yield the pairs of nested steps, one after another: they nest as deep as a score has children."""
    waiting = [steps]
    while waiting:
        pair = waiting.pop()
        if pair is None:
            continue
        first, second = pair
        if isinstance(second, int):
            yield first, second
        else:
            waiting += (second, first)
