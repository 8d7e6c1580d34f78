"""Without an account: the five-minute questionnaire to its result and its PDF, and nobody else sees it."""

from __future__ import annotations

import re
from pathlib import Path

import pdfplumber
import pytest
from journey_browser import Visits
from journey_steps import download, go_on
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("journeys-1")
QUESTIONS = 12


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_visitor_tries_the_short_questionnaire_to_result_and_pdf(
    script: bool, visits: Visits, tmp_path: Path
) -> None:
    page = visits.context(java_script_enabled=script, accept_downloads=True).new_page()
    page.goto("/")
    page.get_by_role("link", name="Probar sin cuenta").last.click()
    page.get_by_role("button", name="Empezar").click()
    for place in range(QUESTIONS):
        page.locator(".levels input[type=radio]").nth(1 + place % 3).check()
        go_on(page)
    expect(page.get_by_text("12 de 12")).to_be_visible()
    page.get_by_role("link", name="Continuar al envío").click()
    page.get_by_label("Revisé las respuestas y quiero enviarlas.").check()
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_text("no queda registrada")).to_be_visible()
    expect(page.locator("#folio")).to_have_count(0)
    page.get_by_role("link", name="Ver el resultado").click()
    expect(page.get_by_text(re.compile("[Dd]escargue hoy el PDF"))).to_be_visible()
    with pdfplumber.open(download(page, "Resumen (2 páginas)", tmp_path)) as document:
        text = " ".join(one.extract_text() for one in document.pages)
    assert "Documento de prueba" in text
    assert "PR-" not in text

    stranger = visits.context().new_page()
    stranger.goto(page.url)
    expect(stranger.get_by_role("heading", name="Entrar", exact=True)).to_be_visible()
