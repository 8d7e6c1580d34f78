"""Questionnaires in the database: stored with their translations by hash at first use, read once per process."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from evaluacion.catalogue import shelf
from evaluacion.catalogue.places import is_identifier
from evaluacion.catalogue.reader import read_questionnaire
from evaluacion.catalogue.shelf import Edition
from evaluacion.catalogue.translations import read_translation, translate
from evaluacion.domain.errors import NotFound
from evaluacion.domain.questionnaire import Questionnaire
from evaluacion.resources import QUESTIONNAIRES
from evaluacion.storage.questionnaires import QuestionnaireRow, TranslationRow

SHELF = QUESTIONNAIRES


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


class _Memory:
    """What this process has already read, by hash of the file and of the translation; the oldest are forgotten."""

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[str, str], Questionnaire] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[str, str]) -> Questionnaire | None:
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: tuple[str, str], questionnaire: Questionnaire) -> Questionnaire:
        with self._lock:
            self._kept[key] = questionnaire
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return questionnaire


_memory = _Memory()


def list_offers(*, language: str = "es") -> tuple[Offer, ...]:
    """The newest version of every questionnaire on the shelf."""
    return tuple(_offer(_on_shelf(edition, language)) for edition in shelf.all(folder=SHELF))


def find_on_shelf(questionnaire_id: str, version: str | None = None, *, language: str = "es") -> Questionnaire:
    """A questionnaire of the shelf in a language, the newest version unless one is named. Raises NotFound."""
    return _on_shelf(_edition(questionnaire_id, version), language)


def store(session: Session, questionnaire_id: str, version: str | None = None) -> Questionnaire:
    """Keeps file and translations in the database (once per hash). Raises NotFound."""
    edition = _edition(questionnaire_id, version)
    questionnaire = edition.questionnaire()
    if session.get(QuestionnaireRow, questionnaire.sha256) is None:
        session.add(
            QuestionnaireRow(
                sha256=questionnaire.sha256,
                questionnaire_id=questionnaire.id,
                version=questionnaire.version,
                title=questionnaire.title,
                file=edition.data(),
            )
        )
        session.flush()
    for language, path in edition.translations.items():
        _store_translation(session, questionnaire.sha256, language, path.read_bytes())
    return questionnaire


def load(session: Session, sha256: str, *, language: str = "es") -> Questionnaire:
    """The stored questionnaire, translated where that language was stored. Raises NotFound."""
    known = _memory.find((sha256, language))
    if known is not None:
        return known
    row = session.get(QuestionnaireRow, sha256)
    if row is None:
        raise NotFound("Ese cuestionario no está guardado aquí.")
    questionnaire = read_questionnaire(row.file)
    translation = None if _same_language(questionnaire.language, language) else _find(session, sha256, language)
    if translation is not None:
        questionnaire = translate(questionnaire, read_translation(translation), language=language)
    return _memory.keep((sha256, language), questionnaire)


def _edition(questionnaire_id: str, version: str | None) -> Edition:
    """An edition of the shelf by its id: what comes from a page never names a file. Raises NotFound."""
    if not is_identifier(questionnaire_id):
        raise NotFound("Ese cuestionario no existe.")
    try:
        return shelf.find(questionnaire_id, version, folder=SHELF)
    except NotFound as error:
        raise NotFound("Ese cuestionario no existe.") from error


def _on_shelf(edition: Edition, language: str) -> Questionnaire:
    questionnaire = edition.questionnaire()
    key = (questionnaire.sha256, f"shelf {language}")
    known = _memory.find(key)
    if known is not None:
        return known
    path = None if _same_language(questionnaire.language, language) else edition.translations.get(_base(language))
    if path is not None:
        questionnaire = translate(questionnaire, read_translation(path.read_bytes()), language=language)
    return _memory.keep(key, questionnaire)


def _store_translation(session: Session, questionnaire_sha256: str, language: str, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    known = session.scalar(
        select(TranslationRow.id).where(
            TranslationRow.questionnaire_sha256 == questionnaire_sha256,
            TranslationRow.language == language,
            TranslationRow.sha256 == digest,
        )
    )
    if known is None:
        session.add(
            TranslationRow(questionnaire_sha256=questionnaire_sha256, language=language, sha256=digest, file=data)
        )
        session.flush()


def _find(session: Session, sha256: str, language: str) -> bytes | None:
    """The translation stored last, of that language or of its base («en» for «en-GB»)."""
    return session.scalar(
        select(TranslationRow.file)
        .where(TranslationRow.questionnaire_sha256 == sha256, TranslationRow.language.in_({language, _base(language)}))
        .order_by(TranslationRow.id.desc())
        .limit(1)
    )


def _base(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _same_language(one: str, other: str) -> bool:
    return _base(one) == _base(other)


def _offer(questionnaire: Questionnaire) -> Offer:
    return Offer(
        id=questionnaire.id,
        version=questionnaire.version,
        title=questionnaire.title,
        summary=questionnaire.summary,
        minutes=questionnaire.minutes,
        audience=questionnaire.audience,
        questions=len(questionnaire.questions),
    )
