"""An app on a real SQLite file, two institutions, and browsers that send what browsers send."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from evaluacion.app import create_app
from evaluacion.config import Settings, read_settings
from evaluacion.domain.organisations import PublicId, Role, Viewer
from evaluacion.services import accounts, assessments, passwords, questionnaires, registering, submitting
from evaluacion.services.assessments import Period
from evaluacion.storage.database import Database
from evaluacion.web.account import sign_in
from evaluacion.web.extensions import limiter

PASSWORD = "contraseña con eñe"
SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"
_TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')


class Browser:
    """One browser: it keeps cookies and says which site a request comes from."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.headers = {"Sec-Fetch-Site": "same-origin"}

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def token(self, path: str = "/entrar") -> str:
        found = _TOKEN.search(self.client.get(path, follow_redirects=True).get_data(as_text=True))
        assert found is not None
        return found[1]

    def post(
        self, path: str, fields: dict[str, Any] | None = None, *, token: str | None = None, **more: Any
    ) -> TestResponse:
        headers = {**self.headers, **more.pop("headers", {})}
        data = {**(fields or {}), "csrf_token": self.token() if token is None else token}
        return self.client.post(path, data=data, headers=headers, **more)

    def put(self, path: str, body: Any, *, version: int = 0, edit: str = "edit-0001", **more: Any) -> TestResponse:
        headers = {
            **self.headers,
            "X-CSRFToken": more.pop("token", None) or self.token("/ayuda"),
            "If-Match": f'"{version}"',
            "Idempotency-Key": edit,
            "Accept": "application/json",
            **more.pop("headers", {}),
        }
        return self.client.put(path, json=body, headers=headers, **more)

    def sign_in(self, email: str, password: str = PASSWORD, *, next_page: str = "") -> TestResponse:
        path = f"/entrar?next={next_page}" if next_page else "/entrar"
        return self.post(path, {"email": email, "password": password})


@dataclass(frozen=True, kw_only=True)
class Site:
    app: Flask
    database: Database
    institution: PublicId
    responsible: Viewer
    draft: PublicId
    submitted: PublicId
    submission: PublicId

    def browser(self, email: str | None = None) -> Browser:
        browser = Browser(self.app.test_client())
        if email:
            assert browser.sign_in(email).status_code == 302
        return browser


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
    monkeypatch.setitem(sign_in.SETTINGS, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS", cheap)


@pytest.fixture(autouse=True)
def _test_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questionnaires, "SHELF", Path(__file__).parents[1] / "services" / "files")


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., Settings]:
    def make(**variables: str) -> Settings:
        named = {f"EVALUACION_{name.upper()}": value for name, value in variables.items()}
        return read_settings({"EVALUACION_SECRET_KEY": SECRET, "EVALUACION_DATA": str(tmp_path), **named})

    return make


@pytest.fixture
def make_app(make_settings: Callable[..., Settings], sqlite_database: Database) -> Callable[..., Flask]:
    def make(**variables: str) -> Flask:
        app = create_app(make_settings(**variables), sqlite_database)
        limiter.reset()
        return app

    return make


def _person(database: Database, institution: PublicId, role: Role, email: str) -> Viewer:
    with database.session() as session:
        person = accounts.create_person(session, email=email, name=email.split("@")[0], password=PASSWORD)
        registering.add_member(session, organisation_id=institution, person=person, role=role, area=f"Área {role}")
        return Viewer(person=person)


@pytest.fixture
def site(make_app: Callable[..., Flask], sqlite_database: Database) -> Site:
    """responsable@, captura@ and lectura@uno.mx belong to one institution, ajena@otra.mx to another."""
    database = sqlite_database
    with database.session() as session:
        own = registering.create_organisation(session, name="Institución Uno")
        foreign = registering.create_organisation(session, name="Institución Otra")
    responsible = _person(database, own, Role.RESPONSIBLE, "responsable@uno.mx")
    _person(database, own, Role.CAPTURE, "captura@uno.mx")
    _person(database, own, Role.READER, "lectura@uno.mx")
    _person(database, foreign, Role.RESPONSIBLE, "ajena@otra.mx")
    period = Period(start=date(2026, 1, 1), end=date(2026, 12, 31), label="2026")
    with database.session() as session:
        ids = [
            assessments.start(session, responsible, own, questionnaire_id="prueba", period=period) for _each in range(2)
        ]
        submission = submitting.submit(session, responsible, ids[1])
    return Site(
        app=make_app(),
        database=database,
        institution=own,
        responsible=responsible,
        draft=ids[0],
        submitted=ids[1],
        submission=submission.id,
    )


@pytest.fixture
def paths(site: Site) -> list[tuple[Rule, str]]:
    """Every rule with an address that leads to something real."""
    values = {
        "public_id": site.draft,
        "section": "uno",
        "question": "Q1",
        "questionnaire_id": "prueba",
        "score": "total",
        "version": "1.0",
        "filename": "css/base.css",
    }
    adapter = site.app.url_map.bind("localhost")
    found = []
    for rule in site.app.url_map.iter_rules():
        arguments = {name: values[name] for name in rule.arguments}
        if rule.rule.startswith("/resultados"):
            arguments["public_id"] = site.submission
        found.append((rule, adapter.build(rule.endpoint, arguments, method=sorted(rule.methods or ())[0])))
    return found
