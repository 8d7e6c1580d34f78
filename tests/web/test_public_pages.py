"""The pages for anybody."""

from __future__ import annotations

import re

import pytest

from evaluacion.resources import QUESTIONNAIRES
from evaluacion.services import questionnaires
from evaluacion.services.folios import read_folio


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Probar sin cuenta"),
        ("/ayuda", "Dos personas a la vez"),
        ("/licencias", "SIL OFL 1.1"),
        ("/cuestionarios", "Cuestionario de prueba"),
        ("/cuestionarios/prueba", "Se pregunta solo según respuestas anteriores"),
        ("/verificar", "Folio o huella"),
    ],
)
def test_anybody_may_read_it(site, path, words):
    answer = site.browser().get(path)
    assert answer.status_code == 200
    assert words in answer.get_data(as_text=True)


def test_a_questionnaire_that_does_not_exist_is_not_found(site):
    for name in ("nada", "..", "a b"):
        assert site.browser().get(f"/cuestionarios/{name}").status_code == 404


def test_verification_tells_nothing_but_whether_it_was_issued(site):
    browser = site.browser()
    text = browser.post("/verificar", {"text": "f" * 64}).get_data(as_text=True)
    assert "No se emitió aquí" in text
    assert "Institución Uno" not in text
    assert browser.post("/verificar", {"text": " "}).status_code == 422


def test_an_error_page_helps_and_gives_a_folio(site):
    text = site.browser().get("/nada").get_data(as_text=True)
    assert "Esta página no existe" in text
    assert 'id="folio">E-' in text


def test_the_trial_is_offered_only_where_its_questionnaire_is(site):
    assert "La prueba no está disponible" in site.browser().get("/probar").get_data(as_text=True)


def test_a_trial_is_answered_and_submitted_without_an_account(site, monkeypatch):
    monkeypatch.setattr(questionnaires, "SHELF", QUESTIONNAIRES)
    browser = site.browser()
    started = browser.post("/probar", token=browser.token("/probar"))
    assert started.status_code == 302
    path = started.location.removesuffix("/continuar")
    assert "Prueba sin cuenta" in browser.get(path).get_data(as_text=True)
    assert browser.post(f"{path}/enviar", {"sure": "yes"}).status_code == 302
    assert "Diagnóstico enviado" in browser.get(f"{path}/acuse").get_data(as_text=True)
    assert site.browser().get(path).status_code in (302, 404)


def test_the_folio_that_verification_gives_as_an_example_is_a_whole_one(site):
    text = site.browser().get("/verificar").get_data(as_text=True)
    (example,) = re.findall(r"El folio se parece a (\S+)\.", text)
    assert read_folio(example) == example
