"""Which role may do what in its own organisation, with an assessment or with its log."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from evaluacion.domain.organisations import Role


class Action(StrEnum):
    SEE = "see"
    ANSWER = "answer"
    START = "start"
    SUBMIT = "submit"
    REOPEN = "reopen"
    DELETE = "delete"
    READ_LOG = "read_log"


_RESPONSIBLE = frozenset({Role.RESPONSIBLE})
_CAPTURE = _RESPONSIBLE | {Role.CAPTURE}
_EVERYBODY = _CAPTURE | {Role.READER}

ROLES_THAT_MAY: Mapping[Action, frozenset[Role]] = {
    Action.SEE: _EVERYBODY,
    Action.ANSWER: _CAPTURE,
    Action.START: _RESPONSIBLE,
    Action.SUBMIT: _RESPONSIBLE,
    Action.REOPEN: _RESPONSIBLE,
    Action.DELETE: _RESPONSIBLE,
    Action.READ_LOG: _RESPONSIBLE,
}


def may(role: Role, action: Action) -> bool:
    """Whether this role does this in its organisation."""
    return role in ROLES_THAT_MAY[action]
