"""The three readings of one sheet: what was declared, what is supported, what a reviewer validated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from evaluacion.domain.answers import DOUBTFUL, NO_SUPPORT, AnswerSheet, AnswerValue
from evaluacion.domain.proofs import provides_any
from evaluacion.domain.questionnaire import Evidence, OptionId, Question, QuestionId, Questionnaire
from evaluacion.domain.scorecard import Reading

Answers: TypeAlias = Mapping[QuestionId, AnswerValue]


def declared_answers(sheet: AnswerSheet) -> Answers:
    """Return what the institution answered, without what is empty."""
    answers = sheet.answers
    return {question: tidy for question in answers if (tidy := tidied(answers[question])) is not None}


def readings_of(questionnaire: Questionnaire, sheet: AnswerSheet) -> dict[Reading, Answers]:
    """Return the answers of each reading the sheet has; empty ones are left out."""
    declared = declared_answers(sheet)
    readings = {Reading.DECLARED: declared}
    evidenced = evidenced_questions(questionnaire)
    if evidenced:
        readings[Reading.SUPPORTED] = _supported(evidenced, declared, sheet)
    findings = {question: finding for question, finding in sheet.review.items() if finding is not None}
    if findings:
        readings[Reading.VALIDATED] = _validated(declared, findings)
    return readings


def evidenced_questions(questionnaire: Questionnaire) -> list[Question]:
    """Return the questions with options that should be supported."""
    questions = questionnaire.questions.values()
    return [question for question in questions if question.evidence and question.evidence.options]


def tidied(answer: AnswerValue) -> AnswerValue:
    """Return the answer without what is empty: repeated options collapse; nothing at all is None."""
    if isinstance(answer, str):
        return answer or None
    if answer is None or isinstance(answer, int | float):
        return answer
    if isinstance(answer, Mapping):
        return {row: option for row, option in answer.items() if option} or None
    return tuple(dict.fromkeys(answer)) or None


def _supported(evidenced: list[Question], declared: Answers, sheet: AnswerSheet) -> Answers:
    supported = dict(declared)
    for question in evidenced:
        answer, evidence = declared.get(question.id), question.evidence
        if answer is None or evidence is None:
            continue
        counts_as = _unsupported(question, evidence, answer)
        if counts_as != answer and not provides_any(sheet.support.get(question.id, NO_SUPPORT), evidence.accepts):
            supported[question.id] = counts_as
    return supported


def _unsupported(question: Question, evidence: Evidence, answer: AnswerValue) -> AnswerValue:
    """Return what the answer counts as when nothing supports it."""
    if isinstance(answer, str):
        return _replaced(evidence, answer)
    if isinstance(answer, Mapping):
        return {row: _replaced(evidence, option) for row, option in answer.items()}
    if isinstance(answer, tuple):
        return _alone(question, tuple(dict.fromkeys(_replaced(evidence, option) for option in answer)))
    return answer


def _replaced(evidence: Evidence, option: str) -> str:
    known = OptionId(option)
    return evidence.without.get(known, known) if known in evidence.options else option


def _alone(question: Question, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """An option that stands for an absence is exclusive: where it replaced another, it stands alone."""
    absence = next((option.id for option in question.options if option.absence and option.id in chosen), None)
    return (absence,) if absence else chosen


def _validated(declared: Answers, findings: Answers) -> Answers:
    validated = {**declared, **{question: tidied(finding) for question, finding in findings.items()}}
    return {
        question: answer
        for question, answer in validated.items()
        if answer is not None and not (question in findings and answer == DOUBTFUL)
    }
