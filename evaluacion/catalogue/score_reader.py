"""Scores of the file as domain values: children, missing policies, levels, caps, display."""

from __future__ import annotations

from evaluacion.catalogue.condition_reader import condition_at, texts
from evaluacion.catalogue.option_reader import checked_key, read_proofs
from evaluacion.catalogue.places import Place, Record
from evaluacion.catalogue.problems import shown
from evaluacion.catalogue.question_reader import read_keeps, read_pair
from evaluacion.domain.questionnaire import (
    Child,
    Combine,
    Display,
    Level,
    LevelCap,
    LevelId,
    Missing,
    MissingRule,
    OptionId,
    Proof,
    QuestionId,
    RowId,
    Score,
    ScoreId,
)

WEIGHTLESS = (
    Combine.MEDIAN,
    Combine.MIN,
    Combine.MAX,
    Combine.ALL,
    Combine.SHARE_MET,
    Combine.LADDER,
    Combine.LAST,
)
FLOORED = (Combine.GEOMETRIC, Combine.HARMONIC)
_OPTIONAL = ("title", "missing", "floor", "round", "display", "levels", "caps", "keeps")
_CHILD = ("question", "score", "row", "weight", "values", "accepts", "at_least", "needs")


def read_score(score_id: str, place: Place, score_ids: set[str]) -> Score | None:
    """A score; None where anything in it does not fit (reported). `score_ids` tells what a bare child id names."""
    before = len(place.log)
    record = place.record(required=("combine", "of"), optional=_OPTIONAL)
    if not checked_key(score_id, place) or record is None:
        return None
    combine = record.maybe("combine", lambda item: item.word(Combine))
    if combine in FLOORED and "floor" not in record:
        record.place.report(f"Falta «floor»: {combine} lo necesita (por ejemplo 0.01).")
    score = Score(
        id=ScoreId(score_id),
        combine=combine or Combine.MEAN,
        children=record.maybe("of", lambda item: _children(item, combine, score_ids)) or (),
        title=record.read("title", Place.text, ""),
        missing=record.read("missing", _missing, Missing()),
        floor=record.maybe("floor", _floor),
        round_decimals=record.maybe("round", _round),
        display=record.maybe("display", _display),
        levels=record.maybe("levels", _levels) or (),
        caps=record.maybe("caps", lambda item: item.each(_cap)) or (),
        keeps=read_keeps(record),
    )
    return score if len(place.log) == before else None


def _children(place: Place, combine: Combine | None, score_ids: set[str]) -> tuple[Child, ...] | None:
    return place.each(
        lambda item: _child(item, combine, score_ids), empty="La lista «of» está vacía. Ponga al menos un hijo."
    )


def _child(place: Place, combine: Combine | None, score_ids: set[str]) -> Child | None:
    if place.is_text:
        name = place.filled_text()
        if not name:
            return None
        return Child(score=ScoreId(name)) if name in score_ids else Child(question=QuestionId(name))
    before = len(place.log)
    record = place.record(optional=_CHILD)
    if record is None:
        return None
    _check_child_keys(record, combine)
    question = record.read("question", Place.filled_text, "")
    score = record.read("score", Place.filled_text, "")
    row = record.maybe("row", Place.identifier)
    accepted = record.maybe("accepts", texts)
    child = Child(
        question=QuestionId(question) if question else None,
        score=ScoreId(score) if score else None,
        row=RowId(row) if row else None,
        weight=record.read("weight", _weight, 1.0),
        values=record.maybe("values", _values) or {},
        accepts=tuple(map(OptionId, accepted)) if accepted else None,
        at_least=record.maybe("at_least", Place.number),
        needs=record.maybe("needs", _needs) or {},
    )
    return child if len(place.log) == before else None


def _check_child_keys(record: Record, combine: Combine | None) -> None:
    if ("question" in record) == ("score" in record):
        both = "Un hijo lleva «question» o «score», no ambos. Quite uno."
        record.place.report(both if "question" in record else "Al hijo le falta «question» o «score».")
    if "accepts" in record and "at_least" in record:
        record.entries["at_least"].report("Un hijo lleva «accepts» o «at_least», no ambos. Quite uno.")
    if "weight" in record and combine in WEIGHTLESS:
        record.entries["weight"].report(f"«weight» no se admite en {combine}. Quítelo.")
    if "question" not in record:
        for key in ("row", "values", "accepts", "needs"):
            if key in record:
                record.entries[key].report(f"«{key}» solo corresponde a un hijo que es pregunta. Quítelo.")


