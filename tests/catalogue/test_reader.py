"""What a valid questionnaire file means: shorthands, defaults, YAML 1.2."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from evaluacion.catalogue.problems import QuestionnaireFileErrors
from evaluacion.catalogue.reader import read_questionnaire
from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.conditions import AllOf, Not, QuestionIn
from evaluacion.domain.questionnaire import Absence, Child, Missing, MissingRule, Proof, Questionnaire
from evaluacion.domain.scorecard import Reading
from evaluacion.domain.scoring import score_sheet
from tests.catalogue.malformed import BASE

EXAMPLE = Path(__file__).parent / "files" / "politica-datos.yaml"


def read(body: str, head: str = "") -> Questionnaire:
    start = f'questionnaire: {{id: x, version: "1", language: es, title: X{head}}}\n'
    return read_questionnaire((start + body).encode())


def test_the_example_of_the_language_loads_and_scores() -> None:
    questionnaire = read_questionnaire(EXAMPLE)
    assert questionnaire.sha256 == hashlib.sha256(EXAMPLE.read_bytes()).hexdigest()
    assert list(questionnaire.scores) == ["politica", "calidad", "total", "nivel_1", "nivel_2", "escalones"]
    answers = {"POL-01": "si", "POL-02": "todas", "POL-03": ("a", "b"), "POL-04": 95, "POL-05": "no"}
    sheet = AnswerSheet(unit="u", answers={**answers, "CAL-01": {"presupuesto": "si", "compras": "si"}})  # type: ignore[arg-type, dict-item]
    results = score_sheet(questionnaire, sheet).readings[Reading.DECLARED]
    assert results["total"].value == pytest.approx(1)  # type: ignore[index]
    assert results["total"].level == "N3"  # type: ignore[index]
    assert results["escalones"].value == 2  # type: ignore[index]


def test_only_the_head_is_required() -> None:
    questionnaire = read("")
    assert (questionnaire.questions, questionnaire.scores, questionnaire.headline) == ({}, {}, None)


def test_no_is_text_as_yaml_1_2_says() -> None:
    options = "[{id: no, label: No, value: 0}, {id: on, label: yes, value: 1}, {id: y, label: 2026-01-31, value: 0x10}]"
    question = read(f"questions:\n  A: {{type: single, text: A, options: {options}}}\n").questions["A"]  # type: ignore[index]
    assert [(o.id, o.label, o.value) for o in question.options] == [
        ("no", "No", 0.0),
        ("on", "yes", 1.0),
        ("y", "2026-01-31", 16.0),
    ]


@pytest.mark.parametrize("null", ["null", '"null"', "~", ""])
def test_null_in_missing_may_be_null_or_text(null: str) -> None:
    scores = f"scores:\n  s:\n    combine: sum\n    of: [N]\n    missing:\n      unknown: {null}\n"
    body = "questions:\n  N: {type: number, text: N}\n" + scores
    assert read(body).scores["s"].missing == Missing(unknown=MissingRule.NULL)  # type: ignore[index]


def test_a_scale_takes_the_questions_own_labels_and_keeps_its_names() -> None:
    option = read_questionnaire(EXAMPLE).questions["POL-01"].option_by_id["si"]  # type: ignore[index]
    assert (option.name, option.label) == ("Sí", "Sí, y está publicada en el sitio")
    assert read_questionnaire(EXAMPLE).questions["POL-01"].scale == "yes_no"  # type: ignore[index]


def test_bare_children_are_questions_or_scores() -> None:
    scores = read_questionnaire(EXAMPLE).scores
    assert scores["politica"].children[2] == Child(question="POL-03")  # type: ignore[index, arg-type]
    assert scores["total"].children[0] == Child(score="politica")  # type: ignore[index, arg-type]


def test_needs_may_be_a_word_or_a_list() -> None:
    base = BASE.replace("needs: {si: url}", "needs: {si: [url, note], 'no': file}")
    needs = read_questionnaire(base.encode()).scores["puerta"].children[0].needs  # type: ignore[index]
    assert needs == {"si": (Proof.URL, Proof.NOTE), "no": (Proof.FILE,)}


def test_an_absence_excludes_the_other_options_of_a_multiple_question() -> None:
    options = "[{id: a, label: A, value: 1}, {id: ns, label: N, absence: unknown}]"
    body = "questions:\n  M: {type: multiple, text: M, options: %s}\n  S: {type: single, text: S, options: %s}\n"
    questions = read(body % (options, options)).questions
    assert [question.options[1].exclusive for question in questions.values()] == [True, False]
    assert questions["M"].options[1].absence is Absence.UNKNOWN  # type: ignore[index]


def test_conditions_nest() -> None:
    body = """\
