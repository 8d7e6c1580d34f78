"""Improving an answer never lowers a score, or the load warned: random small questionnaires, every sheet of each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from evaluacion.catalogue.checks import check_questionnaire
from evaluacion.catalogue.reader import inspect_questionnaire
from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.questionnaire import Child, Question, Questionnaire
from evaluacion.domain.scoring import score_readings

OPTIONS = ("a", "b", "c")
RULES = ("zero", "omit", "full", "null")
WEIGHTED = ("sum", "mean", "geometric", "harmonic", "percent_of_max")
COMBINES = (*WEIGHTED, "median", "min", "max", "all", "share_met", "ladder", "last")


@st.composite
def conditions(draw: Any, earlier: list[str], depth: int = 2) -> dict[str, Any]:
    joins = ["not", "any", "all"] if depth else []
    kind = draw(st.sampled_from(["in", "in", "is", "at_least", "below", *joins]))
    if kind in ("any", "all"):
        return {kind: [draw(conditions(earlier, depth - 1)), draw(conditions(earlier, depth - 1))]}
    if kind == "not":
        return {"not": draw(conditions(earlier, depth - 1))}
    question = draw(st.sampled_from(earlier))
    if kind == "in":
        return {"question": question, "in": draw(st.lists(st.sampled_from(OPTIONS), min_size=1, unique=True))}
    if kind == "is":
        return {"question": question, "is": draw(st.sampled_from(["answered", "hidden", "unanswered"]))}
    return {"question": question, kind: draw(st.sampled_from([0.5, 1]))}


@st.composite
def questionnaires(draw: Any) -> dict[str, Any]:
    questions: dict[str, Any] = {}
    for name in ("P", "Q", "R"):
        values = st.sampled_from([0, 0, 0.5, 1, 1, 2, -1])
        options = [{"id": option, "label": option, "value": draw(values)} for option in OPTIONS]
        question: dict[str, Any] = {"type": "single", "text": name, "options": options}
        if draw(st.booleans()) and draw(st.booleans()):
            question["inverted"] = True
        if questions and draw(st.booleans()):
            question["visible_if"] = draw(conditions(list(questions)))
        if draw(st.integers(0, 5)) == 0:
            question["evidence"] = {"for": ["c"], "without": {"c": draw(st.sampled_from(["a", "b"]))}}
        questions[name] = question
    scores: dict[str, Any] = {}
    for name in ("s", "t"):
        scores[name] = draw(score(list(questions), list(scores)))
    return {
        "questionnaire": {"id": "x", "version": "1", "language": "es", "title": "X"},
        "questions": questions,
        "scores": scores,
    }


@st.composite
def score(draw: Any, questions: list[str], scores: list[str]) -> dict[str, Any]:
    combine = draw(st.sampled_from(COMBINES))
    names = draw(st.lists(st.sampled_from(questions + scores), min_size=1, max_size=3, unique=True))
    children = [draw(child(name, combine, name in scores)) for name in names]
    missing = {key: draw(st.sampled_from(RULES)) for key in ("hidden", "unanswered") if draw(st.booleans())}
    floor = {"floor": 0.1} if combine in ("geometric", "harmonic") else {}
    return {"combine": combine, "of": children, "missing": missing, **floor}


@st.composite
def child(draw: Any, name: str, combine: str, is_score: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"score" if is_score else "question": name}
    if combine in WEIGHTED:
        found["weight"] = draw(st.sampled_from([1, 1, 2]))
    kind = draw(st.integers(0, 5))
    if kind == 0:
        found["at_least"] = 1
    elif kind == 1 and not is_score:
        found["accepts"] = draw(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=2, unique=True))
    elif kind == 2 and not is_score:
        found["values"] = {draw(st.sampled_from(OPTIONS)): draw(st.sampled_from([0, 1, 3]))}
    return found


def worth(question: Question, child: Child, option: str) -> float:
    """What a parent gives an option, worked out on its own."""
    own = {item.id: item.value or 0.0 for item in question.options}
    value = own[option]  # type: ignore[index]
    if question.inverted:
        value = max(own.values()) + min(own.values()) - value
    value = child.values.get(option, value)  # type: ignore[call-overload]
    if child.accepts is not None:
        return float(option in child.accepts)
    return float(value >= child.at_least) if child.at_least is not None else value


def improvements(questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    for question in questionnaire.questions.values():
        parents = [c for s in questionnaire.scores.values() for c in s.children if c.question == question.id]
        for before, after in product(OPTIONS, OPTIONS):
            if before != after and all(worth(question, c, after) >= worth(question, c, before) for c in parents):
                yield question.id, before, after


def values(questionnaire: Questionnaire, answers: Mapping[str, str]) -> dict[tuple[str, str], float | None]:
    readings = score_readings(questionnaire, AnswerSheet(unit="u", answers=dict(answers)))  # type: ignore[arg-type]
    return {(reading, name): result.value for reading, scores in readings.items() for name, result in scores.items()}


def falls(questionnaire: Questionnaire) -> Iterator[str]:
    """Every way in which improving one answer lowers a score."""
    names = list(questionnaire.questions)
    sheets = {
        chosen: values(questionnaire, dict(zip(names, chosen, strict=True))) for chosen in product(OPTIONS, repeat=3)
    }  # type: ignore[arg-type]
    for name, before, after in improvements(questionnaire):
        index = names.index(name)  # type: ignore[arg-type]
        for chosen, scores in sheets.items():
            if chosen[index] != before:
                continue
            better = sheets[(*chosen[:index], after, *chosen[index + 1 :])]
            for key, value in scores.items():
                now = better[key]
                if value is not None and now is not None and now < value - 1e-9:
                    yield f"{name}: {before} → {after} in {chosen} lowers {key} from {value} to {now}"


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(questionnaires())
def test_improving_an_answer_never_lowers_a_score_or_the_load_warned(content: dict[str, Any]) -> None:
    inspection = inspect_questionnaire(json.dumps(content).encode(), name="f.yaml")
    assert inspection.questionnaire is not None, inspection.problems
    assert inspection.draft is not None
    check_questionnaire(inspection.questionnaire, inspection.draft)
    warned = [str(problem) for problem in inspection.draft.log.problems if "bajar" in problem.message]
    fall = next(falls(inspection.questionnaire), None)
    event(f"falls: {fall is not None}, warned: {bool(warned)}")
    assert fall is None or warned, fall
