"""Who may see which rows: every query on assessments and submissions goes through one of these conditions."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, false, or_, select

from evaluacion.domain.organisations import Realm, Role, Viewer
from evaluacion.storage.assessments import AssessmentRow
from evaluacion.storage.organisations import MembershipRow


def trial_hash(viewer: Viewer) -> str | None:
    """What is stored in place of the key of a trial."""
    return None if viewer.trial_key is None else hashlib.sha256(viewer.trial_key.encode()).hexdigest()


def belongs_to(viewer: Viewer, roles: Collection[Role] | None = None) -> ColumnElement[bool]:
    """True for assessments of the viewer: their organisations (in one of `roles`), or the trial of their browser."""
    own: list[ColumnElement[bool]] = []
    if viewer.person is not None:
        organisations = select(MembershipRow.organisation_id).where(MembershipRow.person_id == viewer.person)
        if roles is not None:
            organisations = organisations.where(MembershipRow.role.in_(roles))
        own.append(AssessmentRow.organisation_id.in_(organisations))
    if viewer.trial_key is not None:
        own.append(and_(AssessmentRow.realm == Realm.TRIAL, AssessmentRow.trial_key_hash == trial_hash(viewer)))
    return or_(false(), *own)
