"""From stored answers to the values of the domain, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evaluacion.domain.answers import AnswerSheet, AnswerValue, Support
from evaluacion.domain.questionnaire import QuestionId
from evaluacion.storage.assessments import AnswerRow


def sheet_of(unit: str, rows: Iterable[AnswerRow], profile: Mapping[str, str]) -> AnswerSheet:
    """The answers of an assessment as the engine takes them."""
    rows = list(rows)
    return AnswerSheet(
        unit=unit,
        answers={QuestionId(row.question_id): value_from_json(row.value) for row in rows},
        support={QuestionId(row.question_id): support_from_json(row.support) for row in rows},
        profile=profile,
    )


def value_from_json(value: Any) -> AnswerValue:
    """Lists become tuples; everything else is as it was stored."""
    return tuple(value) if isinstance(value, list) else value


def support_from_json(data: Mapping[str, Any]) -> Support:
    """What was stored beside an answer."""
    return Support(
        note=data.get("note", ""),
        urls=tuple(data.get("urls", ())),
        files=tuple(data.get("files", ())),
        reason=data.get("reason", ""),
    )


def support_as_json(support: Support) -> dict[str, Any]:
    """Only what is there, so that nothing and empty are stored the same."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name in ("note", "urls", "files", "reason")
        if (value := getattr(support, name))
    }
