"""Conditions of the file (section 4 of the language) as domain values, and how to walk them with their paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from evaluacion.catalogue.places import Place, Record
from evaluacion.catalogue.problems import Path, listed
from evaluacion.domain.conditions import (
    AllOf,
    AnswerState,
    AnyOf,
    ChildrenCompare,
    Condition,
    Not,
    ProfileIn,
    Quantifier,
    QuestionCompares,
    QuestionIn,
    QuestionIs,
    ScoreCompares,
    ScoreLevelIn,
)

Atom: TypeAlias = (
    "QuestionIn | QuestionIs | QuestionCompares | ScoreCompares | ScoreLevelIn | ProfileIn | ChildrenCompare"
)

_HEADS = ("question", "score", "profile", "all", "any", "not", "any_child", "every_child")
_TAILS = ("in", "is", "at_least", "below", "level", "row")
_TAILS_OF = {
    "question": ("in", "is", "at_least", "below"),
    "score": ("at_least", "below", "level"),
    "profile": ("in",),
}


def read_condition(place: Place) -> Condition | None:
    """A condition; None where it does not fit (reported)."""
    record = place.record(optional=(*_HEADS, *_TAILS))
    if record is None:
        return None
    heads = [head for head in _HEADS if head in record]
    if len(heads) != 1:
        found = f"tiene {listed(heads)}" if heads else "no tiene ninguna"
        place.report(f"Una condición lleva exactamente una de estas claves: {listed(_HEADS)}; esta {found}.")
        return None
    head = heads[0]
    if head in _TAILS_OF:
        return _comparison(head, record)
    if _stray(record, head, ()):
        return None
    if head in ("all", "any"):
        return _several(head, record.entries[head])
    if head == "not":
        inner = read_condition(record.entries["not"])
        return Not(condition=inner) if inner else None
    return _children(Quantifier(head), record.entries[head])


def _stray(record: Record, head: str, tails: tuple[str, ...]) -> bool:
    stray = [key for key in record.entries if key != head and key not in tails]
    for key in stray:
        record.entries[key].report(f"«{key}» no se combina con «{head}» en una condición.")
    return bool(stray)


def _several(head: str, place: Place) -> Condition | None:
    empty = f"«{head}» necesita al menos una condición."
    items = place.items()
    if items is not None and not items:
        place.report(empty)
    conditions = tuple(found for found in map(read_condition, items or ()) if found)
    if not items or len(conditions) < len(items):
        return None
    return AllOf(conditions=conditions) if head == "all" else AnyOf(conditions=conditions)


def _children(quantifier: Quantifier, place: Place) -> Condition | None:
    record = place.record(optional=("at_least", "below"))
    tail = record and _one_tail(record, ("at_least", "below"))
    bound = record.entries[tail].number() if record and tail else None
    if bound is None:
        return None
    if tail == "at_least":
        return ChildrenCompare(quantifier=quantifier, at_least=bound)
    return ChildrenCompare(quantifier=quantifier, below=bound)


def _one_tail(record: Record, tails: tuple[str, ...]) -> str | None:
    found = [tail for tail in tails if tail in record]
    if len(found) == 1:
        return found[0]
    record.place.report(f"La condición lleva exactamente una de estas claves: {listed(tails)}.")
    return None


def _comparison(head: str, record: Record) -> Condition | None:
    tails = _TAILS_OF[head]
    if _stray(record, head, (*tails, "row") if head == "question" else tails):
        return None
    subject = record.entries[head].filled_text()
    tail = _one_tail(record, tails)
    row = record.maybe("row", Place.identifier)
    if subject is None or tail is None or ("row" in record and row is None):
        return None
    if head == "question":
        return _question(subject, row, tail, record.entries[tail])
    if head == "score":
        return _score(subject, tail, record.entries[tail])
    values = texts(record.entries[tail])
    return ProfileIn(profile=subject, values=values) if values else None


def _question(subject: str, row: str | None, tail: str, place: Place) -> Condition | None:
    if tail == "in":
        options = texts(place)
        return QuestionIn(question=subject, options=options, row=row) if options else None
    if tail == "is":
        state = place.word(AnswerState)
        return QuestionIs(question=subject, state=state, row=row) if state else None
    bound = place.number()
    if bound is None:
        return None
    if tail == "at_least":
        return QuestionCompares(question=subject, at_least=bound, row=row)
    return QuestionCompares(question=subject, below=bound, row=row)


def _score(subject: str, tail: str, place: Place) -> Condition | None:
    if tail == "level":
        levels = texts(place)
        return ScoreLevelIn(score=subject, levels=levels) if levels else None
    bound = place.number()
    if bound is None:
        return None
    return (
        ScoreCompares(score=subject, at_least=bound)
        if tail == "at_least"
        else ScoreCompares(score=subject, below=bound)
    )


def condition_at(record: Record, key: str) -> Condition | None:
    """The condition under a key of a record."""
    place = record.get(key)
    return read_condition(place) if place else None


def texts(place: Place) -> tuple[str, ...] | None:
    """A list of at least one text."""
    return place.each(Place.filled_text, empty="La lista está vacía. Ponga al menos un valor.")


def atoms(condition: Condition, path: Path) -> Iterator[tuple[Atom, Path]]:
    """Every comparison inside a condition, with the path of its map in the file."""
    if isinstance(condition, AllOf | AnyOf):
        word = "all" if isinstance(condition, AllOf) else "any"
        for i, inner in enumerate(condition.conditions):
            yield from atoms(inner, (*path, word, i))
    elif isinstance(condition, Not):
        yield from atoms(condition.condition, (*path, "not"))
    else:
        yield condition, path


def polar_atoms(condition: Condition, target: bool = True) -> Iterator[tuple[Atom, bool]]:
    """Every comparison with the truth that helps the whole condition to hold (false under a `not`)."""
    if isinstance(condition, Not):
        yield from polar_atoms(condition.condition, not target)
    elif isinstance(condition, AllOf | AnyOf):
        for inner in condition.conditions:
            yield from polar_atoms(inner, target)
    else:
        yield condition, target
