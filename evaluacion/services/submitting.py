"""From draft to submission: what is missing, the frozen result with its folio, reopening, and the ones before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.organisations import PublicId, Realm, Viewer
from evaluacion.domain.questionnaire import QuestionId, Questionnaire
from evaluacion.domain.scorecard import Scorecard
from evaluacion.services.assessments import Assessment, Period


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What the submit page shows. Missing answers may stay missing; `reasons_missing` («no aplica» without its reason)
    must be filled first."""

    assessment: Assessment
    questionnaire: Questionnaire
    answered: int
    total: int
    missing: tuple[QuestionId, ...]
    reasons_missing: tuple[QuestionId, ...]
    scorecard: Scorecard


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One frozen revision. `current` is False once a later revision was submitted."""

    id: PublicId
    assessment_id: PublicId
    revision: int
    folio: str
    sha256: str
    realm: Realm
    submitted_at: datetime
    organisation_id: PublicId | None
    organisation_name: str
    period: Period
    zone: str
    questionnaire_sha256: str
    questionnaire_id: str
    questionnaire_version: str
    sheet: AnswerSheet
    scorecard: Scorecard
    current: bool


@dataclass(frozen=True, kw_only=True)
class SubmissionPage:
    """A submission with its questionnaire in the reader's language, and what the reader may do."""

    submission: Submission
    questionnaire: Questionnaire
    assessment: Assessment
    may_reopen: bool


def get_coverage(session: Session, viewer: Viewer, assessment_id: PublicId, *, language: str = "es") -> Coverage:
    """What is missing before submitting. Raises NotFound."""
    raise NotImplementedError


def submit(session: Session, viewer: Viewer, assessment_id: PublicId) -> Submission:
    """Freezes the draft and returns the submission; a second call on a submitted assessment returns the same one.

    Raises NotFound, Forbidden or Invalid (a reason is missing).
    """
    raise NotImplementedError


def reopen(session: Session, viewer: Viewer, assessment_id: PublicId, *, reason: str) -> Assessment:
    """Opens the next revision; the submission stays. Raises NotFound, Forbidden, Invalid (no reason given)."""
    raise NotImplementedError


def check_access(session: Session, viewer: Viewer, submission_id: PublicId) -> None:
    """Raises NotFound unless the viewer may see the submission."""
    raise NotImplementedError


def get_submission(
    session: Session, viewer: Viewer, submission_id: PublicId, *, language: str = "es"
) -> SubmissionPage:
    """A submission the viewer may see. Raises NotFound."""
    raise NotImplementedError


def list_previous(session: Session, viewer: Viewer, submission_id: PublicId) -> tuple[Submission, ...]:
    """The current submissions of the same institution to the same questionnaire id (any version) and realm, this one
    included, ordered by period, oldest first. Raises NotFound."""
    raise NotImplementedError


def list_own(session: Session, viewer: Viewer) -> tuple[Submission, ...]:
    """Every submission of the viewer's organisations, newest first, superseded ones too."""
    raise NotImplementedError
