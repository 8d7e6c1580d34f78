"""Random questionnaires that would load, and random answer sheets for them."""

from __future__ import annotations

from hypothesis import strategies as st

from evaluacion.domain.answers import DOUBTFUL, AnswerSheet, Support
from evaluacion.domain.conditions import (
    AllOf,
    AnswerState,
    AnyOf,
    ChildrenCompare,
    Not,
    ProfileIn,
    Quantifier,
    QuestionCompares,
    QuestionIn,
    QuestionIs,
    ScoreCompares,
    ScoreLevelIn,
)
from evaluacion.domain.questionnaire import (
    Absence,
    Child,
    Combine,
    Effort,
    Evidence,
    Level,
    LevelCap,
    Missing,
    MissingRule,
    Option,
    Proof,
    Question,
    Questionnaire,
    QuestionType,
    Recommendation,
    Score,
)

WEIGHTED = (Combine.SUM, Combine.MEAN, Combine.GEOMETRIC, Combine.HARMONIC, Combine.PERCENT_OF_MAX)
NEEDS_BOUND = (Combine.PERCENT_OF_MAX, Combine.LADDER)
VALUES = (0, 0.25, 0.5, 0.75, 1, 1, 2, 3)
PROOFS = (Proof.URL, Proof.FILE, Proof.NOTE, Proof.REASON)

rules = st.sampled_from(list(MissingRule))
proofs = st.lists(st.sampled_from(PROOFS), min_size=1, max_size=2, unique=True).map(tuple)


@st.composite
def options(draw, *, exclusive=False, negative=True, unvalued=False):
    values = draw(st.lists(st.sampled_from((*VALUES, -1) if negative else VALUES), min_size=2, max_size=4))
    found = [Option(id=f"o{n}", label="", name="", value=value) for n, value in enumerate(values)]
    if unvalued and draw(st.integers(0, 3)) == 0:
        found.append(Option(id="sv", label="", name=""))
    if exclusive:
        found.append(Option(id="z", label="", name="", value=draw(st.sampled_from((0, 0.5))), exclusive=True))
    if draw(st.booleans()):
        found.append(Option(id="na", label="", name="", absence=Absence.NOT_APPLICABLE))
    if draw(st.booleans()):
        found.append(Option(id="ns", label="", name="", absence=Absence.UNKNOWN))
    return tuple(draw(st.permutations(found)))


@st.composite
def questions(draw, question_id, *, plain=False):
    kinds = ["single", "single", "single", "multiple", "number", "matrix"]
    kind = QuestionType.SINGLE if plain else QuestionType(draw(st.sampled_from(kinds)))
    if kind is QuestionType.NUMBER:
        goalposts = draw(st.sampled_from([None, (0, 10), (10, 0), (2, 8)]))
        return Question(
            id=question_id,
            type=kind,
            text="",
            minimum=0,
            maximum=draw(st.sampled_from([None, 10])) if goalposts else 10,
            goalposts=goalposts,
            inverted=goalposts is not None and draw(st.booleans()),
        )
    alone = kind is QuestionType.MULTIPLE and draw(st.booleans())
    found = draw(options(exclusive=alone, negative=not plain, unvalued=not plain))
    ids = [option.id for option in found]
    evidence = None
    if not plain and draw(st.booleans()):
        named = tuple(draw(st.lists(st.sampled_from(ids), max_size=2, unique=True)))
        without = {option: draw(st.sampled_from(ids)) for option in named if draw(st.booleans())}
        evidence = Evidence(options=named, accepts=draw(proofs), without=without)
    return Question(
        id=question_id,
        type=kind,
        text="",
        options=found,
        rows={"r1": "", "r2": "", "r3": ""} if kind is QuestionType.MATRIX else {},
        cap=draw(st.sampled_from([None, 1, 2])) if kind is QuestionType.MULTIPLE else None,
        inverted=kind is not QuestionType.MULTIPLE and not plain and draw(st.booleans()),
        evidence=evidence,
    )


