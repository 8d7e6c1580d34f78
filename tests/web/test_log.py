"""The audit log of the site: one entry for each change, the page and its files, and log lines that stay lines."""

from __future__ import annotations

import csv
import io
import json
import logging

import pytest
import structlog

from evaluacion.domain.audit import Verb, entry_from_json
from evaluacion.domain.organisations import Channel, Role
from evaluacion.reports.audit_files import inert
from evaluacion.services import accounts, registering
from evaluacion.storage import audit

EMAIL = "responsable@uno.mx"
PASSWORD = "contraseña con eñe"
HOSTILE = '=HYPERLINK(1)\r\n{"event": "forged"}\x1b[2J\x9b31m\u2028\u2029\x85\u202e\x00\x7f'


def entries(site):
    with site.database.reading() as session:
        return list(audit.read_entries(session))


def save_by_script(browser, site):
    return browser.put(f"/diagnosticos/{site.draft}/respuestas/Q3", {"value": "Lo que escribí"})


def save_by_form(browser, site):
    return browser.post(
        f"/diagnosticos/{site.draft}/uno",
        {"Q3.value": "Lo que escribí", "Q3.version": "0"},
        token=browser.token("/ayuda"),
    )


def save_one(browser, site):
    fields = {"Q3.value": "Otra", "Q3.version": "0"}
    return browser.post(f"/diagnosticos/{site.draft}/uno/Q3", fields, token=browser.token("/ayuda"))


def choose(browser, site):
    fields = {"pick": "mine", "mine_value": '"Elegida"', "version": "0", "links": "[]"}
    return browser.post(f"/diagnosticos/{site.draft}/respuestas/Q3/elegir", fields, token=browser.token("/ayuda"))


def sent(path, **fields):
    def send(browser, site):
        where = path.format(draft=site.draft, submitted=site.submitted)
        return browser.post(where, fields, token=browser.token("/ayuda"))

    return send


def start(browser, site):
    fields = {"questionnaire": "prueba@1.0", "organisation": site.institution, "label": "2027"}
    return sent("/diagnosticos/nuevo", **fields, start="2027-01-01", end="2027-12-31")(browser, site)


def restore(browser, site):
    assert sent("/diagnosticos/{draft}/eliminar", sure="yes")(browser, site).status_code == 302
    return sent("/diagnosticos/{draft}/recuperar")(browser, site)


PASSWORDS = {"password": PASSWORD, "new_password": "otra contraseña", "new_password_confirm": "otra contraseña"}
CHANGES = {
    "/diagnosticos/nuevo": (start, [Verb.ASSESSMENT_STARTED]),
    "/diagnosticos/<public_id>/eliminar": (
        sent("/diagnosticos/{draft}/eliminar", sure="yes"),
        [Verb.ASSESSMENT_DELETED],
    ),
    "/diagnosticos/<public_id>/recuperar": (restore, [Verb.ASSESSMENT_DELETED, Verb.ASSESSMENT_RESTORED]),
    "/diagnosticos/<public_id>/enviar": (sent("/diagnosticos/{draft}/enviar", sure="yes"), [Verb.SUBMITTED]),
    "/diagnosticos/<public_id>/reabrir": (
        sent("/diagnosticos/{submitted}/reabrir", reason="Faltó un dato"),
        [Verb.REOPENED],
    ),
    "/diagnosticos/<public_id>/respuestas/<question>": (save_by_script, [Verb.ANSWER_SAVED]),
    "/diagnosticos/<public_id>/<section>": (save_by_form, [Verb.ANSWER_SAVED]),
    "/diagnosticos/<public_id>/<section>/<question>": (save_one, [Verb.ANSWER_SAVED]),
    "/diagnosticos/<public_id>/respuestas/<question>/elegir": (choose, [Verb.ANSWER_SAVED]),
    "/cuenta/contrasena": (sent("/cuenta/contrasena", **PASSWORDS), [Verb.PASSWORD_CHANGED]),
    "/salir": (sent("/salir"), [Verb.SIGNED_OUT]),
}
"""Every route that changes something, a request that does, and the entries it writes."""