questions:
  A: {type: single, text: A, options: [{id: a, label: A}]}
  B: {type: text, text: B, visible_if: {not: {all: [{question: A, in: [a]}, {profile: type, in: [x]}]}}}
"""
    condition = read(body).questions["B"].visible_if  # type: ignore[index]
    assert isinstance(condition, Not)
    assert isinstance(condition.condition, AllOf)
    assert condition.condition.conditions[0] == QuestionIn(question="A", options=("a",))


def test_a_block_text_loses_its_one_final_line_break() -> None:
    text = "    text: >\n      Una\n      línea.\n"
    body = f"questions:\n  A:\n    type: text\n{text}    help: |\n      Dos.\n\n      Tres.\n"
    question = read(body).questions["A"]  # type: ignore[index]
    assert (question.text, question.help) == ("Una línea.", "Dos.\n\nTres.")


@pytest.mark.parametrize("change", [lambda data: b"\xef\xbb\xbf" + data, lambda data: data.replace(b"\n", b"\r\n")])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(change: object) -> None:
    data = BASE.encode()
    other = read_questionnaire(change(data))  # type: ignore[operator]
    assert other.questions == read_questionnaire(data).questions


def test_windows_line_ends_keep_the_place_of_errors() -> None:
    broken = BASE.replace("weight: 2", "weight: 0")
    before = broken[: broken.index("weight: 0") + len("weight: ")]
    with pytest.raises(QuestionnaireFileErrors) as caught:
        read_questionnaire(broken.replace("\n", "\r\n").encode())
    place = caught.value.problems[0].position
    assert (place.line, place.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_sections_without_id_or_title_get_one() -> None:
    sections = read("sections:\n  - {questions: []}\n  - {id: b}\n").sections
    assert [(section.id, section.title) for section in sections] == [("seccion-1", "seccion-1"), ("b", "b")]


def test_effort_factors_that_are_not_given_stay_as_they_are() -> None:
    factors = read_questionnaire(BASE.replace("{low: 3}", "{low: 9}").encode()).priority.effort
    assert list(factors.values()) == [9, 2, 1]


def test_a_file_that_cannot_be_opened_is_an_error_with_its_place(tmp_path: Path) -> None:
    for path in (tmp_path / "no.yaml", tmp_path):
        with pytest.raises(QuestionnaireFileErrors, match=":1:1: error: El archivo no"):
            read_questionnaire(path)


def test_every_error_is_reported_at_once_and_in_order() -> None:
    broken = BASE.replace("weight: 2", "weight: 0").replace("headline: total", "headline: nada").replace("sn:", "ns:")
    with pytest.raises(QuestionnaireFileErrors) as caught:
        read_questionnaire(broken.encode())
    places = [problem.position for problem in caught.value.problems]
    assert places == sorted(places)
    assert len(places) == 4


def test_a_part_with_errors_is_not_called_unknown_elsewhere() -> None:
    broken = BASE.replace("text: Pregunta C, minimum: 0", "text: Pregunta C, minimum: cero")
    with pytest.raises(QuestionnaireFileErrors) as caught:
        read_questionnaire(broken.encode())
    assert len(caught.value.problems) == 1
