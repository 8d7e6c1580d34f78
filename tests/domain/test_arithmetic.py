"""Where a score comes from, for whoever asks."""

from __future__ import annotations

import pytest

from evaluacion.domain.arithmetic import explain
from evaluacion.domain.conditions import ChildrenCompare, Quantifier
from evaluacion.domain.questionnaire import Display
from evaluacion.domain.scorecard import Reading
from evaluacion.domain.scoring import score_sheet
from tests.domain.builders import DEGREES, build, matrix, missing, q, s, score, sheet, single

PERCENT = Display(source=(0, 1), target=(0, 100), decimals=1)
LOW = ChildrenCompare(quantifier=Quantifier.ANY_CHILD, below=0.5)
QUESTIONNAIRE = build(
    [single("A", DEGREES, keeps={"title": "Corto"}), single("B", DEGREES), matrix("M", "uno", found=DEGREES)],
    [
        score("T", "mean", q("A", weight=2), q("B"), title="Tema", missing=missing(unanswered="zero"), display=PERCENT),
        score(
            "S",
            "mean",
            s("T"),
            q("M", row="uno"),
            levels={"N1": 0, "N2": 0.5},
            caps=[(LOW, "N1")],
            display=PERCENT,
            round_decimals=1,
        ),
        score("G", "geometric", q("A"), q("B"), floor=0.01, missing=missing(unanswered="full")),
    ],
)


def explained(score_id, answers):
    card = score_sheet(QUESTIONNAIRE, sheet(answers))
    return explain(QUESTIONNAIRE, card, Reading.DECLARED, score_id)


def test_a_score_is_explained_child_by_child():
    found = explained("T", {"A": "mitad"})
    assert [(child.title, child.counted, child.shown) for child in found.children] == [
        ("Corto", 0.5, 0.5),
        ("B", 0, None),
    ]
    assert [child.shown_contribution for child in found.children] == [33.3, 0]
    assert (found.title, found.total_weight, found.before_rounding) == ("Tema", 3, pytest.approx(1 / 3))
    assert (found.shown, found.maximum, found.coverage) == (33.3, 1, 0.5)


def test_rounding_levels_and_the_cap_that_bit_are_told():
    found = explained("S", {"A": "nada", "B": "mitad", "M": {"uno": "todo"}})
    assert [child.title for child in found.children] == ["Tema", "M: Uno"]
    assert [child.is_score for child in found.children] == [True, False]
    assert found.children[0].shown == 16.7
    assert (found.before_rounding, found.value, found.round_decimals) == (pytest.approx(7 / 12), 0.6, 1)
    assert [(mark.level.id, mark.shown) for mark in found.thresholds] == [("N1", 0), ("N2", 50)]
    assert (found.level.id, found.level_by_value.id, found.cap.level) == ("N1", "N2", "N1")


def test_modes_that_do_not_add_tell_what_was_counted():
    found = explained("G", {"A": "nada"})
    assert [child.counted for child in found.children] == [0, 1]
    assert found.before_rounding == found.value == pytest.approx(0.1)
    assert found.children[0].line.contribution is None


def test_without_value_the_reason_is_told():
    found = explained("S", {"A": "nada", "B": "mitad"})
    assert (found.value, found.shown, found.before_rounding, found.absent) == (None, None, None, "unanswered")
