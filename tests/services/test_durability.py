"""Acknowledged means on disk: the writer is killed in the middle, the order of fsync and reply is checked.

Every harness first proves that it can fail: a seeded bug must be caught.
"""

from __future__ import annotations

import importlib.util
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from evaluacion.domain.errors import EvaluacionError
from evaluacion.services import answering, assessments, submitting

USERS = 8
KILLS, SEEDED_KILLS, DRILL_KILLS = 20, 8, 1_000
SAVES = 200
HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("saver", HERE / "saver.py")
saver = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(saver)


@contextmanager
def _writer(world, reached, *, too_early: bool) -> Iterator[tuple[int, int]]:
    """A child process that saves for ever; gives its pid and the pipe it acknowledges on."""
    reading, writing = os.pipe()
    world.database.dispose()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        url = world.database.url.render_as_string(hide_password=False)
        try:
            saver.save_for_ever(url, world.capture, reached, writing, too_early=too_early)
        finally:
            os._exit(1)
    os.close(writing)
    try:
        yield pid, reading
    finally:
        os.close(reading)


def _acknowledged_until_killed(world, reached, moments: random.Random, *, too_early: bool) -> dict[str, int]:
    """The last version acknowledged for each assessment before the process was killed at a random moment."""
    acknowledged: dict[str, int] = {}
    with _writer(world, reached, too_early=too_early) as (pid, pipe):
        time.sleep(moments.uniform(0.02, 0.25))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        lines = b"".join(iter(lambda: os.read(pipe, 65_536), b"")).decode()
    for line in lines.splitlines():
        assessment, version = line.split()
        acknowledged[assessment] = int(version)
    return acknowledged


def _stored(world, ids) -> dict[str, int]:
    """The version that holds for each assessment, after checking that its history is whole."""
    versions = {}
    with world.database.reading() as session:
        for assessment in ids:
            current = answering.read_all(session, world.capture, assessment).answers[saver.QUESTION]
            history = answering.read_history(session, world.capture, assessment, saver.QUESTION)
            assert [answer.version for answer in reversed(history)] == list(range(1, current.version + 1))
            assert all(answer.value == saver.text_of(answer.version).strip() for answer in history)
            versions[assessment] = current.version
    return versions


def _drill(world, kills: int, *, too_early: bool = False) -> tuple[int, int]:
    """How many acknowledged saves were lost, and how many there were."""
    moments = random.Random(7)
    ids = [world.start() for _user in range(USERS)]
    reached = dict.fromkeys(ids, 0)
    lost = total = 0
    for _kill in range(kills):
        acknowledged = _acknowledged_until_killed(world, reached, moments, too_early=too_early)
        stored = _stored(world, ids)
        lost += sum(version > stored[assessment] for assessment, version in acknowledged.items())
        total += sum(version - reached[assessment] for assessment, version in acknowledged.items())
        reached = stored
    if world.database.is_sqlite:
        with world.database.reading() as session:
            assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    return lost, total


def test_killing_the_writer_loses_no_acknowledged_answer(world) -> None:
    lost, total = _drill(world, KILLS)
    assert total > KILLS
    assert lost == 0


def test_the_harness_catches_an_acknowledgement_before_the_commit(world) -> None:
    assert any(_drill(world, SEEDED_KILLS, too_early=True)[0] for _round in range(8))


@pytest.mark.drill
def test_a_thousand_kills_lose_no_acknowledged_answer(world) -> None:
    lost, total = _drill(world, DRILL_KILLS)
    print(f"{world.database.url.get_backend_name()}: {DRILL_KILLS} kills, {total} acknowledged, {lost} lost")
    assert lost == 0


def _unsynced_replies(world, tmp_path: Path, *synchronous: str) -> tuple[int, int]:
    """Acknowledgements that left before the sync of their own commit, and acknowledgements in all."""
    assessment = world.start()
    world.database.dispose()
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-y", "-e", "trace=fdatasync,fsync,write,pwrite64", "-s", "64", "-o", str(trace)]
    arguments = [str(world.database.url), world.capture.person, assessment, str(SAVES), *synchronous]
    program = [sys.executable, str(HERE / "saver.py"), *arguments]
    ended = subprocess.run([*command, *program], check=True, capture_output=True, text=True)
    assert len(ended.stdout.splitlines()) == SAVES
    return _read_trace(trace.read_text("utf-8", "replace"), assessment)


