"""What a person does on the pages, in the words the pages have."""

from __future__ import annotations

import re
from pathlib import Path

from journey_site import PASSWORD
from playwright.sync_api import BrowserContext, Locator, Page, expect

PDF_PATIENCE = 90_000
SAVED = re.compile("^Guardado ")


def sign_in(page: Page, email: str, *, goto: str = "/entrar") -> None:
    """Signs in where the page is, or after going to `goto`."""
    if goto:
        page.goto(goto)
    page.get_by_label("Correo electrónico").fill(email)
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.locator("#sign-in").click()
    expect(page.get_by_role("heading", name="Entrar", exact=True)).to_have_count(0)


def sign_out(page: Page) -> None:
    page.get_by_role("navigation", name="Principal").get_by_role("button", name="Salir").click()
    page.wait_for_url("**/")


def option(page: Page, question: str, value: str) -> Locator:
    return page.locator(f'input[name="{question}.value"][value="{value}"]')


def type_answer(page: Page, text: str) -> None:
    """Into the question of text of our own questionnaire."""
    page.locator("#q-Q3-value").fill(text)


def status(page: Page) -> Locator:
    """Where what was saved is said."""
    return page.locator("#save-status")


def alert(page: Page) -> Locator:
    return page.locator("#save-alert")


def go_on(page: Page) -> None:
    """«Guardar y seguir», and the next page has come."""
    before = page.url
    page.locator("#save-and-go").click()
    page.wait_for_url(lambda url: url != before)


def add_link(page: Page, url: str) -> None:
    page.get_by_text("Agregar liga").click()
    page.get_by_label("Dirección de la página o el documento").fill(url)
    page.get_by_role("button", name="Agregar", exact=True).click()
    expect(page.locator("[data-proofs]").locator(f'a[href="{url}"]')).to_be_visible()


def download(page: Page, name: str, folder: Path) -> Path:
    """The file behind a link, saved under its own name."""
    with page.expect_download(timeout=PDF_PATIENCE) as coming:
        page.get_by_role("link", name=name).first.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def unsent(page: Page) -> list[str]:
    """The questions whose edits wait in this browser."""
    found: list[str] = page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("evaluacion", 1);
          opening.onupgradeneeded = () => opening.transaction.abort();
          opening.onerror = () => resolve([]);
          opening.onsuccess = () => {
            const asked = opening.result.transaction("edits").objectStore("edits").getAll();
            asked.onsuccess = () => { opening.result.close(); resolve(asked.result.map((one) => one.question)); };
          };
        })"""
    )
    return found


def cookies_of(context: BrowserContext) -> str:
    return context.storage_state()["cookies"][0]["value"]
