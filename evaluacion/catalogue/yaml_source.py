"""The only door to YAML: bytes in, positioned nodes out. YAML 1.2 (core schema), one document, no anchors,
aliases or tags, no duplicate keys, limited in size and depth. Works on parser events, so nothing is ever expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)
from ruamel.yaml.scanner import Scanner

from evaluacion.catalogue.nodes import Broken, Entry, Mapping, Node, Scalar, Sequence
from evaluacion.catalogue.problems import START, Position, ProblemLog, shown
from evaluacion.catalogue.yaml_messages import in_spanish

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 20
MAX_NODES = 60_000
MAX_LINES = 300_000
"""Both far beyond any questionnaire; they keep hostile files inside two seconds."""

_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENDLESS_TAG = re.compile(r"![^\s]{2000}")
_INT = re.compile(r"[-+]?[0-9]+\Z")
_BASED_INT = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_SPECIAL_FLOAT = re.compile(r"([-+]?)\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def load_nodes(data: bytes, log: ProblemLog) -> Node | None:
    """The tree of a YAML file, or None when it cannot be read at all; every problem goes to `log`. Never raises."""
    text = _decode(data, log)
    if text is None:
        return None
    builder = _Builder(log)
    try:
        for event in _events(text):
            builder.last = _position(event.start_mark)
            if not builder.take(event):
                break
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        log.report(_position(mark) if mark else builder.last, in_spanish(error.problem or "", error.context or ""))
        return None
    except Exception:  # the parser also fails in other ways than its own errors on hostile bytes
        log.report(builder.last, "El archivo no se puede leer como YAML a partir de aquí. Revise comillas y sangría.")
        return None
    if builder.stopped:
        return None
    if builder.root is None:
        log.report(START, "El archivo está vacío. Escriba al menos el bloque «questionnaire».")
    return builder.root


def _events(text: str) -> Iterator[Any]:
    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = _Scanner
    yield from yaml.parse(text)


class _Scanner(Scanner):
    """The parser's scanner, which also takes the tabs that YAML 1.2 allows: those that separate and do not indent."""

    def scan_to_next_token(self) -> None:
        super().scan_to_next_token()
        while self._at_separating_tab():
            while self.reader.peek() in " \t":
                self.reader.forward()
            self.allow_simple_key = False
            super().scan_to_next_token()

    def _at_separating_tab(self) -> bool:
        reader = self.reader
        if reader.peek() != "\t":
            return False
        ahead = 0
        while reader.peek(ahead) in " \t":
            ahead += 1
        before = reader.buffer[reader.pointer - reader.column : reader.pointer].rstrip(" ")
        return reader.peek(ahead) in "#\r\n\x85\u2028\u2029\0" or before[-1:] in (":", "-", "?")


def _position(mark: Any) -> Position:
    return Position(mark.line + 1, mark.column + 1)


def _decode(data: bytes, log: ProblemLog) -> str | None:
    if len(data) > MAX_BYTES:
        log.report(START, f"El archivo mide {len(data)} bytes; el máximo es 2 MiB ({MAX_BYTES}). Divídalo o acórtelo.")
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or b"\x00" in data[:4]:
        log.report(START, "El archivo no está en UTF-8 (parece UTF-16 o binario). Guárdelo como UTF-8.")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        log.report(_end_of(before), f"El byte 0x{data[error.start]:02x} no es UTF-8. Guarde el archivo como UTF-8.")
        return None
    found = _NOT_ALLOWED.search(text)
    if found:
        code = ord(found.group())
        log.report(_end_of(text[: found.start()]), f"El carácter de control U+{code:04X} no se permite. Bórrelo.")
        return None
    tag = _ENDLESS_TAG.search(text)
    if tag:  # the parser takes quadratic time on it
        log.report(_end_of(text[: tag.start()]), "No se admiten etiquetas (!). Quítela y escriba solo el valor.")
        return None
    if text.count("\n") + text.count("\r") > MAX_LINES:
        log.report(START, f"El archivo tiene más de {MAX_LINES} líneas. Divídalo en cuestionarios más pequeños.")
        return None
    return text


def _end_of(text: str) -> Position:
    line = text.count("\n") + 1
    return Position(line, len(text) - (text.rfind("\n") + 1) + 1)


