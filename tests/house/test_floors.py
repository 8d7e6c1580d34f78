"""The architecture holds: imports point down only."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_imports_point_down_only():
    command = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


def test_types_are_sound_below_the_web():
    command = Path(sys.executable).parent / "mypy"
    result = subprocess.run([command, "evaluacion"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_style_is_the_house_style():
    command = Path(sys.executable).parent / "ruff"
    for words in (["check", "."], ["format", "--check", "."]):
        result = subprocess.run([command, *words], cwd=ROOT, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr
