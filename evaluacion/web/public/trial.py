"""Try it without an account: an assessment that only this browser sees, gone after a day."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from evaluacion.domain.organisations import Viewer
from evaluacion.services import questionnaires
from evaluacion.services import trial as trials
from evaluacion.web import trial_cookie
from evaluacion.web.access import current_viewer, public
from evaluacion.web.extensions import limiter, reading, settings, writing
from evaluacion.web.origins import current_origin
from evaluacion.web.public.offers import facts_of
from evaluacion.web.spoken import language

blueprint = Blueprint("trial", __name__)


@blueprint.get("/probar")
@public
def offer() -> str:
    """What the trial is, and the one in course of this browser."""
    with reading() as database:
        living = trials.find(database, current_viewer())
    found = [one for one in questionnaires.list_offers(language=language()) if one.id == trials.QUESTIONNAIRE]
    return render_template(
        "public/trial.html",
        offer=found[0] if found else None,
        facts=facts_of(found[0]) if found else "",
        resume_url=f"/diagnosticos/{living.assessment_id}" if living else "",
    )


@blueprint.post("/probar")
@limiter.limit(lambda: f"{settings().trials_per_hour}/hour")
@public
def start() -> Response:
    """Starts a trial for this browser."""
    key = trial_cookie.read() or trials.new_key()
    with writing() as database:
        begun = trials.start(database, Viewer(trial_key=key, origin=current_origin()))
    response = redirect(f"/diagnosticos/{begun.assessment_id}/continuar")
    trial_cookie.give(response, key)
    return response
