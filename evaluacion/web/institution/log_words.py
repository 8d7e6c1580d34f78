"""The words of the audit log: what each verb, kind and role is called."""

from __future__ import annotations

from evaluacion.domain.audit import Kind, Verb
from evaluacion.domain.organisations import Channel, Role
from evaluacion.services.log_reading import LogPerson
from evaluacion.web.spoken import gettext as _


def verb_words(verb: str) -> str:
    """«Guardó una respuesta»; a verb of a later release as it is stored."""
    return verb_choices().get(verb, verb)


def verb_choices() -> dict[str, str]:
    """Every verb with its words, in the order a person looks for them."""
    return {
        Verb.ANSWER_SAVED: _("Guardó una respuesta"),
        Verb.SUBMITTED: _("Envió un diagnóstico"),
        Verb.REOPENED: _("Reabrió un diagnóstico"),
        Verb.DOCUMENT_ISSUED: _("Emitió un documento"),
        Verb.ASSESSMENT_STARTED: _("Inició un diagnóstico"),
        Verb.ASSESSMENT_COPIED: _("Copió un diagnóstico"),
        Verb.ASSESSMENT_DELETED: _("Eliminó un diagnóstico"),
        Verb.ASSESSMENT_RESTORED: _("Recuperó un diagnóstico"),
        Verb.ASSESSMENT_ERASED: _("Se borró un diagnóstico vencido"),
        Verb.TRIAL_STARTED: _("Inició una prueba"),
        Verb.SIGNED_IN: _("Entró"),
        Verb.SIGN_IN_FAILED: _("Intento de entrar fallido"),
        Verb.SIGNED_OUT: _("Salió"),
        Verb.PASSWORD_CHANGED: _("Cambió una contraseña"),
        Verb.PERSON_CREATED: _("Creó una cuenta"),
        Verb.PERSON_ENABLED: _("Activó una cuenta"),
        Verb.PERSON_DISABLED: _("Desactivó una cuenta"),
        Verb.ORGANISATION_CREATED: _("Creó la organización"),
        Verb.ORGANISATION_CHANGED: _("Cambió los datos de la organización"),
        Verb.MEMBER_ADDED: _("Agregó a una persona"),
        Verb.MEMBER_CHANGED: _("Cambió el papel o el área de una persona"),
    }


def kind_words(kind: str) -> str:
    """«respuesta»."""
    words = {
        Kind.PERSON: _("persona"),
        Kind.ORGANISATION: _("organización"),
        Kind.ASSESSMENT: _("diagnóstico"),
        Kind.ANSWER: _("respuesta"),
        Kind.SUBMISSION: _("envío"),
        Kind.DOCUMENT: _("documento"),
    }
    return words.get(Kind(kind), kind) if kind in set(Kind) else kind


def role_words(role: str) -> str:
    """«Responsable»."""
    words = {
        Role.RESPONSIBLE: _("Responsable"),
        Role.CAPTURE: _("Captura"),
        Role.READER: _("Lectura"),
        Role.ADMINISTRATOR: _("Administra"),
        Role.VALIDATOR: _("Valida"),
        Role.CONSULTANT: _("Consulta"),
        Role.TRAINER: _("Formadora"),
        Role.PARTICIPANT: _("Participante"),
    }
    return words.get(Role(role), role) if role in set(Role) else role


def channel_words(channel: str) -> str:
    """«página»."""
    words = {Channel.WEB: _("página"), Channel.COMMAND: _("línea de comandos"), Channel.HOUSE: _("el propio sitio")}
    return words.get(Channel(channel), channel) if channel in set(Channel) else channel


def person_words(person: LogPerson | None, channel: str) -> str:
    """«Ana Ejemplo, Dirección (Responsable)» of who belongs to the organisation now; of anybody else no name."""
    if person is None:
        return _("Sin sesión") if channel == Channel.WEB else channel_words(channel).capitalize()
    name = ", ".join(part for part in (person.name, person.area) if part) or _("Ya no pertenece")
    role = role_words(person.role)
    return f"{name} ({role})" if role else name