@st.composite
def question_conditions(draw, asked):
    """A condition on one question (one row of a matrix)."""
    question = draw(st.sampled_from(asked))
    row = draw(st.sampled_from(list(question.rows))) if question.rows else None
    kind = draw(st.sampled_from(["in", "is", "compares"] if question.options else ["is", "compares"]))
    if kind == "in":
        ids = [option.id for option in question.options]
        chosen = tuple(draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True)))
        return QuestionIn(question=question.id, options=chosen, row=row)
    if kind == "is":
        return QuestionIs(question=question.id, state=draw(st.sampled_from(list(AnswerState))), row=row)
    bound = draw(st.sampled_from((0.5, 1, 2)))
    low = draw(st.booleans())
    return QuestionCompares(
        question=question.id, at_least=bound if low else None, below=None if low else bound, row=row
    )


@st.composite
def conditions(draw, leaves, depth=2):
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return draw(leaves)
    kind = draw(st.sampled_from([AllOf, AnyOf, Not]))
    if kind is Not:
        return Not(condition=draw(conditions(leaves, depth - 1)))
    return kind(conditions=tuple(draw(st.lists(conditions(leaves, depth - 1), min_size=1, max_size=2))))


profiles = st.builds(
    ProfileIn, profile=st.just("type"), values=st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=2).map(tuple)
)


def bounds(kind, name):
    """A comparison of a score, or of the children of one."""
    low = st.builds(lambda x: kind(**name, at_least=x), st.sampled_from((0.4, 0.5, 1, 50)))
    high = st.builds(lambda x: kind(**name, below=x), st.sampled_from((0.4, 0.5, 1, 50)))
    return low | high


@st.composite
def children(draw, combine, missing, asked, scores):
    pool = [*asked, *scores]
    unbounded = combine in NEEDS_BOUND or MissingRule.FULL in (
        missing.unanswered,
        missing.unknown,
        missing.not_applicable,
        missing.hidden,
    )
    if unbounded:
        pool = [
            item
            for item in pool
            if not isinstance(item, Question) or item.type != "number" or item.maximum or item.goalposts
        ]
    picked = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=4, unique_by=lambda item: item.id))
    return tuple(draw(child(combine, item)) for item in picked)


def is_unbounded(item):
    return isinstance(item, Question) and item.type == "number" and not (item.maximum or item.goalposts)


@st.composite
def child(draw, combine, item):
    weight = draw(st.sampled_from((1, 1, 2, 3, 0.5))) if combine in WEIGHTED else 1
    if isinstance(item, Score):
        return Child(score=item.id, weight=weight, at_least=draw(st.sampled_from((None, None, 0.5, 1))))
    row = draw(st.sampled_from([None, *item.rows]))
    if item.type is QuestionType.NUMBER:
        return Child(question=item.id, weight=weight, at_least=draw(st.sampled_from((None, None, 0.5, 5))))
    ids = [option.id for option in item.options]
    some = st.lists(st.sampled_from(ids), max_size=2, unique=True)
    values = {option: draw(st.sampled_from(VALUES)) for option in draw(some)} if draw(st.booleans()) else {}
    if combine is not Combine.LAST and "sv" in ids:
        values["sv"] = 0.5
    if item.rows and row is None:
        return Child(question=item.id, weight=weight, values=values)
    gate = draw(st.sampled_from(["none", "none", "accepts", "at_least"]))
    return Child(
        question=item.id,
        row=row,
        weight=weight,
        values=values,
        accepts=tuple(draw(some)) if gate == "accepts" else None,
        at_least=draw(st.sampled_from((0.5, 1))) if gate == "at_least" else None,
        needs={option: draw(proofs) for option in draw(some)} if draw(st.booleans()) else {},
    )


@st.composite
def scores(draw, score_id, asked, earlier, modes=tuple(Combine)):
    combine = draw(st.sampled_from(modes))
    missing = Missing(
        unanswered=draw(rules),
        unknown=draw(rules),
        not_applicable=draw(rules),
        hidden=draw(rules),
        coverage=draw(st.sampled_from((0, 0, 0.5, 2 / 3, 1))),
    )
    starts = draw(st.lists(st.sampled_from((0, 0.3, 0.5, 1, 2, 40, 60)), max_size=3, unique=True).map(sorted))
    levels = tuple(Level(id=f"N{n}", start=start) for n, start in enumerate(starts))
    caps = ()
    if levels:
        leaves = (
            question_conditions(asked)
            | profiles
            | bounds(ChildrenCompare, {"quantifier": Quantifier.ANY_CHILD})
            | bounds(ChildrenCompare, {"quantifier": Quantifier.EVERY_CHILD})
        )
        for score in earlier:
            leaves = leaves | bounds(ScoreCompares, {"score": score.id})
        found = draw(st.lists(st.tuples(conditions(leaves, 1), st.sampled_from(levels)), max_size=2))
        caps = tuple(LevelCap(when=when, level=level.id) for when, level in found)
    return Score(
        id=score_id,
        combine=combine,
        children=draw(children(combine, missing, asked, earlier)),
        missing=missing,
        floor=draw(st.sampled_from((0.01, 0.5))) if combine in (Combine.GEOMETRIC, Combine.HARMONIC) else None,
        round_decimals=draw(st.sampled_from((None, None, 0, 1))),
        levels=levels,
        caps=caps,
    )


