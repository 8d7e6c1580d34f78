"""The arithmetic of a score in one line of figures, as people see them: «(46.4 + 53.6) ÷ 2 = 50.0»."""

from __future__ import annotations

from collections.abc import Callable

from evaluacion.domain.arithmetic import ExplainedChild, Explanation
from evaluacion.domain.questionnaire import Combine, Questionnaire

Write = Callable[[float | None, int], str]

LONGEST = 14
"""With more terms than this a line of figures explains nothing; the table does."""


def formula_line(questionnaire: Questionnaire, explanation: Explanation, write: Write) -> str:
    """The line, or nothing where the score has no value or its mode has no line (the table then tells the whole)."""
    terms = [child for child in explanation.children if child.counted is not None]
    if explanation.shown is None or not 0 < len(terms) <= LONGEST:
        return ""
    score = questionnaire.scores[explanation.score]
    total = write(explanation.shown, score.display.decimals if score.display else 2)
    figures = [_figure(questionnaire, child, write) for child in terms]
    weights = [child.line.weight for child in terms]
    if explanation.combine is Combine.MEAN:
        return f"{_weighted(figures, weights, write)} ÷ {_plain(explanation.total_weight, write)} = {total}"
    if explanation.combine is Combine.SUM:
        return f"{_weighted(figures, weights, write).removeprefix('(').removesuffix(')')} = {total}"
    return ""


def _weighted(figures: list[str], weights: list[float], write: Write) -> str:
    if len(set(weights)) == 1 and weights[0] == 1:
        return f"({' + '.join(figures)})"
    pieces = [f"{_plain(weight, write)} × {figure}" for weight, figure in zip(weights, figures, strict=True)]
    return f"({' + '.join(pieces)})"


def _figure(questionnaire: Questionnaire, child: ExplainedChild, write: Write) -> str:
    if child.shown is None:
        return _plain(child.counted or 0.0, write)
    score = questionnaire.scores.get(child.id) if child.is_score else None  # type: ignore[call-overload]
    if score is not None and score.display:
        return write(child.shown, score.display.decimals)
    return _plain(child.shown, write)


def _plain(value: float, write: Write) -> str:
    decimals = next((places for places in range(3) if round(value, places) == round(value, 6)), 2)
    return write(value, decimals)
