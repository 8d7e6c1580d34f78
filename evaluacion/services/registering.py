"""Organisations and who belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from evaluacion.domain.organisations import OrganisationKind, PersonId, PublicId, Role, Viewer


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
) -> PublicId:
    """Creates an organisation; without `zone` that of its state. Raises Invalid."""
    raise NotImplementedError


def add_member(session: Session, *, organisation_id: PublicId, person: PersonId, role: Role, area: str = "") -> None:
    """Gives a person a role (replacing the one they had there). Raises NotFound or Invalid (role of another kind)."""
    raise NotImplementedError


def list_memberships(session: Session, viewer: Viewer) -> tuple[Membership, ...]:
    """The organisations the viewer belongs to, by name."""
    raise NotImplementedError


def list_organisations(session: Session) -> tuple[Organisation, ...]:
    """Every organisation, by name: for the command line only."""
    raise NotImplementedError


def update_profile(session: Session, viewer: Viewer, organisation_id: PublicId, profile: Mapping[str, str]) -> None:
    """Replaces the profile; assessments already started keep theirs. Raises NotFound, Forbidden, Invalid."""
    raise NotImplementedError
