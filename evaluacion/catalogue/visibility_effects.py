"""Which questions and scores appear or disappear when an answer improves.

An answer improves when it moves to an option that every parent values no less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from itertools import pairwise, permutations

from evaluacion.catalogue.condition_reader import Atom, polar_atoms
from evaluacion.catalogue.possibility import HIDDEN, Possibilities, State, key_of
from evaluacion.catalogue.ranges import children_first
from evaluacion.catalogue.valuation import counts_as, no_less, parents_of
from evaluacion.domain.conditions import Condition
from evaluacion.domain.questionnaire import MissingRule, Question, QuestionId, Questionnaire, QuestionType

MAX_STATES = 40


@dataclass(frozen=True, slots=True)
class Effects:
    """The questions whose improvement can make something appear, and disappear."""

    shows: frozenset[str] = field(default_factory=frozenset)
    hides: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: Effects) -> Effects:
        return Effects(self.shows | other.shows, self.hides | other.hides)

    def __bool__(self) -> bool:
        return bool(self.shows or self.hides)


NONE = Effects()


class VisibilityEffects:
    """The effects of improving answers in one questionnaire; `of` has them by question and score id."""

    def __init__(self, questionnaire: Questionnaire, possibilities: Possibilities) -> None:
        self.questionnaire = questionnaire
        self.possibilities = possibilities
        self.parents = parents_of(questionnaire)
        self.steps = {key: self._improvements(question) for key, question in questionnaire.questions.items()}
        self.of = self._question_effects()
        self._score_effects()

    def _improvements(self, question: Question) -> list[tuple[State, State]]:
        """Every pair of answers (from, to) where the second is valued no less by every parent."""
        if question.type not in (QuestionType.SINGLE, QuestionType.MATRIX):
            return []
        tables = self.parents.get(question.id, [])
        options = [str(option.id) for option in question.options]
        return [(a, b) for a in options for b in options if a != b and all(no_less(t, a, b) for t in tables)]

    def _question_effects(self) -> dict[str, Effects]:
        questions = self.questionnaire.questions
        graph = {key: mentioned(question.visible_if) for key, question in questions.items()}
        found: dict[str, Effects] = {}
        for key in TopologicalSorter(graph).static_order():
            condition = questions[QuestionId(key)].visible_if
            found[key] = self._effects_of(condition, found) if condition else NONE
        return found

    def _effects_of(self, condition: Condition, known: Mapping[str, Effects]) -> Effects:
        effects = NONE
        for atom, target in polar_atoms(condition, True):
            key = key_of(atom)
            if key is None or key[0] != "question":
                continue
            name = key[1]
            for before, after in self.moves(name, key[2]):
                shows, hides = self.crossing(atom, before, after, target)
                effects |= Effects(frozenset({name} if shows else ()), frozenset({name} if hides else ()))
            effects |= self._passed_on(atom, known.get(name, NONE), target)
        return effects

    def moves(self, name: str, row: str | None) -> list[tuple[State, State]]:
        """The improvements of a question; for several options or a number, between any two answers."""
        question = self.questionnaire.questions[name]  # type: ignore[index]
        if question.type in (QuestionType.SINGLE, QuestionType.MATRIX):
            return [*self.steps[name], *self._unsupported_steps(question)]  # type: ignore[index]
        states = [s for s in self.possibilities.states(("question", name, row)) if s is not None and s != HIDDEN]
        rising = question.type is QuestionType.NUMBER and name in self.parents
        pairs = pairwise(states) if rising else permutations(states[:MAX_STATES], 2)
        return [(before, after) for before, after in pairs]

    def _unsupported_steps(self, question: Question) -> list[tuple[State, State]]:
        """What the improvements are in the supported reading, where nothing supports them."""
        if question.evidence is None or not question.evidence.without:
            return []
        pairs = [(counts_as(question, str(a)), counts_as(question, str(b))) for a, b in self.steps[question.id]]
        return [(before, after) for before, after in pairs if before != after]

    def crossing(self, atom: Atom, before: State, after: State, target: bool) -> tuple[bool, bool]:
        """Whether the move makes the atom what shows the question (`target`), and whether it stops being so."""
        was = self.possibilities.truth(atom, before) is target
        becomes = self.possibilities.truth(atom, after) is target
        return becomes and not was, was and not becomes

    def _passed_on(self, atom: Atom, upstream: Effects, target: bool) -> Effects:
        """What appears or disappears with a question that itself appears or disappears."""
        key = key_of(atom)
        if not upstream or key is None:
            return NONE
        shown_states = [state for state in self.possibilities.states(key) if state != HIDDEN]
        crossings = [self.crossing(atom, HIDDEN, state, target) for state in shown_states]
        comes, goes = any(shows for shows, _ in crossings), any(hides for _, hides in crossings)
        shows = (upstream.shows if comes else frozenset()) | (upstream.hides if goes else frozenset())
        hides = (upstream.hides if comes else frozenset()) | (upstream.shows if goes else frozenset())
        return Effects(shows, hides)

    def _score_effects(self) -> None:
        """A score whose value comes and goes with what is below it has effects like a question."""
        for score_id in children_first(self.questionnaire):
            score = self.questionnaire.scores[score_id]  # type: ignore[index]
            below = [self.of.get(child.id, NONE) for child in score.children]
            rule = score.missing.hidden
            comes_and_goes = rule is MissingRule.NULL or (rule is MissingRule.OMIT and all(below))
            together = NONE
            for effects in below if comes_and_goes else ():
                together |= effects
            self.of[score_id] = together


def mentioned(condition: Condition | None) -> set[str]:
    """The questions a condition speaks of."""
    keys = [key_of(atom) for atom, _ in polar_atoms(condition, True)] if condition else []
    return {key[1] for key in keys if key and key[0] == "question"}
