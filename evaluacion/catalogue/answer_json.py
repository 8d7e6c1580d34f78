"""One unit's answers as JSON: the form of section 7 of the questionnaire language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluacion.catalogue.problems import listed, shown
from evaluacion.domain.answers import AnswerSheet, AnswerValue, Support
from evaluacion.domain.errors import AnswerProblem, InvalidAnswers
from evaluacion.domain.questionnaire import QuestionId

_SUPPORT = ("note", "urls", "files", "reason")
_UNIT = ("answers", "profile", "evidence", "review")


def problem(unit: str, question: str, value: object, message: str) -> AnswerProblem:
    """A problem of one answer, with the sentence that names unit, question and value."""
    where = f"Unidad {shown(unit)}" + (f", pregunta {shown(question)}" if question else "")
    return AnswerProblem(unit=unit, question=question, value=value, message=f"{where}: {message}")


def sheet_from_json(unit: str, row: object) -> AnswerSheet:
    """The sheet of one unit from its JSON object. Raises InvalidAnswers with every problem of its form."""
    reading = _UnitReading(unit)
    if not isinstance(row, Mapping):
        raise InvalidAnswers([problem(unit, "", row, "debe ser un objeto con «answers».")])
    for key in row:
        if key not in _UNIT:
            reading.add("", None, f"la clave {shown(key)} no existe. Use: {listed(_UNIT)}.")
    sheet = AnswerSheet(
        unit=unit,
        answers={QuestionId(key): reading.answer(key, value) for key, value in reading.map(row, "answers").items()},
        support={QuestionId(key): reading.support(key, value) for key, value in reading.map(row, "evidence").items()},
        profile=reading.profile(reading.map(row, "profile")),
        review={QuestionId(key): reading.finding(key, value) for key, value in reading.map(row, "review").items()},
    )
    if reading.problems:
        raise InvalidAnswers(reading.problems)
    return sheet


class _UnitReading:
    """Reads the parts of one unit and collects what does not fit."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.problems: list[AnswerProblem] = []

    def add(self, question: str, value: object, message: str) -> None:
        self.problems.append(problem(self.unit, question, value, message))

    def map(self, row: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = row.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.add("", value, f"«{key}» debe ser un objeto, no {shown(value)}.")
            return {}
        return value

    def answer(self, question: str, value: Any) -> AnswerValue:
        if isinstance(value, bool) or not isinstance(value, str | int | float | list | dict | None):
            self.add(question, value, f"{shown(value)} no es una respuesta. Use el id de la opción, un número o texto.")
            return None
        if isinstance(value, list):
            return self._texts(question, value)
        if isinstance(value, dict):
            return {row: option for row, option in value.items() if self._is_row(question, row, option)}
        return value

    def _is_row(self, question: str, row: str, option: object) -> bool:
        if option is not None and not isinstance(option, str):
            self.add(question, option, f"la fila {shown(row)} tiene {shown(option)}; debe ser el id de una opción.")
        return isinstance(option, str)

    def _texts(self, question: str, values: list[Any]) -> tuple[str, ...]:
        for value in values:
            if not isinstance(value, str):
                self.add(question, value, f"{shown(value)} debe ser un texto dentro de la lista.")
        return tuple(value for value in values if isinstance(value, str))

    def support(self, question: str, value: Any) -> Support:
        if not isinstance(value, Mapping):
            self.add(question, value, "su evidencia debe ser un objeto con note, urls, files o reason.")
            return Support()
        for key in value:
            if key not in _SUPPORT:
                self.add(question, value, f"la clave {shown(key)} no existe en «evidence». Use: {listed(_SUPPORT)}.")
        return Support(
            note=self._text(question, "note", value.get("note")),
            urls=self._list(question, "urls", value.get("urls")),
            files=self._list(question, "files", value.get("files")),
            reason=self._text(question, "reason", value.get("reason")),
        )

    def _text(self, question: str, key: str, value: object) -> str:
        if value is not None and not isinstance(value, str):
            self.add(question, value, f"«{key}» debe ser un texto, no {shown(value)}.")
        return value if isinstance(value, str) else ""

    def _list(self, question: str, key: str, value: object) -> tuple[str, ...]:
        if value is not None and not isinstance(value, list):
            self.add(question, value, f"«{key}» debe ser una lista de textos, no {shown(value)}.")
        return self._texts(question, value) if isinstance(value, list) else ()

    def profile(self, values: Mapping[str, Any]) -> dict[str, str]:
        for field, value in values.items():
            if value is not None and not isinstance(value, str):
                self.add("", value, f"el perfil {shown(field)} debe ser un texto, no {shown(value)}.")
        return {field: value for field, value in values.items() if isinstance(value, str) and value}

    def finding(self, question: str, value: Any) -> AnswerValue:
        if not isinstance(value, Mapping) or "finding" not in value:
            self.add(question, value, 'su revisión debe ser {"finding": respuesta o "doubtful"}.')
            return None
        for key in value:
            if key not in ("finding", "reason", "reviewer"):
                self.add(question, value, f"la clave {shown(key)} no existe en «review». Use «finding».")
        return self.answer(question, value["finding"])
