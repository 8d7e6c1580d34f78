"""What requests must prove, and what people read when something goes wrong."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace

import pytest
import structlog

from evaluacion.app import create_app
from evaluacion.config import UnsafeSettings
from evaluacion.services import answering, demonstration
from evaluacion.storage.database import Database
from evaluacion.web import errors

EMAIL = "captura@uno.mx"


def _path(site, question: str = "Q3") -> str:
    return f"/diagnosticos/{site.draft}/respuestas/{question}"


def _stored(site, question: str = "Q3"):
    with site.database.reading() as session:
        return answering.read_all(session, site.responsible, site.draft).answers[question]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://mal.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost.mal.example"},
    ],
)
def test_what_another_site_sends_is_refused_even_with_a_good_token(site, headers) -> None:
    browser = site.browser(EMAIL)
    token = browser.token("/ayuda")
    browser.headers = {}
    answer = browser.put(_path(site), {"value": "a"}, token=token, headers=headers)
    assert answer.status_code == 400
    assert "csrf_token" not in answer.json
    assert _stored(site).version == 0


@pytest.mark.parametrize("token", ["", "x", "IjEi.aaaa.bbbb"])
def test_without_the_token_of_the_session_nothing_changes(site, token) -> None:
    browser = site.browser(EMAIL)
    browser.headers = {}
    answer = browser.post(f"/diagnosticos/{site.draft}/uno", {"Q3.value": "a", "Q3.version": "0"}, token=token)
    assert answer.status_code == 400
    other = site.browser("lectura@uno.mx").token("/ayuda")
    answer = browser.put(_path(site), {"value": "a"}, token=other)
    assert answer.status_code == 400
    assert _stored(site).version == 0


def test_old_browsers_without_fetch_metadata_work_by_token_alone(site) -> None:
    browser = site.browser(EMAIL)
    browser.headers = {}
    assert browser.put(_path(site), {"value": "a"}, token=browser.token("/ayuda")).status_code == 200
    assert (
        browser.put(_path(site), {"value": "b"}, version=1, edit="edit-0002", headers={"Origin": "null"}).status_code
        == 200
    )


def test_a_token_does_not_expire_while_the_session_lives(site) -> None:
    import time_machine

    browser = site.browser(EMAIL)
    token = browser.token("/ayuda")
    with time_machine.travel("2026-01-01T08:00:00Z", tick=False) as clock:
        browser = site.browser(EMAIL)
        token = browser.token("/ayuda")
        for _half_hour in range(20):
            clock.shift(30 * 60)
            browser.get("/inicio")
        assert browser.put(_path(site), {"value": "a"}, token=token).status_code == 200


@pytest.mark.parametrize("host", ["mal.example", "localhost.mal.example", "mal.example:80", "127.0.0.1.mal.example"])
def test_a_forged_host_is_refused(site, host) -> None:
    answer = site.browser().client.get("/ayuda", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.get_data(as_text=True)


def test_the_autosave_answers_with_the_version_and_a_conflict_with_both_texts(site) -> None:
    browser = site.browser(EMAIL)
    first = browser.put(_path(site), {"value": "hola"}, edit="edit-0001")
    again = browser.put(_path(site), {"value": "hola"}, edit="edit-0001")
    assert (first.status_code, first.json["version"], again.json["version"]) == (200, 1, 1)
    answer = site.browser("responsable@uno.mx").put(_path(site), {"value": "adiós"}, edit="edit-0002")
    assert (answer.status_code, answer.json["error"]) == (409, "conflict")
    assert answer.json["theirs"]["value"] == "hola"
    assert answer.json["theirs"]["area"] == "Área capture"
    assert answer.json["mine"]["value"] == "adiós"
    assert _stored(site).value == "hola"


@pytest.mark.parametrize(
    ("body", "question"),
    [
        ({"value": "x" * 11_000}, "Q3"),
        ({"value": "9"}, "Q1"),
        ({"value": ["a", "z"]}, "Q5"),
        ({"value": 10**400}, "Q4"),
        ({"value": {"compras": "9"}}, "Q6"),
        ({"value": "2", "urls": ["javascript:alert(1)"]}, "Q1"),
        ({"value": "\ud800"}, "Q1"),
        ([], "Q3"),
        ("texto", "Q3"),
        (None, "Q3"),
    ],
)
def test_what_does_not_fit_is_refused_without_a_failure_of_ours(site, body, question) -> None:
    answer = site.browser(EMAIL).put(_path(site, question), body)
    assert answer.status_code in (400, 415, 422), answer.get_data(as_text=True)
    assert answer.json["message"]
    assert _stored(site, question).version == 0


def test_a_lone_surrogate_or_a_control_character_never_breaks_a_save(site) -> None:
    answer = site.browser(EMAIL).put(_path(site), {"value": "a\ud800\x00\u202eb"})
    assert answer.status_code == 200
    assert _stored(site).value == "ab"


def test_an_unknown_page_says_so_in_spanish_with_a_folio(site) -> None:
    answer = site.browser().get("/nada")
    assert answer.status_code == 404
    page = answer.get_data(as_text=True)
    assert "Esta página no existe" in page
    assert re.search(r"E-[0-9A-F]{8}", page)


def test_too_large_a_request_is_refused_with_a_page(site) -> None:
    browser = site.browser(EMAIL)
    token = browser.token("/ayuda")
    answer = browser.post(f"/diagnosticos/{site.draft}/uno", {"Q3.value": "x" * 1_100_000}, token=token)
    assert answer.status_code == 413
    assert "demasiado grande" in answer.get_data(as_text=True)


def test_a_failure_of_ours_shows_a_folio_and_no_trace_and_the_log_knows_it(site, monkeypatch, caplog) -> None:
    def fails(*_arguments, **_more):
        raise RuntimeError("secreto interno")

    monkeypatch.setattr("evaluacion.web.account.views.held_forms.find", fails)
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = site.browser(EMAIL).get("/entrar/continuar")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "secreto interno" not in page
    assert "Traceback" not in page
    folio = re.search(r"E-[0-9A-F]{8}", page)[0]
    assert folio in caplog.text


def test_a_locked_database_is_a_503_that_says_when_and_reading_goes_on(site, make_settings) -> None:
    site.database.engine.dispose()
    quick = Database(str(site.database.url), busy_seconds=0.2)
    browser = replace(site, app=create_app(make_settings(), quick)).browser(EMAIL)
    token = browser.token("/ayuda")
    lock = sqlite3.connect(site.database.file, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    answer = browser.put(_path(site), {"value": "a"}, token=token)
    assert (answer.status_code, answer.json["error"], answer.headers["Retry-After"]) == (503, "unavailable", "5")
    assert "ocupada" in answer.json["message"]
    assert browser.get("/inicio").status_code == 200
    lock.execute("ROLLBACK")
    lock.close()
    assert browser.put(_path(site), {"value": "a"}, token=token).status_code == 200
    quick.dispose()


def test_signing_in_too_often_is_slowed_down_with_a_page(site) -> None:
    browser = site.browser()
    token = browser.token()
    codes = [
        browser.post("/entrar", {"email": "a@b.mx", "password": ""}, token=token).status_code for _try in range(25)
    ]
    assert codes[0] == 200
    assert codes[-1] == 429


def test_logs_hold_neither_answers_nor_passwords_nor_tokens(site, caplog) -> None:
    browser = site.browser(EMAIL)
    token = browser.token("/ayuda")
    browser.put(_path(site, "Q1"), {"value": "secreto-uno"}, token=token)
    browser.put(_path(site), {"value": "secreto-dos"}, token=token)
    browser.put(_path(site), {"value": "secreto-tres"}, token=token, edit="edit-0009")
    browser.sign_in(EMAIL, "secreto-cuatro")
    browser.get("/nada%0aFORGED?clave=secreto-cinco")
    logged = caplog.text
    assert logged.count("refused") >= 2
    assert "secreto" not in logged
    assert token not in logged
    assert "FORGED" not in logged
    structlog.contextvars.clear_contextvars()


def test_a_demo_world_never_opens_outside_this_machine(make_app, sqlite_database, monkeypatch) -> None:
    from evaluacion.app import DemoInTheOpen
    from evaluacion.resources import QUESTIONNAIRES

    monkeypatch.setattr("evaluacion.services.questionnaires.SHELF", QUESTIONNAIRES)
    with sqlite_database.session() as session:
        assert demonstration.load(session)
        assert not demonstration.load(session)
    assert make_app().test_client().get("/salud").json == {"state": "ok", "database": "ok"}
    with pytest.raises(DemoInTheOpen):
        make_app(url="https://evaluacion.ejemplo.gob.mx")


def test_unsafe_settings_stop_the_start(make_settings) -> None:
    with pytest.raises(UnsafeSettings):
        make_settings(url="http://evaluacion.ejemplo.gob.mx")


def test_every_error_that_is_drawn_has_its_template(site) -> None:
    for code in errors.DRAWN:
        with site.app.test_request_context("/"):
            site.app.jinja_env.get_template(f"errors/{code}.html")
