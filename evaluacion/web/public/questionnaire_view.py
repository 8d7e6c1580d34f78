"""View values of the page that shows a whole questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluacion.domain.questionnaire import Checked, GlossaryTerm, Question, Questionnaire
from evaluacion.web.answer_effects import numbers_of
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import ngettext, number


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedView:
    id: str
    title: str
    text: str
    options: tuple[str, ...]
    condition: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionView:
    id: str
    title: str
    intro: str
    questions: tuple[AskedView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceView:
    title: str
    publisher: str
    url: str
    checked: str


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionnaireView:
    title: str
    summary: str
    facts: tuple[tuple[str, str, str, str], ...]
    pdf_url: str
    instructions: tuple[str, ...]
    method: tuple[str, ...]
    sections: tuple[SectionView, ...]
    glossary: tuple[GlossaryTerm, ...]
    references: tuple[SourceView, ...]


def questionnaire_view(questionnaire: Questionnaire) -> QuestionnaireView:
    """Everything the page shows; what the author left out is left out."""
    return QuestionnaireView(
        title=questionnaire.title,
        summary=questionnaire.summary,
        facts=_facts(questionnaire),
        pdf_url=f"/cuestionarios/{questionnaire.id}/{questionnaire.version}/cuestionario.pdf",
        instructions=_lines(questionnaire, "instructions"),
        method=_lines(questionnaire, "method"),
        sections=tuple(
            SectionView(
                id=section.id,
                title=f"{position}. {section.title}",
                intro=section.intro,
                questions=tuple(_asked(questionnaire.questions[one]) for one in section.questions),
            )
            for position, section in enumerate(questionnaire.sections, start=1)
        ),
        glossary=questionnaire.glossary,
        references=tuple(
            SourceView(
                title=one.title or key, publisher=one.publisher, url=_web(one.url), checked=_checked(one.checked)
            )
            for key, one in questionnaire.references.items()
        ),
    )


def _facts(questionnaire: Questionnaire) -> tuple[tuple[str, str, str, str], ...]:
    facts = [
        (_("Preguntas"), number(len(questionnaire.questions)), "", ""),
        (_("Versión"), questionnaire.version, "", ""),
    ]
    if questionnaire.minutes:
        minutes = round(questionnaire.minutes)
        facts.insert(0, (_("Tiempo"), ngettext("%(num)d minuto", "%(num)d minutos", minutes), "", ""))
    if questionnaire.licence:
        facts.append((_("Licencia"), questionnaire.licence, "", ""))
    return tuple(facts)


def _asked(question: Question) -> AskedView:
    numbers = numbers_of(question)
    options = [f"{numbers.get(one.id, '')} {_words(one.name, one.label)}".strip() for one in question.options]
    return AskedView(
        id=question.id,
        title=question.title,
        text=question.text,
        options=(*question.rows.values(), *options),
        condition=question.visible_if is not None,
    )


def _words(name: str, label: str) -> str:
    return name if name == label else f"{name}. {label}"


def _lines(questionnaire: Questionnaire, key: str) -> tuple[str, ...]:
    headline = questionnaire.headline_score
    lines = headline.keeps.get(key) if headline else None
    return tuple(str(line) for line in lines) if isinstance(lines, Sequence) and not isinstance(lines, str) else ()


def _web(url: str) -> str:
    return url if url.lower().startswith(("https://", "http://")) else ""


def _checked(state: Checked) -> str:
    words = {
        Checked.FULL_TEXT: _("Se revisó el texto completo."),
        Checked.EXTRACT: _("Se revisó un extracto."),
        Checked.PRESS: _("Se conoce por prensa: verifíquela antes de citarla."),
        Checked.SECONDARY: _("Se conoce por otra fuente: verifíquela antes de citarla."),
        Checked.NONE: _("Sin verificar."),
    }
    return words[state]
