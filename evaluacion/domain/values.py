"""What an answer, and each option of it, counts as for one child of a score with its own table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from evaluacion.domain.answers import AnswerValue
from evaluacion.domain.numbers import reaches
from evaluacion.domain.questionnaire import Absence, Child, Question


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


def is_gate(child: Child) -> bool:
    """Return whether the child is met or not met, whatever its value."""
    return child.accepts is not None or child.at_least is not None


def gated(child: Child, outcome: Outcome, *chosen: str) -> Outcome:
    """Turn the outcome into met or not met where the child asks for it; an absence it does not name stays one."""
    if child.accepts is not None and any(option in child.accepts for option in chosen):
        return MET
    if outcome.absent is not None or not is_gate(child):
        return outcome
    reached = child.at_least is not None and outcome.value is not None and reaches(outcome.value, child.at_least)
    return MET if reached else NOT_MET
