"""What does not fit is refused beside its field, what was typed stays, and nothing typed is ever read as code."""

from __future__ import annotations

import pytest

SCRIPT = "<script>alert(1)</script>"
TEMPLATE = "{{7*7}} {{777*777}} {% raw %}"
RIGHT_TO_LEFT = "abc\u202edef\u2066"
PAYLOADS = [SCRIPT, TEMPLATE, RIGHT_TO_LEFT, "'\"><img src=x onerror=alert(1)>"]


def test_an_unknown_option_is_refused_and_nothing_is_saved(at):
    answer = at("uno/Q1").send({"Q1.value": "otra"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Revise 1 respuesta" in text
    assert "no está en la lista" in text
    assert "Guardado" not in at("uno/Q1").text().split("save-words")[0]


def test_a_comment_of_eleven_thousand_characters_stays_on_the_page_with_the_reason(at):
    long = "é" * 11_000
    answer = at("uno/Q1").send({"Q1.value": "1", "Q1.note": long})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert long in text
    assert "11,000 caracteres y el máximo es 10,000" in text
    assert 'aria-invalid="true"' in text
    assert 'id="q-Q1-1" checked' in text


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("mil", "Escriba un número con cifras"),
        ("101", "Escriba un número de 100 o menos"),
        ("-1", "Escriba un número de 0 en adelante"),
    ],
)
def test_a_number_that_does_not_fit_says_why_and_stays(at, value, sentence):
    answer = at("dos/Q4").send({"Q4.value": value})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in text
    assert f'value="{value}"' in text


def test_an_exclusive_option_stands_alone(at):
    answer = at("dos/Q5").send({"Q5.value": ["a", "z"]})
    assert answer.status_code == 422
    assert "«Ninguna» no puede marcarse junto con otras respuestas" in answer.get_data(as_text=True)


def test_a_date_that_does_not_exist_is_refused(at):
    assert at("dos/Q7").send({"Q7.value": "2026-02-30"}).status_code == 422


@pytest.mark.parametrize("link", ["ftp://x.mx/a", "javascript:alert(1)", "https://sinpunto", "data:text/html,x"])
def test_a_link_that_is_no_web_address_is_refused_and_stays(at, link):
    answer = at("uno/Q1").send({"Q1.value": "2", "Q1.url": link})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'value="{link}"' in text
    assert f'href="{link}"' not in text


def test_what_is_right_in_a_section_is_saved_beside_what_is_wrong(at):
    answer = at("dos").send({"Q4.value": "mil", "Q5.value": ["a"]})
    assert answer.status_code == 422
    assert 'id="q-Q5-a" checked' in at("dos").text()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_whatever_is_typed_appears_literally(at, payload):
    at("uno/Q1").send({"Q1.value": "na", "Q1.reason": payload + " motivo", "Q1.note": payload})
    at("uno/Q3").send({"Q3.value": payload})
    for page in ("uno", "uno/Q1", "revisar", "respuestas/Q1/historial", "enviar"):
        text = at(page).text()
        assert SCRIPT not in text
        assert "<img src=x" not in text
        assert "603729" not in text
    shown = at("uno/Q3").text()
    assert "\u202e" not in shown
    if payload == TEMPLATE:
        assert TEMPLATE in shown


@pytest.mark.parametrize("payload", PAYLOADS)
def test_search_and_verification_repeat_what_was_asked_literally(at, payload):
    browser = at().browser
    for path in (at("buscar").path, "/verificar"):
        text = browser.get(path, query_string={"q": payload, "texto": payload}).get_data(as_text=True)
        assert SCRIPT not in text
        assert "<img src=x" not in text


def test_the_pages_of_another_institution_do_not_exist(at):
    for page in ("", "uno", "uno/Q1", "revisar", "enviar", "acuse", "eliminar", "falta", "buscar?q=a"):
        reader = at(page, who="ajena@otra.mx")
        assert reader.browser.get(reader.path).status_code == 404


def test_an_answer_sent_to_another_institution_saves_nothing(at):
    fields = at("uno/Q1").fields()
    stranger = at("uno/Q1", who="ajena@otra.mx")
    assert stranger.browser.post(stranger.path, {**fields, "Q1.value": "1"}).status_code == 404
    assert "checked" not in at("uno/Q1").text()


def test_a_question_or_section_that_does_not_exist_is_not_found(at):
    for page in ("uno/Q99", "dos/Q1", "tres", "respuestas/Q99/historial"):
        assert at().browser.get(at(page).path).status_code == 404
