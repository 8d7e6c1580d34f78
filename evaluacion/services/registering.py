"""Organisations and who belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from evaluacion.domain.audit import Kind, Verb, digest_of
from evaluacion.domain.errors import Forbidden, Invalid, NotFound
from evaluacion.domain.organisations import NOBODY, OrganisationKind, PersonId, PublicId, Role, Viewer
from evaluacion.domain.permissions import Action, may
from evaluacion.domain.sentences import sentence
from evaluacion.domain.texts import clean_line
from evaluacion.domain.zones import is_zone, zone_of_state
from evaluacion.services import auditing
from evaluacion.storage.organisations import (
    MembershipRow,
    OrganisationRow,
    PersonRow,
    find_role,
    get_organisation,
)

ROLES_OF: Mapping[OrganisationKind, frozenset[Role]] = {
    OrganisationKind.INSTITUTION: frozenset({Role.RESPONSIBLE, Role.CAPTURE, Role.READER}),
    OrganisationKind.GUARANTOR: frozenset({Role.ADMINISTRATOR, Role.VALIDATOR, Role.CONSULTANT}),
    OrganisationKind.TRAINING: frozenset({Role.TRAINER, Role.PARTICIPANT}),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation:
    id: PublicId
    kind: OrganisationKind
    name: str
    profile: Mapping[str, str]
    zone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    """`area` is how conflicts and reports name who wrote something («Unidad de Transparencia»)."""

    organisation: Organisation
    role: Role
    area: str


def create_organisation(
    session: Session,
    *,
    name: str,
    kind: OrganisationKind = OrganisationKind.INSTITUTION,
    profile: Mapping[str, str] | None = None,
    zone: str | None = None,
    by: Viewer = NOBODY,
) -> PublicId:
    """Creates an organisation; without `zone` that of its state. Raises Invalid."""
    name = clean_line(name)
    if not name:
        raise Invalid("Escriba el nombre de la organización.")
    profile = clean_profile(profile or {})
    zone = zone or zone_of_state(profile.get("state"))
    if not is_zone(zone):
        raise Invalid(sentence("«%(zone)s» no es una zona horaria, como America/Mexico_City.", zone=zone))
    row = OrganisationRow(name=name, kind=kind, profile=profile, zone=zone)
    session.add(row)
    session.flush()
    created = PublicId(row.public_id)
    auditing.record(
        session, by, Verb.ORGANISATION_CREATED, Kind.ORGANISATION, created, organisation=created, after=_digest(row)
    )
    return created


def add_member(
    session: Session,
    *,
    organisation_id: PublicId,
    person: PersonId,
    role: Role,
    area: str = "",
    by: Viewer = NOBODY,
) -> None:
    """Gives a person a role (replacing the one they had there). Raises NotFound or Invalid (role of another kind)."""
    organisation = get_organisation(session, organisation_id)
    if session.get(PersonRow, person) is None:
        raise NotFound("Esa persona no existe.")
    if role not in ROLES_OF[OrganisationKind(organisation.kind)]:
        raise Invalid("Ese papel no existe en este tipo de organización.")
    row = session.scalar(
        select(MembershipRow).where(MembershipRow.organisation_id == organisation.id, MembershipRow.person_id == person)
    )
    before = None if row is None else _digest_of_member(row)
    if row is None:
        row = MembershipRow(organisation_id=organisation.id, person_id=person)
        session.add(row)
    row.role, row.area = role, clean_line(area)
    session.flush()
    auditing.record(
        session,
        by,
        Verb.MEMBER_ADDED if before is None else Verb.MEMBER_CHANGED,
        Kind.PERSON,
        person,
        organisation=organisation_id,
        role=_role_of(session, by, organisation.id),
        before=before,
        after=_digest_of_member(row),
    )


def list_memberships(session: Session, viewer: Viewer) -> tuple[Membership, ...]:
    """The organisations the viewer belongs to, by name."""
    rows = session.execute(
        select(MembershipRow, OrganisationRow)
        .join(OrganisationRow, OrganisationRow.id == MembershipRow.organisation_id)
        .where(MembershipRow.person_id == viewer.person)
        .order_by(OrganisationRow.name)
    )
    return tuple(
        Membership(organisation=_organisation(organisation), role=Role(member.role), area=member.area)
        for member, organisation in rows
    )


def list_organisations(session: Session) -> tuple[Organisation, ...]:
    """Every organisation, by name: for the command line only."""
    return tuple(_organisation(row) for row in session.scalars(select(OrganisationRow).order_by(OrganisationRow.name)))


def update_profile(session: Session, viewer: Viewer, organisation_id: PublicId, profile: Mapping[str, str]) -> None:
    """Replaces the profile; assessments already started keep theirs. Raises NotFound, Forbidden, Invalid."""
    organisation = get_organisation(session, organisation_id)
    role = find_role(session, viewer.person, organisation.id)
    if role is None:
        raise NotFound("Esa organización no existe.")
    if not may(Role(role), Action.START):
        raise Forbidden("Solo la persona responsable cambia los datos de la institución.")
    before = _digest(organisation)
    organisation.profile = clean_profile(profile)
    auditing.record(
        session,
        viewer,
        Verb.ORGANISATION_CHANGED,
        Kind.ORGANISATION,
        organisation_id,
        organisation=organisation_id,
        role=Role(role),
        before=before,
        after=_digest(organisation),
    )


def clean_profile(profile: Mapping[str, str]) -> dict[str, str]:
    """Profile fields without blanks, each on one line. Raises Invalid."""
    if len(profile) > 40:
        raise Invalid("El perfil tiene demasiados datos.")
    cleaned = {clean_line(field, limit=60): clean_line(value) for field, value in profile.items()}
    return {field: value for field, value in cleaned.items() if field and value}


def _role_of(session: Session, by: Viewer, organisation_id: int) -> Role | None:
    role = find_role(session, by.person, organisation_id)
    return Role(role) if role else None


def _digest(row: OrganisationRow) -> str:
    return digest_of({"kind": row.kind, "name": row.name, "profile": row.profile, "zone": row.zone})


def _digest_of_member(row: MembershipRow) -> str:
    return digest_of({"person": row.person_id, "role": row.role, "area": row.area})


def _organisation(row: OrganisationRow) -> Organisation:
    return Organisation(
        id=PublicId(row.public_id),
        kind=OrganisationKind(row.kind),
        name=row.name,
        profile=row.profile,
        zone=row.zone,
    )
