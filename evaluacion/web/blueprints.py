"""Every blueprint of the house, in the order of the map of addresses."""

from __future__ import annotations

from flask import Flask

from evaluacion.web import health, preferences
from evaluacion.web.account import views as account
from evaluacion.web.institution import (
    answering,
    autosave,
    conflict_pages,
    home,
    log_pages,
    overview,
    results,
    submission,
)
from evaluacion.web.public import blank_pdf, pages, trial, verification

BLUEPRINTS = (
    health.blueprint,
    preferences.blueprint,
    account.blueprint,
    pages.blueprint,
    blank_pdf.blueprint,
    verification.blueprint,
    trial.blueprint,
    home.blueprint,
    overview.blueprint,
    submission.blueprint,
    results.blueprint,
    log_pages.blueprint,
    autosave.blueprint,
    conflict_pages.blueprint,
    answering.blueprint,
)


def install(app: Flask) -> None:
    """Registers them all."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
