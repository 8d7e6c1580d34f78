"""Every verb that changes something writes exactly one entry, in its own transaction, without texts or secrets."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evaluacion.domain.answers import Support
from evaluacion.domain.audit import Entry, Verb, check_chain
from evaluacion.domain.errors import EvaluacionError, Forbidden, NotFound
from evaluacion.domain.organisations import Channel, Origin, PersonId, Role, Viewer
from evaluacion.services import (
    accounts,
    answering,
    assessments,
    auditing,
    copying,
    deleting,
    demonstration,
    documents,
    log_reading,
    registering,
    signing,
    submitting,
    trial,
)
from evaluacion.services.assessments import Period
from evaluacion.services.documents import DocumentKind
from evaluacion.services.log_reading import LogFilter
from evaluacion.storage import audit

SERVICES = Path(auditing.__file__).parent
NEXT = Period(start=date(2027, 1, 1), end=date(2027, 12, 31), label="2027")
FROM = Origin(channel=Channel.WEB, address="a1b2c3", request="0123456789abcdef")
KEY = "k" * 43
SECRET = "Respuesta que nadie debe leer en la bitácora"

BOOKKEEPING = {
    "sessions": "the house's own note of who is signed in; signing in and out have entries",
    "documents.request": "a place in the queue; the document has its entry when it is issued",
    "documents.claim": "the same",
    "documents.fail": "the same",
    "questionnaires": "files of the release, kept by their hash",
    "demonstration": "made of the other verbs",
    "sweeping": "made of the other verbs",
    "auditing": "the log itself",
    "diagnosing": "made of the verbs of documents",
}
"""What writes without an entry of its own, and why."""


def read(world) -> list[Entry]:
    with world.database.reading() as session:
        return list(audit.read_entries(session))


def by(viewer: Viewer) -> Viewer:
    return Viewer(person=viewer.person, trial_key=viewer.trial_key, origin=FROM)


def submitted(world):
    draft = world.start()
    with world.database.session() as session:
        return draft, submitting.submit(session, world.responsible, draft)


def make_person(session, viewer: Viewer) -> PersonId:
    return accounts.create_person(session, email="nueva@ejemplo.mx", name="N", password="una frase larga", by=viewer)


def start(world) -> Callable:
    return lambda session, viewer: assessments.start(
        session, viewer, world.institution, questionnaire_id="prueba", period=NEXT
    )


def copy(world) -> Callable:
    draft = world.start()
    return lambda session, viewer: copying.copy(session, viewer, draft, period=NEXT)


def delete(world) -> Callable:
    draft = world.start()
    return lambda session, viewer: deleting.delete_draft(session, viewer, draft)


def restore(world) -> Callable:
    draft = world.start()
    with world.database.session() as session:
        deleting.delete_draft(session, world.responsible, draft)
    return lambda session, viewer: deleting.restore_draft(session, viewer, draft)


def erase(world) -> Callable:
    restore(world)
    later = datetime.now(UTC) + timedelta(days=31)
    return lambda session, viewer: deleting.sweep_deleted(session, by=viewer, now=later)


def save(world) -> Callable:
    draft = world.start()
    return lambda session, viewer: answering.save_answer(
        session, viewer, draft, "Q3", value=SECRET, support=Support(note=SECRET), version=0, edit="edit-1"
    )


def submit(world) -> Callable:
    draft = world.start()
    return lambda session, viewer: submitting.submit(session, viewer, draft)


def reopen(world) -> Callable:
    draft, _submission = submitted(world)
    return lambda session, viewer: submitting.reopen(session, viewer, draft, reason=SECRET)


def issue(world) -> Callable:
    _draft, submission = submitted(world)
    with world.database.session() as session:
        asked = documents.request(session, world.responsible, submission.id, kind=DocumentKind.SUMMARY)
        documents.claim(session, asked.id)
    return lambda session, viewer: documents.store(session, asked.id, b"%PDF", by=viewer)


def add_member(world) -> Callable:
    with world.database.session() as session:
        person = make_person(session, world.responsible)
    return lambda session, viewer: registering.add_member(
        session, organisation_id=world.institution, person=person, role=Role.READER, by=viewer
    )


def change_member(world) -> Callable:
    return lambda session, viewer: registering.add_member(
        session, organisation_id=world.institution, person=world.capture.person, role=Role.READER, by=viewer
    )


def erase_trial(world) -> Callable:
    with world.database.session() as session:
        trial.start(session, Viewer(trial_key=KEY), questionnaire_id="prueba")
    later = datetime.now(UTC) + timedelta(days=2)
    return lambda session, viewer: trial.sweep(session, by=viewer, now=later)


VERBS: dict[str, tuple[Verb, Callable]] = {
    "assessments.start": (Verb.ASSESSMENT_STARTED, start),
    "copying.copy": (Verb.ASSESSMENT_COPIED, copy),
    "deleting.delete_draft": (Verb.ASSESSMENT_DELETED, delete),
    "deleting.restore_draft": (Verb.ASSESSMENT_RESTORED, restore),
    "deleting.sweep_deleted": (Verb.ASSESSMENT_ERASED, erase),
    "answering.save_answer": (Verb.ANSWER_SAVED, save),
    "submitting.submit": (Verb.SUBMITTED, submit),
    "submitting.reopen": (Verb.REOPENED, reopen),
    "documents.store": (Verb.DOCUMENT_ISSUED, issue),
    "registering.create_organisation": (
        Verb.ORGANISATION_CREATED,
        lambda world: lambda session, viewer: registering.create_organisation(session, name=SECRET, by=viewer),
    ),
    "registering.update_profile": (
        Verb.ORGANISATION_CHANGED,
        lambda world: (
            lambda session, viewer: registering.update_profile(session, viewer, world.institution, {"state": "09"})
        ),
    ),
    "registering.add_member": (Verb.MEMBER_ADDED, add_member),
    "registering.add_member again": (Verb.MEMBER_CHANGED, change_member),
    "accounts.create_person": (Verb.PERSON_CREATED, lambda world: make_person),
    "accounts.set_password": (
        Verb.PASSWORD_CHANGED,
        lambda world: (
            lambda session, viewer: accounts.set_password(session, world.capture.person, "otra frase larga", by=viewer)
        ),
    ),
    "accounts.set_password_hash": (
        Verb.PASSWORD_CHANGED,
        lambda world: (
            lambda session, viewer: accounts.set_password_hash(
                session, world.capture.person, "hash", uniquifier="new", by=viewer
            )
        ),
    ),
    "accounts.set_active": (
        Verb.PERSON_DISABLED,
        lambda world: lambda session, viewer: accounts.set_active(session, world.capture.person, False, by=viewer),
    ),
    "trial.start": (
        Verb.TRIAL_STARTED,
        lambda world: (
            lambda session, viewer: trial.start(
                session, Viewer(trial_key=KEY, origin=viewer.origin), questionnaire_id="prueba"
            )
        ),
    ),
    "trial.sweep": (Verb.ASSESSMENT_ERASED, erase_trial),
    "signing.record_sign_in": (Verb.SIGNED_IN, lambda world: signing.record_sign_in),
    "signing.record_sign_out": (Verb.SIGNED_OUT, lambda world: signing.record_sign_out),
    "signing.record_failed_sign_in": (
        Verb.SIGN_IN_FAILED,
        lambda world: (
            lambda session, viewer: signing.record_failed_sign_in(
                session, Viewer(origin=viewer.origin), "nadie@ejemplo.mx"
            )
        ),
    ),
}


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_writes_exactly_one_entry_with_who_and_from_where(world, name) -> None:
    verb, prepare = VERBS[name]
    act = prepare(world)
    before = read(world)
    with world.database.session() as session:
        act(session, by(world.responsible))
    after = read(world)
    assert len(after) == len(before) + 1
    entry = after[-1]
    assert entry.verb == verb
    assert (entry.channel, entry.address, entry.request) == (FROM.channel, FROM.address, FROM.request)
    anonymous = {Verb.TRIAL_STARTED, Verb.SIGN_IN_FAILED}
    assert entry.person == (None if verb in anonymous else world.responsible.person)
    assert check_chain(after).broken is None
    assert SECRET not in str(after)
    assert "@" not in str(after)


WRITING = ("session.add", "insert(", "update(", "delete(", "erase(", "stored.save(", "_row(session")


def writes_rows(function: ast.FunctionDef) -> bool:
    """Whether the body adds, erases or assigns through the session, or calls something that is said to write."""
    source = ast.unparse(function)
    return any(sign in source for sign in WRITING)


def test_every_public_service_that_writes_is_in_the_list_or_says_why_not() -> None:
    listed = {name.split(" ")[0] for name in VERBS} | set(BOOKKEEPING)
    forgotten, found = [], 0
    for path in sorted(SERVICES.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and writes_rows(node):
                found += 1
                if not {path.stem, f"{path.stem}.{node.name}"} & listed:
                    forgotten.append(f"{path.stem}.{node.name}")
    assert found > 15
    assert forgotten == []


@pytest.mark.parametrize("name", ["answering.save_answer", "submitting.submit", "assessments.start"])
def test_a_verb_that_is_refused_writes_nothing(world, name) -> None:
    act = VERBS[name][1](world)
    before = read(world)
    with pytest.raises(EvaluacionError), world.database.session() as session:
        act(session, by(world.stranger))
    assert read(world) == before


def test_the_same_edit_sent_again_and_a_second_submit_change_nothing_and_are_not_written_down(world) -> None:
    for name in ("answering.save_answer", "submitting.submit"):
        act = VERBS[name][1](world)
        for expected in (1, 0):
            before = len(read(world))
            with world.database.session() as session:
                act(session, by(world.responsible))
            assert len(read(world)) == before + expected


def test_hashes_of_an_answer_follow_each_other_and_cannot_be_guessed(world) -> None:
    one, other = world.start(), world.start()
    world.save(one, "Q3", "a")
    world.save(one, "Q3", "b", version=1)
    world.save(one, "Q3", "a", version=2)
    world.save(other, "Q3", "a")
    first, second, third, elsewhere = read(world)[-4:]
    assert (first.before, second.before, third.before) == (None, first.after, second.after)
    assert len({first.after, second.after, third.after, elsewhere.after}) == 4
    assert first.target == f"{one}/Q3"
    assert (first.role, first.organisation) == (Role.CAPTURE, world.institution)


def test_the_password_hashed_anew_is_no_change_of_password(world) -> None:
    with world.database.session() as session:
        account = accounts.get_account(session, world.capture.person)
        before = len(list(audit.read_entries(session)))
        accounts.set_password_hash(session, account.person, "stronger", uniquifier=account.uniquifier)
        assert len(list(audit.read_entries(session))) == before


def test_the_log_of_an_organisation_is_for_its_responsible_person_only(world) -> None:
    with world.database.reading() as session:
        for viewer in (world.capture, world.reader):
            with pytest.raises(Forbidden):
                log_reading.read_page(session, viewer, world.institution, LogFilter())
        with pytest.raises(NotFound):
            log_reading.read_page(session, world.stranger, world.institution, LogFilter())
        page = log_reading.read_page(session, world.responsible, world.institution, LogFilter())
        assert {entry.organisation for entry in page.entries} == {world.institution}
        assert page.people == {}


def test_pages_of_fifty_newest_first_and_filters(world) -> None:
    draft = world.start()
    for version in range(60):
        world.save(draft, "Q3", f"texto {version}", version=version)
    with world.database.reading() as session:
        first = log_reading.read_page(session, world.responsible, world.institution, LogFilter())
        second = log_reading.read_page(session, world.responsible, world.institution, LogFilter(), number=99)
        saves = LogFilter(verb=Verb.ANSWER_SAVED, person=str(world.capture.person))
        some = log_reading.read_page(session, world.responsible, world.institution, saves)
        tomorrow = LogFilter(since=datetime.now(UTC) + timedelta(days=1))
        none = log_reading.read_page(session, world.responsible, world.institution, tomorrow)
        until = LogFilter(until=datetime.now(UTC) + timedelta(days=1))
        everything = list(log_reading.stream(session, world.responsible, world.institution, until))
    assert (len(first.entries), first.number, first.pages) == (50, 1, 2)
    assert second.number == 2
    assert [entry.sequence for entry in first.entries] == sorted((e.sequence for e in first.entries), reverse=True)
    assert (some.total, none.total, len(everything)) == (60, 0, first.total)
    assert first.people[str(world.capture.person)].area == "Unidad de Transparencia"


def test_the_demonstration_world_has_a_log_that_holds(sqlite_database, monkeypatch) -> None:
    monkeypatch.undo()
    with sqlite_database.session() as session:
        demonstration.load(session)
    with sqlite_database.reading() as session:
        entries = list(audit.read_entries(session))
        assert check_chain(entries, head=audit.read_head(session)).broken is None
    verbs = {entry.verb for entry in entries}
    assert {Verb.PERSON_CREATED, Verb.ANSWER_SAVED, Verb.SUBMITTED, Verb.ORGANISATION_CREATED} <= verbs
