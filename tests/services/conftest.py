"""A small world for the services: two institutions with people, and a questionnaire with every kind of question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher

from evaluacion.domain.answers import NO_SUPPORT, AnswerValue, Support
from evaluacion.domain.organisations import PublicId, Role, Viewer
from evaluacion.domain.questionnaire import QuestionId
from evaluacion.services import accounts, answering, assessments, passwords, questionnaires, registering
from evaluacion.services.answering import SavedAnswer
from evaluacion.services.assessments import Period
from evaluacion.storage.database import Database

YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31), label="2026")


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(autouse=True)
def _test_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questionnaires, "SHELF", Path(__file__).parent / "files")


@dataclass(frozen=True, kw_only=True)
class World:
    database: Database
    institution: PublicId
    responsible: Viewer
    capture: Viewer
    reader: Viewer
    stranger: Viewer
    foreign_institution: PublicId

    def start(self, viewer: Viewer | None = None, period: Period = YEAR) -> PublicId:
        with self.database.session() as session:
            return assessments.start(
                session, viewer or self.responsible, self.institution, questionnaire_id="prueba", period=period
            )

    def save(
        self,
        assessment: PublicId,
        question: str,
        value: AnswerValue,
        *,
        support: Support = NO_SUPPORT,
        version: int = 0,
        edit: str = "",
        viewer: Viewer | None = None,
    ) -> SavedAnswer:
        with self.database.session() as session:
            return answering.save_answer(
                session,
                viewer or self.capture,
                assessment,
                QuestionId(question),
                value=value,
                support=support,
                version=version,
                edit=edit or uuid4().hex,
            )


def _person(database: Database, institution: PublicId, role: Role, area: str = "") -> Viewer:
    with database.session() as session:
        name = f"{role}-{uuid4().hex[:6]}"
        person = accounts.create_person(session, email=f"{name}@ejemplo.mx", name=name, password="una frase larga")
        registering.add_member(session, organisation_id=institution, person=person, role=role, area=area)
        return Viewer(person=person)


@pytest.fixture
def world(database: Database) -> World:
    with database.session() as session:
        own = registering.create_organisation(session, name="Instituto de Prueba", profile={"state": "02"})
        foreign = registering.create_organisation(session, name="Otra Institución")
    return World(
        database=database,
        institution=own,
        responsible=_person(database, own, Role.RESPONSIBLE, "Dirección"),
        capture=_person(database, own, Role.CAPTURE, "Unidad de Transparencia"),
        reader=_person(database, own, Role.READER),
        stranger=_person(database, foreign, Role.RESPONSIBLE),
        foreign_institution=foreign,
    )
