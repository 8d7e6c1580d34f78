"""Malformed questionnaires: a small valid one, and what breaks it.

Each case replaces a piece of `BASE`; the sign § in the new text marks where the error must be reported.
"""

from __future__ import annotations

from dataclasses import dataclass

BASE = """\
questionnaire:
  id: prueba
  version: "1.0"
  language: es-MX
  title: Prueba
  audience: any
  minutes: 5
  headline: total
  priority: {effort: {low: 3}, show_first: 5}
scales:
  sn:
    - {id: si, label: Sí, value: 1}
    - {id: "no", label: "No", value: 0}
    - {id: na, label: No aplica, absence: not_applicable, needs: reason}
sections:
  - id: uno
    title: Uno
    questions: [A, B, C]
  - id: dos
    questions: [D, E, M]
questions:
  A:
    type: single
    text: Pregunta A
    options: sn
    labels: {si: Claro}
    evidence: {for: [si], accepts: [url], hints: [Liga], without: {si: "no"}}
    references: [ley]
  B: {type: multiple, text: Pregunta B, cap: 1, options: [{id: x, label: X, value: 0.5}, {id: z, label: Z, value: 0}]}
  C: {type: number, text: Pregunta C, minimum: 0, maximum: 10, goalposts: [0, 10]}
  D: {type: text, text: Pregunta D, visible_if: {question: A, in: [si]}}
  E: {type: number, text: Pregunta E}
  M: {type: matrix, text: Pregunta M, options: sn, rows: {r1: Uno, r2: Dos}}
  V: {type: single, text: Pregunta V, options: [{id: v, label: V}, {id: w, label: W, value: 1}]}
scores:
  base:
    combine: mean
    of: [{question: A, weight: 2}, B, C]
    missing: {unanswered: zero, hidden: null, coverage: 0.5}
    round: {decimals: 2}
  puerta:
    combine: all
    of: [{question: A, accepts: [si], needs: {si: url}}, {question: M, row: r1, accepts: [si]}]
  total:
    combine: geometric
    floor: 0.01
    of: [base, {score: puerta}]
    display: {from: [0, 1], to: [0, 100], decimals: 1}
    levels:
      - {id: N1, from: 0, title: Uno}
      - {id: N2, from: 0.5}
    caps: [{when: {any_child: {below: 0.4}}, level: N1}]
  ultimo: {combine: last, of: [V]}
recommendations:
  - {id: R1, when: {question: A, in: ["no"]}, action: Haga., effort: low, references: [ley]}
  - {id: R2, when: {all: [{score: total, level: [N1]}, {profile: type, in: [x]}]}, action: Haga.}
references:
  ley: {title: Ley, url: "https://ejemplo.mx", checked: full_text}
notes:
  - {when: {profile: type, in: [x]}, text: Nota.}
glossary:
  - {term: Dato, definition: Algo.}
"""


@dataclass(frozen=True)
class Case:
    name: str
    old: str
    new: str
    message: str

    mark: str = ""

    @property
    def text(self) -> str:
        """The broken file, with the sign § where the error is expected."""
        assert self.old in BASE, self.old
        text = BASE.replace(self.old, self.new, 1)
        if not self.mark:
            return text
        assert self.mark in text, self.mark
        return text.replace(self.mark, f"§{self.mark}", 1)

    @property
    def file(self) -> bytes:
        return self.text.replace("§", "").encode()

    @property
    def position(self) -> tuple[int, int]:
        before = self.text[: self.text.index("§")]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


def case(name: str, old: str, new: str, message: str, mark: str = "") -> Case:
    """A case; `mark` is the text before which the error is expected, where § does not say it."""
    return Case(name, old, new, message, mark)


