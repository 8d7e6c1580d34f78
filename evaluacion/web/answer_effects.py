"""What an answer does to the score, in sentences: special answers, evidence that is missing, points it adds."""

from __future__ import annotations

from collections.abc import Iterator

from evaluacion.domain.questionnaire import (
    Absence,
    Child,
    MissingRule,
    Option,
    OptionId,
    Proof,
    Question,
    Questionnaire,
    Score,
)
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import number


def effect_of_absence(questionnaire: Questionnaire, question: Question, option: Option) -> str:
    """What «no aplica» or «no sé» does, or "" where its scores disagree or none uses it."""
    rules = {_rule(score, child, option) for score, child in _parents(questionnaire, question)}
    sentence = ""
    if len(rules) == 1 and None not in rules:
        rule, lowers_coverage = rules.pop() or (MissingRule.OMIT, False)
        sentence = _absence_sentence(
            rule, lowers_coverage=lowers_coverage, is_unknown=option.absence is Absence.UNKNOWN
        )
    reason = _("Le pediremos un motivo breve.") if Proof.REASON in option.needs else ""
    return " ".join(part for part in (sentence, reason) if part)


def effect_of_missing_evidence(question: Question) -> str:
    """«Sin evidencia, los niveles 3 y 4 cuentan como 2 en el puntaje sustentado.»"""
    evidence = question.evidence
    if evidence is None or not evidence.without:
        return ""
    by_target: dict[OptionId, list[OptionId]] = {}
    for origin, target in evidence.without.items():
        by_target.setdefault(target, []).append(origin)
    clauses = [_counts_as(question, origins, target) for target, origins in by_target.items()]
    return _("Sin evidencia, %(clauses)s en el puntaje sustentado.", clauses="; ".join(clauses))


def points_of(questionnaire: Questionnaire, question: Question, option_id: OptionId | None) -> str:
    """«75 de 100», or "" where the option has no value of its own or a score values it otherwise."""
    values = [option.value for option in question.options if option.value is not None]
    option = question.option_by_id.get(option_id) if option_id else None
    parents = list(_parents(questionnaire, question))
    plain = all(not child.values and child.accepts is None and child.at_least is None for _score, child in parents)
    if option is None or option.value is None or not parents or not plain or question.inverted or max(values) <= 0:
        return ""
    return _("%(points)s de %(most)s", points=number(option.value), most=number(max(values)))


def numbers_of(question: Question) -> dict[OptionId, str]:
    """The number of each option where the valued ones are numbered (ids «0», «1», …); else empty."""
    valued = [option.id for option in question.options if option.value is not None]
    return {option: str(option) for option in valued} if valued and all(o.isdecimal() for o in valued) else {}


def _parents(questionnaire: Questionnaire, question: Question) -> Iterator[tuple[Score, Child]]:
    for score in questionnaire.scores.values():
        for child in score.children:
            if child.question == question.id:
                yield score, child


def _rule(score: Score, child: Child, option: Option) -> tuple[MissingRule, bool] | None:
    if option.id in child.values or (child.accepts and option.id in child.accepts):
        return None
    if option.absence is Absence.NOT_APPLICABLE:
        return score.missing.not_applicable, False
    return score.missing.unknown, score.missing.coverage > 0


def _absence_sentence(rule: MissingRule, *, lowers_coverage: bool, is_unknown: bool) -> str:
    match rule:
        case MissingRule.ZERO:
            return _("Cuenta como cero.")
        case MissingRule.FULL:
            return _("Cuenta como el valor más alto.")
        case MissingRule.NULL:
            return _("Deja sin valor el puntaje.")
        case _ if is_unknown and lowers_coverage:
            return _("Queda pendiente: no suma ni resta, pero baja la cobertura.")
        case _ if is_unknown:
            return _("Queda pendiente: no suma ni resta.")
        case _:
            return _("Sale del promedio.") if not lowers_coverage else _("No cuenta en el puntaje.")


def _counts_as(question: Question, origins: list[OptionId], target: OptionId) -> str:
    numbers = numbers_of(question)
    if target in numbers and all(origin in numbers for origin in origins):
        names = _enumerate([numbers[origin] for origin in origins])
        if len(origins) > 1:
            return _("los niveles %(levels)s cuentan como %(target)s", levels=names, target=numbers[target])
        return _("el nivel %(level)s cuenta como %(target)s", level=names, target=numbers[target])
    labels = _enumerate([_quoted(question, origin) for origin in origins])
    goal = _quoted(question, target)
    if len(origins) > 1:
        return _("%(answers)s cuentan como %(target)s", answers=labels, target=goal)
    return _("%(answers)s cuenta como %(target)s", answers=labels, target=goal)


def _quoted(question: Question, option: OptionId) -> str:
    return _("«%(name)s»", name=question.option_by_id[option].name)


def _enumerate(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s y %(last)s", first=", ".join(words[:-1]), last=words[-1])
