"""Passwords: the same normalisation and hash whether a person, the command line or the demo sets one."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher

from evaluacion.domain.errors import Invalid
from evaluacion.domain.sentences import sentence

MIN_LENGTH = 12
MAX_LENGTH = 128
HASHER = PasswordHasher()


def normalise_password(password: str) -> str:
    """NFKD, so that «ñ» typed in one or two code points is the same password."""
    return unicodedata.normalize("NFKD", password)


def hash_password(password: str) -> str:
    """The argon2id hash to store. Raises Invalid when the password is too short or too long."""
    if len(password) < MIN_LENGTH:
        raise Invalid(sentence("La contraseña debe tener al menos %(least)s caracteres.", least=MIN_LENGTH))
    if len(password) > MAX_LENGTH:
        raise Invalid(sentence("La contraseña puede tener hasta %(most)s caracteres.", most=MAX_LENGTH))
    return HASHER.hash(normalise_password(password))