CASES = [
    # The YAML itself
    case("duplicate_key", "  title: Prueba\n", "  title: Prueba\n  §title: Otra\n", "repetida"),
    case("duplicate_question", "  E: {type", "  §A: {type: text, text: Otra}\n  E: {type", "repetida"),
    case("duplicate_score", "  ultimo:", "  §base: {combine: mean, of: [A]}\n  ultimo:", "repetida"),
    case("duplicate_row", "r2: Dos", "§r1: Dos", "repetida"),
    case("anchor", "title: Prueba", "title: §&a Prueba", "anclas"),
    case("alias", "text: Pregunta A\n", "text: §*a\n", "alias"),
    case("alias_of_an_anchor", "title: Prueba\n", "title: &b Prueba\n  summary: §*b\n", "alias"),
    case("tag", "minutes: 5", "minutes: §!!int 5", "etiquetas"),
    case("local_tag", "title: Prueba", "title: §!secreto Prueba", "etiquetas"),
    case("python_tag", "title: Prueba", 'title: §!!python/object:os.system "x"', "etiquetas"),
    case("merge_key", "  E: {type: number, text: Pregunta E}", "  E: {type: number, §<<: x, text: T}", "<<"),
    case("second_document", "glossary:\n", "§---\nglossary:\n", "más de un documento"),
    case("tab", "  title: Prueba", "§\ttitle: Prueba", "tabulador"),
    case("unclosed_quote", "  - {term: Dato, definition: Algo.}\n", '  - {term: "Dato\n§', "sin cerrar"),
    case("unclosed_bracket", "  - {term: Dato, definition: Algo.}\n", "  - [Dato\n§", "corchete"),
    case("stray_colon", "text: Pregunta A\n", "text: Pregunta§: A\n", "«:»"),
    case("bad_indent", "  headline: total\n", " §headline: total\n", "sangría"),
    case("reserved_sign", "title: Prueba", "title: §@Prueba", "comillas"),
    case("list_after_percent", "glossary:\n", "%glossary:\n", "lista", mark="- {term"),
    case("bad_escape", "title: Prueba", 'title: "Pru\\§q"', "barra invertida"),
    case("control_sign", "title: Prueba", "title: Pru§\x07eba", "U+0007"),
    case("untrimmed_end", "title: Prueba", 'title: §"Prueba "', "espacios"),
    case("untrimmed_start", "text: Pregunta A", "text: §' Pregunta'", "espacios"),
    case("untrimmed_block", "    text: Pregunta A\n", "    text: §|+\n      Hola\n\n    help: x\n", "espacios"),
    case("untrimmed_key", "labels: {si: Claro}", 'labels: {§"si ": Claro}', "espacios"),
    case("number_as_key", "labels: {si: Claro}", "labels: {§1: Claro}", "no es texto"),
    case("bool_as_key", "labels: {si: Claro}", "labels: {§true: Claro}", "no es texto"),
    case("null_as_key", "labels: {si: Claro}", "labels: {§~: Claro}", "no es texto"),
    case("list_as_key", "labels: {si: Claro}", "labels: {? §[a] : Claro}", "clave"),
    case("too_deep", "glossary:\n", "x: " + "[" * 19 + "§[" + "]" * 20 + "\nglossary:\n", "20 niveles"),
    # Keys and types
    case("unknown_top_key", "glossary:\n", "§glosary:\n", "¿Quiso decir «glossary»?"),
    case("index_block", "glossary:\n", "§index: {}\nglossary:\n", "«index»"),
    case("unknown_head_key", "  minutes: 5", "  §minute: 5", "¿Quiso decir «minutes»?"),
    case("unknown_question_key", "    text: Pregunta A", "    text: A\n    §textt: A", "«textt»"),
    case("unknown_option_key", "label: Sí, value: 1", "label: Sí, §valu: 1", "¿Quiso decir «value»?"),
    case("unknown_score_key", "    round: {decimals: 2}", "    §weights: 2", "«weights»"),
    case("unknown_child_key", "{question: A, weight: 2}", "{question: A, §wieght: 2}", "¿Quiso decir «weight»?"),
    case("unknown_missing_key", "coverage: 0.5", "§unsupported: zero", "«unsupported»"),
    case("unknown_evidence_key", "hints: [Liga]", "§hint: [Liga]", "¿Quiso decir «hints»?"),
    case("unknown_condition_key", "{question: A, in: [si]}", "{question: A, §im: [si]}", "«im»"),
    case("unknown_recommendation_key", "effort: low", "§efort: low", "¿Quiso decir «effort»?"),
    case("unknown_reference_key", "title: Ley", "§titulo: Ley", "«titulo»"),
    case("unknown_note_key", "text: Nota.}", "text: Nota., §title: x}", "«title»"),
    case("unknown_level_key", "from: 0, title: Uno", "from: 0, §titel: Uno", "¿Quiso decir «title»?"),
    case("unknown_cap_key", "level: N1}]", "level: N1, §value: 1}]", "«value»"),
    case("unknown_display_key", "decimals: 1}", "§decimal: 1}", "¿Quiso decir «decimals»?"),
    case("unknown_priority_key", "show_first: 5", "§first: 5", "«first»"),
    case("unknown_effort_factor", "{low: 3}", "{§bajo: 3}", "«bajo»"),
    case("missing_id", "  id: prueba\n", "", "«id»", mark="questionnaire:"),
    case("missing_version", '  version: "1.0"\n', "", "«version»", mark="questionnaire:"),
    case("missing_language", "  language: es-MX\n", "", "«language»", mark="questionnaire:"),
    case("missing_title", "  title: Prueba\n", "", "«title»", mark="questionnaire:"),
    case("missing_type", "  E: {type: number, text: Pregunta E}", "  §E: {text: Pregunta E}", "«type»"),
    case("missing_text", "  E: {type: number, text: Pregunta E}", "  §E: {type: number}", "«text»"),
    case("missing_options", "    options: sn\n    labels: {si: Claro}\n", "", "«options»", mark="A:\n"),
    case("missing_rows", "options: sn, rows: {r1: Uno, r2: Dos}", "options: sn", "«rows»", mark="M: {"),
    case("missing_option_id", "- {id: si, label: Sí, value: 1}", "- §{label: Sí, value: 1}", "«id»"),
    case("missing_option_label", "- {id: si, label: Sí, value: 1}", "- §{id: si, value: 1}", "«label»"),
    case("missing_combine", "  ultimo: {combine: last, of: [V]}", "  §ultimo: {of: [V]}", "«combine»"),
    case("missing_of", "  ultimo: {combine: last, of: [V]}", "  §ultimo: {combine: last}", "«of»"),
    case("missing_when", '- {id: R1, when: {question: A, in: ["no"]}, action', "- §{id: R1, action", "«when»"),
    case("missing_action", "in: [x]}]}, action: Haga.}", "in: [x]}]}}", "«action»", mark="{id: R2"),
    case("missing_recommendation_id", "- {id: R2, when", "- §{when", "«id»"),
    case("missing_level_from", "- {id: N2, from: 0.5}", "- §{id: N2}", "«from»"),
    case(
        "missing_cap_level",
        "{when: {any_child: {below: 0.4}}, level: N1}",
        "§{when: {any_child: {below: 1}}}",
        "«level»",
    ),
    case(
        "missing_note_text",
        "- {when: {profile: type, in: [x]}, text: Nota.}",
        "- §{when: {profile: a, in: [x]}}",
        "«text»",
    ),
    case("missing_definition", "{term: Dato, definition: Algo.}", "§{term: Dato}", "«definition»"),
    case("version_unquoted", 'version: "1.0"', "version: §1.0", "comillas"),
    case("version_form", 'version: "1.0"', "version: §v1", "números y puntos"),
    case("language_form", "language: es-MX", "language: §español", "idioma"),
    case("id_form", "id: prueba", "id: §prueba dos", "no sirve como id"),
    case("id_accent", "id: uno\n", "id: §único\n", "no sirve como id"),
    case("question_id_form", "  E: {type: number", "  §E.1: {type: number", "no sirve como id"),
    case("score_id_form", "  ultimo:", "  §_ultimo:", "no sirve como id"),
    case("option_id_form", "id: x, label: X", "id: §x y, label: X", "no sirve como id"),
    case("row_id_form", "rows: {r1: Uno", "rows: {§r.1: Uno", "no sirve como id"),
    case("scale_id_form", "scales:\n", "scales:\n  §-s: [{id: a, label: A}]\n", "no sirve como id"),
    case("reference_id_form", "  ley: {title", "  §l.ey: {title", "no sirve como id"),
    case("title_number", "title: Prueba", "title: §2024", "comillas"),
    case("title_bool", "title: Prueba", "title: §true", "texto"),
    case("title_list", "  title: Prueba", "  §title: [Prueba]", "una lista"),
    case("title_null", "title: Prueba", "title: §null", "vacío"),
    case("title_empty", "title: Prueba", 'title: §""', "vacío"),
    case("label_number", "label: X,", "label: §5,", "texto"),
    case("option_id_number", "id: x, label", "id: §1, label", "texto"),
    case("value_text", "label: X, value: 0.5", 'label: X, value: §"0.5"', "sin comillas"),
    case("value_bool", "label: X, value: 0.5", "label: X, value: §true", "número"),
    case("value_infinite", "label: X, value: 0.5", "label: X, value: §.inf", "finito"),
    case("value_nan", "label: X, value: 0.5", "label: X, value: §.nan", "finito"),
    case("value_huge", "label: X, value: 0.5", "label: X, value: §1e999", "finito"),
    case("minutes_text", "minutes: 5", "minutes: §cinco", "número"),
    case("minutes_negative", "minutes: 5", "minutes: §-5", "negativos"),
    case("flag_text", "goalposts: [0, 10]}", "goalposts: [0, 10], inverted: §si}", "true o false"),
    case(
        "sections_map",
        "sections:\n  - id: uno\n    title: Uno\n    questions: [A, B, C]\n  - id: dos\n    questions: [D, E, M]\n",
        "§sections: {a: b}\n",
        "una lista",
    ),
    case("of_map", "of: [V]", "§of: {question: V}", "una lista"),
    case("in_text", "visible_if: {question: A, in: [si]}", "visible_if: {question: A, in: §si}", "una lista"),
    case("question_text", "  E: {type: number, text: Pregunta E}", "  E: §número", "un mapa"),
    case("show_first_fraction", "show_first: 5", "show_first: §2.5", "entero"),
    # Words of closed lists
    case("audience", "audience: any", "audience: §everyone", "no se admite"),
    case("type", "  E: {type: number", "  E: {type: §numeric", "¿Quiso decir «number»?"),
    case("absence", "absence: not_applicable", "absence: §not_aplicable", "¿Quiso decir «not_applicable»?"),
    case("absence_hidden", "absence: not_applicable", "absence: §hidden", "no se admite"),
    case("needs_word", "needs: reason", "needs: §razon", "no se admite"),
    case("accepts_proof", "accepts: [url]", "accepts: [§uri]", "¿Quiso decir «url»?"),
    case("combine", "combine: mean", "combine: §average", "no se admite"),
    case("missing_rule", "unanswered: zero", "unanswered: §cero", "¿Quiso decir «zero»?"),
    case("effort", "effort: low", "effort: §bajo", "no se admite"),
    case("checked", "checked: full_text", "checked: §yes", "no se admite"),
    case("state_word", "visible_if: {question: A, in: [si]}", "visible_if: {question: A, is: §anwsered}", "«answered»"),
    case("child_needs_word", "needs: {si: url}", "needs: {si: §link}", "no se admite"),
    case("url_form", '"https://ejemplo.mx"', '§"javascript:alert(1)"', "https://"),
    # Repeated ids
    case("repeated_option", "id: z, label: Z", "id: x, label: Z", "repetido", mark="{id: x, label: Z"),
    case("repeated_section", "  - id: dos", "  - §id: uno", "repetido"),
    case("repeated_level", "- {id: N2, from: 0.5}", "- §{id: N1, from: 0.5}", "repetido"),
    case("repeated_recommendation", "- {id: R2,", "- §{id: R1,", "repetido"),
    case("shared_namespace", "  ultimo: {combine", "  §A: {combine", "ya es el id de una pregunta"),
    case("question_in_two_sections", "questions: [D, E, M]", "questions: [D, §A, M]", "ya está en la sección"),
    # Ids that do not exist
    case("unknown_scale", "    options: sn\n", "    options: §ns\n", "No existe la escala"),
    case("unknown_label_option", "labels: {si: Claro}", "labels: {§so: Claro}", "Opciones: si, no, na"),
    case("unknown_evidence_option", "for: [si]", "for: [§sí]", "No existe la opción"),
    case("unknown_without_option", 'without: {si: "no"}', 'without: {§s: "no"}', "No existe la opción"),
    case("unknown_without_target", 'without: {si: "no"}', "without: {si: §nunca}", "No existe la opción"),
    case("unknown_headline", "headline: total", "headline: §totla", "¿Quiso decir «total»?"),
    case("unknown_section_question", "questions: [A, B, C]", "questions: [A, B, §ZZ]", "No existe la pregunta"),
    case("unknown_child", "of: [V]", "of: [§W]", "No existe la pregunta"),
    case("unknown_child_score", "{score: puerta}", "{score: §puertas}", "¿Quiso decir «puerta»?"),
    case("question_as_score", "{score: puerta}", "{score: §A}", "es una pregunta"),
    case("score_as_question", "{question: A, weight: 2}", "{question: §puerta, weight: 2}", "es un puntaje"),
    case("unknown_reference", "    references: [ley]", "    references: [§leyes]", "No existe la referencia"),
    case(
        "unknown_reference_of_advice",
        "effort: low, references: [ley]",
        "references: [§otra]",
        "No existe la referencia",
    ),
    case("unknown_condition_question", "{question: A, in: [si]}", "{question: §AA, in: [si]}", "No existe la pregunta"),
    case("unknown_condition_option", "{question: A, in: [si]}", "{question: A, in: [§tal]}", "no tiene la opción"),
    case(
        "unknown_condition_score",
        "{score: total, level: [N1]}",
        "{score: §totales, level: [N1]}",
        "No existe el puntaje",
    ),
    case("unknown_condition_level", "level: [N1]", "level: [§N9]", "el nivel"),
    case("unknown_cap_level", "level: N1}]", "level: §N9}]", "el nivel"),
    case("unknown_row", "row: r1", "row: §r9", "No existe la fila"),
    case("unknown_accepts", "row: r1, accepts: [si]", "row: r1, accepts: [§sip]", "no tiene la opción"),
    case("unknown_needs", "needs: {si: url}", "needs: {sip: §url}", "no tiene la opción"),
    case("unknown_values", "of: [V]", "of: [{question: V, values: {v: 1, k: §2}}]", "no tiene la opción"),
    case("values_of_a_number", "of: [V]", "of: [{question: C, values: {a: §1}}]", "no tiene opciones"),
    # Numbers and shapes
    case("goalposts_equal", "maximum: 10, goalposts: [0, 10]", "maximum: 10, §goalposts: [5, 5]", "iguales"),
    case("goalposts_three", "maximum: 10, goalposts: [0, 10]", "maximum: 10, §goalposts: [0, 5, 10]", "dos números"),
    case("minimum_over_maximum", "minimum: 0, maximum: 10", "minimum: §20, maximum: 10", "mayor que"),
    case("weight_zero", "weight: 2", "weight: §0", "mayor que 0"),
    case("weight_negative", "weight: 2", "weight: §-1", "mayor que 0"),
    case(
        "weight_in_all",
        "{question: M, row: r1, accepts: [si]}",
        "{question: A, accepts: [si], weight: §1}",
        "no se admite",
    ),
    case("weight_in_last", "of: [V]", "of: [{question: V, weight: §2}]", "no se admite"),
    case("levels_not_ascending", "- {id: N2, from: 0.5}", "- {id: N2, from: §0}", "debe subir"),
    case("levels_descending", "- {id: N2, from: 0.5}", "- {id: N2, from: §-1}", "debe subir"),
    case("floor_missing", "    floor: 0.01\n", "", "«floor»", mark="total:\n"),
    case("floor_zero", "floor: 0.01", "floor: §0", "mayor que 0"),
    case("coverage_over_one", "coverage: 0.5", "coverage: §50", "de 0 a 1"),
    case("round_negative", "decimals: 2}", "decimals: §-1}", "entero"),
    case("display_flat", "from: [0, 1], to", "§from: [1, 1], to", "iguales"),
    case(
        "empty_options",
        "options: [{id: x, label: X, value: 0.5}, {id: z, label: Z, value: 0}]",
        "§options: []",
        "vacía",
    ),
    case("empty_of", "of: [V]", "§of: []", "vacía"),
    case("empty_rows", "rows: {r1: Uno, r2: Dos}", "§rows: {}", "vacío"),
    case("empty_all", "visible_if: {question: A, in: [si]}", "visible_if: {§all: []}", "al menos una"),
    case("empty_in", "visible_if: {question: A, in: [si]}", "visible_if: {question: A, §in: []}", "vacía"),
    # What contradicts itself
    case("question_and_score", "{score: puerta}", "§{score: puerta, question: A}", "no ambos"),
    case("neither_question_nor_score", "{score: puerta}", "§{weight: 1}", "falta"),
    case("accepts_and_at_least", "row: r1, accepts: [si]", "row: r1, accepts: [si], at_least: §1", "no ambos"),
    case("value_and_absence", "label: X, value: 0.5", "label: X, value: 0.5, absence: §unknown", "no ambos"),
    case("row_without_matrix", "{question: A, weight: 2}", "{question: A, row: §r1}", "no tiene filas"),
    case(
        "gate_on_whole_matrix",
        "{question: M, row: r1, accepts: [si]}",
        "§{question: M, accepts: [si]}",
        "necesita «row»",
    ),
    case(
        "at_least_on_whole_matrix",
        "{question: M, row: r1, accepts: [si]}",
        "§{question: M, at_least: 1}",
        "necesita «row»",
    ),
    case("needs_on_whole_matrix", "of: [V]", "of: [§{question: M, needs: {si: url}}]", "necesita «row»"),
    case(
        "condition_on_whole_matrix",
        "{question: A, in: [si]}",
        "{question: M, in: [si]}",
        "necesita «row»",
        mark="visible_if: {question: M",
    ),
    case("row_of_a_score", "{score: puerta}", "{score: puerta, row: §r1}", "solo corresponde"),
    case("accepts_of_a_score", "{score: puerta}", "{score: puerta, §accepts: [si]}", "solo corresponde"),
    case("text_scored", "of: [V]", "of: [§D]", "no se puede puntuar"),
    case("text_compared", '{question: A, in: ["no"]}', "{question: D, at_least: §1}", "no tiene valor"),
    case("doubtful", "id: x, label: X", "id: §doubtful, label: X", "reservado"),
    case(
        "valueless_option",
        "ultimo: {combine: last",
        "ultimo: {combine: sum",
        "no tiene «value»",
        mark="{id: v, label: V}",
    ),
    case(
        "valueless_option_at_least",
        "ultimo: {combine: last, of: [V]}",
        "ultimo: {combine: sum, of: [{question: V, at_least: 1}]}",
        "no tiene «value»",
        mark="{id: v, label: V}",
    ),
    case("inverted_multiple", "text: Pregunta B, cap: 1", "text: Pregunta B, inverted: §true", "inverted"),
    case("inverted_bare_number", "text: Pregunta E}", "text: Pregunta E, inverted: §true}", "inverted"),
    case("inverted_text", "text: Pregunta D, ", "text: Pregunta D, inverted: §true, ", "inverted"),
    case(
        "percent_of_max_unbounded", "of: [V]}", "of: [V]}\n  pct: {combine: percent_of_max, of: [§E]}", "valor máximo"
    ),
    case("ladder_unbounded", "of: [V]}", "of: [V]}\n  esc: {combine: ladder, of: [§E]}", "valor máximo"),
    case(
        "full_unbounded",
        "of: [V]}",
        "of: [V]}\n  s: {combine: sum, missing: {unknown: full}, of: [§E]}",
        "valor máximo",
    ),
    case(
        "percent_of_unbounded_score",
        "of: [V]}",
        "of: [V]}\n  s: {combine: sum, of: [E]}\n  p: {combine: percent_of_max, of: [§s]}",
        "valor máximo",
    ),
    case("visible_if_score", "{question: A, in: [si]}", "{score: §total, below: 1}", "no de puntajes"),
    case("any_child_outside_caps", '{question: A, in: ["no"]}', "{§any_child: {below: 1}}", "caps"),
    case("any_child_in_visible_if", "{question: A, in: [si]}", "{§any_child: {below: 1}}", "caps"),
    case(
        "note_on_questions",
        "- {when: {profile: type, in: [x]}, text",
        "- {§when: {question: A, in: [si]}, text",
        "perfil",
    ),
    case(
        "two_heads",
        "{question: A, in: [si]}",
        "{question: A, in: [si], profile: x}",
        "exactamente una",
        mark="visible_if: {question: A, in: [si], p",
    ),
    case("no_head", "{question: A, in: [si]}", "{in: [si]}", "exactamente una", mark="visible_if: {in"),
    case("two_bounds", "{any_child: {below: 0.4}}", "{§any_child: {below: 0.4, at_least: 0.1}}", "exactamente una"),
    case("no_tail", "{question: A, in: [si]}", "{question: A}", "exactamente una", mark="visible_if: {question: A}"),
    case("level_of_a_question", "{question: A, in: [si]}", "{question: A, §level: [N1]}", "no se combina"),
    case("in_of_a_number", "{question: A, in: [si]}", "{question: C, in: [§si]}", "no tiene opciones"),
    case("options_of_a_number", "text: Pregunta E}", "text: Pregunta E, options: §sn}", "solo corresponde"),
    case("rows_of_a_single", "    labels: {si: Claro}", "    §rows: {a: A}", "solo corresponde"),
    case("cap_of_a_single", "    labels: {si: Claro}", "    cap: §1", "solo corresponde"),
    case("goalposts_of_a_single", "    labels: {si: Claro}", "    §goalposts: [0, 1]", "solo corresponde"),
    # Circles
    case(
        "visible_on_itself",
        "  D: {type: text, text: Pregunta D, visible_if: {question: A, in: [si]}}",
        "  D: {type: text, text: D, §visible_if: {question: D, is: answered}}",
        "da vueltas",
    ),
    case(
        "visible_circle",
        "visible_if: {question: A, in: [si]}}\n  E: {type: number, text: Pregunta E}",
        "visible_if: {question: E, is: answered}}\n  E: {type: text, text: E, §visible_if: {question: D, is: hidden}}",
        "da vueltas",
    ),
    case("score_of_itself", "of: [V]", "of: [§ultimo]", "dan vueltas"),
    case(
        "score_circle",
        "ultimo: {combine: last, of: [V]}",
        "x: {combine: max, of: [y]}\n  y: {combine: max, of: [§x]}",
        "dan vueltas",
    ),
    case("level_of_itself", "{when: {any_child: {below: 0.4}}", "{§when: {score: total, level: [N2]}", "dan vueltas"),
]
