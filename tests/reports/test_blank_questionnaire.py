from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
import reading
import samples
from conftest import rendered

from evaluacion.domain.conditions import (
    AllOf,
    AnswerState,
    AnyOf,
    Not,
    ProfileIn,
    QuestionCompares,
    QuestionIn,
    QuestionIs,
)
from evaluacion.reports.blank_questionnaire import blank_html
from evaluacion.reports.condition_words import condition_words
from evaluacion.reports.rendering import Press


def plain(message: str, /, **values: object) -> str:
    return message % values if values else message


@pytest.fixture(scope="module")
def blank(press: Press) -> bytes:
    return rendered(press, blank_html(samples.questionnaire("curso")))


def test_every_question_and_every_option_is_printed(blank: bytes) -> None:
    text = reading.squeezed(blank)
    for question in samples.questionnaire("curso").questions.values():
        assert "".join(question.text.split()) in text
        for option in question.options:
            assert "".join(option.label.split()) in text


def test_it_is_tagged_and_its_pages_are_numbered(blank: bytes) -> None:
    pages = reading.pages(blank)
    assert all(f"Página {number} de {len(pages)}" in page for number, page in enumerate(pages, start=1))
    with pikepdf.open(BytesIO(blank)) as opened:
        assert opened.Root.MarkInfo.Marked


def test_conditions_are_said_in_words() -> None:
    chosen = samples.questionnaire()
    inside = QuestionIn(question="R1-01", options=("3", "4"))
    assert condition_words(chosen, inside, plain) == ("en R1-01 marcó «Consolidado» o «Institucionalizado y cocreado»")
    both = AllOf(conditions=(QuestionIs(question="R1-02", state=AnswerState.ANSWERED), Not(condition=inside)))
    assert condition_words(chosen, both, plain).startswith("R1-02 tiene respuesta y no se cumple que en R1-01")
    either = AnyOf(
        conditions=(
            QuestionCompares(question="R1-03", at_least=50.0),
            QuestionCompares(question="R1-03", below=25.0),
            ProfileIn(profile="type", values=("partido",)),
        )
    )
    assert condition_words(chosen, either, plain) == (
        "R1-03 vale al menos 50 o R1-03 vale menos de 25 o el perfil (type) es partido"
    )
