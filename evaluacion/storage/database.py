"""The database: how it is opened so that what was acknowledged is on disk, and the two kinds of session.

SQLite is opened in WAL with `synchronous=FULL`; a writing transaction takes the lock at its first statement
(`BEGIN IMMEDIATE`), because a transaction that reads first and writes later silently loses updates under the driver's
defaults. Reading sessions use connections that cannot write. PostgreSQL must have `fsync` and `synchronous_commit` on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from evaluacion.domain.errors import EvaluacionError, Unavailable
from evaluacion.domain.sentences import sentence

BUSY_SECONDS = 10
POOL_SIZE = 10
POOL_OVERFLOW = 20


class UnsafeDatabase(EvaluacionError):
    """The database would acknowledge what it may lose; the message says which setting to change."""


class Database:
    """One database for a whole process; usable from every thread."""

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url = make_url(url)
        self.busy_seconds = busy_seconds
        self._pool = {"pool_size": pool_size, "max_overflow": POOL_OVERFLOW, "pool_timeout": busy_seconds}
        if self.is_sqlite:
            self.engine = self._open_sqlite(writes=True)
            self.reading_engine = self._open_sqlite(writes=False)
        else:
            self.engine = self._open_postgresql()
            self.reading_engine = self.engine.execution_options(postgresql_readonly=True)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of an embedded database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @contextmanager
    def session(self, opened: Callable[[], Session] | None = None) -> Iterator[Session]:
        """A session that writes: committed (and on disk) when the block ends, rolled back when it raises.

        `opened` makes the session where somebody else's factory must, on this database's engine.
        Raises Unavailable when the database is locked for too long, full, or gone.
        """
        session = opened() if opened else Session(self.engine, expire_on_commit=False)
        with self._unavailable(), session, session.begin():
            yield session

    @contextmanager
    def reading(self, opened: Callable[[], Session] | None = None) -> Iterator[Session]:
        """A session that only reads, on one consistent state. Raises Unavailable."""
        session = opened() if opened else Session(self.reading_engine, expire_on_commit=False)
        with self._unavailable(), session, session.begin():
            yield session

    def check(self) -> None:
        """Raises UnsafeDatabase or Unavailable."""
        with self._unavailable(), self.engine.connect() as connection:
            if not self.is_sqlite:
                _check_postgresql(connection)

    def clock(self) -> datetime:
        """What time it is where the database runs. Raises Unavailable."""
        if self.is_sqlite:
            return datetime.now(UTC)
        with self.reading() as session:
            moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
        return moment.astimezone(UTC)

    def dispose(self) -> None:
        """Closes every connection."""
        self.engine.dispose()
        self.reading_engine.dispose()

    def _open_sqlite(self, *, writes: bool) -> Engine:
        if self.file is None or str(self.file) == ":memory:":
            raise UnsafeDatabase("La base de datos SQLite debe ser un archivo: en memoria se perdería al cerrar.")
        engine = create_engine(
            self.url,
            connect_args={"timeout": self.busy_seconds, "check_same_thread": False},
            hide_parameters=True,
            **self._pool,
        )

        @event.listens_for(engine, "connect")
        def _configure(connection: sqlite3.Connection, _record: Any) -> None:
            connection.isolation_level = None
            connection.execute(f"PRAGMA busy_timeout={int(self.busy_seconds * 1000)}")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
            if not writes:
                connection.execute("PRAGMA query_only=ON")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

        return engine

    def _open_postgresql(self) -> Engine:
        url = self.url
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        milliseconds = int(self.busy_seconds * 1000)
        options = f"-c lock_timeout={milliseconds} -c timezone=UTC -c synchronous_commit=on"
        return create_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": max(2, int(self.busy_seconds)), "options": options},
            **self._pool,
        )

    @contextmanager
    def _unavailable(self) -> Iterator[None]:
        """Locked, full, gone or out of connections are the same to a person: not now. Our own mistakes are not."""
        try:
            yield
        except PoolTimeout as error:
            raise Unavailable(_reason_of(error)) from error
        except DBAPIError as error:
            if not _is_passing(error):
                raise
            raise Unavailable(_reason_of(error)) from error


_PASSING = frozenset({"BUSY", "LOCKED", "FULL", "IOERR", "READONLY", "CANTOPEN", "NOMEM", "PROTOCOL"})
_DISK_FULL, _READ_ONLY, _IO_ERROR = "53100", "25006", "58030"
"""As PostgreSQL numbers them (SQLSTATE)."""


def _is_passing(error: DBAPIError) -> bool:
    """Whether the database could not, rather than would not."""
    if isinstance(error.orig, sqlite3.Error):
        return _cause_of(error) in _PASSING
    return error.connection_invalidated or isinstance(error, OperationalError) or _cause_of(error) == _READ_ONLY


def _cause_of(error: DBAPIError) -> str:
    """«FULL» and its like for SQLite, five characters for PostgreSQL, nothing where the driver does not say."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorname", "").removeprefix("SQLITE_").split("_")[0]
    return getattr(error.orig, "sqlstate", None) or ""


def _reason_of(error: PoolTimeout | DBAPIError) -> str:
    cause = _cause_of(error) if isinstance(error, DBAPIError) else ""
    if cause in ("FULL", _DISK_FULL):
        return sentence("El disco del servidor está lleno: no se puede guardar. Sus respuestas siguen en esta página.")
    if cause in ("READONLY", _READ_ONLY):
        return sentence("La base de datos está en modo de solo lectura: no se puede guardar por ahora.")
    if cause in ("IOERR", _IO_ERROR):
        return sentence("El disco del servidor falla: no se puede guardar. Avise a quien opera el sitio.")
    return sentence("La base de datos está ocupada o no responde. Espere un momento y vuelva a intentar.")


def _check_postgresql(connection: Connection) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        value = connection.execute(text(f"SHOW {setting}")).scalar_one()
        if value == "off":
            raise UnsafeDatabase(
                f"PostgreSQL tiene {setting} = off y podría perder respuestas ya confirmadas: póngalo en on."
            )
