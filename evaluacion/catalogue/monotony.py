"""Where improving an answer can lower a score (section 9 of the language promises that it cannot, or the load warns).

An answer improves when it moves to an option that every parent values no less. What can break the promise: questions
that appear or disappear with the answer, what an unsupported option counts as, `ladder` and `percent_of_max` over
negative values, and caps that bite on something better.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from evaluacion.catalogue.condition_reader import Atom, polar_atoms
from evaluacion.catalogue.possibility import Key, Possibilities, State, key_of
from evaluacion.catalogue.problems import Path, listed, shown
from evaluacion.catalogue.ranges import child_range, score_ranges
from evaluacion.catalogue.valuation import Values, counts_as, table_of
from evaluacion.catalogue.visibility_effects import NONE, VisibilityEffects, mentioned
from evaluacion.domain.conditions import ChildrenCompare, Condition, ScoreCompares, ScoreLevelIn
from evaluacion.domain.questionnaire import Child, Combine, MissingRule, Question, Questionnaire, QuestionType, Score

Warned: TypeAlias = "Iterator[tuple[Path, str]]"


class Monotony:
    """Finds the places of one questionnaire where the promise can break."""

    def __init__(self, questionnaire: Questionnaire, possibilities: Possibilities) -> None:
        self.questionnaire = questionnaire
        self.possibilities = possibilities
        self.ranges = score_ranges(questionnaire)
        self.effects = VisibilityEffects(questionnaire, possibilities)

    def warnings(self) -> Warned:
        """Path and message of every place."""
        for score in self.questionnaire.scores.values():
            for i, child in enumerate(score.children):
                yield from self._hidden_child(score, i, child)
            yield from self._negative_values(score)
            yield from self._caps(score)
        for question in self.questionnaire.questions.values():
            yield from self._unsupported(question)

    def _hidden_child(self, score: Score, index: int, child: Child) -> Warned:
        effects = self.effects.of.get(child.id, NONE)
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
            for before, after in self.effects.moves(cause, None):
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
                for before, after in self.effects.moves(cause, key[2]):
                    met = all(table.get(str(before)) not in (0.0, None) for table in gates.get(cause, ()))
                    if met and self.effects.crossing(atom, before, after, target)[0]:
                        return False
        return causes <= mentioned(question.visible_if)

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
        return table_of(self.questionnaire.questions[child.question], child)  # type: ignore[index]

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
        return any(
            self.effects.crossing(atom, before, after, target)[0]
            for before, after in self.effects.moves(key[1], key[2])
        )

    def _unsupported(self, question: Question) -> Warned:
        """An option that counts as something worse, unsupported, than an option below it."""
        if question.evidence is None or not question.evidence.without:
            return
        parents = self.effects.parents
        if question.type is QuestionType.MULTIPLE:
            yield from self._unsupported_choices(question, parents.get(question.id, []))
            return
        for before, after in self.effects.steps[question.id] if question.id in parents else ():
            for table in parents[question.id]:
                worth_before = table[counts_as(question, str(before))]
                worth_after = table[counts_as(question, str(after))]
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

    def _unsupported_choices(self, question: Question, tables: list[Values]) -> Warned:
        """In `multiple`, an option that unsupported takes value away from those beside it."""
        for option in question.evidence.options if question.evidence else ():
            worths = [table[counts_as(question, option)] for table in tables]
            if counts_as(question, option) != option and any(worth is None or worth < 0 for worth in worths):
                path: Path = ("questions", question.id, "evidence", "without", option)
                yield path, f"Sin evidencia, agregar {shown(option)} puede bajar el puntaje sustentado."


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
