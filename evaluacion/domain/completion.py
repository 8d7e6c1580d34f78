"""How far an answer sheet is: what is filled, what is missing, how many minutes are left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from evaluacion.domain.answers import NO_SUPPORT, AnswerSheet, AnswerValue, Support
from evaluacion.domain.proofs import provides, provides_any
from evaluacion.domain.questionnaire import Proof, Question, QuestionId, Questionnaire, QuestionType, Section
from evaluacion.domain.scoring import visible_questions

MINUTES_PER_QUESTION = 1.0
"""Where a questionnaire does not say how long it takes."""


class SectionState(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionProgress:
    """`total` counts the questions visible now; `answered` those with an answer, «no sé» and «no aplica» among them."""

    section: Section
    state: SectionState
    answered: int
    total: int
    minutes_left: int
    first_missing: QuestionId | None


@dataclass(frozen=True, kw_only=True)
class Completion:
    """`missing`, `reasons_missing` and `evidence_missing` are in the order of the sections."""

    visible: tuple[QuestionId, ...]
    sections: tuple[SectionProgress, ...]
    missing: tuple[QuestionId, ...]
    reasons_missing: tuple[QuestionId, ...]
    evidence_missing: tuple[QuestionId, ...]
    minutes_left: int

    @property
    def answered(self) -> int:
        return len(self.visible) - len(self.missing)


def completion_of(questionnaire: Questionnaire, sheet: AnswerSheet) -> Completion:
    """How far the sheet is, counting only questions that stand in a section and are visible now."""
    shown = frozenset(visible_questions(questionnaire, sheet))
    visible = tuple(
        question for section in questionnaire.sections for question in section.questions if question in shown
    )
    missing = tuple(
        question
        for question in visible
        if not is_filled(questionnaire.questions[question], sheet.answers.get(question))
    )
    return Completion(
        visible=visible,
        sections=tuple(
            _progress(questionnaire, section, shown, frozenset(missing)) for section in questionnaire.sections
        ),
        missing=missing,
        reasons_missing=_lacking(lacks_reason, questionnaire, sheet, visible),
        evidence_missing=_lacking(lacks_evidence, questionnaire, sheet, visible),
        minutes_left=_minutes(questionnaire, len(missing)),
    )


def is_filled(question: Question, value: AnswerValue) -> bool:
    """Whether there is an answer; a matrix needs one in each row."""
    if question.type is QuestionType.MATRIX:
        return isinstance(value, Mapping) and all(value.get(row) for row in question.rows)
    return value is not None and value != "" and value != ()


def lacks_reason(question: Question, value: AnswerValue, support: Support) -> bool:
    """Whether the answer asks for a reason that is not there, or that is too short to say anything."""
    chosen = frozenset(_chosen(value))
    asked = any(Proof.REASON in option.needs for option in question.options if option.id in chosen)
    return asked and not provides(support, Proof.REASON)


def lacks_evidence(question: Question, value: AnswerValue, support: Support) -> bool:
    """Whether the answer asks for evidence that is not there."""
    evidence = question.evidence
    if evidence is None or question.type not in (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.MATRIX):
        return False
    asked = any(option in evidence.options for option in _chosen(value))
    return asked and not provides_any(support, evidence.accepts)


def next_missing(completion: Completion, last: QuestionId | None) -> QuestionId | None:
    """Where to go on: the first missing question after the last one touched, else the first missing one."""
    order = {question: place for place, question in enumerate(completion.visible)}
    reached = order.get(last, -1) if last else -1
    after = [question for question in completion.missing if order[question] > reached]
    return next(iter(after or completion.missing), None)


def _progress(
    questionnaire: Questionnaire, section: Section, shown: frozenset[QuestionId], missing: frozenset[QuestionId]
) -> SectionProgress:
    visible = [question for question in section.questions if question in shown]
    left = [question for question in visible if question in missing]
    answered = len(visible) - len(left)
    state = SectionState.IN_PROGRESS if answered else SectionState.NOT_STARTED
    return SectionProgress(
        section=section,
        state=state if left else SectionState.COMPLETE,
        answered=answered,
        total=len(visible),
        minutes_left=_minutes(questionnaire, len(left)),
        first_missing=left[0] if left else None,
    )


def _minutes(questionnaire: Questionnaire, questions: int) -> int:
    if questionnaire.minutes is None:
        return ceil(questions * MINUTES_PER_QUESTION)
    return ceil(questions * questionnaire.minutes / max(1, len(questionnaire.questions)))


def _lacking(
    lacks: Callable[[Question, AnswerValue, Support], bool],
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    visible: Sequence[QuestionId],
) -> tuple[QuestionId, ...]:
    return tuple(
        one
        for one in visible
        if lacks(questionnaire.questions[one], sheet.answers.get(one), sheet.support.get(one, NO_SUPPORT))
    )


def _chosen(value: AnswerValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from value
    elif isinstance(value, Mapping):
        yield from (option for option in value.values() if option)
