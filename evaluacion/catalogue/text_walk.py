"""The one walk over every text a person may read in a questionnaire, with the dotted key of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from evaluacion.domain.questionnaire import Evidence, Option, Question, Questionnaire, Score

Rewrite: TypeAlias = "Callable[[str, str], str]"
"""Takes the key and the text, returns the text to put there. Never called for an empty text."""


def with_texts(questionnaire: Questionnaire, rewrite: Rewrite, *, language: str | None = None) -> Questionnaire:
    """The questionnaire with every text passed through `rewrite`, in the order of the file."""

    def put(key: str, text: str) -> str:
        return rewrite(key, text) if text else text

    title = put("questionnaire.title", questionnaire.title)
    summary = put("questionnaire.summary", questionnaire.summary)
    scales = {
        name: tuple(_named(option, put(f"scales.{name}.{option.id}.label", option.name)) for option in options)
        for name, options in questionnaire.scales.items()
    }
    sections = tuple(
        replace(
            section,
            title=put(f"sections.{section.id}.title", section.title),
            intro=put(f"sections.{section.id}.intro", section.intro),
        )
        for section in questionnaire.sections
    )
    questions = {key: _question(question, put) for key, question in questionnaire.questions.items()}
    scores = {key: _score(score, put) for key, score in questionnaire.scores.items()}
    recommendations = tuple(
        replace(
            item,
            action=put(f"recommendations.{item.id}.action", item.action),
            horizon=put(f"recommendations.{item.id}.horizon", item.horizon),
            effect=put(f"recommendations.{item.id}.effect", item.effect),
        )
        for item in questionnaire.recommendations
    )
    references = {
        key: replace(
            item,
            title=put(f"references.{key}.title", item.title),
            publisher=put(f"references.{key}.publisher", item.publisher),
        )
        for key, item in questionnaire.references.items()
    }
    notes = tuple(replace(note, text=put(f"notes.{i}.text", note.text)) for i, note in enumerate(questionnaire.notes))
    glossary = tuple(
        replace(
            entry,
            term=put(f"glossary.{i}.term", entry.term),
            definition=put(f"glossary.{i}.definition", entry.definition),
        )
        for i, entry in enumerate(questionnaire.glossary)
    )
    return replace(
        questionnaire,
        language=language or questionnaire.language,
        title=title,
        summary=summary,
        scales=scales,
        sections=sections,
        questions=questions,
        scores=scores,
        recommendations=recommendations,
        references=references,
        notes=notes,
        glossary=glossary,
    )


def _named(option: Option, name: str) -> Option:
    return replace(option, name=name, label=name if option.label == option.name else option.label)


def _question(question: Question, put: Rewrite) -> Question:
    key = f"questions.{question.id}"
    return replace(
        question,
        text=put(f"{key}.text", question.text),
        help=put(f"{key}.help", question.help),
        options=tuple(_option(question, option, put) for option in question.options),
        rows={row: put(f"{key}.rows.{row}", text) for row, text in question.rows.items()},
        unit=put(f"{key}.unit", question.unit),
        evidence=_evidence(question.evidence, f"{key}.evidence", put) if question.evidence else None,
        keeps=_keeps(question.keeps, f"{key}.keeps", put),
    )


def _option(question: Question, option: Option, put: Rewrite) -> Option:
    shared = f"scales.{question.scale}" if question.scale else f"questions.{question.id}.options"
    named = _named(option, put(f"{shared}.{option.id}.label", option.name))
    if option.label == option.name:
        return named
    return replace(named, label=put(f"questions.{question.id}.labels.{option.id}", option.label))


def _evidence(evidence: Evidence, key: str, put: Rewrite) -> Evidence:
    return replace(evidence, hints=tuple(put(f"{key}.hints.{i}", hint) for i, hint in enumerate(evidence.hints)))


def _score(score: Score, put: Rewrite) -> Score:
    key = f"scores.{score.id}"
    return replace(
        score,
        title=put(f"{key}.title", score.title),
        levels=tuple(
            replace(level, title=put(f"{key}.levels.{level.id}.title", level.title)) for level in score.levels
        ),
        keeps=_keeps(score.keeps, f"{key}.keeps", put),
    )


def _keeps(value: Any, key: str, put: Rewrite) -> Any:
    if isinstance(value, str):
        return put(key, value)
    if isinstance(value, dict):
        return {name: _keeps(item, f"{key}.{name}", put) for name, item in value.items()}
    if isinstance(value, list):
        return [_keeps(item, f"{key}.{i}", put) for i, item in enumerate(value)]
    return value
