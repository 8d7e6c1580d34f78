"""What the pages of questions show: the values of each question, stored or as typed, and where the page leads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

from wtforms import Form

from evaluacion.domain.organisations import Viewer
from evaluacion.domain.questionnaire import Question, QuestionId, QuestionType
from evaluacion.services.answering import StoredAnswer
from evaluacion.services.assessments import Assessment
from evaluacion.web import answer_form
from evaluacion.web.institution import addresses
from evaluacion.web.institution.section_page import SectionPage
from evaluacion.web.presentation import QuestionView, Typed, html_id, question_view
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import when


def views_of(
    page: SectionPage,
    questions: tuple[QuestionId, ...],
    *,
    form: Form | None = None,
    problems: Mapping[QuestionId, Mapping[str, list[str]]] | None = None,
) -> list[tuple[QuestionView, str]]:
    """Each question with the address of its history; those with problems show what was typed."""
    shown = []
    for question_id in questions:
        question = page.questionnaire.questions[question_id]
        stored = page.answers[question_id]
        wrong = (problems or {}).get(question_id)
        typed = _typed(form, question, stored, wrong) if form is not None and wrong else from_stored(stored)
        view = question_view(page.questionnaire, question, typed, saved_words=saved_words(stored, page.assessment))
        shown.append((view, addresses.answer(page.assessment.id, question_id, "historial")))
    return shown


def from_stored(stored: StoredAnswer) -> Typed:
    """What the controls show of a stored answer."""
    seen = answer_form.digest(stored.value, reason=stored.support.reason, note=stored.support.note)
    return Typed(value=stored.value, support=stored.support, version=stored.version, seen=seen)


def saved_words(stored: StoredAnswer, assessment: Assessment) -> str:
    """«Guardado a las 10:42», or nothing where there is no answer."""
    if stored.saved_at is None:
        return ""
    return _("Guardado %(when)s", when=when(stored.saved_at, now=datetime.now(UTC), zone=assessment.zone))


def problem_links(page: SectionPage, problems: Mapping[QuestionId, Mapping[str, list[str]]]) -> list[tuple[str, str]]:
    """The error summary: anchor of the control and the sentence, led by the question where there are several."""
    links = []
    for question_id, parts in problems.items():
        question = page.questionnaire.questions[question_id]
        for part, messages in parts.items():
            for message in messages:
                sentence = f"{question_id}: {message}" if len(problems) > 1 else message
                links.append((_anchor(question, part), sentence))
    return links


def queue_owner(viewer: Viewer, assessment: Assessment) -> str:
    """The name of the queue of unsent answers in the browser: nobody else's ever has the same."""
    who = f"{viewer.person or viewer.trial_key}|{assessment.organisation_id}|{assessment.id}"
    return hashlib.sha256(who.encode()).hexdigest()[:32]


def neighbours(page: SectionPage, question_id: QuestionId) -> tuple[str, str]:
    """The addresses of the previous page ("" at the very start) and of the next one (checking, at the end)."""
    order = page.everything.visible
    here = order.index(question_id)
    public_id = page.assessment.id
    previous = page.address_of(order[here - 1]) if here else ""
    following = (
        page.address_of(order[here + 1]) if here + 1 < len(order) else addresses.assessment(public_id, "revisar")
    )
    return previous, following


def _typed(form: Form, question: Question, stored: StoredAnswer, wrong: Mapping[str, list[str]]) -> Typed:
    sent = answer_form.read_question(form, question)
    if sent is None:
        return from_stored(stored)
    raw = None
    if question.type in (QuestionType.NUMBER, QuestionType.DATE, QuestionType.TEXT):
        raw = str(form[answer_form.field_name(question.id, answer_form.VALUE)].data or "")
    support = answer_form.stored_support(stored.support, sent)
    kept = support if answer_form.URL not in wrong else answer_form.without_new_link(support, stored.support)
    return Typed(
        value=sent.value,
        support=kept,
        version=sent.version,
        seen=sent.seen,
        raw=raw,
        pending_url=sent.url if answer_form.URL in wrong else "",
        errors=wrong,
    )


def _anchor(question: Question, part: str) -> str:
    ends = {answer_form.NOTE: "-note", answer_form.REASON: "-reason"}
    if part == answer_form.URL:
        return answer_form.field_name(question.id, answer_form.URL)
    if part == answer_form.VALUE and question.type in (QuestionType.NUMBER, QuestionType.DATE, QuestionType.TEXT):
        return f"{html_id(question.id)}-value"
    return html_id(question.id) + ends.get(part, "")
