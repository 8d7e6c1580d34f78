"""The pages of a submitted result: what it says, where each number comes from, what to do, and its PDF."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from evaluacion.domain.arithmetic import Explanation, explain
from evaluacion.domain.errors import NotFound, Unavailable
from evaluacion.domain.organisations import PublicId
from evaluacion.domain.questionnaire import ScoreId
from evaluacion.domain.scorecard import Reading
from evaluacion.reports import drawings
from evaluacion.reports.formula import formula_line
from evaluacion.reports.pen import Medium
from evaluacion.reports.rendering import RenderFailure
from evaluacion.reports.templating import figure_text
from evaluacion.services import diagnosing
from evaluacion.services.diagnosing import Result
from evaluacion.services.documents import DocumentKind
from evaluacion.web.access import current_viewer, sees_submission
from evaluacion.web.extensions import limiter, reading, settings, writing
from evaluacion.web.institution import addresses
from evaluacion.web.institution.recommendation_filters import read_filters
from evaluacion.web.language import current_language
from evaluacion.web.spoken import day, language, number

blueprint = Blueprint("results", __name__)


@blueprint.app_template_filter("figure")
def figure(value: float | None, decimals: int) -> str:
    """A figure with its decimals and a true minus sign."""
    return figure_text(value, decimals, language=language())


@blueprint.app_template_filter("plain_number")
def plain_number(value: float) -> str:
    """A number with the decimals it has."""
    return number(value)


@blueprint.get("/resultados/<public_id>")
@sees_submission
def result(public_id: str) -> str:
    """The whole result on one page."""
    found = _find(public_id)
    diagnosis = found.diagnosis
    return render_template(
        "institution/result.html",
        **_around(found),
        explanation=_explained(found, diagnosis.scorecard.main_reading, diagnosis.headline.id)
        if diagnosis.headline
        else None,
        formula=partial(_formula, found),
        sources={source.id: source for source in diagnosis.sources},
        newer_url=_newer(found),
        answers_url=addresses.assessment(found.submission.assessment_id, "revisar"),
    )


@blueprint.get("/resultados/<public_id>/origen/<score>")
@sees_submission
def origin(public_id: str, score: str) -> str:
    """Where one score comes from, in every reading, child by child."""
    found = _find(public_id)
    score_id = ScoreId(score)
    if score_id not in found.page.questionnaire.scores:
        raise NotFound(_("Ese puntaje no existe en este cuestionario."))
    diagnosis = found.diagnosis
    readings = [diagnosis.scorecard.main_reading]
    if readings[0] is not Reading.DECLARED:
        readings.append(Reading.DECLARED)
    part = diagnosis.part(score_id)
    return render_template(
        "institution/result_origin.html",
        **_around(found),
        explanations=[_explained(found, one, score_id) for one in readings],
        formula=partial(_formula, found),
        score=found.page.questionnaire.scores[score_id],
        part=part,
        indicators={(one.id, one.row): one for one in diagnosis.indicators},
        parents=[
            (parent.id, parent.title or parent.id)
            for parent in found.page.questionnaire.scores.values()
            if any(child.score == score_id for child in parent.children)
        ],
    )


@blueprint.get("/resultados/<public_id>/recomendaciones")
@sees_submission
def recommendations(public_id: str) -> str:
    """Every recommendation in order, with filters that work without script."""
    found = _find(public_id)
    filters = read_filters(found.diagnosis, request.args)
    return render_template(
        "institution/result_recommendations.html",
        **_around(found),
        filters=filters,
        sources={source.id: source for source in found.diagnosis.sources},
    )


@blueprint.get("/resultados/<public_id>/diagnostico.pdf")
@limiter.limit(lambda: f"{settings().documents_per_minute}/minute")
@sees_submission
def pdf(public_id: str) -> AnyResponse:
    """The PDF: kept from the first time it was asked for."""
    kind = DocumentKind.SUMMARY if request.args.get("formato") == "resumen" else DocumentKind.COMPLETE
    content = diagnosing.deliver_document(
        reading,
        writing,
        current_viewer(),
        PublicId(public_id),
        kind=kind,
        language=current_language(),
        paper=settings().paper,
        site=settings().url,
    )
    if isinstance(content, RenderFailure):
        raise Unavailable(content.message)
    name = f"diagnostico-{kind}-{public_id}.pdf"
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _find(public_id: str) -> Result:
    with reading() as session:
        return diagnosing.get_result(
            session, current_viewer(), PublicId(public_id), language=language(), site=settings().url
        )


def _around(found: Result) -> dict[str, Any]:
    """What every result page shows around its own content."""
    submission = found.submission
    return {
        "diagnosis": found.diagnosis,
        "submission": submission,
        "page": found.page,
        "here_url": f"/resultados/{submission.id}",
        "submitted": day(submission.submitted_at, zone=submission.zone),
        "is_trial": submission.organisation_id is None,
        "draw": drawings,
        "medium": Medium.PAGE,
        "writer": figure,
    }


def _explained(found: Result, one: Reading, score: ScoreId) -> Explanation:
    return explain(found.page.questionnaire, found.diagnosis.scorecard, one, score)


def _formula(found: Result, explanation: Explanation) -> str:
    return formula_line(found.page.questionnaire, explanation, figure)


def _newer(found: Result) -> str:
    """Where the newest revision is, when this one was replaced and another was submitted."""
    latest = found.page.assessment.latest_submission_id
    return f"/resultados/{latest}" if latest and latest != found.submission.id else ""
