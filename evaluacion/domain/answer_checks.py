"""Whether an answer sheet fits its questionnaire; every problem is named, none is repaired."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from re import compile as pattern

from evaluacion.domain.answers import DOUBTFUL, AnswerSheet, Support
from evaluacion.domain.errors import AnswerProblem, InvalidAnswers
from evaluacion.domain.numbers import LARGEST
from evaluacion.domain.questionnaire import Question, QuestionId, Questionnaire, QuestionType
from evaluacion.domain.sentences import Sentence, sentence

_LONGEST = 80
_ISO_DATE = pattern(r"\d{4}-\d{2}-\d{2}")


def check_sheet(questionnaire: Questionnaire, sheet: AnswerSheet) -> None:
    """Raise InvalidAnswers with every problem of the answers, the findings and what stands beside them."""
    problems = [
        *_problems(questionnaire, sheet.unit, sheet.answers, ""),
        *_problems(questionnaire, sheet.unit, _findings(sheet), "el hallazgo: "),
        *_unknown(questionnaire, sheet.unit, sheet.support),
    ]
    if problems:
        raise InvalidAnswers(problems)


def answer_faults(question: Question, answer: object) -> list[Sentence]:
    """Return what is wrong with an answer to this question, in Spanish; nothing where it may be stored."""
    if answer is None or (isinstance(answer, str | list | tuple | Mapping) and not answer):
        return []
    return list(_FAULTS[question.type](question, answer))


def _findings(sheet: AnswerSheet) -> Mapping[QuestionId, object]:
    return {question: None if finding == DOUBTFUL else finding for question, finding in sheet.review.items()}


def _problems(
    questionnaire: Questionnaire, unit: str, answers: Mapping[QuestionId, object], what: str
) -> Iterator[AnswerProblem]:
    yield from _unknown(questionnaire, unit, answers)
    for question_id, answer in answers.items():
        question = questionnaire.questions.get(question_id)
        for fault in answer_faults(question, answer) if question else ():
            yield _problem(unit, question_id, answer, what + fault)


def _unknown(questionnaire: Questionnaire, unit: str, given: Mapping[QuestionId, object]) -> Iterator[AnswerProblem]:
    for question_id, value in given.items():
        if question_id not in questionnaire.questions:
            yield _problem(unit, question_id, value, f"no existe en el cuestionario ({_beside(value)}).")


def _problem(unit: str, question: str, value: object, fault: str) -> AnswerProblem:
    message = f"Unidad «{unit}», pregunta {question}: {fault}"
    return AnswerProblem(unit=unit, question=question, value=value, message=message)


def _beside(value: object) -> str:
    return "trae evidencia" if isinstance(value, Support) else f"valor {_shown(value)}"


def _single_faults(question: Question, answer: object) -> Iterator[Sentence]:
    if not isinstance(answer, str):
        yield sentence("se espera el identificador de una opción y se recibió %(given)s.", given=_shown(answer))
    else:
        yield from _option_faults(question, answer)


def _option_faults(question: Question, option: str) -> Iterator[Sentence]:
    if option not in question.option_by_id:
        known = ", ".join(f"«{known}»" for known in question.option_by_id)
        yield sentence("no tiene la opción «%(option)s»; las opciones son %(known)s.", option=option, known=known)


def _multiple_faults(question: Question, answer: object) -> Iterator[Sentence]:
    if not isinstance(answer, list | tuple) or not all(isinstance(option, str) for option in answer):
        yield sentence(
            "se espera una lista de identificadores de opciones y se recibió %(given)s.", given=_shown(answer)
        )
        return
    for option in answer:
        yield from _option_faults(question, option)
    alone = [option.id for option in question.options if option.exclusive or option.absence]
    for option in dict.fromkeys(answer):
        if option in alone and len(set(answer)) > 1:
            yield sentence(
                "la opción «%(option)s» no puede acompañarse de otras (%(given)s).", option=option, given=_shown(answer)
            )


def _number_faults(question: Question, answer: object) -> Iterator[Sentence]:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not abs(answer) <= LARGEST:
        yield sentence("se espera un número y se recibió %(given)s.", given=_shown(answer))
    elif question.minimum is not None and answer < question.minimum:
        yield sentence(
            "el número %(given)s es menor que el mínimo, %(least)s.",
            given=_shown(answer),
            least=_shown(question.minimum),
        )
    elif question.maximum is not None and answer > question.maximum:
        yield sentence(
            "el número %(given)s es mayor que el máximo, %(most)s.",
            given=_shown(answer),
            most=_shown(question.maximum),
        )


def _date_faults(_: Question, answer: object) -> Iterator[Sentence]:
    if not isinstance(answer, str) or not _is_date(answer):
        yield sentence("se espera una fecha AAAA-MM-DD y se recibió %(given)s.", given=_shown(answer))


def _is_date(text: str) -> bool:
    try:
        return bool(_ISO_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _text_faults(_: Question, answer: object) -> Iterator[Sentence]:
    if not isinstance(answer, str):
        yield sentence("se espera un texto y se recibió %(given)s.", given=_shown(answer))


def _matrix_faults(question: Question, answer: object) -> Iterator[Sentence]:
    if not isinstance(answer, Mapping):
        yield sentence("se espera una opción por fila y se recibió %(given)s.", given=_shown(answer))
        return
    for row, option in answer.items():
        if row not in question.rows:
            yield sentence("no tiene la fila «%(row)s» (valor %(given)s).", row=row, given=_shown(option))
        elif option is not None and not isinstance(option, str):
            yield sentence(
                "fila «%(row)s»: se espera el identificador de una opción y se recibió %(given)s.",
                row=row,
                given=_shown(option),
            )
        elif option:
            for fault in _option_faults(question, option):
                yield sentence("fila «%(row)s»: %(fault)s", row=row, fault=fault)


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = str(value) if str(value).isprintable() else repr(str(value))[1:-1]
        return f"«{text[:_LONGEST]}…»" if len(text) > _LONGEST else f"«{text}»"
    return f"{value:g}" if isinstance(value, float) and value == round(value, 6) else str(value)


_FAULTS: Mapping[QuestionType, Callable[[Question, object], Iterator[Sentence]]] = {
    QuestionType.SINGLE: _single_faults,
    QuestionType.MULTIPLE: _multiple_faults,
    QuestionType.NUMBER: _number_faults,
    QuestionType.DATE: _date_faults,
    QuestionType.TEXT: _text_faults,
    QuestionType.MATRIX: _matrix_faults,
}
