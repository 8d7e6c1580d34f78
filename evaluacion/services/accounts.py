"""People who sign in. Names and addresses live in one erasable table; everything else knows a random id."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from evaluacion.domain.audit import Verb, digest_of
from evaluacion.domain.errors import Invalid, NotFound
from evaluacion.domain.organisations import NOBODY, PersonId, Viewer
from evaluacion.domain.sentences import sentence
from evaluacion.domain.texts import clean_line
from evaluacion.services import auditing
from evaluacion.services.passwords import hash_password
from evaluacion.storage.organisations import AccountRow, PersonDetailsRow, PersonRow
from evaluacion.storage.sessions import BrowserSessionRow

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What signing in needs. `uniquifier` changes with the password: older sessions then end."""

    person: PersonId
    email: str
    name: str
    password_hash: str
    active: bool
    uniquifier: str
    demo: bool


_ACCOUNTS = select(AccountRow, PersonDetailsRow).join(
    PersonDetailsRow, PersonDetailsRow.person_id == AccountRow.person_id
)


def email_key(email: str) -> str:
    """What two spellings of one address have in common."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def create_person(
    session: Session, *, email: str, name: str, password: str, demo: bool = False, by: Viewer = NOBODY
) -> PersonId:
    """Raises Invalid: the address is taken or no address, the name is empty, the password too short."""
    email = clean_line(email, limit=320)
    if not _ADDRESS.fullmatch(email):
        raise Invalid("Escriba un correo completo, como nombre@ejemplo.gob.mx")
    name = clean_line(name)
    if not name:
        raise Invalid("Escriba el nombre de la persona.")
    if find_by_email(session, email):
        raise Invalid(sentence("Ya hay una cuenta con el correo %(email)s.", email=email))
    password_hash = hash_password(password)
    person = PersonRow()
    session.add(person)
    session.flush()
    session.add(PersonDetailsRow(person_id=person.id, name=name, email=email, email_key=email_key(email)))
    account = AccountRow(person_id=person.id, password_hash=password_hash, uniquifier=secrets.token_hex(32), demo=demo)
    account.active = True
    session.add(account)
    session.flush()
    auditing.record_of_account(session, by, Verb.PERSON_CREATED, PersonId(person.id), after=_digest(account))
    return PersonId(person.id)


def find_by_email(session: Session, email: str) -> Account | None:
    """The account of an address, whatever its case."""
    row = session.execute(_ACCOUNTS.where(PersonDetailsRow.email_key == email_key(email))).one_or_none()
    return _account(row) if row else None


def get_by_email(session: Session, email: str) -> Account:
    """The same. Raises NotFound."""
    found = find_by_email(session, email)
    if found is None:
        raise NotFound(sentence("No hay ninguna cuenta con el correo %(email)s.", email=email))
    return found


def find_by_uniquifier(session: Session, uniquifier: str) -> Account | None:
    """The account a session belongs to."""
    row = session.execute(_ACCOUNTS.where(AccountRow.uniquifier == uniquifier)).one_or_none()
    return _account(row) if row else None


def get_account(session: Session, person: PersonId) -> Account:
    """Raises NotFound."""
    row = session.execute(_ACCOUNTS.where(AccountRow.person_id == person)).one_or_none()
    if row is None:
        raise NotFound("Esa cuenta no existe.")
    return _account(row)


def set_password(session: Session, person: PersonId, password: str, *, by: Viewer = NOBODY) -> None:
    """Changes the password and ends every session of the person. Raises NotFound or Invalid."""
    set_password_hash(session, person, hash_password(password), uniquifier=secrets.token_hex(32), by=by)


def set_password_hash(
    session: Session, person: PersonId, password_hash: str, *, uniquifier: str, by: Viewer = NOBODY
) -> None:
    """The same for a hash made elsewhere; where `uniquifier` is new, every session ends. With the old one it is the
    same password hashed anew, which is no change. Raises NotFound."""
    row = _get_row(session, person)
    before, is_new = _digest(row), row.uniquifier != uniquifier
    row.password_hash = password_hash
    row.uniquifier = uniquifier
    if is_new:
        _end_sessions(session, person)
        auditing.record_of_account(session, by, Verb.PASSWORD_CHANGED, person, before=before, after=_digest(row))


def set_active(session: Session, person: PersonId, active: bool, *, by: Viewer = NOBODY) -> None:
    """Opens or closes the account; closing ends its sessions at once. Raises NotFound."""
    row = _get_row(session, person)
    before = _digest(row)
    row.active = active
    if not active:
        _end_sessions(session, person)
    verb = Verb.PERSON_ENABLED if active else Verb.PERSON_DISABLED
    auditing.record_of_account(session, by, verb, person, before=before, after=_digest(row))


def list_people(session: Session) -> tuple[Account, ...]:
    """Every account, by address: for the command line only."""
    return tuple(_account(row) for row in session.execute(_ACCOUNTS.order_by(PersonDetailsRow.email_key)))


def has_demo_accounts(session: Session) -> bool:
    """Whether the demo world, whose passwords are public, lives in this database."""
    return session.scalar(select(AccountRow.person_id).where(AccountRow.demo, AccountRow.active).limit(1)) is not None


def _get_row(session: Session, person: PersonId) -> AccountRow:
    row = session.get(AccountRow, person)
    if row is None:
        raise NotFound("Esa cuenta no existe.")
    return row


def _digest(row: AccountRow) -> str:
    """What the audit log keeps of an account: salted with a secret of it, which changes with the password."""
    return digest_of({"person": row.person_id, "active": row.active}, salt=row.uniquifier)


def _end_sessions(session: Session, person: PersonId) -> None:
    session.execute(delete(BrowserSessionRow).where(BrowserSessionRow.person_id == person))


def _account(row: Row[AccountRow, PersonDetailsRow]) -> Account:
    return as_account(row[0], row[1])


def as_account(account: AccountRow, details: PersonDetailsRow) -> Account:
    """The value of two rows."""
    return Account(
        person=PersonId(account.person_id),
        email=details.email,
        name=details.name,
        password_hash=account.password_hash,
        active=account.active,
        uniquifier=account.uniquifier,
        demo=account.demo,
    )
