"""What the doctor finds in an installation from which something is missing."""

from __future__ import annotations

import shutil

import pytest

from evaluacion import resources
from evaluacion.cli import doctor


def test_the_fonts_of_pages_and_documents_are_all_there():
    assert [finding.good for finding in doctor._fonts()] == [True, True]


@pytest.mark.parametrize(
    ("name", "what"),
    [("source-sans-3-latin-400-normal.woff2", "de las páginas"), ("pdf/source-serif-4-600-normal.ttf", "de los PDF")],
)
def test_a_missing_font_is_named(name, what, tmp_path, monkeypatch):
    shutil.copytree(resources.FONTS, tmp_path / "fonts")
    (tmp_path / "fonts" / name).unlink()
    monkeypatch.setattr(resources, "FONTS", tmp_path / "fonts")
    (missing,) = [finding for finding in doctor._fonts() if not finding.good]
    assert missing.good is False
    assert what in missing.text
    assert name.split("/")[-1] in missing.text
