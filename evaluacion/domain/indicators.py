"""How an answered question looks in a diagnosis: what was chosen, what supports it, its points and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from evaluacion.domain.answers import NO_SUPPORT, AnswerSheet, AnswerValue, Support
from evaluacion.domain.gauges import gauge_for
from evaluacion.domain.numbers import PLAIN_DECIMALS, display_value, round_half_up
from evaluacion.domain.outcomes import decimals_of
from evaluacion.domain.proofs import provides_any
from evaluacion.domain.questionnaire import (
    Child,
    Combine,
    OptionId,
    Question,
    QuestionId,
    Questionnaire,
    QuestionType,
    ReferenceId,
    RowId,
    Score,
    ScoreId,
)
from evaluacion.domain.scorecard import ChildLine, Reading, Scorecard
from evaluacion.domain.values import option_outcomes

SAME_UNIT = {
    Combine.MEAN,
    Combine.GEOMETRIC,
    Combine.HARMONIC,
    Combine.MEDIAN,
    Combine.MIN,
    Combine.MAX,
    Combine.LAST,
}
"""The modes whose value is in the unit of their children: a child's points can be shown on the score's scale."""

MOST_STEPS = 6
"""With more options than this, «3 de 4» with squares says nothing a reader can see at a glance."""


class EvidenceMark(StrEnum):
    """Whether the answer is supported where the questionnaire asks for it."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """An option as people see it: `name` of the scale, `label` in this question's words; `step` of `steps` by value
    (None where the option has no value or the question is not a scale)."""

    id: OptionId
    name: str
    label: str
    step: int | None = None
    steps: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Points:
    """What the item gives its score in the main reading, of the most it can give, both as displayed."""

    value: float
    most: float | None
    decimals: int


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One question (or one row of a matrix) of a part. `absent` is the reason of the main reading, or None;
    `share` is its value between the worst and the best answer, 0 to 1; `counts_as` is set where the supported reading
    replaced the answer."""

    id: QuestionId
    row: RowId | None
    part: ScoreId
    title: str
    text: str
    type: QuestionType
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    number: float | None = None
    row_choices: tuple[tuple[str, Choice | None], ...] = ()
    absent: str | None = None
    reason: str = ""
    evidence: EvidenceMark = EvidenceMark.NOT_ASKED
    support: Support = NO_SUPPORT
    counts_as: Choice | None = None
    points: Points | None = None
    share: float | None = None
    next_choice: Choice | None = None
    hints: tuple[str, ...] = ()
    measures: str = ""
    references: tuple[ReferenceId, ...] = ()
    mirrors: QuestionId | None = None
    keeps: Mapping[str, object] = field(default_factory=dict)

    @property
    def choice(self) -> Choice | None:
        """The single option chosen, if it is that kind of question."""
        return self.choices[0] if len(self.choices) == 1 else None

    @property
    def is_complete(self) -> bool:
        """Nothing better can be answered and nothing is missing beside the answer."""
        return self.next_choice is None and self.evidence is not EvidenceMark.MISSING and self.absent is None


def indicators_of(
    questionnaire: Questionnaire, sheet: AnswerSheet, scorecard: Scorecard, part: ScoreId
) -> tuple[Indicator, ...]:
    """The questions below `part`, each once, in the order of the file."""
    found: dict[tuple[QuestionId, RowId | None], Indicator] = {}
    for parent, child in _question_children(questionnaire, part, frozenset()):
        assert child.question is not None
        key = (child.question, child.row)
        if key not in found:
            found[key] = _indicator(questionnaire, sheet, scorecard, part, parent, child)
    return tuple(found.values())


def worths(question: Question, child: Child) -> Mapping[OptionId, float]:
    """What each option is worth to the parent of `child`; options without a value there are left out."""
    outcomes = option_outcomes(question, child)
    valued = {OptionId(option): outcome.value for option, outcome in outcomes.items() if outcome.value is not None}
    if not valued and child.accepts is not None:
        return {option.id: float(option.id in child.accepts) for option in question.options if option.absence is None}
    return valued


def choice_of(question: Question, option_id: str, worth: Mapping[OptionId, float]) -> Choice | None:
    """The option as people see it, or None where the question has no such option."""
    option = question.option_by_id.get(OptionId(option_id))
    if option is None:
        return None
    ladder = sorted(set(worth.values()))
    is_scale = question.type in (QuestionType.SINGLE, QuestionType.MATRIX) and 1 < len(ladder) <= MOST_STEPS
    step = ladder.index(worth[option.id]) if is_scale and option.id in worth else None
    return Choice(
        id=option.id, name=option.name, label=option.label, step=step, steps=len(ladder) - 1 if is_scale else None
    )


def next_choice(question: Question, option_id: str, worth: Mapping[OptionId, float]) -> Choice | None:
    """The option with the next larger worth, in the words of the question; None at the top or without worth."""
    here = worth.get(OptionId(option_id))
    if here is None:
        return None
    above = [option for option in worth if worth[option] > here]
    return choice_of(question, min(above, key=lambda option: worth[option]), worth) if above else None


