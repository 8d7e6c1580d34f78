"""Conditions as data: what may be said of questions, scores and the profile. `deciding` says how they are decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class AnswerState(StrEnum):
    """The state of a question; exactly one holds."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"


class Quantifier(StrEnum):
    ANY_CHILD = "any_child"
    EVERY_CHILD = "every_child"


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionIn:
    """`{question: Q, in: [options]}`, with `row` for a matrix."""

    question: str
    options: tuple[str, ...]
    row: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionIs:
    """`{question: Q, is: answered | unanswered | unknown | not_applicable | hidden}`."""

    question: str
    state: AnswerState
    row: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionCompares:
    """`{question: Q, at_least: x}` or `{question: Q, below: x}`: exactly one bound is set."""

    question: str
    at_least: float | None = None
    below: float | None = None
    row: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreCompares:
    """`{score: S, at_least: x}` or `{score: S, below: x}`: exactly one bound is set."""

    score: str
    at_least: float | None = None
    below: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreLevelIn:
    """`{score: S, level: [ids]}`: the level after caps."""

    score: str
    levels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProfileIn:
    """`{profile: field, in: [values]}`."""

    profile: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChildrenCompare:
    """`{any_child: {below: x}}`, `{every_child: {at_least: x}}`: only in the caps of a score."""

    quantifier: Quantifier
    at_least: float | None = None
    below: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AllOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AnyOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Not:
    condition: Condition


Condition: TypeAlias = (
    "QuestionIn | QuestionIs | QuestionCompares | ScoreCompares | ScoreLevelIn | ProfileIn | ChildrenCompare"
    " | AllOf | AnyOf | Not"
)
