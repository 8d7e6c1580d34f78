"""Two people wrote the same answer: both texts, who and when, and a form to choose or to merge."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from evaluacion.domain.answers import AnswerValue, Support
from evaluacion.domain.errors import Invalid
from evaluacion.domain.organisations import PublicId
from evaluacion.domain.questionnaire import Question, QuestionId, QuestionType
from evaluacion.services import answering
from evaluacion.services.answering import AnswerConflict, StoredAnswer
from evaluacion.web import answer_form
from evaluacion.web.access import answers_assessment, current_viewer
from evaluacion.web.answer_words import lines_of_answer
from evaluacion.web.evidence_view import proofs
from evaluacion.web.extensions import writing
from evaluacion.web.institution import addresses
from evaluacion.web.institution.saving import edit_name
from evaluacion.web.institution.section_page import SectionPage, read_page_with
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import said, when

blueprint = Blueprint("conflicts", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class SideView:
    """One of the two answers, in words."""

    lines: tuple[str, ...]
    note: str
    reason: str
    links: tuple[str, ...]
    value_json: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ConflictView:
    question_id: str
    title: str
    text: str
    who: str
    mine: SideView
    theirs: SideView
    version: int
    merged_note: str
    merged_reason: str
    links_json: str
    action: str
    keep_url: str


def show_conflicts(page: SectionPage, conflicts: Sequence[AnswerConflict], **more: str) -> tuple[str, int]:
    """The page with every answer that somebody else saved first; nothing of it was changed."""
    views = [_conflict_view(page, conflict) for conflict in conflicts]
    return render_template("institution/conflict.html", views=views, assessment=page.assessment, **more), 409


@blueprint.post("/diagnosticos/<public_id>/respuestas/<question>/elegir")
@answers_assessment
def choose(public_id: str, question: str) -> Response | tuple[str, int]:
    """Saves what the person chose of the two, over the version they saw."""
    page = read_page_with(public_id, question)
    pick = "mine" if request.form.get("pick") == "mine" else "theirs"
    value = _value_of(page.questionnaire.questions[QuestionId(question)], request.form.get(f"{pick}_value", ""))
    stored = page.answers[QuestionId(question)]
    support = Support(
        note=request.form.get("note", ""),
        reason=request.form.get("reason", ""),
        urls=tuple(str(url) for url in _list_of(request.form.get("links", "[]"))),
        files=stored.support.files,
    )
    number = answer_form.parse_version(request.form.get("version", "")) or 0
    edit = edit_name(page.assessment.id, QuestionId(question), value, support, number)
    try:
        with writing() as session:
            answering.save_answer(
                session, current_viewer(), PublicId(public_id), QuestionId(question),
                value=value, support=support, version=number, edit=edit,
            )  # fmt: skip
    except AnswerConflict as conflict:
        return show_conflicts(page, [conflict], here=page.address_of(QuestionId(question)))
    return redirect(page.address_of(QuestionId(question)))


def _conflict_view(page: SectionPage, conflict: AnswerConflict) -> ConflictView:
    mine, theirs = conflict.mine, conflict.theirs
    question = page.questionnaire.questions[theirs.question_id]
    links = tuple(dict.fromkeys(theirs.support.urls + mine.support.urls))
    return ConflictView(
        question_id=question.id,
        title=question.title,
        text=question.text,
        who=_who(theirs, page),
        mine=_side(question, mine),
        theirs=_side(question, theirs),
        version=theirs.version,
        merged_note=_merged(theirs.support.note, mine.support.note),
        merged_reason=_merged(theirs.support.reason, mine.support.reason),
        links_json=json.dumps(links),
        action=addresses.answer(page.assessment.id, question.id, "elegir"),
        keep_url=page.address_of(question.id),
    )


def _who(theirs: StoredAnswer, page: SectionPage) -> str:
    area = said(theirs.area) or _("Otra persona de su institución")
    if theirs.saved_at is None:
        return area
    moment = when(theirs.saved_at, now=datetime.now(UTC), zone=page.assessment.zone)
    return _("%(area)s la guardó %(when)s.", area=area, when=moment)


def _side(question: Question, answer: StoredAnswer) -> SideView:
    plain: Any = dict(answer.value) if isinstance(answer.value, Mapping) else answer.value
    return SideView(
        lines=lines_of_answer(question, answer.value),
        note=answer.support.note,
        reason=answer.support.reason,
        links=tuple(proof.text for proof in proofs(question, answer.support)),
        value_json=json.dumps(plain, ensure_ascii=False),
    )


def _merged(theirs: str, mine: str) -> str:
    if not mine or mine in theirs:
        return theirs
    return mine if not theirs or theirs in mine else f"{theirs}\n\n{mine}"


def _value_of(question: Question, text: str) -> AnswerValue:
    """The value a hidden field carried; the service checks that it fits. Raises Invalid."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise Invalid(_("No se entendió la respuesta elegida. Vuelva a la pregunta y responda de nuevo.")) from error
    if question.type is QuestionType.MULTIPLE and isinstance(value, list):
        return tuple(str(one) for one in value)
    if question.type is QuestionType.MATRIX and isinstance(value, dict):
        return {str(row): str(option) for row, option in value.items()}
    if value is None or isinstance(value, str | int | float):
        return value
    raise Invalid(_("No se entendió la respuesta elegida. Vuelva a la pregunta y responda de nuevo."))


def _list_of(text: str) -> list[Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return []
    return value if isinstance(value, list) else []
