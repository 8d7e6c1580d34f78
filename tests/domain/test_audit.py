"""The audit log as a chain: whatever somebody does to what was written is found, and its place is told."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from evaluacion.domain.audit import (
    Act,
    Anchor,
    Break,
    Check,
    Entry,
    Flaw,
    Head,
    Kind,
    Verb,
    check_chain,
    digest_of,
    entry_as_json,
    entry_from_json,
    seal,
)
from evaluacion.domain.organisations import Channel, Origin, PersonId, PublicId, Role

TAMPERINGS = 500
START = datetime(2026, 11, 25, tzinfo=UTC)
TEXTS = ("person", "role", "organisation", "verb", "kind", "target", "channel", "address", "request", "before", "after")
Checker = Callable[[list[Entry], Head], Check]


def chain(length: int, after: Head | None = None) -> list[Entry]:
    """A log of that many entries of several people."""
    head, entries = after or Head(), []
    for place in range(length):
        act = Act(
            verb=list(Verb)[place % len(Verb)],
            kind=Kind.ANSWER,
            target=f"assessment/Q{place}",
            person=PersonId(f"person-{place % 3}"),
            role=Role.CAPTURE,
            organisation=PublicId("institution1"),
            origin=Origin(channel=Channel.WEB, address="a1b2", request=f"{place:016x}"),
            before=digest_of(place - 1),
            after=digest_of(place),
        )
        entry = seal(act, head=head, moment=START + timedelta(seconds=place))
        entries.append(entry)
        head = Head(count=entry.sequence, sha256=entry.sha256)
    return entries


def head_of(entries: list[Entry]) -> Head:
    return Head(count=entries[-1].sequence, sha256=entries[-1].sha256) if entries else Head()


def resealed(entry: Entry, **changes: object) -> Entry:
    """The entry with changes and a hash of its own that fits them, as a forger who knows the format writes it."""
    changed = replace(entry, **changes)
    act = Act(
        verb=Verb(changed.verb),
        kind=Kind(changed.kind),
        target=changed.target,
        person=PersonId(changed.person) if changed.person else None,
        role=Role(changed.role) if changed.role else None,
        organisation=PublicId(changed.organisation) if changed.organisation else None,
        origin=Origin(channel=Channel(changed.channel), address=changed.address, request=changed.request),
        before=changed.before,
        after=changed.after,
    )
    head = Head(count=changed.sequence - 1, sha256=changed.previous)
    return seal(act, head=head, moment=datetime.fromisoformat(changed.at))


def edit(entries: list[Entry], place: int, dice: random.Random) -> list[Entry]:
    field = dice.choice(TEXTS)
    old = getattr(entries[place], field)
    return [*entries[:place], replace(entries[place], **{field: f"{old}x"}), *entries[place + 1 :]]


def forge(entries: list[Entry], place: int, dice: random.Random) -> list[Entry]:
    forged = resealed(entries[place], person="somebodyelse", request=f"{dice.random()}")
    return [*entries[:place], forged, *entries[place + 1 :]]


def delete(entries: list[Entry], place: int, dice: random.Random) -> list[Entry]:
    return [*entries[:place], *entries[place + 1 :]]


def delete_and_renumber(entries: list[Entry], place: int, dice: random.Random) -> list[Entry]:
    later = [resealed(entry, sequence=entry.sequence - 1) for entry in entries[place + 1 :]]
    return [*entries[:place], *later]


def insert(entries: list[Entry], place: int, dice: random.Random) -> list[Entry]:
    """A forged entry that follows the one before; those after are numbered anew, hashes and all."""
    forged = resealed(entries[place], person="somebodyelse")
    later = [resealed(entry, sequence=entry.sequence + 1) for entry in entries[place:]]
    return [*entries[:place], forged, *later]


def reorder(entries: list[Entry], place: int, dice: random.Random) -> list[Entry]:
    """Two entries change places and numbers, with hashes that fit."""
    other = (place + dice.randrange(1, len(entries))) % len(entries)
    first, second = sorted((place, other))
    changed = list(entries)
    changed[first] = resealed(entries[second], sequence=first + 1)
    changed[second] = resealed(entries[first], sequence=second + 1)
    return changed


def truncate(entries: list[Entry], place: int, dice: random.Random) -> list[Entry]:
    return entries[:place]


WAYS = (edit, forge, delete, delete_and_renumber, insert, reorder, truncate)


def where_it_begins(before: list[Entry], after: list[Entry]) -> int:
    """The number of the first entry that is not what it was."""
    for place, (old, new) in enumerate(zip(before, after, strict=False), start=1):
        if old != new:
            return place
    return min(len(before), len(after)) + 1


def tamperings(seed: int) -> Iterator[tuple[list[Entry], list[Entry], str]]:
    dice = random.Random(seed)
    for number in range(TAMPERINGS):
        entries = chain(dice.randrange(3, 16))
        way = WAYS[number % len(WAYS)]
        yield entries, way(entries, dice.randrange(len(entries)), dice), way.__name__


def missed(check: Checker) -> list[str]:
    """What a check did not find, or found more than one entry away from where it begins."""
    found = []
    for entries, tampered, way in tamperings(17):
        broken = check(tampered, head_of(entries)).broken
        begins = where_it_begins(entries, tampered)
        if broken is None or broken.sequence - begins not in (0, 1):
            found.append(f"{way} at {begins}: {broken}")
    return found


def test_five_hundred_tamperings_of_every_kind_are_all_found_and_located() -> None:
    assert missed(lambda entries, head: check_chain(entries, head=head)) == []


def unchained(entries: list[Entry], head: Head) -> Check:
    """The seeded bug: each entry is held against its own hash only, as in a log without a chain."""
    for entry in entries:
        if not fits_its_own_hash(entry):
            return Check(head=head, broken=Break(flaw=Flaw.EDITED, sequence=entry.sequence))
    return Check(head=head)


def fits_its_own_hash(entry: Entry) -> bool:
    try:
        return resealed(entry) == entry
    except ValueError:
        return False


def test_the_harness_catches_a_log_without_a_chain() -> None:
    assert len(missed(unchained)) > TAMPERINGS / 2


def test_a_log_that_nobody_touched_holds() -> None:
    entries = chain(40)
    checked = check_chain(entries, head=head_of(entries), anchor=Anchor(sha256=entries[11].sha256, count=12))
    assert (checked.broken, checked.head) == (None, head_of(entries))
    assert check_chain([], head=Head()).broken is None


def test_a_cut_end_with_a_head_cut_to_fit_shows_only_against_an_anchor() -> None:
    entries = chain(20)
    kept, cut = head_of(entries), entries[:15]
    assert check_chain(cut, head=head_of(cut)).broken is None
    for anchor in (Anchor(sha256=kept.sha256), Anchor(sha256=kept.sha256, count=kept.count)):
        broken = check_chain(cut, head=head_of(cut), anchor=anchor).broken
        assert broken is not None
        assert (broken.flaw, broken.sequence) == (Flaw.UNANCHORED, 16)


def test_a_log_rewritten_as_a_whole_shows_only_against_an_anchor() -> None:
    entries = chain(20)
    rewritten = entries[:9]
    for entry in entries[9:]:
        act_of_another = resealed(entry, person="somebodyelse", previous=rewritten[-1].sha256)
        rewritten.append(act_of_another)
    assert check_chain(rewritten, head=head_of(rewritten)).broken is None
    kept = entries[-1]
    broken = check_chain(rewritten, anchor=Anchor(sha256=kept.sha256, count=kept.sequence)).broken
    assert broken is not None
    assert (broken.flaw, broken.sequence) == (Flaw.UNANCHORED, 20)


@pytest.mark.parametrize("spoiled", [b"bytes", 3.5, float("nan"), "\ud800"])
def test_a_value_that_no_entry_can_have_is_a_break_and_no_error(spoiled) -> None:
    entries = chain(5)
    entries[2] = replace(entries[2], after=spoiled)
    broken = check_chain(entries).broken
    assert broken is not None
    assert (broken.flaw, broken.sequence) == (Flaw.EDITED, 3)


def test_an_exported_entry_reads_back_as_it_was() -> None:
    for entry in chain(3):
        assert entry_from_json(entry_as_json(entry)) == entry


def test_a_salted_digest_needs_its_salt() -> None:
    assert digest_of("2", salt="one") != digest_of("2", salt="two") != digest_of("2")
