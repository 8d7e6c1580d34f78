"""Check your answers, submit, the receipt, and reopening."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from evaluacion.domain.errors import Invalid, NotFound
from evaluacion.domain.organisations import PublicId
from evaluacion.domain.questionnaire import QuestionId
from evaluacion.services import answering, assessments, submitting
from evaluacion.services.answering import AllAnswers
from evaluacion.services.assessments import AssessmentState
from evaluacion.services.submitting import Coverage
from evaluacion.web.access import current_viewer, sees_assessment, submits_assessment
from evaluacion.web.answer_words import lines_of_answer
from evaluacion.web.evidence_view import proofs
from evaluacion.web.extensions import prepare_documents, reading, writing
from evaluacion.web.institution import addresses, words
from evaluacion.web.institution.task_view import state_of
from evaluacion.web.language import current_language
from evaluacion.web.presentation import html_id
from evaluacion.web.spoken import day, hour, language, reason_of
from evaluacion.web.spoken import gettext as _

blueprint = Blueprint("submission", __name__)


@blueprint.get("/diagnosticos/<public_id>/revisar")
@sees_assessment
def review(public_id: str) -> str:
    """Every answer with its evidence; change links come back here."""
    with reading() as session:
        everything, overview = answering.read_with_overview(
            session, current_viewer(), PublicId(public_id), language=language()
        )
    return render_template(
        "institution/review.html",
        assessment=everything.assessment,
        sections=_review_sections(everything),
        answered=words.answered_words(overview.answered, overview.total),
        missing=len(overview.missing),
        missing_url=addresses.assessment(everything.assessment.id, "falta"),
        may_answer=overview.may_answer,
        may_submit=overview.may_submit,
        submit_url=addresses.assessment(everything.assessment.id, "enviar"),
        tasks_url=addresses.assessment(everything.assessment.id),
    )


@blueprint.get("/diagnosticos/<public_id>/enviar")
@submits_assessment
def ask_submit(public_id: str) -> str | Response:
    """What is missing and what submitting does, before it is done."""
    coverage = _coverage(public_id)
    if coverage.assessment.state is AssessmentState.SUBMITTED:
        return redirect(addresses.assessment(PublicId(public_id), "acuse"))
    return _render_submit(coverage, [])


@blueprint.post("/diagnosticos/<public_id>/enviar")
@submits_assessment
def submit(public_id: str) -> Response | tuple[str, int]:
    """Freezes the answers; sending the form again leads to the same receipt."""
    coverage = _coverage(public_id)
    if coverage.assessment.state is not AssessmentState.SUBMITTED and request.form.get("sure") != "yes":
        problem = ("sure", _("Marque la casilla para confirmar que quiere enviar."))
        return _render_submit(coverage, [problem]), 422
    try:
        with writing() as session:
            sent = submitting.submit(session, current_viewer(), PublicId(public_id))
    except Invalid as error:
        return _render_submit(coverage, [("", reason_of(error))]), 422
    prepare_documents(current_viewer(), sent.id, current_language())
    return redirect(addresses.assessment(PublicId(public_id), "acuse"))


@blueprint.get("/diagnosticos/<public_id>/acuse")
@sees_assessment
def receipt(public_id: str) -> str:
    """The receipt of the latest submission."""
    with reading() as session:
        overview = assessments.get_overview(session, current_viewer(), PublicId(public_id), language=language())
        latest = overview.assessment.latest_submission_id
        if latest is None:
            raise NotFound(_("Este diagnóstico todavía no se ha enviado."))
        page = submitting.get_submission(session, current_viewer(), latest, language=language())
    one = page.submission
    return render_template(
        "institution/receipt.html",
        assessment=page.assessment,
        questionnaire_title=page.questionnaire.title,
        submission=one,
        date=day(one.submitted_at, zone=one.zone),
        hour=hour(one.submitted_at, zone=one.zone),
        result_url=f"/resultados/{one.id}",
        may_reopen=page.may_reopen,
        reopen_url=addresses.assessment(one.assessment_id, "reabrir"),
        is_trial=one.organisation_id is None,
    )


@blueprint.get("/diagnosticos/<public_id>/reabrir")
@submits_assessment
def ask_reopen(public_id: str) -> str:
    """Asks why before opening the next revision."""
    return _render_reopen(public_id, "", [])


@blueprint.post("/diagnosticos/<public_id>/reabrir")
@submits_assessment
def reopen(public_id: str) -> Response | tuple[str, int]:
    """Opens the next revision; the submission stays as it is."""
    reason = request.form.get("reason", "")
    try:
        with writing() as session:
            submitting.reopen(session, current_viewer(), PublicId(public_id), reason=reason)
    except Invalid as error:
        return _render_reopen(public_id, reason, [reason_of(error)]), 422
    flash(_("Se abrió la revisión siguiente con las mismas respuestas. La anterior se conserva."), "info")
    return redirect(addresses.assessment(PublicId(public_id)))


def _coverage(public_id: str) -> Coverage:
    with reading() as session:
        return submitting.get_coverage(session, current_viewer(), PublicId(public_id), language=language())


def _render_submit(coverage: Coverage, problems: list[tuple[str, str]]) -> str:
    def lines(ids: tuple[QuestionId, ...]) -> list[tuple[str, str]]:
        return [_question_link(coverage, question_id) for question_id in ids]

    return render_template(
        "institution/submit.html",
        assessment=coverage.assessment,
        answered=words.answered_words(coverage.answered, coverage.total),
        missing=lines(coverage.missing),
        reasons_missing=lines(coverage.reasons_missing),
        evidence_missing=lines(coverage.evidence_missing),
        incomplete=_incomplete_scores(coverage),
        problems=problems,
        back_url=addresses.assessment(coverage.assessment.id, "revisar"),
        is_trial=coverage.assessment.organisation_id is None,
    )


def _question_link(coverage: Coverage, question_id: QuestionId) -> tuple[str, str]:
    section = addresses.section_of(coverage.questionnaire, question_id)
    title = coverage.questionnaire.questions[question_id].title
    section_id = section.id if section else ""
    return title, addresses.question(coverage.assessment.id, section_id, question_id, volver="revisar")


def _incomplete_scores(coverage: Coverage) -> list[str]:
    """The titles of the scores that have no value yet, in the reading people see first."""
    results = coverage.scorecard.readings[coverage.scorecard.main_reading]
    scores = coverage.questionnaire.scores
    return [scores[one].title for one, result in results.items() if result.value is None and scores[one].title]


def _render_reopen(public_id: str, reason: str, errors: list[str]) -> str:
    with reading() as session:
        overview = assessments.get_overview(session, current_viewer(), PublicId(public_id), language=language())
    return render_template(
        "institution/reopen.html",
        assessment=overview.assessment,
        reason=reason,
        errors=errors,
        back_url=addresses.assessment(overview.assessment.id, "acuse"),
    )


def _review_sections(everything: AllAnswers) -> list[dict[str, object]]:
    sections: list[dict[str, object]] = []
    for section in everything.questionnaire.sections:
        rows = [_review_row(everything, section.id, one) for one in section.questions if one in everything.visible]
        if rows:
            sections.append({"title": words.section_title(everything.questionnaire, section), "rows": rows})
    return sections


def _review_row(everything: AllAnswers, section_id: str, question_id: QuestionId) -> dict[str, object]:
    question = everything.questionnaire.questions[question_id]
    stored = everything.answers[question_id]
    mark, short, _state = state_of(question, stored.value, stored.support)
    return {
        "anchor": html_id(question_id),
        "title": question.title,
        "text": question.text if question.title != question.text else "",
        "lines": lines_of_answer(question, stored.value),
        "note": stored.support.note,
        "reason": stored.support.reason,
        "links": proofs(question, stored.support),
        "mark": mark,
        "short": short,
        "url": addresses.question(everything.assessment.id, section_id, question_id, volver="revisar"),
    }
