"""The pages of answering: one question a page, or a whole section. Everything works without script."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from evaluacion.domain.questionnaire import QuestionId
from evaluacion.web import answer_form
from evaluacion.web.access import answers_assessment, current_viewer, sees_assessment
from evaluacion.web.institution import addresses, answer_pages, words
from evaluacion.web.institution.conflict_pages import show_conflicts
from evaluacion.web.institution.saving import Outcome, save_form, wish_of
from evaluacion.web.institution.section_page import SectionPage, read_page
from evaluacion.web.institution.task_view import task_list
from evaluacion.web.presentation import html_id
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import ngettext

blueprint = Blueprint("answering", __name__)
Page = tuple[str, int] | str | Response
BACK_TO_REVIEW = "revisar"


@blueprint.get("/diagnosticos/<public_id>/<section>")
@sees_assessment
def section(public_id: str, section: str) -> str:
    """A whole section on one page."""
    return _render_section(_read(public_id, section))


@blueprint.post("/diagnosticos/<public_id>/<section>")
@answers_assessment
def save_section(public_id: str, section: str) -> Page:
    """Saves what changed on the page of a section."""
    page = _read(public_id, section)
    form = answer_form.form_class(page.questionnaire, page.section.id)(request.form)
    outcome = save_form(current_viewer(), page, form, wish_of(request.form))
    if outcome.conflicts:
        return show_conflicts(page, outcome.conflicts)
    if outcome.problems:
        return _render_section(page, form=form, outcome=outcome), 422
    after = _read(public_id, section)
    new = [one for one in after.visible if one not in page.visible]
    here = {"falta": request.args.get("falta", "")}
    if new:
        message = ngettext(
            "Según su respuesta apareció %(num)d pregunta más.",
            "Según su respuesta aparecieron %(num)d preguntas más.",
            len(new),
        )
        flash(message, "info")
        return redirect(addresses.section(page.assessment.id, page.section.id, anchor=html_id(new[0]), **here))
    if request.form.get("go") != "next":
        anchor = _anchor_of_wish()
        return redirect(addresses.section(page.assessment.id, page.section.id, anchor=anchor, **here))
    return redirect(_after_section(after))


@blueprint.get("/diagnosticos/<public_id>/<section>/<question>")
@sees_assessment
def question(public_id: str, section: str, question: str) -> str:
    """One question on its page: the usual way."""
    page = _read(public_id, section)
    page.visible_question(question)
    return _render_question(page, QuestionId(question))


@blueprint.post("/diagnosticos/<public_id>/<section>/<question>")
@answers_assessment
def save_question(public_id: str, section: str, question: str) -> Page:
    """Saves the question and goes on with the next one that is asked."""
    page = _read(public_id, section)
    question_id = page.visible_question(question).id
    form = answer_form.form_class(page.questionnaire, page.section.id)(request.form)
    outcome = save_form(current_viewer(), page, form, wish_of(request.form))
    if outcome.conflicts:
        return show_conflicts(page, outcome.conflicts)
    if outcome.problems:
        return _render_question(page, question_id, form=form, outcome=outcome), 422
    if request.form.get("go") != "next":
        return redirect(page.address_of(question_id, **_carried()))
    return redirect(_after_question(_read(public_id, section), question_id))


def _read(public_id: str, slug: str) -> SectionPage:
    return read_page(public_id, addresses.section_id_of(slug))


def _render_question(
    page: SectionPage, question_id: QuestionId, *, form: Form | None = None, outcome: Outcome | None = None
) -> str:
    problems = outcome.problems if outcome else {}
    ((view, history_url),) = answer_pages.views_of(page, (question_id,), form=form, problems=problems)
    previous_url, next_url = answer_pages.neighbours(page, question_id)
    is_last = next_url.endswith("/revisar") or bool(request.args.get("volver"))
    return render_template(
        "institution/question.html",
        view=view,
        history_url=history_url,
        place=words.place_of_question(page.questionnaire, page.section, page.visible, question_id),
        tasks=task_list(page.overview, page, current=question_id),
        previous_url=previous_url,
        next_text=_("Guardar y revisar") if is_last else _("Guardar y seguir"),
        saved_words=view.saved_words if not problems else "",
        **_frame(page, problems),
    )


def _render_section(page: SectionPage, *, form: Form | None = None, outcome: Outcome | None = None) -> str:
    only_missing = bool(request.args.get("falta"))
    problems = outcome.problems if outcome else {}
    shown = tuple(one for one in page.visible if not only_missing or one in page.overview.missing or one in problems)
    return render_template(
        "institution/section.html",
        views=answer_pages.views_of(page, shown, form=form, problems=problems),
        section_title=words.section_title(page.questionnaire, page.section),
        place=words.place_of_section(page.questionnaire, page.section),
        intro=page.section.intro,
        only_missing=only_missing,
        all_url=addresses.section(page.assessment.id, page.section.id),
        missing_url=addresses.section(page.assessment.id, page.section.id, falta="1"),
        tasks=task_list(page.overview, page, only_missing=only_missing),
        previous_url="",
        next_text=_("Guardar y seguir"),
        saved_words="",
        **_frame(page, problems),
    )


def _frame(page: SectionPage, problems: Mapping[QuestionId, Mapping[str, list[str]]]) -> dict[str, object]:
    """What both kinds of page give to `institution/answering.html`."""
    count = len(problems)
    return {
        "problems": answer_pages.problem_links(page, problems),
        "error_title": ngettext("Revise %(num)d respuesta", "Revise %(num)d respuestas", count) if count else "",
        "may_answer": page.overview.may_answer,
        "form_url": request.full_path.rstrip("?"),
        "autosave_url": addresses.answer(page.assessment.id),
        "queue_owner": answer_pages.queue_owner(current_viewer(), page.assessment),
        "sign_in_url": url_for("security.login", next=request.full_path.rstrip("?")),
        "assessment": page.assessment,
        "visible": page.overview.visible,
    }


def _after_question(page: SectionPage, question_id: QuestionId) -> str:
    """Back to checking, to the next missing question, or simply to the next one."""
    if request.args.get("volver") == BACK_TO_REVIEW:
        return addresses.assessment(page.assessment.id, "revisar", anchor=html_id(question_id))
    order = list(page.everything.visible)
    after = order[order.index(question_id) + 1 :] if question_id in order else order
    if request.args.get("falta"):
        after = [one for one in after if one in page.overview.missing]
        return page.address_of(after[0], falta="1") if after else addresses.assessment(page.assessment.id, "falta")
    return page.address_of(after[0]) if after else addresses.assessment(page.assessment.id, "revisar")


def _after_section(page: SectionPage) -> str:
    ids = [one.section.id for one in page.overview.sections if one.total]
    here = ids.index(page.section.id) if page.section.id in ids else -1
    if here + 1 < len(ids):
        return addresses.section(page.assessment.id, ids[here + 1], falta=request.args.get("falta", ""))
    return addresses.assessment(page.assessment.id, "revisar")


def _anchor_of_wish() -> str:
    wish = wish_of(request.form)
    owner = wish.remove_from or wish.clear
    return html_id(QuestionId(owner)) if owner else ""


def _carried() -> dict[str, str]:
    return {key: request.args.get(key, "") for key in ("volver", "falta")}
