"""The task list of an assessment, where to go on, what is missing and search."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from evaluacion.domain.organisations import PublicId
from evaluacion.domain.questionnaire import Question, QuestionId
from evaluacion.services import answering, assessments
from evaluacion.services.answering import AllAnswers
from evaluacion.services.assessments import Overview
from evaluacion.web.access import current_viewer, sees_assessment
from evaluacion.web.extensions import reading
from evaluacion.web.institution import addresses, words
from evaluacion.web.institution.task_view import question_task, task_list
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import language

blueprint = Blueprint("overview", __name__)


@blueprint.get("/diagnosticos/<public_id>")
@sees_assessment
def tasks(public_id: str) -> str:
    """The task list."""
    overview = _read_overview(public_id)
    headline = overview.questionnaire.headline_score
    instructions = headline.keeps.get("instructions") if headline else None
    assessment = overview.assessment
    return render_template(
        "institution/assessment.html",
        assessment=assessment,
        tasks=task_list(overview),
        is_started=overview.answered > 0,
        may_answer=overview.may_answer,
        may_submit=overview.may_submit,
        resume_url=_resume_address(overview),
        review_url=addresses.assessment(assessment.id, "revisar"),
        missing_url=addresses.assessment(assessment.id, "falta"),
        missing=len(overview.missing) + len(overview.reasons_missing),
        search_url=addresses.assessment(assessment.id, "buscar"),
        delete_url=addresses.assessment(assessment.id, "eliminar"),
        instructions=[str(line) for line in instructions] if isinstance(instructions, list | tuple) else [],
        intro=overview.questionnaire.summary,
        result_url=f"/resultados/{assessment.latest_submission_id}" if assessment.latest_submission_id else "",
    )


@blueprint.get("/diagnosticos/<public_id>/continuar")
@sees_assessment
def resume(public_id: str) -> Response:
    """The question to go on with, or checking where nothing is missing."""
    return redirect(_resume_address(_read_overview(public_id)))


@blueprint.get("/diagnosticos/<public_id>/falta")
@sees_assessment
def missing(public_id: str) -> str:
    """What is missing, by section: questions without an answer, and those whose reason must be written to submit."""
    with reading() as session:
        everything, overview = answering.read_with_overview(
            session, current_viewer(), PublicId(public_id), language=language()
        )
    wanted = {*overview.missing, *overview.reasons_missing}
    return _list_page(everything, lambda question: question.id in wanted, query="", only_missing=True)


@blueprint.get("/diagnosticos/<public_id>/buscar")
@sees_assessment
def search(public_id: str) -> str:
    """The questions whose texts hold every word asked for."""
    asked = request.args.get("q", "").strip()[:200]
    needles = _folded(asked).split()
    with reading() as session:
        everything = answering.read_all(session, current_viewer(), PublicId(public_id), language=language())
    return _list_page(everything, lambda question: _holds(question, needles), query=asked, only_missing=False)


def _read_overview(public_id: str) -> Overview:
    with reading() as session:
        return assessments.get_overview(session, current_viewer(), PublicId(public_id), language=language())


def _resume_address(overview: Overview) -> str:
    section = addresses.section_of(overview.questionnaire, overview.resume_at) if overview.resume_at else None
    if overview.resume_at is None or section is None:
        return addresses.assessment(overview.assessment.id, "revisar")
    return addresses.question(overview.assessment.id, section.id, overview.resume_at)


def _list_page(everything: AllAnswers, wanted: Callable[[Question], bool], *, query: str, only_missing: bool) -> str:
    questionnaire, public_id = everything.questionnaire, everything.assessment.id
    groups = []
    for section in questionnaire.sections:
        inside = [
            question_task(
                questionnaire.questions[question_id],
                everything.answers[question_id],
                url=addresses.question(public_id, section.id, question_id, falta="1" if only_missing else ""),
            )
            for question_id in section.questions
            if _is_wanted(everything, question_id, wanted)
        ]
        if inside:
            groups.append((words.section_title(questionnaire, section), inside))
    return render_template(
        "institution/questions.html",
        title=_("Lo que falta") if only_missing else _("Buscar en el cuestionario"),
        assessment=everything.assessment,
        groups=groups,
        count=sum(len(inside) for _title, inside in groups),
        query=query,
        only_missing=only_missing,
        search_url=addresses.assessment(public_id, "buscar"),
        tasks_url=addresses.assessment(public_id),
        review_url=addresses.assessment(public_id, "revisar"),
    )


def _is_wanted(everything: AllAnswers, question_id: QuestionId, wanted: Callable[[Question], bool]) -> bool:
    return question_id in everything.visible and wanted(everything.questionnaire.questions[question_id])


def _holds(question: Question, needles: list[str]) -> bool:
    texts = [question.id, question.title, question.text, question.help, *(option.label for option in question.options)]
    text = _folded(" ".join(texts))
    return bool(needles) and all(needle in text for needle in needles)


def _folded(text: str) -> str:
    """Without capitals and accents, so that «evaluacion» finds «evaluación»."""
    return "".join(one for one in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(one))
