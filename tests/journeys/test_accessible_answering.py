"""axe on the pages where an institution answers: every type of question and every state of saving."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from journey_browser import Visits
from journey_inspection import Inspection, open_everything, show_again
from journey_site import READER, Site
from journey_steps import alert, option, sign_in, status
from playwright.sync_api import Page, expect

from evaluacion.domain.answers import Support

pytestmark = pytest.mark.xdist_group("journeys-1")


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


def test_task_list_search_and_what_is_missing(site: Site, open_as: Callable[..., Page], inspection: Inspection) -> None:
    page = open_as()
    draft = site.answered_draft()
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
    draft = site.answered_draft()
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


def test_errors_beside_the_answers_and_states_of_saving(
    site: Site, open_as: Callable[..., Page], inspection: Inspection
) -> None:
    draft = site.answered_draft()
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
