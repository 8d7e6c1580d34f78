"""Convert the published case `pathway_odi` (ODI Open Data Pathway) to the questionnaire language.

    python tests/cases/convert_pathway.py SOURCE_FOLDER [TARGET_FOLDER]

SOURCE_FOLDER holds `modelo.json`, `respuestas.json` and `esperado.json`. Two questionnaires come out:
`as-computed.yaml`, where a question is asked as the original program does it, and `as-declared.yaml`, where each
question depends on what the original spreadsheet declares, defects included.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HEADER = """\
# ODI Open Data Pathway, converted by tests/cases/convert_pathway.py; do not edit by hand.
# Source: github.com/theodi/pathway @35c7101 (survey/survey.xls and the Ruby scorer), MIT licence,
# through the published case pathway_odi (caso-madurez/1). See README.md beside this file.
"""


def convert(model: dict[str, Any], *, declared: bool) -> str:
    """Return the questionnaire file; `declared` takes the dependencies of the spreadsheet instead of the program's."""
    questions = {question["id"]: question for question in model["preguntas"]}
    activities = [node for node in model["nodos"] if node["agrega"]["modo"] == "ultima_visible"]
    lines = [HEADER, *_head(), "sections:"]
    for node in activities:
        asked = ", ".join(child["pregunta"] for child in node["hijos"])
        lines.append(f"  - {{id: {node['id']}, title: {_text(node['titulo'])}, questions: [{asked}]}}")
    lines.append("\nquestions:")
    for question in questions.values():
        lines += _question(question, _visible_if(question, questions, declared))
    lines.append("\nscores:")
    for node in model["nodos"]:
        lines += _score(node)
    lines.append("\nrecommendations:")
    for item in model["recomendaciones"]:
        when = f"{{question: {item['cuando']['pregunta']}, in: {_ids(item['cuando']['en'])}}}"
        lines.append(f"  - {{id: {_text(item['id'])}, when: {when}, action: {_text(item['texto'])}}}")
    return "\n".join(lines) + "\n"


def _head() -> list[str]:
    return [
        "questionnaire:",
        "  id: pathway-odi",
        '  version: "1.0"',
        "  language: en",
        "  title: ODI Open Data Pathway (Open Data Maturity Model)",
        "  audience: institution",
        "  licence: MIT",
        "  headline: total\n",
    ]


def _id(option: str) -> str:
    """Return the option's id without its dot, which the language does not allow in ids: Q1.2 is Q1-2."""
    return option.replace(".", "-")


def _ids(options: list[str]) -> str:
    return f"[{', '.join(map(_id, options))}]"


def _text(text: str) -> str:
    return json.dumps(text.strip(), ensure_ascii=False)


def _visible_if(question: dict[str, Any], questions: dict[str, Any], declared: bool) -> str | None:
    if not declared:
        rules = (question["visible_si"] or {}).get("todas", [])
        conditions = [f"{{question: {rule['pregunta']}, in: {_ids(rule['en'])}}}" for rule in rules]
        return conditions[0] if len(conditions) == 1 else f"{{all: [{', '.join(conditions)}]}}" if conditions else None
    earlier = questions.get(question["depende_de_declarado"] or "")
    if earlier is None:
        return None
    positive = [option["id"] for option in earlier["opciones"] if option["continua"]]
    return f"{{question: {earlier['id']}, in: {_ids(positive)}}}"


def _question(question: dict[str, Any], visible_if: str | None) -> list[str]:
    lines = [f"  {question['id']}:", "    type: single", f"    text: {_text(question['texto'])}"]
    if question["ayuda"]:
        lines.append(f"    help: {_text(question['ayuda'])}")
    if visible_if:
        lines.append(f"    visible_if: {visible_if}")
    lines.append("    options:")
    for option in question["opciones"]:
        value = "" if option["nivel"] is None else f", value: {option['nivel']}"
        lines.append(f"      - {{id: {_id(option['id'])}, label: {_text(option['texto'])}{value}}}")
    return lines


def _score(node: dict[str, Any]) -> list[str]:
    chain = node["agrega"]["modo"] == "ultima_visible"
    children = ", ".join(child["pregunta"] if chain else child["nodo"] for child in node["hijos"])
    return [
        f"  {node['id']}:",
        f"    title: {_text(node['titulo'])}",
        f"    combine: {'last' if chain else 'sum'}",
        "    missing: {unanswered: null, hidden: omit}",
        f"    of: [{children}]",
    ]


def main(source: Path, target: Path) -> None:
    model, answers, expected = (
        json.loads((source / f"{name}.json").read_text("utf-8")) for name in ("modelo", "respuestas", "esperado")
    )
    (target / "as-computed.yaml").write_text(convert(model, declared=False), "utf-8")
    (target / "as-declared.yaml").write_text(convert(model, declared=True), "utf-8")
    sheets = {
        unit: {"answers": {question: option and _id(option) for question, option in row["respuestas"].items()}}
        for unit, row in answers["unidades"].items()
    }
    _dump(target / "answers.json", {"units": sheets})
    wanted = {
        unit: {
            "values": row["nodos"],
            "largest": row["maximos"],
            "asked": row["preguntas_hechas"],
            "recommendations": row["recomendaciones"],
        }
        for unit, row in expected["unidades"].items()
    }
    _dump(target / "expected.json", wanted)


def _dump(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent / "pathway_odi")
