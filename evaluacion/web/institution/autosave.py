"""Autosave of one answer by script (JSON, If-Match) and the history of an answer.

The reply comes after the commit, so «Guardado» is true when it is shown. It says which questions are asked now and how
far the assessment is, so that the page can follow without a reload.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from werkzeug.wrappers import Response

from evaluacion.domain.answers import Support
from evaluacion.domain.errors import Invalid, NotFound
from evaluacion.domain.organisations import PublicId
from evaluacion.domain.permissions import Action
from evaluacion.domain.questionnaire import Question, QuestionId, Questionnaire
from evaluacion.services import answering, assessments, questionnaires
from evaluacion.services.answering import StoredAnswer
from evaluacion.services.assessments import Overview
from evaluacion.web import answer_form, answer_json
from evaluacion.web.access import current_viewer, saves_answers, sees_assessment
from evaluacion.web.answer_words import lines_of_answer
from evaluacion.web.evidence_view import evidence_state, proofs
from evaluacion.web.extensions import reading, writing
from evaluacion.web.institution import words
from evaluacion.web.institution.answer_pages import saved_words
from evaluacion.web.institution.section_page import SectionPage, read_page_with
from evaluacion.web.institution.task_view import state_of, task_list
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import language, said, when

blueprint = Blueprint("autosave", __name__)


@blueprint.put("/diagnosticos/<public_id>/respuestas/<question>")
@saves_answers
def save(public_id: str, question: str) -> tuple[Response, int] | Response:
    """Saves one answer over the version in If-Match; 409 with both texts, 422 with the problems by part."""
    body = request.get_json()
    version = answer_form.parse_version(request.headers.get("If-Match", "").strip('"'))
    edit = request.headers.get("Idempotency-Key", "")
    if not isinstance(body, Mapping) or version is None or not 8 <= len(edit) <= 64:
        raise Invalid(_("Falta la versión o la clave del cambio. Recargue la página; lo escrito sigue en este equipo."))
    questionnaire = _read_questionnaire(public_id)
    asked = questionnaire.questions.get(QuestionId(question))
    if asked is None:
        raise NotFound(_("Esa pregunta no existe."))
    if problems := answer_json.shape_problems(asked, body):
        return _refuse(problems)
    form = answer_form.form_for(asked)(answer_json.form_data(asked, body))
    form.validate()
    problems = answer_form.problems_of(form, asked)
    sent = answer_form.read_question(form, asked)
    if problems or sent is None:
        return _refuse(problems)
    support = Support(note=sent.note, reason=sent.reason, urls=answer_json.links_of(body))
    with writing() as session:
        saved = answering.save_answer(
            session,
            current_viewer(),
            PublicId(public_id),
            asked.id,
            value=sent.value,
            support=support,
            version=version,
            edit=edit,
        )
    stored = StoredAnswer(
        question_id=asked.id,
        value=saved.value,
        support=saved.support,
        version=saved.version,
        saved_at=saved.saved_at,
    )
    with reading() as session:
        overview = assessments.get_overview(session, current_viewer(), PublicId(public_id), language=language())
    return jsonify(_state_after(overview, asked, stored))


@blueprint.get("/diagnosticos/<public_id>/respuestas/<question>/historial")
@sees_assessment
def history(public_id: str, question: str) -> str:
    """Every version of an answer, the newest first."""
    page = read_page_with(public_id, question)
    with reading() as session:
        versions = answering.read_history(session, current_viewer(), PublicId(public_id), QuestionId(question))
    asked = page.questionnaire.questions[QuestionId(question)]
    return render_template(
        "institution/history.html",
        title=asked.title,
        text=asked.text,
        assessment=page.assessment,
        back_url=page.address_of(asked.id),
        versions=[_version_view(asked, version, page) for version in versions],
    )


def _refuse(problems: Mapping[str, Sequence[str]]) -> tuple[Response, int]:
    first = next(iter(problems.values()), [""])[0]
    return jsonify({"error": "invalid", "message": first, "parts": problems}), 422


def _read_questionnaire(public_id: str) -> Questionnaire:
    with reading() as session:
        assessment = assessments.get_access(session, current_viewer(), PublicId(public_id), Action.ANSWER)
        return questionnaires.load(session, assessment.questionnaire_sha256, language=language())


def _state_after(overview: Overview, question: Question, stored: StoredAnswer) -> dict[str, Any]:
    tasks = task_list(overview)
    evidence = evidence_state(overview.questionnaire, question, stored.value, stored.support)
    mark, short, state = state_of(question, stored.value, stored.support)
    return {
        "question": question.id,
        "version": stored.version,
        "seen": answer_form.digest(stored.value, reason=stored.support.reason, note=stored.support.note),
        "saved_words": saved_words(stored, overview.assessment),
        "visible": list(overview.visible),
        "task": {"mark": mark, "short": short, "state": state},
        "progress": {"words": tasks.words, "done": tasks.done, "total": tasks.total, "note": tasks.note},
        "sections": {one.section.id: words.section_words(one) for one in overview.sections},
        "section_marks": {one.id: one.mark for one in tasks.sections},
        "evidence": {
            "title": evidence.title,
            "is_supported": evidence.is_supported,
            "state_title": evidence.state_title,
            "state_words": evidence.state_words,
        },
        "links": [{"text": proof.text, "url": proof.url} for proof in proofs(question, stored.support) if proof.url],
    }


def _version_view(question: Question, version: StoredAnswer, page: SectionPage) -> dict[str, object]:
    moment = ""
    if version.saved_at is not None:
        moment = when(version.saved_at, now=datetime.now(UTC), zone=page.assessment.zone)
    return {
        "number": version.version,
        "when": moment,
        "area": said(version.area),
        "lines": lines_of_answer(question, version.value),
        "note": version.support.note,
        "reason": version.support.reason,
        "links": proofs(question, version.support),
    }
