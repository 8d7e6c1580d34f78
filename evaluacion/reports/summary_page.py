"""The texts of the one-page summary, cut so that the page is always exactly one.

What gives way first is the length of the actions (their first sentence), then every text is held to a length; type
never shrinks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluacion.domain.advice import Advice, RouteLeg, RoutePlan
from evaluacion.domain.diagnosis import Diagnosis
from evaluacion.domain.indicators import Choice, Indicator
from evaluacion.reports.text_preparation import prepare_text

Gettext = Callable[..., str]
Write = Callable[[float | None, int], str]

ACTION_ROOM = 560
"""Characters that all actions together may have before they shorten."""

LIMITS = {
    "institution": 80,
    "period": 40,
    "level": 48,
    "meaning": 170,
    "title": 64,
    "action": 130,
    "step": 70,
    "place": 30,
}
MOST_ACTIONS = 5
MOST_STEPS = 5
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    title: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Summary:
    institution: str
    period: str
    level_name: str
    meaning: str
    profile_words: str
    ceiling: str
    strengths: tuple[Line, ...]
    gaps: tuple[Line, ...]
    actions: tuple[Line, ...]
    route: tuple[str, ...]


def shorten(text: str, limit: int) -> str:
    """`text` on one line in at most `limit` characters, cut between words where it can be."""
    line = " ".join(prepare_text(text).replace("\u200b", "").split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 0.6 else cut).rstrip(" ,;:.") + "…"


def first_sentence(text: str) -> str:
    """The first sentence of `text`, or all of it."""
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0]


def summarise(diagnosis: Diagnosis, _: Gettext, write: Write) -> Summary:
    """The summary of `diagnosis`; `_` translates and `write` writes figures."""
    headline = diagnosis.headline
    level = headline.measure.level if headline else None
    name = level.title if level and level.title else headline.title if headline else diagnosis.questionnaire.title
    return Summary(
        institution=shorten(diagnosis.institution.name, LIMITS["institution"]),
        period=shorten(diagnosis.period, LIMITS["period"]),
        level_name=shorten(name, LIMITS["level"]),
        meaning=shorten(diagnosis.meaning, LIMITS["meaning"]),
        profile_words=_profile_words(diagnosis, write),
        ceiling=_ceiling(diagnosis, _, write),
        strengths=_lines(diagnosis, diagnosis.strengths, _),
        gaps=_lines(diagnosis, diagnosis.gaps, _),
        actions=_actions(diagnosis.first_advice[:MOST_ACTIONS], _),
        route=_route(diagnosis.route, _, write) if diagnosis.route else (),
    )


def _lines(diagnosis: Diagnosis, indicators: Sequence[Indicator], _: Gettext) -> tuple[Line, ...]:
    return tuple(
        Line(title=shorten(one.title, LIMITS["title"]), place=_answer_words(diagnosis, one, _)) for one in indicators
    )


def _answer_words(diagnosis: Diagnosis, one: Indicator, _: Gettext) -> str:
    part = diagnosis.part(one.part)
    place = shorten(part.outcome.short, LIMITS["place"]) if part else ""
    if one.choice and one.choice.step is not None:
        step = _("%(step)s de %(steps)s", step=one.choice.step, steps=one.choice.steps)
        return f"{place}, {step}" if place else step
    return place


def _actions(advice: Sequence[Advice], _: Gettext) -> tuple[Line, ...]:
    texts = [one.action for one in advice]
    if sum(map(len, texts)) > ACTION_ROOM:
        texts = [first_sentence(text) for text in texts]
    return tuple(
        Line(title=shorten(text, LIMITS["action"]), place=_action_place(one, _))
        for one, text in zip(advice, texts, strict=True)
    )


def _action_place(one: Advice, _: Gettext) -> str:
    effort = {"low": _("esfuerzo bajo"), "medium": _("esfuerzo medio"), "high": _("esfuerzo alto")}[one.effort]
    pieces = [str(one.question or ""), effort, shorten(one.horizon, LIMITS["place"])]
    return ", ".join(piece for piece in pieces if piece) + "."


def _route(route: RoutePlan, _: Gettext, write: Write) -> tuple[str, ...]:
    lines = []
    for leg in route.legs[:MOST_STEPS]:
        value = write(leg.value, route.decimals)
        if leg.evidence_of:
            lines.append(
                _("Registrar la evidencia de %(count)s respuestas: %(value)s.", count=len(leg.evidence_of), value=value)
            )
        else:
            lines.append(f"{_step_words(leg, _)}: {value}.")
    left = len(route.legs) - len(lines)
    if left:
        reached = write(route.legs[-1].value, route.decimals)
        lines.append(_("Y %(count)s cambios más, hasta %(value)s. Vea la ruta completa.", count=left, value=reached))
    return tuple(lines)


def _step_words(leg: RouteLeg, _: Gettext) -> str:
    origin = leg.origin.step if isinstance(leg.origin, Choice) else None
    target = leg.target.step if isinstance(leg.target, Choice) else None
    if origin is None or target is None:
        return shorten(leg.title, LIMITS["step"])
    return _("%(id)s de %(origin)s a %(target)s", id=leg.question, origin=origin, target=target)


def _ceiling(diagnosis: Diagnosis, _: Gettext, write: Write) -> str:
    bite = diagnosis.headline.measure.ceiling if diagnosis.headline else None
    if bite is None:
        return ""
    if not bite.low or bite.threshold is None:
        return _("Una condición del cuestionario deja el nivel en %(level)s como máximo.", level=bite.level.id)
    lowest = min(bite.low, key=lambda child: child.value)
    return _(
        "Tope en %(level)s: %(title)s está por debajo de %(threshold)s.",
        level=bite.level.id,
        title=shorten(lowest.title, LIMITS["title"]),
        threshold=write(bite.threshold, 0 if bite.threshold == int(bite.threshold) else 1),
    )


def _profile_words(diagnosis: Diagnosis, write: Write) -> str:
    return "; ".join(
        f"{part.outcome.number} {shorten(part.outcome.short, 40)}: "
        f"{write(part.outcome.measure.value, part.outcome.decimals) or '-'}"
        for part in diagnosis.parts
    )
