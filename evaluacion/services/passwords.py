"""Passwords: the same normalisation and hash whether a person, the command line or the demo sets one."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher

from evaluacion.domain.errors import Invalid

MIN_LENGTH = 12
MAX_LENGTH = 128
HASHER = PasswordHasher()


def normalise_password(password: str) -> str:
    """NFKD, so that «ñ» typed in one or two code points is the same password."""
    return unicodedata.normalize("NFKD", password)


def hash_password(password: str) -> str:
    """The argon2id hash to store. Raises Invalid when the password is too short or too long."""
    if len(password) < MIN_LENGTH:
        raise Invalid(f"La contraseña debe tener al menos {MIN_LENGTH} caracteres.")
    if len(password) > MAX_LENGTH:
        raise Invalid(f"La contraseña puede tener hasta {MAX_LENGTH} caracteres.")
    return HASHER.hash(normalise_password(password))
