from __future__ import annotations

import json
from pathlib import Path

import pytest
import reading
import samples

from evaluacion.cli.main import main


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    sheet = samples.example_sheet()
    evidence = {question: {"urls": list(one.urls), "reason": one.reason} for question, one in sheet.support.items()}
    unit = {"answers": dict(sheet.answers), "profile": {"ambito": "estatal", "state": "14"}, "evidence": evidence}
    path = tmp_path / "respuestas.json"
    path.write_text(json.dumps({"units": {"INM": unit, "OTRA": {"answers": {}}}}), "utf-8")
    return path


def test_a_file_of_answers_becomes_a_document_without_folio(answers: Path, tmp_path: Path) -> None:
    target = tmp_path / "resumen.pdf"
    words = ["diagnose", "retos-cocreacion", str(answers), "-o", str(target), "--unit", "INM", "--format", "resumen"]
    words += ["--institution", "Instituto de Movilidad", "--period", "2026", "--date", "2026-11-25"]
    assert main(words) == 0
    text = reading.text(target.read_bytes())
    assert "Instituto de Movilidad" in text
    assert "Documento sin registrar" in text
    assert "25 de noviembre de 2026" in text
    first = target.read_bytes()
    assert main(words) == 0
    assert target.read_bytes() == first


def test_the_unit_must_be_named_where_there_are_several(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "x.pdf"
    assert main(["diagnose", "retos-cocreacion", str(answers), "-o", str(target)]) == 1
    assert "elija una con --unit" in capsys.readouterr().err
    assert main(["diagnose", "retos-cocreacion", str(answers), "-o", str(target), "--unit", "NADIE"]) == 1
    assert "no tiene la unidad «NADIE»" in capsys.readouterr().err
    assert not target.exists()


def test_answers_that_do_not_fit_stop_the_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "malas.json"
    path.write_text(json.dumps({"units": {"U": {"answers": {"R1-01": "9"}}}}), "utf-8")
    assert main(["diagnose", "retos-cocreacion", str(path), "-o", str(tmp_path / "x.pdf")]) == 1
    assert "R1-01" in capsys.readouterr().err


def test_a_folder_that_does_not_exist_is_a_sentence(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "no" / "hay.pdf"
    words = ["diagnose", "retos-cocreacion", str(answers), "-o", str(target), "--unit", "OTRA", "--format", "resumen"]
    assert main(words) == 1
    assert "No se puede escribir" in capsys.readouterr().err


def test_the_document_speaks_english_with_the_translated_questionnaire(answers: Path, tmp_path: Path) -> None:
    target = tmp_path / "en.pdf"
    words = ["diagnose", "retos-cocreacion", str(answers), "-o", str(target), "--unit", "INM", "--format", "resumen"]
    assert main([*words, "--language", "en", "--paper", "a4"]) == 0
    assert "Dialogue" in reading.text(target.read_bytes())


def test_short_parts_share_a_page(tmp_path: Path) -> None:
    path, target = tmp_path / "curso.json", tmp_path / "curso.pdf"
    answers = {f"CU-{n:02}": "1" for n in range(1, 13)}
    path.write_text(json.dumps({"units": {"U": {"answers": answers}}}), "utf-8")
    assert main(["diagnose", "curso", str(path), "-o", str(target)]) == 0
    parts = [page for page in reading.pages(target.read_bytes()) if "Lo que la institución marcó" in page]
    assert len(parts) == 3
