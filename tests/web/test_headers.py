"""The header set is pinned exactly, on every route and every error."""

from __future__ import annotations

import pytest

EXPECTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), "
    "usb=(), xr-spatial-tracking=()",
}
OTHERS = {"Content-Type", "Content-Length", "Cache-Control", "Vary", "Set-Cookie", "X-Request-Id", "Location", "Allow"}


@pytest.mark.parametrize("email", [None, "responsable@uno.mx"])
def test_every_route_carries_exactly_the_headers_of_the_house(site, paths, email) -> None:
    browser = site.browser(email)
    seen = 0
    for rule, path in paths:
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "DELETE"}):
            with browser.client.open(path, method=method) as response:
                seen += 1
                assert response.status_code < 500, path
                assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED, path
                extra = {name for name, _value in response.headers} - set(EXPECTED) - OTHERS
                assert extra <= {"Last-Modified", "ETag", "Date", "Content-Disposition", "Accept-Ranges"}, (path, extra)
                assert "Server" not in response.headers
                assert "Strict-Transport-Security" not in response.headers
    assert seen > 30


def test_pages_are_never_kept_by_anything_in_between(site) -> None:
    for path in ("/", "/entrar", "/inicio", "/salud", "/nada"):
        response = site.browser("lectura@uno.mx").get(path)
        assert response.headers["Cache-Control"] == "no-store"
        assert "Cookie" in response.headers["Vary"]


def test_static_files_are_kept_for_a_year_under_the_hash_of_their_content(site) -> None:
    browser = site.browser()
    with site.app.test_request_context():
        address = site.app.url_for("static", filename="css/base.css")
    assert "?v=" in address
    for path, cache in (
        (address, "public, max-age=31536000, immutable"),
        ("/static/css/base.css?v=0000000000000000", "public, max-age=3600"),
        ("/static/css/base.css", "public, max-age=3600"),
    ):
        with browser.get(path) as response:
            assert response.headers["Cache-Control"] == cache
            assert "Set-Cookie" not in response.headers
    assert browser.get("/static/../evaluacion/app.py").status_code == 404
    missing = browser.get("/static/css/no.css?v=1")
    assert missing.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in missing.headers


def test_over_https_transport_is_strict_and_the_cookie_is_bound_to_the_host(make_app) -> None:
    app = make_app(url="https://evaluacion.ejemplo.gob.mx")
    client = app.test_client()
    response = client.get("/entrar", base_url="https://evaluacion.ejemplo.gob.mx")
    assert response.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-evaluacion=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_pages_hold_no_inline_script_or_style(site, paths) -> None:
    browser = site.browser("responsable@uno.mx")
    for rule, path in paths:
        if "GET" in rule.methods:
            with browser.get(path) as response:
                if response.mimetype == "text/html":
                    page = response.get_data(as_text=True)
                    assert " style=" not in page, path
                    assert "<style" not in page, path
                    assert " onclick=" not in page, path
                    assert "<script>" not in page, path
