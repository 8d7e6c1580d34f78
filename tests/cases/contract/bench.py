"""Small questionnaires through the command line, in-process: YAML and answers in, what `evaluacion` writes out."""

from __future__ import annotations

import io
import json
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

from evaluacion.cli.main import main

HEAD = 'questionnaire: {id: x, version: "1.0", language: es-MX, title: T, headline: t}\n'


@dataclass(frozen=True)
class Ran:
    """What one command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err + self.out
        return json.loads(self.out)


def evaluacion(*words: str) -> Ran:
    """Run one command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(list(words))
        except SystemExit as leave:
            code = int(leave.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def command(name: str, yaml: str | bytes, answers: Any, *more: str, suffix: str = ".json", head: str = HEAD) -> Ran:
    """`score` or `rank` of answers (a text as it is, bytes as they are, anything else as JSON)."""
    with tempfile.TemporaryDirectory() as folder:
        file, sheets = Path(folder, "c.yaml"), Path(folder, f"a{suffix}")
        file.write_bytes(yaml if isinstance(yaml, bytes) else (head + dedent(yaml)).encode())
        if not isinstance(answers, str | bytes):
            answers = json.dumps(answers)
        sheets.write_bytes(answers.encode() if isinstance(answers, str) else answers)
        return evaluacion(name, str(file), str(sheets), *more)


def score(yaml: str, answers: dict[str, Any] | None = None, *, head: str = HEAD, **beside: Any) -> dict[str, Any]:
    """The object of one unit; `beside` are `evidence`, `profile`, `review`."""
    ran = command("score", yaml, {"units": {"U": {"answers": answers or {}, **beside}}}, head=head)
    unit: dict[str, Any] = ran.json["units"]["U"]
    return unit


def t(
    yaml: str, answers: dict[str, Any] | None = None, *, of: str = "t", reading: str = "declared", **more: Any
) -> Any:
    """One score of one unit."""
    return score(yaml, answers, **more)["readings"][reading][of]


def value(yaml: str, answers: dict[str, Any] | None = None, **more: Any) -> Any:
    """The value of one score of one unit."""
    return t(yaml, answers, **more)["value"]


def check(yaml: str | bytes, *, head: str = HEAD) -> Ran:
    """`evaluacion check` of one file, its name taken off every line."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "c.yaml")
        file.write_bytes(yaml if isinstance(yaml, bytes) else (head + dedent(yaml)).encode())
        ran = evaluacion("check", str(file))
        return Ran(ran.code, ran.out.replace(f"{file}:", ""), ran.err)


def errors(yaml: str | bytes, *, head: str = HEAD) -> list[str]:
    """The error lines of `check`, as `line:column: error: message`."""
    return [line for line in check(yaml, head=head).out.splitlines() if ": error: " in line]


def warnings(yaml: str, *, head: str = HEAD) -> list[str]:
    """The warning lines of `check`; fails when there are errors."""
    ran = check(yaml, head=head)
    assert ran.code == 0, ran.out
    return [line for line in ran.out.splitlines() if ": aviso: " in line]


SCALES = """
scales:
  abc:
    - {id: a, label: A, value: 0}
    - {id: b, label: B, value: 0.5}
    - {id: c, label: C, value: 1}
    - {id: na, label: No aplica, absence: not_applicable}
    - {id: ns, label: No sé, absence: unknown}
  yn:
    - {id: si, label: Sí, value: 1}
    - {id: "no", label: "No", value: 0}
    - {id: na, label: No aplica, absence: not_applicable}
    - {id: ns, label: No sé, absence: unknown}
  lv:
    - {id: "0", label: Cero, value: 0}
    - {id: "1", label: Uno, value: 1}
    - {id: "2", label: Dos, value: 2}
    - {id: "3", label: Tres, value: 3}
    - {id: "4", label: Cuatro, value: 4}
"""


def made(scores: str, rest: str = "", **questions: str) -> str:
    """A questionnaire with the scales above. A question is the name of a scale, or the keys of its map without `text`;
    `scores` are lines, one a score."""
    lines = [SCALES, "questions:"]
    for name, question in questions.items():
        keys = question if ":" in question else f"type: single, options: {question}"
        lines.append(f"  {name}: {{text: {name}, {keys}}}")
    lines.append("scores:")
    lines += [f"  {line.strip()}" for line in scores.strip().splitlines()]
    return "\n".join(lines) + "\n" + dedent(rest)
