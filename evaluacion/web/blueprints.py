"""Every blueprint of the house, in the order of the map of addresses."""

from __future__ import annotations

from flask import Flask

from evaluacion.web import health, preferences
from evaluacion.web.account import views as account

BLUEPRINTS = (
    health.blueprint,
    preferences.blueprint,
    account.blueprint,
)


def install(app: Flask) -> None:
    """Registers them all."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
