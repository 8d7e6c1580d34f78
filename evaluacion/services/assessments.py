"""Assessments before they are submitted: what one is, how to start it, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from evaluacion.domain.audit import Kind, Verb, digest_of
from evaluacion.domain.completion import Completion, SectionProgress, SectionState, completion_of, next_missing
from evaluacion.domain.errors import Forbidden, Invalid, NotFound
from evaluacion.domain.organisations import PublicId, Realm, Role, Viewer
from evaluacion.domain.permissions import Action, may
from evaluacion.domain.questionnaire import QuestionId, Questionnaire
from evaluacion.domain.sentences import sentence
from evaluacion.domain.texts import clean_line
from evaluacion.services import auditing, questionnaires
from evaluacion.services.registering import clean_profile
from evaluacion.services.sheets import sheet_of
from evaluacion.storage import assessment_queries as queries
from evaluacion.storage.answers import DRAFT, read_answers
from evaluacion.storage.assessments import AssessmentRow
from evaluacion.storage.organisations import find_role, get_organisation

_FIRST_YEAR, _LAST_YEAR = 1990, 2100

__all__ = ["SectionProgress", "SectionState"]


class AssessmentState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """What the answers speak of. `label` is how people call it («2026», «Primer semestre»)."""

    start: date
    end: date
    label: str


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """One institution, one questionnaire version, one period. A trial has no organisation (`organisation_id` None).

    `answered` counts stored answers, hidden ones too: for lists. The exact progress is in `Overview`.
    """

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
    answered: int = 0
    role: Role | None = None
    deleted_at: datetime | None = None
    latest_submission_id: PublicId | None = None

    def allows(self, action: Action) -> bool:
        """Whether the viewer it was read for may do this; whoever owns a trial may do everything with it."""
        return self.role is None or may(self.role, action)


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
    reasons_missing: tuple[QuestionId, ...]
    visible: tuple[QuestionId, ...]
    may_answer: bool
    may_submit: bool


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

    Raises NotFound (organisation, questionnaire), Forbidden (role) or Invalid (period, profile, realm).
    """
    organisation = get_organisation(session, organisation_id)
    role = find_role(session, viewer.person, organisation.id)
    if role is None:
        raise NotFound("Esa organización no existe.")
    if not may(Role(role), Action.START):
        raise Forbidden("Solo la persona responsable de la institución inicia diagnósticos.")
    if realm is Realm.TRIAL:
        raise Invalid("Una prueba no pertenece a ninguna institución.")
    period = clean_period(period)
    questionnaire = questionnaires.store(session, questionnaire_id, version)
    row = AssessmentRow(
        realm=realm,
        organisation_id=organisation.id,
        questionnaire_sha256=questionnaire.sha256,
        period_start=period.start,
        period_end=period.end,
        period_label=period.label,
        profile=dict(organisation.profile) if profile is None else clean_profile(profile),
        zone=organisation.zone,
        state=DRAFT,
        created_by=viewer.person,
    )
    session.add(row)
    session.flush()
    auditing.record(
        session,
        viewer,
        Verb.ASSESSMENT_STARTED,
        Kind.ASSESSMENT,
        row.public_id,
        organisation=organisation_id,
        role=Role(role),
        after=digest_of_state(row),
    )
    return PublicId(row.public_id)


def digest_of_state(row: AssessmentRow) -> str:
    """What the audit log keeps of an assessment before and after it changes; its answers have hashes of their own."""
    facts = {
        "state": row.state,
        "revision": row.revision,
        "deleted_at": row.deleted_at,
        "realm": row.realm,
        "questionnaire": row.questionnaire_sha256,
        "period": [row.period_start, row.period_end, row.period_label],
        "profile": row.profile,
    }
    return digest_of(facts, salt=row.salt)


def clean_period(period: Period) -> Period:
    """The period with a clean label. Raises Invalid."""
    label = clean_line(period.label, limit=100)
    if not label:
        raise Invalid("Escriba cómo se llama el periodo, por ejemplo 2026.")
    if not (period.start.year >= _FIRST_YEAR and period.end.year <= _LAST_YEAR):
        raise Invalid(sentence("El periodo debe estar entre %(first)s y %(last)s.", first=_FIRST_YEAR, last=_LAST_YEAR))
    if period.start > period.end:
        raise Invalid("El periodo termina antes de empezar: revise las dos fechas.")
    return Period(start=period.start, end=period.end, label=label)


