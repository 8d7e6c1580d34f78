"""One server and one browser a worker; two groups, so that at most two browsers run at the same time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from journey_browser import ARGUMENTS, CHROMIUM, PATIENCE, Visits
from journey_inspection import Inspection
from journey_site import RESPONSIBLE, Site
from journey_steps import sign_in

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    try:
        site.start()
        yield site
    finally:
        site.close()


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    assert CHROMIUM, "chromium is not on the PATH: apt install chromium"
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def visits(browser: Browser, site: Site) -> Iterator[Visits]:
    """Contexts at the site; afterwards nothing may have gone wrong in their pages nor on the server."""
    visits = Visits(browser, site.url)
    yield visits
    visits.close()
    assert visits.watch.problems == []
    assert site.new_errors() == []


@pytest.fixture(scope="session")
def _known(browser: Browser, site: Site) -> dict[str, dict]:
    """Sessions already open, by address: the site limits how often one machine may sign in."""
    return {}


@pytest.fixture
def signed_in(visits: Visits, _known: dict, site: Site) -> Callable[..., BrowserContext]:
    """A context where somebody has signed in; with `fresh`, in a session of its own that a test may end."""

    def open_context(email: str = RESPONSIBLE, *, fresh: bool = False, **options: object) -> BrowserContext:
        if fresh or email not in _known:
            context = visits.context(**options)
            page = context.new_page()
            sign_in(page, email)
            page.close()
            if fresh:
                return context
            _known[email] = context.storage_state()
            return context
        return visits.context(storage_state=_known[email], **options)

    return open_context


@pytest.fixture
def page(signed_in: Callable[..., BrowserContext]) -> Page:
    """A page where the responsible person of the institution of mobility has signed in."""
    return signed_in().new_page()


@pytest.fixture
def inspection() -> Iterator[Inspection]:
    inspection = Inspection()
    yield inspection
    assert inspection.states > 0
    assert not inspection.found, "\n".join(inspection.found)


@pytest.fixture
def open_as(signed_in: Callable[..., BrowserContext]) -> Callable[..., Page]:
    def open_page(email: str = RESPONSIBLE, **options: object) -> Page:
        return signed_in(email, bypass_csp=True, **options).new_page()

    return open_page
