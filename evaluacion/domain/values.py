"""What an answer is worth to whoever asks: the question itself, or one child of a score with its own table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple, TypeAlias

from evaluacion.domain.answers import AnswerValue, Support
from evaluacion.domain.numbers import reaches
from evaluacion.domain.proofs import provides_all
from evaluacion.domain.questionnaire import Absence, Child, MissingRule, OptionId, Question, QuestionType


class Outcome(NamedTuple):
    """A value, or why there is none.

    An unsupported child has the value 0 and says so; a whole matrix whose rows are all imputed has that value and the
    absence behind it; an option without value of its own has neither.
    """

    value: float | None
    absent: Absence | None


UNANSWERED = Outcome(None, Absence.UNANSWERED)
HIDDEN = Outcome(None, Absence.HIDDEN)
UNSUPPORTED = Outcome(0.0, Absence.UNSUPPORTED)
MET = Outcome(1.0, None)
NOT_MET = Outcome(0.0, None)

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
    child = Child(question=question.id, row=row)  # type: ignore[arg-type]
    return Gauge(lambda _answer, _support: UNANSWERED, None) if whole else gauge_for(question, child, {})


def gauge_for(question: Question, child: Child, rules: Rules) -> Gauge:
    """Return how this child values the question's answer; the rows of a whole matrix follow the parent's `rules`."""
    if question.type is QuestionType.NUMBER:
        return Gauge(_number_reader(question, child), 1.0 if _is_gate(child) else _largest_number(question))
    if question.type in (QuestionType.DATE, QuestionType.TEXT):
        return Gauge(lambda answer, _: UNANSWERED if answer is None else Outcome(None, None), None)
    options = option_outcomes(question, child)
    if question.type is QuestionType.MULTIPLE:
        read, largest = _multiple_reader(question, child, options), _largest_multiple(question, options)
    else:
        largest = max((outcome.value for outcome in options.values() if outcome.value is not None), default=None)
        gated = {option: _gated(child, outcome, option) for option, outcome in options.items()}
        if question.type is QuestionType.SINGLE:
            read = _single_reader(gated)
        elif child.row is not None:
            read = _row_reader(gated, child.row)
        else:
            read = _matrix_reader(tuple(question.rows), gated, rules, largest)
    if child.needs:
        read = _needing(read, child)
    return Gauge(read, 1.0 if _is_gate(child) else largest)


def chosen_options(answer: AnswerValue, row: str | None = None) -> tuple[str, ...]:
    """Return the option ids an answer (one row of it) names."""
    if isinstance(answer, str):
        return (answer,)
    if isinstance(answer, tuple):
        return answer
    if isinstance(answer, Mapping):
        return (answer[row],) if row is not None and row in answer else ()
    return ()


def option_outcomes(question: Question, child: Child) -> dict[str, Outcome]:
    """Return what each option counts as for this child, before `accepts`, `at_least` and `needs`."""
    own = [option.value for option in question.options if option.value is not None and option.absence is None]
    turn = max(own) + min(own) if question.inverted and own else None
    outcomes: dict[str, Outcome] = {}
    for option in question.options:
        if option.id in child.values:
            outcomes[option.id] = Outcome(float(child.values[option.id]), None)
        elif option.absence is not None or option.value is None:
            outcomes[option.id] = Outcome(None, option.absence)
        else:
            outcomes[option.id] = Outcome(float(option.value if turn is None else turn - option.value), None)
    return outcomes


def _is_gate(child: Child) -> bool:
    return child.accepts is not None or child.at_least is not None


def _gated(child: Child, outcome: Outcome, *chosen: str) -> Outcome:
    """Turn the outcome into met or not met where the child asks for it; an absence it does not name stays one."""
    if child.accepts is not None and any(option in child.accepts for option in chosen):
        return MET
    if outcome.absent is not None or not _is_gate(child):
        return outcome
    reached = child.at_least is not None and outcome.value is not None and reaches(outcome.value, child.at_least)
    return MET if reached else NOT_MET


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
        return _gated(child, _sum_of_chosen(question, options, chosen), *chosen)

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
        return _gated(child, Outcome(_normalised(question, float(answer)), None))

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
    needs: Mapping[OptionId, Collection[object]] = child.needs

    def read_with_needs(answer: AnswerValue, support: Support) -> Outcome:
        for option in chosen_options(answer, child.row):
            if option in needs and not provides_all(support, child.needs[OptionId(option)]):
                return UNSUPPORTED
        return read(answer, support)

    return read_with_needs
