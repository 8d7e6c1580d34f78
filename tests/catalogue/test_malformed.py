"""Every malformed questionnaire is refused with the error at its line and column."""

from __future__ import annotations

import pytest

from evaluacion.catalogue.problems import QuestionnaireFileErrors
from evaluacion.catalogue.reader import read_questionnaire
from tests.catalogue.malformed import BASE, CASES, Case


def test_the_questionnaire_the_cases_break_is_valid() -> None:
    assert read_questionnaire(BASE.encode()).id == "prueba"


def test_no_two_cases_are_the_same() -> None:
    assert len({case.name for case in CASES}) == len({case.text for case in CASES}) == len(CASES)
    assert len(CASES) >= 120


def test_scores_nested_without_end_are_refused() -> None:
    scores = (
        "".join(f"  s{i}: {{combine: max, of: [s{i + 1}]}}\n" for i in range(100)) + "  s100: {combine: max, of: [A]}\n"
    )
    with pytest.raises(QuestionnaireFileErrors, match="más de 100 puntajes uno dentro de otro"):
        read_questionnaire(BASE.replace("scores:\n", f"scores:\n{scores}").encode())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_error_stands_where_the_fault_is(case: Case) -> None:
    with pytest.raises(QuestionnaireFileErrors) as caught:
        read_questionnaire(case.file, name="f.yaml")
    found = [(problem.position.line, problem.position.column, str(problem)) for problem in caught.value.problems]
    line, column = case.position
    assert any(
        where == (line, column) and case.message in text for *where_, text in found for where in [tuple(where_)]
    ), f"expected {line}:{column} {case.message!r}, found:\n" + "\n".join(text for *_, text in found)
