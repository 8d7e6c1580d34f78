"""Try it without an account: an assessment that only this browser sees, gone after a day."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session
from werkzeug.wrappers import Response

from evaluacion.domain.organisations import Viewer
from evaluacion.services import questionnaires
from evaluacion.services import trial as trials
from evaluacion.web.access import TRIAL_KEY, current_viewer, public
from evaluacion.web.extensions import limiter, reading, writing
from evaluacion.web.public.offers import facts_of
from evaluacion.web.spoken import language

blueprint = Blueprint("trial", __name__)
LIMIT = "30/hour"


@blueprint.get("/probar")
@public
def offer() -> str:
    """What the trial is, and the one in course of this browser."""
    with reading() as database:
        living = trials.find(database, current_viewer()) if session.get(TRIAL_KEY) else None
    found = [one for one in questionnaires.list_offers(language=language()) if one.id == trials.QUESTIONNAIRE]
    return render_template(
        "public/trial.html",
        offer=found[0] if found else None,
        facts=facts_of(found[0]) if found else "",
        resume_url=f"/diagnosticos/{living.assessment_id}" if living else "",
    )


@blueprint.post("/probar")
@limiter.limit(LIMIT)
@public
def start() -> Response:
    """Starts a trial for this browser session."""
    session.setdefault(TRIAL_KEY, trials.new_key())
    with writing() as database:
        begun = trials.start(database, Viewer(trial_key=session[TRIAL_KEY]))
    return redirect(f"/diagnosticos/{begun.assessment_id}/continuar")
