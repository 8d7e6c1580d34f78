"""Reading typed values out of positioned nodes. Whatever does not fit is reported once and read as None."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from evaluacion.catalogue.nodes import Broken, Mapping, Node, Scalar, Sequence
from evaluacion.catalogue.problems import Path, Position, ProblemLog, Severity, listed, shown, suggestion
from evaluacion.domain.numbers import LARGEST

ID_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")
_KINDS = {str: "texto", bool: "verdadero o falso", int: "número", float: "número", type(None): "vacío"}

Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Place:
    """A node, the path to it, and `label`: the position of the key that names it (or its own)."""

    node: Node
    path: Path
    label: Position
    log: ProblemLog

    @property
    def position(self) -> Position:
        return self.node.position if isinstance(self.node, Scalar) else self.label

    @property
    def is_null(self) -> bool:
        return isinstance(self.node, Scalar) and self.node.value is None

    @property
    def is_text(self) -> bool:
        return isinstance(self.node, Scalar) and isinstance(self.node.value, str)

    def report(self, message: str, *, severity: Severity = Severity.ERROR) -> None:
        self.log.report(self.position, message, path=self.path, severity=severity)

    def expected(self, what: str) -> None:
        """Reports that another kind of value stands here."""
        if isinstance(self.node, Broken):
            return
        self.report(f"Debe ser {what}, no {self._kind()}.")

    def _kind(self) -> str:
        if isinstance(self.node, Mapping):
            return "un mapa"
        if isinstance(self.node, Sequence):
            return "una lista"
        value = self.node.value if isinstance(self.node, Scalar) else None
        return "vacío (null)" if value is None else f"{_KINDS[type(value)]} ({shown(value)})"

    def entries(self) -> dict[str, Place] | None:
        """The places of a map by key, in file order."""
        if not isinstance(self.node, Mapping):
            self.expected("un mapa «clave: valor»")
            return None
        return {
            key: Place(entry.node, (*self.path, key), entry.key, self.log) for key, entry in self.node.entries.items()
        }

    def items(self) -> list[Place] | None:
        """The places of a list, in file order."""
        if not isinstance(self.node, Sequence):
            self.expected("una lista")
            return None
        return [Place(node, (*self.path, i), node.position, self.log) for i, node in enumerate(self.node.items)]

    def text(self) -> str | None:
        value = self.node.value if isinstance(self.node, Scalar) else None
        if isinstance(value, str):
            return value
        if value is None or isinstance(self.node, Broken):
            self.expected("un texto")
        else:
            self.report(f"Debe ser un texto, no {self._kind()}. Escríbalo entre comillas.")
        return None

    def filled_text(self) -> str | None:
        text = self.text()
        if text == "":
            self.report("El texto está vacío. Escríbalo.")
            return None
        return text

    def identifier(self) -> str | None:
        text = self.text()
        if text is None or is_identifier(text):
            return text
        report_identifier(self.log, self.position, text, self.path)
        return None

    def number(self) -> float | None:
        value = self.node.value if isinstance(self.node, Scalar) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            hint = " Escríbalo sin comillas." if isinstance(value, str) and _looks_numeric(value) else ""
            if not isinstance(self.node, Broken):
                self.report(f"Debe ser un número, no {self._kind()}.{hint}")
            return None
        number = as_float(value)
        if not math.isfinite(number):
            self.report("Debe ser un número finito.")
            return None
        if abs(number) > LARGEST:
            self.report(f"El número es demasiado grande. El mayor que se admite es {LARGEST:.0f}.")
            return None
        return number

    def whole(self, low: int, high: int) -> int | None:
        number = self.number()
        if number is None:
            return None
        if number != int(number) or not low <= number <= high:
            self.report(f"Debe ser un número entero de {low} a {high}, no {shown(f'{number:g}')}.")
            return None
        return int(number)

    def flag(self) -> bool | None:
        value = self.node.value if isinstance(self.node, Scalar) else None
        if isinstance(value, bool):
            return value
        self.expected("true o false")
        return None

    def word(self, words: type[Word], among: Iterable[Word] | None = None) -> Word | None:
        """One word of a closed list."""
        allowed = [word.value for word in (among if among is not None else words)]
        text = self.node.value if isinstance(self.node, Scalar) else None
        if not isinstance(text, str):
            self.expected(f"una de estas palabras: {listed(allowed)}")
            return None
        if text not in allowed:
            self.report(f"{shown(text)} no se admite. Use: {listed(allowed)}.{suggestion(text, allowed)}")
            return None
        return words(text)

    def each(self, read: Callable[[Place], Value | None], *, empty: str = "") -> tuple[Value, ...] | None:
        """Every item of a list read by `read`; None when anything in it failed. `empty` is what to say of an empty
        list, where that is an error."""
        items = self.items()
        if items is None:
            return None
        if empty and not items:
            self.report(empty)
            return None
        values = [read(item) for item in items]
        return tuple(value for value in values if value is not None) if None not in values else None

    def record(self, *, required: Iterable[str] = (), optional: Iterable[str] = ()) -> Record | None:
        """A map with known keys: unknown and missing ones are reported."""
        required = tuple(required)
        entries = self.entries()
        if entries is None:
            return None
        known = (*required, *optional)
        for key, place in entries.items():
            if key not in known:
                hint = suggestion(key, known) or f" Claves posibles: {listed(known, 20)}."
                self.log.report(place.label, f"La clave {shown(key)} no existe aquí.{hint}", path=self.path)
        missing = [key for key in required if key not in entries]
        for key in missing:
            self.log.report(self.label, f"Falta la clave obligatoria «{key}». Agréguela.", path=self.path)
        return Record(self, {key: place for key, place in entries.items() if key in known})


@dataclass(frozen=True, slots=True)
class Record:
    """The known entries of a map."""

    place: Place
    entries: dict[str, Place]

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def get(self, key: str) -> Place | None:
        return self.entries.get(key)

    def read(self, key: str, read: Callable[[Place], Value | None], default: Value) -> Value:
        """The entry read by `read`; `default` where it is absent or failed (then it is already reported)."""
        place = self.entries.get(key)
        value = read(place) if place else None
        return default if value is None else value

    def maybe(self, key: str, read: Callable[[Place], Value | None]) -> Value | None:
        place = self.entries.get(key)
        return read(place) if place else None


def is_identifier(text: str) -> bool:
    return ID_PATTERN.match(text) is not None


def report_identifier(log: ProblemLog, position: Position, text: str, path: Path) -> None:
    rule = "empiece con letra o dígito (sin acentos ni ñ) y siga con letras, dígitos, guion o guion bajo"
    log.report(position, f"{shown(text)} no sirve como id: {rule}.", path=path)


def as_float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _looks_numeric(text: str) -> bool:
    return re.match(r"[-+]?[0-9.,]+\Z", text) is not None
