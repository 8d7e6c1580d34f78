"""What an institution's profile says in words: for covers and headings."""

from __future__ import annotations

from collections.abc import Mapping

from evaluacion.catalogue.institutions import Choice, read_catalogues

STATES_APART = {"federal"}
"""Levels of government for which a state says where the office stands, not whose it is."""


def place_words(profile: Mapping[str, str], *, language: str = "es") -> str:
    """«Ámbito estatal, Jalisco»: level of government and state, or what there is of it."""
    catalogues = read_catalogues()
    level = _named(catalogues.ambitos, profile.get("ambito"), language)
    state = _named(catalogues.states, profile.get("state"), language)
    if level:
        level = f"{level} level" if language.startswith("en") else f"Ámbito {level[:1].lower()}{level[1:]}"
    pieces = [level, "" if profile.get("ambito") in STATES_APART else state]
    return ", ".join(piece for piece in pieces if piece)


def _named(choices: tuple[Choice, ...], identifier: str | None, language: str) -> str:
    choice = next((one for one in choices if one.id == identifier), None)
    if choice is None:
        return ""
    return choice.name_en if language.startswith("en") else choice.name
