"""Starting, walking through, copying and deleting assessments; trials; documents; who sees what."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from evaluacion.domain.completion import SectionState
from evaluacion.domain.errors import Forbidden, Invalid, NotFound
from evaluacion.domain.organisations import NOBODY, PublicId, Realm, Viewer
from evaluacion.domain.permissions import Action
from evaluacion.domain.questionnaire import QuestionId
from evaluacion.services import answering, assessments, copying, deleting, documents, submitting, trial, verifying
from evaluacion.services.assessments import Period
from evaluacion.services.documents import DocumentKind, DocumentState
from evaluacion.services.verifying import Verdict

NEXT_YEAR = Period(start=date(2027, 1, 1), end=date(2027, 12, 31), label="2027")


def test_an_assessment_starts_empty_with_the_profile_and_the_zone_of_its_institution(world) -> None:
    assessment = world.start()
    with world.database.reading() as session:
        overview = assessments.get_overview(session, world.capture, assessment)
    assert overview.assessment.profile == {"state": "02"}
    assert overview.assessment.zone == "America/Tijuana"
    assert overview.assessment.realm is Realm.OFFICIAL
    assert len(overview.assessment.id) == 12
    assert [(each.state, each.answered, each.total) for each in overview.sections] == [
        (SectionState.NOT_STARTED, 0, 2),
        (SectionState.NOT_STARTED, 0, 4),
    ]
    assert (overview.resume_at, overview.minutes_left) == ("Q1", 12)
    assert overview.may_answer
    assert not overview.may_submit


def test_the_task_list_follows_the_answers_and_what_they_make_visible(world) -> None:
    assessment = world.start()
    world.save(assessment, "Q1", "1")
    world.save(assessment, "Q4", 0)
    world.save(assessment, "Q6", {"compras": "0"})
    with world.database.reading() as session:
        overview = assessments.get_overview(session, world.reader, assessment)
    assert [(each.state, each.answered, each.total) for each in overview.sections] == [
        (SectionState.IN_PROGRESS, 1, 3),
        (SectionState.IN_PROGRESS, 1, 4),
    ]
    assert overview.missing == ("Q2", "Q3", "Q5", "Q6", "Q7")
    assert overview.resume_at == "Q7"
    assert not overview.may_answer
    for question, value in (("Q2", "0"), ("Q3", "a"), ("Q5", ("z",)), ("Q7", "2026-01-01")):
        world.save(assessment, question, value)
    world.save(assessment, "Q6", {"compras": "0", "obras": "na"}, version=1)
    with world.database.reading() as session:
        overview = assessments.get_overview(session, world.responsible, assessment)
    assert {each.state for each in overview.sections} == {SectionState.COMPLETE}
    assert (overview.resume_at, overview.minutes_left, overview.missing) == (None, 0, ())
    assert overview.may_submit


def test_only_who_is_responsible_starts_and_strangers_find_no_institution(world) -> None:
    with pytest.raises(Forbidden):
        world.start(world.capture)
    for viewer in (world.stranger, NOBODY):
        with pytest.raises(NotFound):
            world.start(viewer)


@pytest.mark.parametrize("questionnaire", ["nada", "../prueba", "/etc/passwd", "prueba/1.0.yaml", ""])
def test_a_page_never_names_a_file_as_questionnaire(world, questionnaire: str) -> None:
    with pytest.raises(NotFound), world.database.session() as session:
        assessments.start(
            session, world.responsible, world.institution, questionnaire_id=questionnaire, period=NEXT_YEAR
        )


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        (date(2026, 2, 1), date(2026, 1, 1), "2026"),
        (date(2026, 1, 1), date(2026, 2, 1), " "),
        (date(1, 1, 1), date(2026, 1, 1), "x"),
    ],
)
def test_a_period_makes_sense(world, start: date, end: date, label: str) -> None:
    with pytest.raises(Invalid):
        world.start(period=Period(start=start, end=end, label=label))


def test_a_copy_starts_from_the_same_answers_and_goes_its_own_way(world) -> None:
    original = world.start()
    world.save(original, "Q3", "hola")
    world.save(original, "Q3", "hola a todos", version=1)
    with world.database.session() as session:
        copied = copying.copy(session, world.responsible, original, period=NEXT_YEAR)
    world.save(copied, "Q3", "adiós", version=1)
    with world.database.reading() as session:
        one = answering.read_all(session, world.reader, original).answers[QuestionId("Q3")]
        other = answering.read_all(session, world.reader, copied).answers[QuestionId("Q3")]
    assert (one.value, other.value, other.version) == ("hola a todos", "adiós", 2)


def test_a_deleted_draft_comes_back_within_thirty_days_and_is_erased_afterwards(world) -> None:
    assessment = world.start()
    world.save(assessment, "Q3", "hola")
    with pytest.raises(Forbidden), world.database.session() as session:
        deleting.delete_draft(session, world.capture, assessment)
    with world.database.session() as session:
        deleting.delete_draft(session, world.responsible, assessment)
    with pytest.raises(NotFound):
        world.save(assessment, "Q3", "más", version=1)
    with world.database.session() as session:
        assert [each.id for each in deleting.list_deleted(session, world.responsible)] == [assessment]
        assert deleting.list_deleted(session, world.reader) == ()
        assert assessments.list_own(session, world.responsible) == ()
        with pytest.raises(NotFound):
            deleting.restore_draft(session, world.stranger, assessment)
        deleting.restore_draft(session, world.responsible, assessment)
    assert world.save(assessment, "Q3", "más", version=1).version == 2
    with world.database.session() as session:
        deleting.delete_draft(session, world.responsible, assessment)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)), world.database.session() as session:
        with pytest.raises(NotFound):
            deleting.restore_draft(session, world.responsible, assessment)
        assert deleting.sweep_deleted(session) == 1


def test_what_was_submitted_is_not_deleted(world) -> None:
    assessment = world.start()
    with world.database.session() as session:
        submitting.submit(session, world.responsible, assessment)
    with pytest.raises(Invalid, match="folio"), world.database.session() as session:
        deleting.delete_draft(session, world.responsible, assessment)


def test_people_see_the_assessments_of_their_institutions_only(world) -> None:
    assessment = world.start()
    with world.database.reading() as session:
        assert [each.id for each in assessments.list_own(session, world.reader)] == [assessment]
        assert assessments.list_own(session, world.stranger) == ()
        assert assessments.list_own(session, NOBODY) == ()
        with pytest.raises(NotFound):
            assessments.get_overview(session, world.stranger, assessment)


def test_a_trial_belongs_to_its_browser_alone_and_is_gone_after_a_day(world) -> None:
    owner, other = Viewer(trial_key=trial.new_key()), Viewer(trial_key=trial.new_key())
    with world.database.session() as session:
        begun = trial.start(session, owner, questionnaire_id="prueba")
        assert trial.find(session, owner) == begun
        assert trial.find(session, other) is None
    world.save(begun.assessment_id, "Q1", "1", viewer=owner)
    for viewer in (other, world.responsible, NOBODY):
        with pytest.raises(NotFound):
            world.save(begun.assessment_id, "Q1", "2", version=1, viewer=viewer)
    with world.database.session() as session:
        submission = submitting.submit(session, owner, begun.assessment_id)
        document = documents.request(session, owner, submission.id, kind=DocumentKind.SUMMARY)
        documents.claim(session, document.id)
        documents.store(session, document.id, b"%PDF-1.7 trial")
        assert verifying.verify(session, submission.folio).verdict is Verdict.UNKNOWN
        assert submission.folio.startswith("PR-")
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25)), world.database.session() as session:
        assert trial.find(session, owner) is None
        assert trial.sweep(session) == 1
        with pytest.raises(NotFound):
            assessments.get_access(session, owner, begun.assessment_id, Action.SEE)
        with pytest.raises(NotFound):
            documents.read(session, owner, document.id)


def test_a_trial_needs_the_key_of_a_browser(world) -> None:
    with pytest.raises(Invalid), world.database.session() as session:
        trial.start(session, NOBODY, questionnaire_id="prueba")


@pytest.fixture
def submission(world) -> PublicId:
    assessment = world.start()
    with world.database.session() as session:
        return submitting.submit(session, world.responsible, assessment).id


def test_a_document_is_made_by_one_worker_and_its_first_bytes_stay(world, submission) -> None:
    with world.database.session() as session:
        asked = documents.request(session, world.reader, submission, kind=DocumentKind.COMPLETE)
        assert documents.request(session, world.capture, submission, kind=DocumentKind.COMPLETE) == asked
        assert documents.list_waiting(session) == (asked.id,)
        claimed = documents.claim(session, asked.id)
        assert claimed is not None
        assert (claimed.state, claimed.attempts) == (DocumentState.RENDERING, 1)
        assert documents.claim(session, asked.id) is None
        assert documents.list_waiting(session) == ()
        with pytest.raises(NotFound):
            documents.read(session, world.reader, asked.id)
        ready = documents.store(session, asked.id, b"%PDF one")
        assert documents.store(session, asked.id, b"%PDF two") == ready
        assert documents.claim(session, asked.id) is None
        assert documents.read(session, world.reader, asked.id).content == b"%PDF one"
        assert verifying.verify(session, str(ready.sha256)).verdict is Verdict.CURRENT
        with pytest.raises(NotFound):
            documents.read(session, world.stranger, asked.id)
        with pytest.raises(NotFound):
            documents.request(session, world.stranger, submission, kind=DocumentKind.COMPLETE)


def test_a_worker_that_never_came_back_loses_its_lease_and_the_third_failure_is_final(world, submission) -> None:
    with world.database.session() as session:
        asked = documents.request(session, world.reader, submission, kind=DocumentKind.COMPLETE)
    start = datetime.now(UTC)
    for attempt in range(documents.MAX_ATTEMPTS):
        moment = start + attempt * (documents.LEASE + timedelta(seconds=1))
        with time_machine.travel(moment), world.database.session() as session:
            assert documents.list_waiting(session) == (asked.id,)
            claimed = documents.claim(session, asked.id)
            assert claimed is not None
            assert claimed.attempts == attempt + 1
    with time_machine.travel(start + 4 * documents.LEASE), world.database.session() as session:
        assert documents.claim(session, asked.id) is None
        assert documents.get(session, world.reader, asked.id).state is DocumentState.FAILED
        again = documents.request(session, world.reader, submission, kind=DocumentKind.COMPLETE)
        assert (again.state, again.attempts) == (DocumentState.REQUESTED, 0)


def test_a_failed_attempt_is_given_back_until_the_last_one(world, submission) -> None:
    with world.database.session() as session:
        asked = documents.request(session, world.reader, submission, kind=DocumentKind.SUMMARY, paper="a4")
        states = []
        for _attempt in range(documents.MAX_ATTEMPTS):
            documents.claim(session, asked.id)
            states.append(documents.fail(session, asked.id, reason="memory").state)
    assert states == [DocumentState.REQUESTED, DocumentState.REQUESTED, DocumentState.FAILED]
