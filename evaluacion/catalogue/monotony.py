"""Where improving an answer can lower a score (section 9 of the language promises that it cannot, or the load warns).

An answer improves when it moves to an option that every parent values no less. What can break the promise: questions
that appear or disappear with the answer, what an unsupported option counts as, `ladder` and `percent_of_max` over
negative values, and caps that bite on something better.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from itertools import pairwise, permutations
from typing import TypeAlias

from evaluacion.catalogue.condition_reader import Atom, polar_atoms
from evaluacion.catalogue.possibility import HIDDEN, Key, Possibilities, State, key_of
from evaluacion.catalogue.problems import Path, listed, shown
from evaluacion.catalogue.ranges import child_range, children_first, score_ranges
from evaluacion.domain.conditions import ChildrenCompare, Condition, ScoreCompares, ScoreLevelIn
from evaluacion.domain.questionnaire import (
    Child,
    Combine,
    MissingRule,
    Question,
    QuestionId,
    Questionnaire,
    QuestionType,
    Score,
)
from evaluacion.domain.values import option_outcomes

MAX_STATES = 40
Values: TypeAlias = "Mapping[str, float | None]"
Warned: TypeAlias = "Iterator[tuple[Path, str]]"


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


class Monotony:
    """Finds the places of one questionnaire where the promise can break."""

    def __init__(self, questionnaire: Questionnaire, possibilities: Possibilities) -> None:
        self.questionnaire = questionnaire
        self.possibilities = possibilities
        self.parents = _parents(questionnaire)
        self.ranges = score_ranges(questionnaire)
        self.steps = {key: self._improvements(question) for key, question in questionnaire.questions.items()}
        self.effects = self._question_effects()
        self._score_effects()

    def warnings(self) -> Warned:
        """Path and message of every place."""
        for score in self.questionnaire.scores.values():
            for i, child in enumerate(score.children):
                yield from self._hidden_child(score, i, child)
            yield from self._negative_values(score)
            yield from self._caps(score)
        for question in self.questionnaire.questions.values():
            yield from self._unsupported(question)

    def _improvements(self, question: Question) -> list[tuple[State, State]]:
        """Every pair of answers (from, to) where the second is valued no less by every parent."""
        if question.type not in (QuestionType.SINGLE, QuestionType.MATRIX):
            return []
        tables = self.parents.get(question.id, [])
        options = [str(option.id) for option in question.options]
        return [(a, b) for a in options for b in options if a != b and all(_no_less(t, a, b) for t in tables)]

    def _question_effects(self) -> dict[str, Effects]:
        questions = self.questionnaire.questions
        graph = {key: _mentioned(question.visible_if) for key, question in questions.items()}
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
            for before, after in self._moves(name, key[2]):
                shows, hides = self._crossing(atom, before, after, target)
                effects |= Effects(frozenset({name} if shows else ()), frozenset({name} if hides else ()))
            effects |= self._passed_on(atom, known.get(name, NONE), target)
        return effects

    def _moves(self, name: str, row: str | None) -> list[tuple[State, State]]:
        """The improvements of a question; for several options or a number, between any two answers."""
        question = self.questionnaire.questions[name]  # type: ignore[index]
        if question.type in (QuestionType.SINGLE, QuestionType.MATRIX):
            return self.steps[name]  # type: ignore[index]
        states = [s for s in self.possibilities.states(("question", name, row)) if s is not None and s != HIDDEN]
        rising = question.type is QuestionType.NUMBER and name in self.parents
        pairs = pairwise(states) if rising else permutations(states[:MAX_STATES], 2)
        return [(before, after) for before, after in pairs]

    def _crossing(self, atom: Atom, before: State, after: State, target: bool) -> tuple[bool, bool]:
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
        crossings = [self._crossing(atom, HIDDEN, state, target) for state in shown_states]
        comes, goes = any(shows for shows, _ in crossings), any(hides for _, hides in crossings)
        shows = (upstream.shows if comes else frozenset()) | (upstream.hides if goes else frozenset())
        hides = (upstream.hides if comes else frozenset()) | (upstream.shows if goes else frozenset())
        return Effects(shows, hides)

    def _score_effects(self) -> None:
        """A score whose value comes and goes with what is below it has effects like a question."""
        for score_id in children_first(self.questionnaire):
            score = self.questionnaire.scores[score_id]  # type: ignore[index]
            below = [self.effects.get(child.id, NONE) for child in score.children]
            rule = score.missing.hidden
            comes_and_goes = rule is MissingRule.NULL or (rule is MissingRule.OMIT and all(below))
            together = NONE
            for effects in below if comes_and_goes else ():
                together |= effects
            self.effects[score_id] = together

    def _hidden_child(self, score: Score, index: int, child: Child) -> Warned:
        effects = self.effects.get(child.id, NONE)
        if not effects:
            return
        low, high = child_range(self.questionnaire, child, self.ranges)
        rules = {score.missing.hidden} | ({score.missing.unanswered} if child.score else set())
        shows = any(_lowers_when_shown(rule, low) for rule in rules) and bool(effects.shows)
        hides = any(_lowers_when_hidden(rule, high) for rule in rules) and bool(effects.hides)
        if score.combine is Combine.LAST and shows and rules == {MissingRule.OMIT}:
            shows = self._last_can_fall(score, index, low, effects.shows)
        path: Path = ("scores", score.id, "of", index)
        shows = shows and not (score.combine is Combine.ALL and self._is_guarded(score, child, effects.shows))
        what = f"{shown(child.id)} con «hidden: {score.missing.hidden}»"
        if shows:
            causes = listed(map(shown, sorted(effects.shows)), 3)
            yield path, f"{what} aparece al mejorar {causes}; eso puede bajar el puntaje. Considere «hidden: zero»."
        if hides:
            causes = listed(map(shown, sorted(effects.hides)), 3)
            yield (
                path,
                f"{what} desaparece al mejorar {causes}; eso puede bajar el puntaje. Considere «hidden: full».",
            )

    def _last_can_fall(self, score: Score, index: int, low: float, causes: frozenset[str]) -> bool:
        """In `last`: whether the question that appears can be worth less than what counted until then."""
        child = score.children[index]
        question = self.questionnaire.questions.get(child.question) if child.question else None
        if question is None or question.visible_if is None:
            return True
        for cause in causes:
            for before, after in self._moves(cause, None):
                for other in score.children[:index]:
                    if self._counted_more(other, low, (cause, before, after), question.visible_if):
                        return True
        return not causes <= {other.question for other in score.children[:index]}

    def _counted_more(self, other: Child, low: float, move: tuple[str, State, State], shows: Condition) -> bool:
        """Whether an earlier child can be worth more than `low` when the move makes the condition hold."""
        if other.question is None:
            return child_range(self.questionnaire, other, self.ranges)[1] > low
        cause, before, after = move
        table = self._table(other)
        if other.question == cause:
            value = table.get(str(before))
            return value is not None and value > low
        if self.questionnaire.questions[other.question].type is not QuestionType.SINGLE:
            return True
        fixed: dict[Key, State] = {("question", cause, None): after}
        return any(
            value is not None
            and value > low
            and self.possibilities.can_hold(shows, {**fixed, ("question", other.question, None): option})
            for option, value in table.items()
        )

    def _is_guarded(self, score: Score, child: Child, causes: frozenset[str]) -> bool:
        """In `all`: whether the answers that hide the question already leave the score at 0, so that its appearing
        lowers nothing."""
        question = self.questionnaire.questions.get(child.question) if child.question else None
        if question is None or question.visible_if is None:
            return False
        gates = self._gates(score)
        for cause in causes:
            for atom, target in polar_atoms(question.visible_if, True):
                key = key_of(atom)
                if key is None or key[1] != cause:
                    continue
                for before, after in self._moves(cause, key[2]):
                    met = all(table.get(str(before)) not in (0.0, None) for table in gates.get(cause, ()))
                    if met and self._crossing(atom, before, after, target)[0]:
                        return False
        return causes <= _mentioned(question.visible_if)

    def _gates(self, score: Score) -> dict[str, list[Values]]:
        """What every question that this `all` requires, directly or through another `all`, gives its options."""
        found: dict[str, list[Values]] = {}
        left = [score]
        while left:
            for child in left.pop().children:
                inner = self.questionnaire.scores.get(child.score) if child.score else None
                if child.question and child.accepts is not None:
                    found.setdefault(child.question, []).append(self._table(child))
                elif (
                    inner is not None
                    and inner.combine is Combine.ALL
                    and (child.at_least is None or child.at_least > 0)
                ):
                    left.append(inner)
        return found

    def _table(self, child: Child) -> Values:
        return _table(self.questionnaire.questions[child.question], child)  # type: ignore[index]

    def _negative_values(self, score: Score) -> Warned:
        if score.combine not in (Combine.LADDER, Combine.PERCENT_OF_MAX):
            return
        for i, child in enumerate(score.children):
            low, high = child_range(self.questionnaire, child, self.ranges)
            path: Path = ("scores", score.id, "of", i)
            if score.combine is Combine.LADDER and i > 0 and low < 0:
                yield (
                    path,
                    f"{shown(child.id)} puede valer menos de 0: completar el peldaño anterior puede bajar el puntaje.",
                )
            if score.combine is Combine.PERCENT_OF_MAX and high < 0:
                yield path, f"El máximo de {shown(child.id)} es negativo: mejorar puede bajar «percent_of_max»."

    def _caps(self, score: Score) -> Warned:
        for i, cap in enumerate(score.caps):
            if any(self._bites_on_better(atom, target) for atom, target in polar_atoms(cap.when, True)):
                path: Path = ("scores", score.id, "caps", i, "when")
                yield path, "Este tope puede activarse al mejorar una respuesta y bajar el nivel. Revise la condición."

    def _bites_on_better(self, atom: Atom, target: bool) -> bool:
        """Whether improving an answer can make the atom true (or false, where that is the target)."""
        if isinstance(atom, ScoreCompares | ChildrenCompare):
            return (atom.at_least is not None) is target
        if isinstance(atom, ScoreLevelIn):
            levels = [str(level.id) for level in self.questionnaire.scores[atom.score].levels]  # type: ignore[index]
            named = [level in atom.levels for level in levels]
            return any(named[i] is not target and named[i + 1] is target for i in range(len(named) - 1))
        key = key_of(atom)
        if key is None or key[0] != "question":
            return False
        return any(self._crossing(atom, before, after, target)[0] for before, after in self._moves(key[1], key[2]))

    def _unsupported(self, question: Question) -> Warned:
        """An option that counts as something worse, unsupported, than an option below it."""
        evidence = question.evidence
        if evidence is None or not evidence.without:
            return
        for before, after in self.steps[question.id] if question.id in self.parents else ():
            for table in self.parents[question.id]:
                worth_before = table[_counts_as(question, str(before))]
                worth_after = table[_counts_as(question, str(after))]
                if worth_before is not None and (worth_after is None or worth_after < worth_before):
                    path: Path = ("questions", question.id, "evidence", "without", str(after))
                    yield (
                        path,
                        (
                            f"Sin evidencia, {shown(after)} cuenta menos que {shown(before)}: mejorar puede "
                            "bajar el puntaje sustentado. Elija una opción que valga al menos lo mismo."
                        ),
                    )
                    return


def _parents(questionnaire: Questionnaire) -> dict[str, list[Values]]:
    """For every scored question, what each child that hangs it gives its options."""
    found: dict[str, list[Values]] = {}
    for score in questionnaire.scores.values():
        for child in score.children:
            if child.question:
                table = _table(questionnaire.questions[child.question], child)
                found.setdefault(child.question, []).append(table)
    return found


def _table(question: Question, child: Child) -> Values:
    """What the child gives each option (1 or 0 for a gate); None for an absence or no value."""
    outcomes = option_outcomes(question, child)
    if child.accepts is not None:
        return {
            option: 1.0 if option in child.accepts else None if outcome.absent else 0.0
            for option, outcome in outcomes.items()
        }
    if child.at_least is not None:
        bound = child.at_least
        return {
            option: None if outcome.value is None else float(outcome.value >= bound)
            for option, outcome in outcomes.items()
        }
    return {option: outcome.value for option, outcome in outcomes.items()}


def _no_less(table: Values, before: str, after: str) -> bool:
    first, second = table[before], table[after]
    return first is not None and second is not None and second >= first


def _mentioned(condition: Condition | None) -> set[str]:
    keys = [key_of(atom) for atom, _ in polar_atoms(condition, True)] if condition else []
    return {key[1] for key in keys if key and key[0] == "question"}


def _lowers_when_shown(rule: MissingRule, low: float) -> bool:
    """Whether a hidden child that appears with its lowest value can lower the score."""
    if rule is MissingRule.OMIT or rule is MissingRule.FULL:
        return True
    if rule is MissingRule.NULL:
        return False
    return low < 0


def _lowers_when_hidden(rule: MissingRule, high: float) -> bool:
    """Whether a child that disappears can lower the score (or leave it without value)."""
    if rule is MissingRule.FULL:
        return False
    return high > 0 or rule is not MissingRule.ZERO


def _counts_as(question: Question, option: str) -> str:
    evidence = question.evidence
    if evidence is None or option not in evidence.options:
        return option
    return str(evidence.without.get(option, option))  # type: ignore[call-overload]
