"""A second scorer, slow and plain, written from the contract alone; the engine must agree with it on everything.

It reads the questionnaire afresh for every figure, with decimal comparisons and no preparation. It raises on what the
contract calls a load error.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from evaluacion.domain import conditions as c
from evaluacion.domain.answers import Support


def nine(number):
    return Decimal(f"{number:.9f}")


def at_least(number, bound):
    return nine(number) >= nine(bound)


def half_up(number, decimals):
    return float(nine(number).quantize(Decimal(10) ** -decimals, rounding=ROUND_HALF_UP))


def proof_given(proof, support):
    if proof == "url":
        dotted = r"https?://(?:[^\s/@]*@)?[\w-]+(\.[\w-]+)+"
        return any(re.match(dotted, url.strip(), re.I) for url in support.urls) or bool(
            re.search(dotted, support.note, re.I)
        )
    if proof == "file":
        return len(support.files) > 0
    return len((support.note if proof == "note" else support.reason).strip()) >= 5


def is_empty(answer):
    return answer is None or answer in ("", (), []) or answer == {}


@dataclass
class Scored:
    value: float | None
    maximum: float | None
    absent: str | None
    coverage: float | None
    lines: list


class Oracle:
    """One reading of one sheet."""

    def __init__(self, questionnaire, sheet, answers):
        self.q = questionnaire
        self.sheet = sheet
        self.answers = answers

    # --- what is asked -------------------------------------------------------------------------------------------

    def hidden(self, question):
        condition = self.q.questions[question].visible_if
        return condition is not None and self.decide(condition) is not True

    def visible(self):
        return tuple(question for question in self.q.questions if not self.hidden(question))

    def answer(self, question, row=None):
        answer = self.answers.get(question)
        if is_empty(answer):
            return None
        if self.q.questions[question].type == "matrix" and row is not None:
            return answer.get(row) or None
        return tuple(dict.fromkeys(answer)) if isinstance(answer, tuple) else answer

    # --- a question's own value ----------------------------------------------------------------------------------

    def option_value(self, question, option_id, table):
        """(value, absence) of an option under a child's table."""
        if option_id in table:
            return float(table[option_id]), None
        option = question.option_by_id[option_id]
        if option.absence is not None:
            return None, str(option.absence)
        if option.value is None:
            return None, None
        if question.inverted:
            values = [o.value for o in question.options if o.value is not None and o.absence is None]
            return float(max(values) + min(values) - option.value), None
        return float(option.value), None

    def plain_value(self, question_id, row=None, table=None):
        """(value, absence) before accepts, at_least and needs; for a whole matrix use `matrix_value`."""
        question, table = self.q.questions[question_id], table or {}
        if self.hidden(question_id):
            return None, "hidden"
        answer = self.answer(question_id, row)
        if answer is None:
            return None, "unanswered"
        if question.type in ("single", "matrix"):
            return self.option_value(question, answer, table)
        if question.type == "number":
            if question.goalposts is None:
                return float(answer), None
            low, high = question.goalposts
            share = min(max((answer - low) / (high - low), 0.0), 1.0)
            return (1 - share if question.inverted else share), None
        if question.type == "multiple":
            found = [self.option_value(question, option, table) for option in answer]
            for option in question.options:
                if option.id in answer and self.option_value(question, option.id, table)[1] is not None:
                    return None, self.option_value(question, option.id, table)[1]
            known = [value for value, _ in found if value is not None]
            if not known:
                return None, None
            return (sum(known) if question.cap is None else min(sum(known), question.cap)), None
        return None, None

    def largest_of_question(self, question_id, child):
        question = self.q.questions[question_id]
        if child.accepts is not None or child.at_least is not None:
            return 1.0
        if question.type == "number":
            return 1.0 if question.goalposts else question.maximum
        pairs = [(option, self.option_value(question, option.id, child.values)[0]) for option in question.options]
        if question.type == "multiple":
            alone = [v for o, v in pairs if v is not None and (o.exclusive or o.absence)]
            together = sum(v for o, v in pairs if v is not None and v > 0 and not (o.exclusive or o.absence))
            best = max([together, *alone])
            return best if question.cap is None else min(best, question.cap)
        return max(v for _, v in pairs if v is not None)

    # --- children ------------------------------------------------------------------------------------------------

    def child(self, score, child):
        """(value or None, absence or None, imputed number or None, largest)."""
        if child.score:
            return self.score_child(child)
        question = self.q.questions[child.question]
        largest = self.largest_of_question(child.question, child)
        if question.type == "matrix" and child.row is None:
            return (*self.matrix_value(score, child, largest), largest)
        support = self.sheet.support.get(child.question, Support())
        answer = self.answer(child.question, child.row)
        chosen = (
            [] if answer is None or self.hidden(child.question) else [answer] if isinstance(answer, str) else answer
        )
        if question.type in ("single", "multiple", "matrix"):
            for option in chosen:
                if any(not proof_given(proof, support) for proof in child.needs.get(option, ())):
                    return 0.0, "unsupported", None, largest
        value, absent = self.plain_value(child.question, child.row, child.values)
        if child.accepts is not None:
            if any(option in child.accepts for option in chosen):
                value, absent = 1.0, None
            elif absent is None:
                value = 0.0
        elif child.at_least is not None and absent is None:
            value = 1.0 if value is not None and at_least(value, child.at_least) else 0.0
        return value, absent, None, largest

    def score_child(self, child):
        inner = self.score(child.score)
        largest = 1.0 if child.at_least is not None else inner.maximum
        if inner.value is None:
            below = self.states_below(child.score)
            if all(state == "hidden" for state in below):
                return None, "hidden", None, largest
            if all(state in ("hidden", "not_applicable") for state in below):
                return None, "not_applicable", None, largest
            return None, "unanswered", None, largest
        if child.at_least is not None:
            return (1.0 if at_least(inner.value, child.at_least) else 0.0), None, None, largest
        return inner.value, None, None, largest

    def states_below(self, score_id):
        score = self.q.scores[score_id]
        states = []
        for child in score.children:
            states += self.states_below(child.score) if child.score else [self.child(score, child)[1]]
        return states

    def matrix_value(self, score, child, largest):
        question = self.q.questions[child.question]
        if self.hidden(child.question):
            return None, "hidden", None
        numbers, absences, answered = [], [], 0
        for row in question.rows:
            value, absent = self.plain_value(child.question, row, child.values)
            if absent is None:
                answered += 1
                if value is not None:
                    numbers.append(value)
                continue
            absences.append(absent)
            rule = getattr(score.missing, absent)
            if rule == "null":
                return None, absent, None
            if rule == "zero":
                numbers.append(0.0)
            if rule == "full":
                numbers.append(largest)
        mean = sum(numbers) / len(numbers) if numbers else None
        if answered:
            return mean, None, None
        only_na = all(absent == "not_applicable" for absent in absences)
        if mean is None:
            return None, "not_applicable" if only_na else "unanswered", None
        label = "not_applicable" if only_na else next(a for a in absences if a != "not_applicable")
        return None, label, mean

    # --- scores --------------------------------------------------------------------------------------------------

    def score(self, score_id):
        score = self.q.scores[score_id]
        gate = score.combine in ("all", "share_met")
        lines, null_reason = [], None
        for child in score.children:
            value, absent, imputed, largest = self.child(score, child)
            number = value if absent in (None, "unsupported") else imputed
            rule = None
            if number is None and absent is not None:
                rule = getattr(score.missing, absent)
                if rule == "null" and not gate:
                    null_reason = null_reason or absent
                if rule == "zero" or (gate and rule == "null"):
                    number = 0.0
                if rule == "full":
                    number = 1.0 if gate else largest
            out = absent in ("hidden", "not_applicable") and rule == "omit"
            lines.append(
                {"child": child, "value": value, "absent": absent, "number": number, "largest": largest, "out": out}
            )
        asked = [line for line in lines if line["absent"] not in ("hidden", "not_applicable")]
        having = [line for line in lines if line["value"] is not None]
        coverage = len(having) / len(asked) if asked else None
        maximum = self.maximum(score, lines)
        counted = [line for line in lines if line["number"] is not None]
        value, reason, before = None, null_reason, None
        if reason is None and coverage is not None and not at_least(coverage, score.missing.coverage):
            reason = "coverage"
        if reason is None and not counted:
            reasons = [line["absent"] or "unanswered" for line in lines]
            serious = [r for r in reasons if r not in ("hidden", "not_applicable")]
            reason = serious[0] if serious else "not_applicable" if "not_applicable" in reasons else "hidden"
        if reason is None:
            before = self.combined(score, counted)
            reason = "not_applicable" if before is None else None
        if before is not None:
            value = before if score.round_decimals is None else half_up(before, score.round_decimals)
        for line in lines:
            line["contribution"] = self.contribution(score, line, counted) if value is not None else None
        return Scored(value, maximum, reason, coverage, lines)

    def contribution(self, score, line, counted):
        if line["number"] is None or score.combine not in ("sum", "mean", "percent_of_max"):
            return None
        part = line["child"].weight * line["number"]
        if score.combine == "mean":
            return part / sum(other["child"].weight for other in counted)
        if score.combine == "percent_of_max":
            return 100 * part / sum(other["child"].weight * other["largest"] for other in counted)
        return part

    def maximum(self, score, lines):
        fixed = {"percent_of_max": 100.0, "all": 1.0, "share_met": 100.0}
        if score.combine in fixed:
            return fixed[score.combine]
        left = [line for line in lines if not line["out"]] if score.combine != "last" else lines
        left = left or lines
        if any(line["largest"] is None for line in left):
            return None
        numbers = [line["largest"] for line in left]
        if score.combine == "ladder":
            found = sum(numbers)
        elif score.combine == "last":
            found = max(numbers)
        else:
            found = self.average(score, numbers, [line["child"].weight for line in left])
        return found if score.round_decimals is None else half_up(found, score.round_decimals)

    def average(self, score, numbers, weights):
        pairs = list(zip(numbers, weights, strict=True))
        match str(score.combine):
            case "sum":
                return sum(w * v for v, w in pairs)
            case "mean":
                return sum(w * v for v, w in pairs) / sum(weights)
            case "geometric":
                return math.prod(max(v, score.floor) ** (w / sum(weights)) for v, w in pairs)
            case "harmonic":
                return sum(weights) / sum(w / max(v, score.floor) for v, w in pairs)
            case "median":
                return median(numbers)
            case "min":
                return min(numbers)
            case "max":
                return max(numbers)
        raise AssertionError(score.combine)

    def combined(self, score, counted):
        numbers = [line["number"] for line in counted]
        weights = [line["child"].weight for line in counted]
        met = [at_least(number, 1) for number in numbers]
        match str(score.combine):
            case "percent_of_max":
                whole = sum(line["child"].weight * line["largest"] for line in counted)
                return None if whole == 0 else 100 * sum(w * v for v, w in zip(numbers, weights, strict=True)) / whole
            case "all":
                return 1.0 if all(met) else 0.0
            case "share_met":
                if not any(met):
                    return 0.0
                return 100.0 if all(met) else min(99.0, half_up(100 * sum(met) / len(met), 0))
            case "ladder":
                total = 0.0
                for line in counted:
                    total += line["number"]
                    if not at_least(line["number"], line["largest"]):
                        break
                return total
            case "last":
                return numbers[-1]
        return self.average(score, numbers, weights)

    def level(self, score_id):
        """(level, level by value, index of the cap that bit)."""
        score, scored = self.q.scores[score_id], self.score(score_id)
        if scored.value is None:
            return None, None, None
        ids = [level.id for level in score.levels]
        by_value = None
        for level in score.levels:
            if at_least(scored.value, level.start):
                by_value = level.id
        if by_value is None:
            return None, None, None
        values = [line["value"] for line in scored.lines if line["value"] is not None]
        holding = [
            (ids.index(cap.level), index)
            for index, cap in enumerate(score.caps)
            if self.decide(cap.when, values) is True and ids.index(cap.level) < ids.index(by_value)
        ]
        if not holding:
            return by_value, by_value, None
        lowest, index = min(holding)
        return ids[lowest], by_value, index

    # --- conditions ----------------------------------------------------------------------------------------------

    def decide(self, condition, children=()):
        match condition:
            case c.AllOf(conditions=parts):
                found = [self.decide(part, children) for part in parts]
                return False if False in found else None if None in found else True
            case c.AnyOf(conditions=parts):
                found = [self.decide(part, children) for part in parts]
                return True if True in found else None if None in found else False
            case c.Not(condition=part):
                return {True: False, False: True, None: None}[self.decide(part, children)]
            case c.QuestionIn(question=question, options=options, row=row):
                answer = self.answer(question, row)
                if self.hidden(question) or answer is None:
                    return None
                return answer in options if isinstance(answer, str) else bool(set(answer) & set(options))
            case c.QuestionIs(question=question, state=state, row=row):
                return self.state(question, row) == state
            case c.QuestionCompares(question=question, row=row):
                return self.compared(self.plain_value(question, row)[0], condition)
            case c.ScoreCompares(score=score):
                return self.compared(self.score(score).value, condition)
            case c.ScoreLevelIn(score=score, levels=levels):
                level = self.level(score)[0]
                return None if level is None else level in levels
            case c.ProfileIn(profile=name, values=values):
                return None if not self.sheet.profile.get(name) else self.sheet.profile[name] in values
            case c.ChildrenCompare(quantifier=quantifier):
                found = [self.compared(value, condition) for value in children]
                return bool(found) and (any(found) if quantifier == "any_child" else all(found))
        raise AssertionError(condition)

    def state(self, question, row):
        if self.hidden(question):
            return "hidden"
        if self.answer(question, row) is None:
            return "unanswered"
        if self.q.questions[question].type in ("date", "text", "number"):
            return "answered"
        return self.plain_value(question, row)[1] or "answered"

    def compared(self, value, condition):
        if value is None:
            return None
        if condition.at_least is not None:
            return at_least(value, condition.at_least)
        return not at_least(value, condition.below)


