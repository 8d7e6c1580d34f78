"""The audit log: each entry carries the hash of the one before, so that a change of what was written shows and where.

A chain proves that nothing inside it changed. It cannot prove that nobody rewrote all of it, or cut its end: for that
somebody must have kept an earlier head elsewhere (an `Anchor`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from evaluacion.domain.canonical import canonical_json, sha256_of
from evaluacion.domain.organisations import HOUSE, Origin, PersonId, PublicId, Role

FORMAT = 1
GENESIS = "0" * 64


class Verb(StrEnum):
    """What was done. A new choice needs no migration."""

    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_OUT = "signed-out"
    PASSWORD_CHANGED = "password-changed"
    PERSON_CREATED = "person-created"
    PERSON_ENABLED = "person-enabled"
    PERSON_DISABLED = "person-disabled"
    ORGANISATION_CREATED = "organisation-created"
    ORGANISATION_CHANGED = "organisation-changed"
    MEMBER_ADDED = "member-added"
    MEMBER_CHANGED = "member-changed"
    TRIAL_STARTED = "trial-started"
    ASSESSMENT_STARTED = "assessment-started"
    ASSESSMENT_COPIED = "assessment-copied"
    ASSESSMENT_DELETED = "assessment-deleted"
    ASSESSMENT_RESTORED = "assessment-restored"
    ASSESSMENT_ERASED = "assessment-erased"
    ANSWER_SAVED = "answer-saved"
    SUBMITTED = "submitted"
    REOPENED = "reopened"
    DOCUMENT_ISSUED = "document-issued"


class Kind(StrEnum):
    """On what: the kind of the thing whose public id stands beside it."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ASSESSMENT = "assessment"
    ANSWER = "answer"
    SUBMISSION = "submission"
    DOCUMENT = "document"


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """What a service hands over to be written down. `before` and `after` are hashes (see `digest_of`), never texts."""

    verb: Verb
    kind: Kind
    target: str
    person: PersonId | None = None
    role: Role | None = None
    organisation: PublicId | None = None
    origin: Origin = HOUSE
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the log as it is kept: plain texts, because a check must be able to read what somebody spoiled.

    `at` is UTC with microseconds; the order is that of `sequence`, never of the clock.
    """

    sequence: int
    at: str
    person: str | None
    role: str | None
    organisation: str | None
    verb: str
    kind: str
    target: str
    channel: str
    address: str
    request: str
    before: str | None
    after: str | None
    previous: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """How many entries there are, and the hash of the last one."""

    count: int = 0
    sha256: str = GENESIS


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A head that somebody kept elsewhere; `count` None = only its hash is known."""

    sha256: str
    count: int | None = None


class Flaw(StrEnum):
    """What a check found: an entry's content, its absence, its place, the end, or a head kept elsewhere."""

    EDITED = "edited"
    MISSING = "missing"
    MISPLACED = "misplaced"
    CUT = "cut"
    UNANCHORED = "unanchored"


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """The first place where the log does not hold."""

    flaw: Flaw
    sequence: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """Where the check got to, and the first break (None = it holds)."""

    head: Head
    broken: Break | None = None


def moment_text(moment: datetime) -> str:
    """The time as entries hold it: UTC, microseconds, sortable as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest_of(value: object, *, salt: str = "") -> str:
    """The hash that stands for a value. With a `salt` that is erased with its thing, short values cannot be guessed."""
    return sha256_of(salt + canonical_json(value))


def seal(act: Act, *, head: Head, moment: datetime) -> Entry:
    """The entry that follows `head`."""
    content: dict[str, Any] = {
        "sequence": head.count + 1,
        "at": moment_text(moment),
        "person": act.person,
        "role": act.role,
        "organisation": act.organisation,
        "verb": act.verb,
        "kind": act.kind,
        "target": act.target,
        "channel": act.origin.channel,
        "address": act.origin.address,
        "request": act.origin.request,
        "before": act.before,
        "after": act.after,
        "previous": head.sha256,
    }
    return Entry(**content, sha256=_hash(content))


def entry_as_json(entry: Entry) -> dict[str, Any]:
    """Every field by name: what exports hold."""
    return {name: getattr(entry, name) for name in Entry.__slots__}


def entry_from_json(data: Mapping[str, Any]) -> Entry:
    """An exported entry. Raises TypeError where fields are missing or unknown."""
    return Entry(**data)


def check_chain(entries: Iterable[Entry], *, head: Head | None = None, anchor: Anchor | None = None) -> Check:
    """Reads the log in the order it is kept and stops at the first break.

    Without `head` a cut end does not show; without `anchor` neither does a log rewritten together with its head.
    """
    last, anchored = Head(), anchor is None or anchor.sha256 == GENESIS
    for entry in entries:
        broken = _fault_of(entry, last)
        if broken is not None:
            return Check(head=last, broken=broken)
        last = Head(count=entry.sequence, sha256=entry.sha256)
        if anchor is not None and anchor.count == last.count and anchor.sha256 != last.sha256:
            return Check(head=last, broken=Break(flaw=Flaw.UNANCHORED, sequence=last.count))
        anchored = anchored or (anchor is not None and anchor.sha256 == last.sha256)
    broken = _fault_of_end(last, head)
    if broken is None and not anchored:
        broken = Break(flaw=Flaw.UNANCHORED, sequence=last.count + 1)
    return Check(head=last, broken=broken)


def _fault_of(entry: Entry, last: Head) -> Break | None:
    expected = last.count + 1
    if entry.sequence > expected:
        return Break(flaw=Flaw.MISSING, sequence=expected)
    if entry.sequence < expected:
        return Break(flaw=Flaw.MISPLACED, sequence=entry.sequence)
    if not _holds(entry):
        return Break(flaw=Flaw.EDITED, sequence=expected)
    if entry.previous != last.sha256:
        return Break(flaw=Flaw.MISPLACED, sequence=expected)
    return None


def _fault_of_end(last: Head, head: Head | None) -> Break | None:
    if head is None or head == last:
        return None
    if head.count > last.count:
        return Break(flaw=Flaw.CUT, sequence=last.count + 1)
    if head.count < last.count:
        return Break(flaw=Flaw.MISPLACED, sequence=head.count + 1)
    return Break(flaw=Flaw.EDITED, sequence=last.count)


def _holds(entry: Entry) -> bool:
    content = entry_as_json(entry)
    del content["sha256"]
    try:
        return _hash(content) == entry.sha256
    except (TypeError, ValueError, OverflowError):
        return False


def _hash(content: Mapping[str, Any]) -> str:
    return sha256_of(canonical_json({**content, "format": FORMAT}))
