"""Who takes part: organisations, the roles people have in them, and the realm an assessment belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

PublicId = NewType("PublicId", str)
"""Twelve random characters that stand in an address; never a database key."""

PersonId = NewType("PersonId", str)
"""A random name for a person; who that is lives in one erasable table."""


class OrganisationKind(StrEnum):
    INSTITUTION = "institution"
    GUARANTOR = "guarantor"
    TRAINING = "training"


class Role(StrEnum):
    """What a person may do in an organisation: institution, then guarantor body, then training organisation."""

    RESPONSIBLE = "responsible"
    CAPTURE = "capture"
    READER = "reader"
    ADMINISTRATOR = "administrator"
    VALIDATOR = "validator"
    CONSULTANT = "consultant"
    TRAINER = "trainer"
    PARTICIPANT = "participant"


class Realm(StrEnum):
    """Only `official` (and `pilot`, where asked for) reaches campaigns, comparisons and public pages."""

    OFFICIAL = "official"
    PILOT = "pilot"
    PRACTICE = "practice"
    TRIAL = "trial"


class Channel(StrEnum):
    """Through which door something was asked: a page, a command, or the house itself."""

    WEB = "web"
    COMMAND = "command"
    HOUSE = "house"


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """From where: `address` as the settings let it be kept (hashed, plain or empty), `request` as the log names it."""

    channel: Channel = Channel.HOUSE
    address: str = ""
    request: str = ""


HOUSE = Origin()


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """Who is looking: a signed-in person, or the browser that has a trial; both empty = anybody."""

    person: PersonId | None = None
    trial_key: str | None = None
    origin: Origin = field(default=HOUSE, compare=False)


NOBODY = Viewer()
