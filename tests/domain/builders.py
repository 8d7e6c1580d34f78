"""Short ways to write a questionnaire and score a sheet in a test."""

from __future__ import annotations

from evaluacion.domain.answers import AnswerSheet, Support
from evaluacion.domain.questionnaire import (
    Absence,
    Child,
    Combine,
    Level,
    LevelCap,
    Missing,
    MissingRule,
    Option,
    Proof,
    Question,
    Questionnaire,
    QuestionType,
    Score,
)
from evaluacion.domain.scoring import score_sheet

ABSENCES = {"na": Absence.NOT_APPLICABLE, "ns": Absence.UNKNOWN}


def option(option_id, value=None, **more):
    return Option(id=option_id, label=option_id, name=option_id, value=value, absence=ABSENCES.get(option_id), **more)


def options(**values):
    """Valued options by id, and the absences `na` and `ns`."""
    return (*(option(key, value) for key, value in values.items()), option("na"), option("ns"))


YES_NO = options(si=1, no=0)
DEGREES = options(nada=0, mitad=0.5, todo=1)


def single(question_id, found=YES_NO, **more):
    return Question(id=question_id, type=QuestionType.SINGLE, text=question_id, options=found, **more)


def multiple(question_id, *found, **more):
    return Question(id=question_id, type=QuestionType.MULTIPLE, text=question_id, options=found, **more)


def number(question_id, **more):
    return Question(id=question_id, type=QuestionType.NUMBER, text=question_id, **more)


def matrix(question_id, *rows, found=YES_NO, **more):
    titles = {row: row.title() for row in rows}
    return Question(id=question_id, type=QuestionType.MATRIX, text=question_id, options=found, rows=titles, **more)


def q(question_id, needs=None, **more):
    proofs = {chosen: tuple(map(Proof, asked)) for chosen, asked in (needs or {}).items()}
    return Child(question=question_id, needs=proofs, **more)


def s(score_id, **more):
    return Child(score=score_id, **more)


def missing(**rules):
    """`missing(unanswered="zero", coverage=0.5)`."""
    return Missing(**{key: rule if key == "coverage" else MissingRule(rule) for key, rule in rules.items()})


def score(score_id, combine, *children, levels=None, caps=(), **more):
    """`levels` maps ids to starts; `caps` are pairs of condition and level."""
    return Score(
        id=score_id,
        combine=Combine(combine),
        children=children,
        levels=tuple(Level(id=key, start=start) for key, start in (levels or {}).items()),
        caps=tuple(LevelCap(when=when, level=level) for when, level in caps),
        **more,
    )


def build(questions, scores=(), headline=None, **more):
    return Questionnaire(
        id="prueba",
        version="1.0",
        language="es-MX",
        title="Prueba",
        headline=headline,
        questions={question.id: question for question in questions},
        scores={one.id: one for one in scores},
        **more,
    )


def sheet(answers=None, support=None, profile=None, review=None):
    return AnswerSheet(
        unit="AL", answers=answers or {}, support=support or {}, profile=profile or {}, review=review or {}
    )


def scored(questionnaire, answers, reading="declared", **more):
    """The results of one reading by score id."""
    return score_sheet(questionnaire, sheet(answers, **more)).readings[reading]


def value_of(questions, one, answers, **more):
    """The value of a single score over these questions."""
    return scored(build(questions, [one]), answers, **more)[one.id].value


def note(text):
    return Support(note=text)
