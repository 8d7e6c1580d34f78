"""A real `evaluacion serve` over the demonstration world in a temporary folder, and what its database says."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

from sqlalchemy import delete

from evaluacion.domain.answers import NO_SUPPORT, AnswerValue, Support
from evaluacion.domain.organisations import PublicId, Role, Viewer
from evaluacion.domain.questionnaire import QuestionId
from evaluacion.services import accounts, answering, assessments, demonstration, questionnaires, registering, submitting
from evaluacion.services.answering import StoredAnswer
from evaluacion.services.assessments import Period
from evaluacion.services.submitting import Submission
from evaluacion.storage.database import Database
from evaluacion.storage.sessions import BrowserSessionRow

PASSWORD = demonstration.PASSWORD
RESPONSIBLE = "responsable@movilidad.example"
CAPTURE = "captura@movilidad.example"
READER = "lectura@movilidad.example"
WELFARE = "responsable@bienestar.example"
COUNCIL = "responsable@sanjacinto.example"
COMMAND = str(Path(sys.executable).parent / "evaluacion")
FILES = Path(__file__).parent / "files"
START_SECONDS = 40


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An assessment in course, and where its pages live."""

    id: PublicId

    def page(self, rest: str = "") -> str:
        return f"/diagnosticos/{self.id}" + (f"/{rest}" if rest else "")


class Site:
    """The server process of these tests, its address, and the database behind it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = (folder / "server.log").open("ab")
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0
        subprocess.run([COMMAND, "demo"], env=self._environment(), stdout=self._log, stderr=self._log, check=True)
        self.database = Database(f"sqlite:///{folder / 'evaluacion.sqlite'}")

    def start(self) -> None:
        command = [COMMAND, "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(command, env=self._environment(), stdout=self._log, stderr=self._log)
        limit = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < limit, self.log()
            time.sleep(0.05)

    def kill(self) -> None:
        """Ends the server as a power cut would."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        self.database.dispose()
        self._log.close()

    def log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8", "replace")

    def new_errors(self) -> list[str]:
        """What the server logged as unexpected since this was last asked."""
        lines = self.log().splitlines()
        fresh, self._read = lines[self._read :], len(lines)
        return [line for line in fresh if "unexpected error" in line]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("EVALUACION_")}
        return {
            **kept,
            "EVALUACION_DATA": str(self.folder),
            "EVALUACION_URL": self.url,
            "EVALUACION_LOG_LEVEL": "warning",
            "EVALUACION_SIGN_INS_PER_MINUTE": "1000",
        }

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/salud", timeout=2):
                return True
        except (URLError, ConnectionError, TimeoutError):
            return False

    def viewer(self, email: str) -> Viewer:
        with self.database.reading() as session:
            account = accounts.find_by_email(session, email)
        assert account is not None
        return Viewer(person=account.person)

    def institution(self, name: str) -> str:
        """A new institution without assessments; returns the address of its responsible person."""
        email = f"responsable-{uuid4().hex[:8]}@nueva.example"
        with self.database.session() as session:
            organisation = registering.create_organisation(session, name=name)
            person = accounts.create_person(session, email=email, name="Persona responsable", password=PASSWORD)
            registering.add_member(
                session, organisation_id=organisation, person=person, role=Role.RESPONSIBLE, area="Área de prueba"
            )
        return email

    def draft(self, *, questionnaire: str = "todas", email: str = RESPONSIBLE, label: str = "2026") -> Draft:
        """A new empty assessment of that person's institution."""
        viewer = self.viewer(email)
        period = Period(start=date(2026, 1, 1), end=date(2026, 12, 31), label=label)
        with self.database.session() as session, _shelf_for(questionnaire):
            own = registering.list_memberships(session, viewer)[0].organisation
            started = assessments.start(session, viewer, own.id, questionnaire_id=questionnaire, period=period)
        return Draft(id=started)

    def save(
        self,
        draft: Draft,
        question: str,
        value: AnswerValue,
        *,
        version: int = 0,
        email: str = CAPTURE,
        support: Support = NO_SUPPORT,
    ) -> None:
        """What a colleague saves at the same time."""
        with self.database.session() as session:
            answering.save_answer(
                session, self.viewer(email), draft.id, QuestionId(question),
                value=value, support=support, version=version, edit=uuid4().hex,
            )  # fmt: skip

    def answered_draft(self) -> Draft:
        """A draft with an answer with evidence, and a follow-up that needs a reason and has none."""
        draft = self.draft()
        support = Support(note="Se publica.", urls=("https://www.institucion.example/padron",))
        self.save(draft, "Q1", "2", support=support)
        self.save(draft, "Q2", "na")
        return draft

    def submission(self, email: str) -> Submission:
        """The current submission of the demonstration for that person's institution."""
        with self.database.reading() as session:
            own = submitting.list_own(session, self.viewer(email))
        return next(one for one in own if one.questionnaire_id == demonstration.QUESTIONNAIRE and one.current)

    def history(self, draft: Draft, question: str, *, email: str = RESPONSIBLE) -> tuple[StoredAnswer, ...]:
        """Every version of an answer, the newest first."""
        with self.database.reading() as session:
            return answering.read_history(session, self.viewer(email), draft.id, QuestionId(question))

    def stored(self, draft: Draft, question: str, *, email: str = RESPONSIBLE) -> Any:
        """The value that counts now; None where there is none."""
        versions = self.history(draft, question, email=email)
        return versions[0].value if versions else None

    @contextmanager
    def busy_database(self) -> Iterator[None]:
        """Somebody else writes all the time: nobody can save until the block ends."""
        with self.database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("BEGIN")

    def end_sessions(self, email: str) -> None:
        """What happens to somebody whose sessions were ended from elsewhere."""
        with self.database.session() as session:
            session.execute(delete(BrowserSessionRow).where(BrowserSessionRow.person_id == self.viewer(email).person))


@contextmanager
def _shelf_for(questionnaire: str) -> Iterator[None]:
    """Our own files are stored from their folder; the server then reads them from the database, as any other."""
    usual = questionnaires.SHELF
    if (FILES / questionnaire).is_dir():
        questionnaires.SHELF = FILES
    try:
        yield
    finally:
        questionnaires.SHELF = usual


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
