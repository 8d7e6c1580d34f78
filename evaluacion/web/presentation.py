"""View values of a question: what the templates of the answering pages show, with nothing left to decide there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup

from evaluacion.domain.answers import AnswerValue, Support
from evaluacion.domain.questionnaire import (
    Option,
    Proof,
    Question,
    QuestionId,
    Questionnaire,
    QuestionType,
    RowId,
)
from evaluacion.web import answer_form
from evaluacion.web.answer_effects import (
    effect_of_absence,
    numbers_of,
)
from evaluacion.web.answer_words import as_text, chosen_options
from evaluacion.web.evidence_view import EvidenceView, evidence_view
from evaluacion.web.markdown import markdown
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import number

_MAX_TERMS = 4096
_terms: dict[tuple[str, str, QuestionId], tuple[TermView, ...]] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionView:
    """One answer to choose; `squares` is 0 where the options are no scale."""

    value: str
    html_id: str
    name: str
    number: str = ""
    description: str = ""
    filled: int = 0
    squares: int = 0
    checked: bool = False
    asks_evidence: bool = False
    asks_reason: bool = False
    exclusive: bool = False
    effect: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RowView:
    name: str
    field: str
    html_id: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TermView:
    term: str
    definition: str


@dataclass(frozen=True, kw_only=True)
class QuestionView:
    """A question with what is stored or typed; field names come from `answer_form`."""

    id: QuestionId
    html_id: str
    type: str
    title: str
    text: str
    has_short_title: bool
    help: Markup | str
    measures: str
    terms: tuple[TermView, ...]
    name: str
    cards: tuple[OptionView, ...] = ()
    specials: tuple[OptionView, ...] = ()
    rows: tuple[RowView, ...] = ()
    text_value: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    range_help: str = ""
    evidence: EvidenceView | None = None
    reason_name: str = ""
    reason: str = ""
    asks_reason: bool = False
    note_name: str = ""
    note: str = ""
    note_is_evidence: bool = False
    version_name: str = ""
    version: int = 0
    seen_name: str = ""
    seen: str = ""
    is_answered: bool = False
    saved_words: str = ""
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """What stands in the controls: the stored answer, or what a person typed and could not be saved."""

    value: AnswerValue = None
    support: Support = field(default_factory=Support)
    version: int = 0
    seen: str = ""
    raw: str | None = None
    pending_url: str = ""
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)


def html_id(question_id: QuestionId) -> str:
    """The anchor of a question on a page."""
    return f"q-{question_id}"


def question_view(
    questionnaire: Questionnaire, question: Question, typed: Typed, *, saved_words: str = ""
) -> QuestionView:
    """Everything one question shows."""
    chosen = chosen_options(typed.value)
    options = tuple(_option_view(questionnaire, question, option, chosen) for option in question.options)
    special_ids = (
        {o.id for o in question.options if o.absence is not None} if question.type is QuestionType.SINGLE else set()
    )
    return QuestionView(
        id=question.id,
        html_id=html_id(question.id),
        type=question.type.value,
        title=question.title,
        text=question.text,
        has_short_title=question.title != question.text,
        help=markdown(question.help) if question.help else "",
        measures=str(question.keeps.get("measures") or ""),
        terms=terms_in(questionnaire, question),
        name=answer_form.field_name(question.id, answer_form.VALUE),
        cards=tuple(view for view in options if view.value not in special_ids),
        specials=tuple(view for view in options if view.value in special_ids),
        rows=_row_views(questionnaire, question, typed.value),
        text_value=typed.raw if typed.raw is not None else as_text(typed.value),
        unit=question.unit,
        minimum=question.minimum,
        maximum=question.maximum,
        range_help=_range_help(question),
        evidence=evidence_view(
            questionnaire,
            question,
            typed.value,
            typed.support,
            html_id=html_id(question.id),
            pending_url=typed.pending_url,
            errors=typed.errors.get(answer_form.URL, ()),
        ),
        reason_name=answer_form.field_name(question.id, answer_form.REASON),
        reason=typed.support.reason,
        asks_reason=any(Proof.REASON in option.needs for option in question.options),
        note_name=answer_form.field_name(question.id, answer_form.NOTE),
        note=typed.support.note,
        note_is_evidence=question.evidence is not None and Proof.NOTE in question.evidence.accepts,
        version_name=answer_form.field_name(question.id, answer_form.VERSION),
        version=typed.version,
        seen_name=answer_form.field_name(question.id, answer_form.SEEN),
        seen=typed.seen,
        is_answered=typed.value not in (None, "", (), {}),
        saved_words=saved_words,
        errors=typed.errors,
    )


def terms_in(questionnaire: Questionnaire, question: Question) -> tuple[TermView, ...]:
    """The glossary terms that the question uses, in the order of the glossary; looked up once a process."""
    key = (questionnaire.sha256, questionnaire.language, question.id)
    if key not in _terms:
        if len(_terms) >= _MAX_TERMS:
            _terms.clear()
        _terms[key] = _find_terms(questionnaire, question)
    return _terms[key]


def _find_terms(questionnaire: Questionnaire, question: Question) -> tuple[TermView, ...]:
    words = " ".join([question.text, question.help, *(option.label for option in question.options)]).casefold()
    return tuple(
        TermView(term=entry.term, definition=entry.definition)
        for entry in questionnaire.glossary
        if re.search(rf"\b{re.escape(entry.term.casefold())}(e?s)?\b", words)
    )


def _option_view(
    questionnaire: Questionnaire, question: Question, option: Option, chosen: tuple[str, ...]
) -> OptionView:
    described = option.label != option.name
    filled, squares = _squares(question, option)
    return OptionView(
        value=option.id,
        html_id=f"{html_id(question.id)}-{option.id}",
        name=option.name if described else option.label,
        number=numbers_of(question).get(option.id, "") if described or squares else "",
        description=option.label if described and option.absence is None else "",
        filled=filled,
        squares=squares,
        checked=option.id in chosen,
        asks_evidence=question.evidence is not None and option.id in question.evidence.options,
        asks_reason=Proof.REASON in option.needs,
        exclusive=option.exclusive or (question.type is QuestionType.MULTIPLE and option.absence is not None),
        effect=effect_of_absence(questionnaire, question, option) if option.absence is not None else "",
        note=_("No se combina con otras.") if option.exclusive else "",
    )


def _squares(question: Question, option: Option) -> tuple[int, int]:
    """Filled and total squares; (0, 0) where the options are not a rising scale of three to seven."""
    valued = [one for one in question.options if one.value is not None]
    values = [one.value or 0.0 for one in valued]
    rising = all(low < high for low, high in pairwise(values))
    if question.type is not QuestionType.SINGLE or option not in valued or not 3 <= len(valued) <= 7 or not rising:
        return 0, 0
    return valued.index(option), len(valued) - 1


def _row_views(questionnaire: Questionnaire, question: Question, value: AnswerValue) -> tuple[RowView, ...]:
    if question.type is not QuestionType.MATRIX:
        return ()
    given = value if isinstance(value, Mapping) else {}
    return tuple(_row_view(question, row, name, str(given.get(row, ""))) for row, name in question.rows.items())


def _row_view(question: Question, row: RowId, name: str, chosen: str) -> RowView:
    anchor = f"{html_id(question.id)}-{row}"
    options = tuple(
        OptionView(
            value=option.id,
            html_id=f"{anchor}-{option.id}",
            name=option.label,
            checked=option.id == chosen,
            asks_evidence=question.evidence is not None and option.id in question.evidence.options,
            asks_reason=Proof.REASON in option.needs,
        )
        for option in question.options
    )
    return RowView(
        name=name, field=answer_form.field_name(question.id, answer_form.ROW, row), html_id=anchor, options=options
    )


def _range_help(question: Question) -> str:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None:
        return _("De %(low)s a %(high)s.", low=number(low), high=number(high))
    if low is not None:
        return _("De %(low)s en adelante.", low=number(low))
    return _("Hasta %(high)s.", high=number(high)) if high is not None else ""
