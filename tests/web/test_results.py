"""The result pages of the real questionnaire, answered over the services."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from evaluacion.domain.answers import NO_SUPPORT, Support
from evaluacion.domain.organisations import PublicId
from evaluacion.reports.rendering import RenderFailure
from evaluacion.resources import QUESTIONNAIRES
from evaluacion.services import answering, assessments, diagnosing, documents, questionnaires, submitting
from evaluacion.services.assessments import Period
from evaluacion.services.documents import DocumentKind, DocumentState

HOSTILE = "<script>alert(1)</script>{{7*7}}"
LEVELS = "321310223311223122231231201242121233323212"


@pytest.fixture(autouse=True)
def _real_shelf(site, monkeypatch) -> None:
    monkeypatch.setattr(questionnaires, "SHELF", QUESTIONNAIRES)


def _submit(site, year: int, *, levels: str = LEVELS, reason: str = "No corresponde a esta institución") -> PublicId:
    period = Period(start=date(year, 1, 1), end=date(year, 12, 31), label=str(year))
    with site.database.session() as session:
        draft = assessments.start(
            session, site.responsible, site.institution, questionnaire_id="retos-cocreacion", period=period
        )
    answers = dict(zip(questionnaires.find_on_shelf("retos-cocreacion").questions, levels, strict=True))
    answers["R5-06"] = "no_aplica"
    for place, (question, value) in enumerate(answers.items()):
        support = Support(urls=("https://a.gob.mx/x",)) if value in "34" and place % 2 else NO_SUPPORT
        support = Support(reason=reason) if value == "no_aplica" else support
        with site.database.session() as session:
            answering.save_answer(
                session, site.responsible, draft, question, value=value, support=support, version=0, edit=uuid4().hex
            )
    with site.database.session() as session:
        return submitting.submit(session, site.responsible, draft).id


def test_the_result_says_level_readings_profile_route_actions_and_absences(site) -> None:
    submission = _submit(site, 2026)
    page = site.browser("lectura@uno.mx").get(f"/resultados/{submission}").get_data(as_text=True)
    for promised in (
        "Diálogo",
        "Sustentado",
        "Declarado",
        "¿De dónde sale este número?",
        "Perfil por reto",
        "Ruta al siguiente nivel: N4 Colaboración",
        "5 acciones para empezar",
        "Cobertura y ausencias",
        "No corresponde a esta institución",
        "piden evidencia y aún no la tienen",
        "esta institución",
    ):
        assert promised in page, promised
    assert page.count("<article") == 6
    assert "style=" not in page


def test_every_score_explains_itself_down_to_the_answers(site) -> None:
    submission = _submit(site, 2026)
    browser = site.browser("lectura@uno.mx")
    whole = browser.get(f"/resultados/{submission}/origen/total").get_data(as_text=True)
    for score in ("R1", "R2", "R3", "R4", "R5", "R6"):
        assert f"/resultados/{submission}/origen/{score}" in whole
    one = browser.get(f"/resultados/{submission}/origen/R1").get_data(as_text=True)
    assert "÷ 7" in one
    assert "R1-07" in one
    assert "cuenta como" in one
    assert browser.get(f"/resultados/{submission}/origen/NADA").status_code == 404


@pytest.mark.parametrize(
    ("query", "some"),
    [("", True), ("?esfuerzo=low", True), ("?parte=R4&esfuerzo=high&plazo=0-3 meses", False), ("?esfuerzo=raro", True)],
)
def test_recommendations_are_filtered_without_script(site, query: str, some: bool) -> None:
    submission = _submit(site, 2026)
    page = site.browser("lectura@uno.mx").get(f"/resultados/{submission}/recomendaciones{query}").get_data(as_text=True)
    assert ('<li class="action">' in page) is some
    assert ("Ninguna recomendación cumple" in page) is not some


def test_an_earlier_result_of_the_same_institution_is_compared(site) -> None:
    before = _submit(site, 2025, levels="1" * 42)
    now = _submit(site, 2026)
    browser = site.browser("lectura@uno.mx")
    page = browser.get(f"/resultados/{now}").get_data(as_text=True)
    assert "Diagnósticos anteriores" in page
    assert f"/resultados/{before}" in page
    assert "Diagnósticos anteriores" not in browser.get(f"/resultados/{before}").get_data(as_text=True)


def test_texts_of_people_appear_literally(site) -> None:
    submission = _submit(site, 2026, reason=HOSTILE)
    page = site.browser("lectura@uno.mx").get(f"/resultados/{submission}").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page
    assert HOSTILE not in page


def test_another_institution_finds_nothing(site) -> None:
    submission = _submit(site, 2026)
    browser = site.browser("ajena@otra.mx")
    for page in ("", "/origen/total", "/recomendaciones", "/diagnostico.pdf"):
        assert browser.get(f"/resultados/{submission}{page}").status_code == 404


def test_the_pdf_is_laid_out_once_and_kept(site) -> None:
    submission = _submit(site, 2026)
    browser = site.browser("lectura@uno.mx")
    first = browser.get(f"/resultados/{submission}/diagnostico.pdf?formato=resumen")
    assert first.status_code == 200
    assert first.mimetype == "application/pdf"
    assert first.data.startswith(b"%PDF-1.7")
    assert "attachment" in first.headers["Content-Disposition"]
    assert first.headers["Cache-Control"] == "no-store"
    again = browser.get(f"/resultados/{submission}/diagnostico.pdf?formato=resumen")
    assert again.data == first.data
    with site.database.session() as session:
        kept = documents.request(session, site.responsible, submission, kind=DocumentKind.SUMMARY)
    assert (kept.state, kept.attempts) == (DocumentState.READY, 1)


def test_a_document_that_cannot_be_laid_out_is_a_page_that_helps(site, monkeypatch) -> None:
    submission = _submit(site, 2026)
    failure = RenderFailure(message="El documento es demasiado extenso.", cause="limit")
    monkeypatch.setattr(diagnosing, "diagnosis_pdf", lambda *_, **__: failure)
    answer = site.browser("lectura@uno.mx").get(f"/resultados/{submission}/diagnostico.pdf")
    assert answer.status_code == 503
    with site.database.session() as session:
        kept = documents.request(session, site.responsible, submission, kind=DocumentKind.COMPLETE)
    assert kept.state is DocumentState.REQUESTED


def test_the_result_of_a_questionnaire_with_every_kind_of_question_shows_too(site) -> None:
    for page in ("", "/recomendaciones"):
        assert site.browser("lectura@uno.mx").get(f"/resultados/{site.submission}{page}").status_code == 200
