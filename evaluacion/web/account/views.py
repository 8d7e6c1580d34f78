"""After signing in: on to where the person was going, with what they had typed."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluacion.web.access import signed_in
from evaluacion.web.account import held_forms

blueprint = Blueprint("account", __name__)


@blueprint.get("/entrar/continuar")
@signed_in
def go_on() -> Response | str:
    """Shows what was held, to send it again with one button; with nothing held, the start page."""
    held = held_forms.find()
    if held is None:
        return redirect("/inicio")
    held_forms.drop()
    return render_template("account/continue.html", held=held)


@blueprint.get("/cuenta")
@signed_in
def account() -> Response:
    return redirect(url_for("security.change_password"))
