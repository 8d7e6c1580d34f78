"""Settings and database as the commands open them; what is missing is said in sentences."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from evaluacion.config import SECRET_FILE, Settings, UnsafeSettings, read_settings
from evaluacion.domain.errors import Invalid
from evaluacion.domain.organisations import Channel, Origin, Viewer
from evaluacion.storage.database import Database

AT_THE_KEYBOARD = Viewer(origin=Origin(channel=Channel.COMMAND))
"""Whoever runs commands on the server: nobody who signed in, and the audit log says through which door."""


def open_settings() -> Settings:
    """The settings of the environment. Raises Invalid with every problem."""
    try:
        return read_settings(os.environ)
    except UnsafeSettings as error:
        raise Invalid("la configuración no permite abrir:\n  - " + "\n  - ".join(error.problems)) from error


def open_database(settings: Settings) -> Database:
    """The database of the settings, checked; an embedded one gets its folder. Raises UnsafeDatabase, Unavailable."""
    database = Database(settings.database_url)
    if database.file is not None:
        database.file.parent.mkdir(parents=True, exist_ok=True)
    database.check()
    return database


def make_secret() -> Path | None:
    """Writes a secret into the data folder for a machine that has none; returns where, or None if there is one."""
    if os.environ.get("EVALUACION_SECRET_KEY"):
        return None
    file = Path(os.environ.get("EVALUACION_DATA", "").strip() or "var").absolute() / SECRET_FILE
    if file.exists():
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(secrets.token_urlsafe(48) + "\n")
    return file
