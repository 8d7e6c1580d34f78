"""What can happen in a questionnaire: whether some answer sheet makes a condition true.

Exact about questions and profile (visibility of the questions a condition speaks of included); scores are taken as
free within the range they can reach, so nothing possible is ever called impossible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import combinations, pairwise
from typing import Final, TypeAlias

from evaluacion.catalogue.condition_reader import Atom, atoms
from evaluacion.catalogue.ranges import score_ranges
from evaluacion.domain.conditions import (
    AllOf,
    AnswerState,
    AnyOf,
    ChildrenCompare,
    Condition,
    Not,
    ProfileIn,
    QuestionCompares,
    QuestionIn,
    QuestionIs,
    ScoreCompares,
    ScoreLevelIn,
)
from evaluacion.domain.numbers import reaches
from evaluacion.domain.questionnaire import Absence, Child, OptionId, Question, Questionnaire, QuestionType
from evaluacion.domain.values import option_outcomes

Key: TypeAlias = "tuple[str, str, str | None]"
State: TypeAlias = "str | float | frozenset[str] | None"
"""An option, options, a number, a level, a profile value; None: no answer, no value."""

HIDDEN: Final = "\x00hidden"
OTHER: Final = "\x00other"
MAX_STEPS = 5_000
MAX_CHOICES = 200
MAX_SUBSETS_OF = 8

Wanted: TypeAlias = "frozenset[bool | None]"
Goal: TypeAlias = "tuple[Condition, Wanted]"
Domains: TypeAlias = "dict[Key, tuple[State, ...]]"
TRUE: Final[Wanted] = frozenset({True})
_OPPOSITE: Mapping[bool | None, bool | None] = {True: False, False: True, None: None}


class _TooHard(Exception):
    pass


class Possibilities:
    """Answers what can be true in one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._values = {key: _own_values(question) for key, question in questionnaire.questions.items()}
        self._states: Domains = {}
        self._steps = 0

    def can_hold(self, condition: Condition, fixed: Mapping[Key, State] | None = None) -> bool:
        """Whether some sheet makes the condition true (with the given states fixed)."""
        domains: Domains = {}
        goals: list[Goal] = [(condition, TRUE)]
        for key, state in (fixed or {}).items():
            domains[key] = (state,)
            goals += self._visibility(key, (state,))
        self._steps = 0
        try:
            return self._solve(goals, domains, 0)
        except _TooHard:
            return True

    def _solve(self, goals: list[Goal], domains: Domains, depth: int) -> bool:
        """Whether every goal can be reached at once; goes down a level only where there is a choice."""
        while goals:
            self._steps += 1
            if self._steps > MAX_STEPS or depth > MAX_CHOICES:
                raise _TooHard
            condition, wanted = goals.pop()
            if isinstance(condition, Not):
                goals.append((condition.condition, frozenset(_OPPOSITE[truth] for truth in wanted)))
            elif isinstance(condition, AllOf | AnyOf):
                parts = [(inner, wanted) for inner in condition.conditions]
                if (True in wanted) != isinstance(condition, AllOf):
                    return any(self._solve([*goals, part], dict(domains), depth + 1) for part in parts)
                goals += parts
            elif not self._narrow(condition, wanted, goals, domains):
                return False
        return True

    def _narrow(self, atom: Atom, wanted: Wanted, goals: list[Goal], domains: Domains) -> bool:
        """Keeps the states that give the atom a wanted truth; False when none is left."""
        key = key_of(atom)
        if key is None:
            return True
        left = domains.get(key, self.states(key))
        domains[key] = tuple(state for state in left if self.truth(atom, state) in wanted)
        goals += self._visibility(key, domains[key])
        return bool(domains[key])

    def _visibility(self, key: Key, states: tuple[State, ...]) -> list[Goal]:
        """What must hold for the question to be in one of these states."""
        if key[0] != "question":
            return []
        condition = self.questionnaire.questions[key[1]].visible_if  # type: ignore[index]
        if condition is None or not states:
            return []
        if HIDDEN not in states:
            return [(condition, TRUE)]
        return [(condition, frozenset({False, None}))] if states == (HIDDEN,) else []

    def states(self, key: Key) -> tuple[State, ...]:
        """The states a variable can be in."""
        if key not in self._states:
            self._states[key] = tuple(self._find_states(key))
        return self._states[key]

    def _find_states(self, key: Key) -> Iterable[State]:
        kind, name, _ = key
        if kind == "question":
            question = self.questionnaire.questions[name]  # type: ignore[index]
            hidden: tuple[State, ...] = (HIDDEN,) if question.visible_if else ()
            return (*hidden, None, *self._answers(question))
        if kind == "profile":
            return (None, OTHER, *sorted(self._profile_values.get(name, set())))
        if kind == "level":
            return (None, *self._levels(name))
        low, high = self._ranges[name]
        return (None, *_samples(self._thresholds.get(("score", name), set()), low, high))

    def _answers(self, question: Question) -> Iterable[State]:
        if question.type in (QuestionType.SINGLE, QuestionType.MATRIX):
            return [option.id for option in question.options]
        if question.type is QuestionType.MULTIPLE:
            return _subsets(question)
        if question.type is QuestionType.NUMBER:
            bounded = question.goalposts is not None
            low = 0.0 if bounded else -1e300 if question.minimum is None else question.minimum
            high = 1.0 if bounded else 1e300 if question.maximum is None else question.maximum
            return _samples(self._thresholds.get(("question", question.id), set()), low, high)
        return ["…"]

    def _levels(self, name: str) -> list[State]:
        score = self.questionnaire.scores[name]  # type: ignore[index]
        low, high = self._ranges[name]
        ends = [level.start for level in score.levels[1:]] + [float("inf")]
        reached = {
            level.id
            for level, end in zip(score.levels, ends, strict=True)
            if reaches(high, level.start) and not reaches(low, end)
        }
        if reached:
            reached |= {cap.level for cap in score.caps}
        return [level.id for level in score.levels if level.id in reached]

    @cached_property
    def _ranges(self) -> Mapping[str, tuple[float, float]]:
        return score_ranges(self.questionnaire)

    @cached_property
    def _every_atom(self) -> list[Atom]:
        conditions: list[Condition | None] = [question.visible_if for question in self.questionnaire.questions.values()]
        conditions += [item.when for item in self.questionnaire.recommendations]
        conditions += [cap.when for score in self.questionnaire.scores.values() for cap in score.caps]
        return [atom for condition in conditions if condition for atom, _ in atoms(condition, ())]

    @cached_property
    def _profile_values(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for atom in self._every_atom:
            if isinstance(atom, ProfileIn):
                found.setdefault(atom.profile, set()).update(atom.values)
        return found

    @cached_property
    def _thresholds(self) -> Mapping[tuple[str, str], set[float]]:
        found: dict[tuple[str, str], set[float]] = {}
        for atom in self._every_atom:
            if isinstance(atom, QuestionCompares | ScoreCompares):
                key = ("question", atom.question) if isinstance(atom, QuestionCompares) else ("score", atom.score)
                found.setdefault(key, set()).add(_bound(atom))
        return found

    def truth(self, atom: Atom, state: State) -> bool | None:
        """The atom's truth when its variable is in this state."""
        if isinstance(atom, QuestionIs):
            return self._answer_state(atom.question, state) is atom.state
        if isinstance(atom, ChildrenCompare) or state is None or state == HIDDEN:
            return None
        if isinstance(atom, ScoreCompares):
            return _compare(atom, float(state)) if isinstance(state, float) else None
        if isinstance(atom, QuestionCompares):
            value = self._value(atom.question, state)
            return None if value is None else _compare(atom, value)
        if isinstance(atom, ScoreLevelIn):
            return state in atom.levels
        if isinstance(atom, ProfileIn):
            return state in atom.values
        return bool(state & set(atom.options)) if isinstance(state, frozenset) else state in atom.options

    def _answer_state(self, name: str, state: State) -> AnswerState:
        if state == HIDDEN:
            return AnswerState.HIDDEN
        if state is None:
            return AnswerState.UNANSWERED
        question = self.questionnaire.questions[name]  # type: ignore[index]
        chosen = state if isinstance(state, frozenset) else {state}
        absences = [option.absence for option in question.options if option.id in chosen and option.absence]
        return AnswerState(absences[0]) if absences and absences[0] is not Absence.UNSUPPORTED else AnswerState.ANSWERED

    def _value(self, name: str, state: State) -> float | None:
        if isinstance(state, float):
            return state
        values = self._values[name]  # type: ignore[index]
        if isinstance(state, frozenset):
            known = [value for option in state if (value := values.get(option)) is not None]
            total = sum(known) if known else None
            cap = self.questionnaire.questions[name].cap  # type: ignore[index]
            return total if total is None or cap is None else min(total, cap)
        return values.get(str(state))


def key_of(atom: Atom) -> Key | None:
    """The variable an atom speaks of; None for the children of a score."""
    if isinstance(atom, QuestionIn | QuestionIs | QuestionCompares):
        return ("question", atom.question, atom.row)
    if isinstance(atom, ScoreLevelIn):
        return ("level", atom.score, None)
    if isinstance(atom, ScoreCompares):
        return ("score", atom.score, None)
    return ("profile", atom.profile, None) if isinstance(atom, ProfileIn) else None


def _own_values(question: Question) -> dict[str, float | None]:
    outcomes = option_outcomes(question, Child(question=question.id))
    return {option: outcome.value for option, outcome in outcomes.items()}


def _bound(atom: QuestionCompares | ScoreCompares) -> float:
    return atom.at_least if atom.at_least is not None else atom.below or 0.0


def _compare(atom: QuestionCompares | ScoreCompares, value: float) -> bool:
    reached = reaches(value, _bound(atom))
    return reached if atom.at_least is not None else not reached


def _samples(thresholds: set[float], low: float, high: float) -> list[float]:
    """The ends of a range, the thresholds inside it, and a point between every two of them."""
    points = sorted({low, high, *(point for point in thresholds if low <= point <= high)})
    between = [(a / 2 + b / 2) for a, b in pairwise(points)]
    return sorted({*points, *between})


def _subsets(question: Question) -> list[frozenset[str]]:
    """Every answer to a `multiple` question with few options, and of one with many: single ones, pairs and all."""
    free: list[OptionId] = [option.id for option in question.options if not option.exclusive]
    sizes = range(1, len(free) + 1) if len(free) <= MAX_SUBSETS_OF else (1, 2, len(free))
    sets = [frozenset(chosen) for size in sizes for chosen in combinations(free, size)]
    return [*sets, *(frozenset({option.id}) for option in question.options if option.exclusive)]
