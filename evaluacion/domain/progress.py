"""How a result moved since earlier ones of the same institution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from evaluacion.domain.numbers import display_value, round_half_up
from evaluacion.domain.outcomes import ScoreOutcome
from evaluacion.domain.questionnaire import Questionnaire, ScoreId
from evaluacion.domain.scorecard import Scorecard


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """An earlier result of the same institution with the same questionnaire, perhaps another version of it."""

    period: str
    folio: str
    revision: int
    issued_at: datetime
    version: str
    scorecard: Scorecard
    address: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """How a score moved, as displayed, in the main reading of each result."""

    score: ScoreId
    title: str
    before: float | None
    after: float | None
    decimals: int

    @property
    def difference(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return round_half_up(self.after - self.before, self.decimals)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """This result beside one earlier result; the headline is the last of the changes, where there is one."""

    earlier: Earlier
    changes: tuple[Change, ...]


def compare(questionnaire: Questionnaire, outcomes: Sequence[ScoreOutcome], earlier: Earlier) -> Comparison:
    """The changes of `outcomes` since `earlier`; a score the earlier version did not have shows no value there."""
    return Comparison(earlier=earlier, changes=tuple(_change(questionnaire, one, earlier) for one in outcomes))


def _change(questionnaire: Questionnaire, outcome: ScoreOutcome, earlier: Earlier) -> Change:
    result = earlier.scorecard.readings[earlier.scorecard.main_reading].get(outcome.id)
    before = result.value if result else None
    return Change(
        score=outcome.id,
        title=outcome.title,
        before=None if before is None else display_value(questionnaire.scores[outcome.id], before),
        after=outcome.measure.value,
        decimals=outcome.decimals,
    )
