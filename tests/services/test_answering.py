"""Saving answers: versions, retries, conflicts, what is refused, and who may."""

from __future__ import annotations

import pytest

from evaluacion.domain.answers import Support
from evaluacion.domain.errors import Forbidden, Invalid, InvalidAnswers, NotFound
from evaluacion.domain.organisations import NOBODY, PublicId
from evaluacion.domain.questionnaire import QuestionId
from evaluacion.services import answering, submitting
from evaluacion.services.answering import AnswerConflict


def test_each_save_counts_the_version_up_and_stands_in_the_history(world) -> None:
    assessment = world.start()
    assert world.save(assessment, "Q1", "0").version == 1
    assert world.save(assessment, "Q1", "1", version=1, viewer=world.responsible).version == 2
    with world.database.reading() as session:
        stored = answering.read_all(session, world.reader, assessment).answers[QuestionId("Q1")]
        history = answering.read_history(session, world.reader, assessment, QuestionId("Q1"))
    assert (stored.value, stored.version, stored.area) == ("1", 2, "Dirección")
    assert [(answer.value, answer.version, answer.area) for answer in history] == [
        ("1", 2, "Dirección"),
        ("0", 1, "Unidad de Transparencia"),
    ]


def test_a_retried_edit_is_the_same_save_and_never_a_conflict_with_itself(world) -> None:
    assessment = world.start()
    first = world.save(assessment, "Q3", "hola", edit="uno")
    assert world.save(assessment, "Q3", "hola", edit="uno") == first
    world.save(assessment, "Q3", "adiós", version=1, edit="dos")
    assert world.save(assessment, "Q3", "hola", edit="uno") == first
    with world.database.reading() as session:
        assert len(answering.read_history(session, world.capture, assessment, QuestionId("Q3"))) == 2


def test_another_text_under_the_name_of_an_old_edit_is_a_conflict_not_a_silent_loss(world) -> None:
    assessment = world.start()
    world.save(assessment, "Q3", "hola", edit="uno")
    with pytest.raises(AnswerConflict):
        world.save(assessment, "Q3", "otra cosa", version=1, edit="uno")


@pytest.mark.parametrize("version", [0, 2, 7])
def test_an_edit_over_another_version_is_refused_with_both_texts_and_the_area(world, version: int) -> None:
    assessment = world.start()
    world.save(assessment, "Q3", "de la unidad")
    with pytest.raises(AnswerConflict) as refused:
        world.save(assessment, "Q3", "de la dirección", version=version, viewer=world.responsible)
    assert refused.value.theirs.value == "de la unidad"
    assert refused.value.theirs.area == "Unidad de Transparencia"
    assert refused.value.theirs.version == 1
    assert refused.value.theirs.saved_at is not None
    assert refused.value.mine.value == "de la dirección"


def test_a_forged_version_of_an_answer_that_does_not_exist_writes_nothing(world) -> None:
    assessment = world.start()
    with pytest.raises(AnswerConflict) as refused:
        world.save(assessment, "Q3", "texto", version=5)
    assert refused.value.theirs.version == 0
    with world.database.reading() as session:
        assert answering.read_history(session, world.capture, assessment, QuestionId("Q3")) == ()


def test_support_is_kept_beside_the_answer(world) -> None:
    assessment = world.start()
    support = Support(note="Acta 5", urls=("https://ejemplo.gob.mx/acta",), reason="")
    world.save(assessment, "Q1", "2", support=support)
    with world.database.reading() as session:
        everything = answering.read_all(session, world.capture, assessment)
    assert everything.answers[QuestionId("Q1")].support == support
    assert everything.visible[:3] == ("Q1", "Q2", "Q3")


