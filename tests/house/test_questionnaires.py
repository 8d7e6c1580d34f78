"""The questionnaires that ship are valid, complete, translated and, once published, frozen."""

import hashlib
import json

import pytest

from evaluacion.catalogue import shelf
from evaluacion.catalogue.inspection import inspect_file
from evaluacion.domain.questionnaire import Checked, Effort
from evaluacion.resources import QUESTIONNAIRES

COUNTS = {"retos-cocreacion": 42, "sociedad-civil": 18, "curso": 12, "plan-de-accion": 18}
FILES = sorted(QUESTIONNAIRES.glob("*/*.yaml"))


def ours(name):
    return shelf.find(name).questionnaire()


@pytest.mark.parametrize("name", COUNTS)
def test_each_questionnaire_loads_without_an_error_or_a_warning(name):
    files = [path for path in FILES if path.parent.name == name and path.stem.count(".") == 1]
    assert files
    for path in files:
        assert [str(problem) for problem in inspect_file(path)] == []


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_each_questionnaire_asks_what_it_should(name, count):
    assert len(ours(name).questions) == count


def test_the_main_questionnaire_has_seven_indicators_a_challenge_and_advice_for_each_level():
    questionnaire = ours("retos-cocreacion")
    assert [len(section.questions) for section in questionnaire.sections] == [7] * 6
    assert len(questionnaire.glossary) == 40
    for question in questionnaire.questions:
        mine = [r for r in questionnaire.recommendations if r.id.startswith(f"{question}-")]
        assert sorted(r.id.removeprefix(f"{question}-") for r in mine) == ["0", "1", "2", "3"]
        assert all(r.action and r.horizon and r.effect and r.effort in Effort for r in mine)


@pytest.mark.parametrize("name", COUNTS)
def test_every_reference_has_an_address_and_says_how_far_it_was_checked(name):
    for reference in ours(name).references.values():
        assert reference.url.startswith(("https://", "http://"))
        assert reference.checked is not Checked.NONE


def test_every_question_of_civil_society_mirrors_an_indicator():
    main = ours("retos-cocreacion").questions
    mirrors = [question.mirrors for question in ours("sociedad-civil").questions.values()]
    assert len(set(mirrors)) == 18
    assert set(mirrors) <= set(main)


def test_the_course_gives_scores_but_no_level():
    assert all(score.levels == () for score in ours("curso").scores.values())


def test_a_published_version_never_changes():
    published = json.loads((QUESTIONNAIRES / "published.json").read_text(encoding="utf-8"))
    assert {entry["id"] for entry in published} == set(COUNTS)
    for entry in published:
        path = QUESTIONNAIRES / entry["id"] / f"{entry['version']}.yaml"
        assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"], path
