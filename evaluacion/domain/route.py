"""The cheapest route to the next level of the headline: lowest total effort, then fewest steps."""

from __future__ import annotations

from evaluacion.domain.facts import ReadingFacts
from evaluacion.domain.route_frontier import cheapest
from evaluacion.domain.route_search import TooLarge, exhaustive, greedy, replayed
from evaluacion.domain.route_steps import Goal, Step, next_goal
from evaluacion.domain.route_tree import NotSeparable
from evaluacion.domain.scorecard import Route, RouteStep
from evaluacion.domain.steps import headline_units


def find_route(facts: ReadingFacts) -> Route | None:
    """Return the route, exact or said not to be; None without headline, levels or value, at the top, and where no
    change of answers leads to the next level."""
    goal = next_goal(facts)
    if goal is None:
        return None
    exact = True
    try:
        steps = _exact(facts, goal)
    except TooLarge:
        exact, steps = False, greedy(facts, goal)
    if steps is None:
        return None
    return Route(to=goal.level.id, exact=exact, steps=tuple(map(_route_step, steps)))


def _exact(facts: ReadingFacts, goal: Goal) -> tuple[Step, ...] | None:
    try:
        climbed = cheapest(facts, goal)
    except NotSeparable:
        return exhaustive(facts, goal)
    if climbed is None:
        return None
    keys = (key for key in headline_units(facts.engine) for _ in range(climbed.get(key, 0)))
    steps, after = replayed(facts, keys)
    return tuple(steps) if goal.reached(after) else exhaustive(facts, goal)


def _route_step(step: Step) -> RouteStep:
    move = step.move
    question, row = move.unit.key
    return RouteStep(question=question, row=row, origin=move.origin, target=move.target, effort=step.cost)
