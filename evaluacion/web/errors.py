"""Every error a person can meet, mapped once: what happened, what to do, and a folio to find it in the log.

A page gets `templates/errors/<code>.html` with `code`, `folio` and `message` (empty when there is nothing special to
say). A script gets JSON:
`{"error": <word>, "message": <a sentence>, "folio": …}` and, by word:

- `signed_out` (401): `sign_in`, where to sign in; keep the edit and send it again afterwards.
- `csrf` (400): `csrf_token`, a fresh one; send the same edit again with it.
- `conflict` (409): `mine` and `theirs`, each `{value, support, version, saved_at, area}`; nothing was changed.
- `invalid` (422): `problems`, one `{question, message}` each where the answer itself is wrong.
- `unavailable` (503) and `too_many` (429): `Retry-After` says when.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import structlog
from flask import Flask, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from evaluacion.domain.errors import Conflict, Forbidden, Invalid, InvalidAnswers, NotFound, Unavailable
from evaluacion.services.answering import AnswerConflict, StoredAnswer
from evaluacion.web.access import SignInNeeded, wants_json
from evaluacion.web.account import held_forms
from evaluacion.web.account.held_forms import HeldForm
from evaluacion.web.security import UNSAFE_METHODS, came_from_here
from evaluacion.web.spoken import reason_of, said

RETRY_AFTER = 5
_log = structlog.get_logger(__name__)
_WORDS = {400: "bad_request", 403: "forbidden", 404: "not_found", 405: "not_allowed", 409: "conflict"} | {
    413: "too_large",
    422: "invalid",
    429: "too_many",
    500: "failed",
    503: "unavailable",
}
DRAWN = frozenset({400, 403, 404, 409, 413, 429, 500, 503})


def install(app: Flask) -> None:
    """Registers one handler for each family."""
    app.register_error_handler(NotFound, lambda error: _answer(404, reason_of(error)))
    app.register_error_handler(Forbidden, lambda error: _answer(403, reason_of(error)))
    app.register_error_handler(InvalidAnswers, _invalid_answers)
    app.register_error_handler(Invalid, lambda error: _answer(422, reason_of(error)))
    app.register_error_handler(AnswerConflict, _answer_conflict)
    app.register_error_handler(Conflict, lambda error: _answer(409, reason_of(error)))
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(SignInNeeded, _sign_in_needed)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def folio() -> str:
    """What a person reads out and the log knows: the id of this request."""
    return "E-" + str(g.get("request_id", "0" * 16))[:8].upper()


def _answer(code: int, message: str = "", *, held: HeldForm | None = None, **more: Any) -> tuple[Response | str, int]:
    _log.info("refused", status=code, folio=folio())
    if wants_json():
        message = message or _standard_message(code)
        return jsonify({"error": _WORDS.get(code, "bad_request"), "message": message, "folio": folio(), **more}), code
    page = code if code in DRAWN else 500 if code > 500 else 400
    return render_template(f"errors/{page}.html", code=code, folio=folio(), message=message, held=held), code


def _standard_message(code: int) -> str:
    """What a script shows when the error itself says nothing; the pages say more."""
    messages = {
        403: _("Su función no permite hacer esto."),
        404: _("Esto no existe, o no es de su institución."),
        413: _("El envío es demasiado grande. Acorte el texto y guarde de nuevo."),
        429: _("Demasiados intentos seguidos. Espere unos minutos."),
        500: _("Algo falló de nuestro lado. Lo que ya decía «Guardado» sigue guardado."),
        503: _("El sistema está ocupado. Espere un momento y vuelva a intentar."),
    }
    return str(messages.get(code, _("No se entendió lo que envió la página.")))


def _invalid_answers(error: InvalidAnswers) -> tuple[Response | str, int]:
    problems = [{"question": problem.question, "message": said(problem.message)} for problem in error.problems]
    message = "\n".join(problem["message"] for problem in problems)
    return _answer(422, message, problems=problems)


def _answer_conflict(error: AnswerConflict) -> tuple[Response | str, int]:
    return _answer(409, reason_of(error), mine=answer_as_json(error.mine), theirs=answer_as_json(error.theirs))


def answer_as_json(answer: StoredAnswer) -> dict[str, Any]:
    """A stored answer as scripts read it."""
    return {
        "question": answer.question_id,
        "value": answer.value,
        "support": asdict(answer.support),
        "version": answer.version,
        "saved_at": answer.saved_at.isoformat() if answer.saved_at else None,
        "area": said(answer.area),
    }


def _unavailable(error: Unavailable) -> tuple[Response | str, int, dict[str, str]]:
    _log.warning("storage unavailable", folio=folio(), reason=type(error.__cause__).__name__)
    return *_answer(503, reason_of(error), held=held_forms.current_answers()), {"Retry-After": str(RETRY_AFTER)}


def _sign_in_needed(error: SignInNeeded) -> Response | tuple[Response, int]:
    sign_in = url_for("security.login")
    if wants_json():
        message = _("Su sesión terminó. Entre de nuevo; lo escrito sigue en este equipo.")
        return jsonify({"error": "signed_out", "message": message, "sign_in": sign_in, "folio": folio()}), 401
    if request.method == "GET":
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    if came_from_here():
        held_forms.hold()
    return redirect(url_for("security.login", next=url_for("account.go_on")))


def _csrf(error: CSRFError) -> tuple[Response | str, int]:
    """A token of an ended session: one of our own pages gets the form back to send it again, anybody else nothing."""
    message = _("La página llevaba mucho tiempo abierta. Envíe de nuevo lo que escribió; no se perdió.")
    if request.method in UNSAFE_METHODS and came_from_here():
        if wants_json():
            body = {"error": "csrf", "message": message, "csrf_token": generate_csrf(), "folio": folio()}
            return jsonify(body), 400
        if request.endpoint != "security.login":
            return render_template("account/continue.html", held=held_forms.current_form()), 400
    return _answer(400, _("La página caducó. Vuelva a abrirla y envíe de nuevo lo que escribió."))


def _foreign_host(error: SecurityError) -> tuple[str, int, dict[str, str]]:
    """Somebody asked under a name that is not ours: no page, because its addresses would carry that name."""
    return _("Este sitio no se abre con ese nombre."), 400, {"Content-Type": "text/plain; charset=utf-8"}


def _http(error: HTTPException) -> Response | tuple[Response | str, int] | HTTPException:
    code = error.code or 500
    original = getattr(error, "original_exception", None)
    if isinstance(original, Unavailable):
        return _unavailable(original)  # type: ignore[return-value]
    if code < 400:
        return error
    answered = _answer(code)
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return *answered, headers  # type: ignore[return-value]


def _unexpected(error: Exception) -> tuple[Response | str, int]:
    _log.error("unexpected error", folio=folio(), exc_info=error)
    return _answer(500)
