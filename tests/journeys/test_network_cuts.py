"""The network fails at twelve points: every text is on the server exactly once, and «Guardado» was never a lie."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from journey_browser import Visits, end_browser, open_profile
from journey_cuts import Fault, Proxy
from journey_site import RESPONSIBLE, Draft, Site
from journey_steps import SAVED, alert, sign_in, sign_out, status
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from evaluacion.domain.texts import clean_text

pytestmark = pytest.mark.xdist_group("journeys-2")
TEXTS, DRILL_TEXTS = 1, 25
QUESTION = "Q3"
PIECES = (
    "acción",
    "ñandú",
    "«cita»",
    "<b>",
    "{{7*7}}",
    "línea\nnueva",
    "a & b",
    "🌱",
    "100 %",
    "'comilla\"",
    "\\",
    "año",
)
_LISTEN = """
addEventListener("DOMContentLoaded", () => {
  window.said = [];
  const place = document.getElementById("save-status");
  if (place) new MutationObserver(() => window.said.push(place.textContent.trim())).observe(place, { childList: true });
});
"""
LOST_ON_RELOAD = """
const kept = new Map();
export const put = async (edit) => void kept.set(edit.question, edit);
export const list = async () => [...kept.values()];
export const forget = async (edit) => void kept.delete(edit.question);
export const forgetOld = async () => {};
export const countUnsent = async () => kept.size;
export const purge = async () => kept.clear();
"""


@dataclass
class Run:
    """One text that is typed while something fails."""

    site: Site
    proxy: Proxy
    page: Page
    draft: Draft
    text: str
    email: str
    others: tuple[str, ...] = ()

    def type(self, text: str | None = None) -> None:
        self.page.locator(f"#q-{QUESTION}-value").fill(self.text if text is None else text)

    def is_told(self) -> None:
        """The page says that the text is not on the server yet."""
        expect(status(self.page).get_by_text("Sin conexión").or_(alert(self.page).locator("b"))).to_be_visible()
        self.has_not_lied()

    def has_not_lied(self) -> None:
        said = self.page.evaluate("window.said")
        assert not any(SAVED.search(one) for one in said), said

    def again(self, page: Page) -> None:
        self.page = page
        page.goto(self.draft.page(f"uno/{QUESTION}"))

    def arrives(self) -> None:
        expect(status(self.page)).to_have_text(SAVED)


def cut(fault: Fault) -> Callable[[Run], None]:
    def fail(run: Run) -> None:
        run.proxy.fault = fault
        run.type()
        run.is_told()
        assert run.proxy.cuts > 0
        run.proxy.fault = Fault.NONE

    return fail


def no_name(run: Run) -> None:
    run.page.route("**/respuestas/*", lambda route: route.abort("namenotresolved"))
    run.type()
    run.is_told()
    run.page.unroute_all()


def ended_session(run: Run) -> None:
    run.site.end_sessions(run.email)
    run.type()
    run.is_told()
    alert(run.page).get_by_role("link").click()
    sign_in(run.page, run.email, goto="")


def signed_in_again_elsewhere(run: Run) -> None:
    """The token of the page is of a session that is over; the browser has a new one."""
    other = run.page.context.new_page()
    other.goto("/inicio")
    sign_out(other)
    sign_in(other, run.email)
    run.type()


def signed_out_elsewhere(run: Run) -> None:
    """Another browser ends the same session by its own button."""
    browser = run.page.context.browser
    assert browser is not None
    with browser.new_context(base_url=run.proxy.url, storage_state=run.page.context.storage_state()) as other:
        page = other.new_page()
        page.goto("/inicio")
        sign_out(page)
    run.type()
    run.is_told()
    alert(run.page).get_by_role("link").click()
    sign_in(run.page, run.email, goto="")


def slow(run: Run) -> None:
    """More is typed while the first half is on its way."""
    held: list[Route] = []
    run.page.route("**/respuestas/*", lambda route: held.append(route))
    first = run.text[: len(run.text) // 2]
    run.type(first)
    expect(status(run.page)).to_have_text("Guardando…")
    run.type()
    run.has_not_lied()
    run.page.unroute_all()
    run.others = (clean_text(first),)


def tab_closed(run: Run) -> None:
    run.proxy.fault = Fault.REFUSED
    run.type()
    context = run.page.context
    run.page.close()
    run.proxy.fault = Fault.NONE
    run.again(context.new_page())


def two_tabs(run: Run) -> None:
    run.site.save(run.draft, QUESTION, "De otra pestaña.", email=run.email)
    run.type()
    panel = run.page.locator("[data-conflict-slot] .notice")
    panel.get_by_role("button", name="Guardar lo mío").click()
    run.others = ("De otra pestaña.",)


POINTS: dict[str, Callable[[Run], None]] = {
    "before the request": cut(Fault.REFUSED),
    "in the middle of the text": cut(Fault.MID_BODY),
    "after the commit, before the reply": cut(Fault.NO_REPLY),
    "no name resolution": no_name,
    "bad gateway": cut(Fault.BAD_GATEWAY),
    "session ended": ended_session,
    "token of an earlier session": signed_in_again_elsewhere,
    "slow network": slow,
    "tab closed": tab_closed,
    "two tabs": two_tabs,
    "signed out elsewhere": signed_out_elsewhere,
}


def text_of(number: int) -> str:
    chance = random.Random(number)
    length = (3, 40, 400, 1500)[number % 4]
    return f"Texto {number}: " + " ".join(chance.choice(PIECES) for _each in range(length)) + " fin"


@pytest.fixture(scope="module")
def proxy(site: Site) -> Iterator[Proxy]:
    proxy = Proxy(site.port)
    yield proxy
    proxy.close()


@pytest.fixture(scope="module")
def email(site: Site) -> str:
    return site.institution("Institución con mala red")


@pytest.fixture
def start(site: Site, proxy: Proxy, email: str, visits: Visits) -> Callable[..., Run]:
    proxy.fault, proxy.cuts = Fault.NONE, 0
    context = visits.context(url=proxy.url, watched=False)
    context.add_init_script(_LISTEN)
    sign_in(context.new_page(), email)

    def start_run(text: str, *, prepare: Callable[[BrowserContext], None] | None = None) -> Run:
        if prepare:
            prepare(context)
        proxy.cuts = 0
        draft = site.draft(email=email)
        run = Run(site=site, proxy=proxy, page=context.new_page(), draft=draft, text=text, email=email)
        run.page.goto(draft.page(f"uno/{QUESTION}"))
        return run

    return start_run


def assert_once(run: Run) -> None:
    """The text is what counts now, once in the history; what came before it is there too, nothing else."""
    versions = [one.value for one in reversed(run.site.history(run.draft, QUESTION, email=run.email))]
    assert versions == [*run.others, clean_text(run.text)]


def go_through(start: Callable[..., Run], point: str, numbers: range) -> None:
    for number in numbers:
        run = start(text_of(number))
        POINTS[point](run)
        run.arrives()
        assert_once(run)
        run.page.close()


@pytest.mark.parametrize("point", POINTS)
def test_a_text_typed_while_something_fails_is_kept_exactly_once(point: str, start: Callable[..., Run]) -> None:
    place = list(POINTS).index(point)
    go_through(start, point, range(place, place + TEXTS))


@pytest.mark.drill
@pytest.mark.parametrize("point", POINTS)
def test_twenty_five_texts_each_are_kept_exactly_once(point: str, start: Callable[..., Run]) -> None:
    go_through(start, point, range(DRILL_TEXTS))


def kill_and_return(site: Site, driver: Playwright, profile: Path, numbers: range) -> None:
    """The browser is killed with the text in it; another one, of the same person, sends it."""
    for number in numbers:
        draft, text = site.draft(), text_of(number)
        context = open_profile(driver, profile, site.url)
        page = context.pages[0]
        page.goto("/inicio")
        if page.get_by_label("Contraseña", exact=True).count():
            sign_in(page, RESPONSIBLE, goto="")
        page.goto(draft.page(f"uno/{QUESTION}"))
        page.route("**/respuestas/*", lambda route: route.abort())
        page.locator(f"#q-{QUESTION}-value").fill(text)
        expect(status(page)).to_contain_text("Sin conexión")
        end_browser(profile)
        context = open_profile(driver, profile, site.url)
        page = context.pages[0]
        page.goto(f"/entrar?next={draft.page(f'uno/{QUESTION}')}")
        if page.get_by_label("Contraseña", exact=True).count():
            sign_in(page, RESPONSIBLE, goto="")
        expect(status(page)).to_have_text(SAVED)
        assert [one.value for one in site.history(draft, QUESTION)] == [clean_text(text)]
        with suppress(Exception):
            context.close()


def test_a_text_survives_a_killed_browser(site: Site, driver: Playwright, tmp_path: Path) -> None:
    kill_and_return(site, driver, tmp_path / "profile", range(1))


@pytest.mark.drill
def test_twenty_five_texts_survive_a_killed_browser(site: Site, driver: Playwright, tmp_path: Path) -> None:
    kill_and_return(site, driver, tmp_path / "profile", range(DRILL_TEXTS))


def test_a_queue_that_lives_in_the_page_only_is_caught_losing_the_text(start: Callable[..., Run]) -> None:
    def spoil(context: BrowserContext) -> None:
        context.route(
            "**/js/queue.js*", lambda route: route.fulfill(body=LOST_ON_RELOAD, content_type="text/javascript")
        )

    run = start(text_of(1), prepare=spoil)
    tab_closed(run)
    expect(run.page.locator(f"#q-{QUESTION}-value")).to_have_value("")
    assert run.site.stored(run.draft, QUESTION, email=run.email) is None


def test_a_page_that_says_saved_too_early_is_caught_lying(start: Callable[..., Run]) -> None:
    def lie(route: Route) -> None:
        body = route.fetch().text()
        assert "saving: () => show(calm" in body
        told = body.replace(
            "saving: () => show(calm", "saving: () => status.saved('Guardado a las 10:42'), old: () => show(calm"
        )
        route.fulfill(body=told, content_type="text/javascript")

    run = start(text_of(2), prepare=lambda context: context.route("**/js/status.js*", lie))
    held: list[Route] = []
    run.page.route("**/respuestas/*", lambda route: held.append(route))
    run.type()
    expect(status(run.page)).to_have_text(SAVED)
    with pytest.raises(AssertionError, match="Guardado a las 10:42"):
        run.has_not_lied()
    run.page.unroute_all()
