"""Translations of a questionnaire: flat files of dotted keys, where null means «still missing»."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evaluacion.catalogue.nodes import Mapping as MappingNode
from evaluacion.catalogue.places import Place
from evaluacion.catalogue.problems import START, ProblemLog, QuestionnaireFileErrors
from evaluacion.catalogue.text_walk import with_texts
from evaluacion.catalogue.yaml_source import load_nodes
from evaluacion.domain.questionnaire import Questionnaire

_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*\Z")


def texts(questionnaire: Questionnaire) -> dict[str, str]:
    """Every text of a questionnaire by its dotted key, in the order of the file."""
    found: dict[str, str] = {}

    def note(key: str, text: str) -> str:
        found.setdefault(key, text)
        return text

    with_texts(questionnaire, note)
    return found


def translate(
    questionnaire: Questionnaire, translation: Mapping[str, str | None], *, language: str | None = None
) -> Questionnaire:
    """The questionnaire in another language; texts that are missing there stay in the original one."""
    return with_texts(questionnaire, lambda key, text: translation.get(key) or text, language=language)


def read_translation(data: bytes, *, name: str = "traducción.yaml") -> dict[str, str | None]:
    """The texts of a translation file by key. Raises `QuestionnaireFileErrors` with every problem."""
    log = ProblemLog(name)
    translation = translation_texts(data, log)
    if log.problems:
        raise QuestionnaireFileErrors(log.in_order())
    return {key: place.text() if place.is_text else None for key, place in translation.items()}


def translation_texts(data: bytes, log: ProblemLog) -> dict[str, Place]:
    """The places of a translation file by key; whatever is neither text nor null is reported to `log`."""
    if _is_blank(data):
        return {}
    root = load_nodes(data, log)
    entries = Place(root, (), START, log).entries() if root else None
    for place in (entries or {}).values():
        if not place.is_null:
            place.text()
    return entries or {}


def _is_blank(data: bytes) -> bool:
    return all(not line.strip() or line.lstrip().startswith(b"#") for line in data.splitlines())


@dataclass(frozen=True, kw_only=True, slots=True)
class Refreshed:
    """A translation file after refreshing: its text, the keys still missing, and those dropped as obsolete."""

    text: str
    missing: tuple[str, ...]
    dropped: tuple[str, ...]
    total: int


def refresh(questionnaire: Questionnaire, data: bytes, *, name: str = "traducción.yaml") -> Refreshed:
    """The translation file brought up to date: existing entries stay as they are written (with the comments before
    them), new texts come in as null, all in the order of the questionnaire. Raises `QuestionnaireFileErrors`."""
    translation = read_translation(data, name=name)
    keys = texts(questionnaire)
    written = _entries(data, name)
    lines = _preamble(data, written)
    block = ""
    for key in keys:
        lead, body = written.get(key, ([], []))
        if not body:
            body = [f"{quoted_key(key)}: {_scalar(translation.get(key))}"]
            lead = [""] if lines and _block(key) != block else []
        block = _block(key)
        lines += [*lead, *body]
    return Refreshed(
        text="\n".join(lines).strip("\n") + "\n",
        missing=tuple(key for key in keys if not translation.get(key)),
        dropped=tuple(key for key in translation if key not in keys),
        total=len(keys),
    )


def quoted_key(key: str) -> str:
    """A key as it is written in YAML."""
    return key if _PLAIN_KEY.match(key) else json.dumps(key, ensure_ascii=False)


def _scalar(text: str | None) -> str:
    return "null" if text is None else json.dumps(text, ensure_ascii=False)


def _block(key: str) -> str:
    return key.partition(".")[0]


Written = dict[str, tuple[list[str], list[str]]]


def _entries(data: bytes, name: str) -> Written:
    """The lines of each entry of a block mapping, with the comment and blank lines before it; none for other styles."""
    root = load_nodes(data, ProblemLog(name)) if not _is_blank(data) else None
    if not isinstance(root, MappingNode) or any(entry.key.column != 1 for entry in root.entries.values()):
        return {}
    lines = data.decode("utf-8-sig").splitlines()
    starts = [entry.key.line - 1 for entry in root.entries.values()]
    if len(set(starts)) < len(starts) or (starts and lines[starts[0]].startswith(("{", "?", "---"))):
        return {}
    lead: list[str] = []
    found: Written = {}
    for key, (start, end) in zip(root.entries, _spans(starts, len(lines)), strict=True):
        body = lines[start:end]
        after: list[str] = []
        while len(body) > 1 and (not body[-1].strip() or body[-1].startswith("#")):
            after.insert(0, body.pop())
        found[key] = (lead, body)
        lead = after
    return found


def _spans(starts: list[int], end: int) -> Iterator[tuple[int, int]]:
    yield from zip(starts, [*starts[1:], end], strict=True)


def _preamble(data: bytes, written: Written) -> list[str]:
    """The comment lines at the top of the file, before the first entry."""
    top: list[str] = []
    for line in data.decode("utf-8-sig").splitlines():
        if line.strip() and not line.startswith("#"):
            break
        top.append(line)
    while top and not top[-1].strip():
        top.pop()
    return top
