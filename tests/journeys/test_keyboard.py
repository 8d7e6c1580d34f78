"""With the keyboard alone: sign in, answer a section, submit; the focus can be seen and goes where it helps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from journey_browser import Visits
from journey_site import PASSWORD, RESPONSIBLE, Site
from journey_steps import SAVED, option, status
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.xdist_group("journeys-2")
FAR = 80
_FOCUS_IS_SEEN = """() => {
  // The button inside a date field has the ring of the browser, which scripts cannot read.
  if (document.activeElement.type === "date") return true;
  const ringed = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const isSeen = (one) => one !== null && one !== document.body && (ringed(one) || isSeen(one.parentElement));
  return isSeen(document.activeElement);
}"""
_FOCUS_IS_COVERED = """() => {
  const one = document.activeElement;
  const box = (one.closest("label") ?? one).getBoundingClientRect();
  const bar = document.querySelector(".bar");
  if (!bar || bar.contains(one)) return false;
  return box.top >= bar.getBoundingClientRect().top && getComputedStyle(bar).position === "sticky";
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Tab until it has the focus; on the way and there, the focus can be seen."""
    for _step in range(FAR):
        page.keyboard.press("Tab")
        assert page.evaluate(_FOCUS_IS_SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert not page.evaluate(_FOCUS_IS_COVERED), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(f"the Tab key does not reach {wanted}")


def choose(page: Page, question: str, value: str) -> None:
    """Into the group by Tab, along it by the arrows."""
    group = page.locator(f'input[name="{question}.value"]')
    tab_to(page, group.first)
    page.keyboard.press("Space")
    values = group.evaluate_all("(all) => all.map((one) => one.value)")
    for _step in range(values.index(value)):
        page.keyboard.press("ArrowDown")
    expect(option(page, question, value)).to_be_checked()
    expect(option(page, question, value)).to_be_focused()


def test_the_first_stop_of_every_page_leads_to_its_content(visits: Visits) -> None:
    page = visits.context().new_page()
    page.goto("/ayuda")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Ir al contenido")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_somebody_signs_in_answers_a_section_and_submits_without_a_mouse(site: Site, visits: Visits) -> None:
    page = visits.context().new_page()
    draft = site.draft()
    page.goto(f"/entrar?next={draft.page('uno')}")
    tab_to(page, page.get_by_label("Correo electrónico"))
    page.keyboard.type(RESPONSIBLE)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sección primera")).to_be_visible()
    choose(page, "Q1", "2")
    expect(page.locator('[data-question="Q2"]')).to_be_visible()
    tab_to(page, page.locator('[data-question="Q1"]').get_by_text("Agregar liga"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("https://www.institucion.example/padron")
    page.keyboard.press("Enter")
    expect(page.locator('[data-question="Q1"] [data-proofs] a')).to_have_count(1)
    choose(page, "Q2", "na")
    page.keyboard.press("Tab")
    if not focused(page, "#q-Q2-reason"):
        tab_to(page, page.locator("#q-Q2-reason"))
    page.keyboard.type("Lo lleva otra área.")
    tab_to(page, page.locator("#q-Q3-value"))
    page.keyboard.type("Se revisa cada año.")
    tab_to(page, page.locator("#save-and-go"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/dos")
    assert site.stored(draft, "Q2") == "na"
    assert site.stored(draft, "Q3") == "Se revisa cada año."

    answer_second_section(page)
    page.wait_for_url("**/revisar")
    tab_to(page, page.get_by_role("link", name="Continuar al envío"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Enviar el diagnóstico")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Enviar"))
    page.keyboard.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    tab_to(page, page.locator("#error-summary").get_by_role("link"))
    page.keyboard.press("Enter")
    expect(page.locator("#sure")).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Enviar"))
    page.keyboard.press("Enter")
    expect(page.locator("#folio")).to_be_visible()


def focused(page: Page, selector: str) -> bool:
    return page.locator(selector).evaluate("(one) => one === document.activeElement")


def answer_second_section(page: Page) -> None:
    """A number, boxes, a matrix and a date."""
    tab_to(page, page.locator("#q-Q4-value"))
    page.keyboard.type("45")
    tab_to(page, page.locator("#q-Q5-sitio"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("#q-Q5-ninguno"))
    page.keyboard.press("Space")
    expect(page.locator("#q-Q5-sitio")).not_to_be_checked()
    for row in ("compras", "obras"):
        tab_to(page, page.locator(f'input[name="Q6.row.{row}"]').first)
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    tab_to(page, page.locator("#q-Q7-value"))
    page.keyboard.type("01022026")
    expect(status(page)).to_have_text(SAVED)
    tab_to(page, page.locator("#save-and-go"))
    page.keyboard.press("Enter")


def test_the_focus_goes_to_the_error_summary_and_its_links_to_the_answers(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    page = signed_in().new_page()
    page.goto("/diagnosticos/nuevo")
    tab_to(page, page.get_by_label("Nombre del periodo"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Revise 2 datos")
    tab_to(page, summary.get_by_role("link", name="Escriba un nombre corto"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Nombre del periodo")).to_be_focused()
    described = page.get_by_label("Nombre del periodo").get_attribute("aria-describedby") or ""
    assert "label-error" in described.split()


def test_the_glossary_and_the_menu_of_a_phone_open_by_keyboard(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    page = signed_in(viewport={"width": 320, "height": 700}).new_page()
    page.goto(site.draft().page("uno/Q1"))
    tab_to(page, page.get_by_text("Menú"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Mis diagnósticos"))
    tab_to(page, page.locator(".terms summary").first)
    page.keyboard.press("Space")
    expect(page.get_by_text("Lista ordenada de personas o cosas.")).to_be_visible()
