# ruff: noqa: E501 (a questionnaire reads better on its own lines)
"""Sections 1 and 8 of the contract, worked by hand: what loads, what is an error and where, what is warned."""

from __future__ import annotations

import pytest

from tests.cases.contract.bench import check, errors, evaluacion, score, warnings

BASE = """\
questionnaire:
  id: x
  version: "1.0"
  language: es-MX
  title: T
  headline: t
sections:
  - {id: s, title: S, questions: [A, B]}
questions:
  A:
    type: single
    text: A
    options: [{id: a, label: A, value: 0}, {id: b, label: B, value: 1}]
  B:
    type: single
    text: B
    options: [{id: a, label: A, value: 0}, {id: b, label: B, value: 1}]
scores:
  t: {combine: mean, of: [A, B]}
recommendations:
  - {id: R1, when: {question: A, in: [a]}, action: R.}
  - {id: R2, when: {question: B, in: [a]}, action: R.}
"""


def put(*changes: str) -> str:
    """BASE with changes, each `old → new`, the first time it stands there."""
    text = BASE
    for change in changes:
        old, new = change.split(" → ")
        assert old in text
        text = text.replace(old, new, 1)
    return text


def places(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [line.split(": ")[0] for line in errors(data)]


def test_the_base_of_these_cases_has_neither_errors_nor_warnings():
    assert check(BASE.encode()).out == ""


@pytest.mark.parametrize(
    "change",
    [
        "questionnaire:\n → \ufeffquestionnaire:\n",
        "questionnaire:\n → # Comentario\n\nquestionnaire:   # otro\n",
        "questionnaire:\n → ---\nquestionnaire:\n",
        "questionnaire:\n → %YAML 1.2\n---\nquestionnaire:\n",
        "action: R.}\n  - → action: R.}\n\n\n  # Comentario\n  -",
        '"1.0" → "1"',
        '"1.0" → "10.2.33"',
        "title: T → title: |\n    Dos\n    renglones",
        "title: T → title: >\n    Dos\n    renglones\n",
        "title: T → title: Un\n    título",
        'title: T → title: "Ñandú \\u00e1 😀"',
        "title: T\n → title:\tT\n",
        "title: T\n → title: T\t\n",
        "title: T\n → title: T\t# Comentario\n",
        "title: T\n → title: T\n\t\n",
        "title: T\n → title: T\n\t# Comentario\n",
        "{id: s, title → {id:\ts,\ttitle",
        'title: T → title: "\\ud83d\\ude00"',
        "label: A → label: yes",
        "label: A → label: No",
        "label: A → label: on",
        "label: A → label: 1:30",
        "label: A → label: 2026-01-31",
        "label: A → label: 1_000",
        "label: A → label: =",
        "label: A → label: '12'",
        "value: 0} → value: .0}",
        "value: 0} → value: -1e-3}",
        "value: 0} → value: 0.}",
        "value: 0} → value: +0}",
        "value: 1} → value: 0x1F}",
        "value: 1} → value: 0o17}",
        "headline: t → headline: t\n  audience: civil_society",
        "headline: t → headline: t\n  priority: {show_first: 3}",
        "headline: t → headline: t\n  priority: {effort: {low: 5, high: 0.5}}",
        "text: A → text: A\n    keeps: {a: [1, {b: null}], c: true}",
        "text: A → text: A\n    mirrors: OTRA-01",
        "of: [A, B]} → of: [A, B], keeps: {x: 1}}",
        "recommendations: → notes: [{when: {profile: type, in: [fideicomiso]}, text: N.}]\nrecommendations:",
        "recommendations: → glossary: [{term: T, definition: D.}]\nrecommendations:",
    ],
)
def test_what_is_good_yaml_1_2_loads(change):
    assert check(put(change).encode()).out == ""


def test_yaml_1_1_words_and_numbers_are_text_or_decimal():
    yaml = put(
        "options: [{id: a, label: A, value: 0}, {id: b → options: [{id: yes, label: A, value: 012}, {id: no",
        "A, in: [a] → A, in: [yes]",
        "mean → sum",
    )
    assert score(yaml, {"A": "yes", "B": "a"}, head="")["readings"]["declared"]["t"]["value"] == 12
    assert score(yaml, {"A": "no", "B": "a"}, head="")["readings"]["declared"]["t"]["value"] == 1


def test_line_ends_of_windows_and_of_old_macs_count_as_lines():
    for end in ("\r\n", "\r"):
        assert check(BASE.replace("\n", end).encode()).out == ""
        assert places(put("combine: mean → combine: media").replace("\n", end)) == ["19:16"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("  id: x\n → ", "1:1"),
        ('  version: "1.0"\n → ', "1:1"),
        ("  language: es-MX\n → ", "1:1"),
        ("  title: T\n → ", "1:1"),
        ("    type: single\n → ", "10:3"),
        ("    text: A\n → ", "10:3"),
        ("{id: a, label: A → {label: A", "13:15"),
        ("label: A, → ", "13:15"),
        ("combine: mean,  → ", "19:3"),
        (", of: [A, B]} → }", "19:3"),
        ("{id: R1, → {", "21:5"),
        (" when: {question: A, in: [a]}, → ", "21:5"),
        (", action: R. → ", "21:5"),
        ('"1.0" → 1.0', "3:12"),
        ('"1.0" → "1.0a"', "3:12"),
        ('"1.0" → "v1"', "3:12"),
        ('"1.0" → "1."', "3:12"),
        ("title: T → title: 12", "5:10"),
        ("title: T → title: true", "5:10"),
        ("title: T → title: null", "5:10"),
        ("title: T → title: [T]", "5:3"),
        ("value: 0} → value: '0'}", "13:40"),
        ("value: 0} → value: true}", "13:40"),
        ("value: 0} → value: .nan}", "13:40"),
        ("value: 0} → value: -.inf}", "13:40"),
        ("value: 0} → value: 1e999}", "13:40"),
        ("value: 0} → value: 1e308}", "13:40"),
        ("value: 0} → value: 1_000}", "13:40"),
        ("value: 0} → value: 1:30}", "13:40"),
        ("value: 0} → value: 50%}", "13:40"),
        ("value: 0} → value: 0b1}", "13:40"),
        ("value: 0} → value: 0, absence: unknown}", "13:52"),
        ("id: x → id: x y", "2:7"),
        ("id: x → id: política", "2:7"),
        ("id: x → id: -x", "2:7"),
        ("id: x → id: 5", "2:7"),
        ("title: T → title: T\n  title: U", "6:3"),
        ("title: T → title: T\n  otra: U", "6:3"),
        ("text: A → text: A\n    txt: A", "13:5"),
        ("label: A, → label: A, valor: 1,", "13:33"),
        ("title: S, → title: S, otra: 1,", "8:23"),
        ("combine: mean, → combine: mean, otra: 1,", "19:22"),
        ("action: R.} → action: R., otra: 1}", "21:56"),
        ("title: T → title: &a T", "5:10"),
        ("title: T → title: *a", "5:10"),
        ("title: T → title: !a T", "5:10"),
        ("title: T → title: !!str T", "5:10"),
        ("title: T → title: ' T'", "5:10"),
        ('title: T → title: "T "', "5:10"),
        ('title: T → title: "T\\n"', "5:10"),
        ("title: T → title: |+\n    T\n\n", "5:10"),
        ("title: T → title: ''", "5:10"),
        ('title: T → title: "\\ud800"', "5:10"),
        ('title: T → title: "a\\0b"', "5:10"),
        ('title: T → title: "a\\x1bb"', "5:10"),
        ("  title: T → \ttitle: T", "5:1"),
        ("headline: t → headline: z", "6:13"),
        ("headline: t → headline: A", "6:13"),
        ("headline: t → headline: t\n  audience: todos", "7:13"),
        ("headline: t → headline: t\n  minutes: diez", "7:12"),
        ("headline: t → headline: t\n  priority: {effort: {none: 1}}", "7:23"),
        ("questions: [A, B] → questions: [A, B, Z]", "8:41"),
        ("questions: [A, B] → questions: [A, B, A]", "8:41"),
        ("questions: [A, B]} → questions: [A, B]}\n  - {id: s, title: Z}", "9:5"),
        ("type: single → type: simple", "11:11"),
        ("options: [{id: a, label: A, value: 0}, {id: b, label: B, value: 1}] → options: nada", "13:14"),
        ("options: [{id: a, label: A, value: 0}, {id: b, label: B, value: 1}] → options: []", "13:5"),
        ("{id: b, label: B → {id: a, label: B", "13:44"),
        ("value: 0} → absence: hidden}", "13:42"),
        ("value: 0} → value: 0, needs: foto}", "13:50"),
        ("text: A → text: A\n    labels: {z: Z}", "13:14"),
        ("text: A → text: A\n    references: [zz]", "13:18"),
        ("combine: mean → combine: media", "19:16"),
        ("of: [A, B] → of: []", "19:22"),
        ("of: [A, B] → of: [A, Z]", "19:30"),
        ("of: [A, B] → of: [{question: A, weight: 0}, B]", "19:49"),
        ("of: [A, B] → of: [{question: A, weight: '1'}, B]", "19:49"),
        ("of: [A, B] → of: [A, B, t]", "19:33"),
        ("of: [A, B]} → of: [A, B], levels: [{id: N1, from: 0}, {id: N1, from: 1}]}", "19:62"),
        ("of: [A, B]} → of: [A, B], levels: [{id: N1, from: 0}, {id: N2, from: 0}]}", "19:77"),
        ("of: [A, B]} → of: [A, B], display: {from: [0, 0], to: [0, 100], decimals: 1}}", "19:44"),
        ("of: [A, B]} → of: [A, B], round: {decimals: -1}}", "19:52"),
        ("id: R2 → id: R1", "22:5"),
        ("when: {question: A, in: [a]} → when: {question: A, in: [z]}", "21:39"),
        ("when: {question: A, in: [a]} → when: {question: Z, in: [a]}", "21:31"),
        ("action: R.} → action: R., effort: mucho}", "21:64"),
        ("action: R.} → action: R., references: [zz]}", "21:69"),
        ("recommendations: → references: {r: {title: T, checked: leida}}\nrecommendations:", "20:37"),
        ("recommendations: → otra: 1\nrecommendations:", "20:1"),
        ("recommendations: → ---\nrecommendations:", "20:1"),
        ("recommendations: → %YAML 1.1\n---\nrecommendations:", None),
        ("questionnaire:\n → %YAML 1.1\n---\nquestionnaire:\n", "2:1"),
        ("recommendations: → recommendations: [", None),
        ('recommendations: → recommendations: "', None),
        ("recommendations: →    recommendations:", None),
    ],
)
def test_an_error_says_line_and_column(change, place):
    found = places(put(change))
    assert found
    if place:
        assert found == [place]


