"""The texts that cost a layout engine most, in every field that takes text, stay within bounds."""

from __future__ import annotations

import time

import pytest
import reading
import samples
from conftest import rendered
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluacion.domain.answers import Support
from evaluacion.reports.diagnosis_report import diagnosis_html
from evaluacion.reports.rendering import Press
from evaluacion.reports.text_preparation import LONGEST_PARAGRAPH, LONGEST_RUN, prepare_text, split_paragraphs

COSTLY = {
    "one word": "a" * 100_000,
    "bidi overrides": "‮a‬" * 20_000,
    "combining marks": "e" + "́" * 20_000,
    "newlines": "\n" * 50_000 + "fin",
    "prose": "palabra y más " * 10_000,
    "control characters": "\x00\x01\x02\x1b" * 10_000 + "fin",
    "emoji": "👩‍👩‍👧‍👦" * 3_000,
    "arabic": "مرحبا بالعالم " * 1_500,
}


@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY.keys())
def test_a_costly_text_is_laid_out_in_time(press: Press, text: str) -> None:
    sheet = samples.example_sheet()
    first = list(sheet.support)[:5]
    support = {
        **sheet.support,
        **{question: Support(note=text, reason=text, urls=(text[:2000],)) for question in first},
    }
    html = diagnosis_html(
        samples.example(samples.replaced(sheet, support=support), name=text[:5000], period=text[:500])
    )
    began = time.process_time()
    pdf = rendered(press, html)
    assert time.process_time() - began < 5
    whole = reading.squeezed(pdf)
    assert all(question in whole for question in sheet.answers)
    assert samples.SHA256 in whole


@given(st.text(max_size=3_000))
@settings(max_examples=200, deadline=None)
def test_prepared_text_has_no_run_that_cannot_break(text: str) -> None:
    prepared = prepare_text(text)
    assert all(
        len(run) <= LONGEST_RUN for word in prepared.split() for run in word.replace("\u00ad", "\u200b").split("\u200b")
    )
    assert prepare_text(prepared) == prepared


@given(st.text(max_size=20_000))
@settings(max_examples=50, deadline=None)
def test_paragraphs_are_short_and_lose_nothing_but_blank(text: str) -> None:
    paragraphs = split_paragraphs(text)
    assert all(len(paragraph) <= LONGEST_PARAGRAPH for paragraph in paragraphs)
    assert "".join("".join(paragraphs).split()) == "".join(text.split())
