"""The command line as people run it: real processes, exit codes, what goes to which stream."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evaluacion.cli.main import COMMANDS
from evaluacion.domain.serialising import scorecard_from_json

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests" / "catalogue" / "files" / "politica-datos.yaml"
ANSWERS = {
    "AL": {
        "answers": {
            "POL-01": "si",
            "POL-02": "mitad",
            "POL-03": ["a"],
            "POL-04": 50,
            "POL-05": "no",
            "CAL-01": {"presupuesto": "si", "compras": "no"},
        },
        "profile": {"type": "municipal"},
        "evidence": {"POL-01": {"note": "Publicada en el sitio"}},
    },
    "Ñ": {"answers": {"POL-01": "no", "POL-02": "todas", "POL-03": ["z"], "POL-04": 10}},
}


def run(*arguments: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "evaluacion.cli.main", *map(str, arguments)]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, env=environment, input=stdin)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "respuestas.json"
    path.write_text(json.dumps({"units": ANSWERS}), "utf-8")
    return path


def scored(*arguments: str | Path) -> dict[str, Any]:
    done = run("score", *arguments)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_help_is_in_spanish_and_shows_an_example() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in COMMANDS)
    for command in ("check", "score", "rank", "translate"):
        done = run(command, "--help")
        assert done.stdout.startswith("uso: ")
        assert "Ejemplo" in done.stdout
        assert f"evaluacion {command} " in done.stdout
        assert not [word for word in ("usage", "options:", "show this", "positional") if word in done.stdout]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "faltan argumentos"),
        (("score",), "faltan argumentos: CUESTIONARIO, RESPUESTAS"),
        (("scores",), "no se admite"),
        (("rank", "x", "y", "--reading", "mine"), "no se admite"),
        (("rank", "x", "y", "--draws", "many"), "no es un número"),
        (("check", "x", "--fast"), "argumentos desconocidos: --fast"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why(arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_check_of_a_sound_file_ends_with_0() -> None:
    done = run("check", "curso")
    assert (done.returncode, done.stdout) == (0, "")


def test_check_prints_warnings_and_ends_with_0() -> None:
    done = run("check", EXAMPLE)
    assert done.returncode == 0
    assert f"{EXAMPLE}:43:3: aviso: questions.POL-02: " in done.stdout


def test_check_prints_every_error_of_every_file_and_ends_with_1(tmp_path: Path) -> None:
    broken = tmp_path / "roto.yaml"
    broken.write_text(EXAMPLE.read_text().replace("weight: 3", "weight: 0").replace("headline: total", "headline: tot"))
    done = run("check", broken, EXAMPLE, tmp_path / "no.yaml", "nadie")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert f"{broken}:10:13: error: questionnaire.headline: No existe el puntaje «tot»." in lines[0]
    assert "scores.politica.of[0].weight: El peso debe ser mayor que 0, no «0»." in lines[1]
    assert any(line.startswith(f"{tmp_path / 'no.yaml'}:1:1: error: No existe el archivo") for line in lines)
    assert any(line.startswith("nadie:1:1: error: No existe el cuestionario") for line in lines)


def test_score_gives_the_form_of_the_contract(answers: Path) -> None:
    result = scored(EXAMPLE, answers)
    assert set(result) == {"questionnaire", "units"}
    assert set(result["questionnaire"]) == {"id", "version", "sha256"}
    unit = result["units"]["AL"]
    assert list(unit) == ["visible", "recommendations", "readings", "route"]
    assert set(unit["readings"]) == {"declared", "supported"}
    total = unit["readings"]["declared"]["total"]
    keys = ["value", "max", "level", "level_by_value", "cap", "absent", "coverage", "children"]
    assert list(total) == keys
    assert total["value"] == pytest.approx((0.7532894736842105 * 0.5) ** 0.5, abs=1e-15)
    assert total["children"][0] == {
        "id": "politica",
        "value": 0.7532894736842105,
        "weight": 1,
        "contribution": None,
        "absent": None,
    }
    assert unit["route"]["to"] == "N3"
    assert set(unit["route"]["steps"][0]) >= {"question", "from", "to"}
    assert result["units"]["Ñ"]["recommendations"] == ["REC-1"]
    again = scorecard_from_json({"questionnaire": result["questionnaire"], **unit})
    assert again.readings[again.main_reading]["total"].value == unit["readings"]["supported"]["total"]["value"]  # type: ignore[index]


def test_score_writes_a_file_whole_or_not_at_all(answers: Path, tmp_path: Path) -> None:
    target = tmp_path / "resultado.json"
    assert run("score", EXAMPLE, answers, "-o", target).returncode == 0
    assert json.loads(target.read_text("utf-8")) == scored(EXAMPLE, answers)
    before = target.read_bytes()
    answers.write_text('{"units": {"AL": {"answers": {"POL-01": "quizá"}}}}', "utf-8")
    assert run("score", EXAMPLE, answers, "-o", target).returncode == 1
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["respuestas.json", "resultado.json"]


def test_score_of_unknown_ids_names_unit_question_and_value(answers: Path) -> None:
    content = {"units": {"AL": {"answers": {"POL-01": "quizá", "ZZ": "1"}}, "B": {"answers": {"POL-04": 400}}}}
    answers.write_text(json.dumps(content), "utf-8")
    done = run("score", EXAMPLE, answers)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    for line, words in zip(
        sorted(lines), [("AL", "POL-01", "quizá"), ("AL", "ZZ"), ("B", "POL-04", "400")], strict=True
    ):
        assert all(word in line for word in words)


def test_score_of_a_broken_questionnaire_prints_its_errors(tmp_path: Path, answers: Path) -> None:
    broken = tmp_path / "roto.yaml"
    broken.write_text("questionnaire: {id: x}\n")
    done = run("score", broken, answers)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{broken}:1:1: error: questionnaire: Falta la clave obligatoria «version».")


@pytest.mark.parametrize(("questionnaire", "file"), [("nadie", "x.json"), (str(EXAMPLE), "no.json")])
def test_what_does_not_exist_is_said_without_a_trace(questionnaire: str, file: str) -> None:
    done = run("score", questionnaire, file)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: No existe")
    assert "Traceback" not in done.stderr


def test_json_lines_come_out_as_they_go_in(tmp_path: Path, answers: Path) -> None:
    lines = tmp_path / "r.jsonl"
    lines.write_text("".join(json.dumps({"unit": unit, **row}) + "\n" for unit, row in ANSWERS.items()), "utf-8")
    done = run("score", EXAMPLE, lines)
    assert done.returncode == 0
    first, *rest = [json.loads(line) for line in done.stdout.splitlines()]
    whole = scored(EXAMPLE, answers)
    assert first == {"questionnaire": whole["questionnaire"]}
    assert [(row.pop("unit"), row) for row in rest] == list(whole["units"].items())


def test_a_bad_line_stops_the_output_and_every_problem_is_reported(tmp_path: Path) -> None:
    lines, target = tmp_path / "r.jsonl", tmp_path / "s.jsonl"
    rows = ['{"unit": "1"}', '{"unit": "2", "answers": {"POL-01": "x"}}', "{", '{"unit": "4", "answers": {"Z": 1}}']
    lines.write_text("\n".join(rows), "utf-8")
    done = run("score", EXAMPLE, lines, "-o", target)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 3
    assert not target.exists()


def test_a_lone_surrogate_does_not_break_the_output(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text('{"units": {"\\ud800": {"answers": {"POL-06": "\\udfff"}}}}')
    assert list(scored(EXAMPLE, path)["units"]) == ["\ud800"]


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    lines = tmp_path / "r.jsonl"
    lines.write_text("".join(f'{{"unit": "{i}"}}\n' for i in range(500)), "utf-8")
    command = f"{sys.executable} -m evaluacion.cli.main score {EXAMPLE} {lines} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.stdout.startswith('{"questionnaire"')
    assert done.stderr == ""


@pytest.mark.parametrize("reading", ["declared", "supported", "validated"])
def test_rank_gives_the_form_of_the_contract(answers: Path, reading: str) -> None:
    done = run("rank", EXAMPLE, answers, "--score", "politica", "--reading", reading)
    assert done.returncode == 0, done.stderr
    ranking = json.loads(done.stdout)
    assert list(ranking) == ["score", "reading", "units"]
    assert (ranking["score"], ranking["reading"]) == ("politica", reading)
    if reading == "validated":
        nothing = {"value": None, "rank": None, "percentile": None, "interval": None}
        assert ranking["units"] == {"AL": nothing, "Ñ": nothing}
    else:
        first = ranking["units"]["AL"]
        assert (first["rank"], first["percentile"], first["interval"]) == (1, 100.0, [1, 1])


def test_rank_draws_the_same_with_the_same_seed(answers: Path) -> None:
    draws = ("rank", EXAMPLE, answers, "--score", "politica", "--draws", "50", "--seed")
    assert run(*draws, "7").stdout == run(*draws, "7").stdout


def test_rank_without_score_takes_the_headline_and_names_an_unknown_one(answers: Path) -> None:
    assert json.loads(run("rank", EXAMPLE, answers).stdout)["score"] == "total"
    done = run("rank", EXAMPLE, answers, "--score", "politicas")
    assert (done.returncode, done.stderr) == (1, "error: No existe el puntaje «politicas». ¿Quiso decir «politica»?\n")


def test_translate_writes_beside_the_file_and_says_what_is_missing(tmp_path: Path) -> None:
    questionnaire = tmp_path / "1.0.yaml"
    questionnaire.write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    done = run("translate", questionnaire, "en")
    assert done.returncode == 0
    target = tmp_path / "1.0.en.yaml"
    assert target.read_text("utf-8").startswith("questionnaire.title: null\n")
    assert "falta: questions.POL-01.labels.si" in done.stdout
    target.write_text("questionnaire.title: Title\nviejo: x\n", "utf-8")
    done = run("translate", questionnaire, "en")
    assert "Se quitó «viejo»" in done.stderr
    assert target.read_text("utf-8").startswith("questionnaire.title: Title\nquestionnaire.summary: null\n")


@pytest.mark.parametrize("language", ["es-MX", "../x", "inglés"])
def test_translate_refuses_a_language_that_cannot_be(tmp_path: Path, language: str) -> None:
    questionnaire = tmp_path / "1.0.yaml"
    questionnaire.write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    assert run("translate", questionnaire, language).returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["1.0.yaml"]


def test_score_imports_neither_web_nor_database_nor_pdf(answers: Path) -> None:
    script = (
        "import sys; from evaluacion.cli.main import main; "
        f"code = main(['score', {str(EXAMPLE)!r}, {str(answers)!r}, '-o', {str(answers) + '.out'!r}]); "
        "heavy = {'flask', 'sqlalchemy', 'weasyprint', 'pydantic', 'numpy'} & set(sys.modules); "
        "sys.exit(code or (print(heavy) or 3 if heavy else 0))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
