"""Which recommendations a person asked to see: by effort, horizon and part of the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from evaluacion.domain.advice import Advice
from evaluacion.domain.diagnosis import Diagnosis


@dataclass(frozen=True, kw_only=True, slots=True)
class FilterField:
    """One select of the form: `options` are (value, words), the chosen one among them."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    fields: tuple[FilterField, ...]
    chosen: tuple[tuple[int, Advice], ...]
    total: int

    @property
    def any_chosen(self) -> bool:
        return any(field.chosen for field in self.fields)


def read_filters(diagnosis: Diagnosis, arguments: Mapping[str, str]) -> Filters:
    """The form as it was sent and the recommendations that meet it, with their place in the whole order."""
    efforts = {"low": _("Bajo"), "medium": _("Medio"), "high": _("Alto")}
    present = {one.effort for one in diagnosis.advice}
    horizons = dict.fromkeys(one.horizon for one in diagnosis.advice if one.horizon)
    fields = (
        _field(arguments, "esfuerzo", _("Esfuerzo"), [(one, efforts[one]) for one in efforts if one in present]),
        _field(arguments, "plazo", _("Plazo"), [(one, one) for one in horizons]),
        _field(
            arguments,
            "parte",
            str(diagnosis.keeps.get("unit_one") or _("apartado")).capitalize(),
            [(str(part.outcome.id), f"{part.outcome.number}. {part.outcome.title}") for part in diagnosis.parts],
        ),
    )
    effort, horizon, part = (field.chosen for field in fields)
    chosen = tuple(
        (place, one)
        for place, one in enumerate(diagnosis.advice, start=1)
        if effort in ("", one.effort) and horizon in ("", one.horizon) and part in ("", str(one.part))
    )
    return Filters(fields=fields, chosen=chosen, total=len(diagnosis.advice))


def _field(arguments: Mapping[str, str], name: str, label: str, options: list[tuple[str, str]]) -> FilterField:
    asked = arguments.get(name, "")
    known = {value for value, _words in options}
    return FilterField(
        name=name, label=label, options=(("", _("Todos")), *options), chosen=asked if asked in known else ""
    )
