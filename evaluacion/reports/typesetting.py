"""HTML to PDF with WeasyPrint, closed to the outside: only our fonts, from memory, and nothing a text could name.

Only the press (its own process) imports this module: importing WeasyPrint costs most of a second and needs Pango.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from evaluacion.resources import FONTS, STATIC

FONT_ADDRESS = "app://font/"
PAPERS = {
    "letter": "@page { size: 8.5in 11in }",
    "a4": "@page { size: 210mm 297mm } .cover { height: 296mm } .cover .upper { height: 223mm }",
}
FACES = {
    "source-sans-3-400-normal.ttf": ("Source Sans 3", 400, "normal"),
    "source-sans-3-400-italic.ttf": ("Source Sans 3", 400, "italic"),
    "source-sans-3-600-normal.ttf": ("Source Sans 3", 600, "normal"),
    "source-sans-3-700-normal.ttf": ("Source Sans 3", 700, "normal"),
    "source-serif-4-600-normal.ttf": ("Source Serif 4", 600, "normal"),
}


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Gives what lies in its own dictionary and refuses everything else: no files, no network, no redirects."""

    def __init__(self, assets: Mapping[str, tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._assets = dict(assets)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The asset at `url`. Raises ValueError for any other address; WeasyPrint then goes on without it."""
        if url not in self._assets:
            raise ValueError("address outside the document")
        media_type, content = self._assets[url]
        return URLFetcherResponse(url, content, {"Content-Type": media_type})


class Typesetter:
    """Fonts and stylesheets, read and parsed once, and used for every document."""

    def __init__(self) -> None:
        fonts = {f"{FONT_ADDRESS}{name}": ("font/ttf", (FONTS / "pdf" / name).read_bytes()) for name in FACES}
        self._fetcher = ClosedFetcher(fonts)
        self._fonts = FontConfiguration()
        self._sheet = self._parse(_font_faces() + (STATIC / "css" / "report.css").read_text("utf-8"))
        self._papers = {name: self._parse(rule) for name, rule in PAPERS.items()}

    def set(self, html: str, *, paper: str) -> bytes:
        """The PDF/UA-1 of `html`. The same input gives the same bytes. Raises KeyError for an unknown paper."""
        document = HTML(string=html, base_url=None, url_fetcher=self._fetcher, media_type="print").render(
            font_config=self._fonts,
            stylesheets=[self._sheet, self._papers[paper]],
            presentational_hints=False,
        )
        pdf: bytes = document.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_identifier=sha256(html.encode()).digest()[:16],
        )
        return pdf

    def _parse(self, rules: str) -> Any:
        return CSS(string=rules, url_fetcher=self._fetcher, font_config=self._fonts)


def _font_faces() -> str:
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f' src: url("{FONT_ADDRESS}{name}") }}\n'
        for name, (family, weight, style) in FACES.items()
    )
