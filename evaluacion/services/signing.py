"""What the audit log keeps of signing in and out. The address that was typed is never written down."""

from __future__ import annotations

from sqlalchemy.orm import Session

from evaluacion.domain.audit import Verb
from evaluacion.domain.organisations import Viewer
from evaluacion.services import auditing
from evaluacion.services.accounts import find_by_email


def record_sign_in(session: Session, by: Viewer) -> None:
    """Belongs in the transaction that stores the session of the person."""
    auditing.record_of_account(session, by, Verb.SIGNED_IN, by.person)


def record_sign_out(session: Session, by: Viewer) -> None:
    """Belongs in the transaction that ends the session of the person."""
    auditing.record_of_account(session, by, Verb.SIGNED_OUT, by.person)


def record_failed_sign_in(session: Session, by: Viewer, email: str) -> None:
    """Somebody did not get in; of a known account its person is the target, whoever typed the address."""
    account = find_by_email(session, email)
    auditing.record_of_account(session, by, Verb.SIGN_IN_FAILED, account.person if account else None)
