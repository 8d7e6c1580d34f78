"""The audit log in the database: nobody changes it, many writers keep one chain, and a spoiled row is found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from evaluacion.domain.audit import Act, Flaw, Head, Kind, Verb, check_chain
from evaluacion.domain.organisations import PublicId
from evaluacion.storage import audit
from evaluacion.storage.database import Database

WRITERS, EACH = 8, 15


def _write(database: Database, count: int = 1, name: str = "Q") -> None:
    for number in range(count):
        with database.session() as session:
            audit.append(session, [Act(verb=Verb.ANSWER_SAVED, kind=Kind.ANSWER, target=f"{name}{number}")])


def _check(database: Database):
    with database.reading() as session:
        audit.hold_still(session)
        return check_chain(audit.read_entries(session), head=audit.read_head(session))


def _spoil(database: Database, *statements: str) -> None:
    """What somebody with the keys of the database can do: without the triggers."""
    with database.session() as session:
        if database.is_sqlite:
            triggers = session.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'")
            ).all()
            for name, _sql in triggers:
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET verb = 'signed-in' WHERE sequence = 2",
        "DELETE FROM audit_entries WHERE sequence = 3",
        "DELETE FROM audit_entries",
        "UPDATE audit_head SET entries = 1",
        "DELETE FROM audit_head",
        "INSERT INTO audit_entries SELECT 9, at, person, role, organisation, verb, kind, target, channel, address, "
        "request, before, after, previous, sha256 FROM audit_entries WHERE sequence = 3",
    ],
)
def test_the_database_refuses_to_change_the_log(database, statement) -> None:
    _write(database, 3)
    with pytest.raises(DBAPIError), database.session() as session:
        session.execute(text(statement))
    checked = _check(database)
    assert (checked.broken, checked.head.count) == (None, 3)


@pytest.mark.parametrize(
    ("statements", "flaw", "place"),
    [
        (["UPDATE audit_entries SET person = 'otra' WHERE sequence = 4"], Flaw.EDITED, 4),
        (["UPDATE audit_entries SET at = 'ayer' WHERE sequence = 4"], Flaw.EDITED, 4),
        (["DELETE FROM audit_entries WHERE sequence = 5"], Flaw.MISSING, 5),
        (["DELETE FROM audit_entries WHERE sequence > 6"], Flaw.CUT, 7),
        (["DELETE FROM audit_entries", "DELETE FROM audit_head"], None, 0),
        (["DELETE FROM audit_head"], Flaw.MISPLACED, 1),
        (
            [
                "UPDATE audit_entries SET sequence = 100 WHERE sequence = 2",
                "UPDATE audit_entries SET sequence = 2 WHERE sequence = 6",
                "UPDATE audit_entries SET sequence = 6 WHERE sequence = 100",
            ],
            Flaw.EDITED,
            2,
        ),
        (
            [
                "INSERT INTO audit_entries SELECT 9, at, person, role, organisation, verb, kind, target, channel, "
                "address, request, before, after, previous, sha256 FROM audit_entries WHERE sequence = 8"
            ],
            Flaw.EDITED,
            9,
        ),
    ],
)
def test_what_somebody_with_the_keys_changes_is_found_and_located(database, statements, flaw, place) -> None:
    _write(database, 8)
    _spoil(database, *statements)
    broken = _check(database).broken
    if flaw is None:
        assert broken is None, "an emptied log shows only against a head kept elsewhere"
    else:
        assert broken is not None
        assert (broken.flaw, broken.sequence) == (flaw, place)


def test_many_writers_at_once_keep_one_chain(database) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(_write, database, EACH, f"W{writer}-") for writer in range(WRITERS)]:
            done.result()
    checked = _check(database)
    assert (checked.broken, checked.head.count) == (None, WRITERS * EACH)


def test_an_act_that_is_rolled_back_leaves_no_entry_and_no_gap(database) -> None:
    _write(database)
    with Session(database.engine) as session:
        audit.append(session, [Act(verb=Verb.SUBMITTED, kind=Kind.SUBMISSION, target="lost")])
    _write(database)
    checked = _check(database)
    assert (checked.broken, checked.head.count) == (None, 2)


def test_several_acts_of_one_transaction_follow_each_other(database) -> None:
    acts = [
        Act(verb=Verb.ASSESSMENT_ERASED, kind=Kind.ASSESSMENT, target=f"a{n}", organisation=PublicId("institution1"))
        for n in range(3)
    ]
    with database.session() as session:
        audit.append(session, acts)
        audit.append(session, [])
    with database.reading() as session:
        newest_first = [
            entry.target for entry in audit.stream_wanted(session, audit.Wanted(organisation="institution1"))
        ]
    assert newest_first == ["a2", "a1", "a0"]
    assert _check(database).head != Head()
