"""The PDF diagnosis against a naive WeasyPrint render of the same HTML: warm, first of a process, and memory.

    python benchmarks/pdf.py [rounds]

Naive is `HTML(string).write_pdf(pdf_variant="pdf/ua-1")` of the same text with its stylesheet inline, the WOFF2 faces
of the pages and automatic tables, each document on its own, in the calling process. Ours is the press: fonts and styles
read once, fixed tables, a forked child per document. Contenders are interleaved; medians and ratios are printed.
"""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "reports"))

import samples

from evaluacion.reports.diagnosis_report import diagnosis_html
from evaluacion.reports.rendering import Press
from evaluacion.resources import FONTS, STATIC

FACES = (("Source Sans 3", "400"), ("Source Sans 3", "600"), ("Source Sans 3", "700"), ("Source Serif 4", "600"))
COLD_NAIVE = (
    "import sys; from weasyprint import HTML; HTML(string=open(sys.argv[1]).read()).write_pdf(pdf_variant='pdf/ua-1')"
)
COLD_OURS = "import sys; from evaluacion.reports.rendering import render_pdf; assert isinstance(render_pdf(open(sys.argv[1]).read()), bytes)"


def naive_html(html: str) -> str:
    """The same document as somebody would first write it."""
    style = (STATIC / "css" / "report.css").read_text("utf-8").replace("table-layout: fixed;", "")
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{_woff2(family, weight)}") }}\n'
        for family, weight in FACES
    )
    return html.replace("</head>", f"<style>{faces}{style}</style></head>")


def _woff2(family: str, weight: str) -> str:
    name = family.lower().replace(" ", "-")
    return (FONTS / f"{name}-latin-{weight}-normal.woff2").as_uri()


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    from weasyprint import HTML

    html = diagnosis_html(samples.example())
    plain = naive_html(html)
    words = len(re.sub(r"<[^>]+>", " ", html).split())
    press = Press()
    first = press.render(html)
    assert isinstance(first, bytes)

    def naive() -> object:
        return HTML(string=plain).write_pdf(pdf_variant="pdf/ua-1")

    naive()
    warm: dict[str, list[float]] = {"naive": [], "ours": []}
    for _ in range(rounds):
        warm["naive"].append(timed(naive))
        warm["ours"].append(timed(lambda: press.render(html)))
    press.close()
    print(f"document: {words} words, {len(first) // 1024} KiB")
    report("warm", warm["naive"], warm["ours"])

    cold: dict[str, list[float]] = {"naive": [], "ours": []}
    with tempfile.TemporaryDirectory() as folder:
        files = {"naive": Path(folder) / "naive.html", "ours": Path(folder) / "ours.html"}
        files["naive"].write_text(plain, "utf-8")
        files["ours"].write_text(html, "utf-8")
        for _ in range(max(3, rounds // 2)):
            for name, code in (("naive", COLD_NAIVE), ("ours", COLD_OURS)):
                cold[name].append(
                    timed(
                        lambda code=code, name=name: subprocess.run(
                            [sys.executable, "-c", code, files[name]], check=True
                        )
                    )  # type: ignore[misc]
                )
    report("a fresh process, start to end", cold["naive"], cold["ours"])
    print(
        f"first document of a warmed press / cold naive process: {warm['ours'][0] / statistics.median(cold['naive']):.2f}"
    )
    print(f"largest child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB")


def report(name: str, naive: list[float], ours: list[float]) -> None:
    one, two = statistics.median(naive), statistics.median(ours)
    print(f"{name}: naive {one:.2f} s, ours {two:.2f} s, ratio {two / one:.2f}")


if __name__ == "__main__":
    main()
