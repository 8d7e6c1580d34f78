"""Writing the audit log: every verb that changes something calls this once, as the last thing of its transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from evaluacion.domain.audit import Act, Kind, Verb
from evaluacion.domain.organisations import PersonId, PublicId, Role, Viewer
from evaluacion.storage import audit
from evaluacion.storage.assessments import AssessmentRow
from evaluacion.storage.organisations import MembershipRow, OrganisationRow


def record(
    session: Session,
    by: Viewer,
    verb: Verb,
    kind: Kind,
    target: str,
    *,
    organisation: PublicId | None = None,
    role: Role | None = None,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Writes one entry: `by` did `verb` to the thing of this kind and public id."""
    act = Act(
        verb=verb,
        kind=kind,
        target=target,
        person=by.person,
        role=role,
        organisation=organisation,
        origin=by.origin,
        before=before,
        after=after,
    )
    audit.append(session, [act])


def record_of_account(
    session: Session,
    by: Viewer,
    verb: Verb,
    person: PersonId | None,
    *,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """The same for what happens to an account: it stands in the log of the only organisation of that person, if they
    have exactly one; an unknown account has no target."""
    organisation, role = _only_membership(session, person)
    record(
        session,
        by,
        verb,
        Kind.PERSON,
        person or "",
        organisation=organisation,
        role=role if by.person == person else None,
        before=before,
        after=after,
    )


def record_erased(session: Session, by: Viewer, rows: Iterable[AssessmentRow]) -> None:
    """One entry for each assessment that is erased for good."""
    rows = list(rows)
    ids = {row.organisation_id for row in rows if row.organisation_id is not None}
    found = session.execute(select(OrganisationRow.id, OrganisationRow.public_id).where(OrganisationRow.id.in_(ids)))
    organisations = {id_: PublicId(public_id) for id_, public_id in found}
    acts = [
        Act(
            verb=Verb.ASSESSMENT_ERASED,
            kind=Kind.ASSESSMENT,
            target=row.public_id,
            person=by.person,
            organisation=organisations.get(row.organisation_id or 0),
            origin=by.origin,
        )
        for row in rows
    ]
    audit.append(session, acts)


def _only_membership(session: Session, person: PersonId | None) -> tuple[PublicId | None, Role | None]:
    rows = session.execute(
        select(OrganisationRow.public_id, MembershipRow.role)
        .join(OrganisationRow, OrganisationRow.id == MembershipRow.organisation_id)
        .where(MembershipRow.person_id == person)
        .limit(2)
    ).all()
    if len(rows) != 1:
        return None, None
    return PublicId(rows[0][0]), Role(rows[0][1])
