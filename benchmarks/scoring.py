"""Scoring beside parsing: one sheet and ten thousand, against `json.loads` of the very same sheets.

Builds a questionnaire of the shape of ours (six scores of seven indicators, levels, caps, evidence, recommendations),
so that it runs anywhere; contenders take turns, medians and ratios are printed, nothing is asserted.

    python benchmarks/scoring.py [sheets]
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from itertools import product
from statistics import median
from time import perf_counter

from evaluacion.domain.answers import AnswerSheet, Support
from evaluacion.domain.conditions import ChildrenCompare, Quantifier, QuestionIn
from evaluacion.domain.questionnaire import (
    Absence,
    Child,
    Combine,
    Effort,
    Evidence,
    Level,
    LevelCap,
    Missing,
    MissingRule,
    Option,
    Proof,
    Question,
    Questionnaire,
    QuestionType,
    Recommendation,
    Score,
)
from evaluacion.domain.scoring import declared_facts, score_readings, score_sheet

ROUNDS = 2_000
LEVELS = tuple(Level(id=f"N{n + 1}", start=20.0 * n) for n in range(5))
OPTIONS = (
    *(Option(id=str(n), label="", name="", value=25 * n) for n in range(5)),
    Option(id="no_aplica", label="", name="", absence=Absence.NOT_APPLICABLE),
    Option(id="no_se", label="", name="", absence=Absence.UNKNOWN),
)
OMITTING = Missing(unanswered=MissingRule.OMIT, coverage=0.8)


def questionnaire() -> Questionnaire:
    """Six challenges of seven indicators."""
    evidence = Evidence(options=("3", "4"), accepts=(Proof.URL, Proof.FILE), without={"3": "2", "4": "2"})
    ids = {f"R{r}": [f"R{r}-{i:02}" for i in range(1, 8)] for r in range(1, 7)}
    asked = [question for questions in ids.values() for question in questions]
    parts = {
        challenge: Score(
            id=challenge,
            combine=Combine.MEAN,
            children=tuple(Child(question=question) for question in questions),
            missing=OMITTING,
            levels=LEVELS,
        )
        for challenge, questions in ids.items()
    }
    nulls = Missing(unknown=MissingRule.NULL, not_applicable=MissingRule.NULL, hidden=MissingRule.NULL)
    low = [ChildrenCompare(quantifier=Quantifier.ANY_CHILD, below=bound) for bound in (40, 60)]
    total = Score(
        id="total",
        combine=Combine.MEAN,
        children=tuple(Child(score=challenge) for challenge in ids),
        missing=nulls,
        levels=LEVELS,
        caps=(LevelCap(when=low[0], level="N3"), LevelCap(when=low[1], level="N4")),
    )
    efforts = list(Effort)
    return Questionnaire(
        id="medida",
        version="1.0",
        language="es-MX",
        title="Medida",
        headline="total",
        questions={
            question: Question(id=question, type=QuestionType.SINGLE, text="", options=OPTIONS, evidence=evidence)
            for question in asked
        },
        scores={**parts, "total": total},
        recommendations=tuple(
            Recommendation(
                id=f"{question}-{level}",
                when=QuestionIn(question=question, options=(str(level),)),
                action="",
                effort=efforts[(place + level) % 3],
            )
            for (place, question), level in product(enumerate(asked), range(4))
        ),
    )


def texts(asked: list[str], many: int) -> list[str]:
    """Sheets as JSON: a third of the answers with a link beside it."""
    dice = random.Random(42)
    weights = (10, 18, 24, 22, 14, 2, 2)
    return [
        json.dumps(
            {
                "unit": f"U{n}",
                "answers": {q: dice.choices(OPTIONS, weights)[0].id for q in asked},
                "evidence": {q: {"urls": ["https://ejemplo.gob.mx/evidencia"]} for q in asked if dice.random() < 0.33},
            }
        )
        for n in range(many)
    ]


def sheet_of(text: str) -> AnswerSheet:
    """The sheet as the command line reads it."""
    read = json.loads(text)
    support = {question: Support(urls=tuple(beside["urls"])) for question, beside in read["evidence"].items()}
    return AnswerSheet(unit=read["unit"], answers=read["answers"], support=support)


def medians(contenders: dict[str, Callable[[int], object]], rounds: int) -> dict[str, float]:
    """Median seconds a call; the contenders take turns within each round."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds):
        for name, contender in contenders.items():
            start = perf_counter()
            contender(turn)
            taken[name].append(perf_counter() - start)
    return {name: median(times) for name, times in taken.items()}


def main(many: int) -> None:
    """Print the figures."""
    ours = questionnaire()
    lines = texts(list(ours.questions), many)
    sheets = [sheet_of(line) for line in lines]
    found = medians(
        {
            "json.loads": lambda turn: json.loads(lines[turn % many]),
            "headline only": lambda turn: declared_facts(ours, sheets[turn % many]).score_value("total"),
            "readings with arithmetic": lambda turn: score_readings(ours, sheets[turn % many]),
            "everything (with route)": lambda turn: score_sheet(ours, sheets[turn % many]),
        },
        min(ROUNDS, many),
    )
    print(f"One sheet of {len(ours.questions)} answers (median of {min(ROUNDS, many)}):")
    for name, seconds in found.items():
        print(f"  {name:28} {seconds * 1e6:9.1f} µs   {seconds / found['json.loads']:7.1f} × json.loads")
    start = perf_counter()
    for line in lines:
        json.loads(line)
    parsed = perf_counter() - start
    routes = exact = 0
    start = perf_counter()
    for line in lines:
        route = score_sheet(ours, sheet_of(line)).route
        routes += route is not None
        exact += route is not None and route.exact
    scored = perf_counter() - start
    print(f"{many} sheets: parse {parsed:.2f} s, parse and score everything {scored:.2f} s ({scored / parsed:.0f} ×)")
    print(f"  routes {routes}, exact {exact}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
