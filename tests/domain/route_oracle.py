"""One option up, gains and routes by brute force, from the contract and the decisions where it is silent."""

from __future__ import annotations

import heapq
import itertools

from evaluacion.domain import conditions as c
from evaluacion.domain.answers import AnswerSheet
from tests.domain.oracle import Oracle, nine, readings

EFFORTS = {"low": 1, "medium": 2, "high": 3, None: 2}


def units(questionnaire, score_id):
    """(question, row) → (score, child) of the first path from the headline."""
    found = {}
    score = questionnaire.scores[score_id]
    for child in score.children:
        if child.score:
            for key, path in units(questionnaire, child.score).items():
                found.setdefault(key, path)
        else:
            rows = questionnaire.questions[child.question].rows
            for row in list(rows) if rows and child.row is None else [child.row]:
                found.setdefault((child.question, row), (score, child))
    return found


def with_answer(oracle, key, answer):
    question, row = key
    given = oracle.answers.get(question)
    if row is not None:
        answer = {**(given or {}), row: answer}
    return Oracle(oracle.q, oracle.sheet, {**oracle.answers, question: answer})


def path_value(oracle, key, path):
    """(value, absence) of an answer as its parent on the path sees it."""
    score, child = path
    one = type(child)(**{name: getattr(child, name) for name in child.__slots__} | {"row": key[1]})
    value, absent, _, _ = oracle.child(score, one)
    return value, absent


def one_up(oracle, key, path):
    """The next better answer, or None."""
    question, score = oracle.q.questions[key[0]], path[0]
    if oracle.hidden(key[0]):
        return None
    value, absent = path_value(oracle, key, path)
    if value is None and absent is None:
        return None
    if value is None:
        rule = getattr(score.missing, absent)
        if rule == "zero" or (rule == "null" and score.combine in ("all", "share_met")):
            value = 0.0
        elif rule == "null" and absent != "not_applicable":
            value = -float("inf")
        else:
            return None
    answer = oracle.answer(*key)
    proposals = []
    if question.type == "number":
        goals = question.goalposts or (path[1].at_least, question.maximum)
        proposals = [goal for goal in goals if goal is not None]
    elif question.type == "multiple":
        alone = {option.id for option in question.options if option.exclusive or option.absence}
        kept = tuple(option for option in answer or () if option not in alone)
        left = [option.id for option in question.options if option.id not in (answer or ())]
        worth = {o: oracle.option_value(question, o, path[1].values)[0] or 0.0 for o in left}
        left.sort(key=lambda option: -worth[option])
        proposals = [(option,) if option in alone else (*kept, option) for option in left]
    else:
        proposals = [option.id for option in question.options]
    larger = []
    for proposal in proposals:
        reached = path_value(with_answer(oracle, key, proposal), key, path)[0]
        if reached is not None and nine(reached) > (nine(value) if value > -float("inf") else value):
            larger.append((nine(reached), proposal))
    if not larger:
        return None
    choose = max if question.type == "multiple" else min
    return choose(larger, key=lambda pair: pair[0])[1]


def asks(condition):
    """(questions with rows, whether it speaks of scores)."""
    match condition:
        case c.AllOf(conditions=parts) | c.AnyOf(conditions=parts):
            inner = [asks(part) for part in parts]
            return set().union(*[keys for keys, _ in inner]), any(scores for _, scores in inner)
        case c.Not(condition=part):
            return asks(part)
        case c.ScoreCompares() | c.ScoreLevelIn():
            return set(), True
        case c.ProfileIn():
            return set(), False
    return {(condition.question, condition.row)}, False


def subject(recommendation):
    keys, scores = asks(recommendation.when)
    return keys if not scores and len({question for question, _ in keys}) == 1 else set()


def step_cost(oracle, key):
    for recommendation in oracle.q.recommendations:
        if key in subject(recommendation) and oracle.decide(recommendation.when) is True:
            return EFFORTS[recommendation.effort]
    return 2


def gains(questionnaire, sheet):
    """Expected gain of each recommendation on a single question that fires, and the order of all."""
    oracle = readings(questionnaire, sheet)["declared"]
    firing = [advice for advice in questionnaire.recommendations if oracle.decide(advice.when) is True]
    paths = units(questionnaire, questionnaire.headline)
    before = oracle.score(questionnaire.headline).value
    found = {}
    for advice in firing:
        for key in subject(advice):
            gain = 0.0
            up = one_up(oracle, key, paths[key]) if key in paths and before is not None else None
            if up is not None:
                after = with_answer(oracle, key, up).score(questionnaire.headline).value
                gain = 0.0 if after is None else after - before
            found[advice.id] = max(gain, found.get(advice.id, -float("inf")))
    factor = {"low": 3, "medium": 2, "high": 1, None: 2}
    first = [advice for advice in firing if advice.id in found]
    first.sort(key=lambda advice: -nine(found[advice.id] * factor[advice.effort]))
    return found, [advice.id for advice in (*first, *[a for a in firing if a.id not in found])]


def level_index(oracle, headline):
    level = oracle.level(headline.id)[0]
    ids = [one.id for one in headline.levels]
    return ids.index(level) if level else -1


def cheapest(questionnaire, sheet: AnswerSheet, most=4000):
    """(effort, steps) of the cheapest route, None where there is none, "?" where there are too many ways."""
    oracle = readings(questionnaire, sheet)["declared"]
    headline = questionnaire.scores[questionnaire.headline]
    if oracle.score(headline.id).value is None:
        return None
    goal = level_index(oracle, headline) + 1
    if goal >= len(headline.levels):
        return None
    paths, order = units(questionnaire, headline.id), itertools.count()
    waiting, seen = [(0, 0, next(order), oracle)], set()
    while waiting:
        effort, steps, _, state = heapq.heappop(waiting)
        mark = repr(sorted((key, repr(value)) for key, value in state.answers.items()))
        if mark in seen:
            continue
        seen.add(mark)
        if level_index(state, headline) >= goal:
            return effort, steps
        if len(seen) > most:
            return "?"
        for key, path in paths.items():
            up = one_up(state, key, path)
            if up is not None:
                entry = (effort + step_cost(state, key), steps + 1, next(order), with_answer(state, key, up))
                heapq.heappush(waiting, entry)
    return None
