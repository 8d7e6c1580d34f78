"""A trial without account: its own cookie for a day, apart from any session, and documents that nobody can verify."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from evaluacion.domain.organisations import Realm
from evaluacion.resources import QUESTIONNAIRES
from evaluacion.services import diagnosing, questionnaires
from evaluacion.storage.assessments import SubmissionRow
from evaluacion.web.access import current_viewer
from evaluacion.web.extensions import limiter

COOKIE = "evaluacion-prueba"
NOW = "2026-03-02T15:00:00Z"


@pytest.fixture(autouse=True)
def _own_shelf(site, monkeypatch) -> None:
    monkeypatch.setattr(questionnaires, "SHELF", QUESTIONNAIRES)


def _start(browser) -> str:
    started = browser.post("/probar", token=browser.token("/probar"))
    assert started.status_code == 302
    return started.location.removesuffix("/continuar")


def _first_question() -> str:
    return next(iter(questionnaires.find_on_shelf("curso").questions))


def _token(client, **more) -> str:
    page = client.get("/probar", **more).get_data(as_text=True)
    return re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', page)[1]


def _submitted(browser) -> str:
    path = _start(browser)
    assert browser.post(f"{path}/enviar", {"sure": "yes"}).status_code == 302
    receipt = browser.get(f"{path}/acuse").get_data(as_text=True)
    return re.search(r'href="(/resultados/\w+)"', receipt)[1]


def test_the_cookie_is_signed_unreadable_by_scripts_and_lasts_a_day(site) -> None:
    browser = site.browser()
    started = browser.post("/probar", token=browser.token("/probar"))
    (cookie,) = [one for one in started.headers.getlist("Set-Cookie") if one.startswith(f"{COOKIE}=")]
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=86400", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_behind_https_the_cookie_belongs_to_this_host_alone(make_app, monkeypatch, site) -> None:
    client = make_app(url="https://evaluacion.ejemplo.gob.mx").test_client()
    base = {"base_url": "https://evaluacion.ejemplo.gob.mx"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    started = client.post("/probar", data={"csrf_token": _token(client, **base)}, headers=headers, **base)
    (cookie,) = [one for one in started.headers.getlist("Set-Cookie") if COOKIE in one]
    assert cookie.startswith(f"__Host-{COOKIE}=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_trial_is_there_after_hours_without_activity_and_gone_after_a_day(site) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        browser = site.browser()
        path = _start(browser)
        clock.shift(timedelta(hours=23))
        assert browser.get(path).status_code == 200
        assert path in browser.get("/probar").get_data(as_text=True)
        assert browser.put(f"{path}/respuestas/{_first_question()}", {"value": None}).status_code == 200
        clock.shift(timedelta(hours=1, seconds=1))
        assert browser.get(path).status_code == 302
        assert path not in browser.get("/probar").get_data(as_text=True)


def test_a_trial_survives_the_end_of_the_browser_session(site) -> None:
    browser = site.browser()
    path = _start(browser)
    browser.client.delete_cookie("evaluacion")
    assert browser.get(path).status_code == 200


@pytest.mark.parametrize("forged", ["", "x", "clave.aaaa.bbbb", "é"])
def test_a_forged_cookie_opens_nothing(site, forged) -> None:
    browser = site.browser()
    path = _start(browser)
    browser.client.set_cookie(COOKIE, forged)
    assert browser.get(path).status_code == 302
    assert browser.get("/probar").status_code == 200


def test_a_cookie_changed_by_hand_opens_nothing(site) -> None:
    browser = site.browser()
    path = _start(browser)
    signed = browser.client.get_cookie(COOKIE).value
    other = site.browser()
    other.client.set_cookie(COOKIE, ("A" if signed[0] != "A" else "B") + signed[1:])
    assert other.get(path).status_code == 302


def test_a_trial_does_not_touch_the_session_of_who_has_signed_in(site) -> None:
    browser = site.browser("captura@uno.mx")
    before = browser.client.get_cookie("evaluacion").value
    path = _start(browser)
    assert browser.client.get_cookie("evaluacion").value == before
    assert browser.get("/inicio").status_code == 200
    assert browser.get(path).status_code == 200
    browser.post("/salir")
    assert browser.get("/inicio").status_code == 302
    assert browser.get(path).status_code == 200


def test_a_whole_class_behind_one_address_can_start_and_then_it_is_slowed_down(make_app, site) -> None:
    assert _codes(make_app(), 40) == {302}
    assert _codes(make_app(trials_per_hour="3"), 5) == {302, 429}


def _codes(app, times: int) -> set[int]:
    limiter.reset()
    client = app.test_client()
    token = _token(client)
    headers = {"Sec-Fetch-Site": "same-origin"}
    return {client.post("/probar", data={"csrf_token": token}, headers=headers).status_code for _each in range(times)}


def test_the_pages_of_a_trial_give_no_folio_to_verify(site) -> None:
    browser = site.browser()
    result = _submitted(browser)
    with site.database.reading() as session:
        folio = session.query(SubmissionRow.folio).filter_by(realm=Realm.TRIAL).scalar()
    assert folio.startswith("PR-")
    text = browser.get(result).get_data(as_text=True)
    path = re.search(r'href="(/diagnosticos/\w+)/', text)[1]
    for page in (text, browser.get(f"{path}/acuse").get_data(as_text=True)):
        assert folio not in page
        assert "verificar?texto=" not in page
    assert "no queda registrada" in browser.get(f"{path}/acuse").get_data(as_text=True)


def test_the_diagnosis_of_a_trial_carries_nothing_to_verify(site) -> None:
    browser = site.browser()
    public_id = _submitted(browser).rsplit("/", 1)[1]
    cookie = browser.client.get_cookie(COOKIE)
    with site.app.test_request_context("/", headers={"Cookie": f"{COOKIE}={cookie.value}"}):
        viewer = current_viewer()
    with site.database.reading() as session:
        issue = diagnosing.get_result(session, viewer, public_id, site="https://sitio.example").diagnosis.issue
    assert (issue.is_trial, issue.folio, issue.verify_address) == (True, None, "")


def test_the_diagnosis_of_an_institution_still_does(site) -> None:
    with site.database.reading() as session:
        result = diagnosing.get_result(session, site.responsible, site.submission, site="https://sitio.example")
    issue = result.diagnosis.issue
    assert issue.folio.startswith("EV-")
    assert (issue.is_trial, issue.verify_address) == (False, "https://sitio.example/verificar")
