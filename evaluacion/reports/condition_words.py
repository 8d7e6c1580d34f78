"""Conditions as a person would say them, for a questionnaire on paper."""

from __future__ import annotations

from collections.abc import Callable

from evaluacion.domain.conditions import (
    AllOf,
    AnswerState,
    AnyOf,
    Condition,
    Not,
    ProfileIn,
    QuestionCompares,
    QuestionIn,
    QuestionIs,
)
from evaluacion.domain.questionnaire import OptionId, QuestionId, Questionnaire

Gettext = Callable[..., str]


def condition_words(questionnaire: Questionnaire, condition: Condition, _: Gettext) -> str:
    """The condition without subject: «en POL-01 marcó «Sí» y en POL-02 no hay respuesta»."""
    match condition:
        case AllOf(conditions=conditions):
            return _(" y ").join(condition_words(questionnaire, one, _) for one in conditions)
        case AnyOf(conditions=conditions):
            return _(" o ").join(condition_words(questionnaire, one, _) for one in conditions)
        case Not(condition=inner):
            return _("no se cumple que %(condition)s", condition=condition_words(questionnaire, inner, _))
        case QuestionIn(question=question):
            options = _options(questionnaire, condition, _)
            return _("en %(question)s marcó %(options)s", question=question, options=options)
        case QuestionIs(question=question, state=state):
            return _("%(question)s %(state)s", question=question, state=_state(state, _))
        case QuestionCompares(question=question, at_least=at_least, below=below):
            if at_least is not None:
                return _("%(question)s vale al menos %(bound)s", question=question, bound=f"{at_least:g}")
            return _("%(question)s vale menos de %(bound)s", question=question, bound=f"{below:g}")
        case ProfileIn(profile=profile, values=values):
            return _("el perfil (%(field)s) es %(values)s", field=profile, values=_(" o ").join(values))
    return _("se cumple una condición del cuestionario")


def _options(questionnaire: Questionnaire, condition: QuestionIn, _: Gettext) -> str:
    question = questionnaire.questions[QuestionId(condition.question)]
    known = question.option_by_id
    names = [known[OptionId(one)].name if OptionId(one) in known else one for one in condition.options]
    return _(" o ").join(_("«%(name)s»", name=name) for name in names)


def _state(state: AnswerState, _: Gettext) -> str:
    return {
        AnswerState.ANSWERED: _("tiene respuesta"),
        AnswerState.UNANSWERED: _("no tiene respuesta"),
        AnswerState.UNKNOWN: _("se respondió «no sé»"),
        AnswerState.NOT_APPLICABLE: _("se respondió «no aplica»"),
        AnswerState.HIDDEN: _("no se preguntó"),
    }[state]
