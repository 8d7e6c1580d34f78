"""Who may open what: every route carries a known guard, and the guards do stop people."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from evaluacion.storage.rows import METADATA
from evaluacion.web.access import GUARDS, public, refuse_unguarded, signed_in

OPEN_TO_ALL = {
    "/", "/ayuda", "/cuestionarios", "/cuestionarios/<questionnaire_id>", "/entrar", "/idioma", "/licencias",
    "/probar", "/salir", "/salud", "/static/<path:filename>", "/tema", "/verificar",
    "/cuestionarios/<questionnaire_id>/<version>/cuestionario.pdf",
}  # fmt: skip
NOT_TENANT = {"browser_sessions", "accounts"}


def _digest(site):
    with site.database.reading() as session:
        return {
            table.name: session.execute(select(table).order_by(*table.primary_key)).all()
            for table in METADATA.sorted_tables
            if table.name not in NOT_TENANT
        }


def _methods(rule):
    return sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def test_every_route_carries_a_known_guard_and_every_guard_is_used(site) -> None:
    carried = {view.guard for view in site.app.view_functions.values()}
    assert carried == GUARDS


def test_what_is_open_to_all_is_exactly_this_list(site) -> None:
    opened = {
        rule.rule for rule in site.app.url_map.iter_rules() if site.app.view_functions[rule.endpoint].guard == "public"
    }
    assert opened <= OPEN_TO_ALL
    assert OPEN_TO_ALL - opened <= {"/cuestionarios/<questionnaire_id>/<version>/cuestionario.pdf"}


def test_nobody_gets_into_a_guarded_route_without_signing_in_and_nothing_changes(site, paths) -> None:
    before = _digest(site)
    for rule, path in paths:
        if rule.rule in OPEN_TO_ALL:
            continue
        browser = site.browser()
        for method in _methods(rule):
            token = browser.token()
            answer = browser.client.open(
                path, method=method, headers={"Sec-Fetch-Site": "same-origin", "X-CSRFToken": token}
            )
            assert answer.status_code == 302, (method, path)
            assert answer.headers["Location"].startswith("/entrar"), (method, path)
            asked = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin", "X-CSRFToken": token}
            answer = browser.client.open(path, method=method, headers=asked)
            assert answer.status_code in (302, 401), (method, path)
    assert _digest(site) == before


@pytest.mark.parametrize("email", ["ajena@otra.mx"])
def test_what_belongs_to_another_institution_does_not_exist_and_does_not_change(site, paths, email) -> None:
    browser = site.browser(email)
    token = browser.token("/ayuda")
    before = _digest(site)
    tried = 0
    for rule, path in paths:
        if "public_id" not in rule.arguments:
            continue
        for method in _methods(rule):
            headers = {"Sec-Fetch-Site": "same-origin", "X-CSRFToken": token, "If-Match": '"0"'}
            answer = browser.client.open(
                path,
                method=method,
                headers={**headers, "Idempotency-Key": "edit-0001"},
                json={} if method == "PUT" else None,
            )
            tried += 1
            assert answer.status_code == 404, (method, path)
            assert "Institución Uno" not in answer.get_data(as_text=True)
    assert tried > 15
    assert _digest(site) == before


def test_a_reader_changes_nothing(site, paths) -> None:
    browser = site.browser("lectura@uno.mx")
    token = browser.token("/ayuda")
    before = _digest(site)
    for rule, path in paths:
        for method in _methods(rule):
            if method != "GET" and "public_id" in rule.arguments:
                answer = browser.client.open(
                    path,
                    method=method,
                    headers={
                        "Sec-Fetch-Site": "same-origin",
                        "X-CSRFToken": token,
                        "If-Match": '"0"',
                        "Idempotency-Key": "edit-0001",
                    },
                    json={"value": "0"} if method == "PUT" else None,
                )
                assert answer.status_code in (403, 404), (method, path)
    assert _digest(site) == before


def test_looking_changes_nothing(site, paths) -> None:
    browser = site.browser("responsable@uno.mx")
    before = _digest(site)
    for rule, path in paths:
        if "GET" in rule.methods and not path.endswith(".pdf"):
            browser.get(path).close()
    assert _digest(site) == before


def test_a_view_without_guard_stops_the_start() -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/", "open", public(lambda: "hola"))
    refuse_unguarded(app)
    app.add_url_rule("/otra", "forgotten", lambda: "hola")
    with pytest.raises(RuntimeError, match="forgotten"):
        refuse_unguarded(app)


def test_a_view_carries_one_guard_only() -> None:
    with pytest.raises(RuntimeError, match="already"):
        public(signed_in(lambda: "hola"))
