"""A questionnaire while it is being read: what could be built, what the file declares, and where it all stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from evaluacion.catalogue.nodes import Mapping, Node, locate
from evaluacion.catalogue.places import Place
from evaluacion.catalogue.problems import Path, ProblemLog, Severity, shown, suggestion
from evaluacion.catalogue.text_reader import Head
from evaluacion.domain.conditions import Condition
from evaluacion.domain.questionnaire import (
    GlossaryTerm,
    Note,
    Option,
    Question,
    Recommendation,
    Reference,
    Score,
    Section,
)


@dataclass(kw_only=True)
class Draft:
    """Built parts by id; `declared` also has the ids whose part has errors, so that nobody calls them unknown."""

    root: Node
    log: ProblemLog
    head: Head | None = None
    scales: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    sections: tuple[tuple[int, Section], ...] = ()
    questions: dict[str, Question] = field(default_factory=dict)
    scores: dict[str, Score] = field(default_factory=dict)
    recommendations: tuple[tuple[int, Recommendation], ...] = ()
    references: dict[str, Reference] = field(default_factory=dict)
    notes: tuple[tuple[int, Note], ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    _declared: dict[str, set[str]] = field(default_factory=dict)

    def declared(self, block: str) -> set[str]:
        """The ids a top-level map of the file declares."""
        if block not in self._declared:
            root = self.root
            entry = root.entries.get(block) if isinstance(root, Mapping) else None
            node = entry.node if entry else None
            self._declared[block] = set(node.entries) if isinstance(node, Mapping) else set()
        return self._declared[block]

    def report(self, path: Path, message: str, *, severity: Severity = Severity.ERROR) -> None:
        self.log.report(locate(self.root, path), message, path=path, severity=severity)

    def warn(self, path: Path, message: str) -> None:
        self.report(path, message, severity=Severity.WARNING)

    def place(self, key: str) -> Place | None:
        """A top-level block of the file."""
        if not isinstance(self.root, Mapping) or key not in self.root.entries:
            return None
        entry = self.root.entries[key]
        return Place(entry.node, (key,), entry.key, self.log)

    def unknown(self, path: Path, what: str, name: str, known: set[str]) -> None:
        """Reports an id that does not exist, with the closest one that does."""
        hint = suggestion(name, sorted(known)) or " Revise el id o declárelo."
        self.report(path, f"No existe {what} {shown(name)}.{hint}")

    def conditions(self) -> Iterator[tuple[str, Condition, Path]]:
        """Every condition of the file: what it is for (visible_if, cap, recommendation, note), and its path."""
        for question in self.questions.values():
            if question.visible_if:
                yield "visible_if", question.visible_if, ("questions", question.id, "visible_if")
        for score in self.scores.values():
            for i, cap in enumerate(score.caps):
                yield "cap", cap.when, ("scores", score.id, "caps", i, "when")
        for i, recommendation in self.recommendations:
            yield "recommendation", recommendation.when, ("recommendations", i, "when")
        for i, note in self.notes:
            if note.when:
                yield "note", note.when, ("notes", i, "when")