def test_an_answer_to_a_hidden_question_is_kept_but_does_not_count(world) -> None:
    assessment = world.start()
    world.save(assessment, "Q2", "2")
    with world.database.reading() as session:
        everything = answering.read_all(session, world.capture, assessment)
    assert "Q2" not in everything.visible
    assert everything.answers[QuestionId("Q2")].value == "2"


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("Q1", "9", "no tiene la opción"),
        ("Q1", ("0",), "se espera el identificador"),
        ("Q4", 101, "mayor que el máximo"),
        ("Q4", float("nan"), "se espera un número"),
        pytest.param("Q4", 10**400, "se espera un número", id="huge"),
        ("Q4", True, "se espera un número"),
        ("Q5", ("a", "z"), "no puede acompañarse"),
        ("Q6", {"nadie": "0"}, "no tiene la fila"),
        ("Q7", "ayer", "se espera una fecha"),
        ("Q9", "0", "no existe"),
        ("Q3", "x" * 10_001, "10,001 caracteres"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence_and_nothing_changes(world, question, value, words) -> None:
    assessment = world.start()
    with pytest.raises(Invalid, match=f"(?i){words}"):
        world.save(assessment, question, value)
    with world.database.reading() as session:
        everything = answering.read_all(session, world.capture, assessment)
    assert all(answer.version == 0 for answer in everything.answers.values())


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://ejemplo.mx/x", "https://", "http://a b.mx", "//ejemplo.mx"]
)
def test_links_lead_to_sites(world, link: str) -> None:
    with pytest.raises(Invalid, match="La liga debe"):
        world.save(world.start(), "Q1", "2", support=Support(urls=(link,)))


def test_nobody_claims_a_file_that_was_never_received(world) -> None:
    with pytest.raises(Invalid, match="archivos"):
        world.save(world.start(), "Q1", "2", support=Support(files=("acta.pdf",)))


@pytest.mark.parametrize(("version", "edit"), [(-1, "a"), (2**31, "a"), (0, "a" * 65), (0, "con espacio"), (0, "ñ")])
def test_a_malformed_version_or_edit_name_is_refused(world, version: int, edit: str) -> None:
    with pytest.raises(Invalid):
        world.save(world.start(), "Q1", "0", version=version, edit=edit)


def test_hostile_texts_are_stored_as_they_read_without_their_tricks(world) -> None:
    assessment = world.start()
    world.save(assessment, "Q3", "\u202e<script>alert(1)</script>{{7*7}}\x00\r\n\r\n\r\n\r\nfin a" + "\u0301" * 40)
    with world.database.reading() as session:
        text = answering.read_all(session, world.capture, assessment).answers[QuestionId("Q3")].value
    assert text == "<script>alert(1)</script>{{7*7}}\n\nfin á" + "\u0301" * 4


def test_strangers_and_nobody_find_nothing_and_readers_may_not_write(world) -> None:
    assessment = world.start()
    for viewer in (world.stranger, NOBODY):
        with pytest.raises(NotFound):
            world.save(assessment, "Q1", "0", viewer=viewer)
        with pytest.raises(NotFound):
            world.save(assessment, "Q1", "no hay", viewer=viewer)
        with pytest.raises(NotFound), world.database.reading() as session:
            answering.read_all(session, viewer, assessment)
    with pytest.raises(Forbidden):
        world.save(assessment, "Q1", "0", viewer=world.reader)
    with pytest.raises(NotFound):
        world.save(PublicId("000000000000"), "Q1", "0")


def test_a_submitted_assessment_takes_no_answers_but_acknowledges_a_retry(world) -> None:
    assessment = world.start()
    saved = world.save(assessment, "Q1", "0", edit="uno")
    with world.database.session() as session:
        submitting.submit(session, world.responsible, assessment)
    assert world.save(assessment, "Q1", "0", edit="uno") == saved
    with pytest.raises(Invalid, match="ya se envió"):
        world.save(assessment, "Q1", "1", version=1)


def test_problems_name_the_question_and_start_with_a_capital(world) -> None:
    with pytest.raises(InvalidAnswers) as refused:
        world.save(world.start(), "Q5", ("a", "q"))
    assert [problem.question for problem in refused.value.problems] == ["Q5"]
    assert refused.value.problems[0].message[0].isupper()
