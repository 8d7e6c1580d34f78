"""`/salud`: whether this process and its database work, for whoever watches over the site."""

from __future__ import annotations

from flask import Blueprint, jsonify
from sqlalchemy import text
from werkzeug.wrappers import Response

from evaluacion.domain.errors import Unavailable
from evaluacion.web.access import public
from evaluacion.web.extensions import reading

blueprint = Blueprint("health", __name__)


@blueprint.get("/salud")
@public
def health() -> tuple[Response, int]:
    try:
        with reading() as session:
            session.execute(text("SELECT 1"))
    except Unavailable as error:
        return jsonify({"state": "unavailable", "database": str(error)}), 503
    return jsonify({"state": "ok", "database": "ok"}), 200
