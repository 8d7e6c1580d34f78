"""Accounts as Flask-Security wants them: it finds and changes them through the services only."""

from __future__ import annotations

from typing import Any

from flask import session
from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from evaluacion.domain.organisations import PersonId
from evaluacion.services import accounts
from evaluacion.services.accounts import Account
from evaluacion.web.access import current_viewer
from evaluacion.web.extensions import reading, writing


class SignedInPerson(UserMixin):
    """The person behind a request. Roles are memberships in organisations; Flask-Security's own are not used."""

    person: PersonId
    email: str
    name: str = ""
    password: str
    active: bool = False
    fs_uniquifier: str = ""
    roles: list[RoleMixin]
    id = property(lambda self: self.person)

    def __init__(self, account: Account) -> None:
        self.account = account
        self.roles = []
        self.person = account.person
        self.email = account.email
        self.name = account.name
        self.password = account.password_hash
        self.active = account.active
        self.fs_uniquifier = account.uniquifier


class NoRole(RoleMixin):
    """Flask-Security asks for a model of roles."""


class AccountDatastore(UserDatastore):
    def __init__(self) -> None:
        super().__init__(SignedInPerson, NoRole)

    def find_user(self, case_insensitive: bool = False, **by: Any) -> SignedInPerson | None:
        """By `email` or `fs_uniquifier`; the account that came with the session is not read twice."""
        known: Account | None = getattr(session, "account", None)
        if "fs_uniquifier" in by and known is not None and known.uniquifier == by["fs_uniquifier"]:
            return SignedInPerson(known)
        with reading() as database:
            if "email" in by:
                found = accounts.find_by_email(database, by["email"])
            else:
                found = accounts.find_by_uniquifier(database, by["fs_uniquifier"])
        return SignedInPerson(found) if found else None

    def find_role(self, role: str) -> None:
        return None

    def put(self, user: SignedInPerson) -> SignedInPerson:
        """Keeps a changed password; a changed uniquifier ends every session of the person."""
        with writing() as database:
            accounts.set_password_hash(
                database, user.person, user.password, uniquifier=user.fs_uniquifier, by=current_viewer()
            )
            user.account = accounts.get_account(database, user.person)
        return user

    def commit(self) -> None:
        """Every `put` is its own transaction."""