@st.composite
def questionnaires(draw, *, plain=False, most_questions=5, modes=tuple(Combine), headline=False):
    """`plain` keeps to single questions that always show, without negative values; `headline` asks for one."""
    asked = [draw(questions(f"Q{n}", plain=plain)) for n in range(draw(st.integers(1, most_questions)))]
    if not plain:
        asked = draw(with_follow_ups(asked))
    found = []
    for n in range(draw(st.integers(1, 4))):
        found.append(draw(scores(f"S{n}", asked, found, modes)))
    leaves = question_conditions(asked) | profiles
    for score in found:
        leaves = leaves | bounds(ScoreCompares, {"score": score.id})
        if score.levels:
            ids = st.lists(st.sampled_from([level.id for level in score.levels]), min_size=1).map(tuple)
            leaves = leaves | st.builds(ScoreLevelIn, score=st.just(score.id), levels=ids)
    whens = draw(st.lists(question_conditions(asked) | conditions(leaves), max_size=5))
    efforts = st.sampled_from([None, *Effort])
    return Questionnaire(
        id="azar",
        version="1",
        language="es-MX",
        title="Al azar",
        headline=found[-1].id if headline or draw(st.booleans()) else None,
        questions={question.id: question for question in draw(st.permutations(asked))},
        scores={score.id: score for score in draw(st.permutations(found))},
        recommendations=tuple(
            Recommendation(id=f"REC-{n}", when=when, action="", effort=draw(efforts)) for n, when in enumerate(whens)
        ),
    )


@st.composite
def with_follow_ups(draw, asked):
    """Some questions are visible only if earlier ones (of a hidden order) say so; it may chain."""
    shown = [asked[0]]
    for question in asked[1:]:
        if draw(st.booleans()):
            when = draw(conditions(question_conditions(list(shown)) | profiles, 1))
            fields = {name: getattr(question, name) for name in Question.__dataclass_fields__}
            question = Question(**{**fields, "visible_if": when})
        shown.append(question)
    return shown


def answers(question):
    """A random answer to a question, or none."""
    ids = [option.id for option in question.options]
    if question.type is QuestionType.SINGLE:
        return st.sampled_from([*ids, None])
    if question.type is QuestionType.NUMBER:
        return st.sampled_from([None, 0, 1, 2.5, 5, 8, 10])
    if question.type is QuestionType.MATRIX:
        return st.fixed_dictionaries({}, optional={row: st.sampled_from([*ids, ""]) for row in question.rows})
    alone = [option.id for option in question.options if option.exclusive or option.absence]
    together = [option for option in ids if option not in alone]
    several = st.lists(st.sampled_from(together), max_size=3).map(tuple)
    return several | st.sampled_from([(option,) for option in alone]) if alone else several


supports = st.builds(
    Support,
    note=st.sampled_from(["", "  ab  ", "cinco", "véase https://datos.gob.mx/x."]),
    urls=st.sampled_from([(), ("http://localhost/a",), ("https://ejemplo.mx",)]),
    files=st.sampled_from([(), ("acta.pdf",)]),
    reason=st.sampled_from(["", "  x ", "no corresponde"]),
)


@st.composite
def sheets(draw, questionnaire):
    found = list(questionnaire.questions.values())
    return AnswerSheet(
        unit="U",
        answers={question.id: draw(answers(question)) for question in found if draw(st.integers(0, 5))},
        support={question.id: draw(supports) for question in found if draw(st.booleans())},
        profile=draw(st.sampled_from([{}, {"type": "a"}, {"type": "c"}, {"type": ""}])),
        review={
            question.id: draw(answers(question) | st.just(DOUBTFUL))
            for question in found
            if not draw(st.integers(0, 4))
        },
    )
