"""Migrations: the head is the models, up and down with data, and a later database is refused."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from evaluacion.domain.audit import Act, Head, Kind, Verb
from evaluacion.storage import audit, migrating
from evaluacion.storage.database import Database
from evaluacion.storage.rows import METADATA


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request, tmp_path):
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    else:
        url = request.getfixturevalue("new_postgres_url")()
    database = Database(url)
    yield database
    database.dispose()


def test_the_migrations_make_exactly_the_models(empty_database) -> None:
    migrating.upgrade(empty_database)
    migrating.check_revision(empty_database)
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_down_and_up_again_leaves_a_working_database_even_with_data(empty_database) -> None:
    migrating.upgrade(empty_database)
    with empty_database.session() as session:
        session.execute(text("INSERT INTO people (id, created_at) VALUES ('abc', '2026-01-01 00:00:00')"))
    migrating.downgrade(empty_database, "base")
    assert migrating.current_revision(empty_database) is None
    assert set(inspect(empty_database.engine).get_table_names()) <= {"alembic_version"}
    migrating.upgrade(empty_database)
    migrating.upgrade(empty_database)
    with empty_database.session() as session:
        assert session.execute(text("SELECT count(*) FROM people")).scalar_one() == 0


def test_an_empty_database_is_not_ready_and_says_what_to_run(empty_database) -> None:
    with pytest.raises(migrating.DatabaseNotReady, match="evaluacion serve --prepare"):
        migrating.check_revision(empty_database)


def test_a_database_of_a_later_release_is_refused_and_not_touched(empty_database) -> None:
    migrating.upgrade(empty_database)
    with empty_database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (migrating.check_revision, migrating.upgrade):
        with pytest.raises(migrating.DatabaseTooNew, match="9999"):
            refused(empty_database)
    assert migrating.current_revision(empty_database) == "9999"


def test_a_migration_that_fails_half_way_leaves_nothing(empty_database, monkeypatch) -> None:
    def fail(*_arguments):
        raise RuntimeError("power cut")

    monkeypatch.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        migrating.upgrade(empty_database)
    assert "answers" not in inspect(empty_database.engine).get_table_names()


def test_the_audit_log_comes_and_goes_without_touching_what_is_there(empty_database) -> None:
    migrating.upgrade(empty_database, "0002")
    questionnaire = "x" * 64
    with empty_database.session() as session:
        session.execute(
            text(
                "INSERT INTO questionnaires (sha256, questionnaire_id, version, title, file, stored_at) "
                "VALUES (:q, 'prueba', '1.0', 'Prueba', :file, '2026-01-01 00:00:00')"
            ),
            {"q": questionnaire, "file": b"x"},
        )
        for number in (1, 2):
            session.execute(
                text(
                    "INSERT INTO assessments (id, public_id, realm, questionnaire_sha256, period_start, period_end, "
                    "period_label, profile, zone, state, revision, created_at) VALUES (:id, :name, 'trial', :q, "
                    "'2026-01-01', '2026-12-31', '2026', '{}', 'America/Mexico_City', 'draft', 1, "
                    "'2026-01-01 00:00:00')"
                ),
                {"id": number, "name": f"assessment{number}", "q": questionnaire},
            )
    migrating.upgrade(empty_database)
    with empty_database.session() as session:
        salts = session.execute(text("SELECT salt FROM assessments")).scalars().all()
        audit.append(session, [Act(verb=Verb.TRIAL_STARTED, kind=Kind.ASSESSMENT, target="assessment1")])
    assert len({salt for salt in salts if len(salt) == 32}) == 2
    migrating.downgrade(empty_database, "0002")
    assert not {"audit_entries", "audit_head"} & set(inspect(empty_database.engine).get_table_names())
    with empty_database.reading() as session:
        kept = session.execute(text("SELECT public_id FROM assessments ORDER BY id")).scalars().all()
    assert kept == ["assessment1", "assessment2"]
    migrating.upgrade(empty_database)
    with empty_database.reading() as session:
        assert audit.read_head(session) == Head()
