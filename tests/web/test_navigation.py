"""Choosing language or theme comes back to the page one was reading, also when that page came from a form."""

from __future__ import annotations

import re

EMAIL = "responsable@uno.mx"


def _next(text: str) -> set[str]:
    return {found.replace("&amp;", "&") for found in re.findall(r'name="next" value="([^"]*)"', text)}


def test_a_page_that_was_read_comes_back_to_itself(site) -> None:
    assert _next(site.browser().get("/verificar?texto=a").get_data(as_text=True)) == {"/verificar?texto=a"}


def test_a_page_that_came_from_a_form_comes_back_to_the_page_of_the_form(site) -> None:
    browser = site.browser(EMAIL)
    for path, fields in (
        ("/verificar", {"text": " "}),
        (f"/diagnosticos/{site.draft}/uno/Q1?volver=revisar", {"Q1.value": "otra", "Q1.version": "0"}),
        (f"/diagnosticos/{site.draft}/enviar", {}),
        ("/diagnosticos/nuevo", {}),
    ):
        answer = browser.post(path, fields)
        assert answer.status_code == 422
        assert _next(answer.get_data(as_text=True)) == {path}
        assert browser.get(path).status_code == 200


def test_the_page_of_two_texts_comes_back_to_the_question(site) -> None:
    browser = site.browser(EMAIL)
    browser.put(f"/diagnosticos/{site.draft}/respuestas/Q3", {"value": "uno"})
    fields = {"pick": "mine", "mine_value": '"dos"', "version": "0"}
    answer = browser.post(f"/diagnosticos/{site.draft}/respuestas/Q3/elegir", fields)
    assert answer.status_code == 409
    assert _next(answer.get_data(as_text=True)) == {f"/diagnosticos/{site.draft}/uno/Q3"}


def test_a_choice_without_an_answer_is_refused_and_changes_nothing(site) -> None:
    browser = site.browser(EMAIL)
    browser.put(f"/diagnosticos/{site.draft}/respuestas/Q3", {"value": "uno"})
    answer = browser.post(f"/diagnosticos/{site.draft}/respuestas/Q3/elegir", {"pick": "mine", "version": "1"})
    assert answer.status_code == 422
    assert "uno" in browser.get(f"/diagnosticos/{site.draft}/uno/Q3").get_data(as_text=True)


def test_an_error_at_an_address_that_is_only_sent_to_leads_to_the_front_page(site) -> None:
    answer = site.browser().post("/idioma", {"language": "xx", "next": "/ayuda"})
    assert answer.status_code == 422
    assert _next(answer.get_data(as_text=True)) == {"/"}
