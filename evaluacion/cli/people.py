"""`evaluacion people`: organisations and accounts from the command line."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from collections.abc import Callable, Mapping
from typing import Any

from evaluacion.cli.opening import AT_THE_KEYBOARD, open_database, open_settings
from evaluacion.domain.errors import Invalid
from evaluacion.domain.organisations import OrganisationKind, PublicId, Role
from evaluacion.services import accounts, registering
from evaluacion.storage import migrating
from evaluacion.storage.database import Database

ROLES = {
    "responsable": Role.RESPONSIBLE,
    "captura": Role.CAPTURE,
    "lectura": Role.READER,
    "administra": Role.ADMINISTRATOR,
    "valida": Role.VALIDATOR,
    "consulta": Role.CONSULTANT,
    "formadora": Role.TRAINER,
    "participante": Role.PARTICIPANT,
}
KINDS = {
    "institucion": OrganisationKind.INSTITUTION,
    "garante": OrganisationKind.GUARANTOR,
    "formadora": OrganisationKind.TRAINING,
}


def add_parser(subparsers: Any) -> None:
    """Declares the command and its own commands."""
    parser = subparsers.add_parser(
        "people",
        help="administra cuentas y personas",
        description="Crea organizaciones y cuentas, cambia contraseñas, lista y desactiva.",
        epilog="Ejemplos:\n"
        "  evaluacion people organisation 'Instituto de Movilidad' --profile state=14 --profile type=ejecutivo\n"
        "  evaluacion people create nombre@ejemplo.gob.mx --name 'Nombre' --organisation 7f3k9q2m4x1c "
        "--role responsable\n"
        "  evaluacion people list",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="acción", required=True, title="acciones")
    _declare_organisation(verbs.add_parser("organisation", help="crea una organización y escribe su id"))
    _declare_create(verbs.add_parser("create", help="crea una cuenta"))
    _declare_member(verbs.add_parser("member", help="da a una cuenta un papel en una organización"))
    for verb, summary in (
        ("reset", "cambia la contraseña y cierra las sesiones de una cuenta"),
        ("disable", "desactiva una cuenta y cierra sus sesiones"),
        ("enable", "vuelve a activar una cuenta"),
    ):
        verbs.add_parser(verb, help=summary).add_argument("email", metavar="CORREO")
    verbs.add_parser("list", help="lista organizaciones y cuentas")


def _declare_organisation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NOMBRE")
    parser.add_argument("--kind", choices=sorted(KINDS), default="institucion", help="tipo de organización")
    parser.add_argument("--profile", metavar="CAMPO=VALOR", action="append", default=[], help="dato del perfil")
    parser.add_argument("--zone", metavar="ZONA", help="zona horaria (si falta, la del estado)")


def _declare_create(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="CORREO")
    parser.add_argument("--name", metavar="NOMBRE", required=True, help="nombre de la persona")
    _declare_membership(parser, required=False)


def _declare_member(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="CORREO")
    _declare_membership(parser, required=True)


def _declare_membership(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--organisation", metavar="ID", required=required, help="id de su organización")
    parser.add_argument("--role", choices=list(ROLES), default="captura", help="papel en la organización")
    parser.add_argument("--area", metavar="TEXTO", default="", help="área, como aparece junto a lo que escribe")


def run(options: argparse.Namespace) -> int:
    """Runs one verb, which is one transaction."""
    database = open_database(open_settings())
    migrating.check_revision(database)
    _VERBS[options.verb](database, options)
    database.dispose()
    return 0


def _organisation(database: Database, options: argparse.Namespace) -> None:
    profile = {}
    for written in options.profile:
        field, equals, value = written.partition("=")
        if not equals:
            raise Invalid(f"«{written}» debe tener la forma campo=valor, como state=14.")
        profile[field] = value
    with database.session() as session:
        created = registering.create_organisation(
            session,
            name=options.name,
            kind=KINDS[options.kind],
            profile=profile,
            zone=options.zone,
            by=AT_THE_KEYBOARD,
        )
    print(created)


def _create(database: Database, options: argparse.Namespace) -> None:
    password, generated = _ask_password()
    with database.session() as session:
        person = accounts.create_person(
            session, email=options.email, name=options.name, password=password, by=AT_THE_KEYBOARD
        )
        if options.organisation:
            registering.add_member(session, person=person, **_membership(options))
    print(f"Se creó la cuenta {options.email}.")
    _show(password, generated)


def _member(database: Database, options: argparse.Namespace) -> None:
    with database.session() as session:
        person = accounts.get_by_email(session, options.email).person
        registering.add_member(session, person=person, **_membership(options))
    print(f"{options.email} tiene ahora el papel «{options.role}».")


def _membership(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "organisation_id": PublicId(options.organisation),
        "role": ROLES[options.role],
        "area": options.area,
        "by": AT_THE_KEYBOARD,
    }


def _reset(database: Database, options: argparse.Namespace) -> None:
    with database.reading() as session:
        person = accounts.get_by_email(session, options.email).person
    password, generated = _ask_password()
    with database.session() as session:
        accounts.set_password(session, person, password, by=AT_THE_KEYBOARD)
    print(f"La contraseña de {options.email} cambió y sus sesiones se cerraron.")
    _show(password, generated)


def _disable(database: Database, options: argparse.Namespace) -> None:
    with database.session() as session:
        person = accounts.get_by_email(session, options.email).person
        accounts.set_active(session, person, False, by=AT_THE_KEYBOARD)
    print(f"La cuenta {options.email} quedó desactivada y sus sesiones se cerraron.")


def _enable(database: Database, options: argparse.Namespace) -> None:
    with database.session() as session:
        person = accounts.get_by_email(session, options.email).person
        accounts.set_active(session, person, True, by=AT_THE_KEYBOARD)
    print(f"La cuenta {options.email} está activa.")


def _list(database: Database, _options: argparse.Namespace) -> None:
    with database.reading() as session:
        organisations, people = registering.list_organisations(session), accounts.list_people(session)
    for organisation in organisations:
        print(f"{organisation.id}  {organisation.name}  ({organisation.zone})")
    for account in people:
        state = "" if account.active else "  (desactivada)"
        print(f"{account.email:<40} {account.name}{state}")


def _ask_password() -> tuple[str, bool]:
    """What is typed (or comes by standard input); an empty line asks for one to be made."""
    if sys.stdin.isatty():
        password = getpass.getpass("Contraseña (vacía para generar una): ")
    else:
        password = sys.stdin.readline().rstrip("\n")
    return (password, False) if password else (secrets.token_urlsafe(15), True)


def _show(password: str, generated: bool) -> None:
    if generated:
        print(f"Contraseña generada: {password}")


_VERBS: Mapping[str, Callable[[Database, argparse.Namespace], None]] = {
    "organisation": _organisation,
    "create": _create,
    "member": _member,
    "reset": _reset,
    "disable": _disable,
    "enable": _enable,
    "list": _list,
}
