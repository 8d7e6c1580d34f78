"""The shelf of questionnaires: which there are, in which versions and languages, and whether published ones changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evaluacion.catalogue.places import is_identifier
from evaluacion.catalogue.problems import START, Problem, QuestionnaireFileErrors, shown, suggestion
from evaluacion.catalogue.reader import file_bytes, read_questionnaire
from evaluacion.catalogue.text_reader import LANGUAGE, VERSION
from evaluacion.domain.errors import NotFound
from evaluacion.domain.questionnaire import Questionnaire
from evaluacion.resources import QUESTIONNAIRES

PUBLISHED = "published.json"


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One version of a questionnaire on disk, with its translation files by language."""

    id: str
    version: str
    path: Path
    translations: Mapping[str, Path] = field(default_factory=dict)

    def data(self) -> bytes:
        """The bytes of the file. Raises `QuestionnaireFileErrors` where it is published and has changed since."""
        data = file_bytes(self.path)
        problem = changed_since_published(self.path, data)
        if problem:
            raise QuestionnaireFileErrors([problem])
        return data

    def questionnaire(self) -> Questionnaire:
        """The questionnaire. Raises `QuestionnaireFileErrors`."""
        self.data()
        return read_questionnaire(self.path)


def find(name: str | Path, version: str | None = None, *, folder: Path = QUESTIONNAIRES) -> Edition:
    """An edition by file, or by id on the shelf (the newest version unless one is named). Raises NotFound."""
    text = str(name)
    if _is_file_name(text):
        return edition_of(Path(text))
    editions = versions(text, folder=folder)
    if version is not None:
        editions = tuple(edition for edition in editions if edition.version == version)
    if editions:
        return editions[-1]
    if is_identifier(text) and version is not None and versions(text, folder=folder):
        raise NotFound(f"El cuestionario {shown(text)} no tiene la versión {shown(version)}.")
    known = [edition.id for edition in all(folder=folder)]
    hint = suggestion(text, known) or " Escriba una ruta de archivo o un id de la carpeta de cuestionarios."
    raise NotFound(f"No existe el cuestionario {shown(text)}.{hint}")


def _is_file_name(text: str) -> bool:
    return "/" in text or "\\" in text or text.endswith((".yaml", ".yml")) or Path(text).is_file()


def edition_of(path: Path) -> Edition:
    """The edition a file is, with the translations beside it. Raises NotFound where there is no such file."""
    if not path.is_file():
        raise NotFound(f"No existe el archivo {shown(path)}. Revise la ruta.")
    return Edition(id=path.absolute().parent.name, version=path.stem, path=path, translations=translations_beside(path))


def translations_beside(path: Path) -> dict[str, Path]:
    """The translation files `<version>.<language>.yaml` beside a questionnaire file, by language."""
    found: dict[str, Path] = {}
    for other in sorted(path.parent.glob("*.yaml")):
        language = other.stem.removeprefix(f"{path.stem}.")
        if other.stem != language and other != path and LANGUAGE.match(language):
            found[language] = other
    return found


def versions(questionnaire_id: str, *, folder: Path = QUESTIONNAIRES) -> tuple[Edition, ...]:
    """The versions of one questionnaire, oldest first by number (1.10 comes after 1.9); none where it is unknown."""
    if not is_identifier(questionnaire_id):
        return ()
    paths = [path for path in (folder / questionnaire_id).glob("*.yaml") if VERSION.match(path.stem)]
    return tuple(edition_of(path) for path in sorted(paths, key=lambda path: _number(path.stem)))


def all(*, folder: Path = QUESTIONNAIRES) -> tuple[Edition, ...]:
    """The newest version of every questionnaire on the shelf, by id."""
    names = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    every = [versions(name, folder=folder) for name in names]
    return tuple(editions[-1] for editions in every if editions)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def published(*, folder: Path = QUESTIONNAIRES) -> dict[tuple[str, str], str]:
    """The SHA-256 of every published (id, version). Raises `QuestionnaireFileErrors` if the list cannot be read."""
    path = folder / PUBLISHED
    if not path.is_file():
        return {}
    try:
        rows = json.loads(path.read_text("utf-8"))
        return {(row["id"], row["version"]): row["sha256"] for row in rows}
    except (ValueError, KeyError, TypeError) as error:
        message = "Debe ser una lista JSON de objetos con «id», «version» y «sha256»."
        raise QuestionnaireFileErrors([Problem(file=str(path), position=START, message=message)]) from error


def changed_since_published(path: Path, data: bytes) -> Problem | None:
    """The problem of a published file whose bytes are not those that were published, if so."""
    absolute = path.absolute()
    wanted = published(folder=absolute.parent.parent).get((absolute.parent.name, path.stem))
    if wanted is None or hashlib.sha256(data).hexdigest() == wanted:
        return None
    message = f"La versión publicada {path.stem} cambió (no coincide su SHA-256). Restáurela y publique otra versión."
    return Problem(file=str(path), position=START, message=message)
