"""Nothing a text says is obeyed: no request leaves, no file comes in, and the text appears as it was written."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import reading
import samples
from conftest import rendered
from weasyprint import HTML
from weasyprint.urls import URLFetchingError

from evaluacion.domain.answers import Support
from evaluacion.reports.diagnosis_report import diagnosis_html
from evaluacion.reports.rendering import Press
from evaluacion.reports.typesetting import Typesetter

SECRET = "CANARIO-DE-ARCHIVO-7319"


class Canary:
    """A server that only remembers who called, and a file nobody should read."""

    def __init__(self, folder: Path) -> None:
        self.calls: list[str] = []
        calls = self.calls

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                calls.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "image/svg+xml")
                self.end_headers()
                self.wfile.write(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")

            def log_message(self, *arguments: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.file = folder / "secreto.txt"
        self.file.write_text(SECRET)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    canary = Canary(tmp_path_factory.mktemp("canary"))
    yield canary
    canary.close()


def vectors(canary: Canary) -> list[str]:
    """Twenty-four ways to make a layout engine fetch something."""
    http, file = canary.url, canary.file.as_uri()
    data = f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{http}/datasvg'/></svg>"
    return [
        f"<img src='{http}/img'>",
        f"<link rel=stylesheet href='{http}/link'>",
        f"<style>@import url({http}/import);</style>",
        f"<p style='background:url({http}/bg)'>x</p>",
        f"<style>@font-face{{font-family:q;src:url({http}/font)}}p{{font-family:q}}</style><p>x</p>",
        f"<link rel=attachment href='{file}'>",
        f"<a rel=attachment href='{file}'>x</a>",
        f"<link rel=attachment href='{http}/attachment'>",
        f"<object data='{http}/object'></object>",
        f"<embed src='{http}/embed'>",
        f"<svg width=9 height=9><image href='{http}/svgimage' width=9 height=9 /></svg>",
        f"<svg width=9 height=9><use href='{http}/svguse#a'/></svg>",
        f'<img src="{data}">',
        f"<style>h1::before{{content:url({http}/content)}}</style><h1>x</h1>",
        f"<style>ul{{list-style:url({http}/list)}}</style><ul><li>x</ul>",
        f"<p style='border:3px solid;border-image:url({http}/border) 30'>x</p>",
        f"<base href='{http}/base/'><img src='relative'>",
        f"<img src='{http.replace('http', 'ftp')}/ftp'>",
        f"<body background='{http}/body'>",
        f"<input type=image src='{http}/input'>",
        f"<style>@color-profile --q{{src:url({http}/profile)}}p{{color:color(--q 1 0 0)}}</style><p>x</p>",
        f"<iframe src='{http}/iframe'></iframe>",
        f"<meta http-equiv=refresh content='0;url={http}/refresh'>",
        f"<img src='{file}'>",
    ]


HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}}{% raw %}",
    "‮txt.exe",
    "& < > \" ' &amp; \\u003c",
    "%(num)s %s {0}",
    "</style></table></svg><h1>",
)


def document(vector: str) -> str:
    return f"<!doctype html><html lang=es><title>x</title>{vector}<p>texto que queda</p>"


def test_the_harness_catches_the_default_fetcher(canary: Canary) -> None:
    canary.calls.clear()
    leaked = 0
    for vector in vectors(canary):
        before = len(canary.calls)
        pdf = HTML(string=document(vector)).write_pdf(pdf_variant="pdf/ua-1")
        leaked += len(canary.calls) > before or "0 embedded files" not in reading.run("pdfdetach", pdf, "-list", "FILE")
    assert leaked >= 10


def test_no_vector_reaches_outside_even_as_markup(canary: Canary) -> None:
    """A refused colour profile gives no PDF at all: WeasyPrint does not catch that one."""
    canary.calls.clear()
    typesetter = Typesetter()
    for vector in vectors(canary):
        try:
            pdf = typesetter.set(document(vector), paper="letter")
        except URLFetchingError:
            assert "@color-profile" in vector
            continue
        assert "0 embedded files" in reading.run("pdfdetach", pdf, "-list", "FILE")
        assert SECRET not in reading.text(pdf)
        assert SECRET.encode() not in pdf
    assert canary.calls == []


def test_no_vector_reaches_outside_from_the_press(canary: Canary, press: Press) -> None:
    canary.calls.clear()
    pdf = rendered(press, document("".join(one for one in vectors(canary) if "@color-profile" not in one)))
    assert "texto que queda" in reading.text(pdf)
    assert canary.calls == []


def test_every_vector_and_every_hostile_text_appears_literally_in_every_field(canary: Canary, press: Press) -> None:
    canary.calls.clear()
    hostile = " ; ".join([*vectors(canary), *HOSTILE])
    diagnosis = samples.example(samples.example_sheet(hostile=hostile), name=HOSTILE[0] + HOSTILE[1], period=HOSTILE[0])
    pdf = rendered(press, diagnosis_html(diagnosis))
    squeezed = reading.squeezed(pdf)
    for text in (*vectors(canary), "<script>alert(1)</script>", "{{7*7}}{%raw%}", "txt.exe", "%(num)s%s{0}"):
        assert "".join(text.split()) in squeezed, text
    assert "49" not in reading.pages(pdf)[0].splitlines()[2]
    assert canary.calls == []
    assert "0 embedded files" in reading.run("pdfdetach", pdf, "-list", "FILE")
    assert not any(canary.url in link or "secreto" in link for link in reading.links(pdf))


def test_evidence_links_are_printed_but_cannot_be_clicked(press: Press) -> None:
    sheet = samples.example_sheet()
    first = next(iter(sheet.support))
    support = {**sheet.support, first: Support(urls=("https://mala.example/x?<b>y</b>",))}
    pdf = rendered(press, diagnosis_html(samples.example(samples.replaced(sheet, support=support))))
    assert "https://mala.example/x?<b>y</b>" in reading.squeezed(pdf)
    assert not any("mala.example" in link for link in reading.links(pdf))
