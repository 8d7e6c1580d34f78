"""The empty questionnaire on paper: boxes to tick, lines to write on, what counts as evidence, conditions in words."""

from __future__ import annotations

from functools import partial

from markdown_it import MarkdownIt
from markupsafe import Markup

from evaluacion.domain.questionnaire import Questionnaire
from evaluacion.reports.condition_words import condition_words
from evaluacion.reports.rendering import Paper, RenderedPdf, render_pdf
from evaluacion.reports.summary_page import shorten
from evaluacion.reports.templating import Writing, translated, write_document
from evaluacion.reports.text_preparation import prepare_text

_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(["list", "emphasis", "newline"])


def blank_pdf(questionnaire: Questionnaire, *, paper: Paper = "letter", writing: Writing | None = None) -> RenderedPdf:
    """The PDF of the empty questionnaire, or why there is none."""
    return render_pdf(blank_html(questionnaire, writing=writing), paper=paper)


def blank_html(questionnaire: Questionnaire, *, writing: Writing | None = None) -> str:
    """The HTML of the empty questionnaire, for the typesetter alone."""
    writing = writing or Writing()
    gettext = partial(translated, writing)
    title = shorten(questionnaire.title, 120)
    return write_document(
        "blank.html",
        writing,
        questionnaire=questionnaire,
        sections=_sections(questionnaire),
        condition=lambda one: condition_words(questionnaire, one, gettext),
        markdown=_markdown,
        keeps=questionnaire.headline_score.keeps if questionnaire.headline_score else {},
        title=title,
        author="evaluacion",
        created="",
    )


def _sections(questionnaire: Questionnaire) -> list[tuple[str, str, list[object]]]:
    """Title, opening text and questions of each section; questions in no section come last."""
    placed = {question for section in questionnaire.sections for question in section.questions}
    sections: list[tuple[str, str, list[object]]] = [
        (f"{number}. {section.title}", section.intro, [questionnaire.questions[one] for one in section.questions])
        for number, section in enumerate(questionnaire.sections, start=1)
    ]
    loose: list[object] = [question for one, question in questionnaire.questions.items() if one not in placed]
    return [*sections, ("", "", loose)] if loose else sections


def _markdown(text: str) -> Markup:
    return Markup(_MARKDOWN.render(prepare_text(text)))
