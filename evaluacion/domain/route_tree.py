"""Whether a headline is a tree of separate answers, and what its caps ask of its children."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from functools import lru_cache

from evaluacion.domain.combining import FLOORED
from evaluacion.domain.conditions import (
    AllOf,
    AnyOf,
    ChildrenCompare,
    Condition,
    Not,
    ProfileIn,
    Quantifier,
    ScoreCompares,
)
from evaluacion.domain.engine import Engine
from evaluacion.domain.facts import ReadingFacts
from evaluacion.domain.plans import ScorePlan
from evaluacion.domain.questionnaire import Child, Combine, Score, ScoreId
from evaluacion.domain.route_steps import Goal
from evaluacion.domain.steps import UnitKey, rows_of

_ENTANGLED = frozenset({Combine.MEDIAN, Combine.LADDER})


class NotSeparable(Exception):
    """What one answer does to the headline hangs on another answer."""


@lru_cache(maxsize=32)
def is_tree(engine: Engine) -> bool:
    """Return whether below the headline every answer and score hangs once, in modes that join children pairwise."""
    headline = engine.questionnaire.headline
    if headline is None:
        return False
    plans = list(_plans_below(engine, headline))
    seen = Counter(child for plan in plans for child in _children(engine, plan))
    return max(seen.values(), default=0) == 1 and all(_joins(plan.score) for plan in plans)


def minimums(facts: ReadingFacts, goal: Goal) -> Mapping[str, float]:
    """Return the least value each child of the headline needs so that no cap holds it below the goal.

    The key "" speaks of every child. Raises NotSeparable for a cap that asks anything else of the answers.
    """
    found: dict[str, float] = {}
    for cap in goal.headline.caps:
        if _index(goal.headline, cap.level) < goal.index:
            for child, least in _asked(facts, goal.headline, cap.when):
                found[child] = max(least, found.get(child, least))
    return found


def wakes_up(facts: ReadingFacts, moving: Set[UnitKey]) -> Iterator[bool]:
    """Yield, for each child (score or whole matrix) without value, whether an answer below it can move."""
    headline = facts.engine.questionnaire.headline
    for plan in _plans_below(facts.engine, headline) if headline else ():
        for link, outcome in zip(plan.links, facts.tally(plan.score.id).outcomes, strict=True):
            if outcome.value is None and (link.child.score is not None or len(rows_of(facts.engine, link.child)) > 1):
                yield any(key in moving for key in _keys_below(facts.engine, link.child))


def _keys_below(engine: Engine, child: Child) -> Iterator[UnitKey]:
    if child.question is not None:
        for row in rows_of(engine, child):
            yield child.question, row
    elif child.score is not None:
        for link in engine.plans[child.score].links:
            yield from _keys_below(engine, link.child)


def _joins(score: Score) -> bool:
    return score.combine not in _ENTANGLED and (score.combine not in FLOORED or (score.floor or 0.0) > 0.0)


def _plans_below(engine: Engine, score_id: ScoreId) -> Iterator[ScorePlan]:
    plan = engine.plans[score_id]
    yield plan
    for link in plan.links:
        if link.child.score is not None:
            yield from _plans_below(engine, link.child.score)


def _children(engine: Engine, plan: ScorePlan) -> Iterator[tuple[str, str | None]]:
    for link in plan.links:
        for row in (None,) if link.child.score else rows_of(engine, link.child):
            yield link.child.id, row


def _asked(facts: ReadingFacts, headline: Score, when: Condition) -> Iterator[tuple[str, float]]:
    """Yield the minimums that keep a condition from holding."""
    match when:
        case ChildrenCompare(quantifier=Quantifier.ANY_CHILD, below=float() | int() as least):
            yield "", float(least)
        case ScoreCompares(below=float() | int() as least) if when.score in {
            child.score for child in headline.children
        }:
            yield when.score, float(least)
        case AnyOf():
            for part in when.conditions:
                yield from _asked(facts, headline, part)
        case _ if _speaks_of_profile_only(when) and not facts.holds(when):
            return
        case _:
            raise NotSeparable


def _ungated(headline: Score) -> Set[str]:
    return {child.score for child in headline.children if child.score is not None and child.at_least is None}


def _speaks_of_profile_only(when: Condition) -> bool:
    match when:
        case ProfileIn():
            return True
        case AllOf() | AnyOf():
            return all(map(_speaks_of_profile_only, when.conditions))
        case Not():
            return _speaks_of_profile_only(when.condition)
    return False


def _index(score: Score, level: str) -> int:
    return next(index for index, candidate in enumerate(score.levels) if candidate.id == level)
