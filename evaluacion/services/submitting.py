"""From draft to submission: what is missing, the frozen result with its folio, reopening, and the ones before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from evaluacion.domain.answers import AnswerSheet
from evaluacion.domain.audit import Kind, Verb
from evaluacion.domain.canonical import canonical_json, sha256_of
from evaluacion.domain.completion import completion_of
from evaluacion.domain.errors import Forbidden, Invalid, NotFound
from evaluacion.domain.organisations import PublicId, Realm, Viewer
from evaluacion.domain.permissions import Action
from evaluacion.domain.questionnaire import QuestionId, Questionnaire
from evaluacion.domain.scorecard import Scorecard
from evaluacion.domain.scoring import score_sheet
from evaluacion.domain.serialising import scorecard_from_json, scorecard_json
from evaluacion.domain.texts import clean_text
from evaluacion.services import auditing, questionnaires
from evaluacion.services.assessments import (
    Assessment,
    AssessmentState,
    Period,
    as_assessment,
    digest_of_state,
    find,
    get_access,
    titled,
)
from evaluacion.services.folios import new_folio
from evaluacion.services.sheets import sheet_of, support_as_json, support_from_json, value_from_json
from evaluacion.storage import submission_queries as queries
from evaluacion.storage.answers import read_answers
from evaluacion.storage.assessments import ReopeningRow, SubmissionRow

SNAPSHOT_FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What the submit page shows. Missing answers may stay missing; `reasons_missing` («no aplica» without its reason)
    must be filled first; `evidence_missing` only lowers the supported reading."""

    assessment: Assessment
    questionnaire: Questionnaire
    answered: int
    total: int
    missing: tuple[QuestionId, ...]
    reasons_missing: tuple[QuestionId, ...]
    evidence_missing: tuple[QuestionId, ...]
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
    found = find(session, viewer, assessment_id)
    assessment = as_assessment(found)
    questionnaire = questionnaires.load(session, assessment.questionnaire_sha256, language=language)
    assessment = titled(assessment, questionnaire)
    sheet = sheet_of(assessment.id, read_answers(session, found.row.id), assessment.profile)
    completion = completion_of(questionnaire, sheet)
    return Coverage(
        assessment=assessment,
        questionnaire=questionnaire,
        answered=completion.answered,
        total=len(completion.visible),
        missing=completion.missing,
        reasons_missing=completion.reasons_missing,
        evidence_missing=completion.evidence_missing,
        scorecard=score_sheet(questionnaire, sheet),
    )


def submit(session: Session, viewer: Viewer, assessment_id: PublicId) -> Submission:
    """Freezes the draft and returns the submission; a second call on a submitted assessment returns the same one.

    Raises NotFound, Forbidden or Invalid (a reason is missing).
    """
    found = find(session, viewer, assessment_id, lock=True)
    assessment = as_assessment(found)
    if not assessment.allows(Action.SUBMIT):
        raise Forbidden("Solo la persona responsable de la institución envía el diagnóstico.")
    if assessment.state is AssessmentState.DRAFT:
        frozen = _freeze(session, viewer, assessment, found.row.id, found.row.organisation_id)
        found.row.state = AssessmentState.SUBMITTED
        session.flush()
        _record(session, viewer, Verb.SUBMITTED, assessment, frozen.public_id, before=None, after=frozen.sha256)
    submitted = queries.find_revision(session, found.row.id, assessment.revision)
    if submitted is None:
        raise NotFound("Ese envío no existe.")
    return _submission(submitted)


def reopen(session: Session, viewer: Viewer, assessment_id: PublicId, *, reason: str) -> Assessment:
    """Opens the next revision; the submission stays. Raises NotFound, Forbidden, Invalid (no reason given)."""
    found = find(session, viewer, assessment_id, lock=True)
    if not as_assessment(found).allows(Action.REOPEN):
        raise Forbidden("Solo la persona responsable de la institución reabre el diagnóstico.")
    reason = clean_text(reason, limit=2000)
    if len(reason) < 5:
        raise Invalid("Escriba por qué se reabre el diagnóstico; queda registrado.")
    if found.row.state != AssessmentState.SUBMITTED:
        raise Invalid("Este diagnóstico ya está abierto.")
    before = digest_of_state(found.row)
    found.row.revision += 1
    found.row.state = AssessmentState.DRAFT
    session.add(
        ReopeningRow(
            assessment_id=found.row.id,
            revision=found.row.revision,
            reason=reason,
            reopened_at=datetime.now(UTC),
            reopened_by=viewer.person,
        )
    )
    session.flush()
    assessment = as_assessment(find(session, viewer, assessment_id))
    after = digest_of_state(found.row)
    _record(session, viewer, Verb.REOPENED, assessment, assessment.id, before=before, after=after)
    return assessment


def check_access(session: Session, viewer: Viewer, submission_id: PublicId) -> None:
    """Raises NotFound unless the viewer may see the submission."""
    _find(session, viewer, submission_id)


def get_submission(
    session: Session, viewer: Viewer, submission_id: PublicId, *, language: str = "es"
) -> SubmissionPage:
    """A submission the viewer may see. Raises NotFound."""
    found = _find(session, viewer, submission_id)
    assessment = get_access(session, viewer, PublicId(found.assessment_public_id), Action.SEE)
    is_last = assessment.state is AssessmentState.SUBMITTED and not found.superseded
    return SubmissionPage(
        submission=_submission(found),
        questionnaire=questionnaires.load(session, found.row.questionnaire_sha256, language=language),
        assessment=assessment,
        may_reopen=is_last and assessment.allows(Action.REOPEN),
    )


