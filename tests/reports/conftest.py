"""One press for all the tests of documents, and the two documents of the example, laid out once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import samples

from evaluacion.domain.diagnosis import Diagnosis
from evaluacion.reports.diagnosis_report import ReportKind, diagnosis_html
from evaluacion.reports.rendering import Press


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    press = Press()
    assert press.warm_up()
    yield press
    press.close()


def rendered(press: Press, html: str, paper: str = "letter") -> bytes:
    pdf = press.render(html, paper="a4" if paper == "a4" else "letter")
    assert isinstance(pdf, bytes), pdf
    return pdf


@pytest.fixture(scope="session")
def complete(press: Press) -> bytes:
    return rendered(press, diagnosis_html(samples.example()))


@pytest.fixture(scope="session")
def brief(press: Press) -> bytes:
    return rendered(press, diagnosis_html(samples.example(), kind=ReportKind.SUMMARY))


@pytest.fixture(scope="session")
def opened(complete: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(complete)) as pdf:
        yield pdf


@pytest.fixture(scope="session")
def example() -> Diagnosis:
    return samples.example()
