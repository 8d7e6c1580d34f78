"""axe on review, receipt and results."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from journey_inspection import Inspection, open_everything
from journey_site import CAPTURE, RESPONSIBLE, WELFARE, Site
from playwright.sync_api import Page, expect

from evaluacion.domain.answers import Support
from evaluacion.services import submitting

pytestmark = pytest.mark.xdist_group("journeys-1")


def test_review_submit_receipt_and_reopening(site: Site, open_as: Callable[..., Page], inspection: Inspection) -> None:
    page = open_as()
    draft = site.answered_draft()
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


def test_results(site: Site, open_as: Callable[..., Page], inspection: Inspection) -> None:
    page = open_as()
    result = f"/resultados/{site.submission(RESPONSIBLE).id}"
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
