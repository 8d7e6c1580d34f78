"""Diagnoses to draw: our own questionnaire with answers, and small ones with what ours do not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from evaluacion.catalogue import shelf
from evaluacion.domain.answers import AnswerSheet, AnswerValue, Support
from evaluacion.domain.diagnosis import Diagnosis, Institution, diagnose
from evaluacion.domain.questionnaire import QuestionId, Questionnaire
from evaluacion.domain.scoring import score_sheet

ISSUED = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
SHA256 = "9c1e44d07ab2" + "5f" * 26
LEVELS = "321310223311223122231231201242121233323212"
"""The answers of the example institution, R1-01 to R6-07."""


@lru_cache
def questionnaire(name: str = "retos-cocreacion") -> Questionnaire:
    return shelf.find(name).questionnaire()


def example_sheet(levels: str = LEVELS, *, hostile: str = "") -> AnswerSheet:
    """The example institution: evidence for two of every three answers that ask for it, an absence of each kind."""
    ids = list(questionnaire().questions)
    answers: dict[QuestionId, AnswerValue] = dict(zip(ids, levels, strict=False))
    support: dict[QuestionId, Support] = {}
    for place, (question, level) in enumerate(answers.items()):
        if level in ("3", "4") and place % 3:
            support[question] = Support(urls=(f"https://www.ejemplo.gob.mx/{question}",), note=hostile)
    answers[QuestionId("R5-06")] = "no_aplica"
    support[QuestionId("R5-06")] = Support(
        reason=hostile or "El instituto no atiende trámites: los atiende la secretaría."
    )
    answers[QuestionId("R6-05")] = "no_se"
    return AnswerSheet(answers=answers, support=support, profile={"type": "ejecutivo", "ambito": "estatal"})


def example(
    sheet: AnswerSheet | None = None,
    *,
    of: Questionnaire | None = None,
    name: str = "Instituto de Movilidad (institución de ejemplo)",
    folio: str | None = "EV-2026-7F3K-9QXM",
    period: str = "Enero a octubre de 2026",
) -> Diagnosis:
    chosen = of or questionnaire()
    filled = sheet if sheet is not None else example_sheet()
    return diagnose(
        chosen,
        filled,
        score_sheet(chosen, filled),
        institution=Institution(name=name, place="Ámbito estatal, Jalisco"),
        period=period,
        folio=folio,
        revision=2,
        issued_at=ISSUED,
        snapshot_sha256=SHA256,
        verify_address="https://evaluacion.example/verificar",
    )


def with_answers(answers: Mapping[str, AnswerValue]) -> AnswerSheet:
    return AnswerSheet(answers={QuestionId(question): answer for question, answer in answers.items()})


def renamed(chosen: Questionnaire, **changes: object) -> Questionnaire:
    return replace(chosen, **changes)  # type: ignore[arg-type]


def replaced(sheet: AnswerSheet, **changes: object) -> AnswerSheet:
    return replace(sheet, **changes)  # type: ignore[arg-type]
