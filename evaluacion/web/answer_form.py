"""The form of a section: one WTForms class per (questionnaire, language, section), built once, and what it says back.

A field is named «question.part»; ids of questions hold no dot, so the name can be read back. Only questions whose
`version` came with the request were on the page: the others are left alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import Form, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from evaluacion.domain.answers import AnswerValue, Support
from evaluacion.domain.questionnaire import Question, QuestionId, Questionnaire, QuestionType, RowId
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import number

TEXT_LIMIT = 10_000
VALUE, REASON, NOTE, URL, VERSION, SEEN, ROW = "value", "reason", "note", "url", "version", "seen", "row"
_MAX_CLASSES = 512
_classes: dict[tuple[str, str, str], type[Form]] = {}


def field_name(question_id: QuestionId, part: str, row: RowId | None = None) -> str:
    """The name of a control: «R1-01.value», or «CAL-01.row.compras» for a row of a matrix."""
    return f"{question_id}.{part}" if row is None else f"{question_id}.{part}.{row}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Submitted:
    """What a person sent for one question; `url` is a link to add, `seen` the digest of what the page had shown."""

    question_id: QuestionId
    value: AnswerValue
    reason: str
    note: str
    url: str
    version: int
    seen: str

    @property
    def is_touched(self) -> bool:
        """Whether anything differs from what the page had shown."""
        return bool(self.url) or self.seen != digest(self.value, reason=self.reason, note=self.note)


def digest(value: AnswerValue, *, reason: str, note: str) -> str:
    """A short name for the content of an answer, the same before and after a trip through a form."""
    plain: Any = dict(value) if isinstance(value, Mapping) else list(value) if isinstance(value, tuple) else value
    if isinstance(plain, float) and plain.is_integer():
        plain = int(plain)
    parts = [plain if plain not in ([], {}, "") else None, _one_newline(reason), _one_newline(note)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def form_class(questionnaire: Questionnaire, section_id: str) -> type[Form]:
    """The form of a section; raises KeyError where the questionnaire has no such section."""
    key = (questionnaire.sha256, questionnaire.language, section_id)
    if key not in _classes:
        if len(_classes) >= _MAX_CLASSES:
            _classes.clear()
        section = {section.id: section for section in questionnaire.sections}[section_id]
        fields: dict[str, Any] = {}
        for question_id in section.questions:
            fields.update(_fields_of(questionnaire.questions[question_id]))
        _classes[key] = type("AnswerForm", (Form,), fields)
    return _classes[key]


def form_for(question: Question) -> type[Form]:
    """The form of one question alone, for autosave."""
    return type("AnswerForm", (Form,), _fields_of(question))


def read_question(form: Form, question: Question) -> Submitted | None:
    """What the form says of one question, or None where it was not on the page."""
    version = parse_version(_text(form, question, VERSION))
    if version is None:
        return None
    return Submitted(
        question_id=question.id,
        value=_value(form, question),
        reason=_text(form, question, REASON),
        note=_text(form, question, NOTE),
        url=_text(form, question, URL).strip(),
        version=version,
        seen=_text(form, question, SEEN),
    )


def problems_of(form: Form, question: Question) -> Mapping[str, Sequence[str]]:
    """The messages of one question by part (`value` also for the rows of a matrix)."""
    found: dict[str, list[str]] = {}
    for name, messages in form.errors.items():
        owner, _dot, part = str(name).partition(".")
        if owner == question.id and messages:
            found.setdefault(part.split(".")[0].replace(ROW, VALUE), []).extend(messages)
    return found


def parse_version(text: str) -> int | None:
    """The version a page carries, or None where it is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,10}", text) else None


class _Choice(RadioField):  # type: ignore[misc]
    """Radios; nothing chosen is no error here: an answer may stay missing."""

    def pre_validate(self, form: Form) -> None:
        if self.data not in (None, "") and self.data not in {choice.value for choice in self.choices}:
            raise ValidationError(_("Esa respuesta no está en la lista. Elija una de las que aparecen."))


