"""Where each page of an assessment lives."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from evaluacion.domain.organisations import PublicId
from evaluacion.domain.questionnaire import QuestionId, Questionnaire, Section

RESERVED = frozenset(
    {"respuestas", "revisar", "enviar", "acuse", "reabrir", "eliminar", "recuperar", "buscar", "continuar", "falta"}
)


def assessment(public_id: PublicId, page: str = "", *, anchor: str = "", **query: str) -> str:
    """A page of the assessment; without `page`, its task list."""
    path = f"/diagnosticos/{quote(public_id)}" + (f"/{quote(page)}" if page else "")
    asked = {key: value for key, value in query.items() if value}
    return path + (f"?{urlencode(asked)}" if asked else "") + (f"#{quote(anchor)}" if anchor else "")


def section(public_id: PublicId, section_id: str, *, anchor: str = "", **query: str) -> str:
    """The whole section on one page. An id that is also the name of a page of ours gets a tilde (ids hold none)."""
    return assessment(public_id, f"~{section_id}" if section_id in RESERVED else section_id, anchor=anchor, **query)


def question(public_id: PublicId, section_id: str, question_id: QuestionId, *, anchor: str = "", **query: str) -> str:
    """One question on its page."""
    slug = f"~{section_id}" if section_id in RESERVED else section_id
    return assessment(public_id, f"{slug}/{question_id}", anchor=anchor, **query)


def answer(public_id: PublicId, question_id: QuestionId | str = "", page: str = "") -> str:
    """Where an answer is saved, its history, its conflict."""
    return assessment(public_id, "/".join(part for part in ("respuestas", question_id, page) if part))


def section_id_of(slug: str) -> str:
    """The id of a section as it stands in an address."""
    return slug.removeprefix("~")


def section_of(questionnaire: Questionnaire, question_id: QuestionId) -> Section | None:
    """The section a question stands in."""
    return next((one for one in questionnaire.sections if question_id in one.questions), None)
