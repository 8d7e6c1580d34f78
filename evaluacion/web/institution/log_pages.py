"""The audit log of an organisation: a page of fifty, filters that work without script, and two files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, render_template, request

from evaluacion.domain.audit import Entry
from evaluacion.reports.audit_files import csv_lines, json_lines
from evaluacion.services import log_reading
from evaluacion.services.log_reading import LogFilter, LogPerson
from evaluacion.services.registering import Organisation
from evaluacion.web.access import current_viewer, sees_log
from evaluacion.web.answer_form import parse_date
from evaluacion.web.extensions import reading
from evaluacion.web.institution.log_words import (
    channel_words,
    kind_words,
    person_words,
    role_words,
    verb_choices,
    verb_words,
)
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import ngettext, number, when

blueprint = Blueprint("log_pages", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The filters as the form sent them; a date that does not exist is in `problems` and filters nothing."""

    verb: str
    person: str
    since: str
    until: str
    problems: Mapping[str, list[str]]
    wanted: LogFilter

    @property
    def any_chosen(self) -> bool:
        return bool(self.verb or self.person or self.since or self.until)

    def query(self, **more: str) -> str:
        """The filters as an address carries them, with `more`."""
        chosen = {"accion": self.verb, "persona": self.person, "desde": self.since, "hasta": self.until, **more}
        return urlencode({name: value for name, value in chosen.items() if value})


@blueprint.get("/bitacora")
@sees_log
def page() -> str | tuple[str, int]:
    """Fifty entries, the newest first."""
    organisation: Organisation = g.log_of
    asked = _asked(organisation)
    written = request.args.get("pagina", "1")
    with reading() as session:
        found = log_reading.read_page(
            session, current_viewer(), organisation.id, asked.wanted, number=int(written) if _is_small(written) else 1
        )
        readable = log_reading.list_readable(session, current_viewer())
    body = render_template(
        "institution/log.html",
        organisation=organisation,
        organisations=[(one.organisation.id, one.organisation.name) for one in readable],
        asked=asked,
        entries=[_line(entry, found.people, organisation.zone) for entry in found.entries],
        verbs=[("", _("Todas")), *verb_choices().items()],
        people=[("", _("Todas")), *((one.id, person_words(one, "")) for one in found.people.values())],
        count=ngettext("%(total)s asiento", "%(total)s asientos", found.total, total=number(found.total)),
        place=_("Página %(number)s de %(pages)s", number=number(found.number), pages=number(found.pages)),
        newer_url=_address(organisation, asked, found.number - 1) if found.number > 1 else "",
        older_url=_address(organisation, asked, found.number + 1) if found.number < found.pages else "",
        csv_url=f"/bitacora.csv?{asked.query(organizacion=organisation.id)}",
        json_url=f"/bitacora.jsonl?{asked.query(organizacion=organisation.id)}",
        clear_url=f"/bitacora?organizacion={organisation.id}",
    )
    return (body, 422) if asked.problems else body


@blueprint.get("/bitacora.csv")
@sees_log
def as_csv() -> Response:
    """Everything that was asked for, for a spreadsheet: people by id, area and role, never by name."""
    return _file(_csv(g.log_of, _asked(g.log_of)), "text/csv; charset=utf-8", "csv")


@blueprint.get("/bitacora.jsonl")
@sees_log
def as_json_lines() -> Response:
    """The same with every field the hashes are made of."""
    return _file(_json(g.log_of, _asked(g.log_of)), "application/x-ndjson; charset=utf-8", "jsonl")


def _csv(organisation: Organisation, asked: Asked) -> Iterator[str]:
    header = [
        _("Asiento"), _("Fecha y hora (UTC)"), _("Acción"), _("Persona"), _("Área"), _("Papel"), _("Sobre qué"),
        _("Identificador"), _("Por dónde"), _("Dirección de origen"), _("Petición"), _("Huella anterior"),
        _("Huella posterior"), _("Huella del asiento"),
    ]  # fmt: skip
    with reading() as session:
        people = log_reading.read_people(session, current_viewer(), organisation.id)
        entries = log_reading.stream(session, current_viewer(), organisation.id, asked.wanted)
        yield from csv_lines(header, (_row(entry, people.get(entry.person or "")) for entry in entries))


def _json(organisation: Organisation, asked: Asked) -> Iterator[str]:
    with reading() as session:
        yield from json_lines(log_reading.stream(session, current_viewer(), organisation.id, asked.wanted))


def _row(entry: Entry, person: LogPerson | None) -> list[object]:
    return [
        entry.sequence, entry.at, verb_words(entry.verb), entry.person, person.area if person else "",
        role_words(entry.role or ""), kind_words(entry.kind), entry.target, channel_words(entry.channel),
        entry.address, entry.request, entry.before, entry.after, entry.sha256,
    ]  # fmt: skip


def _file(lines: Iterator[str], media_type: str, ending: str) -> Response:
    """Read to the end before it is sent: a browser that goes away holds no transaction open."""
    headers = {"Content-Disposition": f'attachment; filename="bitacora.{ending}"'}
    return Response("".join(lines), content_type=media_type, headers=headers)


def _asked(organisation: Organisation) -> Asked:
    verb, person = request.args.get("accion", ""), request.args.get("persona", "")[:12]
    problems: dict[str, list[str]] = {}
    days: dict[str, date] = {}
    for name in ("desde", "hasta"):
        written = request.args.get(name, "")
        day = parse_date(written)
        if day is not None:
            days[name] = date.fromisoformat(day)
        elif written.strip():
            problems[name] = [_("Escriba una fecha que exista, como 30/11/2026.")]
    since, until = days.get("desde"), days.get("hasta")
    known = verb if verb in verb_choices() else ""
    wanted = LogFilter(
        verb=known,
        person=person,
        since=_midnight(since, organisation.zone) if since else None,
        until=_midnight(until, organisation.zone, later=1) if until else None,
    )
    return Asked(
        verb=known,
        person=person,
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
        problems=problems,
        wanted=wanted,
    )


def _midnight(day: date, zone: str, *, later: int = 0) -> datetime:
    """When the day begins where the organisation is; the calendar has no day after its last."""
    if later and day < date.max:
        day += timedelta(days=later)
    return datetime.combine(day, time.min, ZoneInfo(zone))


def _is_small(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 8


def _line(entry: Entry, people: Mapping[str, LogPerson], zone: str) -> dict[str, object]:
    moment = datetime.fromisoformat(entry.at)
    return {
        "number": number(entry.sequence),
        "when": when(moment, now=datetime.now(UTC), zone=zone),
        "iso": entry.at,
        "verb": verb_words(entry.verb),
        "who": person_words(people.get(entry.person or ""), entry.channel),
        "kind": kind_words(entry.kind),
        "target": entry.target,
        "channel": channel_words(entry.channel),
        "address": entry.address,
        "request": entry.request,
        "before": entry.before,
        "after": entry.after,
        "sha256": entry.sha256,
    }


def _address(organisation: Organisation, asked: Asked, page_number: int) -> str:
    return f"/bitacora?{asked.query(organizacion=organisation.id, pagina=str(page_number))}"