def readings(questionnaire, sheet):
    """The oracles of the readings a sheet has, by name."""
    declared = dict(sheet.answers)
    found = {"declared": Oracle(questionnaire, sheet, declared)}
    supportable = {k: q for k, q in questionnaire.questions.items() if q.evidence and q.evidence.options}
    if supportable:
        supported = {
            key: downgraded(supportable[key], answer, sheet.support.get(key, Support()))
            if key in supportable
            else answer
            for key, answer in declared.items()
        }
        found["supported"] = Oracle(questionnaire, sheet, supported)
    findings = {key: finding for key, finding in sheet.review.items() if finding is not None}
    if findings:
        replaced = {key: None if finding == "doubtful" else finding for key, finding in findings.items()}
        found["validated"] = Oracle(questionnaire, sheet, {**declared, **replaced})
    return found


def downgraded(question, answer, support):
    evidence = question.evidence
    if is_empty(answer) or any(proof_given(proof, support) for proof in evidence.accepts):
        return answer

    def counts_as(option):
        return evidence.without.get(option, option) if option in evidence.options else option

    if isinstance(answer, str):
        return counts_as(answer)
    if isinstance(answer, dict):
        return {row: counts_as(option) for row, option in answer.items()}
    if question.type != "multiple":
        return answer
    kept = list(dict.fromkeys(counts_as(option) for option in answer))
    absent = [option.id for option in question.options if option.absence and option.id in kept]
    return tuple(absent[:1] or kept)
