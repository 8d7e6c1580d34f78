"""Assessments before they are submitted: start one, see how far it is, copy, delete and bring back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from evaluacion.domain.organisations import PublicId, Realm, Role, Viewer
from evaluacion.domain.permissions import Action
from evaluacion.domain.questionnaire import QuestionId, Questionnaire, Section


class AssessmentState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"


class SectionState(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """What the answers speak of. `label` is how people call it («2026», «Primer semestre»)."""

    start: date
    end: date
    label: str


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """One institution, one questionnaire version, one period. A trial has no organisation (`organisation_id` None)."""

    id: PublicId
    realm: Realm
    state: AssessmentState
    revision: int
    questionnaire_sha256: str
    questionnaire_id: str
    questionnaire_version: str
    questionnaire_title: str
    organisation_id: PublicId | None
    organisation_name: str
    period: Period
    profile: Mapping[str, str]
    zone: str
    created_at: datetime
    changed_at: datetime
    deleted_at: datetime | None = None
    latest_submission_id: PublicId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionProgress:
    """`total` counts the questions visible now; `answered` those with an answer, «no sé» and «no aplica» among them."""

    section: Section
    state: SectionState
    answered: int
    total: int
    minutes_left: int
    first_missing: QuestionId | None


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The task list of an assessment. `resume_at` is the question to go on with (None: everything is answered)."""

    assessment: Assessment
    questionnaire: Questionnaire
    sections: tuple[SectionProgress, ...]
    answered: int
    total: int
    minutes_left: int
    resume_at: QuestionId | None
    missing: tuple[QuestionId, ...]
    may_answer: bool
    may_submit: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnAssessment:
    """One line of «Mis diagnósticos»."""

    assessment: Assessment
    answered: int
    role: Role


def start(
    session: Session,
    viewer: Viewer,
    organisation_id: PublicId,
    *,
    questionnaire_id: str,
    version: str | None = None,
    period: Period,
    profile: Mapping[str, str] | None = None,
    realm: Realm = Realm.OFFICIAL,
) -> PublicId:
    """Starts an empty assessment and returns its public id; `profile` None takes the organisation's own.

    Raises NotFound (organisation, questionnaire), Forbidden (role) or Invalid (period, profile).
    """
    raise NotImplementedError


def get_access(session: Session, viewer: Viewer, assessment_id: PublicId, action: Action) -> Assessment:
    """The assessment, if this viewer may do `action` with it. Raises NotFound (or foreign) or Forbidden."""
    raise NotImplementedError


def list_own(session: Session, viewer: Viewer) -> tuple[OwnAssessment, ...]:
    """Every living assessment of the viewer's organisations, the last changed first."""
    raise NotImplementedError


def get_overview(session: Session, viewer: Viewer, assessment_id: PublicId, *, language: str = "es") -> Overview:
    """The task list. Raises NotFound."""
    raise NotImplementedError


def copy(session: Session, viewer: Viewer, assessment_id: PublicId, *, period: Period) -> PublicId:
    """Starts another assessment of the same institution and version from these answers; returns its id."""
    raise NotImplementedError


def delete_draft(session: Session, viewer: Viewer, assessment_id: PublicId) -> None:
    """Puts a draft away for thirty days. Raises NotFound, Forbidden, or Invalid where something was submitted."""
    raise NotImplementedError


def restore_draft(session: Session, viewer: Viewer, assessment_id: PublicId) -> None:
    """Brings a deleted draft back. Raises NotFound (also after thirty days) or Forbidden."""
    raise NotImplementedError


def list_deleted(session: Session, viewer: Viewer) -> tuple[Assessment, ...]:
    """The drafts that can still be brought back, the last deleted first."""
    raise NotImplementedError


def sweep_deleted(session: Session, *, now: datetime | None = None) -> int:
    """Erases drafts deleted more than thirty days ago; returns how many."""
    raise NotImplementedError
