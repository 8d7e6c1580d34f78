"""Rows of organisations, people, and who belongs where. A person's name and address stand in one erasable table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from evaluacion.domain.errors import NotFound
from evaluacion.domain.organisations import PersonId, PublicId
from evaluacion.storage.base import PUBLIC_ID, WORD, Base, CanonicalJson, UtcDateTime, now, random_id


class OrganisationRow(Base):
    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True, default=random_id)
    kind: Mapped[str] = mapped_column(WORD)
    name: Mapped[str] = mapped_column(String(300))
    profile: Mapped[dict[str, str]] = mapped_column(CanonicalJson, nullable=False)
    zone: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class PersonRow(Base):
    """A random id and nothing that says who it is: history and audit point here for ever."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(PUBLIC_ID, primary_key=True, default=random_id)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class PersonDetailsRow(Base):
    """The only table that says who a person is; erasing its row leaves the random id."""

    __tablename__ = "person_details"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320), unique=True)


class AccountRow(Base):
    __tablename__ = "accounts"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    demo: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class MembershipRow(Base):
    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id"),
        Index("ix_memberships_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(WORD)
    area: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


def get_organisation(session: Session, public_id: PublicId) -> OrganisationRow:
    """Raises NotFound."""
    row = session.scalar(select(OrganisationRow).where(OrganisationRow.public_id == public_id))
    if row is None:
        raise NotFound("Esa organización no existe.")
    return row


def find_role(session: Session, person: PersonId | None, organisation_id: int | None) -> str | None:
    """The person's role in the organisation, if any."""
    if person is None or organisation_id is None:
        return None
    return session.scalar(
        select(MembershipRow.role).where(
            MembershipRow.person_id == person, MembershipRow.organisation_id == organisation_id
        )
    )


def find_areas(session: Session, organisation_id: int | None, people: set[str]) -> dict[str, tuple[str, str]]:
    """Area and role of each of these people in the organisation."""
    if organisation_id is None or not people:
        return {}
    rows = session.execute(
        select(MembershipRow.person_id, MembershipRow.area, MembershipRow.role).where(
            MembershipRow.organisation_id == organisation_id, MembershipRow.person_id.in_(people)
        )
    )
    return {person: (area, role) for person, area, role in rows}
