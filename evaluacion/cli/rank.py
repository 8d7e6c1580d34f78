"""`evaluacion rank`: where each unit of a file of answers stands by one score."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluacion.catalogue.problems import listed, suggestion
from evaluacion.catalogue.shelf import find
from evaluacion.cli.output import written_to
from evaluacion.cli.score import checked_sheets
from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.comparison import Place, places
from evaluacion.domain.errors import Invalid
from evaluacion.domain.questionnaire import Questionnaire, ScoreId
from evaluacion.domain.scorecard import Reading, ScoreResult
from evaluacion.domain.scoring import score_readings

MAX_DRAWS = 1_000_000


def add_parser(subparsers: Any) -> None:
    """Declares the command."""
    parser = subparsers.add_parser(
        "rank",
        help="ordena las unidades de un archivo de respuestas",
        description="Ordena las unidades por un puntaje: lugar, percentil e intervalo de lugares.\n"
        "Con --draws, el intervalo sale de variar al azar los pesos y la forma de promediar.",
        epilog="Ejemplos:\n  evaluacion rank retos-cocreacion respuestas.csv --score total\n"
        "  evaluacion rank retos-cocreacion respuestas.csv --score total --draws 1000 --seed 7",
    )
    parser.add_argument("questionnaire", metavar="CUESTIONARIO", help="archivo o id del cuestionario")
    parser.add_argument("answers", metavar="RESPUESTAS", type=Path, help="archivo .json, .jsonl, .csv o .xlsx")
    parser.add_argument("--score", metavar="PUNTAJE", help="id del puntaje (si falta, el del resultado)")
    readings = [reading.value for reading in Reading]
    parser.add_argument("--reading", choices=readings, default="declared", help="lectura (si falta, declared)")
    parser.add_argument("--draws", metavar="N", type=int, default=0, help="número de sorteos para el intervalo")
    parser.add_argument("--seed", metavar="S", type=int, default=0, help="semilla de los sorteos (si falta, 0)")
    parser.add_argument("-o", "--output", metavar="SALIDA", type=Path, help="archivo de salida (si falta, la pantalla)")


def run(options: argparse.Namespace) -> int:
    """Prints the ranking as JSON; problems of the answers go to standard error. Returns 1 when there are any."""
    questionnaire = find(options.questionnaire).questionnaire()
    score_id = _score_id(questionnaire, options.score)
    if not 0 <= options.draws <= MAX_DRAWS or options.seed < 0:
        raise Invalid(f"--draws va de 0 a {MAX_DRAWS} y --seed no puede ser negativa.")
    sheets = checked_sheets(questionnaire, options.answers)
    if sheets is None:
        return 1
    results = {sheet.unit: _result(questionnaire, sheet, Reading(options.reading), score_id) for sheet in sheets}
    standing = _standing(questionnaire, score_id, results, options.draws, options.seed)
    ranking = {
        "score": score_id,
        "reading": options.reading,
        "units": {unit: _place_json(place) for unit, place in standing.items()},
    }
    with written_to(options.output) as output:
        output.write(json.dumps(ranking, ensure_ascii=False, indent=1) + "\n")
    return 0


def _score_id(questionnaire: Questionnaire, name: str | None) -> ScoreId:
    chosen = name or questionnaire.headline
    if chosen is None:
        raise Invalid("El cuestionario no dice cuál es su resultado. Elija un puntaje con --score.")
    if chosen not in questionnaire.scores:
        hint = suggestion(chosen, questionnaire.scores) or f" Puntajes: {listed(questionnaire.scores)}."
        raise Invalid(f"No existe el puntaje «{chosen}».{hint}")
    return ScoreId(chosen)


def _result(questionnaire: Questionnaire, sheet: AnswerSheet, reading: Reading, score_id: ScoreId) -> ScoreResult:
    """The unit's result; without value where the unit does not have that reading."""
    results = score_readings(questionnaire, sheet).get(reading)
    return results[score_id] if results else ScoreResult(id=score_id, value=None, max=None)


def _standing(
    questionnaire: Questionnaire, score_id: ScoreId, results: Mapping[str, ScoreResult], draws: int, seed: int
) -> dict[str, Place]:
    if draws == 0:
        return places({unit: result.value for unit, result in results.items()})
    from evaluacion.domain.robustness import robust_places  # NumPy takes long to import

    return robust_places(questionnaire, score_id, results, draws=draws, seed=seed)


def _place_json(place: Place) -> dict[str, Any]:
    interval = None if place.interval is None else list(place.interval)
    return {"value": place.value, "rank": place.rank, "percentile": place.percentile, "interval": interval}
