"""Questions of the file as domain values."""

from __future__ import annotations

from typing import Any

from evaluacion.catalogue.condition_reader import condition_at
from evaluacion.catalogue.nodes import Broken, Mapping, Node, Sequence
from evaluacion.catalogue.option_reader import (
    Options,
    Scales,
    checked_key,
    for_type,
    options_of,
    read_evidence,
    relabelled,
)
from evaluacion.catalogue.places import Place, Record
from evaluacion.catalogue.problems import listed
from evaluacion.domain.questionnaire import Question, QuestionId, QuestionType, ReferenceId, RowId

_WITH_OPTIONS = (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.MATRIX)
_ONLY_FOR = {
    "options": _WITH_OPTIONS,
    "labels": _WITH_OPTIONS,
    "rows": (QuestionType.MATRIX,),
    "cap": (QuestionType.MULTIPLE,),
    "unit": (QuestionType.NUMBER,),
    "minimum": (QuestionType.NUMBER,),
    "maximum": (QuestionType.NUMBER,),
    "goalposts": (QuestionType.NUMBER,),
}
_OPTIONAL = ("help", *_ONLY_FOR, "inverted", "visible_if", "evidence", "references", "mirrors", "keeps")


def read_question(question_id: str, place: Place, scales: Scales) -> Question | None:
    """A question; None where anything in it does not fit (reported)."""
    before = len(place.log)
    record = place.record(required=("type", "text"), optional=_OPTIONAL)
    if not checked_key(question_id, place) or record is None:
        return None
    kind = record.maybe("type", lambda item: item.word(QuestionType))
    if kind:
        _check_keys(record, kind)
    options = _options(record, kind, scales)
    question = Question(
        id=QuestionId(question_id),
        type=kind or QuestionType.TEXT,
        text=record.read("text", Place.filled_text, ""),
        help=record.read("help", Place.text, ""),
        options=options or (),
        scale=_scale(record),
        rows=record.maybe("rows", _rows) or {},
        cap=record.maybe("cap", Place.number),
        unit=record.read("unit", Place.text, ""),
        minimum=record.maybe("minimum", Place.number),
        maximum=record.maybe("maximum", Place.number),
        goalposts=record.maybe("goalposts", _goalposts),
        inverted=record.read("inverted", Place.flag, False),
        visible_if=condition_at(record, "visible_if"),
        evidence=_evidence(record, options),
        references=read_references(record),
        mirrors=_mirrors(record),
        keeps=read_keeps(record),
    )
    _check_numbers(record, question)
    if options is None or kind is None or len(place.log) > before:
        return None
    return question


def _check_keys(record: Record, kind: QuestionType) -> None:
    for key, kinds in _ONLY_FOR.items():
        if key in record and kind not in kinds:
            record.entries[key].report(f"«{key}» solo corresponde a preguntas {listed(kinds)}; esta es {kind}.")
    if kind in _WITH_OPTIONS and "options" not in record:
        record.place.report(f"Falta «options»: una pregunta {kind} necesita opciones.")
    if kind is QuestionType.MATRIX and "rows" not in record:
        record.place.report("Falta «rows»: una pregunta matrix necesita filas.")


def _options(record: Record, kind: QuestionType | None, scales: Scales) -> Options | None:
    """The options; empty where the type has none, None where they could not be read."""
    place = record.get("options")
    if place is None or kind not in _WITH_OPTIONS:
        return ()
    options = options_of(place, scales)
    if options is None or kind is None:
        return None
    labels = record.get("labels")
    return for_type(relabelled(options, labels) if labels else options, kind)


def _scale(record: Record) -> str:
    place = record.get("options")
    return place.text() or "" if place and place.is_text else ""


def _evidence(record: Record, options: Options | None) -> Any:
    place = record.get("evidence")
    return read_evidence(place, options) if place and options is not None else None


def _rows(place: Place) -> dict[RowId, str] | None:
    entries = place.entries()
    if entries is not None and not entries:
        place.report("«rows» está vacío. Escriba al menos una fila «id: texto».")
    rows: dict[RowId, str] = {}
    for row_id, row in (entries or {}).items():
        text = row.filled_text()
        if checked_key(row_id, row) and text:
            rows[RowId(row_id)] = text
    return rows


def _goalposts(place: Place) -> tuple[float, float] | None:
    pair = read_pair(place)
    if pair and pair[0] == pair[1]:
        place.report("Los dos extremos de «goalposts» son iguales. Ponga dos números distintos.")
        return None
    return pair


def read_pair(place: Place) -> tuple[float, float] | None:
    """A list of exactly two numbers."""
    numbers = place.each(Place.number)
    if numbers is None:
        return None
    if len(numbers) != 2:
        place.report(f"Debe ser una lista de dos números, no de {len(numbers)}.")
        return None
    return numbers[0], numbers[1]


def _check_numbers(record: Record, question: Question) -> None:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        record.entries["minimum"].report(f"«minimum» ({low:g}) es mayor que «maximum» ({high:g}).")
    invertible = question.type in (QuestionType.SINGLE, QuestionType.MATRIX) or (
        question.type is QuestionType.NUMBER and "goalposts" in record
    )
    if question.inverted and "type" in record and not invertible:
        record.entries["inverted"].report("«inverted» solo sirve en single, matrix o number con «goalposts». Quítelo.")


def _mirrors(record: Record) -> QuestionId | None:
    text = record.maybe("mirrors", Place.identifier)
    return QuestionId(text) if text else None


def read_references(record: Record) -> tuple[ReferenceId, ...]:
    """The ids under `references`; whether they exist is checked later."""
    ids = record.maybe("references", lambda item: item.each(Place.filled_text)) or ()
    return tuple(ReferenceId(text) for text in ids)


def read_keeps(record: Record) -> dict[str, Any]:
    """The free map `keeps`, as plain data."""
    place = record.get("keeps")
    if place is None or place.entries() is None:
        return {}
    plain = _plain(place.node)
    return plain if isinstance(plain, dict) else {}


def _plain(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {key: _plain(entry.node) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return None if isinstance(node, Broken) else node.value
