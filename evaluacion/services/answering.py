"""Answers of a draft: read them, save one with its version, look at its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from evaluacion.domain.answers import NO_SUPPORT, AnswerSheet, AnswerValue, Support
from evaluacion.domain.audit import Kind, Verb, digest_of
from evaluacion.domain.completion import completion_of
from evaluacion.domain.errors import Conflict, EvaluacionError, Invalid, NotFound
from evaluacion.domain.organisations import PublicId, Role, Viewer
from evaluacion.domain.permissions import Action
from evaluacion.domain.questionnaire import QuestionId, Questionnaire
from evaluacion.domain.sentences import sentence
from evaluacion.services import auditing, questionnaires
from evaluacion.services.answer_cleaning import clean_edit
from evaluacion.services.assessments import (
    Assessment,
    AssessmentState,
    Overview,
    as_assessment,
    find,
    get_access,
    overview_of,
    titled,
)
from evaluacion.services.sheets import support_as_json, support_from_json, value_from_json
from evaluacion.storage import answers as stored
from evaluacion.storage.assessments import AnswerHistoryRow, AnswerRow
from evaluacion.storage.organisations import find_areas

_ROLE_NAMES: Mapping[str, str] = {
    Role.RESPONSIBLE: sentence("Responsable"),
    Role.CAPTURE: sentence("Captura"),
    Role.READER: sentence("Lectura"),
}


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
    """The acknowledgement: true only once the transaction it was returned in has been committed.

    `value` and `support` are what was stored, after cleaning.
    """

    question_id: QuestionId
    version: int
    saved_at: datetime
    value: AnswerValue = None
    support: Support = NO_SUPPORT


class AnswerConflict(Conflict):
    """Somebody saved another text first. `theirs` is what is stored now, `mine` what was sent; nothing was changed."""

    def __init__(self, *, mine: StoredAnswer, theirs: StoredAnswer) -> None:
        self.mine = mine
        self.theirs = theirs
        super().__init__(sentence("Otra persona guardó antes una respuesta distinta. Compare las dos y elija una."))


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


def read_all(session: Session, viewer: Viewer, assessment_id: PublicId, *, language: str = "es") -> AllAnswers:
    """Every question with what is stored. Raises NotFound."""
    found = find(session, viewer, assessment_id)
    assessment = as_assessment(found)
    questionnaire = questionnaires.load(session, assessment.questionnaire_sha256, language=language)
    assessment = titled(assessment, questionnaire)
    rows = _with_areas(session, found.row.organisation_id, stored.read_answers(session, found.row.id))
    by_question = {answer.question_id: answer for answer in rows}
    everything = AllAnswers(
        assessment=assessment,
        questionnaire=questionnaire,
        visible=(),
        answers={
            question: by_question.get(question, StoredAnswer(question_id=question))
            for question in questionnaire.questions
        },
    )
    visible = completion_of(questionnaire, everything.sheet).visible
    return AllAnswers(assessment=assessment, questionnaire=questionnaire, visible=visible, answers=everything.answers)


def read_with_overview(
    session: Session, viewer: Viewer, assessment_id: PublicId, *, language: str = "es"
) -> tuple[AllAnswers, Overview]:
    """Everything stored and the task list, read once. Raises NotFound."""
    everything = read_all(session, viewer, assessment_id, language=language)
    completion = completion_of(everything.questionnaire, everything.sheet)
    saved = [answer for answer in everything.answers.values() if answer.saved_at is not None]
    last = max(saved, key=lambda answer: str(answer.saved_at), default=None)
    overview = overview_of(
        everything.assessment, everything.questionnaire, completion, last.question_id if last else None
    )
    return everything, overview


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
    try:
        value, support = clean_edit(session, assessment_id, question_id, value, support, version=version, edit=edit)
    except EvaluacionError:
        get_access(session, viewer, assessment_id, Action.ANSWER)
        raise
    mine = StoredAnswer(question_id=question_id, value=value, support=support, version=version)
    written = stored.Save(
        assessment_public_id=assessment_id,
        question_id=question_id,
        value=mine.value,
        support=support_as_json(mine.support),
        expected=version,
        edit=edit,
        moment=datetime.now(UTC),
    )
    saved = stored.save(session, viewer, written)
    if saved is None:
        return _explain_refusal(session, viewer, assessment_id, mine, edit)
    _record(session, viewer, written, saved)
    return _saved(mine, saved.version, written.moment)


def _record(session: Session, viewer: Viewer, edit: stored.Save, saved: stored.Written) -> None:
    old = saved.before
    before = None if old is None else _digest(*old, version=saved.version - 1, salt=saved.salt)
    auditing.record(
        session,
        viewer,
        Verb.ANSWER_SAVED,
        Kind.ANSWER,
        f"{edit.assessment_public_id}/{edit.question_id}",
        organisation=PublicId(saved.organisation) if saved.organisation else None,
        role=Role(saved.role) if saved.role else None,
        before=before,
        after=_digest(edit.value, edit.support, version=saved.version, salt=saved.salt),
    )


def _digest(value: Any, support: Any, *, version: int, salt: str) -> str:
    """What the audit log keeps of an answer; `salt` goes with the assessment, and nobody can guess it afterwards."""
    return digest_of({"value": value, "support": support, "version": version}, salt=salt)


def read_history(
    session: Session, viewer: Viewer, assessment_id: PublicId, question_id: QuestionId
) -> tuple[StoredAnswer, ...]:
    """Every version of an answer, the newest first. Raises NotFound."""
    found = find(session, viewer, assessment_id)
    if question_id not in questionnaires.load(session, found.row.questionnaire_sha256).questions:
        raise NotFound("Esa pregunta no existe en este cuestionario.")
    rows = stored.read_history(session, found.row.id, question_id)
    return tuple(_with_areas(session, found.row.organisation_id, rows))


def _explain_refusal(
    session: Session, viewer: Viewer, assessment_id: PublicId, mine: StoredAnswer, edit: str
) -> SavedAnswer:
    """Why nothing was written: the same edit came before, or the reason to raise."""
    get_access(session, viewer, assessment_id, Action.ANSWER)
    found = find(session, viewer, assessment_id)
    before = stored.find_edit(session, found.row.id, mine.question_id, edit)
    if before is not None and _is_same(before, mine):
        return _saved(mine, before.version, before.saved_at)
    if found.row.state != AssessmentState.DRAFT:
        raise Invalid("Este diagnóstico ya se envió. Para cambiar una respuesta hay que reabrirlo.")
    row = stored.find_answer(session, found.row.id, mine.question_id)
    theirs = _with_areas(session, found.row.organisation_id, [row] if row else [])
    raise AnswerConflict(mine=mine, theirs=theirs[0] if theirs else StoredAnswer(question_id=mine.question_id))


def _saved(mine: StoredAnswer, version: int, moment: datetime) -> SavedAnswer:
    return SavedAnswer(
        question_id=mine.question_id, version=version, saved_at=moment, value=mine.value, support=mine.support
    )


def _is_same(before: AnswerHistoryRow, mine: StoredAnswer) -> bool:
    return value_from_json(before.value) == _plain(mine.value) and before.support == support_as_json(mine.support)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else tuple(value) if isinstance(value, list) else value


def _with_areas(
    session: Session, organisation_id: int | None, rows: Iterable[AnswerRow | AnswerHistoryRow]
) -> list[StoredAnswer]:
    rows = list(rows)
    areas = find_areas(session, organisation_id, {row.person_id for row in rows if row.person_id})
    return [
        StoredAnswer(
            question_id=QuestionId(row.question_id),
            value=value_from_json(row.value),
            support=support_from_json(row.support),
            version=row.version,
            saved_at=row.saved_at,
            area=_area(areas.get(row.person_id or "")),
        )
        for row in rows
    ]


def _area(known: tuple[str, str] | None) -> str:
    area, role = known or ("", "")
    return area or _ROLE_NAMES.get(role, "")
