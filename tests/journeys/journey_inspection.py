"""axe on what a page shows, light and dark, at 320 and 1280 px; and whether it scrolls sideways."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = ((1280, 900), (320, 700))
ABOUT_COLOUR = ["color-contrast", "link-in-text-block"]
_RUN = """async (only) => {
  const found = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  const where = (one) => one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ");
  return found.violations.map((one) => `${one.id}: ${where(one)}`);
}"""
_OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const isCut = (one) => one !== null && (getComputedStyle(one).overflowX !== "visible" || isCut(one.parentElement));
  const isWide = (one) => one.getBoundingClientRect().right > width + 1 && !isCut(one.parentElement);
  const wide = [...document.body.querySelectorAll("*")].filter(isWide);
  return wide.slice(-3).map((one) => "scrolls sideways: " + one.outerHTML.slice(0, 160));
}"""


@dataclass
class Inspection:
    """Runs axe on what a page shows now, in every theme and size, and keeps what it finds.

    Themes change colours only: in the dark one only the rules about colour are asked again.
    """

    found: list[str] = field(default_factory=list)
    states: int = 0

    def look(self, page: Page, state: str) -> None:
        self.states += 1
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for theme, only in (("light", TAGS), ("dark", ABOUT_COLOUR)):
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                for problem in problems_of(page, only):
                    self.found.append(f"{state}, {theme}, {width}: {problem}")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})


def problems_of(page: Page, only: list[str] = TAGS) -> list[str]:
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    return [*page.evaluate(_RUN, only), *page.evaluate(_OVERFLOW)]


def open_everything(page: Page) -> None:
    """Glossary, comment, links, task list: whatever can be opened."""
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


def show_again(page: Page, plain: Page) -> None:
    """axe needs script: the page that was got without it is shown where script runs, as the same address and text."""
    address, content = plain.url, plain.content()
    page.route(address, lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"), times=1)
    page.goto(address)
