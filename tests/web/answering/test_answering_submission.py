"""Start, check, submit, reopen, delete and bring back."""

from __future__ import annotations


def test_an_assessment_is_started_from_the_form(at):
    reader = at()
    page = reader.browser.get("/diagnosticos/nuevo").get_data(as_text=True)
    assert "Cuestionario de prueba" in page
    organisation = page.split('name="organisation" value="')[1].split('"')[0]
    fields = {"organisation": organisation, "questionnaire": "prueba@1.0", "label": "2027"}
    fields |= {"start": "2027-01-01", "end": "2027-12-31", "state": "22"}
    answer = reader.browser.post("/diagnosticos/nuevo", fields)
    assert answer.status_code == 302
    assert "2027" in reader.browser.get(answer.location).get_data(as_text=True)


def test_a_period_that_ends_before_it_starts_is_refused_with_the_words_kept(at):
    fields = {"questionnaire": "prueba@1.0", "label": "Al revés", "start": "2027-12-31", "end": "2027-01-01"}
    answer = at().browser.post("/diagnosticos/nuevo", fields)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "termina antes de empezar" in text
    assert 'value="Al revés"' in text


def test_submitting_shows_what_is_missing_and_asks_to_confirm(at):
    text = at("enviar").text()
    assert "Faltan 6 preguntas por responder" in text
    reader = at("enviar")
    answer = reader.browser.post(reader.path)
    assert answer.status_code == 422
    assert "Marque la casilla" in answer.get_data(as_text=True)


def test_a_reason_that_is_missing_stops_the_submission(at):
    at("uno/Q1").send({"Q1.value": "na"})
    reader = at("enviar")
    assert "Falta el motivo de 1 respuesta" in reader.text()
    assert reader.browser.post(reader.path, {"sure": "yes"}).status_code == 422


def test_a_reason_of_a_letter_is_not_enough_and_the_page_says_so(at):
    at("uno/Q1").send({"Q1.value": "na", "Q1.reason": "x"})
    assert "amplíe el motivo" in at("uno/Q1").text()
    assert "amplíe el motivo" in at("falta").text()
    assert "Falta el motivo de 1 respuesta" in at("enviar").text()
    at("uno/Q1").send({"Q1.reason": "No es su atribución."})
    assert "amplíe el motivo" not in at("falta").text()


def test_evidence_that_is_missing_is_told_before_submitting(at):
    at("uno/Q1").send({"Q1.value": "2"})
    assert "1 respuesta no tiene la evidencia que pide" in at("enviar").text()
    at("uno/Q1").send({"Q1.url": "https://uno.gob.mx/a"})
    assert "no tiene la evidencia" not in at("enviar").text()


def test_a_submission_gives_a_receipt_and_freezes_the_answers(at):
    at("uno/Q1").send({"Q1.value": "1"})
    fields = at("uno/Q3").fields()
    reader = at("enviar")
    answer = reader.browser.post(reader.path, {"sure": "yes"})
    assert answer.location == at("acuse").path
    text = at("acuse").text()
    assert "EV-2026-" in text
    assert len(text.split('id="sha256">')[1].split("<")[0]) == 64
    assert reader.browser.post(reader.path, {"sure": "yes"}).location == at("acuse").path
    refused = at("uno/Q3").send({"Q3.value": "Tarde"}, fields=fields)
    assert refused.status_code == 422
    assert "Tarde" in refused.get_data(as_text=True)
    assert "save-and-go" not in at("uno/Q1").text()


def test_the_folio_of_the_receipt_verifies_and_is_superseded_after_the_next_revision(at, site):
    receipt = at("acuse", assessment=site.submitted)
    folio = receipt.text().split('id="folio">')[1].split("<")[0]
    browser = receipt.browser
    assert "está vigente" in browser.get(f"/verificar?texto={folio}").get_data(as_text=True)
    reopen = at("reabrir", assessment=site.submitted)
    assert browser.post(reopen.path, {"reason": ""}).status_code == 422
    assert browser.post(reopen.path, {"reason": "Se localizó la evidencia"}).status_code == 302
    assert browser.post(at("enviar", assessment=site.submitted).path, {"sure": "yes"}).status_code == 302
    assert "fue sustituido" in browser.get(f"/verificar?texto={folio}").get_data(as_text=True)


def test_a_draft_is_deleted_only_when_confirmed_and_comes_back(at, site):
    reader = at("eliminar")
    assert reader.browser.post(reader.path).status_code == 422
    assert reader.browser.post(reader.path, {"sure": "yes"}).location == "/diagnosticos/eliminados"
    assert reader.browser.get(at().path).status_code == 404
    assert "Puede recuperarse hasta el" in reader.browser.get("/diagnosticos/eliminados").get_data(as_text=True)
    assert reader.browser.post(at("recuperar").path).status_code == 302
    assert reader.browser.get(at().path).status_code == 200


def test_whoever_may_not_submit_is_told_who_does(at):
    assert "corresponde a la persona responsable" in at("revisar", who="captura@uno.mx").text()
    reader = at("enviar", who="captura@uno.mx")
    assert reader.browser.post(reader.path, {"sure": "yes"}).status_code == 403


def test_the_start_page_lists_drafts_and_submissions(at):
    text = at().browser.get("/inicio").get_data(as_text=True)
    assert "Cuestionario de prueba" in text
    assert "Vigente, revisión 1" in text