class _Choices(SelectMultipleField):  # type: ignore[misc]
    """Boxes; one marked as exclusive stands alone."""

    def __init__(self, *args: Any, exclusive: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exclusive = exclusive

    def pre_validate(self, form: Form) -> None:
        chosen = self.data or []
        if any(value not in {choice.value for choice in self.choices} for value in chosen):
            raise ValidationError(_("Una de las respuestas no está en la lista. Elija entre las que aparecen."))
        alone = [self.exclusive[value] for value in chosen if value in self.exclusive]
        if alone and len(chosen) > 1:
            raise ValidationError(
                _("«%(option)s» no puede marcarse junto con otras respuestas. Quite una.", option=alone[0])
            )


class _Text(StringField):  # type: ignore[misc]
    """Text up to the limit; what is too long is kept on the page, with how much is left over."""

    def pre_validate(self, form: Form) -> None:
        size = len(_one_newline(self.data or ""))
        if size > TEXT_LIMIT:
            raise ValidationError(
                _(
                    "El texto tiene %(size)s caracteres y el máximo es %(limit)s. Acórtelo: sobran %(over)s.",
                    size=number(size),
                    limit=number(TEXT_LIMIT),
                    over=number(size - TEXT_LIMIT),
                )
            )


class _Number(StringField):  # type: ignore[misc]
    """A number as people in Mexico write it: 1,304.5."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question

    def pre_validate(self, form: Form) -> None:
        if not (self.data or "").strip():
            return
        typed = parse_number(self.data)
        low, high = self.question.minimum, self.question.maximum
        if typed is None:
            raise ValidationError(_("Escriba un número con cifras, por ejemplo 1304.5"))
        if low is not None and typed < low:
            raise ValidationError(_("Escriba un número de %(low)s en adelante.", low=number(low)))
        if high is not None and typed > high:
            raise ValidationError(_("Escriba un número de %(high)s o menos.", high=number(high)))


class _Date(StringField):  # type: ignore[misc]
    """A date from the browser's own control (2026-11-30), or typed (30/11/2026)."""

    def pre_validate(self, form: Form) -> None:
        if (self.data or "").strip() and parse_date(self.data) is None:
            raise ValidationError(_("Escriba una fecha que exista, como 30/11/2026."))


class _Url(StringField):  # type: ignore[misc]
    def pre_validate(self, form: Form) -> None:
        text = (self.data or "").strip()
        if not text:
            return
        if not text.lower().startswith(("https://", "http://")):
            raise ValidationError(_("La liga debe empezar con https://"))
        if len(text) > 2000 or not re.fullmatch(r"(?i)https?://[^\s/?#]+\.[^\s/?#]+\S*", text):
            raise ValidationError(
                _("Revise la liga: le falta el nombre del sitio (por ejemplo, https://ejemplo.gob.mx/documento).")
            )


def parse_number(text: str) -> float | int | None:
    """The number a person wrote, or None; a comma separates thousands, as in es-MX."""
    clean = re.sub(r"[\s\u00a0,]", "", text)
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", clean) or len(clean) > 30:
        return None
    return int(clean) if re.fullmatch(r"[+-]?\d+", clean) else float(clean)


def parse_date(text: str) -> str | None:
    """The ISO date of what a person wrote (ISO, or day/month/year), or None."""
    clean = text.strip()
    if typed := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", clean):
        clean = f"{typed[3]}-{int(typed[2]):02}-{int(typed[1]):02}"
    try:
        return date.fromisoformat(clean).isoformat() if re.fullmatch(r"\d{4}-\d\d-\d\d", clean) else None
    except ValueError:
        return None


def _fields_of(question: Question) -> dict[str, Any]:
    fields: dict[str, Any] = {field_name(question.id, part): _Text() for part in (REASON, NOTE)}
    fields[field_name(question.id, URL)] = _Url()
    fields[field_name(question.id, VERSION)] = StringField()
    fields[field_name(question.id, SEEN)] = StringField()
    choices = [SelectChoice(option.id, option.label) for option in question.options]
    if question.type is QuestionType.MATRIX:
        for row in question.rows:
            fields[field_name(question.id, ROW, row)] = _Choice(choices=choices)
    else:
        fields[field_name(question.id, VALUE)] = _value_field(question, choices)
    return fields


def _value_field(question: Question, choices: list[SelectChoice]) -> Any:
    match question.type:
        case QuestionType.SINGLE:
            return _Choice(choices=choices)
        case QuestionType.MULTIPLE:
            alone = {str(o.id): o.label for o in question.options if o.exclusive or o.absence is not None}
            return _Choices(choices=choices, exclusive=alone)
        case QuestionType.NUMBER:
            return _Number(question=question)
        case QuestionType.DATE:
            return _Date()
        case _:
            return _Text()


def _value(form: Form, question: Question) -> AnswerValue:
    if question.type is QuestionType.MATRIX:
        rows = {row: form[field_name(question.id, ROW, row)].data for row in question.rows}
        return {str(row): str(option) for row, option in rows.items() if option} or None
    data = form[field_name(question.id, VALUE)].data
    match question.type:
        case QuestionType.MULTIPLE:
            return tuple(option.id for option in question.options if option.id in (data or [])) or None
        case QuestionType.NUMBER:
            return parse_number(data or "")
        case QuestionType.DATE:
            return parse_date(data or "")
        case QuestionType.TEXT:
            return _one_newline(data or "") or None
        case _:
            return data or None


def _text(form: Form, question: Question, part: str) -> str:
    return _one_newline(form[field_name(question.id, part)].data or "")


def _one_newline(text: str) -> str:
    """Browsers send CR LF for every line break they show as one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def stored_support(current: Support, submitted: Submitted, *, removed: int | None = None) -> Support:
    """What stands beside the answer after this edit: links are added and removed one by one."""
    urls = tuple(url for index, url in enumerate(current.urls) if index != removed)
    if submitted.url and submitted.url not in urls:
        urls += (submitted.url,)
    return Support(note=submitted.note, urls=urls, files=current.files, reason=submitted.reason)


def without_new_link(after: Support, before: Support) -> Support:
    """The same without the link that could not be added."""
    return Support(note=after.note, urls=before.urls, files=after.files, reason=after.reason)
