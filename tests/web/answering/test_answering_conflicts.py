"""Two people write the same answer: nobody's text is lost, and the person chooses or merges."""

from __future__ import annotations

import re


def _clash(at):
    """Mine on a page that was open before a colleague saved theirs."""
    mine = at("uno/Q3")
    old = mine.fields()
    at("uno/Q3", who="captura@uno.mx").send({"Q3.value": "Lo de captura", "Q3.note": "Nota de captura"})
    return mine.send({"Q3.value": "Lo mío", "Q3.note": "Nota mía"}, fields=old)


def _hidden(text: str) -> dict[str, str]:
    form = text.split("/elegir")[1]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_an_older_version_is_answered_with_both_texts_and_who_and_when(at):
    answer = _clash(at)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for words in ("Lo mío", "Nota mía", "Lo de captura", "Nota de captura", "Área capture la guardó a las"):
        assert words in text
    assert "Lo de captura" in at("uno/Q3").text()


def test_choosing_mine_saves_it_over_theirs_and_history_keeps_both(at):
    fields = _hidden(_clash(at).get_data(as_text=True))
    fields = {name: value.replace("&#34;", '"') for name, value in fields.items()}
    token = fields.pop("csrf_token")
    reader = at("respuestas/Q3/elegir")
    answer = reader.browser.post(reader.path, {**fields, "pick": "mine", "note": "Nota unida"}, token=token)
    assert answer.status_code == 302
    assert "Lo mío" in at("uno/Q3").text()
    assert "Nota unida" in at("uno/Q3").text()
    history = at("respuestas/Q3/historial").text()
    assert "Lo de captura" in history


def test_a_choice_made_too_late_is_a_conflict_again(at):
    fields = _hidden(_clash(at).get_data(as_text=True))
    fields = {name: value.replace("&#34;", '"') for name, value in fields.items()}
    token = fields.pop("csrf_token")
    at("uno/Q3", who="captura@uno.mx").send({"Q3.value": "Otra vez captura"})
    reader = at("respuestas/Q3/elegir")
    assert reader.browser.post(reader.path, {**fields, "pick": "mine"}, token=token).status_code == 409


def test_the_same_form_sent_twice_is_one_save(at):
    reader = at("uno/Q3")
    fields = reader.fields()
    for _again in range(2):
        assert reader.send({"Q3.value": "Una vez"}, fields=fields).status_code == 302
    assert "Versión 2" not in at("respuestas/Q3/historial").text()


def test_a_section_saves_what_does_not_clash(at):
    mine = at("uno")
    old = mine.fields()
    at("uno/Q3", who="captura@uno.mx").send({"Q3.value": "Lo de captura"})
    answer = mine.send({"Q1.value": "0", "Q3.value": "Lo mío"}, fields=old)
    assert answer.status_code == 409
    assert re.search(r'id="q-Q1-0" checked', at("uno/Q1").text())


def test_a_colleague_elsewhere_in_the_section_is_no_conflict(at):
    mine = at("uno")
    old = mine.fields()
    at("uno/Q3", who="captura@uno.mx").send({"Q3.value": "Lo de captura"})
    assert mine.send({"Q1.value": "0"}, fields=old).status_code == 302
    assert "Lo de captura" in at("uno/Q3").text()
