"""The main job: an institution answers its 42 indicators, submits them, reads its result and corrects it."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from journey_browser import Visits
from journey_site import Site
from journey_steps import add_link, download, go_on, option, sign_in, sign_out
from playwright.sync_api import Page, expect

from evaluacion.domain.questionnaire import Questionnaire
from evaluacion.services import questionnaires

pytestmark = pytest.mark.xdist_group("journeys-1")
QUESTIONNAIRE = "retos-cocreacion"
PERIOD = "Primer semestre de 2026"
LINK = "https://www.institucion.example/transparencia/respuesta-razonada"
REASON = "Esta institución no celebra acuerdos de ese tipo: corresponde a otra dependencia."
LEVELS = ("2", "3", "1", "4", "2", "3", "0")


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return questionnaires.find_on_shelf(QUESTIONNAIRE)


def questions_of(questionnaire: Questionnaire) -> Iterator[str]:
    for section in questionnaire.sections:
        yield from section.questions


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_institution_answers_everything_in_two_sittings_submits_reads_its_result_and_corrects_it(
    script: bool, site: Site, visits: Visits, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    name = f"Instituto de la Sierra {'con' if script else 'sin'} guion"
    email = site.institution(name)
    context = visits.context(java_script_enabled=script, accept_downloads=True)
    page = context.new_page()
    sign_in(page, email)
    start(page)
    answer_first_half(page, questionnaire)
    sign_out(page)

    sign_in(page, email)
    resume(page, questionnaire)
    answer_second_half(page, questionnaire)
    folio, sha256 = review_and_submit(page)
    assert re.fullmatch(r"[0-9a-f]{64}", sha256)

    level = read_result(page)
    result = page.url
    complete = download(page, "Descargar PDF", tmp_path)
    summary = download(page, "Resumen (2 páginas)", tmp_path)
    titles = [section.title for section in questionnaire.sections]
    check_document(complete, institution=name, folio=folio, level=level, sections=titles, sha256=sha256)
    check_document(summary, institution=name, folio=folio, level=level, sections=[], sha256=sha256)

    verify_text(page, folio, "Se emitió aquí y está vigente")
    verify_text(page, sha256, "Se emitió aquí y está vigente")
    verify_file(page, complete, "Se emitió aquí y está vigente", script=script)
    verify_file(page, summary, "Se emitió aquí y está vigente", script=script)

    page.goto(result)
    correct_one_answer(page)
    second_folio, second_sha256 = review_and_submit(page)
    assert second_sha256 != sha256
    page.goto(result)
    expect(page.get_by_text("Esta revisión fue sustituida")).to_be_visible()
    page.get_by_role("link", name="Ver la revisión vigente").click()
    expect(page.get_by_text(f"Folio {second_folio}")).to_be_visible()
    verify_text(page, folio, "Se emitió aquí, pero fue sustituido")
    verify_text(page, second_folio, "Se emitió aquí y está vigente")
    page.goto("/inicio")
    expect(page.get_by_role("row").filter(has_text="Sustituido, revisión 1")).to_have_count(1)
    expect(page.get_by_role("row").filter(has_text="Vigente, revisión 2")).to_have_count(1)


def start(page: Page) -> None:
    expect(page.get_by_text("Aún no hay diagnósticos en curso")).to_be_visible()
    page.get_by_role("link", name="Iniciar un diagnóstico").click()
    page.get_by_role("radio", name="Retos para la cocreación").check()
    page.get_by_label("Nombre del periodo").fill(PERIOD)
    page.get_by_role("button", name="Iniciar").click()
    expect(page.get_by_text("0 de 42")).to_be_visible()
    page.get_by_role("link", name="Empezar").click()


def answer_first_half(page: Page, questionnaire: Questionnaire) -> None:
    """21 indicators: one with a link and a comment, one that does not apply, one nobody knows."""
    for place, question in enumerate(list(questions_of(questionnaire))[:21]):
        expect(page).to_have_url(re.compile(f"/{question}$"))
        if place == 2:
            option(page, question, "no_aplica").check()
            page.get_by_role("textbox", name="Motivo").fill(REASON)
        elif place == 9:
            option(page, question, "no_se").check()
        else:
            option(page, question, "4" if place == 0 else LEVELS[place % 7]).check()
        if place == 0:
            add_link(page, LINK)
            page.get_by_text("Comentario", exact=True).first.click()
            page.get_by_role("textbox", name="Comentario").fill("Se publica cada mes.")
        go_on(page)


def resume(page: Page, questionnaire: Questionnaire) -> None:
    expect(page.get_by_text("21 respuestas guardadas")).to_be_visible()
    page.get_by_role("link", name="Continuar").click()
    expect(page).to_have_url(re.compile(f"/{list(questions_of(questionnaire))[21]}$"))


def answer_second_half(page: Page, questionnaire: Questionnaire) -> None:
    for place, question in enumerate(list(questions_of(questionnaire))[21:], start=21):
        option(page, question, LEVELS[place % 7]).check()
        if place == 22:
            add_link(page, LINK)
        go_on(page)
    expect(page.get_by_role("heading", name="Revise sus respuestas")).to_be_visible()
    expect(page.get_by_text("42 de 42")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    expect(page.locator(f'a[href="{LINK}"]')).to_have_count(2)


def review_and_submit(page: Page) -> tuple[str, str]:
    """Returns the folio and the SHA-256 of the receipt."""
    page.get_by_role("link", name="Continuar al envío").click()
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator("#error-summary")).to_contain_text("Marque la casilla")
    page.get_by_label("Revisé las respuestas y quiero enviarlas.").check()
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_role("heading", name="Diagnóstico enviado")).to_be_visible()
    return page.locator("#folio").inner_text(), page.locator("#sha256").inner_text()


def read_result(page: Page) -> str:
    """Walks through the result; returns the name of the level."""
    page.get_by_role("link", name="Ver el resultado").click()
    level = page.locator("h1.level-name").inner_text()
    expect(page.get_by_text("Sustentado").first).to_be_visible()
    expect(page.get_by_text("Declarado").first).to_be_visible()
    expect(page.locator("article.challenge")).to_have_count(6)
    expect(page.get_by_role("heading", name=re.compile("^Ruta al siguiente nivel"))).to_be_visible()
    expect(page.locator("ol.route").first.get_by_role("listitem").first).to_contain_text("Registrar la evidencia")
    page.get_by_role("link", name="¿De dónde sale este número?").first.click()
    expect(page.get_by_role("table").first).to_be_visible()
    page.get_by_role("navigation", name="Regresar").get_by_role("link", name="Resultado").click()
    page.get_by_role("link", name=re.compile("^Ver las .* recomendaciones")).click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"\d+ de \d+ recomendaciones"))
    page.get_by_role("navigation", name="Regresar").get_by_role("link", name="Resultado").click()
    return level


def check_document(path: Path, *, institution: str, folio: str, level: str, sections: list[str], sha256: str) -> None:
    with pdfplumber.open(path) as document:
        text = " ".join(" ".join((page.extract_text() or "").split()) for page in document.pages)
        count = len(document.pages)
    for expected in (institution, folio, level, *sections):
        assert expected in text
    assert sha256 in text.replace(" ", "")
    assert set(PERIOD.split()) <= set(text.replace(".", " ").split())
    assert count > 10 if sections else count == 2
    with pikepdf.open(path) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang).startswith("es")


def verify_text(page: Page, text: str, verdict: str) -> None:
    page.goto("/verificar")
    page.get_by_label("Folio o huella").fill(text)
    page.get_by_role("button", name="Verificar").click()
    expect(page.locator("#verdict")).to_contain_text(verdict)


def verify_file(page: Page, path: Path, verdict: str, *, script: bool) -> None:
    """Drops the file where the browser works out its hash; without script the hash is pasted."""
    if not script:
        verify_text(page, hashlib.sha256(path.read_bytes()).hexdigest(), verdict)
        return
    page.goto("/verificar")
    page.evaluate(
        """([data, name]) => {
          const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
          const dropped = new DataTransfer();
          dropped.items.add(new File([bytes], name, { type: "application/pdf" }));
          document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: dropped }));
        }""",
        [b64encode(path.read_bytes()).decode(), path.name],
    )
    expect(page.locator("#verdict")).to_contain_text(verdict)


def correct_one_answer(page: Page) -> None:
    page.get_by_role("link", name="Reabrir para agregar evidencia").click()
    page.get_by_label("Motivo").fill("Se localizó la evidencia de un indicador.")
    page.get_by_role("button", name="Reabrir").click()
    expect(page.get_by_text("revisión 2")).to_be_visible()
    page.get_by_role("link", name="Revisar y enviar").click()
    page.get_by_role("link", name="Cambiar", exact=False).nth(4).click()
    page.locator(".levels input[type=radio]").nth(4).check()
    go_on(page)
    expect(page.get_by_role("heading", name="Revise sus respuestas")).to_be_visible()
