"""How the press is started: inside bubblewrap where that works, else as a plain process with limits only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import evaluacion
from evaluacion.resources import STATIC

PACKAGE = Path(evaluacion.__file__).resolve().parent
SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/lib32",
    "/bin",
    "/sbin",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/var/cache/fontconfig",
)
PROBE_SECONDS = 10


@cache
def bubblewrap_works() -> bool:
    """Whether `bwrap` is installed and this machine lets it make namespaces."""
    program = shutil.which("bwrap")
    if program is None:
        return False
    probe = [program, "--unshare-all", "--ro-bind", "/", "/", "true"]
    try:
        return subprocess.run(probe, capture_output=True, timeout=PROBE_SECONDS, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def press_command(arguments: list[str]) -> list[str]:
    """The command that starts the press with `arguments`: without network, files of ours or other people's processes
    where bubblewrap works."""
    plain = [sys.executable, "-m", "evaluacion.reports.press", *arguments]
    return [*_walls(), *plain] if bubblewrap_works() else plain


def press_environment() -> dict[str, str]:
    """The whole environment of the press: nothing of ours, so no secret of ours."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(PACKAGE.parent),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "ignore",
    }


def _walls() -> list[str]:
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--uid", "65534", "--gid", "65534"]
    command += ["--tmpfs", "/tmp"]  # before what is bound: the checkout or the environment may lie below it
    for path in dict.fromkeys([*SYSTEM, sys.prefix, sys.base_prefix]):
        command += ["--ro-bind-try", path, path]
    for folder in (PACKAGE, STATIC / "fonts", STATIC / "css"):
        if not _lies_in(folder, Path(sys.prefix)):
            command += ["--ro-bind", str(folder), str(folder)]
    return [*command, "--proc", "/proc", "--dev", "/dev", "--chdir", "/tmp"]


def _lies_in(path: Path, folder: Path) -> bool:
    return os.path.commonpath([path, folder]) == str(folder)