def test_a_scalar_that_is_not_text_is_no_key():
    for key, more in (("1", ""), ("true", ""), ("null", "")):
        assert f"10:3{more}" in places(put(f"  A:\n →   {key}:\n"))
    assert "10:3" not in places(put("  A:\n →   yes:\n"))


def test_questions_and_scores_share_one_namespace():
    assert "19:3" in places(put("  t: { →   A: {"))


def test_every_error_is_said_at_once_in_the_order_of_the_file():
    text = put(
        "title: T → title: 3", "type: single → type: simple", "combine: mean → combine: media", "id: R2 → id: R1"
    )
    assert places(text) == ["5:10", "11:11", "19:16", "22:5"]


@pytest.mark.parametrize(
    ("scores", "lines"),
    [
        ("t: {combine: mean, of: [u]}\n  u: {combine: mean, of: [A, t]}", 1),
        ("t: {combine: mean, of: [u]}\n  u: {combine: mean, of: [v]}\n  v: {combine: mean, of: [u, A]}", 1),
        ("t: {combine: mean, of: [u, v]}\n  u: {combine: mean, of: [A]}\n  v: {combine: mean, of: [u, B]}", 0),
    ],
)
def test_scores_that_turn_in_a_circle_are_an_error(scores, lines):
    assert len(places(put(f"t: {{combine: mean, of: [A, B]}} → {scores}"))) == lines


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n\n",
        b"# nada\n",
        b"null\n",
        b"- a\n",
        b"hola\n",
        b"{}\n",
        b"\xff\xfe\x00",
        b"\x00",
        b"a: \xd1\n",
        b"a: \x07\n",
        BASE.encode("utf-16"),
        BASE.replace("title: T", "title: Ñ").encode("latin-1"),
        BASE.encode() + b"#" + b"x" * 2_100_000,
        b"a: " + b"[" * 5_000,
        b"\n".join(b" " * depth + b"a:" for depth in range(1_500)),
        b"[" * 200_000,
        b"{" * 200_000,
        b"- " * 200_000,
        b"? " * 100_000,
        b"&a " * 1_000,
        b"a: &a [*a, *a]\n",
        b"'" * 99_999,
        b"\t" * 200_000,
        b"a:\t" * 50_000,
        b"%" * 100_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_no_questionnaire_is_an_error_with_a_place(text):
    ran = check(text)
    assert ran.code == 1
    assert all(line.split(":")[0].isdigit() and ": error: " in line for line in ran.out.splitlines())
    assert "Traceback" not in ran.out + ran.err


