"""What each parent of a question gives its options, as checks compare them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from evaluacion.domain.questionnaire import Child, Question, Questionnaire
from evaluacion.domain.values import option_outcomes

Values: TypeAlias = "Mapping[str, float | None]"
"""Option id → value (1 or 0 for a gate); None for an absence or an option without value."""


def parents_of(questionnaire: Questionnaire) -> dict[str, list[Values]]:
    """For every scored question, what each child that hangs it gives its options."""
    found: dict[str, list[Values]] = {}
    for score in questionnaire.scores.values():
        for child in score.children:
            if child.question:
                table = table_of(questionnaire.questions[child.question], child)
                found.setdefault(child.question, []).append(table)
    return found


def table_of(question: Question, child: Child) -> Values:
    """What the child gives each option (1 or 0 for a gate); None for an absence or no value."""
    outcomes = option_outcomes(question, child)
    if child.accepts is not None:
        return {
            option: 1.0 if option in child.accepts else None if outcome.absent else 0.0
            for option, outcome in outcomes.items()
        }
    if child.at_least is not None:
        bound = child.at_least
        return {
            option: None if outcome.value is None else float(outcome.value >= bound)
            for option, outcome in outcomes.items()
        }
    return {option: outcome.value for option, outcome in outcomes.items()}


def no_less(table: Values, before: str, after: str) -> bool:
    """Whether this parent values the second option, and no less than the first."""
    first, second = table[before], table[after]
    return first is not None and second is not None and second >= first


def counts_as(question: Question, option: str) -> str:
    """What the option counts as in the supported reading when nothing supports it."""
    evidence = question.evidence
    if evidence is None or option not in evidence.options:
        return option
    return str(evidence.without.get(option, option))  # type: ignore[call-overload]
