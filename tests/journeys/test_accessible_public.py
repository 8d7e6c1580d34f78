"""axe on the pages that anybody can open, and proof that the inspection catches what is wrong."""

from __future__ import annotations

import re

import pytest
from journey_browser import Visits
from journey_inspection import Inspection, problems_of
from journey_site import RESPONSIBLE, Site
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("journeys-1")


def test_the_inspection_catches_a_colour_that_is_wrong_in_the_dark_only(visits: Visits) -> None:
    page = visits.context(bypass_csp=True).new_page()
    page.goto("/ayuda")
    page.evaluate("document.querySelector('h1').style.color = '#17212B'")
    inspection = Inspection()
    inspection.look(page, "help")
    assert inspection.found
    assert all(", dark, " in one and "color-contrast" in one for one in inspection.found)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("document.querySelector('label[for=email]').remove()", "label"),
        ("document.querySelector('h1').style.color = '#999'", "color-contrast"),
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('h1').style.width = '400px'", "scrolls sideways"),
    ],
)
def test_the_inspection_itself_catches_what_is_wrong(visits: Visits, spoil: str, told: str) -> None:
    page = visits.context(bypass_csp=True, viewport={"width": 320, "height": 700}).new_page()
    page.goto("/entrar")
    assert problems_of(page) == []
    page.evaluate(spoil)
    assert any(told in problem for problem in problems_of(page))


def test_public_pages(visits: Visits, inspection: Inspection) -> None:
    page = visits.context(bypass_csp=True).new_page()
    for path in (
        "/", "/probar", "/entrar", "/ayuda", "/licencias", "/cuestionarios", "/cuestionarios/curso",
        "/cuestionarios/retos-cocreacion", "/verificar", "/verificar?texto=EV-2026-ZZZZ", "/no-existe",
    ):  # fmt: skip
        page.goto(path)
        inspection.look(page, path)
    page.goto("/entrar")
    page.get_by_label("Correo electrónico").fill("nadie@nada.example")
    page.get_by_label("Contraseña", exact=True).fill("no es la contraseña")
    page.locator("#sign-in").click()
    expect(page.locator("#error-summary")).to_be_focused()
    inspection.look(page, "sign-in with an error")
    page.goto("/verificar")
    page.get_by_role("button", name="Verificar").click()
    inspection.look(page, "verify without text")


def test_english_pages(visits: Visits, inspection: Inspection) -> None:
    page = visits.context(bypass_csp=True).new_page()
    page.goto("/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))
    inspection.look(page, "front page in English")
    page.goto("/cuestionarios/retos-cocreacion")
    inspection.look(page, "questionnaire in English")


def test_verification_states(site: Site, visits: Visits, inspection: Inspection) -> None:
    page = visits.context(bypass_csp=True).new_page()
    page.goto(f"/verificar?texto={site.submission(RESPONSIBLE).folio}")
    expect(page.locator("#verdict")).to_contain_text("está vigente")
    inspection.look(page, "verify, current")


def test_trial_in_course(visits: Visits, inspection: Inspection) -> None:
    page = visits.context(bypass_csp=True).new_page()
    page.goto("/probar")
    page.get_by_role("button", name="Empezar").click()
    inspection.look(page, "trial question")
    page.goto("/probar")
    expect(page.get_by_text("Ya tiene una prueba en curso")).to_be_visible()
    inspection.look(page, "trial in course")
