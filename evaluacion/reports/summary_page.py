"""The texts of the one-page summary, cut so that the page is always exactly one.

What gives way first is the length of the actions (their first sentence), then every text is held to a length; type
never shrinks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from evaluacion.domain.advice import Advice
from evaluacion.domain.diagnosis import Diagnosis
from evaluacion.domain.indicators import Choice, Indicator
from evaluacion.domain.route_view import RouteLeg, RoutePlan, RouteStage
from evaluacion.reports.text_preparation import prepare_text

Gettext = Callable[..., str]
Write = Callable[[float | None, int], str]

ACTION_ROOM = 560
"""Characters that all actions together may have before they shorten."""

MOST_ACTIONS = 5
MOST_STEPS = 5
MOST_STAGES = 7
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s")


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """The most characters of each kind of text, how many steps of the route (or stages of a long one) are told, and
    whether actions say when."""

    institution: int = 70
    period: int = 36
    level: int = 44
    meaning: int = 170
    title: int = 60
    action: int = 130
    place: int = 24
    steps: int = MOST_STEPS
    stages: int = MOST_STAGES
    horizon: bool = True


WHOLE = Room(action=260)
AMPLE = Room()
TIGHT = Room(
    institution=40, period=20, level=30, meaning=84, title=28, action=64, place=9, steps=3, stages=4, horizon=False
)
SNUG = Room(institution=60, period=28, meaning=120, title=44, action=96, place=14, steps=4, stages=6, horizon=False)
ROOMS = (WHOLE, AMPLE, SNUG, TIGHT)
"""Tried in turn; the last one always fits."""

PAGE_MILLIMETRES = 232
"""What the content may be estimated to take: the estimate is above the truth by 5 to 30, the page has 229."""


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
    """The summary of `diagnosis`, in the widest room that fits one page; `_` translates and `write` writes figures."""
    tried = (_summary(diagnosis, room, _, write) for room in ROOMS)
    return next((one for one in tried if _height(one) <= PAGE_MILLIMETRES), _summary(diagnosis, TIGHT, _, write))


def _height(summary: Summary) -> float:
    """Roughly how many millimetres the page takes: lines by their letters, times the height of a line."""
    head = 10 + 5.3 * _lines_of(summary.institution, "", 48)
    top = 9 + 9.3 * _lines_of(summary.level_name, "", 22) + 5.7 * _lines_of(summary.meaning, "", 48)
    lists = 13.5 + sum(1.2 + 4.4 * _lines_of(one.title, one.place, 43) for one in (*summary.strengths, *summary.gaps))
    lists += 7 + 4.8 * _lines_of(summary.ceiling, "", 42) if summary.ceiling else 0
    actions = sum(1.2 + 4.6 * _lines_of(one.title, one.place, 53) for one in summary.actions)
    route = sum(1.2 + 4.4 * _lines_of(line, "", 36) for line in summary.route)
    return head + max(top, 36) + 9 + max(lists, 76) + 15 + max(actions, route)


def _lines_of(text: str, small: str, letters: int) -> int:
    """Lines of a text with a smaller one after it, where `letters` fit in a line."""
    return ceil((len(text) + 0.8 * len(small)) / letters)


def _summary(diagnosis: Diagnosis, room: Room, _: Gettext, write: Write) -> Summary:
    headline = diagnosis.headline
    level = headline.measure.level if headline else None
    name = level.title if level and level.title else headline.title if headline else diagnosis.questionnaire.title
    return Summary(
        institution=shorten(diagnosis.institution.name, room.institution),
        period=shorten(diagnosis.period, room.period),
        level_name=shorten(name, room.level),
        meaning=shorten(diagnosis.meaning, room.meaning),
        profile_words=_profile_words(diagnosis, write),
        ceiling=_ceiling(diagnosis, room, _, write),
        strengths=_lines(diagnosis, diagnosis.strengths, room, _),
        gaps=_lines(diagnosis, diagnosis.gaps, room, _),
        actions=_actions(diagnosis.first_advice[:MOST_ACTIONS], room, _),
        route=_route(diagnosis.route, room, _, write) if diagnosis.route else (),
    )


def _lines(diagnosis: Diagnosis, indicators: Sequence[Indicator], room: Room, _: Gettext) -> tuple[Line, ...]:
    return tuple(
        Line(title=shorten(one.title, room.title), place=_answer_words(diagnosis, one, room, _)) for one in indicators
    )


def _answer_words(diagnosis: Diagnosis, one: Indicator, room: Room, _: Gettext) -> str:
    part = diagnosis.part(one.part)
    place = shorten(part.outcome.short, room.place) if part else ""
    if one.choice and one.choice.step is not None:
        step = _("%(step)s de %(steps)s", step=one.choice.step, steps=one.choice.steps)
        return f"{place}, {step}" if place else step
    return place


def _actions(advice: Sequence[Advice], room: Room, _: Gettext) -> tuple[Line, ...]:
    texts = [one.action for one in advice]
    if sum(map(len, texts)) > ACTION_ROOM:
        texts = [first_sentence(text) for text in texts]
    return tuple(
        Line(title=shorten(text, room.action), place=_action_place(one, room, _))
        for one, text in zip(advice, texts, strict=True)
    )


def _action_place(one: Advice, room: Room, _: Gettext) -> str:
    effort = {"low": _("esfuerzo bajo"), "medium": _("esfuerzo medio"), "high": _("esfuerzo alto")}[one.effort]
    horizon = shorten(one.horizon, room.place) if room.horizon else ""
    pieces = [str(one.question or ""), effort, horizon]
    return ", ".join(piece for piece in pieces if piece) + "."


def _route(route: RoutePlan, room: Room, _: Gettext, write: Write) -> tuple[str, ...]:
    """The steps, or what a long route asks of each part; the rest in a line that says where it ends."""
    lines = [_evidence_words(route, route.evidence, _, write)] if route.evidence else []
    if route.is_long:
        lines += [_stage_words(stage, room, _, write) for stage in route.stages]
    else:
        lines += [
            f"{_step_words(leg, room, _)}: {write(leg.value, route.decimals)}." for leg in route.legs if leg.question
        ]
    told = room.stages if route.is_long else room.steps
    left = len(lines) - told
    if left <= 0:
        return tuple(lines)
    reached = write(route.legs[-1].value, route.decimals)
    return *lines[:told], _("Y %(count)s más, hasta %(value)s. Vea la ruta completa.", count=left, value=reached)


def _evidence_words(route: RoutePlan, leg: RouteLeg, _: Gettext, write: Write) -> str:
    count, value = len(leg.evidence_of), write(leg.value, route.decimals)
    if route.by_evidence is None:
        return _("Registrar la evidencia de %(count)s respuestas: %(value)s.", count=count, value=value)
    return _(
        "Registrar la evidencia de %(count)s respuestas basta para %(level)s: %(value)s.",
        count=count,
        level=route.by_evidence.id,
        value=value,
    )


def _stage_words(stage: RouteStage, room: Room, _: Gettext, write: Write) -> str:
    count = len(stage.changes)
    if stage.part is None:
        return _("Otras respuestas que suben: %(count)s.", count=count)
    return _(
        "%(part)s, de %(start)s a %(end)s (cambios: %(count)s).",
        part=shorten(stage.part.short, room.place),
        start=write(stage.start, stage.part.decimals) or _("s/d"),
        end=write(stage.value, stage.part.decimals) or _("s/d"),
        count=count,
    )


def _step_words(leg: RouteLeg, room: Room, _: Gettext) -> str:
    origin = leg.origin.step if isinstance(leg.origin, Choice) else None
    target = leg.target.step if isinstance(leg.target, Choice) else None
    if origin is None or target is None:
        return shorten(leg.title, room.title)
    title = shorten(leg.title, room.title)
    return _("%(title)s, de %(origin)s a %(target)s", title=title, origin=origin, target=target)


def _ceiling(diagnosis: Diagnosis, room: Room, _: Gettext, write: Write) -> str:
    bite = diagnosis.headline.measure.ceiling if diagnosis.headline else None
    if bite is None:
        return ""
    if not bite.low or bite.threshold is None:
        return _("Una condición del cuestionario deja el nivel en %(level)s como máximo.", level=bite.level.id)
    lowest = min(bite.low, key=lambda child: child.value)
    return _(
        "Tope en %(level)s: %(title)s está por debajo de %(threshold)s.",
        level=bite.level.id,
        title=shorten(lowest.title, room.title),
        threshold=write(bite.threshold, 0 if bite.threshold == int(bite.threshold) else 1),
    )


def _profile_words(diagnosis: Diagnosis, write: Write) -> str:
    return "; ".join(
        f"{part.outcome.number} {shorten(part.outcome.short, 40)}: "
        f"{write(part.outcome.measure.value, part.outcome.decimals) or '-'}"
        for part in diagnosis.parts
    )
