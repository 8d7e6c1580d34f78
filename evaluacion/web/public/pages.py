"""Front page, help, licences, and what each questionnaire asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from evaluacion.domain.errors import NotFound
from evaluacion.resources import STATIC
from evaluacion.services import questionnaires
from evaluacion.web.access import current_viewer, public
from evaluacion.web.public.offers import offer_views
from evaluacion.web.public.questionnaire_view import questionnaire_view
from evaluacion.web.spoken import language

blueprint = Blueprint("public", __name__)
_WORK = re.compile(r"\|([^|]+)\|([^|]+)\|([^|]+)\|([^|]+)\|")


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """Somebody else's work that travels with the program."""

    name: str
    version: str
    licence: str
    licence_url: str
    source: str


@blueprint.get("/")
@public
def home() -> str:
    return render_template("public/home.html", offers=offer_views(), signed_in=current_viewer().person is not None)


@blueprint.get("/ayuda")
@public
def help_page() -> str:
    return render_template("public/help.html")


@blueprint.get("/licencias")
@public
def licences() -> str:
    return render_template(
        "public/licences.html", works=read_works((STATIC / "vendor" / "README.md").read_text("utf-8"))
    )


@blueprint.get("/cuestionarios")
@public
def catalogue() -> str:
    return render_template("public/questionnaires.html", offers=offer_views())


@blueprint.get("/cuestionarios/<questionnaire_id>")
@public
def questionnaire(questionnaire_id: str) -> str:
    """What a questionnaire asks, how it is answered and scored, its words and its sources."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", questionnaire_id):
        raise NotFound("Ese cuestionario no existe.")
    found = questionnaires.find_on_shelf(questionnaire_id, language=language())
    return render_template("public/questionnaire.html", view=questionnaire_view(found))


def read_works(text: str) -> list[Work]:
    """The rows of the table in `static/vendor/README.md`, with the address of each licence text beside it."""
    works = []
    for line in text.splitlines():
        row = _WORK.fullmatch(line.strip())
        cells = [cell.strip() for cell in row.groups()] if row else []
        if not cells or cells[0] == "Asset" or set(cells[0]) == {"-"}:
            continue
        files = re.findall(r"`([^`]*LICENSE[^`]*)`", cells[2])
        works.append(
            Work(
                name=re.sub(r"\s*\(.*?\)", "", cells[0]),
                version=cells[1],
                licence=re.sub(r"\s*\(.*?\)", "", cells[2]),
                licence_url=url_for("static", filename=_below_static(files[0])) if files else "",
                source=cells[3].replace("`", ""),
            )
        )
    return works


def _below_static(name: str) -> str:
    return name.removeprefix("../") if name.startswith("../") else f"vendor/{name}"
