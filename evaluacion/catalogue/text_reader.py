"""The rest of the file as domain values: head, sections, recommendations, references, notes, glossary."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluacion.catalogue.condition_reader import condition_at
from evaluacion.catalogue.option_reader import checked_key
from evaluacion.catalogue.places import Place
from evaluacion.catalogue.problems import shown
from evaluacion.catalogue.question_reader import read_references
from evaluacion.domain.questionnaire import (
    Audience,
    Checked,
    Effort,
    GlossaryTerm,
    Note,
    Priority,
    QuestionId,
    Recommendation,
    RecommendationId,
    Reference,
    Section,
)

VERSION = re.compile(r"[0-9]+(\.[0-9]+)*\Z")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*\Z")
_HEAD = ("summary", "audience", "minutes", "licence", "headline", "priority")


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The block `questionnaire`."""

    id: str
    version: str
    language: str
    title: str
    summary: str
    audience: Audience
    minutes: float | None
    licence: str
    headline: str
    priority: Priority


def read_head(place: Place) -> Head | None:
    record = place.record(required=("id", "version", "language", "title"), optional=_HEAD)
    if record is None:
        return None
    return Head(
        id=record.read("id", Place.identifier, ""),
        version=record.read("version", _version, ""),
        language=record.read("language", _language, ""),
        title=record.read("title", Place.filled_text, ""),
        summary=record.read("summary", Place.text, ""),
        audience=record.read("audience", lambda item: item.word(Audience), Audience.ANY),
        minutes=record.maybe("minutes", _minutes),
        licence=record.read("licence", Place.text, ""),
        headline=record.read("headline", Place.filled_text, ""),
        priority=record.read("priority", _priority, Priority()),
    )


def _version(place: Place) -> str | None:
    text = place.text()
    if text is not None and not VERSION.match(text):
        place.report(f"La versión se escribe con números y puntos, como 1.0; no {shown(text)}.")
        return None
    return text


def _language(place: Place) -> str | None:
    text = place.text()
    if text is not None and not LANGUAGE.match(text):
        place.report(f"El idioma se escribe como es-MX o en; no {shown(text)}.")
        return None
    return text


def _minutes(place: Place) -> float | None:
    number = place.number()
    if number is not None and number < 0:
        place.report("Los minutos no pueden ser negativos.")
        return None
    return number


def _priority(place: Place) -> Priority | None:
    record = place.record(optional=("effort", "show_first"))
    if record is None:
        return None
    default = Priority()
    effort = record.get("effort")
    factors = effort.record(optional=tuple(Effort)) if effort else None
    given = {word: factors.read(word, Place.number, default.effort[word]) for word in Effort} if factors else {}
    return Priority(
        effort={**default.effort, **given},
        show_first=record.read("show_first", lambda item: item.whole(0, 10_000), default.show_first),
    )


def read_sections(place: Place) -> tuple[tuple[int, Section], ...]:
    """Each section with its index in the file; those with errors are left out (reported)."""
    sections: list[tuple[int, Section]] = []
    for i, item in enumerate(place.items() or ()):
        section = _section(item, i + 1)
        if section and section.id in [other.id for _, other in sections]:
            item.report(f"El id de sección {shown(section.id)} está repetido.")
        elif section:
            sections.append((i, section))
    return tuple(sections)


def _section(place: Place, number: int) -> Section | None:
    record = place.record(optional=("id", "title", "intro", "questions"))
    if record is None:
        return None
    section_id = record.maybe("id", Place.identifier) or f"seccion-{number}"
    questions = record.maybe("questions", lambda item: item.each(Place.filled_text)) or ()
    return Section(
        id=section_id,
        title=record.read("title", Place.text, "") or section_id,
        intro=record.read("intro", Place.text, ""),
        questions=tuple(map(QuestionId, questions)),
    )


def read_recommendations(place: Place) -> tuple[tuple[int, Recommendation], ...]:
    """Each recommendation with its index in the file; those with errors are left out (reported)."""
    found: list[tuple[int, Recommendation]] = []
    seen: set[str] = set()
    for i, item in enumerate(place.items() or ()):
        recommendation = _recommendation(item)
        if recommendation is None:
            continue
        if recommendation.id in seen:
            item.report(f"El id de recomendación {shown(recommendation.id)} está repetido.")
            continue
        seen.add(recommendation.id)
        found.append((i, recommendation))
    return tuple(found)


def _recommendation(place: Place) -> Recommendation | None:
    before = len(place.log)
    record = place.record(required=("id", "when", "action"), optional=("effort", "horizon", "effect", "references"))
    if record is None:
        return None
    condition = condition_at(record, "when")
    recommendation_id = record.read("id", Place.identifier, "")
    action = record.read("action", Place.filled_text, "")
    effort = record.maybe("effort", lambda item: item.word(Effort))
    horizon = record.read("horizon", Place.text, "")
    effect = record.read("effect", Place.text, "")
    references = read_references(record)
    if condition is None or len(place.log) > before:
        return None
    return Recommendation(
        id=RecommendationId(recommendation_id),
        when=condition,
        action=action,
        effort=effort,
        horizon=horizon,
        effect=effect,
        references=references,
    )


def read_reference(reference_id: str, place: Place) -> Reference | None:
    record = place.record(optional=("title", "publisher", "url", "checked"))
    if not checked_key(reference_id, place) or record is None:
        return None
    return Reference(
        title=record.read("title", Place.text, ""),
        publisher=record.read("publisher", Place.text, ""),
        url=record.read("url", _url, ""),
        checked=record.read("checked", lambda item: item.word(Checked), Checked.NONE),
    )


def _url(place: Place) -> str | None:
    text = place.text()
    if text and not re.match(r"https?://[^\s]+\Z", text):
        place.report("La liga debe empezar con https:// o http:// y no tener espacios.")
        return None
    return text


def read_notes(place: Place) -> tuple[tuple[int, Note], ...]:
    """Each note with its index in the file; those with errors are left out (reported)."""
    notes = [(i, _note(item)) for i, item in enumerate(place.items() or ())]
    return tuple((i, note) for i, note in notes if note)


def _note(place: Place) -> Note | None:
    record = place.record(required=("text",), optional=("when",))
    text = record.maybe("text", Place.filled_text) if record else None
    if record is None or text is None:
        return None
    return Note(text=text, when=condition_at(record, "when"))


def read_glossary(place: Place) -> tuple[GlossaryTerm, ...]:
    return place.each(_term) or ()


def _term(place: Place) -> GlossaryTerm | None:
    record = place.record(required=("term", "definition"))
    term = record.maybe("term", Place.filled_text) if record else None
    definition = record.maybe("definition", Place.filled_text) if record else None
    return GlossaryTerm(term=term, definition=definition) if term and definition else None
