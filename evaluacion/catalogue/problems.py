"""Problems of a file: where they stand, how grave they are, and what to do about them (in Spanish)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeAlias

from evaluacion.domain.errors import Invalid

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys and list indexes from the top of the file down to a value."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "aviso"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Line and column, both from 1."""

    line: int
    column: int


START = Position(1, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    file: str
    position: Position
    message: str
    path: Path = ()
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{dotted(self.path)}: " if self.path else ""
        line, column = self.position.line, self.position.column
        return f"{self.file}:{line}:{column}: {self.severity}: {where}{self.message}"


class QuestionnaireFileErrors(Invalid):
    """A file that cannot be used; `problems` has every error, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ProblemLog:
    """Collects the problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def __len__(self) -> int:
        return len(self.problems)

    def report(self, position: Position, message: str, *, path: Path = (), severity: Severity = Severity.ERROR) -> None:
        problem = Problem(file=self.file, position=position, message=message, path=path, severity=severity)
        if problem not in self.problems[-50:]:
            self.problems.append(problem)

    def in_order(self) -> tuple[Problem, ...]:
        """The problems by line and column; those of the same place in the order they were found."""
        return tuple(sorted(self.problems, key=lambda problem: problem.position))


def dotted(path: Path) -> str:
    """The path as people write it: `scores.total.of[2].weight`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{quoted_step(step)}"
    return text.removeprefix(".")


def quoted_step(step: str) -> str:
    plain = step.isprintable() and len(step) <= 60 and not set(step) & set(" .:[]")
    return step if plain and step else shown(step)


def shown(value: object) -> str:
    """A value inside a message: between «», short, and on one line whatever it contains."""
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[:61])
    return f"«{text[:60]}…»" if len(text) > 60 else f"«{text}»"


def suggestion(word: str, known: Iterable[str]) -> str:
    """ " ¿Quiso decir «x»?" when a known word is close, else nothing."""
    close = get_close_matches(word[:100], list(known), n=1, cutoff=0.6)
    return f" ¿Quiso decir {shown(close[0])}?" if close else ""


def listed(words: Iterable[str], limit: int = 12) -> str:
    """The words for a message, at most `limit` of them."""
    every = list(words)
    text = ", ".join(every[:limit])
    return f"{text}… ({len(every)} en total)" if len(every) > limit else text
