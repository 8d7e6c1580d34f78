"""Two people, or two tabs, on one answer: both texts are shown, one is chosen, none is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from journey_site import Draft, Site
from journey_steps import SAVED, alert, option, status, type_answer
from playwright.sync_api import BrowserContext, Locator, Page, expect

from evaluacion.domain.answers import Support
from evaluacion.services.answering import StoredAnswer

pytestmark = pytest.mark.xdist_group("journeys-2")
LONG = "Texto con acentos, ñ y «comillas». "


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("Guardar lo mío", "mío"), ("Dejar lo guardado", "ajeno"), ("Unir los textos", "ajeno\n\nmío")],
)
def test_two_tabs_on_one_answer_show_both_texts_and_lose_none(
    choice: str, kept: str, site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    context = signed_in()
    draft = site.draft()
    mine, other = context.new_page(), context.new_page()
    for page in (mine, other):
        page.goto(draft.page("uno/Q1"))
        page.get_by_text("Comentario", exact=True).first.click()
    note_of(other).fill("ajeno")
    expect(status(other)).to_have_text(SAVED)
    note_of(mine).fill("mío")
    expect(alert(mine)).to_contain_text("Otra persona cambió esta respuesta")
    panel = mine.locator("[data-conflict-slot] .notice")
    expect(panel).to_be_focused()
    expect(panel.get_by_text("ajeno")).to_be_visible()
    expect(panel.get_by_text("mío", exact=True)).to_be_visible()
    panel.get_by_role("button", name=choice).click()
    expect(note_of(mine)).to_have_value(kept)
    expect(panel).to_have_count(0)
    expect(alert(mine)).to_be_empty()
    versions = [one.support.note for one in wait_for_versions(site, mine, draft, "Q1")]
    assert versions[0] == kept
    assert "ajeno" in versions


def note_of(page: Page) -> Locator:
    return page.locator("#q-Q1-note")


def wait_for_versions(site: Site, page: Page, draft: Draft, question: str) -> tuple[StoredAnswer, ...]:
    expect(status(page)).to_have_text(SAVED)
    return site.history(draft, question)


def test_two_texts_of_one_question_are_both_kept(site: Site, signed_in: Callable[..., BrowserContext]) -> None:
    """The answer itself is the text: «Unir los textos» must not throw either away."""
    context = signed_in()
    draft = site.draft()
    page = context.new_page()
    page.goto(draft.page("uno/Q3"))
    site.save(draft, "Q3", "Lo escribió una colega.")
    type_answer(page, "Lo escribí yo.")
    panel = page.locator("[data-conflict-slot] .notice")
    expect(panel.get_by_text("Lo escribió una colega.")).to_be_visible()
    expect(panel.get_by_text("Unidad de Transparencia la guardó")).to_be_visible()
    panel.get_by_role("button", name="Unir los textos").click()
    expect(page.locator("#q-Q3-value")).to_have_value("Lo escribió una colega.\n\nLo escribí yo.")
    expect(status(page)).to_have_text(SAVED)
    assert site.stored(draft, "Q3") == "Lo escribió una colega.\n\nLo escribí yo."


def test_without_script_a_page_shows_both_answers_and_saves_the_chosen_one(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    page = signed_in(java_script_enabled=False).new_page()
    draft = site.draft()
    page.goto(draft.page("uno/Q1"))
    site.save(draft, "Q1", "1", support=Support(note="De una colega."))
    option(page, "Q1", "2").check()
    page.locator("details.comment summary").click()
    note_of(page).fill("Mío.")
    page.locator("#save-and-go").click()
    expect(page.get_by_role("heading", name="Otra persona guardó antes")).to_be_visible()
    expect(page.get_by_text("Unidad de Transparencia la guardó")).to_be_visible()
    expect(page.get_by_role("textbox", name="Comentario")).to_have_value("De una colega.\n\nMío.")
    page.get_by_role("radio", name="La suya").check()
    page.get_by_role("button", name="Guardar lo elegido").click()
    expect(option(page, "Q1", "2")).to_be_checked()
    mine, theirs = site.history(draft, "Q1")
    assert (mine.value, mine.support.note) == ("2", "De una colega.\n\nMío.")
    assert (theirs.value, theirs.support.note) == ("1", "De una colega.")
