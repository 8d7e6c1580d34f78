"""The families of errors the domain and the services raise; `web/errors.py` maps each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class EvaluacionError(Exception):
    """Base of every error a person may read: the message is in Spanish and says what to do."""


class NotFound(EvaluacionError):
    """It does not exist, or the person may not know that it does (404)."""


class Forbidden(EvaluacionError):
    """It exists and is theirs to see, but not to do (403)."""


class Invalid(EvaluacionError):
    """What was sent does not fit (422 or a form error)."""


class Conflict(EvaluacionError):
    """Somebody else changed it first (409)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerProblem:
    """One problem of one answer: which unit, question and value, and a sentence."""

    unit: str
    question: str
    value: object
    message: str


class InvalidAnswers(Invalid):
    """Answers that do not fit the questionnaire; `problems` has all of them."""

    def __init__(self, problems: Sequence[AnswerProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))


class Unavailable(EvaluacionError):
    """Storage cannot take or give it now; the same request may work in a moment (503)."""
