"""Recommendations: those that can never fire, and low answers that get none."""

from __future__ import annotations

from collections.abc import Iterator

from evaluacion.catalogue.condition_reader import polar_atoms
from evaluacion.catalogue.possibility import Possibilities, State, key_of
from evaluacion.catalogue.problems import Path, listed, shown
from evaluacion.domain.conditions import Condition
from evaluacion.domain.questionnaire import Question, Questionnaire, QuestionType
from evaluacion.domain.values import option_outcomes


def advice_warnings(questionnaire: Questionnaire, possibilities: Possibilities) -> Iterator[tuple[Path, str]]:
    """Path and message of every recommendation that never fires and every low answer without advice."""
    for i, item in enumerate(questionnaire.recommendations):
        if not possibilities.can_hold(item.when):
            message = f"La recomendación {shown(item.id)} nunca puede salir: ninguna respuesta cumple «when»."
            yield ("recommendations", i, "when"), message
    about = _by_question(questionnaire)
    for question in questionnaire.questions.values():
        low = _low_options(questionnaire, question)
        bare = [
            option
            for option in low
            if not any(_advises(possibilities, condition, question, option) for condition in about.get(question.id, ()))
        ]
        if bare:
            options = listed(map(shown, bare))
            yield ("questions", question.id), f"Sin recomendación para las opciones bajas: {options}."


def _by_question(questionnaire: Questionnaire) -> dict[str, list[Condition]]:
    found: dict[str, list[Condition]] = {}
    for item in questionnaire.recommendations:
        for name in {key[1] for atom, _ in polar_atoms(item.when) if (key := key_of(atom)) and key[0] == "question"}:
            found.setdefault(name, []).append(item.when)
    return found


def _low_options(questionnaire: Questionnaire, question: Question) -> list[str]:
    """The options below the middle of what the question's parents (or it itself) give them."""
    children = [
        child for score in questionnaire.scores.values() for child in score.children if child.question == question.id
    ]
    if not children or question.type not in (QuestionType.SINGLE, QuestionType.MATRIX, QuestionType.MULTIPLE):
        return []
    low: set[str] = set()
    for child in children:
        outcomes = option_outcomes(question, child)
        values = {option: outcome.value for option, outcome in outcomes.items() if outcome.value is not None}
        if values and min(values.values()) < max(values.values()):
            middle = (min(values.values()) + max(values.values())) / 2
            low |= {option for option, value in values.items() if value < middle}
    if question.type is QuestionType.MULTIPLE:
        low &= {option.id for option in question.options if option.exclusive}
    return [option.id for option in question.options if option.id in low]


def _advises(possibilities: Possibilities, condition: Condition, question: Question, option: str) -> bool:
    """Whether the condition speaks of this answer and can hold with it."""
    state: State = frozenset({option}) if question.type is QuestionType.MULTIPLE else option
    for atom, target in polar_atoms(condition):
        key = key_of(atom)
        if key and key[:2] == ("question", question.id) and possibilities.truth(atom, state) is target:
            return possibilities.can_hold(condition, {key: state})
    return False
