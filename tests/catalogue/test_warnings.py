"""Every warning of section 8 appears where it should, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluacion.catalogue.checks import check_questionnaire
from evaluacion.catalogue.inspection import inspect_file
from evaluacion.catalogue.reader import inspect_questionnaire

HEAD = """\
questionnaire: {id: x, version: "1", language: es, title: X}
"""
TWO = "options: [{id: si, label: Sí, value: 1}, {id: 'no', label: 'No', value: 0}]"
ADVICE = "recommendations:\n"


def warnings(body: str) -> list[str]:
    inspection = inspect_questionnaire((HEAD + body).encode(), name="f")
    assert inspection.questionnaire is not None, [str(problem) for problem in inspection.problems]
    assert inspection.draft is not None
    check_questionnaire(inspection.questionnaire, inspection.draft)
    return [str(problem) for problem in inspection.draft.log.in_order()]


def found(body: str, fragment: str) -> list[str]:
    return [text for text in warnings(body) if fragment in text]


def chain(visible_if: str = "{question: P, in: [si]}", hidden: str = "omit", combine: str = "mean") -> str:
    return f"""\
sections: [{{id: s, title: S, questions: [P, Q]}}]
questions:
  P: {{type: single, text: P, {TWO}}}
  Q: {{type: single, text: Q, visible_if: {visible_if}, {TWO}}}
scores:
  t: {{combine: {combine}, of: [P, Q], missing: {{hidden: {hidden}}}}}
recommendations:
  - {{id: a, when: {{question: P, in: ["no"]}}, action: A}}
  - {{id: b, when: {{question: Q, in: ["no"]}}, action: B}}
