"""What the documents say can be followed: links lead somewhere, commands exist, names stand in the code."""

import argparse
import importlib
import re
import shlex
import unicodedata
from pathlib import Path

import pytest

from evaluacion.cli.main import COMMANDS, main
from evaluacion.cli.parsing import SpanishParser

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("questionnaires/*.md")})
EXAMPLES = ROOT / "docs" / "manual" / "ejemplos"
SECTIONS = ["Context", "Decision", "Consequences", "What would change it"]
OFFLINE = ("check", "score", "rank", "diagnose")
"""The commands whose examples run as they stand in the manual: they need neither server nor database."""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL))


def links_of(text: str) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", without_code(text))


def anchors_of(text: str) -> set[str]:
    """The anchors a forge gives to the headings: lower case, no punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    slugs = (re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)
    return {unicodedata.normalize("NFC", slug) for slug in slugs}


def broken_links(document: Path, text: str) -> list[str]:
    broken = []
    for link in links_of(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        known = anchors_of(target.read_text(encoding="utf-8")) if target.suffix == ".md" and target.is_file() else set()
        if not target.exists() or (anchor and anchor not in known):
            broken.append(link)
    return broken


def commands_of(text: str) -> list[list[str]]:
    """The words of every `evaluacion …` in the shell blocks of a document."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, flags=re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    found = [re.split(r" [>&|;]+ ", line)[0] for line in lines]
    words = [shlex.split(line, comments=True) for line in found if re.match(r"(\S*/bin/)?evaluacion ", line)]
    return [command[1:] for command in words]


def parses(words: list[str]) -> bool:
    parser = SpanishParser(prog="evaluacion")
    subparsers = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        importlib.import_module(f"evaluacion.cli.{name}").add_parser(subparsers)
    try:
        return isinstance(parser.parse_args(words), argparse.Namespace)
    except SystemExit:
        return False


ALL_COMMANDS = [
    pytest.param(words, id=f"{name_of(document)}: {shlex.join(words)[:60]}")
    for document in DOCUMENTS
    for words in commands_of(document.read_text(encoding="utf-8"))
]
MANUAL = (ROOT / "docs" / "manual" / "linea-de-comandos.md").read_text(encoding="utf-8")
DECISIONS = sorted(ROOT.glob("docs/decisions/*.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_relative_link_leads_to_a_file_and_its_heading(document):
    assert broken_links(document, document.read_text(encoding="utf-8")) == []


def test_the_search_for_broken_links_finds_planted_ones():
    text = "# A title\n[good](#a-title) [bad](#another) [gone](nowhere.md) `[code](not-a-link.md)` [web](https://example.org)"
    document = ROOT / "planted.md"
    assert broken_links(ROOT / "README.md", text.replace("#a-title", "README.md")) == ["#another", "nowhere.md"]
    assert not document.exists()


@pytest.mark.parametrize("words", ALL_COMMANDS)
def test_every_command_in_the_documents_is_one_the_program_takes(words):
    assert parses(words), shlex.join(words)


def test_a_command_with_an_unknown_option_is_noticed():
    assert commands_of("```sh\nevaluacion serve --sideways\n```") == [["serve", "--sideways"]]
    assert not parses(["serve", "--sideways"])


def test_the_manual_has_an_example_of_every_command():
    assert {words[0] for words in commands_of(MANUAL)} == set(COMMANDS)


@pytest.mark.parametrize("words", [words for words in commands_of(MANUAL) if words[0] in OFFLINE], ids=shlex.join)
def test_an_example_of_the_manual_runs_as_it_stands(words, monkeypatch, tmp_path):
    for example in EXAMPLES.iterdir():
        (tmp_path / example.name).write_bytes(example.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert main(words) == 0


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_both_readmes_give_the_two_commands_as_they_are(name):
    readme = (ROOT / name).read_text(encoding="utf-8")
    assert "\nmake run\nmake test\n" in readme
    assert "make setup" in readme
    assert "make drill" in readme


def test_the_continuous_check_calls_the_test_command_of_the_readme():
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_target_the_documents_name_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    texts = [document.read_text(encoding="utf-8") for document in DOCUMENTS]
    named = {name for text in texts for name in re.findall(r"(?:^|`)make ([a-z-]+)(?:`|$| +#)", text, re.MULTILINE)}
    assert named <= targets


def test_decisions_are_numbered_without_a_gap_and_say_four_things():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS


def test_every_name_of_the_glossary_stands_in_the_code_or_in_a_questionnaire():
    files = [*ROOT.glob("evaluacion/**/*.py"), *ROOT.glob("questionnaires/*/*.yaml")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    words = set(re.findall(r"\w+", code))
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line for line in glossary.splitlines() if line.startswith("| ")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert sorted(named - words) == []
