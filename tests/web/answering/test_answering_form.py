"""The form of a section: built once, numbers and dates as people write them, content named by a digest."""

from __future__ import annotations

import pytest

from evaluacion.services import questionnaires
from evaluacion.web import answer_form


def test_the_class_of_a_section_is_built_once():
    questionnaire = questionnaires.find_on_shelf("prueba")
    assert answer_form.form_class(questionnaire, "uno") is answer_form.form_class(questionnaire, "uno")
    assert answer_form.form_class(questionnaire, "uno") is not answer_form.form_class(questionnaire, "dos")


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,304.5", 1304.5), (" 50 ", 50), ("-3", -3), (".5", 0.5), ("1e9", None), ("mil", None), ("1.2.3", None)],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert answer_form.parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-11-30", "2026-11-30"), ("30/11/2026", "2026-11-30"), ("1.2.2026", "2026-02-01"), ("31/02/2026", None)],
)
def test_dates_are_read_as_people_write_them(text, day):
    assert answer_form.parse_date(text) == day


def test_the_digest_does_not_change_on_a_trip_through_a_form():
    before = answer_form.digest(50.0, reason="", note="uno\ndos")
    assert answer_form.digest(50, reason="", note="uno\r\ndos") == before
    assert answer_form.digest((), reason="", note="") == answer_form.digest(None, reason="", note="")