"""


def test_a_sound_questionnaire_gives_no_warning() -> None:
    assert warnings(chain(hidden="zero")) == []


def test_a_question_in_no_section_is_named() -> None:
    body = chain(hidden="zero").replace("questions: [P, Q]}]", "questions: [P]}]")
    assert found(body, "«Q» no está en ninguna sección")[0].startswith("f:5:3: aviso: questions.Q:")


def test_an_empty_section_is_named() -> None:
    body = chain(hidden="zero").replace("sections: [", "sections: [{id: v, title: V}, ")
    assert found(body, "«v» no tiene preguntas")


def test_a_scored_question_in_no_score_is_named() -> None:
    assert found(chain(hidden="zero").replace("of: [P, Q]", "of: [P]"), "«Q» tiene valores pero no cuenta")


def test_options_of_equal_value_are_named() -> None:
    body = chain(hidden="zero").replace("value: 0}", "value: 1}", 1)
    assert found(body, "questions.P.options: Todas las opciones valen lo mismo")


def test_a_child_that_counts_every_option_the_same_is_named() -> None:
    body = chain(hidden="zero").replace("of: [P, Q]", "of: [{question: P, accepts: [si, 'no']}, Q]")
    assert found(body, "scores.t.of[0]: Aquí todas las opciones")


def test_a_checklist_of_equal_positive_values_is_no_warning() -> None:
    body = chain(hidden="zero").replace("P: {type: single", "P: {type: multiple").replace("value: 0}", "value: 1}", 1)
    assert not found(body, "valen lo mismo")


NEVER = [
    "{all: [{question: P, in: [si]}, {question: P, in: ['no']}]}",
    "{question: P, is: hidden}",
    "{question: P, is: unknown}",
    "{question: P, at_least: 2}",
    "{all: [{question: P, in: [si]}, {not: {question: P, at_least: 0.5}}]}",
    "{all: [{profile: a, in: [x]}, {profile: a, in: [y]}]}",
    "{not: {any: [{question: P, in: [si, 'no']}, {question: P, is: unanswered}]}}",
]
POSSIBLE = [
    "{question: P, is: unanswered}",
    "{not: {question: P, in: [si]}}",
    "{question: P, below: 0.5}",
    "{any: [{question: P, at_least: 2}, {profile: a, in: [x]}]}",
    "{all: [{profile: a, in: [x]}, {profile: b, in: [y]}]}",
]


@pytest.mark.parametrize("condition", NEVER)
def test_a_question_that_can_never_be_seen_is_named(condition: str) -> None:
    assert found(chain(condition), "«Q» nunca puede verse")


@pytest.mark.parametrize("condition", POSSIBLE)
def test_a_question_that_can_be_seen_is_not(condition: str) -> None:
    assert not found(chain(condition), "nunca puede verse")


def test_never_visible_follows_the_chain_of_visibility() -> None:
    both = "{all: [{question: Q, is: answered}, {question: P, in: ['no']}]}"
    body = chain().replace("scores:", f"  R: {{type: text, text: R, visible_if: {both}}}\nscores:")
    assert found(body, "«R» nunca puede verse")


def test_depending_on_a_later_question_or_another_section_is_named() -> None:
    body = chain().replace("questions: [P, Q]}]", "questions: [Q, P]}]")
    assert found(body, "«Q» depende de «P», que se pregunta después")
    body = chain().replace("questions: [P, Q]}]", "questions: [P]}, {id: u, title: U, questions: [Q]}]")
    assert found(body, "«Q» depende de «P», que está en otra sección («s»)")


@pytest.mark.parametrize("combine", ["mean", "sum", "percent_of_max", "min", "all", "share_met", "ladder"])
def test_a_follow_up_hidden_by_a_negative_answer_with_omit_is_named(combine: str) -> None:
    assert found(chain(hidden="omit", combine=combine), "«Q» con «hidden: omit» aparece al mejorar «P»")


def test_a_follow_up_hidden_by_a_negative_answer_with_zero_is_sound() -> None:
    assert not found(chain(hidden="zero"), "bajar")


def test_a_follow_up_that_disappears_with_a_better_answer_is_named() -> None:
    assert found(chain("{question: P, in: ['no']}", "zero"), "«Q» con «hidden: zero» desaparece al mejorar «P»")
    assert not found(chain("{question: P, in: ['no']}", "full"), "bajar")


def test_a_gate_that_already_requires_the_answer_needs_no_warning() -> None:
    body = chain(combine="all").replace(
        "of: [P, Q]", "of: [{question: P, accepts: [si]}, {question: Q, accepts: [si]}]"
    )
    assert not found(body, "bajar")


def test_an_unsupported_option_that_counts_less_than_a_lower_one_is_named() -> None:
    three = "options: [{id: a, label: A, value: 0}, {id: b, label: B, value: 1}, {id: c, label: C, value: 2}]"
    body = chain(hidden="zero").replace(
        f"text: P, {TWO}", f"text: P, {three}, evidence: {{for: [c], without: {{c: a}}}}"
    )
    body = body.replace("in: [si]", "in: [c]").replace('{question: P, in: ["no"]}', "{question: P, in: [a, b]}")
    assert found(body, "questions.P.evidence.without.c: Sin evidencia, «c» cuenta menos que «b»")
    assert not found(body.replace("without: {c: a}", "without: {c: b}"), "Sin evidencia")


def test_a_cap_that_bites_on_something_better_is_named() -> None:
    levels = "levels: [{id: N1, from: 0}, {id: N2, from: 0.5}], caps: [{when: %s, level: N1}]"
    body = chain(hidden="zero").replace("of: [P, Q]", f"of: [P, Q], {levels}")
    assert found(body % "{any_child: {at_least: 0.5}}", "Este tope puede activarse al mejorar")
    assert found(body % "{question: P, in: [si]}", "Este tope puede activarse al mejorar")
    assert not found(body % "{any_child: {below: 0.5}}", "tope")


LEVELS = """\
questions:
  P: {type: single, text: P, options: [{id: si, label: Sí, value: 1}, {id: "no", label: "No", value: 0}]}
  Q: {type: single, text: Q, options: [{id: si, label: Sí, value: 1}, {id: "no", label: "No", value: 0}]}
scores:
  uno: {combine: all, of: [{question: P, accepts: [si]}]}
  dos: {combine: all, of: [{question: Q, accepts: [si]}]}
  escala: {combine: ladder, of: [uno, dos]}
