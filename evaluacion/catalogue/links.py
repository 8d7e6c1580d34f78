"""Whether what one part of a questionnaire says of another is true: ids that exist, conditions that make sense."""

from __future__ import annotations

from evaluacion.catalogue.condition_reader import atoms
from evaluacion.catalogue.draft import Draft
from evaluacion.catalogue.problems import Path, listed, shown, suggestion
from evaluacion.domain.conditions import (
    ChildrenCompare,
    ProfileIn,
    QuestionCompares,
    QuestionIn,
    QuestionIs,
    ScoreCompares,
    ScoreLevelIn,
)
from evaluacion.domain.questionnaire import Question, QuestionType

VALUELESS = (QuestionType.DATE, QuestionType.TEXT)


def check_links(draft: Draft) -> None:
    """Reports every id that does not exist and every condition that speaks of what it may not."""
    _check_headline(draft)
    _check_namespace(draft)
    _check_sections(draft)
    _check_references(draft)
    for use, condition, path in draft.conditions():
        for atom, place in atoms(condition, path):
            if isinstance(atom, QuestionIn | QuestionIs | QuestionCompares):
                _check_question_atom(draft, use, atom, place)
            elif isinstance(atom, ScoreCompares | ScoreLevelIn):
                _check_score_atom(draft, use, atom, place)
            elif isinstance(atom, ChildrenCompare) and use != "cap":
                draft.report((*place, str(atom.quantifier)), f"«{atom.quantifier}» solo sirve en «caps» de un puntaje.")
            elif isinstance(atom, ProfileIn) and not atom.profile:
                draft.report(place, "Falta el nombre del campo de perfil.")


def _check_headline(draft: Draft) -> None:
    headline = draft.head.headline if draft.head else ""
    if headline and headline not in draft.declared("scores"):
        draft.unknown(("questionnaire", "headline"), "el puntaje", headline, draft.declared("scores"))


def _check_namespace(draft: Draft) -> None:
    for name in sorted(draft.declared("questions") & draft.declared("scores")):
        draft.report(("scores", name), f"{shown(name)} ya es el id de una pregunta. Use otro id para el puntaje.")


def _check_sections(draft: Draft) -> None:
    home: dict[str, str] = {}
    for i, section in draft.sections:
        for k, question in enumerate(section.questions):
            path: Path = ("sections", i, "questions", k)
            if question not in draft.declared("questions"):
                draft.unknown(path, "la pregunta", question, draft.declared("questions"))
            elif question in home:
                draft.report(path, f"La pregunta {shown(question)} ya está en la sección {shown(home[question])}.")
            home.setdefault(question, section.id)


def _check_references(draft: Draft) -> None:
    known = draft.declared("references")
    uses: list[tuple[Path, tuple[str, ...]]] = [
        (("questions", question.id, "references"), question.references) for question in draft.questions.values()
    ]
    uses += [(("recommendations", i, "references"), item.references) for i, item in draft.recommendations]
    for path, ids in uses:
        for k, reference in enumerate(ids):
            if reference not in known:
                draft.unknown((*path, k), "la referencia", reference, known)


def _check_question_atom(draft: Draft, use: str, atom: QuestionIn | QuestionIs | QuestionCompares, path: Path) -> None:
    if use == "note":
        draft.report(path, "El «when» de una nota solo habla del perfil de la institución.")
        return
    question = find_question(draft, (*path, "question"), atom.question)
    if question is None:
        return
    check_row(draft, path, question, atom.row, needed="Una condición")
    if isinstance(atom, QuestionIn):
        check_options(draft, (*path, "in"), question, atom.options)
    elif isinstance(atom, QuestionCompares) and question.type in VALUELESS:
        tail = "below" if atom.at_least is None else "at_least"
        message = f"La pregunta {shown(question.id)} es {question.type} y no tiene valor. Use «is»."
        draft.report((*path, tail), message)


def find_question(draft: Draft, path: Path, name: str) -> Question | None:
    """The question, or None where it does not exist (reported) or has errors of its own."""
    if name in draft.declared("questions"):
        return draft.questions.get(name)
    if name in draft.declared("scores"):
        draft.report(path, f"{shown(name)} es un puntaje, no una pregunta. Use «score».")
    else:
        draft.unknown(path, "la pregunta", name, draft.declared("questions"))
    return None


def check_row(draft: Draft, path: Path, question: Question, row: str | None, *, needed: str = "") -> None:
    """Reports a row that does not exist, and a missing one where `needed` says who needs it."""
    if row is not None and question.type is not QuestionType.MATRIX:
        draft.report((*path, "row"), f"La pregunta {shown(question.id)} no tiene filas. Quite «row».")
    elif row is not None and row not in question.rows:
        draft.unknown((*path, "row"), "la fila", row, set(question.rows))
    elif row is None and needed and question.type is QuestionType.MATRIX:
        rows = listed(question.rows)
        draft.report(path, f"{needed} sobre la matriz {shown(question.id)} necesita «row». Filas: {rows}.")


def check_options(draft: Draft, path: Path, question: Question, options: tuple[str, ...]) -> None:
    """Reports every option of the list that the question does not have."""
    ids = [str(option.id) for option in question.options]
    for i, option in enumerate(options):
        if option not in ids:
            draft.report((*path, i), no_option(question, option))


def no_option(question: Question, option: str) -> str:
    """The sentence for an option that the question does not have."""
    ids = [str(item.id) for item in question.options]
    if not ids:
        return f"La pregunta {shown(question.id)} es {question.type} y no tiene opciones."
    hint = suggestion(option, ids) or f" Opciones: {listed(ids)}."
    return f"La pregunta {shown(question.id)} no tiene la opción {shown(option)}.{hint}"


def _check_score_atom(draft: Draft, use: str, atom: ScoreCompares | ScoreLevelIn, path: Path) -> None:
    if use == "note":
        draft.report(path, "El «when» de una nota solo habla del perfil de la institución.")
        return
    if use == "visible_if":
        draft.report((*path, "score"), "«visible_if» solo habla de preguntas y perfil, no de puntajes.")
        return
    if atom.score not in draft.declared("scores"):
        if atom.score in draft.declared("questions"):
            draft.report((*path, "score"), f"{shown(atom.score)} es una pregunta, no un puntaje. Use «question».")
        else:
            draft.unknown((*path, "score"), "el puntaje", atom.score, draft.declared("scores"))
        return
    score = draft.scores.get(atom.score)
    if score is None or not isinstance(atom, ScoreLevelIn):
        return
    known = {str(level.id) for level in score.levels}
    for i, level in enumerate(atom.levels):
        if level not in known:
            draft.unknown((*path, "level", i), f"en {shown(score.id)} el nivel", level, known)
