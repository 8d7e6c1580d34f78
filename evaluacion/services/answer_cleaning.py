"""What an edit may hold: texts and links made clean, and a value that fits its question."""

from __future__ import annotations

import re
from math import inf

from sqlalchemy.orm import Session

from evaluacion.domain.answer_checks import answer_faults
from evaluacion.domain.answers import AnswerValue, Support
from evaluacion.domain.errors import AnswerProblem, Invalid, InvalidAnswers, NotFound
from evaluacion.domain.organisations import PublicId
from evaluacion.domain.questionnaire import Question, QuestionId, QuestionType
from evaluacion.domain.texts import clean_links, clean_text
from evaluacion.services import questionnaires
from evaluacion.storage.assessment_queries import questionnaire_of

_EDIT = re.compile(r"[A-Za-z0-9_-]{1,64}")


def clean_edit(
    session: Session,
    assessment_id: PublicId,
    question_id: QuestionId,
    value: AnswerValue,
    support: Support,
    *,
    version: int,
    edit: str,
) -> tuple[AnswerValue, Support]:
    """The answer and its support as they may be stored. Raises NotFound or Invalid, before anything is written."""
    if not _EDIT.fullmatch(edit) or not 0 <= version < 2**31:
        raise Invalid("La página envió una versión que no existe. Recárguela; lo escrito sigue en este equipo.")
    question = _question(session, assessment_id, question_id)
    if support.files:
        raise Invalid("Todavía no se reciben archivos: agregue una liga o descríbalo en la nota.")
    cleaned = _clean_value(question, value)
    faults = answer_faults(question, cleaned)
    if faults:
        raise InvalidAnswers(
            [AnswerProblem(unit=assessment_id, question=question_id, value=value, message=f.opening()) for f in faults]
        )
    return cleaned, Support(
        note=clean_text(support.note), reason=clean_text(support.reason), urls=clean_links(support.urls)
    )


def _clean_value(question: Question, value: AnswerValue) -> AnswerValue:
    if question.type is QuestionType.TEXT and isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return float(value) if abs(value) < 10**300 else inf
    return value


def _question(session: Session, assessment_id: PublicId, question_id: QuestionId) -> Question:
    sha256 = _known_questionnaires.find(session, assessment_id)
    question = questionnaires.load(session, sha256).questions.get(question_id)
    if question is None:
        raise Invalid("Esa pregunta no existe en este cuestionario.")
    return question


class _KnownQuestionnaires:
    """Which questionnaire an assessment answers: it never changes, so a process asks once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def find(self, session: Session, assessment_id: PublicId) -> str:
        sha256 = self._known.get(assessment_id) or questionnaire_of(session, assessment_id)
        if sha256 is None:
            raise NotFound("Ese diagnóstico no existe.")
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[assessment_id] = sha256
        return sha256


_known_questionnaires = _KnownQuestionnaires()
