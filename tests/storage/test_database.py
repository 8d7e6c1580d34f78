"""How the database is opened, and that nothing acknowledged is lost when many write at once."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from evaluacion.domain.errors import Unavailable
from evaluacion.storage.database import Database, UnsafeDatabase, _check_postgresql

WRITERS, ROUNDS = 8, 40


def test_sqlite_is_opened_so_that_a_commit_is_on_disk(sqlite_database) -> None:
    with sqlite_database.session() as session:
        settings = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_sqlite_in_memory_is_refused() -> None:
    for url in ("sqlite://", "sqlite:///:memory:"):
        with pytest.raises(UnsafeDatabase):
            Database(url)


def test_a_reading_session_cannot_write(database) -> None:
    with pytest.raises((DBAPIError, Unavailable)), database.reading() as session:
        session.execute(text("INSERT INTO people (id, created_at) VALUES ('x', '2026-01-01')"))


def test_a_reading_session_sees_one_state_from_its_first_query_on(sqlite_database) -> None:
    count = text("SELECT count(*) FROM people")
    with sqlite_database.reading() as reader:
        before = reader.execute(count).scalar_one()
        with sqlite_database.session() as writer:
            writer.execute(text("INSERT INTO people (id, created_at) VALUES ('x', '2026-01-01')"))
        assert reader.execute(count).scalar_one() == before


def _count_up(database: Database) -> int:
    def add(_round: int) -> None:
        with database.session() as session:
            value = session.execute(text("SELECT value FROM counter")).scalar_one()
            session.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})

    with database.session() as session:
        session.execute(text("CREATE TABLE counter (value INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    with ThreadPoolExecutor(WRITERS) as pool:
        failures = [error for error in pool.map(_attempt(add), range(WRITERS * ROUNDS)) if error]
    with database.session() as session:
        value: int = session.execute(text("SELECT value FROM counter")).scalar_one()
    return value + len(failures)


def _attempt(work):
    def run(each):
        try:
            work(each)
        except Unavailable as error:
            return error
        return None

    return run


def test_writers_that_read_first_lose_no_update(sqlite_database) -> None:
    assert _count_up(sqlite_database) == WRITERS * ROUNDS


def test_the_same_harness_catches_a_database_opened_with_plain_begin(tmp_path) -> None:
    """The seeded bug: the driver's own transactions lose updates, or refuse the writer in the middle."""
    database = Database(f"sqlite:///{tmp_path / 'plain.sqlite'}", busy_seconds=0.2)
    event.remove(database.engine, "begin", next(iter(database.engine.dispatch.begin)))
    event.listen(database.engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with database.session() as session:
        session.execute(text("CREATE TABLE counter (value INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    barrier = threading.Barrier(2)

    def add(_each: int) -> None:
        with database.session() as session:
            value = session.execute(text("SELECT value FROM counter")).scalar_one()
            barrier.wait(5)
            session.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})

    with ThreadPoolExecutor(2) as pool:
        failures = [error for error in pool.map(_attempt(add), range(2)) if error]
    assert failures, "plain BEGIN lets two readers become writers of the same row"
    database.dispose()


def test_a_locked_database_is_said_to_be_busy_after_the_wait(sqlite_database) -> None:
    impatient = Database(str(sqlite_database.url), busy_seconds=0.1)
    lock = sqlite3.connect(sqlite_database.file, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="ocupada"), impatient.session() as session:
        session.execute(text("SELECT 1"))
    with impatient.reading() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
    lock.execute("ROLLBACK")
    lock.close()
    impatient.dispose()


def test_a_server_that_is_not_there_is_said_to_be_unavailable() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nada", busy_seconds=1)
    with pytest.raises(Unavailable), database.session() as session:
        session.execute(text("SELECT 1"))
    database.dispose()


def test_postgresql_that_could_lose_a_commit_is_refused(postgres_database) -> None:
    postgres_database.check()

    class Answers:
        def __init__(self, value: str) -> None:
            self.value = value

        def execute(self, _query):
            return self

        def scalar_one(self) -> str:
            return self.value

    with pytest.raises(UnsafeDatabase, match="fsync"):
        _check_postgresql(Answers("off"))
    with postgres_database.session() as session:
        assert session.execute(text("SHOW synchronous_commit")).scalar_one() == "on"


def test_an_error_never_carries_what_people_wrote(sqlite_database) -> None:
    with pytest.raises(DBAPIError) as error, sqlite_database.session() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:value)"), {"value": "texto secreto"})
    assert "texto secreto" not in str(error.value)


def test_the_clock_of_the_database_is_told(database) -> None:
    assert abs(datetime.now(UTC) - database.clock()) < timedelta(minutes=1)


def test_postgresql_that_only_reads_is_said_to_be_so(postgres_database) -> None:
    database = Database(postgres_database.url.render_as_string(hide_password=False))
    event.listen(database.engine, "begin", lambda connection: connection.exec_driver_sql("SET TRANSACTION READ ONLY"))
    with pytest.raises(Unavailable, match="solo lectura"), database.session() as session:
        session.execute(text("INSERT INTO people (id, created_at) VALUES ('x', '2026-01-01')"))
    database.dispose()
