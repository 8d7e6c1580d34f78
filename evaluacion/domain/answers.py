"""An answer sheet: what one institution answered, with what stands beside each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from evaluacion.domain.questionnaire import QuestionId

AnswerValue: TypeAlias = "str | tuple[str, ...] | float | int | Mapping[str, str] | None"
"""`single`: option id; `multiple`: option ids; `number`: a number; `date`: ISO date; `text`: text;
`matrix`: row id → option id. None, empty text, list or map = unanswered."""

DOUBTFUL = "doubtful"
"""A reviewer's finding that counts as unanswered in the validated reading."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Support:
    """What stands beside an answer. Files are names or ids; their bytes live elsewhere."""

    note: str = ""
    urls: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    reason: str = ""


NO_SUPPORT = Support()


@dataclass(frozen=True, kw_only=True)
class AnswerSheet:
    """`review` holds the reviewer's findings: an answer of the question's type, or `DOUBTFUL`."""

    unit: str = ""
    answers: Mapping[QuestionId, AnswerValue] = field(default_factory=dict)
    support: Mapping[QuestionId, Support] = field(default_factory=dict)
    profile: Mapping[str, str] = field(default_factory=dict)
    review: Mapping[QuestionId, AnswerValue] = field(default_factory=dict)
