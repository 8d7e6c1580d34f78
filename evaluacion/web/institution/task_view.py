"""View values of the task list: sections with their state, the questions of the current one, and where else to go."""

from __future__ import annotations

from dataclasses import dataclass

from evaluacion.domain.answers import AnswerValue, Support
from evaluacion.domain.completion import is_filled, lacks_evidence, lacks_reason
from evaluacion.domain.questionnaire import Absence, Question, QuestionId
from evaluacion.services.answering import StoredAnswer
from evaluacion.services.assessments import Overview, SectionProgress, SectionState
from evaluacion.web.answer_words import is_absent
from evaluacion.web.institution import addresses, words
from evaluacion.web.institution.section_page import SectionPage
from evaluacion.web.spoken import gettext as _

_MARKS = {SectionState.COMPLETE: "check", SectionState.IN_PROGRESS: "half", SectionState.NOT_STARTED: "circle"}


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionTask:
    id: str
    title: str
    url: str
    mark: str
    words: str
    state_words: str
    is_current: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionTask:
    id: str
    title: str
    url: str
    mark: str
    words: str
    is_current: bool
    questions: tuple[QuestionTask, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskListView:
    summary: str
    words: str
    done: int
    total: int
    note: str
    sections: tuple[SectionTask, ...]
    links: tuple[tuple[str, str, bool], ...] = ()


def task_list(
    overview: Overview,
    page: SectionPage | None = None,
    *,
    current: QuestionId | None = None,
    only_missing: bool = False,
) -> TaskListView:
    """The side list of a page (`page` = the section shown, `current` = the question shown), or that of the overview."""
    questionnaire = overview.questionnaire
    sections = tuple(_section_task(overview, progress, page, current) for progress in overview.sections)
    here = next((one for one in overview.sections if page and one.section.id == page.section.id), None)
    place = words.place_of_section(questionnaire, here.section) if here else ""
    summary = (
        f"{place}, {words.answered_words(here.answered, here.total)}"
        if here
        else words.answered_words(overview.answered, overview.total)
    )
    return TaskListView(
        summary=summary,
        words=words.answered_words(overview.answered, overview.total),
        done=overview.answered,
        total=overview.total,
        note=" ".join(
            part for part in (_("Puede salir y volver."), words.minutes_words(overview.minutes_left)) if part
        ),
        sections=sections,
        links=_links(page, current, only_missing) if page else (),
    )


def _links(page: SectionPage, current: QuestionId | None, only_missing: bool) -> tuple[tuple[str, str, bool], ...]:
    assessment_id = page.assessment.id
    return (
        (_("Ver toda la sección"), addresses.section(assessment_id, page.section.id), not current and not only_missing),
        (_("Ver solo lo que falta"), addresses.assessment(assessment_id, "falta"), False),
        (_("Lista de secciones y búsqueda"), addresses.assessment(assessment_id), False),
        (_("Revisar y enviar"), addresses.assessment(assessment_id, "revisar"), False),
    )


def _section_task(
    overview: Overview, progress: SectionProgress, page: SectionPage | None, current: QuestionId | None
) -> SectionTask:
    public_id, section = overview.assessment.id, progress.section
    is_current = page is not None and page.section.id == section.id
    first = progress.first_missing or next(iter(section.questions), None)
    url = (
        addresses.question(public_id, section.id, first)
        if first and progress.total
        else addresses.section(public_id, section.id)
    )
    return SectionTask(
        id=section.id,
        title=words.section_title(overview.questionnaire, section),
        url=url,
        mark=_MARKS[progress.state] if progress.total else "dash",
        words=words.section_words(progress),
        is_current=is_current,
        questions=tuple(_question_tasks(page, current)) if page is not None and is_current else (),
    )


def _question_tasks(page: SectionPage, current: QuestionId | None) -> list[QuestionTask]:
    return [
        question_task(
            page.questionnaire.questions[question_id],
            page.answers[question_id],
            url=addresses.question(page.assessment.id, page.section.id, question_id),
            is_current=question_id == current,
        )
        for question_id in page.visible
    ]


def question_task(question: Question, stored: StoredAnswer, *, url: str, is_current: bool = False) -> QuestionTask:
    """One question with the mark and words of its state."""
    mark, short, state = state_of(question, stored.value, stored.support)
    return QuestionTask(
        id=question.id, title=question.title, url=url, mark=mark, words=short, state_words=state, is_current=is_current
    )


def state_of(question: Question, value: AnswerValue, support: Support) -> tuple[str, str, str]:
    """Mark, short words («falta evidencia») and the state in words for those who do not see the mark."""
    if value in (None, "", (), {}):
        return "circle", "", _("sin responder")
    if not is_filled(question, value):
        return "half", _("incompleta"), _("respondida en parte")
    if lacks_reason(question, value, support):
        short = _("amplíe el motivo") if support.reason.strip() else _("falta el motivo")
        return "warning", short, short
    if lacks_evidence(question, value, support):
        return "warning", _("falta evidencia"), _("respondida, falta evidencia")
    if is_absent(question, value, Absence.UNKNOWN):
        return "question", _("no sé"), _("respondida: no sé")
    return "check", "", _("respondida")
