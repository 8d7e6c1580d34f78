"""Flask-SQLAlchemy over the two engines the house opened: one writes, one only reads.

The engines stay with `storage.Database`, because commands and workers use them without Flask; the extension makes the
sessions of a request and picks the engine.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from evaluacion.storage.base import Base
from evaluacion.storage.database import Database

READS = "reads"
_DATABASE = "evaluacion_database"


class BoundSession(FlaskSession):
    """A session that keeps to the engine it was opened for."""

    def get_bind(self, *_args: Any, **_options: Any) -> Engine | Connection:
        return self._db.engines[READS if self.info.get(READS) else None]


class Orm(SQLAlchemy):
    def __init__(self) -> None:
        super().__init__(metadata=Base.metadata, session_options={"class_": BoundSession, "expire_on_commit": False})

    def open(self, app: Flask, database: Database) -> None:
        """Hangs the database on the app."""
        app.extensions[_DATABASE] = database
        address = database.engine.url
        app.config.update(SQLALCHEMY_DATABASE_URI=address, SQLALCHEMY_BINDS={READS: address})
        self.init_app(app)

    def writer(self) -> Session:
        session: Session = self.session.session_factory()
        return session

    def reader(self) -> Session:
        session: Session = self.session.session_factory(info={READS: True})
        return session

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        database: Database = app.extensions[_DATABASE]
        return database.reading_engine if bind_key == READS else database.engine
