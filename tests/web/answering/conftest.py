"""What a browser without script does with the answering pages: read the form as it stands, change it, send it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from werkzeug.test import TestResponse


class FormReader(HTMLParser):
    """The fields of the form with this id (or of the first one that posts), as a browser would send them."""

    def __init__(self, form_id: str | None) -> None:
        super().__init__()
        self.wanted, self.inside, self.area = form_id, False, ""
        self.fields: dict[str, list[str]] = {}
        self.action = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action and found.get("method") == "post":
            self.inside = self.wanted is None or found.get("id") == self.wanted
            self.action = found.get("action", "") or "." if self.inside else ""
        name = found.get("name", "")
        if not self.inside or not name or tag == "button":
            return
        if tag == "textarea":
            self.area = name
            self.fields[name] = [""]
        elif tag == "input" and (found.get("type") not in ("radio", "checkbox") or "checked" in found):
            self.fields.setdefault(name, []).append(found.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area][0] += data.removeprefix("\n") if not self.fields[self.area][0] else data


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A person at a page: sends its form with some fields changed; None takes a field away."""

    browser: Any
    path: str

    def text(self) -> str:
        answer = self.browser.get(self.path)
        assert answer.status_code == 200, (self.path, answer.status_code)
        return str(answer.get_data(as_text=True))

    def fields(self) -> dict[str, list[str]]:
        reader = FormReader("answers")
        reader.feed(self.text())
        return reader.fields

    def send(
        self, changes: dict[str, Any] | None = None, *, fields: dict[str, list[str]] | None = None
    ) -> TestResponse:
        sent: dict[str, Any] = {**(fields or self.fields()), "go": "next", **(changes or {})}
        token = sent.pop("csrf_token")
        token = token[0] if isinstance(token, list) else token
        kept = {name: value for name, value in sent.items() if value is not None}
        return self.browser.post(self.path, kept, token=token)


@pytest.fixture
def at(site: Any) -> Callable[..., Reader]:
    """`at("uno/Q1")`: the responsible person of the institution at that page of the draft."""
    browsers: dict[str, Any] = {}

    def open_page(page: str = "", *, who: str = "responsable@uno.mx", assessment: str = "") -> Reader:
        browser = browsers.setdefault(who, site.browser(who))
        path = f"/diagnosticos/{assessment or site.draft}"
        return Reader(browser=browser, path=f"{path}/{page}" if page else path)

    return open_page
