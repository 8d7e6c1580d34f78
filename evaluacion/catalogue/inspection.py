"""Everything `check` has to say about a file: errors, and where there are none, warnings."""

from __future__ import annotations

from pathlib import Path

from evaluacion.catalogue.checks import check_questionnaire
from evaluacion.catalogue.problems import START, Problem, ProblemLog, Severity, listed, shown
from evaluacion.catalogue.reader import file_bytes, inspect_questionnaire
from evaluacion.catalogue.shelf import changed_since_published, translations_beside
from evaluacion.catalogue.text_reader import LANGUAGE
from evaluacion.catalogue.translations import texts, translation_texts
from evaluacion.domain.questionnaire import Questionnaire


def inspect_file(path: Path) -> tuple[Problem, ...]:
    """Every problem of a questionnaire file and of the translations beside it; of a translation file, its own.

    Raises `QuestionnaireFileErrors` where a file cannot be opened.
    """
    original = _original_of(path)
    if original is not None:
        questionnaire = inspect_questionnaire(file_bytes(original), name=str(original), path=original).questionnaire
        return inspect_translation(path, questionnaire)
    data = file_bytes(path)
    inspection = inspect_questionnaire(data, name=str(path), path=path)
    problems = list(inspection.problems)
    changed = changed_since_published(path, data)
    if changed:
        problems.append(changed)
    if inspection.questionnaire is not None and inspection.draft is not None:
        check_questionnaire(inspection.questionnaire, inspection.draft)
        problems += [found for found in inspection.draft.log.in_order() if found.severity is Severity.WARNING]
    for translation in translations_beside(path).values():
        problems += inspect_translation(translation, inspection.questionnaire)
    return tuple(problems)


def _original_of(path: Path) -> Path | None:
    """The questionnaire that `path` translates, where it is `<version>.<language>.yaml` beside `<version>.yaml`."""
    stem, _, language = path.stem.rpartition(".")
    original = path.with_name(f"{stem}{path.suffix}")
    return original if stem and LANGUAGE.match(language) and original.is_file() else None


def inspect_translation(path: Path, questionnaire: Questionnaire | None) -> tuple[Problem, ...]:
    """Errors of a translation file; and against its questionnaire, what is missing and what is not needed any more."""
    log = ProblemLog(str(path))
    translation = translation_texts(file_bytes(path), log)
    if questionnaire is None or log.problems:
        return log.in_order()
    keys = texts(questionnaire)
    missing = [key for key in keys if key not in translation or translation[key].is_null]
    if missing:
        first = translation.get(missing[0])
        message = f"Faltan {len(missing)} de {len(keys)} textos por traducir: {listed(missing, 5)}."
        log.report(first.label if first else START, message, severity=Severity.WARNING)
    for key, place in translation.items():
        if key not in keys:
            message = f"La clave {shown(key)} no está en el cuestionario y no se usa."
            log.report(place.label, message, severity=Severity.WARNING)
    return log.in_order()
