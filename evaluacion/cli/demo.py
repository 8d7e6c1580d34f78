"""`evaluacion demo`: the demonstration world in the embedded database."""

from __future__ import annotations

import argparse
from typing import Any

from evaluacion.cli.opening import make_secret, open_database, open_settings
from evaluacion.domain.errors import Invalid
from evaluacion.domain.organisations import Role
from evaluacion.services import demonstration
from evaluacion.storage import migrating

_ROLES = {Role.RESPONSIBLE: "responsable", Role.CAPTURE: "captura", Role.READER: "lectura"}


def add_parser(subparsers: Any) -> None:
    """Declares the command."""
    subparsers.add_parser(
        "demo",
        help="carga el mundo de demostración",
        description="Carga tres instituciones ficticias con sus cuentas. Si ya están, no cambia nada.\n"
        "Sus contraseñas son públicas: solo funciona en este equipo, y genera su propio secreto si no hay.",
        epilog="Ejemplo:\n  evaluacion demo && evaluacion serve",
    )


def run(options: argparse.Namespace) -> int:
    """Loads the world once and prints addresses and accounts."""
    secret = make_secret()
    if secret is not None:
        print(f"Se generó un secreto para este equipo en {secret}")
    settings = open_settings()
    if not settings.on_loopback:
        raise Invalid("la demostración tiene contraseñas públicas: solo se carga donde EVALUACION_URL es este equipo.")
    database = open_database(settings)
    migrating.upgrade(database)
    with database.session() as session:
        loaded = demonstration.load(session)
    print("El mundo de demostración quedó cargado." if loaded else "El mundo de demostración ya estaba cargado.")
    print(accounts_table())
    print(f"\nÁbralo con «evaluacion serve» y entre en {settings.url}/entrar")
    database.dispose()
    return 0


def accounts_table() -> str:
    """The accounts of the demonstration, as the terminal shows them."""
    lines = []
    for institution in demonstration.INSTITUTIONS:
        lines.append(f"\n{institution.name}, {institution.situation}:")
        lines += [f"  {person.email:<32} {_ROLES[person.role]:<12} {person.area}" for person in institution.people]
    return "\n".join([*lines, f"\nContraseña de todas: {demonstration.PASSWORD}"])
