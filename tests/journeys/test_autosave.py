"""What a person typed is never lost: reload, crash, no network, ended session, another tab, another person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from journey_browser import Visits
from journey_site import CAPTURE, RESPONSIBLE, WELFARE, Site
from journey_steps import SAVED, alert, option, sign_in, sign_out, status, type_answer, unsent
from playwright.sync_api import BrowserContext, Dialog, Page, Route, expect

pytestmark = pytest.mark.xdist_group("journeys-2")
LONG = "Texto con acentos, ñ y «comillas». "


def typed(page: Page) -> str:
    return page.locator("#q-Q3-value").input_value()


def test_saved_is_said_only_after_the_server_acknowledged(site: Site, page: Page) -> None:
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    held: list[Route] = []
    page.route("**/respuestas/Q3", lambda route: held.append(route))
    type_answer(page, "Se hace cada mes.")
    expect(status(page)).to_have_text("Guardando…")
    assert site.stored(draft, "Q3") is None
    held.pop().continue_()
    expect(status(page)).to_have_text(SAVED)
    assert site.stored(draft, "Q3") == "Se hace cada mes."
    assert unsent(page) == []


def test_what_was_said_to_be_saved_is_not_said_of_what_was_typed_after_it(site: Site, page: Page) -> None:
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    type_answer(page, "Primero.")
    expect(status(page)).to_have_text(SAVED)
    page.route("**/respuestas/Q3", lambda route: route.abort())
    type_answer(page, "Primero. Segundo.")
    expect(status(page)).not_to_have_text(SAVED, timeout=800)


def test_the_button_pressed_in_the_very_moment_of_an_answer_takes_it_along_and_goes_on(site: Site, page: Page) -> None:
    """The edit is still being written down in the browser: the button waits for it, and is not lost."""
    draft = site.draft()
    for place in range(10):
        page.goto(draft.page("uno/Q1"))
        value = ("0", "1")[place % 2]
        page.evaluate(
            """(value) => {
              document.querySelector(`input[name="Q1.value"][value="${value}"]`).click();
              document.getElementById("save-and-go").click();
            }""",
            value,
        )
        page.wait_for_url(lambda url: not url.endswith("/Q1"))
        assert site.stored(draft, "Q1") == value


def test_that_all_is_well_is_announced_at_most_every_five_seconds(site: Site, page: Page) -> None:
    draft = site.draft()
    page.goto(draft.page("uno"))
    page.evaluate(
        """() => {
          window.announced = [];
          const place = document.getElementById("save-status");
          new MutationObserver(() => {
            const isSpoken = place.getAttribute("aria-live") === "polite" && place.textContent;
            if (isSpoken) window.announced.push(place.textContent);
          }).observe(place, { childList: true });
        }"""
    )
    for value in ("0", "1", "na", "ns"):
        option(page, "Q1", value).check()
        expect(status(page)).to_have_text(SAVED)
    assert len(page.evaluate("window.announced")) == 1


def test_text_survives_a_reload_before_it_was_sent(site: Site, page: Page) -> None:
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    page.route("**/respuestas/Q3", lambda route: route.abort())
    type_answer(page, "Antes de recargar.")
    expect(status(page)).to_contain_text("Sin conexión. 1 respuesta guardada en este equipo")
    page.unroute_all()
    page.reload()
    expect(page.locator("#q-Q3-value")).to_have_value("Antes de recargar.")
    expect(status(page)).to_have_text(SAVED)
    assert site.stored(draft, "Q3") == "Antes de recargar."


def test_answers_given_offline_travel_by_themselves_when_the_network_returns(site: Site, page: Page) -> None:
    draft = site.draft()
    page.goto(draft.page("uno"))
    page.context.set_offline(True)
    option(page, "Q1", "0").check()
    type_answer(page, "Escrito sin red.")
    expect(status(page)).to_have_text(
        "Sin conexión. 2 respuestas guardadas en este equipo; se enviarán solas al reconectar."
    )
    page.context.set_offline(False)
    expect(status(page)).to_have_text(SAVED)
    assert (site.stored(draft, "Q1"), site.stored(draft, "Q3")) == ("0", "Escrito sin red.")
    assert [len(site.history(draft, question)) for question in ("Q1", "Q3")] == [1, 1]


def test_an_ended_session_asks_to_sign_in_and_then_saves_what_was_typed(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    page = signed_in(CAPTURE, fresh=True).new_page()
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    site.end_sessions(CAPTURE)
    type_answer(page, "Con la sesión terminada.")
    expect(alert(page)).to_contain_text("Su sesión terminó. Lo escrito sigue en este equipo")
    alert(page).get_by_role("link", name="Entrar y volver").click()
    sign_in(page, CAPTURE, goto="")
    expect(page.locator("#q-Q3-value")).to_have_value("Con la sesión terminada.")
    expect(status(page)).to_have_text(SAVED)
    assert site.stored(draft, "Q3") == "Con la sesión terminada."


def test_an_ended_session_keeps_what_a_form_without_script_brought(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    page = signed_in(CAPTURE, fresh=True, java_script_enabled=False).new_page()
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    site.end_sessions(CAPTURE)
    type_answer(page, LONG * 3)
    page.locator("#save-and-go").click()
    expect(page.get_by_text("Su sesión terminó; lo que escribió se conserva")).to_be_visible()
    sign_in(page, CAPTURE, goto="")
    expect(page.get_by_role("textbox")).to_have_value(LONG * 3)
    page.get_by_role("button", name="Guardar ahora").click()
    expect(page.get_by_text("Revise sus respuestas").or_(page.locator("#answers")).first).to_be_visible()
    assert site.stored(draft, "Q3") == (LONG * 3).strip()


def test_a_token_of_an_earlier_sign_in_is_renewed_without_a_word(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    context = signed_in(CAPTURE, fresh=True)
    page, other = context.new_page(), context.new_page()
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    other.goto("/inicio")
    sign_out(other)
    sign_in(other, CAPTURE)
    type_answer(page, "Con una página de la sesión anterior.")
    expect(status(page)).to_have_text(SAVED)
    assert site.stored(draft, "Q3") == "Con una página de la sesión anterior."


def test_a_text_of_seventy_kilobytes_is_kept_on_the_page_until_it_is_shortened(site: Site, page: Page) -> None:
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    huge = (LONG * 2200)[:70_000]
    type_answer(page, huge)
    expect(alert(page)).to_contain_text("El texto tiene 70,000 caracteres y el máximo es 10,000")
    page.reload()
    expect(page.locator("#q-Q3-value")).to_have_value(huge)
    expect(alert(page)).to_contain_text("sobran 60,000")
    assert site.stored(draft, "Q3") is None
    type_answer(page, huge[:9_000])
    expect(status(page)).to_have_text(SAVED)
    assert site.stored(draft, "Q3") == huge[:9_000].strip()


def test_another_person_on_the_same_machine_never_sends_the_queue_of_the_first(site: Site, visits: Visits) -> None:
    context = visits.context()
    page = context.new_page()
    sign_in(page, RESPONSIBLE)
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    context.route("**/respuestas/Q3", lambda route: route.abort())
    type_answer(page, "De la primera persona.")
    expect(status(page)).to_contain_text("Sin conexión")
    context.unroute_all()
    context.clear_cookies()
    sign_in(page, CAPTURE)
    page.goto(draft.page("uno/Q3"))
    expect(page.locator("#q-Q3-value")).to_have_value("")
    option_page = context.new_page()
    option_page.goto(draft.page("uno/Q1"))
    option(option_page, "Q1", "0").check()
    expect(status(option_page)).to_have_text(SAVED)
    assert site.stored(draft, "Q3") is None
    context.clear_cookies()
    sign_in(page, WELFARE)
    page.goto(draft.page("uno/Q3"))
    expect(page.get_by_role("heading", name="Esta página no existe")).to_be_visible()
    assert site.stored(draft, "Q3") is None


def test_signing_out_with_unsent_answers_warns_and_only_then_erases_them(
    site: Site, signed_in: Callable[..., BrowserContext]
) -> None:
    context = signed_in(CAPTURE, fresh=True, watched=False)
    page = context.new_page()
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    page.route("**/respuestas/Q3", lambda route: route.abort())
    type_answer(page, "Sin enviar.")
    expect(status(page)).to_contain_text("Sin conexión")
    leave = page.get_by_role("navigation", name="Principal").get_by_role("button", name="Salir")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if len(asked) > 1 else dialog.dismiss()

    page.on("dialog", answer)
    with page.expect_event("dialog"):
        leave.click()
    assert "Hay respuestas sin enviar" in asked[0]
    expect(page.locator("#q-Q3-value")).to_have_value("Sin enviar.")
    assert unsent(page) == ["Q3"]
    with page.expect_event("dialog"):
        leave.click()
    page.wait_for_url("**/")
    assert unsent(page) == []


def test_a_locked_database_says_so_and_the_answer_is_kept_and_sent_later(site: Site, page: Page) -> None:
    draft = site.draft()
    page.goto(draft.page("uno/Q3"))
    with site.busy_database():
        type_answer(page, "Con la base ocupada.")
        expect(alert(page)).to_contain_text("No se pudo guardar. Lo escrito sigue aquí.")
    alert(page).get_by_role("button", name="Reintentar").click()
    expect(status(page)).to_have_text(SAVED)
    assert site.stored(draft, "Q3") == "Con la base ocupada."


def test_a_follow_up_question_appears_as_soon_as_its_condition_holds(site: Site, page: Page) -> None:
    draft = site.draft()
    page.goto(draft.page("uno"))
    expect(page.locator('[data-question="Q2"]')).to_have_count(0)
    option(page, "Q1", "2").check()
    expect(page.locator('[data-question="Q2"]')).to_be_visible()
    option(page, "Q2", "1").check()
    expect(status(page)).to_have_text(SAVED)
    option(page, "Q1", "0").check()
    expect(page.locator('[data-question="Q2"]')).to_be_hidden()
    assert typed(page) == ""
