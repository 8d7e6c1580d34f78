"""The time zone of an institution when it says none: that of its state (INEGI key)."""

from __future__ import annotations

from zoneinfo import available_timezones

DEFAULT_ZONE = "America/Mexico_City"

_BY_STATE = {
    "02": "America/Tijuana",
    "03": "America/Mazatlan",
    "04": "America/Merida",
    "05": "America/Monterrey",
    "08": "America/Chihuahua",
    "18": "America/Mazatlan",
    "19": "America/Monterrey",
    "23": "America/Cancun",
    "25": "America/Mazatlan",
    "26": "America/Hermosillo",
    "28": "America/Monterrey",
    "31": "America/Merida",
}


def zone_of_state(state: str | None) -> str:
    """The IANA zone where most of the state's people live."""
    return _BY_STATE.get(state or "", DEFAULT_ZONE)


def is_zone(name: str) -> bool:
    """Whether this is a zone the clock knows."""
    return name in available_timezones()