def _question_children(
    questionnaire: Questionnaire, score_id: ScoreId, seen: frozenset[ScoreId]
) -> Iterator[tuple[Score, Child]]:
    score = questionnaire.scores[score_id]
    for child in score.children:
        if child.question is not None:
            yield score, child
        elif child.score is not None and child.score not in seen:
            yield from _question_children(questionnaire, child.score, seen | {score_id})


def _indicator(
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    scorecard: Scorecard,
    part: ScoreId,
    parent: Score,
    child: Child,
) -> Indicator:
    assert child.question is not None
    question = questionnaire.questions[child.question]
    answer = _answer(sheet.answers, question, child.row)
    line = _line(scorecard, scorecard.main_reading, parent, child)
    worth = worths(question, child)
    most = gauge_for(question, child, {}).largest
    support = sheet.support.get(question.id, NO_SUPPORT)
    chosen = _option_ids(answer)
    choices = tuple(one for option in chosen if (one := choice_of(question, option, worth)))
    evidence = _evidence_mark(question, answer, support)
    return Indicator(
        id=question.id,
        row=child.row,
        part=part,
        title=f"{question.title}: {question.rows[child.row]}" if child.row else question.title,
        text=question.text,
        type=question.type,
        unit=question.unit,
        choices=choices,
        number=float(answer) if isinstance(answer, int | float) else None,
        row_choices=_row_choices(question, answer, worth),
        absent=line.absent if line else None,
        reason=support.reason,
        evidence=evidence,
        support=support,
        counts_as=_counts_as(question, chosen, worth) if evidence is EvidenceMark.MISSING else None,
        points=_points(parent, line, most),
        share=_share(line, worth, most, question, child),
        next_choice=next_choice(question, chosen[0], worth) if len(chosen) == 1 else None,
        hints=question.evidence.hints if question.evidence else (),
        measures=str(question.keeps.get("measures") or ""),
        references=question.references,
        mirrors=question.mirrors,
        keeps=question.keeps,
    )


def _answer(answers: Mapping[QuestionId, AnswerValue], question: Question, row: RowId | None) -> AnswerValue:
    answer = answers.get(question.id)
    return answer.get(row) if row and isinstance(answer, Mapping) else answer


def _option_ids(answer: AnswerValue) -> tuple[str, ...]:
    match answer:
        case str():
            return (answer,) if answer else ()
        case tuple() | list():
            return tuple(answer)
    return ()


def _row_choices(
    question: Question, answer: AnswerValue, worth: Mapping[OptionId, float]
) -> tuple[tuple[str, Choice | None], ...]:
    if not isinstance(answer, Mapping):
        return ()
    return tuple(
        (title, choice_of(question, answer[row], worth) if answer.get(row) else None)
        for row, title in question.rows.items()
    )


def _line(scorecard: Scorecard, reading: Reading, parent: Score, child: Child) -> ChildLine | None:
    result = scorecard.readings[reading].get(parent.id)
    if result is None:
        return None
    return next((line for line in result.children if line.id == child.id and line.row == child.row), None)


def _evidence_mark(question: Question, answer: AnswerValue, support: Support) -> EvidenceMark:
    if question.evidence is None:
        return EvidenceMark.NOT_ASKED
    if provides_any(support, question.evidence.accepts):
        return EvidenceMark.PRESENT
    given = tuple(answer.values()) if isinstance(answer, Mapping) else _option_ids(answer)
    asked = any(option in question.evidence.options for option in given)
    return EvidenceMark.MISSING if asked else EvidenceMark.NOT_ASKED


def _counts_as(question: Question, chosen: tuple[str, ...], worth: Mapping[OptionId, float]) -> Choice | None:
    if question.evidence is None or len(chosen) != 1:
        return None
    instead = question.evidence.without.get(OptionId(chosen[0]))
    return choice_of(question, instead, worth) if instead else None


def _points(parent: Score, line: ChildLine | None, most: float | None) -> Points | None:
    if line is None or line.value is None:
        return None
    if parent.combine in SAME_UNIT and parent.display:
        return Points(
            value=display_value(parent, line.value),
            most=None if most is None else display_value(parent, most),
            decimals=decimals_of(parent),
        )
    return Points(
        value=round_half_up(line.value * line.weight, PLAIN_DECIMALS),
        most=None if most is None else round_half_up(most * line.weight, PLAIN_DECIMALS),
        decimals=PLAIN_DECIMALS,
    )


def _share(
    line: ChildLine | None, worth: Mapping[OptionId, float], most: float | None, question: Question, child: Child
) -> float | None:
    if line is None or line.value is None or most is None:
        return None
    is_sum_or_gate = question.type is QuestionType.MULTIPLE or child.accepts is not None or child.at_least is not None
    least = 0.0 if is_sum_or_gate else min(worth.values(), default=0.0)
    return None if most <= least else (line.value - least) / (most - least)