def test_id_and_version_are_checked_below_a_folder_questionnaires_only(tmp_path):
    elsewhere, below = tmp_path / "x" / "9.9.yaml", tmp_path / "questionnaires" / "y" / "9.9.yaml"
    for file in (elsewhere, below):
        file.parent.mkdir(parents=True)
        file.write_text(BASE)
    assert evaluacion("check", str(elsewhere)).code == 0
    ran = evaluacion("check", str(below))
    assert ran.code == 1
    assert [line.split(":")[1] for line in ran.out.splitlines()] == ["2", "3"]


C = "  C: {type: single, text: C, options: [{id: a, label: A, value: 0}, {id: b, label: B, value: 1}], visible_if: %s}\n"
WITH_C = (
    "questions: [A, B] → questions: [A, B, C]",
    "of: [A, B] → of: [A, B, C]",
    "recommendations:\n → recommendations:\n  - {id: R3, when: {question: C, in: [a]}, action: R.}\n",
)


def warned(*changes: str) -> list[str]:
    return [line.split(": ")[0].split(":")[0] for line in warnings(put(*changes), head="")]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (["questions: [A, B] → questions: [A]"], {"14"}),
        (["of: [A, B] → of: [A]"], {"14"}),
        (["value: 0}, {id: b, label: B, value: 1}]\n  B → value: 1}, {id: b, label: B, value: 1}]\n  B"], {"13"}),
        (["  - {id: R2, when: {question: B, in: [a]}, action: R.}\n → "], {"14"}),
        (
            [
                "in: [a]}, action: R.}\n  - {id: R2 → in: [a]}, action: R.}\n  - {id: RX, when: {score: t, at_least: 2}, action: R.}\n  - {id: R2"
            ],
            {"22"},
        ),
        (["recommendations: → references: {r: {title: T, checked: full_text}}\nrecommendations:"], {"20"}),
        (
            [
                "recommendations: → references: {r: {title: T, checked: none}}\nrecommendations:",
                "action: R. → action: R., references: [r]",
            ],
            {"20"},
        ),
        (["scores:\n → " + C % "{question: B, in: [b]}" + "scores:\n", *WITH_C], {"20"}),
        (["scores:\n → " + C % "{question: B, in: [a]}" + "scores:\n", *WITH_C], {"20"}),
        (["scores:\n → " + C % "{profile: type, in: [x]}" + "scores:\n", *WITH_C], set()),
        (["text: A → text: A\n    visible_if: {question: B, is: answered}"], {"13"}),
        (
            [
                "  t: { →   nivel_1: {combine: all, of: [A]}\n  nivel_2: {combine: all, of: [B]}\n  l: {combine: ladder, of: [nivel_1, nivel_2]}\n  t: {"
            ],
            {"20"},
        ),
        (
            [
                "  t: { →   nivel_1: {combine: all, of: [A]}\n  nivel_2: {combine: all, of: [nivel_1, B]}\n  l: {combine: ladder, of: [nivel_1, nivel_2]}\n  t: {"
            ],
            set(),
        ),
    ],
)
def test_what_is_warned(changes, lines):
    assert set(warned(*changes)) == lines


def test_a_question_that_can_never_be_seen_is_warned():
    never = "{all: [{question: B, in: [a]}, {question: B, in: [b]}]}"
    assert "18" in warned("scores:\n → " + C % never + "scores:\n", *WITH_C)


def test_a_question_that_depends_on_another_section_is_warned():
    found = warned(
        "scores:\n → " + C % "{question: B, is: answered}" + "scores:\n",
        "questions: [A, B]} → questions: [A, B]}\n  - {id: s2, title: S2, questions: [C]}",
        *WITH_C[1:],
    )
    assert "19" in found