def _read_trace(trace: str, assessment: str) -> tuple[int, int]:
    unsynced = replies = 0
    dirty = synced = False
    for line in trace.splitlines():
        if re.search(r"\b(pwrite64|write)\(\d+<[^>]*\.sqlite-wal>", line):
            dirty, synced = True, False
        elif re.search(r"\bf(data)?sync\(\d+<[^>]*\.sqlite-wal>", line):
            synced = dirty
        elif "write(1<" in line and assessment in line:
            replies += 1
            unsynced += not (dirty and synced)
            dirty = synced = False
    return unsynced, replies


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_reply_leaves_before_the_sync_of_its_commit(world, tmp_path) -> None:
    unsynced, replies = _unsynced_replies(world, tmp_path)
    assert (unsynced, replies) == (0, SAVES)
    unsynced, replies = _unsynced_replies(world, tmp_path, "NORMAL")
    assert unsynced > SAVES / 2, "the seeded bug (synchronous=NORMAL) must be caught"


def _assert_nothing_silent(world, assessment, shown: set[str], acknowledged: set[str]) -> None:
    with world.database.reading() as session:
        kept = {answer.value for answer in answering.read_history(session, world.capture, assessment, saver.QUESTION)}
    assert acknowledged <= kept
    assert not acknowledged & shown


@pytest.mark.parametrize("writers", [16])
def test_of_sixteen_writers_of_one_answer_every_text_is_kept_or_shown_in_a_conflict(world, writers: int) -> None:
    assessment = world.start()

    def edit(number: int) -> tuple[set[str], set[str]]:
        acknowledged, shown = set(), set()
        version = 0
        for turn in range(12):
            mine = f"{number}-{turn}"
            try:
                version = world.save(assessment, "Q3", mine, version=version).version
                acknowledged.add(mine)
            except answering.AnswerConflict as conflict:
                shown.add(str(conflict.mine.value))
                version = conflict.theirs.version
        return acknowledged, shown

    with ThreadPoolExecutor(writers) as pool:
        results = list(pool.map(edit, range(writers)))
    acknowledged = set().union(*(one for one, _other in results))
    shown = set().union(*(other for _one, other in results))
    assert len(acknowledged) + len(shown) == writers * 12
    _assert_nothing_silent(world, assessment, shown, acknowledged)


def test_the_same_edit_sent_many_times_at_once_is_saved_once(world) -> None:
    assessment = world.start()
    with ThreadPoolExecutor(16) as pool:
        saved = list(pool.map(lambda _each: world.save(assessment, "Q3", "hola", edit="uno"), range(32)))
    assert {answer.version for answer in saved} == {1}
    assert len({answer.saved_at for answer in saved}) == 1


def test_answers_and_submission_never_cross(world) -> None:
    """An answer is either in the submission or was refused: none is acknowledged and left out."""
    for _round in range(10):
        assessment = world.start()

        def write(number: int, assessment=assessment) -> str | None:
            try:
                world.save(assessment, "Q3", f"texto {number}", version=0)
            except EvaluacionError:
                return None
            return f"texto {number}"

        def submit(_number: int, assessment=assessment) -> None:
            with world.database.session() as session:
                submitting.submit(session, world.responsible, assessment)

        with ThreadPoolExecutor(4) as pool:
            writing = [pool.submit(write, number) for number in range(3)]
            pool.submit(submit, 0).result()
            acknowledged = {text for text in (each.result() for each in writing) if text}
        with world.database.reading() as session:
            overview = assessments.get_overview(session, world.reader, assessment)
            page = submitting.get_submission(session, world.reader, overview.assessment.latest_submission_id)
        assert {page.submission.sheet.answers.get(saver.QUESTION)} - {None} == acknowledged
