"""How an asker reads an answer into an outcome, by type of question; prepared once for every sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import fsum
from typing import TypeAlias

from evaluacion.domain.answers import AnswerValue, Support
from evaluacion.domain.proofs import provides_all
from evaluacion.domain.questionnaire import (
    Absence,
    Child,
    MissingRule,
    OptionId,
    Question,
    QuestionId,
    QuestionType,
    RowId,
)
from evaluacion.domain.values import UNANSWERED, UNSUPPORTED, Outcome, chosen_options, gated, is_gate, option_outcomes

Rules: TypeAlias = Mapping[Absence, MissingRule]
Read: TypeAlias = Callable[[AnswerValue, Support], Outcome]


@dataclass(frozen=True, slots=True)
class Gauge:
    """How one asker values an answer: `read` gives the outcome, `largest` the most it can be (None: no bound)."""

    read: Read
    largest: float | None


def own_gauge(question: Question, row: str | None = None) -> Gauge:
    """Return how the question values its own answer (one row of it), as conditions see it."""
    whole = question.type is QuestionType.MATRIX and row is None
    child = Child(question=QuestionId(question.id), row=None if row is None else RowId(row))
    return Gauge(lambda _answer, _support: UNANSWERED, None) if whole else gauge_for(question, child, {})


def gauge_for(question: Question, child: Child, rules: Rules) -> Gauge:
    """Return how this child values the question's answer; the rows of a whole matrix follow the parent's `rules`."""
    if question.type is QuestionType.NUMBER:
        return Gauge(_number_reader(question, child), 1.0 if is_gate(child) else _largest_number(question))
    if question.type in (QuestionType.DATE, QuestionType.TEXT):
        return Gauge(lambda answer, _: UNANSWERED if answer is None else Outcome(None, None), None)
    options = option_outcomes(question, child)
    if question.type is QuestionType.MULTIPLE:
        read, largest = _multiple_reader(question, child, options), _largest_multiple(question, options)
    else:
        largest = max((outcome.value for outcome in options.values() if outcome.value is not None), default=None)
        counts = {option: gated(child, outcome, option) for option, outcome in options.items()}
        if question.type is QuestionType.SINGLE:
            read = _single_reader(counts)
        elif child.row is not None:
            read = _row_reader(counts, child.row)
        else:
            read = _matrix_reader(tuple(question.rows), counts, rules, largest)
    if child.needs:
        read = _needing(read, child)
    return Gauge(read, 1.0 if is_gate(child) else largest)


def _with_unanswered(options: Mapping[str, Outcome]) -> Mapping[object, Outcome]:
    outcomes: dict[object, Outcome] = {None: UNANSWERED}
    outcomes.update(options.items())
    return outcomes


def _single_reader(options: Mapping[str, Outcome]) -> Read:
    outcomes = _with_unanswered(options)
    return lambda answer, _: outcomes[answer]


def _row_reader(options: Mapping[str, Outcome], row: str) -> Read:
    outcomes = _with_unanswered(options)
    return lambda answer, _: outcomes[answer.get(row) if isinstance(answer, Mapping) else None]


def _multiple_reader(question: Question, child: Child, options: Mapping[str, Outcome]) -> Read:
    def read(answer: AnswerValue, _: Support) -> Outcome:
        chosen = chosen_options(answer)
        if not chosen:
            return UNANSWERED
        return gated(child, _sum_of_chosen(question, options, chosen), *chosen)

    return read


def _sum_of_chosen(question: Question, options: Mapping[str, Outcome], chosen: Collection[str]) -> Outcome:
    """An option that stands for an absence is exclusive: it stands alone, whatever is beside it."""
    outcomes = [outcome for option, outcome in options.items() if option in chosen]
    absence = next((outcome for outcome in outcomes if outcome.absent is not None), None)
    if absence is not None:
        return absence
    values = [outcome.value for outcome in outcomes if outcome.value is not None]
    return Outcome(_capped(question, fsum(values)), None) if values else Outcome(None, None)


def _largest_multiple(question: Question, options: Mapping[str, Outcome]) -> float | None:
    together, alone = [0.0], []
    for option in question.options:
        value = options[option.id].value
        if value is not None and (option.exclusive or option.absence is not None):
            alone.append(value)
        elif value is not None:
            together.append(max(value, 0.0))
    if not alone and len(together) == 1:
        return None
    return _capped(question, max(fsum(together), *alone) if alone else fsum(together))


def _capped(question: Question, value: float) -> float:
    return value if question.cap is None else min(value, float(question.cap))


def _number_reader(question: Question, child: Child) -> Read:
    def read(answer: AnswerValue, _: Support) -> Outcome:
        if not isinstance(answer, int | float):
            return UNANSWERED
        return gated(child, Outcome(_normalised(question, float(answer)), None))

    return read


def _normalised(question: Question, number: float) -> float:
    if question.goalposts is None:
        return number
    low, high = question.goalposts
    share = min(1.0, max(0.0, (number - low) / (high - low)))
    return 1.0 - share if question.inverted else share


def _largest_number(question: Question) -> float | None:
    if question.goalposts is not None:
        return 1.0
    return None if question.maximum is None else float(question.maximum)


def _matrix_reader(rows: tuple[str, ...], options: Mapping[str, Outcome], rules: Rules, largest: float | None) -> Read:
    outcomes = _with_unanswered(options)

    def read(answer: AnswerValue, _: Support) -> Outcome:
        given: Mapping[str, str] = answer if isinstance(answer, Mapping) else {}
        return _mean_of_rows([outcomes[given.get(row)] for row in rows], rules, largest)

    return read


def _mean_of_rows(rows: list[Outcome], rules: Rules, largest: float | None) -> Outcome:
    """Each row follows the parent's `missing`; a row under `null` leaves the whole child with its absence."""
    left: list[float] = []
    absences: list[Absence] = []
    for value, absent in rows:
        if value is not None:
            left.append(value)
        elif absent is not None:
            rule = rules[absent]
            if rule is MissingRule.NULL:
                return Outcome(None, absent)
            absences.append(absent)
            if rule is MissingRule.ZERO:
                left.append(0.0)
            elif rule is MissingRule.FULL and largest is not None:
                left.append(largest)
    nothing_answered = len(absences) == len(rows)
    other = next((absent for absent in absences if absent is not Absence.NOT_APPLICABLE), Absence.NOT_APPLICABLE)
    if left:
        return Outcome(fsum(left) / len(left), other if nothing_answered else None)
    if not nothing_answered:
        return Outcome(None, None)
    return Outcome(None, Absence.NOT_APPLICABLE if other is Absence.NOT_APPLICABLE else Absence.UNANSWERED)


def _needing(read: Read, child: Child) -> Read:
    """An option of which the child needs proof counts as 0, as not met, where the proof does not stand beside it."""

    def read_with_needs(answer: AnswerValue, support: Support) -> Outcome:
        asked = (child.needs.get(OptionId(option), ()) for option in chosen_options(answer, child.row))
        return read(answer, support) if all(provides_all(support, proofs) for proofs in asked) else UNSUPPORTED

    return read_with_needs
