"""Signing in and out: sessions on the server, the same answer for everybody unknown, and nothing typed is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import func, select

from evaluacion.services import accounts, answering, passwords
from evaluacion.storage.sessions import BrowserSessionRow
from evaluacion.web.account import sign_in

EMAIL = "responsable@uno.mx"
PASSWORD = "contraseña con eñe"


def _cookie(browser) -> str | None:
    found = browser.client.get_cookie("evaluacion")
    return found.value if found else None


def _rows(site) -> int:
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(BrowserSessionRow))


def test_signing_in_leads_to_the_start_and_gives_the_session_a_new_name(site) -> None:
    browser = site.browser()
    browser.get("/entrar")
    before = _cookie(browser)
    answer = browser.sign_in(EMAIL)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/entrar/continuar")
    assert _cookie(browser) != before
    assert browser.get("/inicio").status_code == 200


@pytest.mark.parametrize("typed", ["contrase\u00f1a con e\u00f1e", "contrasen\u0303a con en\u0303e"])
def test_a_password_with_ene_works_however_the_keyboard_writes_it(site, typed) -> None:
    assert site.browser().sign_in(EMAIL.upper(), typed).status_code == 302


def test_a_wrong_password_an_unknown_and_a_disabled_account_get_the_same_page(site) -> None:
    with site.database.session() as session:
        account = accounts.find_by_email(session, "captura@uno.mx")
        accounts.set_active(session, account.person, False)
    pages = set()
    for email, password in ((EMAIL, "otra cosa larga"), ("nadie@uno.mx", PASSWORD), ("captura@uno.mx", PASSWORD)):
        answer = site.browser().sign_in(email, password)
        assert answer.status_code == 200
        body = answer.get_data(as_text=True)
        assert "No se pudo entrar" in body
        token_free = body.split("<form method", 1)[0]
        pages.add(token_free)
    assert len(pages) == 1


def test_an_unknown_account_takes_as_long_as_a_wrong_password(site, make_app, monkeypatch) -> None:
    monkeypatch.delitem(sign_in.SETTINGS, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS")
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher())
    with site.database.session() as session:
        accounts.create_person(session, email="costosa@uno.mx", name="C", password=PASSWORD)
    app = make_app()
    times: dict[str, list[float]] = {"costosa@uno.mx": [], "nadie@uno.mx": []}
    for _round in range(5):
        for email, taken in times.items():
            browser = type(site.browser())(app.test_client())
            token = browser.token()
            begun = perf_counter()
            browser.post("/entrar", {"email": email, "password": "otra cosa larga"}, token=token)
            taken.append(perf_counter() - begun)
    known, unknown = median(times["costosa@uno.mx"]), median(times["nadie@uno.mx"])
    assert 0.5 < known / unknown < 2


def test_signing_out_ends_the_session_on_the_server(site) -> None:
    browser = site.browser(EMAIL)
    stolen = _cookie(browser)
    assert browser.get("/salir").status_code == 405
    assert browser.post("/salir", token=browser.token("/ayuda")).status_code == 302
    thief = site.browser()
    thief.client.set_cookie("evaluacion", stolen)
    assert thief.get("/inicio").status_code == 302
    assert _rows(site) == 0


def test_visitors_who_only_look_leave_nothing_in_the_database(site) -> None:
    browser = site.browser()
    for path in ("/", "/entrar", "/probar", "/inicio"):
        browser.get(path)
    assert _rows(site) == 0


def test_a_changed_password_ends_every_other_session_at_once(site) -> None:
    here, elsewhere = site.browser(EMAIL), site.browser(EMAIL)
    fields = {"password": PASSWORD, "new_password": "otra contraseña", "new_password_confirm": "otra contraseña"}
    answer = here.post("/cuenta/contrasena", fields, token=here.token("/cuenta/contrasena"))
    assert answer.status_code == 302
    assert here.get("/inicio").status_code == 200
    assert elsewhere.get("/inicio").status_code == 302
    assert site.browser().sign_in(EMAIL).status_code == 200
    assert site.browser().sign_in(EMAIL, "otra contraseña").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        (PASSWORD, "corta", "corta"),
        (PASSWORD, "otra contraseña", "otra"),
        ("no era esta", "otra contraseña", "otra contraseña"),
    ],
)
def test_a_password_that_does_not_fit_changes_nothing(site, old, new, again) -> None:
    browser = site.browser(EMAIL)
    fields = {"password": old, "new_password": new, "new_password_confirm": again}
    assert browser.post("/cuenta/contrasena", fields, token=browser.token("/ayuda")).status_code == 200
    assert site.browser().sign_in(EMAIL).status_code == 302


def test_a_disabled_account_is_out_at_its_next_request(site) -> None:
    browser = site.browser(EMAIL)
    with site.database.session() as session:
        accounts.set_active(session, accounts.find_by_email(session, EMAIL).person, False)
    assert browser.get("/inicio").status_code == 302


def test_a_session_ends_after_an_idle_hour_and_after_twelve_hours_anyway(site) -> None:
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False) as clock:
        idle, busy = site.browser(EMAIL), site.browser(EMAIL)
        for minutes in range(30, 12 * 60, 30):
            clock.move_to(start + timedelta(minutes=minutes))
            assert busy.get("/inicio").status_code == 200
        assert idle.get("/inicio").status_code == 302
        clock.move_to(start + timedelta(hours=12, minutes=1))
        assert busy.get("/inicio").status_code == 302
        assert busy.sign_in(EMAIL).status_code == 302
        assert busy.get("/inicio").status_code == 200


def test_signing_in_goes_on_to_where_the_person_was_going(site) -> None:
    browser = site.browser()
    asked = browser.get(f"/diagnosticos/{site.draft}?x=1")
    assert asked.headers["Location"] == f"/entrar?next=/diagnosticos/{site.draft}?x%3D1"
    token = browser.token(asked.headers["Location"])
    answer = browser.post(asked.headers["Location"], {"email": EMAIL, "password": PASSWORD}, token=token)
    assert answer.headers["Location"] == f"/diagnosticos/{site.draft}?x=1"


@pytest.mark.parametrize(
    "target",
    ["https://mal.example", "//mal.example", "/\\mal.example", "\\\\mal.example", "javascript:alert(1)",
     "///mal.example", "/%09/mal.example", "\t//mal.example", "https:mal.example", "http:///mal.example",
     "/\x00//mal.example", "%2F%2Fmal.example", "https://localhost@mal.example",
     "https://localhost.mal.example", "data:text/html,x", "/\t/mal.example"],
)  # fmt: skip
def test_no_parameter_leads_the_browser_to_another_site(site, target) -> None:
    browser = site.browser()
    for path in ("/entrar", "/idioma", "/tema"):
        fields = {"email": EMAIL, "password": PASSWORD, "language": "es", "theme": "dark", "next": target}
        answer = browser.client.post(
            path,
            query_string={"next": target},
            data={**fields, "csrf_token": browser.token("/ayuda")},
            headers=browser.headers,
        )
        assert answer.status_code == 302, path
        where = answer.headers["Location"]
        assert where.startswith("/"), where
        assert not where.startswith(("//", "/\\", "/\t")), where


def test_a_form_sent_with_the_token_of_another_session_comes_back_to_be_sent_again(site) -> None:
    browser = site.browser(EMAIL)
    token = browser.token("/ayuda")
    browser.client.delete_cookie("evaluacion")
    path = f"/diagnosticos/{site.draft}/uno"
    answer = browser.post(path, {"Q3.value": "Lo que escribí <b>", "password": "no se guarda"}, token=token)
    assert answer.status_code == 400
    page = answer.get_data(as_text=True)
    assert "Lo que escribí &lt;b&gt;" in page
    assert "no se guarda" not in page


def test_an_expired_session_holds_the_form_and_gives_it_back_after_signing_in(site) -> None:
    browser = site.browser(EMAIL)
    token = browser.token("/ayuda")
    with site.database.session() as session:
        session.query(BrowserSessionRow).delete()
    path = f"/diagnosticos/{site.draft}/uno"
    answer = browser.post(path, {"Q3.value": "Lo que escribí", "Q3.version": "0"}, token=token)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/entrar?next=/entrar/continuar")
    answer = browser.post(
        answer.headers["Location"],
        {"email": EMAIL, "password": PASSWORD},
        token=browser.token(answer.headers["Location"]),
    )
    assert answer.headers["Location"] == "/entrar/continuar"
    page = browser.get("/entrar/continuar").get_data(as_text=True)
    assert 'value="Lo que escribí"' in page
    assert f'action="{path}"' in page
    answer = browser.post(path, {"Q3.value": "Lo que escribí", "Q3.version": "0"}, token=browser.token("/ayuda"))
    assert answer.status_code in (200, 302)
    with site.database.reading() as session:
        stored = answering.read_all(session, site.responsible, site.draft)
    assert stored.answers["Q3"].value == "Lo que escribí"
    assert browser.get("/entrar/continuar").headers["Location"] == "/inicio"


def test_autosave_of_a_person_who_is_out_gets_a_clear_json_and_a_fresh_token_when_that_is_missing(site) -> None:
    browser = site.browser()
    answer = browser.put(f"/diagnosticos/{site.draft}/respuestas/Q3", {"value": "a"})
    assert answer.status_code == 401
    assert answer.json["error"] == "signed_out"
    assert answer.json["sign_in"] == "/entrar"
    browser = site.browser(EMAIL)
    answer = browser.put(f"/diagnosticos/{site.draft}/respuestas/Q3", {"value": "a"}, token="de otra sesión")
    assert (answer.status_code, answer.json["error"]) == (400, "csrf")
    answer = browser.put(f"/diagnosticos/{site.draft}/respuestas/Q3", {"value": "a"}, token=answer.json["csrf_token"])
    assert (answer.status_code, answer.json["version"]) == (200, 1)


def test_language_and_theme_are_remembered_and_spanish_is_the_default(site) -> None:
    browser = site.browser()
    assert '<html lang="es-MX"' in browser.client.get("/ayuda", headers={"Accept-Language": "en"}).get_data(
        as_text=True
    )
    assert (
        browser.post("/idioma", {"language": "en", "next": "/ayuda"}, token=browser.token("/ayuda")).headers["Location"]
        == "/ayuda"
    )
    browser.post("/tema", {"theme": "dark"}, token=browser.token("/ayuda"))
    page = browser.get("/ayuda").get_data(as_text=True)
    assert '<html lang="en-GB" data-theme="dark"' in page
    assert browser.post("/idioma", {"language": "xx"}, token=browser.token("/ayuda")).status_code == 422
    browser.client.set_cookie("idioma", "<script>")
    assert '<html lang="es-MX"' in browser.get("/ayuda").get_data(as_text=True)
