"""From the bytes of a questionnaire file to a `Questionnaire`, or to every problem the file has."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evaluacion.catalogue.cycles import check_cycles
from evaluacion.catalogue.draft import Draft
from evaluacion.catalogue.links import check_links
from evaluacion.catalogue.option_reader import read_scales
from evaluacion.catalogue.places import Place
from evaluacion.catalogue.problems import START, Problem, ProblemLog, QuestionnaireFileErrors, Severity
from evaluacion.catalogue.question_reader import read_question
from evaluacion.catalogue.score_links import check_bounds, check_scores
from evaluacion.catalogue.score_reader import read_score
from evaluacion.catalogue.text_reader import (
    read_glossary,
    read_head,
    read_notes,
    read_recommendations,
    read_reference,
    read_sections,
)
from evaluacion.catalogue.yaml_source import MAX_BYTES, load_nodes
from evaluacion.domain.questionnaire import QuestionId, Questionnaire, ReferenceId, ScoreId

_BLOCKS = ("scales", "sections", "questions", "scores", "recommendations", "references", "notes", "glossary")


@dataclass(frozen=True, kw_only=True, slots=True)
class Inspection:
    """What was found in a file. `questionnaire` is None where there are errors; `draft` where it was no YAML."""

    questionnaire: Questionnaire | None
    draft: Draft | None
    problems: tuple[Problem, ...]


def read_questionnaire(source: Path | str | bytes, *, name: str | None = None) -> Questionnaire:
    """The questionnaire in a file or in bytes; `name` is the file name that errors show.

    Raises `QuestionnaireFileErrors` with all the errors of the file.
    """
    if isinstance(source, bytes):
        return _read(source, name or "cuestionario.yaml", None)
    path = Path(source)
    return _read(file_bytes(path), name or str(source), path)


@lru_cache(maxsize=32)
def _read(data: bytes, name: str, path: Path | None) -> Questionnaire:
    inspection = inspect_questionnaire(data, name=name, path=path)
    if inspection.questionnaire is None:
        raise QuestionnaireFileErrors(inspection.problems)
    return inspection.questionnaire


def file_bytes(path: Path) -> bytes:
    """The bytes of a file, at most a little over the limit. Raises `QuestionnaireFileErrors` if it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = "no existe" if isinstance(error, FileNotFoundError) else "no se puede abrir"
        message = f"El archivo {reason}. Revise la ruta y los permisos."
        raise QuestionnaireFileErrors([Problem(file=str(path), position=START, message=message)]) from error


def inspect_questionnaire(data: bytes, *, name: str, path: Path | None = None) -> Inspection:
    """Reads a file and keeps everything found on the way; never raises. `path`: where it lies, if anywhere."""
    log = ProblemLog(name)
    root = load_nodes(data, log)
    if root is None:
        return Inspection(questionnaire=None, draft=None, problems=log.in_order())
    draft = _draft(Draft(root=root, log=log))
    check_links(draft)
    check_scores(draft)
    order = check_cycles(draft)
    if order is not None:
        check_bounds(draft, order)
    if path is not None:
        _check_folder(draft, path)
    failed = any(problem.severity is Severity.ERROR for problem in log.problems)
    questionnaire = None if failed else _questionnaire(draft, hashlib.sha256(data).hexdigest())
    return Inspection(questionnaire=questionnaire, draft=draft, problems=log.in_order())


def _draft(draft: Draft) -> Draft:
    """Fills the draft block by block; whatever does not fit is reported and left out."""
    record = Place(draft.root, (), START, draft.log).record(required=("questionnaire",), optional=_BLOCKS)
    if record is None:
        return draft
    draft.head = record.maybe("questionnaire", read_head)
    scales = record.maybe("scales", read_scales) or {}
    draft.scales = {name: options for name, options in scales.items() if options}
    for question_id, place in _named(record.get("questions")):
        question = read_question(question_id, place, scales)
        if question:
            draft.questions[question_id] = question
    score_ids = draft.declared("scores")
    for score_id, place in _named(record.get("scores")):
        score = read_score(score_id, place, score_ids)
        if score:
            draft.scores[score_id] = score
    for reference_id, place in _named(record.get("references")):
        reference = read_reference(reference_id, place)
        if reference:
            draft.references[reference_id] = reference
    draft.sections = record.maybe("sections", read_sections) or ()
    draft.recommendations = record.maybe("recommendations", read_recommendations) or ()
    draft.notes = record.maybe("notes", read_notes) or ()
    draft.glossary = record.maybe("glossary", read_glossary) or ()
    return draft


def _named(place: Place | None) -> list[tuple[str, Place]]:
    return list((place.entries() or {}).items()) if place else []


def _check_folder(draft: Draft, path: Path) -> None:
    """Below a folder `questionnaires/` the id and the version stand in the path too."""
    parents = path.absolute().parts[:-1]
    if "questionnaires" not in parents or draft.head is None:
        return
    folder = parents[-1]
    if draft.head.id and draft.head.id != folder:
        draft.report(("questionnaire", "id"), f"El id «{draft.head.id}» no es el de la carpeta «{folder}». Iguálelos.")
    if draft.head.version and draft.head.version != path.stem:
        message = f"La versión «{draft.head.version}» no es la del archivo «{path.stem}.yaml». Iguálelas."
        draft.report(("questionnaire", "version"), message)


def _questionnaire(draft: Draft, sha256: str) -> Questionnaire | None:
    head = draft.head
    if head is None:
        return None
    return Questionnaire(
        id=head.id,
        version=head.version,
        language=head.language,
        title=head.title,
        summary=head.summary,
        audience=head.audience,
        minutes=head.minutes,
        licence=head.licence,
        headline=ScoreId(head.headline) if head.headline else None,
        priority=head.priority,
        scales=draft.scales,
        sections=tuple(section for _, section in draft.sections),
        questions={QuestionId(key): question for key, question in draft.questions.items()},
        scores={ScoreId(key): score for key, score in draft.scores.items()},
        recommendations=tuple(item for _, item in draft.recommendations),
        references={ReferenceId(key): reference for key, reference in draft.references.items()},
        notes=tuple(note for _, note in draft.notes),
        glossary=draft.glossary,
        sha256=sha256,
    )
