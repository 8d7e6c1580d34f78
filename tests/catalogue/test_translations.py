"""Translation files: every text once, what is written stays, what is missing is marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluacion.catalogue import shelf
from evaluacion.catalogue.problems import QuestionnaireFileErrors
from evaluacion.catalogue.reader import read_questionnaire
from evaluacion.catalogue.translations import read_translation, refresh, texts, translate
from evaluacion.domain.questionnaire import Questionnaire

OPEN = """\
questionnaire: {id: x, version: "1", language: es, title: Título, summary: Resumen}
scales:
  sn: [{id: si, label: Sí, value: 1}, {id: "no", label: "No", value: 0}]
sections: [{id: s, title: Sección, intro: Entrada, questions: [P, M, N]}]
questions:
  P:
    {type: single, text: Pe, help: Ayuda, options: sn, labels: {si: Claro}, evidence: {for: [si], hints: [Liga, Acta]},
     keeps: {title: Corto, peso: 3, lista: [a, {b: c}]}}
  M: {type: matrix, text: Eme, options: [{id: a, label: A, value: 1}], rows: {r: Renglón}}
  N: {type: number, text: Ene, unit: días}
scores:
  t: {title: Total, combine: mean, of: [P], levels: [{id: N1, from: 0, title: Uno}], keeps: {why: Porque}}
recommendations: [{id: r, when: {question: P, in: ["no"]}, action: Haga, horizon: Pronto, effect: Mejora}]
references: {l: {title: Ley, publisher: Congreso, url: "https://a.mx", checked: press}}
notes: [{text: Nota}]
glossary: [{term: Dato, definition: Algo}]
"""
KEYS = """\
questionnaire.title questionnaire.summary scales.sn.si.label scales.sn.no.label sections.s.title sections.s.intro
questions.P.text questions.P.help questions.P.labels.si questions.P.evidence.hints.0 questions.P.evidence.hints.1
questions.P.keeps.title questions.P.keeps.lista.0 questions.P.keeps.lista.1.b questions.M.text
questions.M.options.a.label questions.M.rows.r questions.N.text questions.N.unit
scores.t.title scores.t.levels.N1.title scores.t.keeps.why
recommendations.r.action recommendations.r.horizon recommendations.r.effect references.l.title references.l.publisher
notes.0.text glossary.0.term glossary.0.definition"""


@pytest.fixture
def questionnaire() -> Questionnaire:
    return read_questionnaire(OPEN.encode())


def test_every_text_has_its_key_in_the_order_of_the_file(questionnaire: Questionnaire) -> None:
    assert list(texts(questionnaire)) == KEYS.split()


def test_a_new_file_marks_everything_as_missing(questionnaire: Questionnaire) -> None:
    refreshed = refresh(questionnaire, b"")
    assert refreshed.missing == tuple(texts(questionnaire))
    assert set(read_translation(refreshed.text.encode()).values()) == {None}


def test_refreshing_twice_changes_nothing(questionnaire: Questionnaire) -> None:
    once = refresh(questionnaire, b"").text
    assert refresh(questionnaire, once.encode()).text == once


def test_what_is_written_stays_as_it_is_written(questionnaire: Questionnaire) -> None:
    written = "# Mine\nquestions.P.text: 'Pee'  # hm\nquestions.P.help: |\n  Two\n  lines\n# about old\nold.key: Gone\n"
    refreshed = refresh(questionnaire, written.encode())
    assert "questions.P.text: 'Pee'  # hm\nquestions.P.help: |\n  Two\n  lines\n" in refreshed.text
    assert refreshed.text.startswith("# Mine\n")
    assert refreshed.dropped == ("old.key",)
    assert "old.key" not in refreshed.text
    assert list(read_translation(refreshed.text.encode())) == KEYS.split()


def test_a_file_in_another_style_keeps_its_texts(questionnaire: Questionnaire) -> None:
    refreshed = refresh(questionnaire, b'{"notes.0.text": "A \\u00f1", "glossary.0.term": null}')
    assert read_translation(refreshed.text.encode())["notes.0.text"] == "A ñ"


def test_translated_texts_stand_everywhere_and_missing_ones_stay(questionnaire: Questionnaire) -> None:
    translation = {key: f"<{key}>" for key in KEYS.split()} | {"questions.P.help": None}
    translated = translate(questionnaire, translation, language="en")
    again = texts(translated)
    assert again.pop("questions.P.help") == "Ayuda"
    assert all(text == f"<{key}>" for key, text in again.items())
    assert translated.language == "en"
    yes = translated.questions["P"].option_by_id["si"]  # type: ignore[index]
    assert (yes.name, yes.label) == ("<scales.sn.si.label>", "<questions.P.labels.si>")
    no = translated.questions["P"].option_by_id["no"]  # type: ignore[index]
    assert no.label == no.name == "<scales.sn.no.label>"
    assert translated.questions["P"].keeps["peso"] == 3  # type: ignore[index]
    assert translated.sha256 == questionnaire.sha256


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a.b: [1]", "t:1:1: error: «a.b»"),
        (b"a: 1", "t:1:4: error: a: Debe ser un texto"),
        (b"a: x\na: y", "t:2:1: error: La clave"),
        (b"- a", "t:1:1: error: Debe ser un mapa"),
        (b'a: "x "', "t:1:4: error: El texto"),
    ],
)
def test_a_malformed_translation_names_the_place(data: bytes, place: str) -> None:
    with pytest.raises(QuestionnaireFileErrors) as caught:
        read_translation(data, name="t")
    assert str(caught.value).startswith(place)


@pytest.mark.parametrize("edition", shelf.all(), ids=lambda edition: edition.id)
def test_refreshing_our_own_translations_changes_nothing(edition: shelf.Edition) -> None:
    for path in edition.translations.values():
        refreshed = refresh(edition.questionnaire(), path.read_bytes())
        assert refreshed.text == path.read_text("utf-8")
        assert not refreshed.missing
        assert not refreshed.dropped


def test_files_of_the_folder_are_found(tmp_path: Path) -> None:
    (tmp_path / "1.yaml").write_text(OPEN)
    (tmp_path / "1.en.yaml").write_text("questionnaire.title: Title\n")
    edition = shelf.find(tmp_path / "1.yaml")
    translation = read_translation(edition.translations["en"].read_bytes())
    assert translate(edition.questionnaire(), translation).title == "Title"
