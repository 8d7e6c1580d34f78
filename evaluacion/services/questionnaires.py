"""Questionnaires in the database: stored with their translations by hash at first use, read once per process."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from evaluacion.domain.questionnaire import Questionnaire


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A questionnaire on the shelf that an institution can start."""

    id: str
    version: str
    title: str
    summary: str
    minutes: float | None
    audience: str
    questions: int


def list_offers(*, language: str = "es") -> tuple[Offer, ...]:
    """The newest version of every questionnaire on the shelf."""
    raise NotImplementedError


def store(session: Session, questionnaire_id: str, version: str | None = None) -> Questionnaire:
    """Keeps file and translations in the database (once per hash). Raises NotFound."""
    raise NotImplementedError


def load(session: Session, sha256: str, *, language: str = "es") -> Questionnaire:
    """The stored questionnaire, translated where that language was stored. Raises NotFound."""
    raise NotImplementedError
