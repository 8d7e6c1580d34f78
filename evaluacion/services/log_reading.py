"""Reading the audit log of one organisation: a page of it, everything that was asked for, and who stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from evaluacion.domain.audit import Entry
from evaluacion.domain.errors import Forbidden, NotFound
from evaluacion.domain.organisations import PublicId, Viewer
from evaluacion.domain.permissions import Action, may
from evaluacion.services.registering import Membership, Organisation, list_memberships
from evaluacion.storage import audit
from evaluacion.storage.organisations import MembershipRow, OrganisationRow, PersonDetailsRow

PAGE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class LogFilter:
    """What to look for; `until` is not included. Empty = everything."""

    verb: str = ""
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LogPerson:
    """Somebody in the log. `name` and `area` only of who belongs to the organisation now; `role` is a `Role` or ""."""

    id: str
    name: str = ""
    area: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class LogPage:
    """Fifty entries, newest first. `number` counts from 1 and stays within `pages`."""

    entries: tuple[Entry, ...]
    people: Mapping[str, LogPerson]
    number: int
    pages: int
    total: int


def get_access(session: Session, viewer: Viewer, organisation_id: PublicId | str = "") -> Organisation:
    """The organisation whose log the viewer may read: the one named, or the first of theirs with a log for them.

    Raises NotFound (foreign, unknown, or they belong nowhere) or Forbidden (theirs, but not in their role).
    """
    own = list_memberships(session, viewer)
    asked = [one for one in own if organisation_id in ("", one.organisation.id)]
    if not asked:
        raise NotFound("Esa organización no existe.")
    readable = [one for one in asked if may(one.role, Action.READ_LOG)]
    if not readable:
        raise Forbidden("Solo la persona responsable de la institución consulta la bitácora.")
    return readable[0].organisation


def list_readable(session: Session, viewer: Viewer) -> tuple[Membership, ...]:
    """The memberships of the viewer that let them read a log."""
    return tuple(one for one in list_memberships(session, viewer) if may(one.role, Action.READ_LOG))


def read_page(
    session: Session, viewer: Viewer, organisation_id: PublicId, wanted: LogFilter, *, number: int = 1
) -> LogPage:
    """One page. Raises NotFound or Forbidden."""
    get_access(session, viewer, organisation_id)
    query = _wanted(organisation_id, wanted)
    total = audit.count_of(session, query)
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    entries = audit.page_of(session, query, limit=PAGE, offset=(number - 1) * PAGE)
    return LogPage(
        entries=tuple(entries),
        people=read_people(session, viewer, organisation_id),
        number=number,
        pages=pages,
        total=total,
    )


def stream(session: Session, viewer: Viewer, organisation_id: PublicId, wanted: LogFilter) -> Iterator[Entry]:
    """Every entry that was asked for, newest first. Raises NotFound or Forbidden, before the first entry."""
    get_access(session, viewer, organisation_id)
    return audit.stream_wanted(session, _wanted(organisation_id, wanted))


def read_people(session: Session, viewer: Viewer, organisation_id: PublicId) -> Mapping[str, LogPerson]:
    """Everybody in the log of the organisation, by id. Raises NotFound or Forbidden."""
    get_access(session, viewer, organisation_id)
    known = {
        row.person_id: LogPerson(id=row.person_id, name=row.name or "", area=row.area, role=row.role)
        for row in session.execute(_MEMBERS.where(OrganisationRow.public_id == organisation_id))
    }
    stood = audit.people_of(session, organisation_id)
    return {
        person: known.get(person) or LogPerson(id=person, role=role or "")
        for person, role in sorted(stood.items(), key=lambda item: (item[0] not in known, item[0]))
    }


_MEMBERS = (
    select(MembershipRow.person_id, MembershipRow.area, MembershipRow.role, PersonDetailsRow.name)
    .join(OrganisationRow, OrganisationRow.id == MembershipRow.organisation_id)
    .outerjoin(PersonDetailsRow, PersonDetailsRow.person_id == MembershipRow.person_id)
)


def _wanted(organisation_id: PublicId, wanted: LogFilter) -> audit.Wanted:
    return audit.Wanted(
        organisation=organisation_id,
        verb=wanted.verb,
        person=wanted.person,
        since=wanted.since,
        until=wanted.until,
    )
