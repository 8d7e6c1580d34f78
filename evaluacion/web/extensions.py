"""What the web holds for a whole process: settings, the database, sign-in, languages, CSRF and rate limits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from flask import Flask, current_app
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import Security
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session

from evaluacion.config import Settings
from evaluacion.domain.organisations import PublicId, Viewer
from evaluacion.web.language import current_locale
from evaluacion.web.orm import Orm

if TYPE_CHECKING:
    from evaluacion.storage.database import Database

NAME = "evaluacion"
Prepare: TypeAlias = Callable[[Viewer, PublicId, str], None]

csrf = CSRFProtect()
orm = Orm()
babel = Babel()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
security = Security()


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    settings: Settings
    database: Database
    prepare: Prepare


def when_asked_for(_viewer: Viewer, _submission_id: PublicId, _language: str) -> None:
    """Prepares nothing: each document is made when somebody asks for it."""


def install(app: Flask, settings: Settings, database: Database, prepare: Prepare) -> None:
    """Hangs settings and database on the app, and sets up what needs no account."""
    app.extensions[NAME] = House(settings=settings, database=database, prepare=prepare)
    orm.open(app, database)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=current_locale, default_domain="messages")
    limiter.init_app(app)


def settings() -> Settings:
    """The settings of this app."""
    return _house().settings


def prepare_documents(viewer: Viewer, submission_id: PublicId, language: str) -> None:
    """Has the documents of a new submission made in the background, where this app was given a way to."""
    _house().prepare(viewer, submission_id, language)


def per_minute(most: int, *, hourly: int) -> str:
    """A rate limit: so many a minute, and in an hour `hourly` times as many, for who keeps trying."""
    return f"{most}/minute;{most * hourly}/hour"


def writing() -> AbstractContextManager[Session]:
    """`with writing() as session:` one writing transaction, on disk when the block ends. Render after it."""
    return _house().database.session(orm.writer)


def reading() -> AbstractContextManager[Session]:
    """`with reading() as session:` one consistent view of the database, which it cannot change."""
    return _house().database.reading(orm.reader)


def _house() -> House:
    house: House = current_app.extensions[NAME]
    return house
