"""What a questionnaire is: its questions, scores, recommendations and texts, as frozen values.

The file format is the contract in `questionnaires/README.md`; the catalogue expands its shorthands
(scale names, bare child ids, single words where a list may stand) before building these values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, NewType

from evaluacion.domain.conditions import Condition

QuestionId = NewType("QuestionId", str)
ScoreId = NewType("ScoreId", str)
OptionId = NewType("OptionId", str)
RowId = NewType("RowId", str)
LevelId = NewType("LevelId", str)
ReferenceId = NewType("ReferenceId", str)
RecommendationId = NewType("RecommendationId", str)


class QuestionType(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    MATRIX = "matrix"


class Absence(StrEnum):
    """Why there is no value. The five are never mixed."""

    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"
    UNSUPPORTED = "unsupported"


COVERAGE = "coverage"
"""The reason reported when a score lacks the coverage it asks for (beside the five absences)."""


class Proof(StrEnum):
    """What may stand beside an answer."""

    URL = "url"
    FILE = "file"
    NOTE = "note"
    REASON = "reason"


class Audience(StrEnum):
    INSTITUTION = "institution"
    CIVIL_SOCIETY = "civil_society"
    COURSE = "course"
    ANY = "any"


class Combine(StrEnum):
    SUM = "sum"
    MEAN = "mean"
    GEOMETRIC = "geometric"
    HARMONIC = "harmonic"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"
    PERCENT_OF_MAX = "percent_of_max"
    ALL = "all"
    SHARE_MET = "share_met"
    LADDER = "ladder"
    LAST = "last"


class MissingRule(StrEnum):
    """What a child's absence does to its parent."""

    ZERO = "zero"
    OMIT = "omit"
    FULL = "full"
    NULL = "null"


class Effort(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Checked(StrEnum):
    """How far a reference was verified."""

    FULL_TEXT = "full_text"
    EXTRACT = "extract"
    PRESS = "press"
    SECONDARY = "secondary"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One possible answer. `label` is this question's wording, `name` that of the shared scale (the same where the
    question has no wording of its own)."""

    id: OptionId
    label: str
    name: str
    value: float | None = None
    absence: Absence | None = None
    needs: tuple[Proof, ...] = ()
    exclusive: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What supports an answer; `without` says what an unsupported option counts as in the supported reading."""

    options: tuple[OptionId, ...]
    accepts: tuple[Proof, ...] = (Proof.URL, Proof.FILE, Proof.NOTE)
    hints: tuple[str, ...] = ()
    without: Mapping[OptionId, OptionId] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Question:
    """`scale` names the shared scale its options come from, where they do."""

    id: QuestionId
    type: QuestionType
    text: str
    help: str = ""
    options: tuple[Option, ...] = ()
    scale: str = ""
    rows: Mapping[RowId, str] = field(default_factory=dict)
    cap: float | None = None
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    goalposts: tuple[float, float] | None = None
    inverted: bool = False
    visible_if: Condition | None = None
    evidence: Evidence | None = None
    references: tuple[ReferenceId, ...] = ()
    mirrors: QuestionId | None = None
    keeps: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def option_by_id(self) -> Mapping[OptionId, Option]:
        return {option.id: option for option in self.options}

    @property
    def title(self) -> str:
        """Its short title (`keeps.title`), or the question itself."""
        return str(self.keeps.get("title") or self.text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    id: str
    title: str
    intro: str = ""
    questions: tuple[QuestionId, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Child:
    """One child of a score: exactly one of `question` and `score` is set."""

    question: QuestionId | None = None
    score: ScoreId | None = None
    row: RowId | None = None
    weight: float = 1.0
    values: Mapping[OptionId, float] = field(default_factory=dict)
    accepts: tuple[OptionId, ...] | None = None
    at_least: float | None = None
    needs: Mapping[OptionId, tuple[Proof, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.question or self.score)


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """The missing policy of a score; `coverage` is a share, 0 to 1."""

    unanswered: MissingRule = MissingRule.NULL
    unknown: MissingRule = MissingRule.OMIT
    not_applicable: MissingRule = MissingRule.OMIT
    hidden: MissingRule = MissingRule.OMIT
    coverage: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """A level holds values from `start` (in the score's own unit) up to the next level's start."""

    id: LevelId
    start: float
    title: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelCap:
    """Lowers the level (never the value) to `level` when `when` holds."""

    when: Condition
    level: LevelId


@dataclass(frozen=True, kw_only=True, slots=True)
class Display:
    """Maps the score's unit to the one people see: linear from `source` to `target`, half-up to `decimals`."""

    source: tuple[float, float] = (0.0, 1.0)
    target: tuple[float, float] = (0.0, 1.0)
    decimals: int = 1


@dataclass(frozen=True, kw_only=True)
class Score:
    id: ScoreId
    combine: Combine
    children: tuple[Child, ...]
    title: str = ""
    missing: Missing = field(default_factory=Missing)
    floor: float | None = None
    round_decimals: int | None = None
    display: Display | None = None
    levels: tuple[Level, ...] = ()
    caps: tuple[LevelCap, ...] = ()
    keeps: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def level_by_id(self) -> Mapping[LevelId, Level]:
        return {level.id: level for level in self.levels}


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommendation:
    id: RecommendationId
    when: Condition
    action: str
    effort: Effort | None = None
    horizon: str = ""
    effect: str = ""
    references: tuple[ReferenceId, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    title: str = ""
    publisher: str = ""
    url: str = ""
    checked: Checked = Checked.NONE


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Shown to institutions whose profile meets `when`."""

    text: str
    when: Condition | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GlossaryTerm:
    term: str
    definition: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Priority:
    """Order of recommendations: the factor of each effort, and how many are shown first."""

    effort: Mapping[Effort, float] = field(default_factory=lambda: {Effort.LOW: 3, Effort.MEDIUM: 2, Effort.HIGH: 1})
    show_first: int = 5


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """A whole questionnaire. Mappings keep the order of the file. `sha256` is the hash of the file's bytes, hex."""

    id: str
    version: str
    language: str
    title: str
    summary: str = ""
    audience: Audience = Audience.ANY
    minutes: float | None = None
    licence: str = ""
    headline: ScoreId | None = None
    priority: Priority = field(default_factory=Priority)
    scales: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    questions: Mapping[QuestionId, Question] = field(default_factory=dict)
    scores: Mapping[ScoreId, Score] = field(default_factory=dict)
    recommendations: tuple[Recommendation, ...] = ()
    references: Mapping[ReferenceId, Reference] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    sha256: str = ""

    @property
    def headline_score(self) -> Score | None:
        return self.scores[self.headline] if self.headline else None
