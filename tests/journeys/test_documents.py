"""While a document is laid out, the site keeps answering: others save, and the person is not left with a dead page."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from urllib.request import Request, urlopen

import pytest
from journey_site import RESPONSIBLE, WELFARE, Site
from journey_steps import SAVED, option, status
from playwright.sync_api import BrowserContext, expect

pytestmark = pytest.mark.xdist_group("journeys-2")
SAVE_SECONDS = 5


def test_answers_are_saved_while_a_document_is_laid_out(site: Site, signed_in: Callable[..., BrowserContext]) -> None:
    reader, writer = signed_in(RESPONSIBLE), signed_in(WELFARE)
    submission = site.submission(RESPONSIBLE)
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in reader.cookies())
    request = Request(f"{site.url}/resultados/{submission.id}/diagnostico.pdf", headers={"Cookie": cookie})
    done: list[tuple[float, bytes]] = []

    def lay_out() -> None:
        with urlopen(request, timeout=120) as answer:
            done.append((time.monotonic(), answer.read()))

    draft = site.draft(email=WELFARE)
    page = writer.new_page()
    page.goto(draft.page("uno/Q1"))
    expect(option(page, "Q1", "0")).to_be_visible()
    document = threading.Thread(target=lay_out)
    document.start()
    saved = 0
    while document.is_alive():
        started = time.monotonic()
        value = ("0", "1", "2")[saved % 3]
        option(page, "Q1", value).check()
        expect(status(page)).to_have_text(SAVED)
        assert time.monotonic() - started < SAVE_SECONDS
        saved += 1
    document.join()
    assert done[0][1].startswith(b"%PDF-")
    assert saved >= 1
    assert len(site.history(draft, "Q1", email=WELFARE)) == saved
