"""The catalogues an institution's profile is chosen from: ámbito, type, state, size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evaluacion.catalogue.places import Place
from evaluacion.catalogue.problems import START, ProblemLog, QuestionnaireFileErrors
from evaluacion.catalogue.reader import file_bytes
from evaluacion.catalogue.yaml_source import load_nodes
from evaluacion.resources import QUESTIONNAIRES


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One value of a profile field, with its name in Spanish and English."""

    id: str
    name: str
    name_en: str


@dataclass(frozen=True, kw_only=True, slots=True)
class State(Choice):
    """A federal entity: INEGI key as id, and the IANA zone of most of it."""

    abbreviation: str
    zone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProfileCatalogues:
    """The choices of each profile field, in the order people see them."""

    ambitos: tuple[Choice, ...]
    types: tuple[Choice, ...]
    states: tuple[State, ...]
    sizes: tuple[Choice, ...]

    def by_field(self) -> Mapping[str, tuple[Choice, ...]]:
        """The choices by the profile field that questionnaires speak of."""
        return {"ambito": self.ambitos, "type": self.types, "state": self.states, "size": self.sizes}


@lru_cache(maxsize=4)
def read_catalogues(path: Path = QUESTIONNAIRES / "catalogues.yaml") -> ProfileCatalogues:
    """The catalogues in a file. Raises `QuestionnaireFileErrors` with every problem."""
    log = ProblemLog(str(path))
    root = load_nodes(file_bytes(path), log)
    keys = ("ambitos", "types", "states", "sizes")
    record = Place(root, (), START, log).record(required=keys) if root else None
    if record is None or log.problems:
        raise QuestionnaireFileErrors(log.in_order())
    catalogues = ProfileCatalogues(
        ambitos=record.maybe("ambitos", _choices) or (),
        types=record.maybe("types", _choices) or (),
        states=record.maybe("states", lambda place: place.each(_state)) or (),
        sizes=record.maybe("sizes", _choices) or (),
    )
    if log.problems:
        raise QuestionnaireFileErrors(log.in_order())
    return catalogues


def _choices(place: Place) -> tuple[Choice, ...] | None:
    return place.each(_choice)


def _choice(place: Place) -> Choice | None:
    record = place.record(required=("id", "name", "name_en"))
    texts = [record.maybe(key, Place.filled_text) for key in ("id", "name", "name_en")] if record else [None]
    if None in texts:
        return None
    choice_id, name, name_en = (text or "" for text in texts)
    return Choice(id=choice_id, name=name, name_en=name_en)


def _state(place: Place) -> State | None:
    keys = ("id", "name", "name_en", "abbreviation", "zone")
    record = place.record(required=keys)
    texts = [record.maybe(key, Place.filled_text) for key in keys] if record else [None]
    if None in texts:
        return None
    state_id, name, name_en, abbreviation, zone = (text or "" for text in texts)
    return State(id=state_id, name=name, name_en=name_en, abbreviation=abbreviation, zone=zone)
