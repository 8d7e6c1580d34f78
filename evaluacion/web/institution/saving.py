"""Saving what a form brought: each answer over the version its page had shown, and what could not be saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from wtforms import Form

from evaluacion.domain.answers import AnswerValue, Support
from evaluacion.domain.errors import Invalid, InvalidAnswers
from evaluacion.domain.organisations import PublicId, Viewer
from evaluacion.domain.questionnaire import QuestionId
from evaluacion.services import answering
from evaluacion.services.answering import AnswerConflict
from evaluacion.web import answer_form
from evaluacion.web.answer_form import Submitted
from evaluacion.web.extensions import writing
from evaluacion.web.institution.section_page import SectionPage
from evaluacion.web.spoken import reason_of, said


@dataclass(kw_only=True)
class Outcome:
    """What happened to each question of the form; what is in none of these was saved or had not changed."""

    problems: dict[QuestionId, Mapping[str, list[str]]] = field(default_factory=dict)
    conflicts: list[AnswerConflict] = field(default_factory=list)
    saved: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """The buttons inside a question: take one link away, or take the answer back."""

    remove_from: str = ""
    remove_index: int = -1
    clear: str = ""


def wish_of(form: Mapping[str, str]) -> Wish:
    """Which of those buttons was pressed, if any."""
    owner, _colon, written = form.get("remove", "").rpartition(":")
    index = answer_form.parse_version(written)
    clear = form.get("clear", "")
    return Wish(remove_from=owner, remove_index=-1 if index is None else index, clear=clear)


def save_form(viewer: Viewer, page: SectionPage, form: Form, wish: Wish) -> Outcome:
    """Saves every touched answer of the form, each in its own transaction, so that one refusal loses no other."""
    form.validate()
    outcome = Outcome()
    for question_id in page.visible:
        question = page.questionnaire.questions[question_id]
        sent = answer_form.read_question(form, question)
        wished = question_id in (wish.remove_from, wish.clear)
        if sent is None or not (sent.is_touched or wished or answer_form.problems_of(form, question)):
            continue
        problems = answer_form.problems_of(form, question)
        if problems and wish.clear != question_id:
            outcome.problems[question_id] = {part: list(words) for part, words in problems.items()}
            continue
        _save(viewer, page, sent, wish, outcome)
    return outcome


def edit_name(public_id: PublicId, question_id: QuestionId, value: AnswerValue, support: Support, version: int) -> str:
    """The same edit sent twice has the same name: pressing the button again saves nothing new."""
    plain = dict(value) if isinstance(value, Mapping) else value
    parts = [public_id, question_id, plain, support.note, support.reason, list(support.urls), version]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]


def _save(viewer: Viewer, page: SectionPage, sent: Submitted, wish: Wish, outcome: Outcome) -> None:
    stored = page.answers[sent.question_id]
    removed = wish.remove_index if wish.remove_from == sent.question_id else None
    support = answer_form.stored_support(stored.support, sent, removed=removed)
    value = None if wish.clear == sent.question_id else sent.value
    if stored.value == value and stored.support == support:
        return
    edit = edit_name(page.assessment.id, sent.question_id, value, support, sent.version)
    try:
        with writing() as session:
            answering.save_answer(
                session,
                viewer,
                page.assessment.id,
                sent.question_id,
                value=value,
                support=support,
                version=sent.version,
                edit=edit,
            )
        outcome.saved += 1
    except AnswerConflict as conflict:
        outcome.conflicts.append(conflict)
    except InvalidAnswers as error:
        outcome.problems[sent.question_id] = {answer_form.VALUE: [said(one.message) for one in error.problems]}
    except Invalid as error:
        outcome.problems[sent.question_id] = {answer_form.VALUE: [reason_of(error)]}
