"""An answer in words: which options were chosen, and how they read."""

from __future__ import annotations

from collections.abc import Mapping

from evaluacion.domain.answers import AnswerValue
from evaluacion.domain.questionnaire import Absence, OptionId, Question, QuestionType
from evaluacion.web.answer_effects import numbers_of


def lines_of_answer(question: Question, value: AnswerValue) -> tuple[str, ...]:
    """An answer in words, for the summary, the history and the two texts of a conflict; empty = no answer."""
    if value in (None, "", (), {}):
        return ()
    if isinstance(value, Mapping):
        return tuple(
            f"{name}: {_option_words(question, str(value[row]))}" for row, name in question.rows.items() if row in value
        )
    if question.type in (QuestionType.SINGLE, QuestionType.MULTIPLE):
        return tuple(_option_words(question, one) for one in chosen_options(value))
    text = as_text(value)
    return (f"{text} {question.unit}".strip(),)


def _option_words(question: Question, option_id: str) -> str:
    option = question.option_by_id.get(OptionId(option_id))
    if option is None:
        return option_id
    head = f"{numbers_of(question).get(option.id, '')} {option.name}".strip()
    return f"{head}. {option.label}" if option.label != option.name else head


def chosen_options(value: AnswerValue) -> tuple[str, ...]:
    """The ids of the options chosen, those of every row of a matrix too."""
    if isinstance(value, Mapping):
        return tuple(str(option) for option in value.values())
    if isinstance(value, tuple):
        return tuple(str(option) for option in value)
    return (value,) if isinstance(value, str) else ()


def as_text(value: AnswerValue) -> str:
    """What a text control shows of a number, a date or a text."""
    if isinstance(value, bool) or value is None or isinstance(value, Mapping | tuple):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def is_absent(question: Question, value: AnswerValue, absence: Absence) -> bool:
    """Whether the answer says «no sé» or «no aplica»."""
    option = question.option_by_id.get(OptionId(value)) if isinstance(value, str) else None
    return option is not None and option.absence is absence
