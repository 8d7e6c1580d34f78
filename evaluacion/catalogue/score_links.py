"""Whether the children of every score can give it what it asks for."""

from __future__ import annotations

from evaluacion.catalogue.draft import Draft
from evaluacion.catalogue.links import VALUELESS, check_options, check_row, find_question, no_option
from evaluacion.catalogue.problems import Path, shown
from evaluacion.domain.questionnaire import (
    Child,
    Combine,
    MissingRule,
    Option,
    Question,
    QuestionType,
    Score,
)


def check_scores(draft: Draft) -> None:
    """Reports children that do not exist or cannot count, values nobody gives, and caps without their level."""
    for score in draft.scores.values():
        for i, child in enumerate(score.children):
            _check_child(draft, score, child, ("scores", score.id, "of", i))
        levels = {str(level.id) for level in score.levels}
        for i, cap in enumerate(score.caps):
            if cap.level not in levels:
                draft.unknown(("scores", score.id, "caps", i, "level"), "el nivel", cap.level, levels)


def _check_child(draft: Draft, score: Score, child: Child, path: Path) -> None:
    if child.score is not None:
        _check_child_score(draft, child, path)
        return
    question = find_question(draft, (*path, "question"), str(child.question))
    if question is None:
        return
    if question.type in VALUELESS:
        draft.report(
            path, f"La pregunta {shown(question.id)} es {question.type} y no se puede puntuar. Quítela de «of»."
        )
        return
    gated = child.accepts is not None or child.at_least is not None or bool(child.needs)
    check_row(draft, path, question, child.row, needed="Un hijo con «accepts», «at_least» o «needs»" if gated else "")
    check_options(draft, (*path, "accepts"), question, child.accepts or ())
    for key in ("values", "needs"):
        for option in getattr(child, key):
            if option not in question.option_by_id:
                draft.report((*path, key, option), no_option(question, option))
    _check_values(draft, score, child, question, path)


def _check_child_score(draft: Draft, child: Child, path: Path) -> None:
    name = str(child.score)
    if name in draft.declared("scores"):
        return
    if name in draft.declared("questions"):
        draft.report((*path, "score"), f"{shown(name)} es una pregunta, no un puntaje. Use «question».")
    else:
        draft.unknown((*path, "score"), "el puntaje", name, draft.declared("scores"))


def _check_values(draft: Draft, score: Score, child: Child, question: Question, path: Path) -> None:
    """Every option must give this parent a value, unless the child is a gate or `last` passes over it."""
    if child.accepts is not None or score.combine is Combine.LAST:
        return
    for i, option in enumerate(question.options):
        if option.value is None and option.absence is None and option.id not in child.values:
            where = ".".join(str(step) for step in path[:-1]) + f"[{path[-1]}]"
            draft.report(
                _option_path(draft, question, option, i),
                f"La opción {shown(option.id)} no tiene «value» ni «absence» y {where} necesita su valor "
                f"(pregunta {shown(question.id)}). Agréguele «value», o «values» al hijo.",
            )


def _option_path(draft: Draft, question: Question, option: Option, index: int) -> Path:
    place = draft.place("questions")
    entry = (place.entries() or {}).get(question.id) if place else None
    options = (entry.entries() or {}).get("options") if entry else None
    if options is not None and options.is_text:
        return ("scales", options.text() or "", index)
    return ("questions", question.id, "options", index)


def check_bounds(draft: Draft, order: list[str]) -> None:
    """Reports children without a largest value where one is needed. `order`: scores, children first."""
    bounded: dict[str, bool] = {}
    for score_id in order:
        score = draft.scores.get(score_id)
        if score is None:
            bounded[score_id] = True
            continue
        free = [i for i, child in enumerate(score.children) if not _bounded(draft, child, bounded)]
        needs = _needs_bounds(score)
        for i in free if needs else ():
            name = shown(score.children[i].id)
            draft.report(
                ("scores", score.id, "of", i),
                f"{needs} necesita el valor máximo de {name}, que no tiene. Ponga «goalposts» o «maximum» al número.",
            )
        fixed = score.combine in (Combine.PERCENT_OF_MAX, Combine.ALL, Combine.SHARE_MET)
        bounded[score_id] = fixed or not free or bool(needs)


def _bounded(draft: Draft, child: Child, bounded: dict[str, bool]) -> bool:
    if child.accepts is not None or child.at_least is not None:
        return True
    if child.score is not None:
        return bounded.get(child.score, True)
    question = draft.questions.get(str(child.question))
    if question is None or question.type is not QuestionType.NUMBER:
        return True
    return question.goalposts is not None or question.maximum is not None


def _needs_bounds(score: Score) -> str:
    if score.combine in (Combine.PERCENT_OF_MAX, Combine.LADDER):
        return f"«{score.combine}»"
    missing = score.missing
    rules = (missing.unanswered, missing.unknown, missing.not_applicable, missing.hidden)
    return "«full»" if MissingRule.FULL in rules and score.combine not in (Combine.ALL, Combine.SHARE_MET) else ""
