"""The diagnosis as a document: the whole of it, or a summary of two pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from io import BytesIO

import segno
from markupsafe import Markup

from evaluacion.domain.arithmetic import explain
from evaluacion.domain.diagnosis import Diagnosis
from evaluacion.domain.questionnaire import ScoreId
from evaluacion.reports.formula import Write, formula_line
from evaluacion.reports.rendering import Paper, RenderedPdf, render_pdf
from evaluacion.reports.summary_page import shorten, summarise
from evaluacion.reports.templating import Writing, figure_text, iso_second, translated, write_document

COVER_LIMITS = {"title": 90, "institution": 160, "period": 80}


class ReportKind(StrEnum):
    COMPLETE = "completo"
    SUMMARY = "resumen"


TEMPLATES = {
    ReportKind.COMPLETE: "diagnosis_complete.html",
    ReportKind.SUMMARY: "diagnosis_summary.html",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """The texts of the cover, held to a length that fits it."""

    title: str
    institution: str
    period: str


def diagnosis_pdf(
    diagnosis: Diagnosis,
    *,
    kind: ReportKind = ReportKind.COMPLETE,
    paper: Paper = "letter",
    writing: Writing | None = None,
) -> RenderedPdf:
    """The PDF of a diagnosis, or why there is none. The same diagnosis gives the same bytes."""
    return render_pdf(diagnosis_html(diagnosis, kind=kind, writing=writing), paper=paper)


def diagnosis_html(
    diagnosis: Diagnosis, *, kind: ReportKind = ReportKind.COMPLETE, writing: Writing | None = None
) -> str:
    """The HTML of the document, for the typesetter alone: its stylesheet is `report.css`."""
    writing = writing or Writing()
    gettext = partial(translated, writing)
    writer = partial(figure_text, language=writing.language)
    institution = shorten(diagnosis.institution.name, 90)
    return write_document(
        TEMPLATES[kind],
        writing,
        diagnosis=diagnosis,
        summary=summarise(diagnosis, gettext, writer),
        cover=Cover(
            title=shorten(diagnosis.questionnaire.title, COVER_LIMITS["title"]),
            institution=shorten(diagnosis.institution.name, COVER_LIMITS["institution"]),
            period=shorten(diagnosis.period, COVER_LIMITS["period"]),
        ),
        writer=writer,
        formula=partial(_formula, diagnosis, writer),
        title=f"{shorten(diagnosis.questionnaire.title, 120)}: {institution}",
        author=institution,
        foot=_foot(diagnosis, gettext),
        created=iso_second(diagnosis.issue.issued_at),
        qr=_qr(diagnosis),
    )


def _formula(diagnosis: Diagnosis, writer: Write, score: ScoreId) -> str:
    explanation = explain(diagnosis.questionnaire, diagnosis.scorecard, diagnosis.scorecard.main_reading, score)
    return formula_line(diagnosis.questionnaire, explanation, writer)


def _foot(diagnosis: Diagnosis, gettext: partial[str]) -> str:
    issue = diagnosis.issue
    if issue.is_trial:
        return gettext("Documento de prueba")
    if issue.folio is None:
        return gettext("Documento sin registrar")
    return gettext("Folio %(folio)s, revisión %(revision)s", folio=issue.folio, revision=issue.revision)


def _qr(diagnosis: Diagnosis) -> Markup | None:
    """The address to verify, as a drawing; none for a document that was not registered."""
    issue = diagnosis.issue
    if issue.folio is None or not issue.verify_address:
        return None
    code = segno.make(f"{issue.verify_address}?texto={issue.folio}", error="m", micro=False)
    drawing = BytesIO()
    code.save(
        drawing, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, border=2, svgclass="", lineclass=""
    )
    title = Markup("<title>QR: {}</title>").format(issue.verify_address)
    # segno writes numbers and colours only
    return Markup(drawing.getvalue().decode().replace("<svg ", '<svg role="img" ', 1).replace(">", f">{title}", 1))