NOTHING_KEPT = {"/idioma", "/tema", "/verificar"}
"""Routes that take forms and change nothing in the database: cookies, and a question."""

OF_VISITORS = {"/entrar", "/probar"}
"""Tried below, because nobody has signed in there."""


@pytest.mark.parametrize("rule", CHANGES)
def test_a_route_that_changes_something_writes_exactly_its_entries(site, rule) -> None:
    send, verbs = CHANGES[rule]
    browser = site.browser(EMAIL)
    before = len(entries(site))
    answer = send(browser, site)
    assert answer.status_code in (200, 302, 303), answer.get_data(as_text=True)[:500]
    written = entries(site)[before:]
    assert [entry.verb for entry in written] == verbs
    last = written[-1]
    assert (last.person, last.channel) == (site.responsible.person, Channel.WEB)
    assert (last.organisation, last.role) == (site.institution, Role.RESPONSIBLE)
    assert last.request == answer.headers["X-Request-Id"]
    assert len(last.address) == 24
    assert "127.0.0.1" not in last.address


def test_no_route_that_takes_more_than_get_is_forgotten(site) -> None:
    unsafe = {rule.rule for rule in site.app.url_map.iter_rules() if rule.methods - {"GET", "HEAD", "OPTIONS"}}
    assert unsafe - NOTHING_KEPT - OF_VISITORS - set(CHANGES) == set()


def test_routes_of_preferences_write_nothing(site) -> None:
    browser = site.browser()
    for path in ("/idioma", "/tema"):
        browser.post(path, {"language": "en", "theme": "dark", "next": "/"}, token=browser.token("/ayuda"))
    before = len(entries(site))
    browser.post("/verificar", {"folio": "EV-2026-7F3K9Q"}, token=browser.token("/ayuda"))
    assert len(entries(site)) == before


def test_signing_in_failing_to_and_trying_write_one_entry_each(site) -> None:
    before = len(entries(site))
    browser = site.browser()
    browser.sign_in(EMAIL)
    site.browser().sign_in(EMAIL, "no era esta otra")
    site.browser().sign_in("nadie@uno.mx", "no era esta otra")
    visitor = site.browser()
    assert visitor.post("/probar", token=visitor.token("/ayuda")).status_code in (302, 404)
    written = entries(site)[before:]
    assert [entry.verb for entry in written[:3]] == [Verb.SIGNED_IN, Verb.SIGN_IN_FAILED, Verb.SIGN_IN_FAILED]
    assert written[0].person == site.responsible.person
    assert (written[1].person, written[1].target) == (None, site.responsible.person)
    assert (written[2].target, written[2].organisation) == ("", None)
    assert "@" not in str(written)


@pytest.mark.parametrize(("kept", "address"), [("plain", "127.0.0.1"), ("none", "")])
def test_the_address_is_kept_as_the_settings_say(site, make_app, kept, address) -> None:
    browser = type(site.browser())(make_app(audit_address=kept).test_client())
    browser.sign_in(EMAIL)
    assert entries(site)[-1].address == address


def test_the_log_is_for_the_responsible_person_and_is_in_their_navigation_only(site) -> None:
    browser = site.browser(EMAIL)
    page = browser.get("/bitacora")
    assert page.status_code == 200
    assert "Institución Uno" in page.get_data(as_text=True)
    assert 'href="/bitacora"' in browser.get("/inicio").get_data(as_text=True)
    assert browser.get(f"/bitacora?organizacion={site.institution}").status_code == 200
    for email in ("captura@uno.mx", "lectura@uno.mx"):
        other = site.browser(email)
        for path in ("/bitacora", "/bitacora.csv", "/bitacora.jsonl"):
            assert other.get(path).status_code == 403
        assert "/bitacora" not in other.get("/inicio").get_data(as_text=True)
    foreign = site.browser("ajena@otra.mx")
    for path in ("/bitacora", "/bitacora.csv", "/bitacora.jsonl"):
        answer = foreign.get(f"{path}?organizacion={site.institution}")
        assert answer.status_code == 404
        assert "Institución Uno" not in answer.get_data(as_text=True)
    assert site.responsible.person not in foreign.get("/bitacora.jsonl").get_data(as_text=True)
    assert site.browser().get("/bitacora").headers["Location"].startswith("/entrar")


