"""What was wrong is put right in the page: old complaints go away, and the keyboard stays where the work is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from journey_site import Site
from journey_steps import SAVED, option, status
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.xdist_group("journeys-2")


def at_first_question(site: Site, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(site.draft().page("uno/Q1"))
    option(page, "Q1", "2").check(force=True)
    expect(status(page)).to_have_text(SAVED)
    page.get_by_text("Agregar liga").click()
    return page


def test_the_error_summary_goes_away_when_the_link_is_put_right(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    page = at_first_question(site, signed_in())
    page.locator("#q-Q1 [data-part=url]").fill("www.institucion.gob.mx")
    page.locator("#save-and-go").click()
    expect(page.locator("#error-summary")).to_be_visible()
    page.locator("#q-Q1 [data-part=url]").fill("https://www.institucion.gob.mx/acta")
    page.get_by_role("button", name="Agregar", exact=True).click()
    expect(page.locator("#q-Q1 [data-proofs] a")).to_have_count(1)
    expect(page.locator("#error-summary")).to_have_count(0)
    expect(page.locator("#q-Q1 .error-text, #q-Q1 [aria-invalid]")).to_have_count(0)


def test_the_focus_stays_by_the_evidence_when_a_link_is_added_or_taken_away(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    page = at_first_question(site, signed_in())
    ways = page.locator("#q-Q1 .add summary")
    page.locator("#q-Q1 [data-part=url]").fill("https://www.institucion.gob.mx/acta")
    page.get_by_role("button", name="Agregar", exact=True).press("Enter")
    expect(page.locator("#q-Q1 [data-proofs] a")).to_have_count(1)
    expect(ways).to_be_focused()
    page.get_by_role("button", name="Quitar").press("Enter")
    expect(page.locator("#q-Q1 [data-proofs] a")).to_have_count(0)
    expect(ways).to_be_focused()
    page.get_by_role("button", name="Borrar esta respuesta").press("Enter")
    expect(page.locator("#q-Q1 [type=radio]").first).to_be_focused()


def test_the_mark_of_the_section_follows_what_is_saved(site: Site, signed_in: Callable[..., BrowserContext]) -> None:
    page = signed_in().new_page()
    page.goto(site.draft().page("uno/Q1"))
    mark = page.locator(".here > .task svg")
    before = mark.inner_html()
    option(page, "Q1", "1").check(force=True)
    expect(status(page)).to_have_text(SAVED)
    assert mark.inner_html() != before
