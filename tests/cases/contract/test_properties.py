# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Section 9 of the contract: what holds for every questionnaire, on small ones."""

from __future__ import annotations

from itertools import product

import pytest

from tests.cases.contract.bench import command, made, t, value

MODES = ["sum", "mean", "geometric, floor: 0.1", "harmonic, floor: 0.1", "median", "min", "max", "percent_of_max"]
GATES = ["all", "share_met"]
ORDERED = ["ladder", "last"]
SHEETS = [dict(zip("ABC", answers, strict=True)) for answers in product("abc", repeat=3)]


def values(yaml: str) -> list[float | None]:
    """The values of every way to answer A, B and C."""
    ran = command("score", yaml, {"units": {str(i): {"answers": sheet} for i, sheet in enumerate(SHEETS)}})
    return [unit["readings"]["declared"]["t"]["value"] for unit in ran.json["units"].values()]


def scored(combine: str, children: str) -> str:
    return made(f"t: {{combine: {combine}, of: [{children}]}}", A="abc", B="abc", C="abc")


@pytest.mark.parametrize("combine", MODES + GATES)
def test_the_order_of_the_children_changes_nothing(combine):
    assert values(scored(combine, "A, B, C")) == pytest.approx(values(scored(combine, "C, A, B")), abs=1e-12)


@pytest.mark.parametrize("combine", MODES + GATES + ORDERED)
def test_best_answers_give_the_largest_value_and_worst_the_smallest(combine):
    found = values(scored(combine, "A, B, C"))
    assert found[-1] == pytest.approx(t(scored(combine, "A, B, C"))["max"])
    assert found[-1] == pytest.approx(max(found))
    assert found[0] == min(found)


@pytest.mark.parametrize("combine", MODES + GATES + ORDERED)
def test_improving_an_answer_never_lowers_the_score(combine):
    found = dict(zip(product("abc", repeat=3), values(scored(combine, "A, B, C")), strict=True))
    for sheet, before in found.items():
        for place, better in ((p, b) for p in range(3) for b in "bc" if b > sheet[p]):
            assert found[(*sheet[:place], better, *sheet[place + 1 :])] >= before - 1e-12


def test_a_rounded_score_still_reaches_its_largest_value():
    yaml = made(
        "t: {combine: ladder, of: [s, C]}\ns: {combine: sum, of: [{question: A, weight: 1.2}, B], round: {decimals: 0}}",
        A="abc",
        B="abc",
        C="abc",
    )
    assert value(yaml, {"A": "c", "B": "c", "C": "c"}) == t(yaml)["max"] == 3


def test_level_k_implies_level_k_less_1_on_a_ladder():
    yaml = made(
        """
        t: {combine: ladder, of: [n1, n2, n3]}
        n1: {combine: all, of: [A]}
        n2: {combine: all, of: [{score: n1, at_least: 1}, B]}
        n3: {combine: all, of: [{score: n2, at_least: 1}, C]}
        """,
        A="abc",
        B="abc",
        C="abc",
    )
    for sheet, reached in zip(SHEETS, values(yaml), strict=True):
        met = [sheet[name] == "c" for name in "ABC"]
        assert reached == [*met, False].index(False)
