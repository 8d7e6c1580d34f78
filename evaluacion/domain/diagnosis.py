"""The diagnosis: everything the result page and the PDF show about one answer sheet, as one frozen value.

It holds facts and the questionnaire's own texts, never sentences of ours: pages and documents write those in the
reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from evaluacion.domain.advice import Advice, PlanRow, draft_plan, view_advice
from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.indicators import EvidenceMark, Indicator, indicators_of
from evaluacion.domain.outcomes import ScoreOutcome, view_score
from evaluacion.domain.progress import Comparison, Earlier, compare
from evaluacion.domain.questionnaire import (
    Checked,
    GlossaryTerm,
    QuestionId,
    Questionnaire,
    QuestionType,
    ReferenceId,
    ScoreId,
)
from evaluacion.domain.route_view import RoutePlan, view_route
from evaluacion.domain.scorecard import Scorecard
from evaluacion.domain.scoring import condition_holds

SHOWN_FIRST = 3
"""How many strengths and how many gaps the summary names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Institution:
    """Who answered, in words for the cover: `place` says level of government and state."""

    name: str
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """What identifies the document. Without `folio` it was made outside the register and cannot be verified; one of a
    trial is not even kept there."""

    folio: str | None
    revision: int
    issued_at: datetime
    snapshot_sha256: str
    verify_address: str = ""
    is_trial: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the result (a challenge): its score and its indicators."""

    outcome: ScoreOutcome
    indicators: tuple[Indicator, ...]
    strongest: Indicator | None = None
    weakest: Indicator | None = None

    @property
    def counted(self) -> int:
        """How many indicators have a value of their own in the main reading."""
        return sum(one.absent is None for one in self.indicators)

    @property
    def applicable(self) -> int:
        return sum(one.absent not in ("hidden", "not_applicable") for one in self.indicators)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A reference of the questionnaire with how far it was verified."""

    id: ReferenceId
    title: str
    publisher: str
    url: str
    checked: Checked


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenAnswer:
    """An answer that informs and scores nothing: a text or a date."""

    id: QuestionId
    title: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """See the module. `loose` holds the scored questions that hang from the headline itself; `others` the scores that
    stand outside the headline. `show_first` is how many recommendations the questionnaire shows first."""

    questionnaire: Questionnaire
    scorecard: Scorecard
    institution: Institution
    period: str
    issue: Issue
    headline: ScoreOutcome | None
    parts: tuple[Part, ...]
    loose: tuple[Indicator, ...] = ()
    others: tuple[ScoreOutcome, ...] = ()
    strengths: tuple[Indicator, ...] = ()
    gaps: tuple[Indicator, ...] = ()
    unsupported: tuple[Indicator, ...] = ()
    absences: tuple[Indicator, ...] = ()
    advice: tuple[Advice, ...] = ()
    show_first: int = 5
    route: RoutePlan | None = None
    plan: tuple[PlanRow, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    open_answers: tuple[OpenAnswer, ...] = ()
    earlier: tuple[Comparison, ...] = ()
    profile: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.questionnaire.language

    @property
    def keeps(self) -> Mapping[str, Any]:
        """The extra facts of the headline: notices, method, meanings, words for «reto» and «indicador»."""
        return self.headline.keeps if self.headline else {}

    @property
    def meaning(self) -> str:
        """What the questionnaire says the level of the result means, or nothing."""
        level = self.headline.measure.level if self.headline else None
        meanings = self.keeps.get("meanings")
        return str(meanings.get(level.id, "")) if level and isinstance(meanings, Mapping) else ""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every scored question, in the order of the parts."""
        return tuple(one for part in self.parts for one in part.indicators) + self.loose

    @property
    def first_advice(self) -> tuple[Advice, ...]:
        return self.advice[: self.show_first]

    def part(self, score: ScoreId) -> Part | None:
        """The part whose score is `score`, or None."""
        return next((part for part in self.parts if part.outcome.id == score), None)


def diagnose(
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    scorecard: Scorecard,
    *,
    institution: Institution,
    period: str,
    folio: str | None,
    revision: int,
    issued_at: datetime,
    snapshot_sha256: str,
    verify_address: str = "",
    is_trial: bool = False,
    previous: Sequence[Earlier] = (),
) -> Diagnosis:
    """Everything there is to show about `sheet`. `scorecard` is what the engine returned for it (or what was frozen
    with the submission); `previous` are earlier results, newest first."""
    parts = _parts(questionnaire, sheet, scorecard)
    loose = _loose(questionnaire, sheet, scorecard)
    indicators = tuple(one for part in parts for one in part.indicators) + loose
    headline = view_score(questionnaire, scorecard, questionnaire.headline) if questionnaire.headline else None
    outcomes = [part.outcome for part in parts]
    advice = view_advice(questionnaire, scorecard, outcomes, indicators)
    return Diagnosis(
        questionnaire=questionnaire,
        scorecard=scorecard,
        institution=institution,
        period=period,
        issue=Issue(
            folio=folio,
            revision=revision,
            issued_at=issued_at,
            snapshot_sha256=snapshot_sha256,
            verify_address=verify_address,
            is_trial=is_trial,
        ),
        headline=headline,
        parts=parts,
        loose=loose,
        others=_others(questionnaire, scorecard),
        strengths=_spread([one for one in indicators if one.share], best_first=True),
        gaps=_spread([one for one in indicators if one.share is not None and one.share < 1], best_first=False),
        unsupported=tuple(one for one in indicators if one.evidence is EvidenceMark.MISSING),
        absences=tuple(one for one in indicators if one.absent not in (None, "hidden", "unsupported")),
        advice=advice,
        show_first=questionnaire.priority.show_first,
        route=view_route(questionnaire, sheet, scorecard, headline, outcomes, indicators) if headline else None,
        plan=draft_plan(advice, indicators),
        sources=_sources(questionnaire),
        notes=tuple(
            note.text
            for note in questionnaire.notes
            if note.when is None or condition_holds(questionnaire, sheet, note.when)
        ),
        glossary=questionnaire.glossary,
        open_answers=_open_answers(questionnaire, sheet, scorecard),
        earlier=tuple(compare(questionnaire, outcomes + ([headline] if headline else []), one) for one in previous),
        profile=sheet.profile,
    )


def _parts(questionnaire: Questionnaire, sheet: AnswerSheet, scorecard: Scorecard) -> tuple[Part, ...]:
    return tuple(
        _part(questionnaire, sheet, scorecard, score, number)
        for number, score in enumerate(part_ids(questionnaire), start=1)
    )


def part_ids(questionnaire: Questionnaire) -> tuple[ScoreId, ...]:
    """The scores that are the parts of the result: those below the headline, or the topmost ones without headline."""
    headline = questionnaire.headline_score
    if headline:
        return tuple(dict.fromkeys(child.score for child in headline.children if child.score is not None))
    return tuple(_tops(questionnaire))


def _tops(questionnaire: Questionnaire) -> Iterator[ScoreId]:
    below = {child.score for score in questionnaire.scores.values() for child in score.children}
    return (score for score in questionnaire.scores if score not in below)


def _part(questionnaire: Questionnaire, sheet: AnswerSheet, scorecard: Scorecard, score: ScoreId, number: int) -> Part:
    indicators = indicators_of(questionnaire, sheet, scorecard, score)
    valued = [one for one in indicators if one.share is not None]
    best = max(valued, key=lambda one: one.share or 0, default=None)
    worst = min(valued, key=lambda one: one.share or 0, default=None)
    return Part(
        outcome=view_score(questionnaire, scorecard, score, number=number),
        indicators=indicators,
        strongest=best if best and best.share else None,
        weakest=worst if worst and worst.share != 1 else None,
    )


def _loose(questionnaire: Questionnaire, sheet: AnswerSheet, scorecard: Scorecard) -> tuple[Indicator, ...]:
    headline = questionnaire.headline_score
    if headline is None or all(child.question is None for child in headline.children):
        return ()
    below = {one.id for part in part_ids(questionnaire) for one in indicators_of(questionnaire, sheet, scorecard, part)}
    return tuple(one for one in indicators_of(questionnaire, sheet, scorecard, headline.id) if one.id not in below)


def _others(questionnaire: Questionnaire, scorecard: Scorecard) -> tuple[ScoreOutcome, ...]:
    if questionnaire.headline is None:
        return ()
    return tuple(
        view_score(questionnaire, scorecard, score) for score in _tops(questionnaire) if score != questionnaire.headline
    )


def _spread(indicators: Sequence[Indicator], *, best_first: bool) -> tuple[Indicator, ...]:
    """The first few by share; among equals, one of each part before a second of any."""
    chosen: list[Indicator] = []
    left = list(indicators)
    while left and len(chosen) < SHOWN_FIRST:
        used = [one.part for one in chosen]
        left.sort(key=lambda one: (-(one.share or 0) if best_first else (one.share or 0), used.count(one.part)))
        chosen.append(left.pop(0))
    return tuple(chosen)


def _sources(questionnaire: Questionnaire) -> tuple[Source, ...]:
    return tuple(
        Source(
            id=identifier,
            title=reference.title or str(identifier),
            publisher=reference.publisher,
            url=reference.url if reference.url.startswith(("https://", "http://")) else "",
            checked=reference.checked,
        )
        for identifier, reference in questionnaire.references.items()
    )


def _open_answers(questionnaire: Questionnaire, sheet: AnswerSheet, scorecard: Scorecard) -> tuple[OpenAnswer, ...]:
    return tuple(
        OpenAnswer(id=question.id, title=question.title, answer=str(sheet.answers[question.id]))
        for question in questionnaire.questions.values()
        if question.type in (QuestionType.TEXT, QuestionType.DATE)
        and question.id in scorecard.visible
        and sheet.answers.get(question.id)
    )
