from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
import reading
import samples
from conftest import rendered

from evaluacion.domain.diagnosis import Diagnosis
from evaluacion.reports.diagnosis_report import ReportKind, diagnosis_html
from evaluacion.reports.rendering import Press
from evaluacion.reports.templating import Writing


def test_the_complete_document_says_what_it_promises(complete: bytes) -> None:
    text = reading.squeezed(complete)
    for promised in (
        "Instituto de Movilidad (institución de ejemplo)",
        "Diálogo",
        "Sustentado 46.6 de 100, declarado 49.1",
        "Recomendaciones, en orden",
        "Ruta al siguiente nivel: N4 Colaboración",
        "Registrar la evidencia que falta",
        "Borrador de plan de mejora",
        "Cobertura y ausencias",
        "El instituto no atiende trámites",
        "Método",
        "Fuentes",
        "Glosario",
        "Verificación",
        "EV-2026-7F3K-9QXM",
    ):
        assert promised.replace(" ", "") in text, promised


def test_the_verification_block_prints_the_whole_hash(complete: bytes) -> None:
    assert samples.SHA256 in reading.squeezed(complete)


def test_every_challenge_and_every_indicator_is_there(complete: bytes, example: Diagnosis) -> None:
    text = reading.squeezed(complete)
    for part in example.parts:
        assert re.sub(r"\s", "", f"{part.outcome.number}. {part.outcome.title}") in text
        for one in part.indicators:
            assert one.id in text
            assert re.sub(r"\s", "", one.title) in text


def test_each_challenge_of_ours_fits_on_one_page(complete: bytes) -> None:
    heads = [page.splitlines()[0] for page in reading.pages(complete)]
    assert all(sum(f" {number}. " in head for head in heads) == 1 for number in range(1, 7))


def test_the_summary_has_exactly_two_pages(brief: bytes) -> None:
    assert len(reading.pages(brief)) == 2
    assert "EV-2026-7F3K-9QXM" in reading.pages(brief)[1]


def test_pages_are_numbered_from_the_second(complete: bytes) -> None:
    pages = reading.pages(complete)
    assert "Página" not in pages[0]
    assert all(f"Página {number} de {len(pages)}" in page for number, page in enumerate(pages[1:], start=2))


def test_running_heads_name_the_institution_and_the_section(complete: bytes) -> None:
    for page in reading.pages(complete)[1:]:
        assert page.startswith("Instituto de Movilidad (institución de ejemplo)")
    assert "Fuentes" in reading.pages(complete)[-4].splitlines()[0]


def test_the_file_is_tagged_in_spanish_and_has_a_title(opened: pikepdf.Pdf) -> None:
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) == "es-MX"
    assert "Retos para la cocreación" in str(opened.docinfo["/Title"])
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert b"pdfuaid" in opened.Root.Metadata.read_bytes()


def test_tables_have_heads_and_headings_do_not_skip_a_level(opened: pikepdf.Pdf) -> None:
    tags = reading.tags(opened)
    assert tags.count("/Table") > 10
    assert tags.count("/TH") > 100
    levels = [int(tag[2]) for tag in tags if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_drawings_have_alternative_texts(opened: pikepdf.Pdf) -> None:
    alternatives = reading.figures(opened)
    assert any("Perfil por reto" in one for one in alternatives)
    assert any("QR" in one for one in alternatives)


def test_bookmarks_lead_to_every_section(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert "4. Exigibilidad de los compromisos" in titles
    assert titles[-1] == "Verificación"


def test_every_font_is_embedded_and_ours(complete: bytes) -> None:
    rows = reading.run("pdffonts", complete, "FILE").splitlines()[2:]
    assert rows
    for row in rows:
        assert "Source" in row
        assert row.split()[-5:-3] == ["yes", "yes"]


def test_the_file_is_sound_and_carries_no_attachment(complete: bytes) -> None:
    assert "No syntax or stream encoding errors found" in reading.run("qpdf", complete, "--check", "FILE")
    assert "0 embedded files" in reading.run("pdfdetach", complete, "-list", "FILE")
    assert b"/JavaScript" not in complete


def test_only_the_sources_of_the_questionnaire_can_be_clicked(complete: bytes, example: Diagnosis) -> None:
    assert set(reading.links(complete)) == {source.url for source in example.sources if source.url}


def test_table_heads_repeat_on_every_page_of_a_long_table(complete: bytes) -> None:
    advice = [page for page in reading.pages(complete) if "Recomendaciones, en orden" in page.splitlines()[0]]
    assert len(advice) > 2
    assert all("Acción y efecto esperado" in page for page in advice)


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_both_papers_give_one_summary_page(press: Press, paper: str) -> None:
    pdf = rendered(press, diagnosis_html(samples.example(), kind=ReportKind.SUMMARY), paper)
    with pikepdf.open(BytesIO(pdf)) as opened:
        width = float(opened.pages[0].MediaBox[2])
        assert len(opened.pages) == 2
    assert width == pytest.approx(612 if paper == "letter" else 595.28, abs=0.1)


def test_the_document_speaks_english_when_asked(press: Press) -> None:
    html = diagnosis_html(samples.example(), kind=ReportKind.SUMMARY, writing=Writing(language="en"))
    with pikepdf.open(BytesIO(rendered(press, html))) as opened:
        assert str(opened.Root.Lang) == "en"


def test_an_unregistered_document_says_so_and_has_no_code(press: Press) -> None:
    pdf = rendered(press, diagnosis_html(samples.example(folio=None), kind=ReportKind.SUMMARY))
    assert "no tiene folio y no se puede verificar" in reading.text(pdf)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert not any("QR" in one for one in reading.figures(opened))


@pytest.mark.parametrize("name", ["curso", "sociedad-civil", "plan-de-accion"])
def test_our_other_questionnaires_give_a_document_too(press: Press, name: str) -> None:
    chosen = samples.questionnaire(name)
    diagnosis = samples.example(samples.with_answers(dict.fromkeys(chosen.questions, "2")), of=chosen)
    pages = reading.pages(rendered(press, diagnosis_html(diagnosis)))
    assert len(pages) > 4


@pytest.mark.parametrize("sheet", [{}, {"R1-01": "4"}], ids=["nothing answered", "one answer"])
def test_an_almost_empty_sheet_gives_a_document_that_says_what_is_missing(press: Press, sheet: dict[str, str]) -> None:
    text = reading.text(rendered(press, diagnosis_html(samples.example(samples.with_answers(dict(sheet))))))
    assert "Resultado incompleto" in text
    assert "para calcular este reto" in text


@pytest.mark.parametrize("kind", list(ReportKind))
def test_a_document_of_a_trial_says_so_and_gives_nothing_to_verify(press: Press, kind: ReportKind) -> None:
    registered = samples.example()
    issue = replace(registered.issue, folio=None, verify_address="", is_trial=True)
    html = diagnosis_html(replace(registered, issue=issue), kind=kind)
    text = reading.squeezed(rendered(press, html))
    assert "Documentodeprueba" in text
    assert "seborraenundíaynoquedaregistrada" in text
    assert "verificar?" not in html
    assert '<div class="qr">' not in html
    assert samples.SHA256[:12] not in text
    assert "Folio" not in text.replace("notienefolio", "")
