"""Autosave by script: acknowledged with the new version, refused with reasons, never over somebody else's text."""

from __future__ import annotations


def _save(at, question="Q1", *, who="responsable@uno.mx", version=0, edit="edit-0001", **body):
    reader = at(f"respuestas/{question}", who=who)
    return reader.browser.put(reader.path, body, version=version, edit=edit)


def test_a_saved_answer_is_acknowledged_with_what_the_page_needs_to_follow(at):
    answer = _save(at, value="2", note="", reason="", urls=[])
    state = answer.get_json()
    assert answer.status_code == 200
    assert state["version"] == 1
    assert state["saved_words"].startswith("Guardado a las")
    assert "Q2" in state["visible"]
    assert state["task"]["short"] == "falta evidencia"
    assert state["evidence"]["is_supported"] is False
    assert state["progress"]["words"] == "1 de 7 respondidas"


def test_a_retry_of_the_same_edit_is_the_same_save(at):
    first = _save(at, value="1").get_json()
    again = _save(at, value="1").get_json()
    assert (first["version"], again["version"]) == (1, 1)


def test_a_link_makes_the_answer_supported(at):
    state = _save(at, value="2", urls=["https://uno.gob.mx/a"]).get_json()
    assert state["evidence"]["is_supported"] is True
    assert state["links"] == [{"text": "uno.gob.mx/a", "url": "https://uno.gob.mx/a"}]


def test_an_older_version_gets_both_texts(at):
    _save(at, "Q3", value="Lo de captura", who="captura@uno.mx")
    answer = _save(at, "Q3", value="Lo mío", edit="edit-0002")
    body = answer.get_json()
    assert answer.status_code == 409
    assert body["theirs"]["value"] == "Lo de captura"
    assert body["mine"]["value"] == "Lo mío"
    assert body["theirs"]["area"] == "Área capture"


def test_what_does_not_fit_is_said_by_part_and_not_saved(at):
    answer = _save(at, value="1", note="x" * 11_000)
    assert answer.status_code == 422
    assert "sobran 1,000" in answer.get_json()["parts"]["note"][0]
    assert "checked" not in at("uno/Q1").text()


def test_an_unknown_option_is_refused(at):
    assert _save(at, value="otra").status_code == 422
    assert _save(at, "Q6", value={"compras": "otra"}).status_code == 422
    assert _save(at, "Q5", value=["a", "z"]).status_code == 422


def test_a_forged_version_or_key_is_refused(at):
    assert _save(at, value="1", version=99).status_code == 409
    assert _save(at, value="1", edit="x").status_code == 422


def test_a_body_that_is_no_answer_is_refused(at):
    reader = at("respuestas/Q1")
    assert reader.browser.put(reader.path, ["1"]).status_code == 422
    assert _save(at, value={"a": {"b": 1}}).status_code == 422
    assert _save(at, "Q99", value="1").status_code == 404


def test_a_foreign_assessment_does_not_exist_for_autosave(at):
    assert _save(at, value="1", who="ajena@otra.mx").status_code == 404


def test_whoever_may_only_read_is_refused(at):
    assert _save(at, value="1", who="lectura@uno.mx").status_code == 403


def test_an_ended_session_is_told_where_to_sign_in(at):
    reader = at("respuestas/Q1")
    reader.browser.post("/salir")
    answer = reader.browser.put(reader.path, {"value": "1"})
    assert answer.status_code == 401
    assert answer.get_json()["sign_in"] == "/entrar"
