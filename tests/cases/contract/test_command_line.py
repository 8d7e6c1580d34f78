# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Section 7 of the contract, worked by hand: answer files, errors and what is written out."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.cases.contract.bench import HEAD, Ran, command, evaluacion, made, score, t

YAML = made(
    "t: {combine: sum, of: [A, N, L, {question: M, row: p}, Z], missing: {unanswered: omit}}",
    "recommendations: [{id: NOTE, when: {question: D, is: answered}, action: R.}]",
    A="type: single, options: abc, evidence: {for: [c], accepts: [note], without: {c: a}}",
    N="type: number, maximum: 100",
    L="type: multiple, options: [{id: x, label: X, value: 10}, {id: y, label: Y, value: 20}]",
    M="type: matrix, options: abc, rows: {p: P, q: Q}",
    Z="lv",
    D="type: date",
    T="type: text, visible_if: {profile: type, in: [mun]}",
)
WHOLE = {"A": "c", "N": 3.5, "L": ["x", "y"], "M": {"p": "b", "q": "a"}, "Z": "0", "D": "2026-01-31"}


def units(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = ran.json["units"]
    return found


def table(*rows: str) -> dict[str, Any]:
    return units(command("score", YAML, "\n".join(rows) + "\n", suffix=".csv"))


def refused(answers: Any, *named: str, suffix: str = ".json") -> None:
    ran = command("score", YAML, answers, suffix=suffix)
    assert ran.code == 1
    assert ran.out == ""
    assert "Traceback" not in ran.err
    for name in named:
        assert name in ran.err


def test_the_heading_says_id_version_and_hash_of_the_file():
    ran = command("score", YAML, {"units": {}})
    sha = hashlib.sha256((HEAD + YAML).encode()).hexdigest()
    assert ran.json == {"questionnaire": {"id": "x", "version": "1.0", "sha256": sha}, "units": {}}


def test_units_stand_in_the_order_of_the_file_and_do_not_touch_each_other():
    alone = units(command("score", YAML, {"units": {"B": {"answers": WHOLE}}}))
    found = units(
        command("score", YAML, {"units": {"Z": {"answers": {}}, "B": {"answers": WHOLE}, "A": {"answers": {}}}})
    )
    assert list(found) == ["Z", "B", "A"]
    assert found["B"] == alone["B"]


def test_every_key_of_a_result_is_there():
    unit = score(YAML, WHOLE)
    assert set(unit) == {"visible", "recommendations", "readings", "route"}
    assert set(unit["readings"]["declared"]["t"]) == {
        "value",
        "max",
        "level",
        "level_by_value",
        "cap",
        "absent",
        "coverage",
        "children",
    }
    assert set(unit["readings"]["declared"]["t"]["children"][0]) == {"id", "value", "weight", "contribution", "absent"}


def test_csv_says_the_same_as_json():
    found = table("unit,A,N,L,M.p,M.q,Z,D,A.note,profile.type", "U,c,3.5,x|y,b,a,0,2026-01-31,Oficio 1,mun")["U"]
    said = score(YAML, WHOLE, evidence={"A": {"note": "Oficio 1"}}, profile={"type": "mun"})
    assert found == said
    assert found["readings"]["supported"]["t"]["value"] == 1 + 3.5 + 30 + 0.5 + 0
    assert "T" in found["visible"]


def test_xlsx_says_the_same_as_json():
    book = Workbook()
    book.active.append(["unit", "A", "N", "L", "M.p", "M.q", "Z", "D", "A.note", "profile.type"])
    book.active.append(["U", "c", 3.5, "x|y", "b", "a", 0, date(2026, 1, 31), "Oficio 1", "mun"])
    book.active.append([7, None, 3, None, None, None, 4.0, None, None, None])
    file = io.BytesIO()
    book.save(file)
    found = units(command("score", YAML, file.getvalue(), suffix=".xlsx"))
    assert found["U"] == score(YAML, WHOLE, evidence={"A": {"note": "Oficio 1"}}, profile={"type": "mun"})
    assert found["7"]["readings"]["declared"]["t"]["value"] == 7


def test_json_lines_say_the_same_as_json():
    lines = [{"unit": "U", "answers": WHOLE, "evidence": {"A": {"note": "Oficio 1"}}}, {"unit": "V", "answers": {}}]
    text = "\n".join(map(json.dumps, lines)) + "\n"
    found = [json.loads(line) for line in command("score", YAML, text, suffix=".jsonl").out.splitlines()]
    assert set(found[0]) == {"questionnaire"}
    assert [line["unit"] for line in found[1:]] == ["U", "V"]
    assert found[1] == {"unit": "U"} | score(YAML, WHOLE, evidence={"A": {"note": "Oficio 1"}})


def test_an_empty_cell_is_unanswered():
    assert table("unit,A,N,L,M.p,Z", "U,,,,,", "V,c,,,,")["U"]["readings"]["declared"]["t"]["absent"] == "unanswered"


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_may_have_a_byte_order_mark_and_windows_line_ends(start, end):
    ran = command("score", YAML, f"{start}unit,A,T{end}U,b,ñ{end}", suffix=".csv")
    assert units(ran)["U"]["readings"]["declared"]["t"]["value"] == 0.5


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Q9", "zeta"),
        ("A", "zeta"),
        ("L", "zeta"),
        ("L", "x|zeta"),
        ("M.p", "zeta"),
        ("N", "zeta"),
        ("N", "101"),
        ("D", "zeta"),
        ("M.z", "zeta"),
        ("Q9.note", "zeta"),
        ("A.finding", "zeta"),
    ],
)
def test_what_does_not_fit_in_csv_is_an_error_that_names_unit_question_and_value(column, cell):
    refused(
        f"unit,{column}\nUNI,{cell}\n", "UNI", column.split(".")[0], "101" if cell == "101" else "zeta", suffix=".csv"
    )


