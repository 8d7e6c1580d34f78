"""Texts that people type: cleaned in one place, and never longer than they may be."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluacion.domain.errors import Invalid
from evaluacion.domain.texts import MAX_LINKS, MAX_TEXT, TextTooLong, clean_line, clean_link, clean_links, clean_text

ANY_TEXT = st.text(st.characters(), max_size=200)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hola  ", "hola"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a\n \n\t\n \nb", "a\n\nb"),
        ("a\x00\x07\x1b[31mb", "a[31mb"),
        ("a\u202e\u2066b\u200fc", "abc"),
        ("n\u0303", "ñ"),
        ("x" + "\u0301" * 9, "x" + "\u0301" * 4),
        ("a\tb", "a b"),
        ("a\ud800b", "ab"),
        ("👩‍👧 sí", "👩‍👧 sí"),
        ("<b>{{7*7}}</b> &amp; 'x'", "<b>{{7*7}}</b> &amp; 'x'"),
    ],
)
def test_what_tricks_the_reader_goes_and_what_people_wrote_stays(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@given(ANY_TEXT)
def test_a_clean_text_is_clean_already(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


def test_a_text_may_have_ten_thousand_characters_and_not_one_more() -> None:
    assert clean_text("x" * MAX_TEXT) == "x" * MAX_TEXT
    with pytest.raises(TextTooLong, match="10,001 caracteres y caben 10,000"):
        clean_text("x" * (MAX_TEXT + 1))


def test_a_line_has_no_breaks() -> None:
    assert clean_line(" Unidad\n de   Transparencia ") == "Unidad de Transparencia"


@pytest.mark.parametrize("link", ["https://www.gob.mx/a?b=c#d", "HTTP://Ejemplo.MX", "https://ñandú.mx/á"])
def test_links_to_sites_are_kept_as_they_are(link: str) -> None:
    assert clean_link(link) == link


@pytest.mark.parametrize(
    "link", ["", "gob.mx", "javascript:alert(1)", "https://intranet/x", "https://a b.mx", "http://[::1", "data:,x"]
)
def test_anything_else_is_no_link(link: str) -> None:
    with pytest.raises(Invalid, match="La liga debe"):
        clean_link(link)


def test_links_are_not_repeated_and_not_too_many() -> None:
    assert clean_links(("https://a.mx", " ", "https://a.mx")) == ("https://a.mx",)
    with pytest.raises(Invalid, match="ligas por respuesta"):
        clean_links(tuple(f"https://a.mx/{number}" for number in range(MAX_LINKS + 1)))
