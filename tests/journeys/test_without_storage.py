"""A browser that keeps nothing (private window, blocked, no room): answers are saved all the same, in honest words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from journey_browser import Visits
from journey_site import CAPTURE, Site
from journey_steps import SAVED, alert, sign_in, status
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("journeys-1")

REFUSALS = {
    "blocked": """
        Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("blocked", "SecurityError"); } });
        LockManager.prototype.request = () => Promise.reject(new DOMException("blocked", "SecurityError"));
    """,
    "private": """
        IDBFactory.prototype.open = () => {
          const request = new EventTarget();
          Object.defineProperty(request, "error", { value: new DOMException("private", "InvalidStateError") });
          setTimeout(() => request.onerror?.(new Event("error")), 0);
          return request;
        };
    """,
    "silent": "IDBFactory.prototype.open = () => new EventTarget();",
    "no room": 'IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };',
}


@pytest.fixture
def open_page(visits: Visits) -> Callable[..., Page]:
    def open_at(path: str, refusal: str = "blocked") -> Page:
        context = visits.context()
        page = context.new_page()
        sign_in(page, CAPTURE)
        context.add_init_script(REFUSALS[refusal])
        page.goto(path)
        return page

    return open_at


def _type(page: Page, text: str) -> None:
    page.locator("#q-Q3-value").fill(text)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_an_answer_is_saved_by_itself_and_the_button_goes_on(
    refusal: str, site: Site, open_page: Callable[..., Page]
) -> None:
    draft = site.draft()
    page = open_page(draft.page("uno/Q3"), refusal)
    _type(page, "Sin dónde guardar.")
    expect(status(page)).to_have_text(SAVED)
    assert site.stored(draft, "Q3") == "Sin dónde guardar."
    _type(page, "Y otra vez.")
    before = page.url
    page.locator("#save-and-go").click()
    page.wait_for_url(lambda url: url != before)
    assert site.stored(draft, "Q3") == "Y otra vez."


def test_without_connection_the_page_says_that_only_it_has_the_text(site: Site, open_page: Callable[..., Page]) -> None:
    draft = site.draft()
    page = open_page(draft.page("uno/Q3"))
    page.route("**/respuestas/Q3", lambda route: route.abort())
    _type(page, "Solo aquí.")
    expect(alert(page)).to_contain_text("Lo que escribió solo está en esta página")
    before = page.url
    page.locator("#save-and-go").click()
    page.wait_for_url(lambda url: url != before)
    assert site.stored(draft, "Q3") == "Solo aquí."


def test_an_ended_session_leads_through_the_form_and_keeps_the_text(site: Site, open_page: Callable[..., Page]) -> None:
    draft = site.draft()
    page = open_page(draft.page("uno/Q3"))
    site.end_sessions(CAPTURE)
    _type(page, "Con la sesión terminada.")
    expect(alert(page)).to_contain_text("Su sesión terminó. Lo escrito solo está en esta página.")
    page.locator("#save-and-go").click()
    sign_in(page, CAPTURE, goto="")
    page.get_by_role("button", name="Guardar ahora").click()
    expect(page.locator("#send-held")).to_have_count(0)
    assert site.stored(draft, "Q3") == "Con la sesión terminada."
