from __future__ import annotations

from dataclasses import replace

import pytest
import reading
import samples
from conftest import rendered

from evaluacion.domain.diagnosis import Diagnosis
from evaluacion.domain.questionnaire import Questionnaire, ScoreId
from evaluacion.reports.diagnosis_report import ReportKind, diagnosis_html
from evaluacion.reports.rendering import Press
from evaluacion.reports.summary_page import first_sentence, shorten

LONG = "Coordinación interinstitucional de participación, transparencia y mejora de los municipios metropolitanos "
WORD = "Desoxirribonucleico" * 20


def stretched(filler: str, *, title: int = 300, action: int = 1200, short: int = 300) -> Diagnosis:
    """The example with every text of the questionnaire and of the institution as long as is said."""
    base = samples.questionnaire()
    text = (filler * 20)[:300]
    scores = {
        one: replace(
            score,
            title=text,
            keeps={
                **score.keeps,
                "short": text[:short],
                "meanings": dict.fromkeys(("N1", "N2", "N3", "N4", "N5"), text * 3),
            },
            levels=tuple(replace(level, title=text) for level in score.levels),
        )
        for one, score in base.scores.items()
    }
    questions = {
        one: replace(question, keeps={**question.keeps, "title": text[:title].strip()})
        for one, question in base.questions.items()
    }
    chosen: Questionnaire = replace(
        base,
        title=text,
        scores=scores,
        questions=questions,
        recommendations=tuple(
            replace(one, action=(text * 4)[:action].strip(), effect=text * 4, horizon=text)
            for one in base.recommendations
        ),
    )
    return samples.example(of=chosen, name=text, period=text)


@pytest.mark.parametrize("filler", [LONG, WORD], ids=["sentences", "one word"])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_summary_is_exactly_one_page_with_the_longest_texts(press: Press, filler: str, paper: str) -> None:
    diagnosis = stretched(filler)
    pages = reading.pages(rendered(press, diagnosis_html(diagnosis, kind=ReportKind.SUMMARY), paper))
    first = [page for page in pages if "acciones para empezar" in page]
    assert first == [pages[0]]
    assert "esfuerzo bajo" in pages[0].rsplit("Folio", 1)[0].rsplit("5.", 1)[-1]
    assert "Puntaje por" in pages[1]


@pytest.mark.parametrize(("title", "action", "short"), [(60, 97, 8), (25, 140, 8), (90, 40, 20), (30, 40, 8)])
def test_the_summary_is_exactly_one_page_with_texts_at_the_edge_of_its_room(
    press: Press, title: int, action: int, short: int
) -> None:
    diagnosis = stretched(LONG, title=title, action=action, short=short)
    pages = reading.pages(rendered(press, diagnosis_html(diagnosis, kind=ReportKind.SUMMARY)))
    assert "acciones para empezar" in pages[0]
    assert "5." in pages[0].rsplit("acciones para empezar", 1)[1]
    assert "Puntaje por" in pages[1]


@pytest.mark.parametrize("filler", [LONG, WORD], ids=["sentences", "one word"])
def test_the_cover_and_the_summary_of_the_complete_document_stay_one_page_each(press: Press, filler: str) -> None:
    pages = reading.pages(rendered(press, diagnosis_html(stretched(filler))))
    assert "Cuestionario retos-cocreacion" in pages[0]
    assert "acciones para empezar" in pages[1]
    assert "Puntaje por" in pages[2]


def test_texts_are_cut_between_words() -> None:
    assert shorten("uno dos tres cuatro", 14) == "uno dos tres…"
    assert shorten("corto", 12) == "corto"
    assert len(shorten("a" * 500, 40)) == 40


def test_the_first_sentence_ends_where_it_ends() -> None:
    assert first_sentence("Publique la lista. Después revísela.") == "Publique la lista."
    assert first_sentence("Sin punto final") == "Sin punto final"


def test_meanings_of_a_questionnaire_without_level_are_empty() -> None:
    chosen = samples.questionnaire("curso")
    diagnosis = samples.example(samples.with_answers({}), of=chosen)
    assert diagnosis.meaning == ""
    assert diagnosis.part(ScoreId("no-existe")) is None
