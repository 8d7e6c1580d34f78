"""What a PDF says, read by other people's programs."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf


def run(program: str, pdf: bytes, *arguments: str) -> str:
    """The output of a poppler or qpdf program on the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(
            [program, *(str(path) if one == "FILE" else one for one in arguments)], capture_output=True, check=False
        )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8", "replace")


def text(pdf: bytes) -> str:
    """The text, on one line, without the marks that let long words break."""
    raw = run("pdftotext", pdf, "-raw", "FILE", "-")
    return re.sub(r"\s+", " ", raw.replace("\u200b", ""))


def squeezed(pdf: bytes) -> str:
    """The text without any space at all: where a line broke does not matter."""
    return re.sub(r"\s", "", text(pdf))


def pages(pdf: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return [page.extract_text() or "" for page in opened.pages]


def links(pdf: bytes) -> list[str]:
    """Every address a reader could click."""
    found = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            for annotation in page.get("/Annots", []):
                if "/A" in annotation and "/URI" in annotation.A:
                    found.append(str(annotation.A.URI))
    return found


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """The kinds of structure elements in reading order."""
    return [str(element.S) for element in _elements(pdf.Root.StructTreeRoot)]


def figures(pdf: pikepdf.Pdf) -> list[str]:
    """The alternative texts of the figures."""
    return [str(one.get("/Alt", "")) for one in _elements(pdf.Root.StructTreeRoot) if str(one.S) == "/Figure"]


def _elements(node: Any) -> Iterator[Any]:
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)
