"""What the answering pages show, and that everything works without script."""

from __future__ import annotations

import re


def test_the_task_list_says_how_far_the_assessment_is(at):
    text = at().text()
    assert "0 de 6 respondidas" in text
    assert "Sin iniciar, 0 de 2" in text
    assert "Empezar" in text


def test_a_question_page_saves_and_goes_on_with_the_next_question(at, site):
    answer = at("uno/Q1").send({"Q1.value": "0"})
    assert answer.location == f"/diagnosticos/{site.draft}/uno/Q3"
    assert re.search(r'value="0" id="q-Q1-0" checked', at("uno/Q1").text())
    assert re.search(r"Guardado a las \d\d:\d\d", at("uno/Q1").text())


def test_an_answer_that_reveals_a_question_leads_to_it(at, site):
    assert at("uno/Q1").send({"Q1.value": "1"}).location == f"/diagnosticos/{site.draft}/uno/Q2"


def test_a_section_page_shows_the_question_its_answer_revealed(at):
    page = at("uno")
    assert 'data-question="Q2"' not in page.text()
    answer = page.send({"Q1.value": "2"})
    assert answer.location.endswith("/uno#q-Q2")
    text = page.text()
    assert 'data-question="Q2"' in text
    assert "apareció 1 pregunta más" in text


def test_a_hidden_answer_is_kept_and_comes_back(at):
    page = at("uno")
    page.send({"Q1.value": "2"})
    page.send({"Q2.value": "1"})
    page.send({"Q1.value": "0"})
    assert 'data-question="Q2"' not in page.text()
    page.send({"Q1.value": "1"})
    assert re.search(r'id="q-Q2-1" checked', page.text())


def test_a_hidden_question_has_no_page(at):
    assert at("uno/Q1").browser.get(at("uno/Q2").path).status_code == 404


def test_every_type_of_question_is_saved_from_one_section(at):
    page = at("dos")
    answer = page.send(
        {
            "Q4.value": "50.5",
            "Q5.value": ["a", "b"],
            "Q6.row.compras": "1",
            "Q6.row.obras": "na",
            "Q7.value": "30/11/2026",
        }
    )
    assert answer.status_code == 302
    text = at("revisar").text()
    for words in ("50.5 %", "<p>A</p>", "<p>B</p>", "Compras: 1 Algo", "Obras: No aplica", "2026-11-30"):
        assert words in text


def test_a_question_nobody_touched_is_not_saved_again(at):
    at("uno").send({"Q1.value": "1"})
    at("uno").send({"Q3.value": "Un comentario"})
    assert "Versión 2" not in at("respuestas/Q1/historial").text()


def test_an_answer_can_be_taken_back(at):
    at("uno/Q1").send({"Q1.value": "1"})
    at("uno/Q1").send({"clear": "Q1", "go": None})
    assert "checked" not in at("uno/Q1").text()


def test_links_are_added_and_taken_away_one_by_one(at):
    at("uno/Q1").send({"Q1.value": "2", "Q1.url": "https://uno.gob.mx/a"})
    at("uno/Q1").send({"Q1.url": "https://uno.gob.mx/b"})
    assert "uno.gob.mx/a" in at("uno/Q1").text()
    at("uno/Q1").send({"remove": "Q1:0", "go": None})
    text = at("uno/Q1").text()
    assert "uno.gob.mx/a" not in text
    assert "uno.gob.mx/b" in text
    assert "Sustentado:" in text


def test_change_links_of_the_check_page_come_back_to_it(at):
    assert "uno/Q1?volver=revisar" in at("revisar").text()
    answer = at("uno/Q1?volver=revisar").send({"Q1.value": "1"})
    assert answer.location.endswith("/revisar#q-Q1")


def test_only_what_is_missing_leads_from_gap_to_gap(at):
    assert "Faltan 6 preguntas." in at("falta").text()
    answer = at("uno/Q1?falta=1").send({"Q1.value": "0"})
    assert answer.location.endswith("/uno/Q3?falta=1")
    at("uno?falta=1").send({"Q3.value": "Listo"})
    assert "Nada falta en esta sección" in at("uno?falta=1").text()


def test_search_finds_words_without_their_accents(at):
    text = at("buscar?q=cuantas").text()
    assert "1 pregunta encontrada" in text
    assert "Cuántas" in text
    assert "Ninguna pregunta tiene esas palabras" in at("buscar?q=zzz").text()


def test_resume_goes_to_what_comes_next(at, site):
    at("uno/Q1").send({"Q1.value": "0"})
    answer = at().browser.get(at("continuar").path)
    assert answer.location == f"/diagnosticos/{site.draft}/uno/Q3"


def test_whoever_may_only_read_gets_no_form_to_save(at):
    text = at("uno/Q1", who="lectura@uno.mx").text()
    assert "save-and-go" not in text
    assert "no permite cambiarlas" in text


def test_the_page_speaks_english_where_the_questionnaire_does(at):
    reader = at("uno")
    reader.browser.post("/idioma", {"language": "en", "next": "/"})
    assert "Section one" in reader.text()


def test_the_history_names_areas_and_every_version(at):
    at("uno/Q1").send({"Q1.value": "0"})
    at("uno/Q1", who="captura@uno.mx").send({"Q1.value": "1"})
    text = at("respuestas/Q1/historial").text()
    assert "Versión 2" in text
    assert "Versión 1" in text
    assert "Área capture" in text
    assert "captura@uno.mx" not in text
