"""A scorecard as plain data for JSON, and back: the form of section 7 of the questionnaire language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluacion.domain.questionnaire import LevelId, QuestionId, RecommendationId, RowId, ScoreId
from evaluacion.domain.scorecard import ChildLine, Reading, Route, RouteStep, Scorecard, ScoreResult


def questionnaire_json(scorecard: Scorecard) -> dict[str, Any]:
    """Which questionnaire a scorecard belongs to."""
    return {"id": scorecard.questionnaire_id, "version": scorecard.version, "sha256": scorecard.sha256}


def unit_json(scorecard: Scorecard) -> dict[str, Any]:
    """The scorecard of one unit, as `evaluacion score` prints it."""
    return {
        "visible": list(scorecard.visible),
        "recommendations": list(scorecard.recommendations),
        "readings": {
            str(reading): {score_id: _result_json(result) for score_id, result in results.items()}
            for reading, results in scorecard.readings.items()
        },
        "route": _route_json(scorecard.route),
    }


def scorecard_json(scorecard: Scorecard) -> dict[str, Any]:
    """Everything a scorecard holds; `scorecard_from_json` gives it back the same."""
    route = scorecard.route
    return {
        "questionnaire": questionnaire_json(scorecard),
        **unit_json(scorecard),
        "gains": dict(scorecard.gains),
        "efforts": [step.effort for step in route.steps] if route else [],
    }


def _result_json(result: ScoreResult) -> dict[str, Any]:
    return {
        "value": result.value,
        "max": result.max,
        "level": result.level,
        "level_by_value": result.level_by_value,
        "cap": result.cap,
        "absent": result.absent,
        "coverage": result.coverage,
        "children": [_child_json(line) for line in result.children],
    }


def _child_json(line: ChildLine) -> dict[str, Any]:
    row = {} if line.row is None else {"row": line.row}
    return {
        "id": line.id,
        **row,
        "value": line.value,
        "weight": line.weight,
        "contribution": line.contribution,
        "absent": line.absent,
    }


def _route_json(route: Route | None) -> dict[str, Any] | None:
    if route is None:
        return None
    return {"to": route.to, "exact": route.exact, "steps": [_step_json(step) for step in route.steps]}


def _step_json(step: RouteStep) -> dict[str, Any]:
    row = {} if step.row is None else {"row": step.row}
    return {"question": step.question, **row, "from": _plain(step.origin), "to": _plain(step.target)}


def _plain(answer: object) -> object:
    if isinstance(answer, tuple | list | frozenset):
        return list(answer)
    return dict(answer) if isinstance(answer, Mapping) else answer


def scorecard_from_json(data: Mapping[str, Any]) -> Scorecard:
    """The scorecard that `scorecard_json` wrote."""
    head = data["questionnaire"]
    return Scorecard(
        questionnaire_id=head["id"],
        version=head["version"],
        sha256=head["sha256"],
        visible=tuple(map(QuestionId, data["visible"])),
        recommendations=tuple(map(RecommendationId, data["recommendations"])),
        readings={
            Reading(reading): {ScoreId(score_id): _result(ScoreId(score_id), row) for score_id, row in results.items()}
            for reading, results in data["readings"].items()
        },
        route=_route(data["route"], data.get("efforts", ())),
        gains={RecommendationId(key): float(gain) for key, gain in data.get("gains", {}).items()},
    )


def _result(score_id: ScoreId, row: Mapping[str, Any]) -> ScoreResult:
    return ScoreResult(
        id=score_id,
        value=row["value"],
        max=row["max"],
        level=row["level"],
        level_by_value=row["level_by_value"],
        cap=row["cap"],
        absent=row["absent"],
        coverage=row["coverage"],
        children=tuple(_child(line) for line in row["children"]),
    )


def _child(line: Mapping[str, Any]) -> ChildLine:
    row = line.get("row")
    return ChildLine(
        id=line["id"],
        row=None if row is None else RowId(row),
        value=line["value"],
        weight=line["weight"],
        contribution=line["contribution"],
        absent=line["absent"],
    )


def _route(data: Mapping[str, Any] | None, efforts: Any) -> Route | None:
    if data is None:
        return None
    weights = list(efforts) or [2] * len(data["steps"])
    steps = tuple(_step(step, effort) for step, effort in zip(data["steps"], weights, strict=True))
    return Route(to=LevelId(data["to"]), exact=data["exact"], steps=steps)


def _step(step: Mapping[str, Any], effort: int) -> RouteStep:
    row = step.get("row")
    return RouteStep(
        question=QuestionId(step["question"]),
        origin=_answer(step["from"]),
        target=_answer(step["to"]),
        row=None if row is None else RowId(row),
        effort=effort,
    )


def _answer(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