def get_access(session: Session, viewer: Viewer, assessment_id: PublicId, action: Action) -> Assessment:
    """The assessment, if this viewer may do `action` with it. Raises NotFound (or foreign) or Forbidden."""
    assessment = as_assessment(find(session, viewer, assessment_id))
    if not assessment.allows(action):
        raise Forbidden("Su función en la institución no permite hacer esto.")
    return assessment


def find(session: Session, viewer: Viewer, assessment_id: PublicId, *, lock: bool = False) -> queries.Found:
    """The row behind `get_access`, for services. Raises NotFound."""
    found = queries.find_assessment(session, viewer, assessment_id, lock=lock)
    if found is None:
        raise NotFound("Ese diagnóstico no existe.")
    return found


def list_own(session: Session, viewer: Viewer, *, language: str = "es") -> tuple[Assessment, ...]:
    """Every living assessment of the viewer's organisations, the last changed first."""
    own = in_language(session, map(as_assessment, queries.list_assessments(session, viewer)), language)
    return tuple(sorted(own, key=lambda assessment: assessment.changed_at, reverse=True))


def get_overview(session: Session, viewer: Viewer, assessment_id: PublicId, *, language: str = "es") -> Overview:
    """The task list. Raises NotFound."""
    found = find(session, viewer, assessment_id)
    assessment = as_assessment(found)
    questionnaire = questionnaires.load(session, assessment.questionnaire_sha256, language=language)
    assessment = titled(assessment, questionnaire)
    rows = read_answers(session, found.row.id)
    completion = completion_of(questionnaire, sheet_of(assessment.id, rows, assessment.profile))
    last = max(rows, key=lambda row: row.saved_at, default=None)
    return overview_of(assessment, questionnaire, completion, QuestionId(last.question_id) if last else None)


def overview_of(
    assessment: Assessment, questionnaire: Questionnaire, completion: Completion, last: QuestionId | None
) -> Overview:
    """The same from what was already read; `last` is the question answered last."""
    is_draft = assessment.state is AssessmentState.DRAFT
    return Overview(
        assessment=assessment,
        questionnaire=questionnaire,
        sections=completion.sections,
        answered=completion.answered,
        total=len(completion.visible),
        minutes_left=completion.minutes_left,
        resume_at=next_missing(completion, last),
        missing=completion.missing,
        reasons_missing=completion.reasons_missing,
        visible=completion.visible,
        may_answer=is_draft and assessment.allows(Action.ANSWER),
        may_submit=is_draft and assessment.allows(Action.SUBMIT),
    )


def titled(assessment: Assessment, questionnaire: Questionnaire) -> Assessment:
    """The assessment with the title of its questionnaire in the language it was read in."""
    return replace(assessment, questionnaire_title=questionnaire.title)


def in_language(session: Session, found: Iterable[Assessment], language: str) -> list[Assessment]:
    """Each with the title of its questionnaire in a language."""
    return [titled(one, questionnaires.load(session, one.questionnaire_sha256, language=language)) for one in found]


def as_assessment(found: queries.Found) -> Assessment:
    """The value of a row."""
    row, organisation = found.row, found.organisation
    return Assessment(
        id=PublicId(row.public_id),
        realm=Realm(row.realm),
        state=AssessmentState(row.state),
        revision=row.revision,
        questionnaire_sha256=row.questionnaire_sha256,
        questionnaire_id=found.questionnaire_id,
        questionnaire_version=found.version,
        questionnaire_title=found.title,
        organisation_id=PublicId(organisation.public_id) if organisation else None,
        organisation_name=organisation.name if organisation else "",
        period=Period(start=row.period_start, end=row.period_end, label=row.period_label),
        profile=row.profile,
        zone=row.zone,
        created_at=row.created_at,
        changed_at=max(filter(None, (row.created_at, found.last_saved_at))),
        answered=found.answered,
        role=found.role,
        deleted_at=row.deleted_at,
        latest_submission_id=PublicId(found.submission_id) if found.submission_id else None,
    )
