"""A YAML file as plain nodes that remember where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from evaluacion.catalogue.problems import Path, Position


@dataclass(frozen=True, slots=True)
class Scalar:
    value: str | int | float | bool | None
    position: Position


@dataclass(frozen=True, slots=True)
class Sequence:
    position: Position
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    key: Position
    node: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    position: Position
    entries: dict[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Broken:
    """Something already reported; nobody complains about it again."""

    position: Position


Node: TypeAlias = "Scalar | Sequence | Mapping | Broken"


def locate(root: Node, path: Path) -> Position:
    """Where `path` stands: the value it names, or the nearest thing above it that exists in the file."""
    node, position = root, root.position
    for step in path:
        if isinstance(node, Mapping) and step in node.entries:
            entry = node.entries[str(step)]
            node = entry.node
            position = node.position if isinstance(node, Scalar) else entry.key
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            position = node.position
        else:
            break
    return position
