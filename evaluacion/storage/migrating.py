"""Numbered migrations: bring a database up to this release, and refuse one that a later release wrote."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from evaluacion.domain.errors import EvaluacionError
from evaluacion.storage.database import Database

_MIGRATIONS = Path(__file__).parent / "migrations"


class DatabaseNotReady(EvaluacionError):
    """The database has no tables yet, or those of an earlier release."""


class DatabaseTooNew(EvaluacionError):
    """A later release wrote this database; nothing was touched."""


def head_revision() -> str:
    """The number of the newest migration of this release."""
    return str(_scripts().get_current_head())


def current_revision(database: Database) -> str | None:
    """The number of the last migration the database had; None = empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_revision(database: Database) -> None:
    """Raises DatabaseNotReady or DatabaseTooNew unless the database fits this release."""
    current = current_revision(database)
    if current == head_revision():
        return
    _refuse_newer(current)
    raise DatabaseNotReady(
        "La base de datos no tiene las tablas de esta versión. Prepárela con: evaluacion serve --prepare"
    )


def upgrade(database: Database, revision: str = "head") -> None:
    """Runs the missing migrations, all in one transaction. Raises DatabaseTooNew."""
    _refuse_newer(current_revision(database))
    _run(database, command.upgrade, revision)


def downgrade(database: Database, revision: str) -> None:
    """Runs migrations backwards, in one transaction."""
    _run(database, command.downgrade, revision)


def _refuse_newer(current: str | None) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseTooNew(
            f"La base de datos es de una versión posterior ({current}). Instale esa versión; aquí no se tocó nada."
        )


def _run(database: Database, verb: object, revision: str) -> None:
    config = _config()
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(727365756)")
        config.attributes["connection"] = connection
        verb(config, revision)  # type: ignore[operator]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
