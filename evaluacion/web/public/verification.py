"""Was this folio, snapshot or document issued here, and is it the current one? Nothing else is told."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from evaluacion.services import verifying
from evaluacion.services.verifying import Verdict, Verification
from evaluacion.web.access import public
from evaluacion.web.extensions import limiter, per_minute, reading, settings
from evaluacion.web.spoken import gettext as _

blueprint = Blueprint("verification", __name__)
TEXT_LIMIT = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerView:
    kind: str
    title: str
    words: str
    asked: str


@blueprint.route("/verificar", methods=["GET", "POST"])
@limiter.limit(lambda: per_minute(settings().verifications_per_minute, hourly=10))
@public
def verify() -> str | tuple[str, int]:
    """The form; with `texto` in the address (as a printed code has it) or sent by the form, the answer above it."""
    text = request.form.get("text", "") if request.method == "POST" else request.args.get("texto", "")
    text = text.strip()[:TEXT_LIMIT]
    if not text:
        errors = [_("Escriba el folio o la huella.")] if request.method == "POST" else []
        page = render_template("public/verify.html", text="", errors=errors, answer=None)
        return (page, 422) if errors else page
    with reading() as session:
        found = verifying.verify(session, text)
    return render_template("public/verify.html", text=text, errors=[], answer=_answer_view(text, found))


def _answer_view(text: str, found: Verification) -> AnswerView:
    titles = {
        Verdict.CURRENT: _("Se emitió aquí y está vigente"),
        Verdict.SUPERSEDED: _("Se emitió aquí, pero fue sustituido"),
        Verdict.UNKNOWN: _("No se emitió aquí"),
    }
    words = {
        Verdict.CURRENT: _("Corresponde a un diagnóstico registrado en este sistema, en su revisión más reciente."),
        Verdict.SUPERSEDED: _(
            "Corresponde a un diagnóstico registrado en este sistema que después tuvo una revisión nueva."
        ),
        Verdict.UNKNOWN: _(
            "No hay ningún diagnóstico con ese folio o esa huella. Revise que esté completo; un archivo modificado, "
            "aunque sea en una letra, tiene otra huella."
        ),
    }
    return AnswerView(
        kind=found.verdict.value, title=titles[found.verdict], words=words[found.verdict], asked=found.asked or text
    )