def list_previous(session: Session, viewer: Viewer, submission_id: PublicId) -> tuple[Submission, ...]:
    """The current submissions of the same institution to the same questionnaire id (any version) and realm, this one
    included, ordered by period, oldest first. Raises NotFound."""
    found = _find(session, viewer, submission_id)
    return tuple(_submission(each) for each in queries.list_siblings(session, viewer, found))


def list_own(session: Session, viewer: Viewer) -> tuple[Submission, ...]:
    """Every submission of the viewer's organisations, newest first, superseded ones too."""
    return tuple(_submission(each) for each in queries.list_submissions(session, viewer))


def read_snapshot(session: Session, viewer: Viewer, submission_id: PublicId) -> str:
    """The canonical JSON whose UTF-8 bytes have the submission's SHA-256. Raises NotFound."""
    return _find(session, viewer, submission_id).row.snapshot


def _find(session: Session, viewer: Viewer, submission_id: PublicId) -> queries.FoundSubmission:
    found = queries.find_submission(session, viewer, submission_id)
    if found is None:
        raise NotFound("Ese resultado no existe.")
    return found


def _record(
    session: Session, viewer: Viewer, verb: Verb, assessment: Assessment, target: str, *, before: str | None, after: str
) -> None:
    auditing.record(
        session,
        viewer,
        verb,
        Kind.SUBMISSION if verb is Verb.SUBMITTED else Kind.ASSESSMENT,
        target,
        organisation=assessment.organisation_id,
        role=assessment.role,
        before=before,
        after=after,
    )


def _freeze(
    session: Session, viewer: Viewer, assessment: Assessment, assessment_id: int, organisation_id: int | None
) -> SubmissionRow:
    questionnaire = questionnaires.load(session, assessment.questionnaire_sha256)
    sheet = sheet_of(assessment.id, read_answers(session, assessment_id), assessment.profile)
    if completion_of(questionnaire, sheet).reasons_missing:
        raise Invalid("Falta la razón de algunas respuestas «No aplica». Escríbala y envíe de nuevo.")
    moment = datetime.now(UTC)
    folio = new_folio(assessment.realm, moment.year, lambda folio: queries.has_folio(session, folio))
    snapshot = canonical_json(_snapshot(assessment, sheet, score_sheet(questionnaire, sheet), folio, moment))
    row = SubmissionRow(
        assessment_id=assessment_id,
        revision=assessment.revision,
        realm=assessment.realm,
        organisation_id=organisation_id,
        questionnaire_sha256=assessment.questionnaire_sha256,
        folio=folio,
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
        submitted_at=moment,
        submitted_by=viewer.person,
    )
    session.add(row)
    return row


def _snapshot(
    assessment: Assessment, sheet: AnswerSheet, scorecard: Scorecard, folio: str, moment: datetime
) -> dict[str, Any]:
    """What a submission freezes, whole: nobody needs this database to check the hash."""
    return {
        "format": SNAPSHOT_FORMAT,
        "folio": folio,
        "revision": assessment.revision,
        "realm": assessment.realm,
        "submitted_at": moment,
        "institution": {"id": assessment.organisation_id, "name": assessment.organisation_name},
        "questionnaire": {
            "id": assessment.questionnaire_id,
            "version": assessment.questionnaire_version,
            "sha256": assessment.questionnaire_sha256,
        },
        "period": {
            "start": assessment.period.start,
            "end": assessment.period.end,
            "label": assessment.period.label,
        },
        "profile": assessment.profile,
        "zone": assessment.zone,
        "answers": sheet.answers,
        "support": {question: support_as_json(support) for question, support in sheet.support.items()},
        "scorecard": scorecard_json(scorecard),
    }


def _submission(found: queries.FoundSubmission) -> Submission:
    row = found.row
    frozen = json.loads(row.snapshot)
    period = frozen["period"]
    return Submission(
        id=PublicId(row.public_id),
        assessment_id=PublicId(found.assessment_public_id),
        revision=row.revision,
        folio=row.folio,
        sha256=row.sha256,
        realm=Realm(row.realm),
        submitted_at=row.submitted_at,
        organisation_id=frozen["institution"]["id"],
        organisation_name=frozen["institution"]["name"],
        period=Period(
            start=date.fromisoformat(period["start"]), end=date.fromisoformat(period["end"]), label=period["label"]
        ),
        zone=frozen["zone"],
        questionnaire_sha256=row.questionnaire_sha256,
        questionnaire_id=frozen["questionnaire"]["id"],
        questionnaire_version=frozen["questionnaire"]["version"],
        sheet=_frozen_sheet(found.assessment_public_id, frozen),
        scorecard=scorecard_from_json(frozen["scorecard"]),
        current=not found.superseded,
    )


def _frozen_sheet(unit: str, frozen: Mapping[str, Any]) -> AnswerSheet:
    return AnswerSheet(
        unit=unit,
        answers={QuestionId(question): value_from_json(value) for question, value in frozen["answers"].items()},
        support={QuestionId(question): support_from_json(data) for question, data in frozen["support"].items()},
        profile=frozen["profile"],
    )
