"""How conditions are decided, in Kleene's three values: true, false or undecidable (`None`).

`holds` reads undecidable as false, only at the top.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol

from evaluacion.domain.conditions import (
    AllOf,
    AnswerState,
    AnyOf,
    ChildrenCompare,
    Condition,
    Not,
    ProfileIn,
    Quantifier,
    QuestionCompares,
    QuestionIn,
    QuestionIs,
    ScoreCompares,
    ScoreLevelIn,
)
from evaluacion.domain.numbers import reaches


class Facts(Protocol):
    """What a condition may ask about one reading of one answer sheet."""

    def chosen(self, question: str, row: str | None) -> Collection[str] | None:
        """Return the chosen options; None when the question is hidden or unanswered."""

    def state(self, question: str, row: str | None) -> AnswerState:
        """Return which of the five states the question is in."""

    def question_value(self, question: str, row: str | None) -> float | None:
        """Return the question's own value, if it has one."""

    def score_value(self, score: str) -> float | None:
        """Return the score's value, if it has one."""

    def level(self, score: str) -> str | None:
        """Return the score's level after caps, if it has one."""

    def profile_value(self, name: str) -> str | None:
        """Return the profile's field; None when it is missing."""


def decide(condition: Condition, facts: Facts, children: Collection[float] = ()) -> bool | None:
    """Return true, false or None (undecidable). `children` are the values `any_child` and `every_child` look at."""
    return _DECIDERS[type(condition)](condition, facts, children)


def holds(condition: Condition, facts: Facts, children: Collection[float] = ()) -> bool:
    """Return whether the condition holds at the top, where undecidable counts as false."""
    return decide(condition, facts, children) is True


def mentioned_questions(condition: Condition) -> frozenset[tuple[str, str | None]]:
    """Return the questions (with their rows) a condition speaks of."""
    match condition:
        case QuestionIn() | QuestionIs() | QuestionCompares():
            return frozenset({(condition.question, condition.row)})
        case AllOf() | AnyOf():
            return frozenset().union(*map(mentioned_questions, condition.conditions))
        case Not():
            return mentioned_questions(condition.condition)
    return frozenset()


def mentioned_scores(condition: Condition) -> frozenset[str]:
    """Return the scores a condition speaks of."""
    match condition:
        case ScoreCompares() | ScoreLevelIn():
            return frozenset({condition.score})
        case AllOf() | AnyOf():
            return frozenset().union(*map(mentioned_scores, condition.conditions))
        case Not():
            return mentioned_scores(condition.condition)
    return frozenset()


def mentions_profile(condition: Condition) -> bool:
    """Return whether a condition speaks of the profile."""
    match condition:
        case ProfileIn():
            return True
        case AllOf() | AnyOf():
            return any(map(mentions_profile, condition.conditions))
        case Not():
            return mentions_profile(condition.condition)
    return False


def _compare(value: float | None, at_least: float | None, below: float | None) -> bool | None:
    if value is None:
        return None
    return reaches(value, at_least) if at_least is not None else not reaches(value, below or 0.0)


def _question_in(condition: QuestionIn, facts: Facts, _: Collection[float]) -> bool | None:
    chosen = facts.chosen(condition.question, condition.row)
    return None if chosen is None else any(option in condition.options for option in chosen)


def _question_is(condition: QuestionIs, facts: Facts, _: Collection[float]) -> bool:
    return facts.state(condition.question, condition.row) is condition.state


def _question_compares(condition: QuestionCompares, facts: Facts, _: Collection[float]) -> bool | None:
    value = facts.question_value(condition.question, condition.row)
    return _compare(value, condition.at_least, condition.below)


def _score_compares(condition: ScoreCompares, facts: Facts, _: Collection[float]) -> bool | None:
    return _compare(facts.score_value(condition.score), condition.at_least, condition.below)


def _score_level(condition: ScoreLevelIn, facts: Facts, _: Collection[float]) -> bool | None:
    level = facts.level(condition.score)
    return None if level is None else level in condition.levels


def _profile_in(condition: ProfileIn, facts: Facts, _: Collection[float]) -> bool | None:
    value = facts.profile_value(condition.profile)
    return None if value is None else value in condition.values


def _children_compare(condition: ChildrenCompare, _: Facts, children: Collection[float]) -> bool:
    quantifier = any if condition.quantifier is Quantifier.ANY_CHILD else all
    return bool(children) and quantifier(
        bool(_compare(value, condition.at_least, condition.below)) for value in children
    )


def _all_of(condition: AllOf, facts: Facts, children: Collection[float]) -> bool | None:
    parts = [decide(part, facts, children) for part in condition.conditions]
    return False if False in parts else None if None in parts else True


def _any_of(condition: AnyOf, facts: Facts, children: Collection[float]) -> bool | None:
    parts = [decide(part, facts, children) for part in condition.conditions]
    return True if True in parts else None if None in parts else False


def _not(condition: Not, facts: Facts, children: Collection[float]) -> bool | None:
    decided = decide(condition.condition, facts, children)
    return None if decided is None else not decided


_DECIDERS: Mapping[type[Any], Callable[[Any, Facts, Collection[float]], bool | None]] = {
    QuestionIn: _question_in,
    QuestionIs: _question_is,
    QuestionCompares: _question_compares,
    ScoreCompares: _score_compares,
    ScoreLevelIn: _score_level,
    ProfileIn: _profile_in,
    ChildrenCompare: _children_compare,
    AllOf: _all_of,
    AnyOf: _any_of,
    Not: _not,
}
