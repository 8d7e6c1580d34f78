"""Real databases for the tests: a SQLite file each, and PostgreSQL databases named evaluacion_test_* that are dropped.

The PostgreSQL server is that of EVALUACION_TEST_POSTGRES_URL (default: 127.0.0.1:5432); where nothing answers, a
private one is started for the run, as a user who is not root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from evaluacion.storage import migrating
from evaluacion.storage.database import Database
from evaluacion.storage.rows import METADATA

DEFAULT_POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"
BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server on which databases may be made."""
    url = os.environ.get("EVALUACION_TEST_POSTGRES_URL", DEFAULT_POSTGRES)
    if _answers(url):
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="evaluacion_test_pg_") as folder:
        server = PrivateServer(Path(folder))
        try:
            yield server.url
        finally:
            server.stop()


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


class PrivateServer:
    """A PostgreSQL of our own on a free port; it ends with the run."""

    def __init__(self, folder: Path) -> None:
        binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(shutil.which("initdb") or "/").parent]
        self._bin, self._data = binaries[-1], folder / "data"
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
            folder.chmod(0o755)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        self.url = f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        user = pwd.getpwnam(self._user).pw_uid if self._user else None
        subprocess.run(
            [str(self._bin / program), *arguments],
            check=True,
            user=user,
            env=environment,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture(scope="session")
def new_postgres_url(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes an empty database named evaluacion_test_* and says its address; all are dropped after the run."""
    made: list[str] = []

    def make() -> str:
        name = f"evaluacion_test_{uuid4().hex[:12]}"
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        made.append(name)
        return make_url(postgres_server).set(database=name).render_as_string(hide_password=False)

    yield make
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_postgres(new_postgres_url: Callable[[], str]) -> Iterator[Database]:
    database = Database(new_postgres_url())
    migrating.upgrade(database)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite"
    database = Database(f"sqlite:///{path}")
    migrating.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.dispose()
    return path


@pytest.fixture
def sqlite_database(migrated_sqlite_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite database without rows."""
    path = tmp_path / "evaluacion.sqlite"
    shutil.copy(migrated_sqlite_file, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture
def postgres_database(migrated_postgres: Database) -> Iterator[Database]:
    """A migrated PostgreSQL database; its rows are removed after the test."""
    yield migrated_postgres
    with migrated_postgres.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no triggers: the log goes too
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
        connection.execute(METADATA.tables["audit_head"].insert().values(id=1, entries=0, sha256="0" * 64))


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database without rows: the test runs once on SQLite and once on PostgreSQL."""
    chosen: Database = request.getfixturevalue("sqlite_database" if request.param == "sqlite" else "postgres_database")
    return chosen
