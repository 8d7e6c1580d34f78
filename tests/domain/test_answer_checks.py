from __future__ import annotations

from math import inf, nan

import pytest

from evaluacion.domain.answer_checks import answer_faults, check_sheet
from evaluacion.domain.answers import DOUBTFUL, Support
from evaluacion.domain.errors import InvalidAnswers
from evaluacion.domain.questionnaire import Question, QuestionType
from tests.domain.builders import build, matrix, multiple, number, option, sheet, single

QUESTIONNAIRE = build(
    [
        single("Q"),
        multiple("V", option("a", 1), option("b", 1), option("z", 0, exclusive=True), option("na")),
        number("N", minimum=0, maximum=100),
        matrix("M", "uno", "dos"),
        Question(id="F", type=QuestionType.DATE, text=""),
        Question(id="T", type=QuestionType.TEXT, text=""),
    ]
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Q", "si"),
        ("Q", ""),
        ("Q", None),
        ("V", ["a", "b"]),
        ("V", ("z",)),
        ("V", []),
        ("N", 0),
        ("N", 100.0),
        ("M", {"uno": "si", "dos": None}),
        ("M", {}),
        ("F", "2026-02-28"),
        ("T", "hola"),
    ],
)
def test_what_fits_is_accepted(question, answer):
    check_sheet(QUESTIONNAIRE, sheet({question: answer}))


@pytest.mark.parametrize(
    ("question", "answer", "part"),
    [
        ("X", "si", "no existe"),
        ("Q", "tal", "«tal»"),
        ("Q", 1, "identificador"),
        ("Q", True, "identificador"),
        ("Q", ["si"], "identificador"),
        ("V", "a", "lista"),
        ("V", ["a", 1], "lista"),
        ("V", ["a", "x"], "«x»"),
        ("V", ["a", "z"], "«z» no puede acompañarse"),
        ("V", ["na", "b"], "«na» no puede acompañarse"),
        ("N", -1, "mínimo"),
        ("N", 100.5, "100.5 es mayor"),
        ("N", "12", "un número"),
        ("N", True, "un número"),
        ("N", nan, "un número"),
        ("N", inf, "un número"),
        ("M", "si", "por fila"),
        ("M", {"tres": "si"}, "«tres»"),
        ("M", {"uno": "tal"}, "fila «uno»"),
        ("M", {"uno": 1}, "fila «uno»"),
        ("F", "2026-02-30", "fecha"),
        ("F", "20260228", "fecha"),
        ("F", 20260228, "fecha"),
        ("T", 5, "texto"),
    ],
)
def test_what_does_not_fit_names_unit_question_and_value(question, answer, part):
    with pytest.raises(InvalidAnswers) as raised:
        check_sheet(QUESTIONNAIRE, sheet({question: answer}))
    (problem,) = raised.value.problems
    assert (problem.unit, problem.question, problem.value) == ("AL", question, answer)
    assert "«AL»" in problem.message
    assert question in problem.message
    assert part in problem.message


def test_every_problem_is_told_at_once_of_answers_findings_and_evidence():
    wrong = sheet({"Q": "x", "N": -1}, support={"Y": Support()}, review={"Q": "w", "V": DOUBTFUL, "Z": DOUBTFUL})
    with pytest.raises(InvalidAnswers) as raised:
        check_sheet(QUESTIONNAIRE, wrong)
    assert [problem.question for problem in raised.value.problems] == ["Q", "N", "Z", "Q", "Y"]


def test_one_answer_may_be_checked_alone():
    assert answer_faults(QUESTIONNAIRE.questions["Q"], "si") == []
    assert len(answer_faults(QUESTIONNAIRE.questions["Q"], "x")) == 1
