"""People who sign in. Names and addresses live in one erasable table; everything else knows a random id."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from evaluacion.domain.organisations import PersonId


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What signing in needs. `uniquifier` changes with the password: older sessions then end."""

    person: PersonId
    email: str
    name: str
    password_hash: str
    active: bool
    uniquifier: str


def create_person(session: Session, *, email: str, name: str, password: str) -> PersonId:
    """Raises Invalid: the address is taken or no address, the password has under twelve characters."""
    raise NotImplementedError


def find_by_email(session: Session, email: str) -> Account | None:
    """The account of an address, whatever its case."""
    raise NotImplementedError


def find_by_uniquifier(session: Session, uniquifier: str) -> Account | None:
    """The account a session belongs to."""
    raise NotImplementedError


def get_account(session: Session, person: PersonId) -> Account:
    """Raises NotFound."""
    raise NotImplementedError


def set_password(session: Session, person: PersonId, password: str) -> None:
    """Changes the password and ends every session of the person. Raises NotFound or Invalid."""
    raise NotImplementedError


def disable(session: Session, person: PersonId) -> None:
    """Closes the account and ends its sessions at once. Raises NotFound."""
    raise NotImplementedError


def list_people(session: Session) -> tuple[Account, ...]:
    """Every account, by address: for the command line only."""
    raise NotImplementedError
