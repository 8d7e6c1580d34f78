"""The watch that every journey has: what it would say, if a page did what no page may do."""

from __future__ import annotations

import pytest
from journey_browser import Visits

pytestmark = pytest.mark.xdist_group("journeys-2")
LOOKS = 200


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("document.head.append(Object.assign(document.createElement('script'), {text: '1'}))", "policy violation"),
        ("document.body.setAttribute('style', 'color: red')", "policy violation"),
        ("void fetch('http://127.0.0.1:1/').catch(() => 0)", "policy violation"),
        ("console.error('broken')", "error: broken"),
        ("setTimeout(() => { throw new Error('lost'); })", "script error"),
        ("setTimeout(() => alert('robado'))", "dialog: robado"),
    ],
)
def test_the_watch_tells_what_no_page_may_do(visits: Visits, spoil: str, told: str) -> None:
    page = visits.context().new_page()
    page.goto("/ayuda")
    page.evaluate(spoil)
    for _look in range(LOOKS):
        if any(told in problem for problem in visits.watch.problems):
            break
        page.wait_for_timeout(50)
    else:
        raise AssertionError(f"{told}: {visits.watch.problems}")
    visits.watch.problems.clear()


def test_the_watch_tells_of_requests_to_other_hosts(visits: Visits) -> None:
    page = visits.context(bypass_csp=True).new_page()
    page.goto("/ayuda")
    with page.expect_request("http://127.0.0.1:1/**"):
        page.evaluate("void fetch('http://127.0.0.1:1/away').catch(() => 0)")
    assert any("request to another host" in problem for problem in visits.watch.problems)
    visits.watch.problems.clear()
