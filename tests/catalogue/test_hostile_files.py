"""Whatever bytes come in: no crash, every error has its place, and it takes at most two seconds (of processor time:
other work on the machine does not count)."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluacion.catalogue.inspection import inspect_file
from evaluacion.catalogue.problems import Problem, Severity
from evaluacion.catalogue.reader import inspect_questionnaire
from evaluacion.resources import QUESTIONNAIRES
from tests.catalogue.malformed import BASE

FILES = Path(__file__).parent / "files"
EXAMPLE = (FILES / "politica-datos.yaml").read_bytes()
MEBIBYTES = 2 * 1024 * 1024
SECONDS = 2.0


FOLLOW_UP = "{type: text, text: T, visible_if: {question: %s, is: answered}}"


def chain(block: str, entry: str, length: int) -> bytes:
    """A questionnaire where each entry needs the next, and the last one something that does not exist."""
    head = "questionnaire: {id: a, version: '1', language: es, title: T}\n"
    lines = [f"  n{i}: {entry % f'n{i + 1}'}\n" for i in range(length)]
    return f"{head}{block}:\n{''.join(lines)}".encode()


HOSTILE = {
    "empty": b"",
    "only_null": b"---\n",
    "a_text": b"hola",
    "a_list": b"- a\n- b\n",
    "zeros": bytes(4096),
    "every_byte": bytes(range(256)) * 64,
    "utf_16": EXAMPLE.decode().encode("utf-16"),
    "utf_32": EXAMPLE.decode().encode("utf-32"),
    "latin_1": EXAMPLE.replace("…".encode(), b"...").decode().encode("latin-1"),
    "surrogate": b"a: \xed\xa0\x80",
    "too_big": b"#" * (MEBIBYTES + 1),
    "deep_flow": b"[" * MEBIBYTES,
    "deep_map": b"{a: " * (MEBIBYTES // 4),
    "deep_block": b"- " * (MEBIBYTES // 2),
    "deep_keys": b"? " * (MEBIBYTES // 2),
    "many_items": b"- a\n" * (MEBIBYTES // 4),
    "many_flow_items": b"[" + b"a," * (MEBIBYTES // 2 - 2) + b"]",
    "endless_quote": b'a: "' + b"x\n" * (MEBIBYTES // 2 - 4),
    "endless_tag": b"!" * MEBIBYTES,
    "endless_anchor": b"&" + b"a" * (MEBIBYTES - 1),
    "endless_colons": b":" * MEBIBYTES,
    "endless_commas": b"[" + b"," * (MEBIBYTES - 1),
    "huge_key": b"a" * (MEBIBYTES - 10) + b": b",
    "huge_number": b"a: " + b"9" * (MEBIBYTES - 10),
    "huge_hexadecimal": b"a: 0x" + b"f" * (MEBIBYTES - 10),
    "documents": b"---\n" * 10_000,
    "merge_keys": b"a: &a {x: 1}\nb: {<<: *a}\n",
    "billion_laughs": b"a: &a [x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (c + 1, c + 1, c, c) for c in range(97, 121)),
    "old_yaml": b"%YAML 1.1\n---\na: b\n",
    "tag_directive": b"%TAG ! tag:x,2000:\n---\na: !b c\n",
    "long_chain_of_questions": chain("questions", FOLLOW_UP, 4000),
    "long_chain_of_scores": chain("scores", "{combine: max, of: [%s]}", 6000),
}  # fmt: skip


def check(data: bytes) -> tuple[Problem, ...]:
    """Read the bytes and hold what must be true of any file."""
    inspection = inspect_questionnaire(data, name="f.yaml")
    errors = [problem for problem in inspection.problems if problem.severity is Severity.ERROR]
    assert (inspection.questionnaire is None) == bool(errors)
    lines = data.count(b"\n") + data.count(b"\r") + 2
    for problem in errors:
        assert 1 <= problem.position.line <= lines
        assert problem.position.column >= 1
        assert problem.message
        assert "\n" not in str(problem)
    return inspection.problems


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_time(name: str) -> None:
    start = time.process_time()
    assert check(HOSTILE[name])
    assert time.process_time() - start <= SECONDS


def test_a_file_just_under_the_limit_is_read() -> None:
    padding = b"#" * (MEBIBYTES - len(BASE.encode()) - 1)
    assert check(BASE.encode() + padding) == ()


PIECES = [b":", b" ", b"\n", b"  ", b"- ", b"[", b"]", b"{", b"}", b"'", b'"', b"#", b"&a ", b"*a", b"!x ", b"|", b">"]
PIECES += [b"null", b"true", b"1e9", b"-1", b".nan", b"\t", b"\x00", b"\xff", b"\xc3", b"\r", b"%", b"@", b"? ", b"~"]
PIECES += [
    b"question",
    b"score",
    b"all",
    b"in",
    b"weight",
    b"options",
    b"rows",
    b"type: matrix",
    b"value: 1",
    "ñ".encode(),
]


def mutate(data: bytes, seed: int) -> bytes:
    """A file with one to six pieces deleted, doubled, moved, or put in."""
    source = random.Random(seed)
    for _ in range(source.randint(1, 6)):
        at, length = source.randrange(len(data)), source.choice([1, 1, 2, 5, 20, 80])
        piece = data[at : at + length]
        to = source.randrange(len(data))
        kind = source.randrange(5)
        if kind == 0:
            data = data[:at] + data[at + length :]
        elif kind == 1:
            data = data[:to] + piece + data[to:]
        elif kind == 2:
            data = data[:at] + source.choice(PIECES) + data[at:]
        elif kind == 3:
            data = data[:at] + source.choice(PIECES) + data[at + length :]
        else:
            lines = data.split(b"\n")
            i, j = source.randrange(len(lines)), source.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
            data = b"\n".join(lines)
        data = data or b"x"
    return data


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), base=st.sampled_from([BASE.encode(), EXAMPLE]))
def test_a_mutated_questionnaire_never_crashes_the_reader(seed: int, base: bytes) -> None:
    check(mutate(base, seed))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_never_crash_the_reader(data: bytes) -> None:
    assert check(data)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab:-?[]{}#&*!|>'\"%@` \n\t,1.~<=", max_size=120))
def test_random_yaml_signs_never_crash_the_reader(text: str) -> None:
    assert check(text.encode())


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_checking_a_mutated_file_never_crashes(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("mutated") / "f.yaml"
    path.write_bytes(mutate(EXAMPLE, seed))
    inspect_file(path)


@pytest.mark.parametrize("path", sorted(QUESTIONNAIRES.glob("*/1.0.yaml")), ids=lambda path: path.parent.name)
def test_our_own_files_survive_mutation(path: Path) -> None:
    data = path.read_bytes()
    for seed in range(6):
        start = time.process_time()
        check(mutate(data, seed))
        assert time.process_time() - start <= SECONDS
