"""A questionnaire made ready to score: built once, then asked for every sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from graphlib import TopologicalSorter

from evaluacion.domain.combining import largest_value
from evaluacion.domain.conditions import Condition
from evaluacion.domain.deciding import mentioned_questions
from evaluacion.domain.gauges import Gauge, Rules, gauge_for, own_gauge
from evaluacion.domain.plans import Link, ScorePlan, rules_of
from evaluacion.domain.questionnaire import Child, Question, QuestionId, Questionnaire, Score, ScoreId


class Engine:
    """Everything about a questionnaire that does not depend on the answers."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.plans: dict[ScoreId, ScorePlan] = {}
        for score_id in _children_first(questionnaire):
            self.plans[score_id] = self._plan(questionnaire.scores[score_id])
        self.conditional: tuple[tuple[QuestionId, Condition], ...] = _conditional(questionnaire)
        self._own_gauges: dict[tuple[str, str | None], Gauge] = {}

    def own_gauge(self, question: str, row: str | None) -> Gauge:
        """Return how the question (one row of it) values its own answer."""
        key = (question, row)
        if key not in self._own_gauges:
            self._own_gauges[key] = own_gauge(self.questionnaire.questions[QuestionId(question)], row)
        return self._own_gauges[key]

    @cached_property
    def switches(self) -> frozenset[str]:
        """The questions on which the visibility of another depends."""
        return frozenset(
            question for _, condition in self.conditional for question, _ in mentioned_questions(condition)
        )

    @cached_property
    def above(self) -> Mapping[QuestionId, frozenset[ScoreId]]:
        """For each question, every score whose value its answer can change."""
        found: dict[QuestionId, set[ScoreId]] = {question: set() for question in self.questionnaire.questions}
        below: dict[ScoreId, set[QuestionId]] = {}
        for score_id, plan in self.plans.items():
            below[score_id] = set()
            for link in plan.links:
                below[score_id] |= {link.child.question} if link.child.question else below[ScoreId(link.child.id)]
            for question in below[score_id]:
                found[question].add(score_id)
        return {question: frozenset(scores) for question, scores in found.items()}

    def _plan(self, score: Score) -> ScorePlan:
        rules = rules_of(score)
        links = tuple(Link(child, self._gauge(child, rules)) for child in score.children)
        weights = tuple(float(child.weight) for child in score.children)
        maxima = tuple(self._largest(link) for link in links)
        return ScorePlan(score, rules, links, weights, maxima, largest_value(score, maxima, weights))

    def _largest(self, link: Link) -> float | None:
        if link.gauge is not None:
            return link.gauge.largest
        return 1.0 if link.child.at_least is not None else self.plans[ScoreId(link.child.id)].largest

    def _gauge(self, child: Child, rules: Rules) -> Gauge | None:
        if child.question is None:
            return None
        return gauge_for(self.questionnaire.questions[child.question], child, rules)


def _children_first(questionnaire: Questionnaire) -> list[ScoreId]:
    below = {
        score_id: [child.score for child in score.children if child.score is not None]
        for score_id, score in questionnaire.scores.items()
    }
    return list(TopologicalSorter(below).static_order())


def _conditional(questionnaire: Questionnaire) -> tuple[tuple[QuestionId, Condition], ...]:
    """The questions that may be hidden, each after those its visibility depends on."""
    asking: dict[QuestionId, Question] = {
        question_id: question for question_id, question in questionnaire.questions.items() if question.visible_if
    }
    depends = {
        question_id: [QuestionId(other) for other, _ in mentioned_questions(question.visible_if) if other in asking]
        for question_id, question in asking.items()
        if question.visible_if is not None
    }
    return tuple(
        (question_id, condition)
        for question_id in TopologicalSorter(depends).static_order()
        if (condition := asking[question_id].visible_if) is not None
    )


_ENGINES: dict[int, Engine] = {}
_KEPT = 32


def engine_for(questionnaire: Questionnaire) -> Engine:
    """Return the engine of this very questionnaire, built at its first use and kept for the next."""
    engine = _ENGINES.get(id(questionnaire))
    if engine is None:
        if len(_ENGINES) >= _KEPT:
            _ENGINES.pop(next(iter(_ENGINES)), None)
        engine = _ENGINES[id(questionnaire)] = Engine(questionnaire)
    return engine
