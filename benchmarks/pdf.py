"""The PDF diagnosis against naive WeasyPrint renders of the same HTML: warm, first of a process, and memory.

    python benchmarks/pdf.py [rounds]

`naive` is `HTML(string).write_pdf(pdf_variant="pdf/ua-1")` of the same text with the same stylesheet inline, in the
calling process; `auto tables` is the same without fixed columns, as one would first write it. `ours` is the press,
with fonts and styles read once and a forked child per document. Contenders take turns; medians and ratios are printed.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "reports"))

import samples
from weasyprint import HTML

from evaluacion.reports.diagnosis_report import diagnosis_html
from evaluacion.reports.rendering import Press
from evaluacion.resources import STATIC

COLD = {
    "naive": "import sys; from weasyprint import HTML\n"
    "HTML(string=open(sys.argv[1]).read()).write_pdf(pdf_variant='pdf/ua-1')",
    "ours": "import sys; from evaluacion.reports.rendering import render_pdf\n"
    "assert isinstance(render_pdf(open(sys.argv[1]).read()), bytes)",
}


def main() -> None:
    """Prints the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    html = diagnosis_html(samples.example())
    style = (STATIC / "css" / "report.css").read_text("utf-8")
    naive = html.replace("</head>", f"<style>{style}</style></head>")
    auto = naive.replace("table-layout: fixed;", "")
    press = Press()
    press.warm_up()
    first = seconds_of(lambda: press.render(html))
    warm = turns(
        rounds,
        {
            "ours": lambda: press.render(html),
            "naive": lambda: HTML(string=naive).write_pdf(pdf_variant="pdf/ua-1"),
            "auto tables": lambda: HTML(string=auto).write_pdf(pdf_variant="pdf/ua-1"),
        },
    )
    press.close()
    print(f"document of {len(re.sub('<[^>]+>', ' ', html).split())} words")
    report("warm", warm)
    with tempfile.TemporaryDirectory() as folder:
        commands = {}
        for name, text in (("naive", naive), ("ours", html)):
            path = Path(folder) / name
            path.write_text(text, "utf-8")
            commands[name] = partial(subprocess.run, [sys.executable, "-c", COLD[name], str(path)], check=True)
        cold = turns(max(3, rounds // 2), commands)
    report("a fresh process from start to end", cold)
    print(f"first document of a warmed press: {first / cold['naive']:.2f} of a fresh naive process")
    print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB")


def turns(rounds: int, contenders: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median seconds of each contender, taking turns."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            seconds[name].append(seconds_of(work))
    return {name: median(each) for name, each in seconds.items()}


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes, by the clock."""
    began = perf_counter()
    work()
    return perf_counter() - began


def report(title: str, medians: dict[str, float]) -> None:
    """One line: medians, and ours as a share of each other."""
    shares = ", ".join(f"{medians['ours'] / each:.2f} of {name}" for name, each in medians.items() if name != "ours")
    print(f"{title}: " + ", ".join(f"{name} {each:.2f} s" for name, each in medians.items()) + f"; ours is {shares}")


if __name__ == "__main__":
    main()
