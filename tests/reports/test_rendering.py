from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
import reading
import samples
from conftest import rendered

from evaluacion.reports.diagnosis_report import ReportKind, diagnosis_html
from evaluacion.reports.press import Limits
from evaluacion.reports.rendering import Press, RenderFailure
from evaluacion.reports.sandbox import bubblewrap_works
from evaluacion.resources import ROOT

SMALL = "<html lang=es><title>x</title><h1>Hola, ñandú</h1>"
SLOW = "<html lang=es><title>x</title><p style='overflow-wrap:anywhere'>" + "a" * 200_000
OTHER_PROCESS = """
import hashlib, sys
from evaluacion.reports.rendering import Press
press = Press()
print(hashlib.sha256(press.render(sys.stdin.read())).hexdigest())
press.close()
"""


def children_of(process: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False).stdout
    direct = [int(one) for one in listed.split()]
    return direct + [below for one in direct for below in children_of(one)]


def test_the_same_html_gives_the_same_bytes_in_another_process(press: Press) -> None:
    html = diagnosis_html(samples.example(), kind=ReportKind.SUMMARY)
    from hashlib import sha256

    here = sha256(rendered(press, html)).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS],
        input=html,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo"},
    )
    assert there.stdout.strip() == here


def test_the_same_diagnosis_gives_the_same_html() -> None:
    assert diagnosis_html(samples.example()) == diagnosis_html(samples.example())


def test_many_threads_may_ask_at_once(press: Press) -> None:
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(press.render(SMALL))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert all(isinstance(one, bytes) for one in results)


def test_a_document_beyond_its_time_fails_with_a_sentence_and_the_next_one_works() -> None:
    press = Press(limits=Limits(cpu=2, wall=4))
    try:
        began = time.monotonic()
        failed = press.render(SLOW)
        assert isinstance(failed, RenderFailure)
        assert "demasiado extenso" in failed.message
        assert time.monotonic() - began < 15
        assert isinstance(press.render(SMALL), bytes)
    finally:
        press.close()


def test_a_document_beyond_its_memory_fails_with_a_sentence() -> None:
    press = Press(limits=Limits(memory=120 * 1024 * 1024))
    try:
        failed = press.render(SMALL + "<p>palabras y más palabras</p>" * 20_000)
        assert isinstance(failed, RenderFailure)
    finally:
        press.close()


def test_a_press_that_was_killed_is_started_again() -> None:
    press = Press()
    try:
        assert isinstance(press.render(SMALL), bytes)
        assert press._process is not None
        os.kill(press._process.pid, 9)
        press._process.wait()
        assert isinstance(press.render(SMALL), bytes)
    finally:
        press.close()


def test_closing_leaves_no_process_behind() -> None:
    press = Press()
    press.render(SMALL)
    assert press._process is not None
    mine = [press._process.pid, *children_of(press._process.pid)]
    press.close()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(_lives(one) for one in mine):
        time.sleep(0.05)
    assert not any(_lives(one) for one in mine)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_unknown_paper_is_a_failure_not_a_crash(press: Press) -> None:
    failed = press.render(SMALL, paper="a5")  # type: ignore[arg-type]
    assert isinstance(failed, RenderFailure)
    assert isinstance(press.render(SMALL), bytes)


@pytest.mark.skipif(not bubblewrap_works(), reason="this machine makes no namespaces")
def test_inside_bubblewrap_the_press_sees_no_other_process(press: Press) -> None:
    press.warm_up()
    assert press._process is not None
    command = (f"/proc/{press._process.pid}/cmdline",)
    with open(command[0], "rb") as line:
        words = line.read().split(b"\0")
    assert b"--unshare-all" in words


def test_a_checkout_below_the_temporary_folder_renders_too() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        for name in ("evaluacion", "static"):
            shutil.copytree(ROOT / name, Path(place, name), ignore=shutil.ignore_patterns("__pycache__"))
        made = subprocess.run(
            [sys.executable, "-c", OTHER_PROCESS],
            input=SMALL, env=os.environ | {"PYTHONPATH": place}, cwd=place, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert re.fullmatch(r"[0-9a-f]{64}\n", made.stdout), made.stderr


def test_spanish_letters_survive(press: Press) -> None:
    assert "Hola, ñandú" in reading.text(rendered(press, SMALL))
