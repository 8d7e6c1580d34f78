"""Whatever people write is text: markup, templates and direction controls appear as they are, and nothing runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from journey_site import RESPONSIBLE, WELFARE, Site
from journey_steps import SAVED, download, option, status
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.xdist_group("journeys-2")
SCRIPT = "<script>document.title='robado'</script><img src=x onerror=\"document.title='robado'\">"
TEMPLATE = "{{7*7}} ${7*7} {% raw %}"
TURNED = "abc\u202edef\u2066ghi"
STRAIGHT = "abcdefghi"
HOSTILE = f"{SCRIPT} {TEMPLATE} {TURNED}"
SHOWN = f"{SCRIPT} {TEMPLATE} {STRAIGHT}"
LINK = "https://www.institucion.example/?q=<script>document.title='robado'</script>{{7*7}}"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_hostile_text_in_every_field_is_shown_as_text_everywhere(
    script: bool, site: Site, signed_in: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = signed_in(java_script_enabled=script, accept_downloads=True).new_page()
    page.goto("/diagnosticos/nuevo")
    page.get_by_role("radio", name="Versión corta").check()
    page.get_by_label("Nombre del periodo").fill("<b>{{7*7}}</b> <script>1</script>")
    page.get_by_role("button", name="Iniciar").click()
    check_literal(page, "<b>{{7*7}}</b> <script>1</script>")
    address = page.url

    page.get_by_role("link", name="Empezar").click()
    page.locator('.specials input[value="no_aplica"]').check()
    page.get_by_role("textbox", name="Motivo").fill(HOSTILE)
    page.locator("details.comment summary").click()
    page.get_by_role("textbox", name="Comentario").fill(HOSTILE)
    page.locator("#save-and-go").click()
    page.wait_for_url("**/CU-02")

    page.goto(f"{address}/revisar")
    check_literal(page, SHOWN, times=2)
    page.goto(f"{address}/respuestas/CU-01/historial")
    check_literal(page, SHOWN, times=2)
    page.goto(f"{address}/R1/CU-01")
    expect(page.get_by_role("textbox", name="Motivo")).to_have_value(SHOWN)
    page.goto(f"{address}/buscar?q=<script>alert(1)</script>")
    expect(page.get_by_role("searchbox")).to_have_value("<script>alert(1)</script>")
    page.goto(f"{address}/enviar")
    page.get_by_label("Revisé las respuestas y quiero enviarlas.").check()
    page.get_by_role("button", name="Enviar").click()
    check_literal(page, "<b>{{7*7}}</b> <script>1</script>")
    page.get_by_role("link", name="Ver el resultado").click()
    check_literal(page, SHOWN)
    with pdfplumber.open(download(page, "Descargar PDF", tmp_path)) as document:
        text = "".join(one.extract_text() for one in document.pages).replace("\n", "").replace(" ", "")
    assert "{{7*7}}" in text
    assert "<script>" in text
    page.goto("/inicio")
    check_literal(page, "<b>{{7*7}}</b> <script>1</script>")


def check_literal(page: Page, text: str, *, times: int = 0) -> None:
    shown = page.locator("main").inner_text()
    flat = " ".join(shown.split())
    assert " ".join(text.split()) in flat
    assert flat.count(" ".join(text.split())) >= times
    assert "robado" not in page.title()
    assert page.locator("main script, main img, main b b").count() == 0


def test_a_hostile_link_is_refused_or_stays_a_link_to_where_it_says(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    page = signed_in().new_page()
    draft = site.draft()
    page.goto(draft.page("uno/Q1"))
    option(page, "Q1", "2").check()
    page.get_by_text("Agregar liga").click()
    field = page.get_by_label("Dirección de la página o el documento")
    for bad in (
        "javascript:document.title='robado'",
        "data:text/html,<script>1</script>",
        "https://",
        "//otra.example",
    ):
        field.fill(bad)
        page.get_by_role("button", name="Agregar", exact=True).click()
        expect(page.locator(".error-text").first).to_be_visible()
        expect(field).to_have_value(bad)
    field.fill(LINK)
    page.get_by_role("button", name="Agregar", exact=True).click()
    anchor = page.locator("[data-proofs] a")
    expect(anchor).to_have_attribute("href", LINK)
    expect(status(page)).to_have_text(SAVED)
    assert page.locator("main script").count() == 0
    page.reload()
    expect(anchor).to_have_attribute("href", LINK)
    expect(anchor).to_have_attribute("rel", "noopener noreferrer nofollow")
    assert "robado" not in page.title()


def test_going_back_after_submitting_shows_a_page_that_says_it_was_sent(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    page = signed_in().new_page()
    draft = site.draft()
    page.goto(draft.page("uno/Q1"))
    option(page, "Q1", "0").check()
    expect(status(page)).to_have_text(SAVED)
    page.goto(draft.page("enviar"))
    page.get_by_label("Revisé las respuestas y quiero enviarlas.").check()
    page.get_by_role("button", name="Enviar").click()
    folio = page.locator("#folio").inner_text()
    page.go_back()
    expect(page.locator("#folio")).to_have_text(folio)
    page.go_back()
    expect(page.locator("#save-and-go")).to_have_count(0)
    expect(option(page, "Q1", "0")).to_be_checked()


def test_a_page_opened_before_it_was_submitted_says_so_and_keeps_the_text(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    context = signed_in()
    page, other = context.new_page(), context.new_page()
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    other.goto(draft.page("enviar"))
    other.get_by_label("Revisé las respuestas y quiero enviarlas.").check()
    other.get_by_role("button", name="Enviar").click()
    expect(other.locator("#folio")).to_be_visible()
    page.locator("#q-Q3-value").fill("Tarde.")
    expect(page.locator("#save-alert")).to_contain_text("No se guardó.")
    expect(page.locator("#q-Q3-value")).to_have_value("Tarde.")
    assert site.stored(draft, "Q3") is None


def test_what_belongs_to_another_institution_does_not_exist(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    page = signed_in(RESPONSIBLE).new_page()
    foreign = site.draft(email=WELFARE)
    for rest in ("", "uno", "uno/Q1", "revisar", "enviar", "acuse", "respuestas/Q1/historial", "eliminar", "reabrir"):
        answer = page.goto(foreign.page(rest))
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("heading", name="Esta página no existe")).to_be_visible()
