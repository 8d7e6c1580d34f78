"""The diagnosis of a stored submission, and its documents: each laid out once, outside every transaction, and kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.orm import Session

from evaluacion.catalogue.profile_words import place_words
from evaluacion.domain.diagnosis import Diagnosis, Institution, diagnose
from evaluacion.domain.organisations import PublicId, Realm, Viewer
from evaluacion.domain.progress import Earlier
from evaluacion.domain.sentences import sentence
from evaluacion.reports.diagnosis_report import ReportKind, diagnosis_pdf
from evaluacion.reports.rendering import RenderFailure
from evaluacion.reports.templating import writing_in
from evaluacion.services import documents, submitting
from evaluacion.services.documents import Document, DocumentKind, DocumentState
from evaluacion.services.submitting import Submission, SubmissionPage

Open: TypeAlias = Callable[[], AbstractContextManager[Session]]

VERIFY_PATH = "/verificar"
WAIT_SECONDS = 100
WAIT_STEP = 0.3

IN_PREPARATION = RenderFailure(
    message=sentence("El documento se está armando. Vuelva a pedirlo en un minuto."), cause="in-preparation"
)


@dataclass(frozen=True, kw_only=True)
class Result:
    """A submission with its diagnosis, in the reader's language. `earlier` holds the ids of the comparisons' pages."""

    page: SubmissionPage
    diagnosis: Diagnosis

    @property
    def submission(self) -> Submission:
        return self.page.submission


def get_result(
    session: Session, viewer: Viewer, submission_id: PublicId, *, language: str = "es", site: str = ""
) -> Result:
    """The diagnosis of a submission the viewer may see. `site` is the address of this site, for the verification; a
    trial's has neither folio nor address, because nobody can verify it.

    Raises NotFound.
    """
    page = submitting.get_submission(session, viewer, submission_id, language=language)
    siblings = submitting.list_previous(session, viewer, submission_id)
    one = page.submission
    is_trial = one.realm is Realm.TRIAL
    before = [
        other for other in siblings if (other.period.end, other.submitted_at) < (one.period.end, one.submitted_at)
    ]
    diagnosis = diagnose(
        page.questionnaire,
        one.sheet,
        one.scorecard,
        institution=Institution(name=one.organisation_name, place=place_words(one.sheet.profile, language=language)),
        period=one.period.label,
        folio=None if is_trial else one.folio,
        revision=one.revision,
        issued_at=one.submitted_at,
        snapshot_sha256=one.sha256,
        verify_address=f"{site}{VERIFY_PATH}" if site and not is_trial else "",
        is_trial=is_trial,
        previous=[_earlier(other) for other in reversed(before) if other.id != one.id],
    )
    return Result(page=page, diagnosis=diagnosis)


def deliver_document(
    reading: Open,
    writing: Open,
    viewer: Viewer,
    submission_id: PublicId,
    *,
    kind: DocumentKind,
    language: str = "es",
    paper: str = "letter",
    site: str = "",
) -> bytes | RenderFailure:
    """The bytes of a document of a submission: those kept, or those laid out now and kept from now on. When somebody
    else is laying it out, waits for them. Raises NotFound."""
    with writing() as session:
        document = documents.request(session, viewer, submission_id, kind=kind, language=language, paper=paper)
    end = time.monotonic() + WAIT_SECONDS
    while document.state is not DocumentState.READY:
        with writing() as session:
            claimed = documents.claim(session, document.id)
        if claimed is not None:
            return _lay_out(reading, writing, viewer, claimed, site)
        if time.monotonic() > end:
            return IN_PREPARATION
        time.sleep(WAIT_STEP)
        with reading() as session:
            document = documents.get(session, viewer, document.id)
        if document.state is DocumentState.FAILED:
            return IN_PREPARATION
    with reading() as session:
        return documents.read(session, viewer, document.id).content


def _lay_out(reading: Open, writing: Open, viewer: Viewer, document: Document, site: str) -> bytes | RenderFailure:
    try:
        with reading() as session:
            result = get_result(session, viewer, document.submission_id, language=document.language, site=site)
        pdf = diagnosis_pdf(
            result.diagnosis,
            kind=ReportKind(document.kind),
            paper="a4" if document.paper == "a4" else "letter",
            writing=writing_in(document.language, zone=result.submission.zone),
        )
    except Exception:
        # A lease that nobody works on would make the next to ask wait for it in vain.
        with writing() as session:
            documents.fail(session, document.id, reason="the document could not be written")
        raise
    with writing() as session:
        if isinstance(pdf, RenderFailure):
            documents.fail(session, document.id, reason=pdf.cause)
        else:
            documents.store(session, document.id, pdf, by=viewer)
    return pdf


def _earlier(submission: Submission) -> Earlier:
    return Earlier(
        period=submission.period.label,
        folio=submission.folio,
        revision=submission.revision,
        issued_at=submission.submitted_at,
        version=submission.questionnaire_version,
        scorecard=submission.scorecard,
        address=f"/resultados/{submission.id}",
    )
