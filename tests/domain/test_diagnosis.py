from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from evaluacion.domain.answers import AnswerSheet, Support
from evaluacion.domain.conditions import ChildrenCompare, ProfileIn, Quantifier, QuestionIn
from evaluacion.domain.diagnosis import Diagnosis, Institution, diagnose
from evaluacion.domain.indicators import EvidenceMark
from evaluacion.domain.progress import Earlier
from evaluacion.domain.questionnaire import (
    Absence,
    Child,
    Combine,
    Display,
    Effort,
    Evidence,
    Level,
    LevelCap,
    LevelId,
    Missing,
    MissingRule,
    Note,
    Option,
    OptionId,
    Proof,
    Question,
    QuestionId,
    Questionnaire,
    QuestionType,
    Recommendation,
    RecommendationId,
    RowId,
    Score,
    ScoreId,
)
from evaluacion.domain.scoring import score_sheet

WHEN = datetime(2026, 11, 25, tzinfo=UTC)
OPTIONS = (
    *(
        Option(id=OptionId(str(step)), label=f"paso {step}", name=f"Nivel {step}", value=25.0 * step)
        for step in range(5)
    ),
    Option(id=OptionId("na"), label="No aplica", name="No aplica", absence=Absence.NOT_APPLICABLE),
)
PROOF = Evidence(
    options=(OptionId("3"), OptionId("4")),
    accepts=(Proof.URL,),
    hints=("Liga al acuerdo",),
    without={OptionId("3"): OptionId("2"), OptionId("4"): OptionId("2")},
)
LEVELS = tuple(Level(id=LevelId(f"N{n}"), start=20.0 * (n - 1), title=f"Nivel {n}") for n in range(1, 6))
SHOWN = Display(source=(0, 100), target=(0, 100), decimals=1)
OMIT = Missing(unanswered=MissingRule.OMIT, coverage=0.5)


def question(name: str, **changes: object) -> Question:
    plain = Question(id=QuestionId(name), type=QuestionType.SINGLE, text=f"¿{name}?", options=OPTIONS, evidence=PROOF)
    return replace(plain, **changes)  # type: ignore[arg-type]


def part(name: str, *questions: str) -> Score:
    children = tuple(Child(question=QuestionId(one)) for one in questions)
    return Score(
        id=ScoreId(name),
        combine=Combine.MEAN,
        children=children,
        title=f"Parte {name}",
        missing=OMIT,
        display=SHOWN,
        levels=LEVELS,
    )