@pytest.mark.parametrize(
    ("question", "answer", "value"),
    [
        ("Q9", "zeta", "zeta"),
        ("Q9", 7, "7"),
        ("Q9", ["x", "zeta"], "zeta"),
        ("Q9", {"p": "zeta"}, "zeta"),
        ("A", "zeta", "zeta"),
        ("A", 7, "7"),
        ("A", True, "true"),
        ("L", ["x", "zeta"], "zeta"),
        ("L", "x", "x"),
        ("M", {"p": "zeta"}, "zeta"),
        ("M", {"zeta": "a"}, "zeta"),
        ("M", "a", "a"),
        ("N", "7", "7"),
        ("N", 101, "101"),
        ("N", 100.5, "100.5"),
        ("N", 10**400, "1000"),
        ("D", "31/01/2026", "31/01/2026"),
        ("D", "2026-02-30", "2026-02-30"),
        ("T", 7, "7"),
    ],
)
def test_what_does_not_fit_in_json_is_an_error_that_names_unit_question_and_value(question, answer, value):
    refused({"units": {"UNI": {"answers": {question: answer}}}}, "UNI", question, value)
    line = json.dumps({"unit": "UNI", "answers": {question: answer}})
    ran = command("score", YAML, line + "\n", suffix=".jsonl")
    assert ran.code == 1
    for name in ("UNI", question, value):
        assert name in ran.err


@pytest.mark.parametrize("number", ["1e16", "-1e308", "1" * 500])
def test_a_number_so_large_that_sums_would_overflow_is_refused(number):
    yaml = made("t: {combine: sum, of: [NUM]}", NUM="type: number")
    for answers, suffix in (
        (f'{{"units": {{"UNI": {{"answers": {{"NUM": {number}}}}}}}}}', ".json"),
        (f"unit,NUM\nUNI,{number}\n", ".csv"),
    ):
        ran = command("score", yaml, answers, suffix=suffix)
        assert ran.code == 1
        assert "UNI" in ran.err
        assert "NUM" in ran.err