def _weight(place: Place) -> float | None:
    weight = place.number()
    if weight is not None and weight <= 0:
        place.report(f"El peso debe ser mayor que 0, no {shown(f'{weight:g}')}. Cámbielo o quite el hijo.")
        return None
    return weight


def _values(place: Place) -> dict[OptionId, float] | None:
    values: dict[OptionId, float] = {}
    for option, item in (place.entries() or {}).items():
        number = item.number()
        if number is not None:
            values[OptionId(option)] = number
    return values


def _needs(place: Place) -> dict[OptionId, tuple[Proof, ...]] | None:
    needs: dict[OptionId, tuple[Proof, ...]] = {}
    for option, item in (place.entries() or {}).items():
        proofs = read_proofs(item)
        if proofs:
            needs[OptionId(option)] = proofs
    return needs


def _missing(place: Place) -> Missing | None:
    record = place.record(optional=("unanswered", "unknown", "not_applicable", "hidden", "coverage"))
    if record is None:
        return None
    default = Missing()
    return Missing(
        unanswered=record.read("unanswered", _rule, default.unanswered),
        unknown=record.read("unknown", _rule, default.unknown),
        not_applicable=record.read("not_applicable", _rule, default.not_applicable),
        hidden=record.read("hidden", _rule, default.hidden),
        coverage=record.read("coverage", _share, default.coverage),
    )


def _rule(place: Place) -> MissingRule | None:
    return MissingRule.NULL if place.is_null else place.word(MissingRule)


def _share(place: Place) -> float | None:
    share = place.number()
    if share is not None and not 0 <= share <= 1:
        place.report(f"La cobertura es una proporción de 0 a 1, no {shown(f'{share:g}')}.")
        return None
    return share


def _floor(place: Place) -> float | None:
    floor = place.number()
    if floor is not None and floor <= 0:
        place.report(f"«floor» debe ser mayor que 0, no {shown(f'{floor:g}')}.")
        return None
    return floor


def _round(place: Place) -> int | None:
    record = place.record(required=("decimals",))
    return record.maybe("decimals", _decimals) if record else None


def _decimals(place: Place) -> int | None:
    return place.whole(0, 9)


def _display(place: Place) -> Display | None:
    record = place.record(optional=("from", "to", "decimals"))
    if record is None:
        return None
    default = Display()
    source = record.read("from", read_pair, default.source)
    if source[0] == source[1]:
        record.entries["from"].report("Los dos extremos de «from» son iguales. Ponga dos números distintos.")
    return Display(
        source=source,
        target=record.read("to", read_pair, default.target),
        decimals=record.read("decimals", _decimals, default.decimals),
    )


def _levels(place: Place) -> tuple[Level, ...] | None:
    levels = place.each(_level, empty="La lista de niveles está vacía. Escriba niveles o quite «levels».")
    for i, level in enumerate(levels or ()):
        item = (place.items() or [])[i]
        before = (levels or ())[:i]
        if level.id in [other.id for other in before]:
            item.report(f"El id de nivel {shown(level.id)} está repetido.")
        if before and level.start <= before[-1].start:
            start = (item.entries() or {})["from"]
            start.report(f"«from» debe subir: {level.start:g} no es mayor que {before[-1].start:g}.")
    return levels


def _level(place: Place) -> Level | None:
    record = place.record(required=("id", "from"), optional=("title",))
    if record is None:
        return None
    level_id = record.maybe("id", Place.identifier)
    start = record.maybe("from", Place.number)
    title = record.read("title", Place.text, "")
    return Level(id=LevelId(level_id), start=start, title=title) if level_id and start is not None else None


def _cap(place: Place) -> LevelCap | None:
    record = place.record(required=("when", "level"))
    if record is None:
        return None
    condition = condition_at(record, "when")
    level = record.maybe("level", Place.filled_text)
    return LevelCap(when=condition, level=LevelId(level)) if condition and level else None
