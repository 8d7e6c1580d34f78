"""Every template parses, holds no inline script or style, and one macro file stands for one component."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from evaluacion.resources import STATIC, TEMPLATES

FILES = sorted(path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html"))
PAGES = [path for path in FILES if path.parts[0] not in ("reports", "email")]


def test_every_page_compiles_with_the_filters_of_the_app(make_app):
    environment = make_app().jinja_env
    for path in PAGES:
        environment.get_template(path.as_posix())


@pytest.mark.parametrize("path", FILES, ids=str)
def test_it_parses(path: Path):
    Environment(extensions=["jinja2.ext.i18n"]).parse((TEMPLATES / path).read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_it_holds_no_inline_script_style_or_handler(path: Path):
    text = (TEMPLATES / path).read_text("utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style|javascript:", text)
    assert not re.search(r"\son(?:click|load|error|change|input|submit|focus|blur|key\w+|mouse\w+)\s*=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "| safe" not in text
    assert "autoescape" not in text


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_every_form_that_posts_carries_its_token(path: Path):
    text = (TEMPLATES / path).read_text("utf-8")
    for form in re.findall(r'<form method="post".*?</form>', text, flags=re.DOTALL):
        assert "csrf_token" in form


def test_the_style_sheets_load_nothing_from_elsewhere():
    for path in (STATIC / "css").glob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)", path.read_text("utf-8")):
            assert address.strip("\"'").startswith("../"), (path.name, address)


def test_the_scripts_write_no_markup_and_load_nothing_from_elsewhere():
    for path in (STATIC / "js").glob("*.js"):
        text = path.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|https?://", text), (
            path.name
        )


def test_every_component_is_used():
    pages = "\n".join((TEMPLATES / path).read_text("utf-8") for path in FILES)
    for path in (TEMPLATES / "components").glob("*.html"):
        assert f'"components/{path.name}"' in pages, path.name
