"""No text of the product says what the facts do not bear out, and no file speaks of the machine it was made on."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FORBIDDEN = [
    r"cumple con el art[íi]culo 59",
    r"la ley obliga a cocrear",
    r"the law (requires|obliges) .{0,20}co-?creat",
    r"la ley sanciona no hacer gobierno abierto",
    r"seg[úu]n (la )?OGP,? deben? celebrarse dos reuniones",
    r"seg[úu]n (la )?OGP,? (se )?debe[n]? publicar",
    r"M[ée]xico (est[áa] inactivo|fue retirado|sigue activo)",
    r"Mexico (is inactive|was withdrawn|remains active)",
    r"\bcertificad[oa]s?\b",
    r"\bcertified\b",
    r"evaluaci[óo]n oficial",
    r"official (evaluation|assessment)",
    r"comparable con la M[ée]trica de Gobierno Abierto",
    r"comparable (with|to) the M[ée]trica",
    r"M[ée]xico es (de los|uno de los) pa[íi]ses que menos conf[íi]an",
]
NEGATED = re.compile(r"\b(no|ni|nunca|not|nor|never|sin)\b[^.;:]{0,70}$", re.IGNORECASE)
"""A negative disclaimer («no otorga …») may use the words."""

SPOKEN = (
    "questionnaires/**/*.yaml",
    "questionnaires/*.md",
    "templates/**/*",
    "evaluacion/**/*.py",
    "evaluacion/**/*.po",
    "docs/**/*.md",
    "static/js/*.js",
    "README*.md",
    "CHANGELOG.md",
)


def spoken_files():
    return sorted({path for pattern in SPOKEN for path in ROOT.glob(pattern) if path.is_file()})


def forbidden_phrases(text: str) -> list[str]:
    flat = re.sub(r"\s+", " ", text)
    found = []
    for phrase in FORBIDDEN:
        for match in re.finditer(phrase, flat, re.IGNORECASE):
            if not NEGATED.search(flat[: match.start()]):
                found.append(flat[max(0, match.start() - 40) : match.end() + 20])
    return found


@pytest.mark.parametrize("path", spoken_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_uses_a_phrase_the_facts_do_not_bear_out(path):
    assert forbidden_phrases(path.read_text(encoding="utf-8")) == []


def test_the_search_finds_a_planted_phrase_and_allows_a_disclaimer():
    assert forbidden_phrases("Este informe es una evaluación\n  oficial del municipio.")
    assert forbidden_phrases("La ley obliga a cocrear con la sociedad.")
    assert not forbidden_phrases("Este autodiagnóstico no es una evaluación oficial.")


def test_no_file_speaks_of_the_machine_it_was_made_on():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        pytest.fail("git ls-files lists nothing: this test looks at a checkout")
    parent = re.compile(r"/(?:work|home|root|Users)/[a-z]+/|https?://[^\s\"')]+\.(?:whl|tgz|tar\.gz|deb)\b")
    found = []
    for name in tracked:
        path = ROOT / name
        if path.suffix in {".png", ".ttf", ".woff2", ".pdf", ".xlsx", ".sqlite", ".db"} or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if parent.search(line) and path != Path(__file__):
                found.append(f"{name}:{number}: {line[:120]}")
    assert found == []