def test_a_hidden_answer_must_fit_too():
    yaml = made(
        "t: {combine: mean, of: [A]}", A="abc", B="type: single, options: abc, visible_if: {question: A, in: [c]}"
    )
    ran = command("score", yaml, {"units": {"UNI": {"answers": {"A": "a", "B": "zeta"}}}})
    assert ran.code == 1
    assert "zeta" in ran.err


def test_all_problems_of_all_units_are_named_at_once():
    refused(
        {"units": {"U1": {"answers": {"A": "z1", "N": 500}}, "U2": {"answers": {"Q9": "z2"}}}},
        "U1",
        "z1",
        "500",
        "U2",
        "Q9",
        "z2",
    )


@pytest.mark.parametrize(
    ("answers", "suffix"),
    [
        ("", ".json"),
        ("{", ".json"),
        ("[]", ".json"),
        ('{"units": []}', ".json"),
        ('{"units": {"U": 3}}', ".json"),
        ('{"units": {"U": {"answers": []}}}', ".json"),
        ('{"units": {"U": {"answers": {"N": NaN}}}}', ".json"),
        ('{"units": {"U": {"answers": {"N": 1e999}}}}', ".json"),
        ('{"units": {"U": {"answers": {"A": "a", "A": "b"}}}}', ".json"),
        ("[" * 100_000, ".json"),
        (b"\xff\xfe\x00\x01", ".json"),
        ('{"answers": {}}\n', ".jsonl"),
        ('{"unit": "U", "answers": {}}\n{', ".jsonl"),
        ("A\na\n", ".csv"),
        ("", ".csv"),
        ("unit,A\nU,a\nU,b\n", ".csv"),
        ('unit,A\nU,"a\n', ".csv"),
        (b"PK\x03\x04nada", ".xlsx"),
        (b"", ".xlsx"),
        ("x", ".doc"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_and_never_a_traceback(answers, suffix):
    ran = command("score", YAML, answers, suffix=suffix)
    assert ran.code == 1
    assert "error" in ran.err
    assert "Traceback" not in ran.err


def test_a_damaged_workbook_is_an_error_and_never_a_traceback():
    book = Workbook()
    book.active.append(["unit", "A"])
    book.active.append(["U", "c"])
    file = io.BytesIO()
    book.save(file)
    whole = file.getvalue()
    for place in range(0, len(whole), 97):
        damaged = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        ran = command("score", YAML, damaged, suffix=".xlsx")
        assert ran.code == (0 if ran.out else 1)


def test_a_missing_file_is_an_error():
    assert evaluacion("score", "no-existe.yaml", "nada.json").code == 1
    assert evaluacion("score", "curso", "nada.json").code == 1


def test_the_questionnaire_may_be_an_id_of_the_shelf(tmp_path):
    answers = tmp_path / "a.json"
    answers.write_text('{"units": {"U": {"answers": {}}}}')
    assert evaluacion("score", "curso", str(answers)).json["questionnaire"]["id"] == "curso"


def test_the_result_may_go_to_a_file(tmp_path):
    target = tmp_path / "r.json"
    ran = command("score", YAML, {"units": {"U": {"answers": WHOLE}}}, "-o", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert json.loads(target.read_text())["units"]["U"] == score(YAML, WHOLE)


def test_with_errors_nothing_is_written(tmp_path):
    target = tmp_path / "r.json"
    assert command("score", YAML, {"units": {"U": {"answers": {"A": "z"}}}}, "-o", str(target)).code == 1
    assert not target.exists()


def test_values_are_full_doubles():
    assert (
        t(made("t: {combine: mean, of: [A, B, C]}", A="abc", B="abc", C="abc"), {"A": "c", "B": "a", "C": "a"})["value"]
        == 1 / 3
    )


RANKED = made("t: {combine: sum, of: [N], missing: {unanswered: 'null'}}", N="type: number")


def ranking(values: dict[str, float | None], *more: str, yaml: str = RANKED) -> dict[str, Any]:
    sheets = {"units": {unit: {"answers": {"N": number}} for unit, number in values.items()}}
    return units(command("rank", yaml, sheets, "--score", "t", *more))


def test_ranks_percentiles_and_intervals():
    found = ranking({"a": 5, "b": 9, "c": 5, "d": None, "e": 1, "f": 5})
    rows = {
        unit: (place["value"], place["rank"], place["percentile"], place["interval"]) for unit, place in found.items()
    }
    assert rows == {
        "a": (5, 2, 25, [2, 4]),
        "b": (9, 1, 100, [1, 1]),
        "c": (5, 2, 25, [2, 4]),
        "d": (None, None, None, None),
        "e": (1, 5, 0, [5, 5]),
        "f": (5, 2, 25, [2, 4]),
    }


def test_ranks_compare_on_nine_decimals():
    found = ranking({"a": 0.1 + 0.2, "b": 0.3, "c": 0.300000001, "d": 0.3000000001})
    assert [found[unit]["rank"] for unit in "abcd"] == [2, 2, 1, 2]
    assert found["a"]["percentile"] == 0
    assert found["a"]["interval"] == [2, 4]


def test_all_tied_and_alone():
    assert [place["rank"] for place in ranking({"a": 1, "b": 1}).values()] == [1, 1]
    assert [place["percentile"] for place in ranking({"a": 1, "b": 1}).values()] == [0, 0]
    alone = ranking({"a": 1})["a"]
    assert (alone["rank"], alone["interval"]) == (1, [1, 1])
    assert ranking({}) == {}
    assert ranking({"a": None})["a"] == {"value": None, "rank": None, "percentile": None, "interval": None}


def test_a_ranking_says_its_score_and_its_reading():
    yaml = made("t: {combine: mean, of: [A]}", A="type: single, options: abc, evidence: {for: [c], without: {c: a}}")
    sheets = {"units": {"p": {"answers": {"A": "c"}}, "q": {"answers": {"A": "b"}}}}
    declared = command("rank", yaml, sheets, "--score", "t").json
    supported = command("rank", yaml, sheets, "--score", "t", "--reading", "supported").json
    assert (declared["score"], declared["reading"], declared["units"]["p"]["rank"]) == ("t", "declared", 1)
    assert (supported["reading"], supported["units"]["p"]["rank"], supported["units"]["q"]["rank"]) == (
        "supported",
        2,
        1,
    )


PULLED = made("t: {combine: mean, of: [{question: A, weight: 3}, B]}", A="abc", B="abc")
SHEETS = {
    "units": {
        "u": {"answers": {"A": "c", "B": "a"}},
        "v": {"answers": {"A": "b", "B": "b"}},
        "w": {"answers": {"A": "a", "B": "c"}},
        "x": {"answers": {}},
    }
}


def test_draws_vary_weights_and_mean_and_repeat_with_the_seed():
    # arithmetic: u ≈ 0.75, v 0.5, w ≈ 0.25; geometric with floor 0.01: v 0.5, u ≈ 0.01^(1/4) = 0.32, w ≈ 0.01^(3/4)
    found = command("rank", PULLED, SHEETS, "--score", "t", "--draws", "400", "--seed", "3")
    assert found.json == command("rank", PULLED, SHEETS, "--score", "t", "--draws", "400", "--seed", "3").json
    places = units(found)
    assert [places[unit]["interval"] for unit in "uvw"] == [[1, 2], [1, 2], [3, 3]]
    assert places["x"]["interval"] is None
    assert [places[unit]["rank"] for unit in "uvw"] == [1, 2, 3]
    assert places["u"]["value"] == pytest.approx(0.75)


def test_check_says_every_error_at_once_with_line_and_column(tmp_path):
    file = tmp_path / "c.yaml"
    file.write_text(
        HEAD + "otra: 1\nquestions:\n  A: {type: simple, text: A}\nscores:\n  t: {combine: mean, of: [Z]}\n"
    )
    ran = evaluacion("check", str(file))
    assert ran.code == 1
    assert {line.removeprefix(f"{file}:").split(":")[0] for line in ran.out.splitlines()} == {"2", "4", "6"}
    assert all(": error: " in line for line in ran.out.splitlines())


def test_warnings_alone_exit_0(tmp_path):
    file = tmp_path / "c.yaml"
    file.write_text(HEAD + made("t: {combine: mean, of: [A]}", A="abc"))
    ran = evaluacion("check", str(file))
    assert ran.code == 0
    assert ": aviso: " in ran.out
    assert ": error: " not in ran.out


def test_check_takes_several_files(tmp_path):
    good, bad = tmp_path / "g.yaml", tmp_path / "b.yaml"
    good.write_text(HEAD + made("t: {combine: mean, of: [A]}", A="abc"))
    bad.write_text("[")
    ran = evaluacion("check", str(good), str(bad))
    assert ran.code == 1
    assert f"{bad}:1:" in ran.out


TRANSLATED = """
sections: [{id: s, title: Sección, intro: Hola., questions: [A, M]}]
questions:
  A: {type: single, text: ¿A?, help: Ayuda., unit: u, options: [{id: a, label: Nada, value: 0}, {id: b, label: Algo, value: 1}], evidence: {for: [b], hints: [Una liga]}, keeps: {title: Corto}}
  M: {type: matrix, text: ¿M?, options: e, rows: {p: Pe}, labels: {z: Otra}}
scales: {e: [{id: z, label: Cero, value: 0}, {id: y, label: Uno, value: 1}]}
scores: {t: {title: Total, combine: mean, of: [A, M], levels: [{id: N1, from: 0, title: Uno}]}}
recommendations: [{id: R, when: {question: A, in: [a]}, action: Haga., horizon: Ya, effect: Mejor}]
references: {r: {title: Ley, publisher: Congreso, checked: full_text}}
notes: [{when: {profile: type, in: [x]}, text: Nota.}]
glossary: [{term: Voz, definition: Sonido.}]
"""


def translated(tmp_path: Path) -> tuple[Path, Ran]:
    file = tmp_path / "1.0.yaml"
    file.write_text(HEAD + TRANSLATED.replace("unit: u, ", ""))
    return tmp_path / "1.0.en.yaml", evaluacion("translate", str(file), "en")


def test_translate_writes_every_text_as_missing(tmp_path):
    target, ran = translated(tmp_path)
    assert ran.code == 0
    lines = dict(
        line.split(": ", 1) for line in target.read_text().splitlines() if ": " in line and not line.startswith("#")
    )
    expected = {
        "questionnaire.title",
        "sections.s.title",
        "sections.s.intro",
        "questions.A.text",
        "questions.A.help",
        "questions.A.options.a.label",
        "questions.A.options.b.label",
        "questions.A.evidence.hints.0",
        "questions.A.keeps.title",
        "questions.M.text",
        "questions.M.rows.p",
        "questions.M.labels.z",
        "scales.e.z.label",
        "scales.e.y.label",
        "scores.t.title",
        "scores.t.levels.N1.title",
        "recommendations.R.action",
        "recommendations.R.horizon",
        "recommendations.R.effect",
        "references.r.title",
        "references.r.publisher",
        "notes.0.text",
        "glossary.0.term",
        "glossary.0.definition",
    }
    assert set(lines) == expected
    assert all(text.split(" #")[0].strip() in ("null", "") for text in lines.values())


def test_translate_keeps_what_is_translated_and_drops_what_is_gone(tmp_path):
    target, _ = translated(tmp_path)
    target.write_text('questions.A.text: "A?"\nquestions.Z.text: Gone\nquestions.M.text: null\n')
    _, ran = translated(tmp_path)
    text = target.read_text()
    assert ran.code == 0
    assert "A?" in text
    assert "Gone" not in text
    assert "questions.A.text" not in ran.out
    assert "questions.M.text" in ran.out
    assert translated(tmp_path)[0].read_text() == text


def test_a_missing_translation_is_a_warning(tmp_path):
    translated(tmp_path)
    ran = evaluacion("check", str(tmp_path / "1.0.yaml"))
    assert ran.code == 0
    assert "1.0.en.yaml" in ran.out or "«en»" in ran.out