class _Builder:
    """Turns parser events into nodes; `take` returns False when there is nothing more to read."""

    def __init__(self, log: ProblemLog) -> None:
        self.log = log
        self.root: Node | None = None
        self.last = START
        self.stopped = False
        self._documents = 0
        self._nodes = 0
        self._open: list[Sequence | Mapping] = []
        self._keys: list[tuple[str | None, Position] | None] = []

    def take(self, event: Any) -> bool:
        if isinstance(event, DocumentStartEvent):
            return self._document(event)
        if isinstance(event, CollectionEndEvent):
            self._open.pop()
            self._keys.pop()
            return True
        if not isinstance(event, NodeEvent):
            return True
        self._nodes += 1
        if self._nodes > MAX_NODES:
            return self._stop(f"El archivo tiene más de {MAX_NODES} valores. Divídalo en cuestionarios más pequeños.")
        return self._node(event)

    def _stop(self, message: str) -> bool:
        self.log.report(self.last, message)
        self.stopped = True
        return False

    def _document(self, event: Any) -> bool:
        self._documents += 1
        if event.version not in (None, (1, 2), "1.2"):
            self.log.report(self.last, "Solo se admite YAML 1.2. Quite la directiva %YAML.")
        if self._documents > 1:
            self.log.report(self.last, "El archivo tiene más de un documento. Quite «---» y lo que sigue.")
            return False
        return True

    def _node(self, event: Any) -> bool:
        if isinstance(event, AliasEvent):
            self.log.report(self.last, "No se admiten alias (*). Escriba el contenido completo.")
            self._place(Broken(self.last))
            return True
        if event.anchor is not None:
            self.log.report(self.last, f"No se admiten anclas (&{shown(event.anchor)[1:-1]}). Quítela.")
        tagged = event.tag is not None
        if tagged:
            self.log.report(self.last, f"No se admiten etiquetas ({shown(event.tag)}). Deje solo el valor.")
        if isinstance(event, CollectionStartEvent):
            return self._collection(event)
        self._place(Broken(self.last) if tagged else self._scalar(event))
        return True

    def _collection(self, event: Any) -> bool:
        if len(self._open) >= MAX_DEPTH:
            return self._stop(f"Hay más de {MAX_DEPTH} niveles anidados. Simplifique la estructura.")
        node: Sequence | Mapping
        node = Mapping(self.last) if isinstance(event, MappingStartEvent) else Sequence(self.last)
        self._place(node)
        self._open.append(node)
        self._keys.append(None)
        return True

    def _place(self, node: Node) -> None:
        if not self._open:
            if self.root is None:
                self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        pending = self._keys[-1]
        if pending is None:
            self._keys[-1] = (self._key(parent, node), node.position)
            return
        self._keys[-1] = None
        key, position = pending
        if key is not None:
            parent.entries[key] = Entry(position, node)

    def _key(self, parent: Mapping, node: Node) -> str | None:
        if isinstance(node, Broken):
            return None
        if not isinstance(node, Scalar):
            self.log.report(node.position, "Una clave debe ser un texto sencillo, no una lista ni un mapa.")
            return None
        if not isinstance(node.value, str):
            hint = f'Escríbala entre comillas: "{shown(node.value)[1:-1]}".' if node.value is not None else "Escríbala."
            self.log.report(node.position, f"La clave {shown(node.value)} no es texto. {hint}")
            return None
        if node.value in parent.entries:
            first = parent.entries[node.value].key.line
            self.log.report(node.position, f"La clave {shown(node.value)} está repetida (ya está en la línea {first}).")
            return None
        return node.value

    def _scalar(self, event: ScalarEvent) -> Scalar:
        value = self._whole(event.value)
        if event.implicit[0]:
            return Scalar(resolve(value), self.last)
        text = value.removesuffix("\n") if event.style in ("|", ">") else value
        if text != text.strip():
            self.log.report(self.last, f"El texto {shown(text)} tiene espacios al principio o al final. Quítelos.")
        return Scalar(text.strip(), self.last)

    def _whole(self, text: str) -> str:
        """The text with pairs of escaped surrogates joined; other characters that no text may hold are reported."""
        if not _NOT_ALLOWED.search(text):
            return text
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if _NOT_ALLOWED.search(text) or "\ufffd" in text:
            self.log.report(self.last, "Un escape del texto forma un carácter que no se permite. Bórrelo.")
        return text


def resolve(text: str) -> str | int | float | bool | None:
    """What an unquoted scalar means in the core schema of YAML 1.2 (`no` and dates are text)."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INT.match(text):
        return int(text) if len(text) < 400 else float(text)
    if _BASED_INT.match(text):
        return int(text[2:], 8 if text[1] == "o" else 16) if len(text) < 400 else float("inf")
    if _FLOAT.match(text):
        return float(text)
    special = _SPECIAL_FLOAT.match(text)
    if special:
        return float("nan") if special.group(3) else float(f"{special.group(1)}inf")
    return text
