"""Scoring a long JSON Lines file takes the same memory as a short one."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from evaluacion.catalogue import shelf

ROOT = Path(__file__).parents[2]
SCRIPT = (
    "import resource, sys; from evaluacion.cli.main import main; code = main(sys.argv[1:]); "
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(code)"
)
SLACK_KIB = 4096


def write_sheets(path: Path, count: int) -> None:
    """Sheets of 42 answers each, always the same for the same count."""
    questionnaire = shelf.find("retos-cocreacion").questionnaire()
    source = random.Random(42)
    options = {
        key: [str(option.id) for option in question.options] for key, question in questionnaire.questions.items()
    }
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            answers = {key: source.choice(known) for key, known in options.items()}
            stream.write(json.dumps({"unit": f"U{number}", "answers": answers}) + "\n")


def peak_kib(folder: Path, count: int) -> int:
    """Score so many sheets in a process of its own; its largest resident memory."""
    sheets, target = folder / f"{count}.jsonl", folder / f"{count}.out.jsonl"
    write_sheets(sheets, count)
    arguments = ["score", "retos-cocreacion", str(sheets), "-o", str(target)]
    done = subprocess.run([sys.executable, "-c", SCRIPT, *arguments], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    with target.open("rb") as stream:
        assert sum(1 for _ in stream) == count + 1
    return int(done.stdout)


def test_ten_thousand_sheets_take_the_memory_of_a_thousand(tmp_path: Path) -> None:
    short, long = peak_kib(tmp_path, 1_000), peak_kib(tmp_path, 10_000)
    assert long <= short + SLACK_KIB, f"{short} KiB for 1,000 sheets, {long} KiB for 10,000"
