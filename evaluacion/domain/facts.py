"""Everything that follows from one reading of one sheet: what is hidden, every score, every level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluacion.domain.answers import NO_SUPPORT, AnswerSheet, AnswerValue
from evaluacion.domain.conditions import AnswerState, Condition
from evaluacion.domain.deciding import holds
from evaluacion.domain.engine import Engine
from evaluacion.domain.levels import Standing, standing
from evaluacion.domain.numbers import reaches
from evaluacion.domain.plans import Link, ScorePlan
from evaluacion.domain.questionnaire import Absence, Child, QuestionId, ScoreId
from evaluacion.domain.readings import Answers
from evaluacion.domain.tallying import Tally, has_value, tally
from evaluacion.domain.values import HIDDEN, MET, NOT_MET, Outcome, chosen_options

_STATES = {
    Absence.UNANSWERED: AnswerState.UNANSWERED,
    Absence.UNKNOWN: AnswerState.UNKNOWN,
    Absence.NOT_APPLICABLE: AnswerState.NOT_APPLICABLE,
    Absence.HIDDEN: AnswerState.HIDDEN,
}


class ReadingFacts:
    """The facts of one reading. Scores and levels are worked out when first asked for."""

    __slots__ = ("_standings", "_tallies", "answers", "engine", "hidden", "sheet")

    def __init__(self, engine: Engine, sheet: AnswerSheet, answers: Answers) -> None:
        self.engine = engine
        self.sheet = sheet
        self.answers = answers
        self.hidden: set[str] = set()
        self._tallies: dict[ScoreId, Tally] = {}
        self._standings: dict[ScoreId, Standing] = {}
        for question, condition in engine.conditional:
            if not holds(condition, self):
                self.hidden.add(question)

    def changed(self, question: QuestionId, answer: AnswerValue) -> ReadingFacts:
        """Return the facts if this one answer were another; scores it cannot change are kept."""
        answers = {**self.answers, question: answer}
        if question in self.engine.switches:
            return ReadingFacts(self.engine, self.sheet, answers)
        other = ReadingFacts.__new__(ReadingFacts)
        other.engine, other.sheet, other.answers, other.hidden = self.engine, self.sheet, answers, self.hidden
        above = self.engine.above[question]
        other._tallies = {score: known for score, known in self._tallies.items() if score not in above}
        other._standings = {}
        return other

    def chosen(self, question: str, row: str | None) -> Sequence[str] | None:
        """Return the chosen options; None when the question is hidden or unanswered."""
        if question in self.hidden:
            return None
        return chosen_options(self.answers.get(QuestionId(question)), row) or None

    def state(self, question: str, row: str | None) -> AnswerState:
        """Return which of the five states the question (one row of it) is in."""
        if question in self.hidden:
            return AnswerState.HIDDEN
        answer = self.answers.get(QuestionId(question))
        if isinstance(answer, Mapping) and row is None:
            return AnswerState.ANSWERED
        absent = self._own_outcome(question, row).absent
        return AnswerState.ANSWERED if absent is None else _STATES[absent]

    def question_value(self, question: str, row: str | None) -> float | None:
        """Return the question's own value, if it has one."""
        return None if question in self.hidden else self._own_outcome(question, row).value

    def score_value(self, score: str) -> float | None:
        """Return the score's value, if it has one."""
        return self.tally(ScoreId(score)).value

    def level(self, score: str) -> str | None:
        """Return the score's level after caps, if it has one."""
        return self.standing(ScoreId(score)).level

    def profile_value(self, name: str) -> str | None:
        """Return the profile's field; None when it is missing."""
        return self.sheet.profile.get(name) or None

    def holds(self, condition: Condition) -> bool:
        """Return whether a condition holds of this reading."""
        return holds(condition, self)

    def tally(self, score: ScoreId) -> Tally:
        """Return how the score's value comes about."""
        if score not in self._tallies:
            self._tallies[score] = self._tallied(self.engine.plans[score])
        return self._tallies[score]

    def standing(self, score_id: ScoreId) -> Standing:
        """Return the score's level by value, after caps, and the cap that bit."""
        if score_id not in self._standings:
            reached = self.tally(score_id)
            children = [outcome.value for outcome in reached.outcomes if has_value(outcome)]
            values = [value for value in children if value is not None]
            score = self.engine.plans[score_id].score
            self._standings[score_id] = standing(score, reached.value, lambda when: holds(when, self, values))
        return self._standings[score_id]

    def _tallied(self, plan: ScorePlan) -> Tally:
        outcomes = [self.outcome(link) for link in plan.links]
        maxima = [self._largest(link) for link in plan.links]
        return tally(plan, outcomes, maxima)

    def outcome(self, link: Link) -> Outcome:
        """Return what a child of a score is worth to its parent."""
        child, gauge = link.child, link.gauge
        if gauge is None or child.question is None:
            return self._score_outcome(child)
        if child.question in self.hidden:
            return HIDDEN
        support = self.sheet.support.get(child.question, NO_SUPPORT) if child.needs else NO_SUPPORT
        return gauge.read(self.answers.get(child.question), support)

    def _score_outcome(self, child: Child) -> Outcome:
        score = ScoreId(child.id)
        value = self.tally(score).value
        if value is None:
            return Outcome(None, self._absence_below(score))
        if child.at_least is not None:
            return MET if reaches(value, child.at_least) else NOT_MET
        return Outcome(value, None)

    def _largest(self, link: Link) -> float | None:
        if link.gauge is not None:
            return link.gauge.largest
        return 1.0 if link.child.at_least is not None else self.tally(ScoreId(link.child.id)).largest

    def _absence_below(self, score: ScoreId) -> Absence:
        """Return how a score without value counts: by what all the questions below it are."""
        absences = self._absences_below(score)
        if absences <= {Absence.HIDDEN}:
            return Absence.HIDDEN
        asked = absences - {Absence.HIDDEN, Absence.NOT_APPLICABLE}
        return Absence.UNANSWERED if asked else Absence.NOT_APPLICABLE

    def _absences_below(self, score: ScoreId) -> set[Absence | None]:
        found: set[Absence | None] = set()
        for link, outcome in zip(self.engine.plans[score].links, self.tally(score).outcomes, strict=True):
            if link.child.score is not None:
                found |= self._absences_below(link.child.score)
            else:
                found.add(outcome.absent)
        return found

    def _own_outcome(self, question: str, row: str | None) -> Outcome:
        answer = self.answers.get(QuestionId(question))
        return self.engine.own_gauge(question, row).read(answer, NO_SUPPORT)
