"""Levels made of `all`: whether each requires the one below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from evaluacion.catalogue.problems import Path, shown
from evaluacion.domain.questionnaire import Combine, Questionnaire, Score

_NUMBERED = re.compile(r"(.*?)([0-9]+)\Z")


def ladder_warnings(questionnaire: Questionnaire) -> Iterator[tuple[Path, str]]:
    """Path and message of every level k that does not require level k-1."""
    pairs = [*_rungs(questionnaire), *_numbered(questionnaire)]
    for lower, upper in {(lower.id, upper.id): (lower, upper) for lower, upper in pairs}.values():
        if not _requires(questionnaire, upper, lower):
            yield (
                ("scores", upper.id, "of"),
                f"El nivel {shown(upper.id)} no exige {shown(lower.id)}: se puede alcanzar sin él. "
                f"Agregue {{score: {lower.id}, at_least: 1}}.",
            )


def _rungs(questionnaire: Questionnaire) -> Iterator[tuple[Score, Score]]:
    """Neighbours on a ladder that are both `all`."""
    for score in questionnaire.scores.values():
        if score.combine is Combine.LADDER:
            rungs = [questionnaire.scores[child.score] for child in score.children if child.score]
            for lower, upper in pairwise(rungs):
                if lower.combine is upper.combine is Combine.ALL and lower.id != upper.id:
                    yield lower, upper


def _numbered(questionnaire: Questionnaire) -> Iterator[tuple[Score, Score]]:
    """`all` scores whose ids differ only in consecutive final numbers."""
    named: dict[tuple[str, int], Score] = {}
    for score in questionnaire.scores.values():
        match = _NUMBERED.match(score.id)
        if match and score.combine is Combine.ALL:
            named[match.group(1), int(match.group(2)[:9])] = score
    for (stem, number), upper in named.items():
        lower = named.get((stem, number - 1))
        if lower is not None:
            yield lower, upper


def _requires(questionnaire: Questionnaire, upper: Score, lower: Score) -> bool:
    """Whether `upper` has `lower` among its gates (directly or through another `all`), or every gate of `lower`."""
    gates = list(upper.children)
    seen: set[str] = set()
    for gate in gates:
        if gate.score is None or gate.score in seen or (gate.at_least is not None and gate.at_least <= 0):
            continue
        if gate.score == lower.id:
            return True
        seen.add(gate.score)
        inner = questionnaire.scores[gate.score]
        if inner.combine is Combine.ALL:
            gates += inner.children
    return all(gate in gates for gate in lower.children)
