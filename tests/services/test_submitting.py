"""Submitting, reopening, verifying: what is frozen stays frozen."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from evaluacion.domain.answers import Support
from evaluacion.domain.canonical import canonical_json
from evaluacion.domain.errors import Forbidden, Invalid, NotFound
from evaluacion.domain.scorecard import Reading
from evaluacion.domain.scoring import score_sheet
from evaluacion.services import assessments, submitting, verifying
from evaluacion.services.assessments import AssessmentState, Period
from evaluacion.services.folios import read_folio
from evaluacion.services.verifying import Verdict


def _submit(world, assessment, viewer=None):
    with world.database.session() as session:
        return submitting.submit(session, viewer or world.responsible, assessment)


def _answered(world):
    assessment = world.start()
    world.save(assessment, "Q1", "2")
    world.save(assessment, "Q4", 33.3)
    world.save(assessment, "Q5", ("a",), support=Support(note="Nota", urls=("https://ejemplo.mx/a",)))
    world.save(assessment, "Q6", {"compras": "1", "obras": "ns"})
    return assessment


def test_coverage_says_what_is_missing_before_anybody_submits(world) -> None:
    assessment = _answered(world)
    with world.database.reading() as session:
        coverage = submitting.get_coverage(session, world.reader, assessment)
    assert (coverage.answered, coverage.total) == (4, 7)
    assert coverage.missing == ("Q2", "Q3", "Q7")
    assert coverage.reasons_missing == ()
    assert coverage.scorecard.readings[Reading.DECLARED]["total"].value == 75


def test_a_submission_freezes_answers_and_result_with_a_folio_and_the_hash_of_its_snapshot(world) -> None:
    assessment = _answered(world)
    submission = _submit(world, assessment)
    assert submission.folio == read_folio(submission.folio)
    assert submission.folio.startswith(f"EV-{submission.submitted_at.year}-")
    assert submission.revision == 1
    assert submission.current
    assert submission.sheet.answers["Q5"] == ("a",)
    assert submission.sheet.support["Q5"] == Support(note="Nota", urls=("https://ejemplo.mx/a",))
    with world.database.reading() as session:
        snapshot = submitting.read_snapshot(session, world.reader, submission.id)
    assert hashlib.sha256(snapshot.encode()).hexdigest() == submission.sha256
    assert canonical_json(json.loads(snapshot)) == snapshot


def test_a_stored_result_recomputes_to_the_same_value(world) -> None:
    submission = _submit(world, _answered(world))
    with world.database.reading() as session:
        page = submitting.get_submission(session, world.reader, submission.id)
    assert score_sheet(page.questionnaire, page.submission.sheet) == page.submission.scorecard


def test_submitting_twice_gives_the_same_submission(world) -> None:
    assessment = _answered(world)
    assert _submit(world, assessment) == _submit(world, assessment)


def test_only_who_is_responsible_submits_and_reopens(world) -> None:
    assessment = _answered(world)
    for viewer in (world.capture, world.reader):
        with pytest.raises(Forbidden):
            _submit(world, assessment, viewer)
    with pytest.raises(NotFound):
        _submit(world, assessment, world.stranger)
    _submit(world, assessment)
    with pytest.raises(Forbidden), world.database.session() as session:
        submitting.reopen(session, world.capture, assessment, reason="un motivo")


def test_not_applicable_without_its_reason_stops_the_submission(world) -> None:
    assessment = world.start()
    world.save(assessment, "Q1", "na")
    with pytest.raises(Invalid, match="razón"):
        _submit(world, assessment)
    world.save(assessment, "Q1", "na", version=1, support=Support(reason="No hay contratos"))
    assert _submit(world, assessment).revision == 1


def test_reopening_makes_the_next_revision_and_the_first_one_verifies_as_superseded(world) -> None:
    assessment = _answered(world)
    first = _submit(world, assessment)
    with world.database.session() as session:
        reopened = submitting.reopen(session, world.responsible, assessment, reason="Faltó un dato")
    assert (reopened.state, reopened.revision) == (AssessmentState.DRAFT, 2)
    assert _verdict(world, first.folio) is Verdict.CURRENT
    world.save(assessment, "Q1", "0", version=1)
    second = _submit(world, assessment)
    assert (second.revision, second.folio != first.folio) == (2, True)
    assert _verdict(world, first.folio) is Verdict.SUPERSEDED
    assert _verdict(world, first.sha256) is Verdict.SUPERSEDED
    assert _verdict(world, second.sha256.upper()) is Verdict.CURRENT
    with world.database.reading() as session:
        old = submitting.get_submission(session, world.reader, first.id)
    assert old.submission.sheet == first.sheet
    assert old.submission.scorecard == first.scorecard
    assert not old.submission.current
    assert not old.may_reopen


def _verdict(world, asked):
    with world.database.reading() as session:
        return verifying.verify(session, asked).verdict


def test_reopening_asks_for_a_reason_and_for_something_submitted(world) -> None:
    assessment = _answered(world)
    with world.database.session() as session, pytest.raises(Invalid, match="ya está abierto"):
        submitting.reopen(session, world.responsible, assessment, reason="un motivo")
    _submit(world, assessment)
    with world.database.session() as session, pytest.raises(Invalid, match="por qué"):
        submitting.reopen(session, world.responsible, assessment, reason="  a ")


def test_a_folio_is_understood_however_it_is_typed_and_anything_else_is_unknown(world) -> None:
    folio = _submit(world, _answered(world)).folio
    for typed in (folio.lower(), folio.replace("-", ""), f"  {folio} ", folio.replace("-", " – ")):
        assert _verdict(world, typed) is Verdict.CURRENT
    for typed in ("", "EV-2026-000000", "x" * 64, "0" * 64, "' OR 1=1 --", "EV-2026-7F3K9Q; DROP"):
        assert _verdict(world, typed) is Verdict.UNKNOWN


def test_the_database_itself_refuses_to_change_submissions_and_history(world) -> None:
    _submit(world, _answered(world))
    for table, column in (("submissions", "folio"), ("answer_history", "edit")):
        with pytest.raises(DBAPIError, match="append-only"), world.database.engine.begin() as connection:
            connection.execute(text(f"UPDATE {table} SET {column} = 'x'"))


def test_previous_submissions_of_the_institution_come_by_period_with_the_last_revision_of_each(world) -> None:
    last_year = Period(start=date(2025, 1, 1), end=date(2025, 12, 31), label="2025")
    old = world.start(period=last_year)
    world.save(old, "Q1", "0")
    _submit(world, old)
    with world.database.session() as session:
        submitting.reopen(session, world.responsible, old, reason="Corrección")
    corrected = _submit(world, old)
    new = _submit(world, _answered(world))
    with world.database.reading() as session:
        previous = submitting.list_previous(session, world.reader, new.id)
        everything = submitting.list_own(session, world.reader)
        with pytest.raises(NotFound):
            submitting.list_previous(session, world.stranger, new.id)
        assert submitting.list_own(session, world.stranger) == ()
    assert [submission.folio for submission in previous] == [corrected.folio, new.folio]
    assert len(everything) == 3


def test_a_stored_assessment_never_needs_the_file_again(world, tmp_path, monkeypatch) -> None:
    assessment = _answered(world)
    monkeypatch.setattr("evaluacion.services.questionnaires.SHELF", tmp_path)
    monkeypatch.setattr("evaluacion.services.questionnaires._memory._kept", OrderedDict())
    with world.database.reading() as session:
        overview = assessments.get_overview(session, world.reader, assessment, language="en")
    assert overview.questionnaire.title == "Test questionnaire"
    assert _submit(world, assessment).scorecard.questionnaire_id == "prueba"
