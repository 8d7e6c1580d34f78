"""axe on every page and state, light and dark, 320 and 1280 px; and nothing scrolls sideways on the narrowest phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from journey_browser import Visits
from journey_site import CAPTURE, PASSWORD, READER, RESPONSIBLE, WELFARE, Draft, Site
from journey_steps import alert, option, sign_in, status
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import text as sql

from evaluacion.domain.answers import Support
from evaluacion.services import submitting

pytestmark = pytest.mark.xdist_group("journeys-1")
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = ((1280, 900), (320, 700))
_RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  const where = (one) => one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ");
  return found.violations.map((one) => `${one.id}: ${where(one)}`);
}"""
_OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const isCut = (one) => one !== null && (getComputedStyle(one).overflowX !== "visible" || isCut(one.parentElement));
  const isWide = (one) => one.getBoundingClientRect().right > width + 1 && !isCut(one.parentElement);
  const wide = [...document.body.querySelectorAll("*")].filter(isWide);
  return wide.slice(-3).map((one) => "scrolls sideways: " + one.outerHTML.slice(0, 160));
}"""


@dataclass
class Inspection:
    """Runs axe on what a page shows now, in every theme and size, and keeps what it finds."""

    found: list[str] = field(default_factory=list)
    states: int = 0

    def look(self, page: Page, state: str) -> None:
        self.states += 1
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                for problem in problems_of(page):
                    self.found.append(f"{state}, {theme}, {width}: {problem}")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})


def problems_of(page: Page) -> list[str]:
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    return [*page.evaluate(_RUN, TAGS), *page.evaluate(_OVERFLOW)]


@pytest.fixture
def inspection() -> Iterator[Inspection]:
    inspection = Inspection()
    yield inspection
    assert inspection.states > 0
    assert not inspection.found, "\n".join(inspection.found)


@pytest.fixture
def open_as(signed_in: Callable[..., BrowserContext]) -> Callable[..., Page]:
    def open_page(email: str = RESPONSIBLE, **options: object) -> Page:
        return signed_in(email, bypass_csp=True, **options).new_page()

    return open_page


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("document.querySelector('label[for=email]').remove()", "label"),
        ("document.querySelector('h1').style.color = '#999'", "color-contrast"),
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('h1').style.width = '400px'", "scrolls sideways"),
    ],
)
def test_the_inspection_itself_catches_what_is_wrong(visits: Visits, spoil: str, told: str) -> None:
    page = visits.context(bypass_csp=True, viewport={"width": 320, "height": 700}).new_page()
    page.goto("/entrar")
    assert problems_of(page) == []
    page.evaluate(spoil)
    assert any(told in problem for problem in problems_of(page))


def test_public_pages(visits: Visits, inspection: Inspection) -> None:
    page = visits.context(bypass_csp=True).new_page()
    for path in (
        "/", "/probar", "/entrar", "/ayuda", "/licencias", "/cuestionarios", "/cuestionarios/curso",
        "/cuestionarios/retos-cocreacion", "/verificar", "/verificar?texto=EV-2026-ZZZZ", "/no-existe",
    ):  # fmt: skip
        page.goto(path)
        inspection.look(page, path)
    page.goto("/entrar")
    page.get_by_label("Correo electrónico").fill("nadie@nada.example")
    page.get_by_label("Contraseña", exact=True).fill("no es la contraseña")
    page.locator("#sign-in").click()
    expect(page.locator("#error-summary")).to_be_focused()
    inspection.look(page, "sign-in with an error")
    page.goto("/verificar")
    page.get_by_role("button", name="Verificar").click()
    inspection.look(page, "verify without text")


def test_english_pages(visits: Visits, inspection: Inspection) -> None:
    page = visits.context(bypass_csp=True).new_page()
    page.goto("/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))
    inspection.look(page, "front page in English")
    page.goto("/cuestionarios/retos-cocreacion")
    inspection.look(page, "questionnaire in English")


def test_start_pages_of_an_institution(site: Site, open_as: Callable[..., Page], inspection: Inspection) -> None:
    empty = site.institution("Ayuntamiento sin diagnósticos")
    page = open_as(empty)
    page.goto("/inicio")
    expect(page.get_by_text("Aún no hay diagnósticos en curso")).to_be_visible()
    inspection.look(page, "home, empty")
    page.goto("/diagnosticos/eliminados")
    inspection.look(page, "deleted list, empty")
    page.goto("/diagnosticos/nuevo")
    inspection.look(page, "new")
    page.get_by_label("Nombre del periodo").fill("")
    page.get_by_label("Termina").fill("2020-01-01")
    page.get_by_role("button", name="Iniciar").click()
    expect(page.locator("#error-summary")).to_be_focused()
    inspection.look(page, "new with errors")
    page.goto("/cuenta/contrasena")
    inspection.look(page, "password")
    page.get_by_label("Contraseña actual").fill("otra")
    page.get_by_label("Contraseña nueva", exact=True).fill("corta")
    page.get_by_label("Repita la contraseña nueva").fill("distinta")
    page.get_by_role("button", name="Cambiar contraseña").click()
    expect(page.locator("#error-summary")).to_be_visible()
    inspection.look(page, "password with errors")


def test_the_audit_log(site: Site, open_as: Callable[..., Page], inspection: Inspection) -> None:
    page = open_as()
    page.goto("/inicio")
    page.locator(".wide-nav").get_by_role("link", name="Bitácora").click()
    expect(page.get_by_role("heading", name="Bitácora")).to_be_visible()
    inspection.look(page, "log")
    page.locator(".log-line summary").first.click()
    inspection.look(page, "log with an entry open")
    page.goto("/bitacora?accion=document-issued&desde=2999-01-01")
    expect(page.get_by_text("No hay asientos")).to_be_visible()
    inspection.look(page, "log, nothing found")
    page.goto("/bitacora?desde=31/02/2026")
    inspection.look(page, "log with a wrong date")


def test_home_with_drafts_and_submissions_and_the_deleted_list(
    site: Site, open_as: Callable[..., Page], inspection: Inspection
) -> None:
    page = open_as()
    draft = site.draft()
    page.goto("/inicio")
    inspection.look(page, "home, full")
    page.goto(draft.page("eliminar"))
    inspection.look(page, "delete")
    page.get_by_role("button", name="Eliminar").click()
    inspection.look(page, "delete without confirming")
    page.get_by_label("Sí, quiero eliminarlo.").check()
    page.get_by_role("button", name="Eliminar").click()
    expect(page.get_by_text("Diagnóstico eliminado.")).to_be_visible()
    inspection.look(page, "deleted list")


def answered(site: Site, questionnaire: str = "todas") -> Draft:
    """A draft with an answer with evidence, one that needs a reason and has none, and a follow-up."""
    draft = site.draft(questionnaire=questionnaire)
    support = Support(note="Se publica.", urls=("https://www.institucion.example/padron",))
    site.save(draft, "Q1", "2", support=support)
    site.save(draft, "Q2", "na")
    return draft


def test_task_list_search_and_what_is_missing(site: Site, open_as: Callable[..., Page], inspection: Inspection) -> None:
    page = open_as()
    draft = answered(site)
    fresh = site.draft(questionnaire="retos-cocreacion")
    for path in (
        fresh.page(), draft.page(), draft.page("buscar"), draft.page("buscar?q=padron"), draft.page("buscar?q=zzz"),
        draft.page("falta"), draft.page("uno?falta=1"), fresh.page("R1"),
    ):  # fmt: skip
        page.goto(path)
        inspection.look(page, path.replace(draft.id, "…").replace(fresh.id, "…"))


def test_every_type_of_question_alone_and_on_the_page_of_its_section(
    site: Site, open_as: Callable[..., Page], inspection: Inspection
) -> None:
    page = open_as()
    draft = answered(site)
    for path in ("uno/Q1", "uno/Q2", "uno/Q3", "dos/Q4", "dos/Q5", "dos/Q6", "dos/Q7", "uno", "dos"):
        page.goto(draft.page(path))
        open_everything(page)
        inspection.look(page, path)
    complete = site.draft(questionnaire="retos-cocreacion")
    page.goto(complete.page("R1/R1-01"))
    open_everything(page)
    option(page, "R1-01", "4").check()
    expect(status(page)).to_contain_text("Guardado")
    inspection.look(page, "R1-01 with glossary and evidence open")
    option(page, "R1-01", "no_aplica").check()
    inspection.look(page, "R1-01 asking for a reason")
    reader = open_as(READER)
    reader.goto(draft.page("uno"))
    inspection.look(reader, "section, reading only")


def open_everything(page: Page) -> None:
    """Glossary, comment, links, task list: whatever can be opened."""
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


def test_errors_beside_the_answers_and_states_of_saving(
    site: Site, open_as: Callable[..., Page], inspection: Inspection
) -> None:
    draft = answered(site)
    plain = open_as(java_script_enabled=False)
    plain.goto(draft.page("dos"))
    plain.locator("#q-Q4-value").fill("ciento uno")
    plain.locator("#q-Q5-sitio").check()
    plain.locator("#q-Q5-ninguno").check()
    plain.locator("#save-and-go").click()
    expect(plain.get_by_text("Revise 2 respuestas")).to_be_visible()
    page = open_as()
    show_again(page, plain)
    inspection.look(page, "error summary")
    page.goto(draft.page("dos/Q4"))
    page.locator("#q-Q4-value").fill("101")
    expect(alert(page)).to_contain_text("No se guardó.")
    inspection.look(page, "not saved: does not fit")
    page.goto(draft.page("uno/Q3"))
    page.route("**/respuestas/Q3", lambda route: route.abort())
    page.locator("#q-Q3-value").fill("Sin red.")
    expect(status(page)).to_contain_text("Sin conexión")
    inspection.look(page, "offline")
    page.unroute_all()
    page.route("**/respuestas/Q3", lambda route: route.fulfill(status=502))
    page.locator("#q-Q3-value").fill("Con el servidor caído.")
    expect(alert(page)).to_contain_text("No se pudo guardar.")
    inspection.look(page, "not saved: server down")
    page.unroute_all()
    page.route("**/respuestas/Q3", lambda route: route.fulfill(status=401, json={"error": "signed_out"}))
    page.locator("#q-Q3-value").fill("Con la sesión terminada.")
    expect(alert(page)).to_contain_text("Su sesión terminó.")
    inspection.look(page, "session ended")


def show_again(page: Page, plain: Page) -> None:
    """axe needs script: the page that was got without it is shown where script runs, as the same address and text."""
    address, content = plain.url, plain.content()
    page.route(address, lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"), times=1)
    page.goto(address)


def test_conflicts_and_history(site: Site, open_as: Callable[..., Page], inspection: Inspection) -> None:
    draft = site.draft()
    page, plain = open_as(), open_as(java_script_enabled=False)
    for one in (page, plain):
        one.goto(draft.page("uno/Q1"))
    site.save(draft, "Q1", "1", support=Support(note="De una colega.", reason="Por algo."))
    option(page, "Q1", "2").check()
    expect(page.locator("[data-conflict-slot] .notice")).to_be_focused()
    inspection.look(page, "conflict panel")
    option(plain, "Q1", "0").check()
    plain.locator("#save-and-go").click()
    expect(plain.get_by_role("heading", name="Otra persona guardó antes")).to_be_visible()
    other = open_as()
    show_again(other, plain)
    inspection.look(other, "conflict page")
    other.goto(draft.page("respuestas/Q1/historial"))
    inspection.look(other, "history")
    other.goto(draft.page("respuestas/Q3/historial"))
    inspection.look(other, "history, empty")


def test_review_submit_receipt_and_reopening(site: Site, open_as: Callable[..., Page], inspection: Inspection) -> None:
    page = open_as()
    draft = answered(site)
    capture = open_as(CAPTURE)
    capture.goto(draft.page("revisar"))
    inspection.look(capture, "review of who does not submit")
    page.goto(draft.page("revisar"))
    inspection.look(page, "review")
    page.goto(draft.page("enviar"))
    expect(page.get_by_text("Faltan 5 preguntas por responder")).to_be_visible()
    inspection.look(page, "submit with missing answers and a missing reason")
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator("#error-summary")).to_be_focused()
    inspection.look(page, "submit without confirming")
    site.save(draft, "Q2", "na", version=1, support=Support(reason="No corresponde."))
    page.get_by_label("Revisé las respuestas y quiero enviarlas.").check()
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator("#folio")).to_be_visible()
    inspection.look(page, "receipt")
    page.goto(draft.page())
    inspection.look(page, "task list, submitted")
    page.goto(draft.page("uno/Q1"))
    inspection.look(page, "question, submitted")
    page.goto(draft.page("reabrir"))
    inspection.look(page, "reopen")
    page.get_by_role("button", name="Reabrir").click()
    expect(page.locator("#error-summary")).to_be_focused()
    inspection.look(page, "reopen without a reason")


def submission_of(site: Site, email: str) -> submitting.Submission:
    with site.database.reading() as session:
        own = submitting.list_own(session, site.viewer(email))
    return next(one for one in own if one.questionnaire_id == "retos-cocreacion" and one.current)


def test_results(site: Site, open_as: Callable[..., Page], inspection: Inspection) -> None:
    page = open_as()
    result = f"/resultados/{submission_of(site, RESPONSIBLE).id}"
    for path in (
        "", "/origen/total", "/origen/R1", "/recomendaciones", "/recomendaciones?effort=low",
        "/recomendaciones?effort=low&part=R1",
    ):  # fmt: skip
        page.goto(result + path)
        open_everything(page)
        inspection.look(page, f"result{path}")


def test_results_without_a_level_without_value_and_superseded(
    site: Site, open_as: Callable[..., Page], inspection: Inspection
) -> None:
    page = open_as(WELFARE)
    draft = site.draft(questionnaire="retos-cocreacion", email=WELFARE)
    viewer = site.viewer(WELFARE)
    with site.database.session() as session:
        empty = submitting.submit(session, viewer, draft.id)
    page.goto(f"/resultados/{empty.id}")
    inspection.look(page, "result without any answer")
    page.goto(f"/resultados/{empty.id}/origen/total")
    inspection.look(page, "arithmetic without value")
    with site.database.session() as session:
        submitting.reopen(session, viewer, draft.id, reason="Para responder.")
    with site.database.session() as session:
        submitting.submit(session, viewer, draft.id)
    page.goto(f"/resultados/{empty.id}")
    expect(page.get_by_text("Esta revisión fue sustituida")).to_be_visible()
    inspection.look(page, "result, superseded")


def test_verification_states(site: Site, visits: Visits, inspection: Inspection) -> None:
    page = visits.context(bypass_csp=True).new_page()
    page.goto(f"/verificar?texto={submission_of(site, RESPONSIBLE).folio}")
    expect(page.locator("#verdict")).to_contain_text("está vigente")
    inspection.look(page, "verify, current")


def test_trial_in_course(visits: Visits, inspection: Inspection) -> None:
    page = visits.context(bypass_csp=True).new_page()
    page.goto("/probar")
    page.get_by_role("button", name="Empezar").click()
    inspection.look(page, "trial question")
    page.goto("/probar")
    expect(page.get_by_text("Ya tiene una prueba en curso")).to_be_visible()
    inspection.look(page, "trial in course")


def test_what_was_typed_before_the_session_ended(site: Site, visits: Visits, inspection: Inspection) -> None:
    plain = visits.context(java_script_enabled=False).new_page()
    draft = site.draft()
    email = site.institution("Institución de una sesión")
    sign_in(plain, email)
    draft = site.draft(email=email)
    plain.goto(draft.page("uno/Q3"))
    site.end_sessions(email)
    plain.locator("#q-Q3-value").fill(
        "Un texto que pasa de sesenta caracteres, para que se muestre al volver a entrar."
    )
    plain.locator("#save-and-go").click()
    page = visits.context(bypass_csp=True).new_page()
    show_again(page, plain)
    inspection.look(page, "sign-in that keeps a form")
    sign_in(plain, email, goto="")
    show_again(page, plain)
    expect(page.get_by_role("heading", name="Lo que escribió se conserva")).to_be_visible()
    inspection.look(page, "what was kept")


def test_error_pages(site: Site, visits: Visits, open_as: Callable[..., Page], inspection: Inspection) -> None:
    draft = site.draft()
    page = open_as()
    page.goto(site.draft(email=WELFARE).page())
    expect(page.get_by_role("heading", name="Esta página no existe")).to_be_visible()
    inspection.look(page, "404 of another institution")
    reader = open_as(READER)
    reader.goto(draft.page("enviar"))
    expect(reader.get_by_role("heading", name="Su función no permite hacer esto")).to_be_visible()
    inspection.look(reader, "403")
    visitor = visits.context(bypass_csp=True).new_page()
    visitor.goto("/entrar")
    visitor.evaluate("document.querySelector('main [name=csrf_token]').value = 'otra'")
    visitor.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    visitor.locator("#sign-in").click()
    expect(visitor.locator("#folio")).to_be_visible()
    inspection.look(visitor, "400")
    page.goto(draft.page("eliminar"))
    with site.database.session() as session:
        submitting.submit(session, site.viewer(RESPONSIBLE), draft.id)
    page.get_by_label("Sí, quiero eliminarlo.").check()
    page.get_by_role("button", name="Eliminar").click()
    expect(page.locator("#folio")).to_be_visible()
    inspection.look(page, "409")


def test_the_pages_for_a_broken_record_and_for_too_many_requests(
    site: Site, open_as: Callable[..., Page], inspection: Inspection
) -> None:
    email = site.institution("Institución con un registro dañado")
    page = open_as(email)
    draft = site.draft(email=email)
    with site.database.session() as session:
        broken = submitting.submit(session, site.viewer(email), draft.id)
    spoil(site, broken.id)
    page.goto(f"/resultados/{broken.id}")
    expect(page.locator("#folio")).to_be_visible()
    assert "Traceback" not in page.content()
    assert len(site.new_errors()) == 1
    inspection.look(page, "500")
    for _each in range(21):
        answer = page.goto("/cuestionarios/ninguno/9/cuestionario.pdf")
    assert answer is not None
    assert answer.status == 429
    inspection.look(page, "429")


def spoil(site: Site, submission: str) -> None:
    """A record that nobody can read, as a damaged disk leaves it: the database itself refuses to change one."""
    with site.database.session() as session:
        of_table = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'submissions'"
        triggers = session.execute(sql(of_table)).all()
        for name, _text in triggers:
            session.execute(sql(f"DROP TRIGGER {name}"))
        session.execute(sql("UPDATE submissions SET snapshot = '{' WHERE public_id = :id"), {"id": submission})
        for _name, text in triggers:
            session.execute(sql(text))
