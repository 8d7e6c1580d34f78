"""The answer a script sends (autosave): its shape is checked by type before anything of it is read.

What has the wrong shape is refused. Nothing is ever taken as «no answer» but what says so: null, or empty text, list or
map of the right type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from evaluacion.domain.questionnaire import Question, QuestionType
from evaluacion.web.answer_form import NOTE, REASON, ROW, URL, VALUE, VERSION, field_name
from evaluacion.web.spoken import gettext as _

LINKS = "urls"
MAX_LINKS = 50


def shape_problems(question: Question, body: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """What is wrong with the shape of a body, by part of the question; nothing where it can be read."""
    problems: dict[str, list[str]] = {}
    if VALUE not in body:
        problems[VALUE] = [_("Falta la respuesta. Recargue la página; lo escrito sigue en este equipo.")]
    elif not _has_shape(question, body[VALUE]):
        problems[VALUE] = [_expected(question)]
    for part in (REASON, NOTE, URL):
        if not isinstance(body.get(part, ""), str | None):
            problems[part] = [_("Aquí se espera un texto.")]
    links = body.get(LINKS)
    if links is not None and (not _is_list_of_texts(links) or len(links) > MAX_LINKS):
        problems.setdefault(URL, []).append(
            _("Se espera una lista de hasta %(most)s ligas por respuesta.", most=MAX_LINKS)
        )
    return problems


def form_data(question: Question, body: Mapping[str, Any]) -> MultiDict[str, str]:
    """A well-shaped body as the fields of a form, so that both ways in are checked by the same rules."""
    data: MultiDict[str, str] = MultiDict({field_name(question.id, VERSION): "0"})
    value = body[VALUE]
    if isinstance(value, Mapping):
        data.update({f"{question.id}.{ROW}.{row}": option for row, option in value.items() if option is not None})
    elif isinstance(value, list):
        data.setlist(field_name(question.id, VALUE), value)
    elif value is not None:
        data[field_name(question.id, VALUE)] = str(value)
    for part in (REASON, NOTE, URL):
        data[field_name(question.id, part)] = body.get(part) or ""
    return data


def links_of(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The links beside the answer, the new one last, each once."""
    links = [*(body.get(LINKS) or []), (body.get(URL) or "").strip()]
    return tuple(dict.fromkeys(link for link in links if link))


def _has_shape(question: Question, value: object) -> bool:
    if value is None:
        return True
    match question.type:
        case QuestionType.MULTIPLE:
            return _is_list_of_texts(value)
        case QuestionType.MATRIX:
            return isinstance(value, Mapping) and all(
                row in question.rows and isinstance(option, str | None) for row, option in value.items()
            )
        case QuestionType.NUMBER:
            return isinstance(value, str | int | float) and not isinstance(value, bool)
        case _:
            return isinstance(value, str)


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _expected(question: Question) -> str:
    match question.type:
        case QuestionType.SINGLE:
            return _("Se espera una sola opción de la lista. No se cambió lo guardado.")
        case QuestionType.MULTIPLE:
            return _("Se espera una lista de opciones. No se cambió lo guardado.")
        case QuestionType.MATRIX:
            return _("Se espera una opción por cada fila de la pregunta. No se cambió lo guardado.")
        case QuestionType.NUMBER:
            return _("Se espera un número. No se cambió lo guardado.")
        case QuestionType.DATE:
            return _("Se espera una fecha. No se cambió lo guardado.")
        case _:
            return _("Se espera un texto. No se cambió lo guardado.")