"""


def test_a_level_that_does_not_require_the_one_below_is_named() -> None:
    assert found(LEVELS, "El nivel «dos» no exige «uno»")
    assert found(
        LEVELS.replace("uno", "nivel_1").replace("dos", "nivel_2").replace("ladder", "sum"), "no exige «nivel_1»"
    )


@pytest.mark.parametrize("gate", ["{score: uno, at_least: 1}", "uno", "{question: P, accepts: [si]}"])
def test_a_level_that_requires_the_one_below_is_sound(gate: str) -> None:
    assert not found(LEVELS.replace("of: [{question: Q,", f"of: [{gate}, {{question: Q,"), "no exige")


@pytest.mark.parametrize(
    "condition",
    [*NEVER, "{score: t, below: 0}", "{score: t, at_least: 1.5}", "{score: n, level: [N3]}"],
)
def test_a_recommendation_that_can_never_fire_is_named(condition: str) -> None:
    more = "scores:\n  n: {combine: mean, of: [P], levels: [{id: N1, from: 0}, {id: N3, from: 3}]}"
    body = (
        chain(hidden="zero").replace("scores:", more).replace('when: {question: P, in: ["no"]}', f"when: {condition}")
    )
    assert found(body, "recommendations[0].when: La recomendación «a» nunca puede salir")


@pytest.mark.parametrize("condition", [*POSSIBLE, "{score: t, below: 0.2}", "{score: t, at_least: 1}"])
def test_a_recommendation_that_can_fire_is_not(condition: str) -> None:
    body = chain(hidden="zero").replace('when: {question: P, in: ["no"]}', f"when: {condition}")
    assert not found(body, "nunca puede salir")


def test_a_low_option_without_recommendation_is_named() -> None:
    body = chain(hidden="zero").replace('  - {id: b, when: {question: Q, in: ["no"]}, action: B}\n', "")
    assert found(body, "questions.Q: Sin recomendación para las opciones bajas: «no»")


def test_a_reference_that_is_not_used_or_not_checked_is_named() -> None:
    body = chain(hidden="zero") + "references:\n  r: {title: R, checked: none}\n"
    assert found(body, "f:12:3: aviso: references.r: La referencia «r» no se usa")
    assert found(body, "no está verificada")


def test_a_last_child_that_depends_on_nothing_is_named() -> None:
    body = chain(combine="last").replace("of: [P, Q]", "of: [P, Q, R]").replace("[P, Q]}]", "[P, Q, R]}]")
    body = body.replace("scores:", f"  R: {{type: single, text: R, {TWO}}}\nscores:")
    assert found(body, "«R» no declara de qué depende")


def test_settings_without_effect_are_named() -> None:
    body = chain(hidden="zero").replace("combine: mean,", "combine: mean, floor: 0.1,")
    assert found(body, "«floor» no tiene efecto")
    body = chain(hidden="zero").replace(f"text: P, {TWO}", f"text: P, {TWO}, evidence: {{without: {{si: 'no'}}}}")
    assert found(body, "«without» no tiene efecto")


def test_a_missing_translation_is_named_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "1.yaml").write_text(HEAD + chain(hidden="zero"))
    (tmp_path / "1.en.yaml").write_text("questionnaire.title: X\nsections.s.title: null\nviejo.texto: Y\n")
    problems = [str(problem) for problem in inspect_file(tmp_path / "1.yaml")]
    assert any(":2:1: aviso: Faltan" in text and "sections.s.title" in text for text in problems)
    assert any(":3:1: aviso: La clave" in text and "viejo.texto" in text for text in problems)
    assert problems == [str(problem) for problem in inspect_file(tmp_path / "1.en.yaml")]


def test_the_example_of_the_language_loads_with_warnings_only_about_advice() -> None:
    problems = [str(p) for p in inspect_file(Path(__file__).parent / "files" / "politica-datos.yaml")]
    assert len(problems) == 4
    assert all("Sin recomendación" in text for text in problems)