def questionnaire(**changes: object) -> Questionnaire:
    total = Score(
        id=ScoreId("total"),
        combine=Combine.MEAN,
        children=(Child(score=ScoreId("A")), Child(score=ScoreId("B"))),
        display=SHOWN,
        levels=LEVELS,
        caps=(
            LevelCap(when=ChildrenCompare(quantifier=Quantifier.ANY_CHILD, below=40.0), level=LevelId("N3")),
            LevelCap(when=ChildrenCompare(quantifier=Quantifier.ANY_CHILD, below=60.0), level=LevelId("N4")),
        ),
        keeps={"meanings": {"N3": "La institución escucha."}},
    )
    plain = Questionnaire(
        id="q",
        version="1.0",
        language="es-MX",
        title="Prueba",
        headline=ScoreId("total"),
        questions={QuestionId(one): question(one) for one in ("A1", "A2", "B1", "B2")},
        scores={ScoreId("A"): part("A", "A1", "A2"), ScoreId("B"): part("B", "B1", "B2"), total.id: total},
        recommendations=(
            Recommendation(
                id=RecommendationId("B1-1"),
                when=QuestionIn(question="B1", options=("1",)),
                action="Publique la lista.",
                effort=Effort.LOW,
            ),
        ),
        notes=(
            Note(text="Para fideicomisos.", when=ProfileIn(profile="type", values=("fideicomiso",))),
            Note(text="Para todos."),
        ),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def of(answers: dict[str, object], *, chosen: Questionnaire | None = None, **sheet: object) -> Diagnosis:
    asked = chosen or questionnaire()
    filled = AnswerSheet(answers={QuestionId(one): value for one, value in answers.items()}, **sheet)  # type: ignore[arg-type, misc]
    return diagnose(
        asked,
        filled,
        score_sheet(asked, filled),
        institution=Institution(name="Instituto"),
        period="2026",
        folio="EV-1",
        revision=1,
        issued_at=WHEN,
        snapshot_sha256="0" * 64,
    )


FULL: dict[str, object] = {"A1": "4", "A2": "3", "B1": "1", "B2": "2"}


def test_both_readings_are_shown_and_the_difference_is_what_a_reader_subtracts() -> None:
    headline = of(FULL).headline
    assert headline is not None
    assert (headline.measure.value, headline.declared.value) == (43.8, 62.5)
    assert headline.difference == -18.7


def test_answers_without_their_evidence_are_named_with_what_they_count_as() -> None:
    diagnosis = of(FULL, support={QuestionId("A1"): Support(urls=("https://a.mx/x",))})
    assert [one.id for one in diagnosis.unsupported] == ["A2"]
    assert diagnosis.unsupported[0].counts_as is not None
    assert diagnosis.unsupported[0].counts_as.step == 2
    first = diagnosis.parts[0].indicators[0]
    assert first.evidence is EvidenceMark.PRESENT


def test_a_comment_is_not_evidence() -> None:
    diagnosis = of(FULL, support={QuestionId("A1"): Support(note="un comentario largo")})
    assert [one.id for one in diagnosis.unsupported] == ["A1", "A2"]


def test_each_part_knows_its_strongest_and_its_weakest() -> None:
    second = of(FULL).parts[1]
    assert second.strongest is not None
    assert second.weakest is not None
    assert (second.strongest.id, second.weakest.id) == ("B2", "B1")


def test_nothing_is_a_strength_at_the_bottom_nor_a_gap_at_the_top() -> None:
    proof = dict.fromkeys(map(QuestionId, ("A1", "A2")), Support(urls=("https://a.mx/x",)))
    diagnosis = of({"A1": "4", "A2": "4", "B1": "0", "B2": "0"}, support=proof)
    assert diagnosis.parts[0].weakest is None
    assert diagnosis.parts[1].strongest is None
    assert {one.part for one in diagnosis.strengths} == {"A"}
    assert {one.part for one in diagnosis.gaps} == {"B"}


def test_each_indicator_says_what_the_next_level_asks_and_its_points() -> None:
    one = of(FULL).parts[1].indicators[0]
    assert one.next_choice is not None
    assert (one.next_choice.step, one.next_choice.label) == (2, "paso 2")
    assert one.points is not None
    assert (one.points.value, one.points.most) == (25.0, 100.0)
    assert one.choice is not None
    assert (one.choice.step, one.choice.steps) == (1, 4)


def test_the_cap_that_bites_and_the_children_that_caused_it_are_named() -> None:
    proof = dict.fromkeys(map(QuestionId, ("A1", "A2")), Support(urls=("https://a.mx/x",)))
    headline = of({"A1": "4", "A2": "4", "B1": "1", "B2": "2"}, support=proof).headline
    assert headline is not None
    cap = headline.measure.cap
    assert cap is not None
    assert headline.measure.level_by_value is not None
    assert (headline.measure.level_by_value.id, cap.level.id, cap.threshold) == ("N4", "N3", 40.0)
    assert [(low.title, low.value) for low in cap.low] == [("Parte B", 37.5)]


def test_a_ceiling_is_told_even_where_the_value_has_not_reached_it() -> None:
    headline = of(FULL).headline
    assert headline is not None
    assert headline.measure.cap is None
    assert headline.measure.ceiling is not None
    assert headline.measure.ceiling.level.id == "N3"


def test_the_meaning_is_that_of_the_level() -> None:
    assert of(FULL).meaning == "La institución escucha."


def test_absences_are_listed_with_their_reasons_and_leave_the_coverage() -> None:
    diagnosis = of({**FULL, "B2": "na"}, support={QuestionId("B2"): Support(reason="No atiende trámites")})
    assert [(one.id, one.absent, one.reason) for one in diagnosis.absences] == [
        ("B2", "not_applicable", "No atiende trámites")
    ]
    assert (diagnosis.parts[1].counted, diagnosis.parts[1].applicable) == (1, 1)


def test_without_enough_answers_the_headline_has_no_value_and_no_route() -> None:
    diagnosis = of({"A1": "4"})
    assert diagnosis.headline is not None
    assert diagnosis.headline.measure.value is None
    assert diagnosis.headline.measure.level is None
    assert diagnosis.headline.difference is None
    assert diagnosis.route is None


def test_the_route_begins_with_the_missing_evidence_and_ends_at_the_level_it_promises() -> None:
    route = of(FULL).route
    assert route is not None
    assert [one.id for one in route.legs[0].evidence_of] == ["A1", "A2"]
    assert route.legs[0].value == 62.5
    assert route.legs[-1].level is not None
    assert route.legs[-1].level.id == route.to.id
    assert route.changes == len({leg.question for leg in route.legs if leg.question})


def test_the_level_that_evidence_reaches_by_itself_is_told_where_it_is_higher_than_the_one_shown() -> None:
    diagnosis = of({"A1": "4", "A2": "4", "B1": "4", "B2": "2"})
    assert diagnosis.headline is not None
    assert diagnosis.headline.measure.level is not None
    assert diagnosis.route is not None
    assert diagnosis.route.by_evidence is not None
    assert (diagnosis.headline.measure.level.id, diagnosis.route.by_evidence.id) == ("N3", "N5")
    assert of({"A1": "2", "A2": "2", "B1": "1", "B2": "1"}).route.by_evidence is None  # type: ignore[union-attr]


def test_at_the_declared_top_the_route_is_the_evidence_alone() -> None:
    route = of({"A1": "4", "A2": "4", "B1": "4", "B2": "4"}).route
    assert route is not None
    assert [one.id for one in route.legs[0].evidence_of] == ["A1", "A2", "B1", "B2"]
    assert (len(route.legs), route.changes, route.to.id, route.stages) == (1, 0, "N5", ())


def test_the_stages_of_a_route_gather_the_steps_of_each_part_and_each_answer() -> None:
    route = of({"A1": "0", "A2": "0", "B1": "0", "B2": "0"}).route
    assert route is not None
    for stage in route.stages:
        assert stage.part is not None
        inside = [leg for leg in route.legs if leg.part == stage.part.id]
        assert {leg.question for leg in inside} == {change.question for change in stage.changes}
        assert len(stage.changes) == len({change.question for change in stage.changes})
        assert (stage.start, stage.value) == (0.0, inside[-1].part_value)
        assert [change.target for change in stage.changes] == [
            [leg.target for leg in inside if leg.question == change.question][-1] for change in stage.changes
        ]


def test_without_missing_evidence_the_route_only_changes_answers() -> None:
    route = of({"A1": "2", "A2": "2", "B1": "1", "B2": "1"}).route
    assert route is not None
    assert all(leg.question for leg in route.legs)


def test_recommendations_say_from_which_option_to_which() -> None:
    advice = of(FULL).advice
    assert [one.id for one in advice] == ["B1-1"]
    assert (advice[0].origin.step, advice[0].target.step) == (1, 2)  # type: ignore[union-attr]
    assert advice[0].part_title == "Parte B"
    assert of(FULL).plan[0].evidence == ("Liga al acuerdo",)


@pytest.mark.parametrize(("kind", "notes"), [("fideicomiso", 2), ("ejecutivo", 1)])
def test_notes_are_those_of_the_profile(kind: str, notes: int) -> None:
    assert len(of(FULL, profile={"type": kind}).notes) == notes


def test_without_headline_the_topmost_scores_are_the_parts() -> None:
    scores = {one: score for one, score in questionnaire().scores.items() if one != "total"}
    diagnosis = of(FULL, chosen=questionnaire(headline=None, scores=scores))
    assert diagnosis.headline is None
    assert [part.outcome.id for part in diagnosis.parts] == ["A", "B"]
    assert diagnosis.meaning == ""


def test_without_evidence_there_is_one_reading() -> None:
    plain = {one: replace(asked, evidence=None) for one, asked in questionnaire().questions.items()}
    headline = of(FULL, chosen=questionnaire(questions=plain)).headline
    assert headline is not None
    assert not headline.has_two_readings


def test_questions_that_hang_from_the_headline_itself_are_loose() -> None:
    scores = dict(questionnaire().scores)
    total = scores[ScoreId("total")]
    scores[ScoreId("total")] = replace(total, children=(Child(score=ScoreId("A")), Child(question=QuestionId("B1"))))
    diagnosis = of(FULL, chosen=questionnaire(scores=scores))
    assert [one.id for one in diagnosis.loose] == ["B1"]
    assert [one.id for one in diagnosis.others] == ["B"]


def test_every_kind_of_question_becomes_an_indicator() -> None:
    rows = {RowId("x"): "Compras", RowId("y"): "Obra"}
    questions = {
        QuestionId("A1"): question(
            "A1", type=QuestionType.NUMBER, options=(), goalposts=(0.0, 50.0), unit="%", evidence=None
        ),
        QuestionId("A2"): question("A2", type=QuestionType.MULTIPLE, evidence=None),
        QuestionId("B1"): question("B1", type=QuestionType.MATRIX, rows=rows, evidence=None),
        QuestionId("B2"): question("B2", type=QuestionType.TEXT, options=(), evidence=None),
    }
    scores = {
        ScoreId("A"): replace(part("A", "A1", "A2"), display=None),
        ScoreId("B"): part("B", "B1"),
        ScoreId("total"): questionnaire().scores[ScoreId("total")],
    }
    answers: dict[str, object] = {"A1": 25, "A2": ("1", "2"), "B1": {"x": "1", "y": "4"}, "B2": "un texto"}
    diagnosis = of(answers, chosen=questionnaire(questions=questions, scores=scores, recommendations=()))
    number, several = diagnosis.parts[0].indicators
    assert (number.number, number.unit, number.share) == (25.0, "%", 0.5)
    assert len(several.choices) == 2
    (matrix,) = diagnosis.parts[1].indicators
    assert [(name, choice.step) for name, choice in matrix.row_choices if choice] == [("Compras", 1), ("Obra", 4)]
    assert [one.answer for one in diagnosis.open_answers] == ["un texto"]


def test_an_earlier_result_is_compared_score_by_score() -> None:
    asked = questionnaire()
    before = AnswerSheet(answers={QuestionId(one): "1" for one in FULL})
    filled = AnswerSheet(answers={QuestionId(one): str(value) for one, value in FULL.items()})
    earlier = Earlier(
        period="2025", folio="EV-0", revision=1, issued_at=WHEN, version="1.0", scorecard=score_sheet(asked, before)
    )
    diagnosis = diagnose(
        asked,
        filled,
        score_sheet(asked, filled),
        institution=Institution(name="Instituto"),
        period="2026",
        folio=None,
        revision=1,
        issued_at=WHEN,
        snapshot_sha256="0" * 64,
        previous=[earlier],
    )
    changes = diagnosis.earlier[0].changes
    assert [(one.score, one.before, one.after, one.difference) for one in changes] == [
        ("A", 25.0, 50.0, 25.0),
        ("B", 25.0, 37.5, 12.5),
        ("total", 25.0, 43.8, 18.8),
    ]
