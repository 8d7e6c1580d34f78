"""Answers of a draft: read them, save one with its version, look at its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from evaluacion.domain.answers import NO_SUPPORT, AnswerSheet, AnswerValue, Support
from evaluacion.domain.errors import Conflict
from evaluacion.domain.organisations import PublicId, Viewer
from evaluacion.domain.questionnaire import QuestionId, Questionnaire, Section
from evaluacion.services.assessments import Assessment


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredAnswer:
    """What is stored for one question; version 0 = nothing yet. `area` is the area or role of who wrote it."""

    question_id: QuestionId
    value: AnswerValue = None
    support: Support = NO_SUPPORT
    version: int = 0
    saved_at: datetime | None = None
    area: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedAnswer:
    """The acknowledgement: returned only inside a transaction whose commit the caller awaits before answering."""

    question_id: QuestionId
    version: int
    saved_at: datetime


class AnswerConflict(Conflict):
    """Somebody saved another text first. `theirs` is what is stored now, `mine` what was sent; nothing was changed."""

    def __init__(self, *, mine: StoredAnswer, theirs: StoredAnswer) -> None:
        self.mine = mine
        self.theirs = theirs
        super().__init__("Otra persona guardó antes una respuesta distinta. Compare las dos y elija una.")


@dataclass(frozen=True, kw_only=True)
class SectionAnswers:
    """One section as a person walks through it. `answers` has every question of it, the hidden ones too."""

    assessment: Assessment
    questionnaire: Questionnaire
    section: Section
    visible: tuple[QuestionId, ...]
    answers: dict[QuestionId, StoredAnswer]
    previous_section: str | None
    next_section: str | None


@dataclass(frozen=True, kw_only=True)
class AllAnswers:
    """Everything stored, for the check-your-answers page. `visible` is in the order of the sections."""

    assessment: Assessment
    questionnaire: Questionnaire
    visible: tuple[QuestionId, ...]
    answers: dict[QuestionId, StoredAnswer]

    @property
    def sheet(self) -> AnswerSheet:
        """The same as the engine takes it."""
        return AnswerSheet(
            unit=self.assessment.id,
            answers={question: answer.value for question, answer in self.answers.items()},
            support={question: answer.support for question, answer in self.answers.items()},
            profile=self.assessment.profile,
        )


def read_section(
    session: Session, viewer: Viewer, assessment_id: PublicId, section_id: str, *, language: str = "es"
) -> SectionAnswers:
    """One section with what is stored. Raises NotFound."""
    raise NotImplementedError


def read_all(session: Session, viewer: Viewer, assessment_id: PublicId, *, language: str = "es") -> AllAnswers:
    """Every question with what is stored. Raises NotFound."""
    raise NotImplementedError


def save_answer(
    session: Session,
    viewer: Viewer,
    assessment_id: PublicId,
    question_id: QuestionId,
    *,
    value: AnswerValue,
    support: Support = NO_SUPPORT,
    version: int,
    edit: str,
) -> SavedAnswer:
    """Saves one answer over version `version` (0 = none yet); `edit` names the edit, so that a retry is the same save.

    Raises NotFound, Forbidden, Invalid (unknown option, link, number or text that does not fit, assessment already
    submitted) or AnswerConflict. In every one of these cases nothing has changed.
    """
    raise NotImplementedError


def read_history(
    session: Session, viewer: Viewer, assessment_id: PublicId, question_id: QuestionId
) -> tuple[StoredAnswer, ...]:
    """Every version of an answer, the newest first. Raises NotFound."""
    raise NotImplementedError
