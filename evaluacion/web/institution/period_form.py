"""The period of an assessment as a form sends it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from evaluacion.services.assessments import Period
from evaluacion.web.answer_form import parse_date
from evaluacion.web.spoken import gettext as _

LABEL_LIMIT = 80


def read_period(values: Mapping[str, str]) -> tuple[Period | None, dict[str, list[str]]]:
    """The period, or the messages by field."""
    problems: dict[str, list[str]] = {}
    label = values.get("label", "").strip()
    if not label:
        problems["label"] = [_("Escriba un nombre corto para el periodo, por ejemplo 2026.")]
    elif len(label) > LABEL_LIMIT:
        problems["label"] = [_("Use 80 caracteres o menos.")]
    dates: dict[str, date] = {}
    for field in ("start", "end"):
        iso = parse_date(values.get(field, ""))
        if iso is None:
            problems[field] = [_("Escriba una fecha que exista, como 30/11/2026.")]
        else:
            dates[field] = date.fromisoformat(iso)
    if len(dates) == 2 and dates["end"] < dates["start"]:
        problems["end"] = [_("El periodo termina antes de empezar. Revise las fechas.")]
    if problems:
        return None, problems
    return Period(start=dates["start"], end=dates["end"], label=label), problems
