"""Warnings: what loads, but probably is not what its author meant."""

from __future__ import annotations

from collections.abc import Iterator

from evaluacion.catalogue.advice_checks import advice_warnings
from evaluacion.catalogue.condition_reader import atoms
from evaluacion.catalogue.draft import Draft
from evaluacion.catalogue.ladder_checks import ladder_warnings
from evaluacion.catalogue.monotony import Monotony
from evaluacion.catalogue.possibility import Possibilities, key_of
from evaluacion.catalogue.problems import Path, listed, shown
from evaluacion.catalogue.score_reader import FLOORED
from evaluacion.domain.questionnaire import (
    Checked,
    Child,
    Combine,
    Question,
    Questionnaire,
    QuestionType,
    Score,
)
from evaluacion.domain.values import option_outcomes

Warned = Iterator[tuple[Path, str]]


def check_questionnaire(questionnaire: Questionnaire, draft: Draft) -> None:
    """Reports every warning about a questionnaire without errors to the log of its draft."""
    possibilities = Possibilities(questionnaire)
    for warned in (
        _outside_sections(questionnaire),
        _without_score(questionnaire),
        _equal_values(questionnaire),
        _visibility(questionnaire, possibilities),
        _evidence(questionnaire),
        _idle_settings(questionnaire),
        _last(questionnaire),
        ladder_warnings(questionnaire),
        Monotony(questionnaire, possibilities).warnings(),
        advice_warnings(questionnaire, possibilities),
        _references(questionnaire),
    ):
        for path, message in warned:
            draft.warn(path, message)


def _outside_sections(questionnaire: Questionnaire) -> Warned:
    inside = {question for section in questionnaire.sections for question in section.questions}
    for question in questionnaire.questions:
        if question not in inside:
            yield ("questions", question), f"La pregunta {shown(question)} no está en ninguna sección: nadie la verá."
    for i, section in enumerate(questionnaire.sections):
        if not section.questions:
            yield ("sections", i), f"La sección {shown(section.id)} no tiene preguntas."


def _without_score(questionnaire: Questionnaire) -> Warned:
    used = {child.question for score in questionnaire.scores.values() for child in score.children}
    for question in questionnaire.questions.values():
        if question.id not in used and _is_scored(question):
            message = f"La pregunta {shown(question.id)} tiene valores pero no cuenta en ningún puntaje."
            yield ("questions", question.id), message


def _is_scored(question: Question) -> bool:
    return question.goalposts is not None or any(option.value is not None for option in question.options)


def _equal_values(questionnaire: Questionnaire) -> Warned:
    flat: set[str] = set()
    for question in questionnaire.questions.values():
        if _is_flat(question, Child(question=question.id)):
            flat.add(question.id)
            message = "Todas las opciones valen lo mismo: la respuesta no cambia nada. Revise los valores."
            yield ("questions", question.id, "options"), message
    for score in questionnaire.scores.values():
        for i, child in enumerate(score.children):
            asked = questionnaire.questions.get(child.question) if child.question else None
            if asked and asked.id not in flat and _is_flat(asked, child):
                yield ("scores", score.id, "of", i), f"Aquí todas las opciones de {shown(asked.id)} cuentan igual."


def _is_flat(question: Question, child: Child) -> bool:
    """Whether every valued option counts the same (for several options: nothing), whatever is answered."""
    outcomes = option_outcomes(question, child)
    if child.accepts is not None:
        return all(option in child.accepts or outcome.absent for option, outcome in outcomes.items())
    values = [outcome.value for outcome in outcomes.values() if outcome.absent is None]
    if not values or None in values:
        return False
    if question.type is QuestionType.MULTIPLE:
        return all(value == 0 for value in values)
    return len(set(values)) == 1


def _visibility(questionnaire: Questionnaire, possibilities: Possibilities) -> Warned:
    """Questions that can never be seen, or depend on something that is asked later or elsewhere."""
    place = {
        question: (number, order)
        for number, section in enumerate(questionnaire.sections)
        for order, question in enumerate(section.questions)
    }
    for question in questionnaire.questions.values():
        if question.visible_if is None:
            continue
        path: Path = ("questions", question.id, "visible_if")
        if not possibilities.can_hold(question.visible_if):
            yield path, f"La pregunta {shown(question.id)} nunca puede verse: ninguna respuesta cumple «visible_if»."
        for atom, atom_path in atoms(question.visible_if, path):
            key = key_of(atom)
            if key is None or key[0] != "question" or question.id not in place or key[1] not in place:
                continue
            here, there = place[question.id], place[key[1]]  # type: ignore[index]
            if there[0] != here[0]:
                section = shown(questionnaire.sections[there[0]].id)
                yield (
                    atom_path,
                    f"{shown(question.id)} depende de {shown(key[1])}, que está en otra sección ({section}).",
                )
            if there > here:
                yield atom_path, f"{shown(question.id)} depende de {shown(key[1])}, que se pregunta después."


def _evidence(questionnaire: Questionnaire) -> Warned:
    for question in questionnaire.questions.values():
        for option in question.evidence.without if question.evidence else ():
            if question.evidence and option not in question.evidence.options:
                path: Path = ("questions", question.id, "evidence", "without", option)
                yield path, f"«without» no tiene efecto en {shown(option)}: no está en «for»."


def _idle_settings(questionnaire: Questionnaire) -> Warned:
    for score in questionnaire.scores.values():
        if score.floor is not None and score.combine not in FLOORED:
            yield ("scores", score.id, "floor"), f"«floor» no tiene efecto en {score.combine}."


def _last(questionnaire: Questionnaire) -> Warned:
    """In a chain of follow-ups under `last`, a question that always shows covers every answer before it."""
    for score in questionnaire.scores.values():
        if score.combine is not Combine.LAST or not _has_follow_ups(questionnaire, score):
            continue
        for i, child in enumerate(score.children):
            question = questionnaire.questions.get(child.question) if child.question else None
            if i > 0 and question is not None and question.visible_if is None:
                names = listed([shown(other.id) for other in score.children[:i]], 3)
                yield (
                    ("scores", score.id, "of", i),
                    f"{shown(question.id)} no declara de qué depende («visible_if») y en «last» tapa a {names}.",
                )


def _has_follow_ups(questionnaire: Questionnaire, score: Score) -> bool:
    asked = [questionnaire.questions[child.question] for child in score.children if child.question]
    return any(question.visible_if is not None for question in asked)


def _references(questionnaire: Questionnaire) -> Warned:
    used = {reference for question in questionnaire.questions.values() for reference in question.references}
    used |= {reference for item in questionnaire.recommendations for reference in item.references}
    for key, reference in questionnaire.references.items():
        if key not in used:
            yield ("references", key), f"La referencia {shown(key)} no se usa."
        if reference.checked is Checked.NONE:
            yield ("references", key), f"La referencia {shown(key)} no está verificada (checked: none)."
