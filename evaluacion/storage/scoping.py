"""Who may see which rows: every query on assessments and submissions goes through this condition.

The viewer comes as parameters, so that a statement is built and compiled once and serves everybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_
from sqlalchemy.orm import aliased

from evaluacion.domain.organisations import Realm, Role, Viewer
from evaluacion.storage.assessments import AssessmentRow
from evaluacion.storage.base import PUBLIC_ID, SHA256
from evaluacion.storage.organisations import MembershipRow

PERSON = bindparam("viewer_person", type_=PUBLIC_ID, required=True)
_TRIAL = bindparam("viewer_trial", type_=SHA256, required=True)

_MINE = aliased(MembershipRow)


def viewer_parameters(viewer: Viewer) -> dict[str, str | None]:
    """What a statement with `belongs_to` must be given; nobody is nothing, and nothing belongs to nobody."""
    return {"viewer_person": viewer.person, "viewer_trial": trial_hash(viewer)}


def trial_hash(viewer: Viewer) -> str | None:
    """What is stored in place of the key of a trial."""
    return None if viewer.trial_key is None else hashlib.sha256(viewer.trial_key.encode()).hexdigest()


def belongs_to(roles: Collection[Role] | None = None) -> ColumnElement[bool]:
    """True for assessments of the viewer: their organisations (in one of `roles`), or the trial of their browser."""
    member = exists().where(_MINE.organisation_id == AssessmentRow.organisation_id, _MINE.person_id == PERSON)
    if roles is not None:
        member = member.where(_MINE.role.in_([str(role) for role in sorted(roles)]))
    trial = and_(AssessmentRow.realm == str(Realm.TRIAL), AssessmentRow.trial_key_hash == _TRIAL)
    return or_(member, trial)
