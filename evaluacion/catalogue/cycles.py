"""Circles among questions (`visible_if`) and among scores (children, and levels through caps)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from evaluacion.catalogue.condition_reader import atoms
from evaluacion.catalogue.draft import Draft
from evaluacion.catalogue.problems import Path, shown
from evaluacion.domain.conditions import QuestionCompares, QuestionIn, QuestionIs, ScoreCompares, ScoreLevelIn

MAX_SCORE_DEPTH = 100

Graph: TypeAlias = "dict[str, list[tuple[str, Path]]]"
"""Node → what it needs, with the path where the file says so."""


def check_cycles(draft: Draft) -> list[str] | None:
    """Reports every circle. Returns the score ids, children first, or None where there is a circle."""
    _walk(draft, _question_graph(draft), "La visibilidad da vueltas")
    order, scores_clear = _walk(draft, _score_graph(draft), "Los puntajes dan vueltas")
    if not scores_clear:
        return None
    children_first = [node.split(":")[1] for node in order if node.startswith("value:")]
    _check_depth(draft, children_first)
    return children_first


def _check_depth(draft: Draft, children_first: list[str]) -> None:
    depth: dict[str, int] = {}
    for score_id in children_first:
        score = draft.scores[score_id]
        depth[score_id] = 1 + max((depth.get(child.score, 0) for child in score.children if child.score), default=0)
        if depth[score_id] == MAX_SCORE_DEPTH + 1:
            draft.report(("scores", score_id), f"Hay más de {MAX_SCORE_DEPTH} puntajes uno dentro de otro. Aplánelos.")


def _question_graph(draft: Draft) -> Graph:
    graph: Graph = {}
    for question in draft.questions.values():
        edges: list[tuple[str, Path]] = []
        if question.visible_if:
            for atom, path in atoms(question.visible_if, ("questions", question.id, "visible_if")):
                if isinstance(atom, QuestionIn | QuestionIs | QuestionCompares):
                    edges.append((atom.question, path))
        graph[question.id] = edges
    return graph


def _score_graph(draft: Draft) -> Graph:
    """A score's value needs its children's; its level needs its value and what its caps look at."""
    graph: Graph = {}
    for score in draft.scores.values():
        graph[f"value:{score.id}"] = [
            (f"value:{child.score}", ("scores", score.id, "of", i))
            for i, child in enumerate(score.children)
            if child.score
        ]
        level: list[tuple[str, Path]] = [(f"value:{score.id}", ("scores", score.id))]
        for i, cap in enumerate(score.caps):
            for atom, path in atoms(cap.when, ("scores", score.id, "caps", i, "when")):
                if isinstance(atom, ScoreLevelIn):
                    level.append((f"level:{atom.score}", path))
                elif isinstance(atom, ScoreCompares):
                    level.append((f"value:{atom.score}", path))
        graph[f"level:{score.id}"] = level
    return graph


def _walk(draft: Draft, graph: Mapping[str, list[tuple[str, Path]]], what: str) -> tuple[list[str], bool]:
    """Depth first without recursion (chains may be long); every edge back to an open node is a circle."""
    order: list[str] = []
    done: set[str] = set()
    clear = True
    for start in graph:
        trail: list[str] = [] if start in done else [start]
        open_nodes = set(trail)
        left = [iter(graph[start])] if trail else []
        while trail:
            step = next(left[-1], None)
            if step is None:
                left.pop()
                node = trail.pop()
                open_nodes.discard(node)
                done.add(node)
                order.append(node)
                continue
            target, path = step
            if target in open_nodes:
                clear = False
                names = [*trail[trail.index(target) :], target]
                chain = " → ".join(name.split(":")[-1] for name in names[-8:])
                draft.report(path, f"{what}: {shown(chain)}. Rompa el ciclo quitando una de estas dependencias.")
            elif target in graph and target not in done:
                trail.append(target)
                open_nodes.add(target)
                left.append(iter(graph[target]))
    return order, clear
