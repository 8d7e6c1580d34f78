"""Saves answers as fast as it can and says on a pipe which ones were acknowledged: what the durability tests kill.

As a program: `saver.py DATABASE_URL PERSON ASSESSMENT COUNT [synchronous]`, one acknowledgement a line on stdout.
"""

from __future__ import annotations

import os
import sys
import threading
import time

from sqlalchemy import event

from evaluacion.domain.organisations import PersonId, PublicId, Viewer
from evaluacion.domain.questionnaire import QuestionId
from evaluacion.services import answering
from evaluacion.storage.database import Database

QUESTION = QuestionId("Q3")


def text_of(version: int) -> str:
    """What version `version` of every answer says."""
    return f"texto número {version} " + "x" * (version % 200)


def save(database: Database, viewer: Viewer, assessment: PublicId, version: int, pipe: int, *, too_early: bool) -> None:
    """One save and its acknowledgement; `too_early` is the seeded bug: it is given before the commit."""
    line = f"{assessment} {version}\n".encode()
    with database.session() as session:
        saved = answering.save_answer(
            session,
            viewer,
            assessment,
            QUESTION,
            value=text_of(version),
            version=version - 1,
            edit=f"edit-{version}",
        )
        assert saved.version == version
        if too_early:
            os.write(pipe, line)
            time.sleep(0.002)
    if not too_early:
        os.write(pipe, line)


def save_for_ever(url: str, viewer: Viewer, reached: dict[PublicId, int], pipe: int, *, too_early: bool) -> None:
    """One thread an assessment, each going on from the version it had reached."""
    database = Database(url)

    def work(assessment: PublicId, version: int) -> None:
        while True:
            version += 1
            save(database, viewer, assessment, version, pipe, too_early=too_early)

    threads = [threading.Thread(target=work, args=item) for item in reached.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    _url, _person, _assessment, _count, *_more = sys.argv[1:]
    _database = Database(_url)
    if _more:

        @event.listens_for(_database.engine, "connect")
        def _weaken(connection, _record):
            connection.execute(f"PRAGMA synchronous={_more[0]}")

    for _version in range(1, int(_count) + 1):
        save(
            _database,
            Viewer(person=PersonId(_person)),
            PublicId(_assessment),
            _version,
            sys.stdout.fileno(),
            too_early=False,
        )
