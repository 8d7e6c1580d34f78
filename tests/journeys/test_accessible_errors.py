"""axe on the error pages: each says what happened and what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from journey_browser import Visits
from journey_inspection import Inspection, show_again
from journey_site import PASSWORD, READER, RESPONSIBLE, WELFARE, Site
from playwright.sync_api import Page, expect
from sqlalchemy import text as sql

from evaluacion.services import submitting

pytestmark = pytest.mark.xdist_group("journeys-1")


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


def test_the_pages_for_a_text_without_end_and_for_a_busy_database(
    site: Site, open_as: Callable[..., Page], inspection: Inspection
) -> None:
    plain, page = open_as(java_script_enabled=False), open_as()
    plain.goto(site.draft().page("uno/Q3"))
    plain.locator("#q-Q3-value").fill("largo " * 200_000)
    plain.locator("#save-and-go").click()
    expect(plain.locator("#folio")).to_be_visible()
    show_again(page, plain)
    inspection.look(page, "413")
    plain.goto(site.draft().page("uno/Q3"))
    plain.locator("#q-Q3-value").fill("Con la base ocupada.")
    with site.busy_database():
        plain.locator("#save-and-go").click()
        expect(plain.locator("#folio")).to_be_visible()
        page.goto("/inicio")
        expect(page.get_by_role("heading", name="Mis diagnósticos")).to_be_visible()
    show_again(page, plain)
    inspection.look(page, "503")


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
