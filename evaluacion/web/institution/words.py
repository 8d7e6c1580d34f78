"""How a questionnaire calls its parts («Reto 1 de 6, indicador 1 de 7»): its own words, or section and question."""

from __future__ import annotations

from collections.abc import Sequence

from evaluacion.domain.questionnaire import QuestionId, Questionnaire, Section
from evaluacion.services.assessments import SectionProgress, SectionState
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import ngettext, number


def unit_word(questionnaire: Questionnaire) -> str:
    """«reto», or «sección»."""
    return _own_word(questionnaire, "unit_one") or _("sección")


def item_word(questionnaire: Questionnaire) -> str:
    """«indicador», or «pregunta»."""
    return _own_word(questionnaire, "item_one") or _("pregunta")


def place_of_section(questionnaire: Questionnaire, section: Section) -> str:
    """«Reto 1 de 6»."""
    return _(
        "%(unit)s %(n)s de %(total)s",
        unit=unit_word(questionnaire).capitalize(),
        n=questionnaire.sections.index(section) + 1,
        total=len(questionnaire.sections),
    )


def place_of_question(
    questionnaire: Questionnaire, section: Section, visible: Sequence[QuestionId], question_id: QuestionId
) -> str:
    """«Reto 1 de 6, indicador 1 de 7», counting what is visible."""
    return _(
        "%(section)s, %(item)s %(n)s de %(total)s",
        section=place_of_section(questionnaire, section),
        item=item_word(questionnaire),
        n=list(visible).index(question_id) + 1,
        total=len(visible),
    )


def section_title(questionnaire: Questionnaire, section: Section) -> str:
    """«1. Confianza entre sociedad y gobierno»."""
    return f"{questionnaire.sections.index(section) + 1}. {section.title}"


def answered_words(answered: int, total: int) -> str:
    """«17 de 42 respondidas»."""
    return ngettext("%(done)s de %(num)d respondida", "%(done)s de %(num)d respondidas", total, done=number(answered))


def section_words(progress: SectionProgress) -> str:
    """«En curso, 3 de 7»."""
    counts = _("%(done)s de %(total)s", done=progress.answered, total=progress.total)
    if not progress.total:
        return _("Nada que responder")
    match progress.state:
        case SectionState.COMPLETE:
            return _("Completa, %(counts)s", counts=counts)
        case SectionState.IN_PROGRESS:
            return _("En curso, %(counts)s", counts=counts)
        case _:
            return _("Sin iniciar, %(counts)s", counts=counts)


def minutes_words(minutes: int) -> str:
    """«Le queda cerca de 1 minuto.»"""
    return ngettext("Le queda cerca de %(num)d minuto.", "Le quedan unos %(num)d minutos.", minutes) if minutes else ""


def _own_word(questionnaire: Questionnaire, key: str) -> str:
    headline = questionnaire.headline_score
    return str(headline.keeps.get(key) or "") if headline else ""