def test_filters_and_names(site) -> None:
    site.browser("captura@uno.mx").put(f"/diagnosticos/{site.draft}/respuestas/Q3", {"value": "x"})
    browser = site.browser(EMAIL)
    page = browser.get("/bitacora?accion=answer-saved").get_data(as_text=True)
    assert page.count('class="log-line"') == 1
    assert "captura, Área capture (Captura)" in page
    assert f"{site.draft}/Q3" in page
    assert browser.get("/bitacora?desde=2999-01-01").get_data(as_text=True).count('class="log-line"') == 0
    assert browser.get("/bitacora?hasta=9999-12-31&desde=01/01/2020&pagina=77").status_code == 200
    wrong = browser.get("/bitacora?desde=31/02/2026&accion=<b>&persona='&pagina=-1")
    assert wrong.status_code == 422
    assert "Escriba una fecha que exista" in wrong.get_data(as_text=True)


def test_both_files_hold_what_was_asked_for(site) -> None:
    with site.database.session() as session:
        person = accounts.create_person(session, email="x@uno.mx", name="Xochitl", password=PASSWORD)
        registering.add_member(
            session, organisation_id=site.institution, person=person, role=Role.RESPONSIBLE, area="=1+1"
        )
    browser = site.browser("x@uno.mx")
    table = browser.get("/bitacora.csv?accion=signed-in")
    assert table.headers["Content-Disposition"] == 'attachment; filename="bitacora.csv"'
    assert table.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert "'=1+1" in rows[1]
    assert "Xochitl" not in table.get_data(as_text=True)
    lines = browser.get("/bitacora.jsonl").get_data(as_text=True).splitlines()
    read = [entry_from_json(json.loads(line)) for line in lines]
    assert read == [entry for entry in reversed(entries(site)) if entry.organisation == site.institution]


@pytest.mark.parametrize("start_of_formula", ["=", "+", "-", "@", "\t=", "\r=", "  =", "|", "%"])
def test_no_cell_starts_a_formula(start_of_formula) -> None:
    assert inert(f"{start_of_formula}1+1").startswith("'")
    assert inert("Dirección") == "Dirección"


def test_whatever_a_field_holds_a_log_line_stays_one_line(site) -> None:
    stream = io.StringIO()
    logging.getLogger("evaluacion").handlers[0].setStream(stream)
    structlog.get_logger("evaluacion.test").warning("hostile", **{"field": HOSTILE, HOSTILE: 1, "list": [HOSTILE]})
    logging.getLogger("evaluacion.test").warning("hostile %s", HOSTILE)
    try:
        raise ValueError(HOSTILE)
    except ValueError as error:
        structlog.get_logger("evaluacion.test").error(HOSTILE, exc_info=error)
    browser = site.browser()
    browser.get("/%0d%0a%1b[2J%c2%85%e2%80%a8", headers={"User-Agent": "a\x1b[2J\x7f"})
    raw = stream.getvalue()
    assert not set(raw) & set("\r\x1b\x9b\u2028\u2029\x85\u202e\x00\x7f")
    lines = raw.splitlines()
    assert len(lines) >= 4
    parsed = [json.loads(line) for line in lines]
    assert parsed[0]["field"] == HOSTILE
    assert "forged" not in {one["event"] for one in parsed}
