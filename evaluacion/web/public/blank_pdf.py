"""The empty questionnaire as a PDF for anybody: laid out once per process, version, language and paper."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from evaluacion.domain.errors import NotFound, Unavailable
from evaluacion.domain.questionnaire import Questionnaire
from evaluacion.reports.blank_questionnaire import blank_pdf
from evaluacion.reports.rendering import RenderFailure
from evaluacion.reports.templating import writing_in
from evaluacion.services import questionnaires
from evaluacion.web.access import public
from evaluacion.web.extensions import limiter, settings
from evaluacion.web.language import current_language

if TYPE_CHECKING:
    from evaluacion.reports.rendering import Paper

blueprint = Blueprint("blank_pdf", __name__)
KEPT = 16
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_VERSION = re.compile(r"\d+(\.\d+)*")


@blueprint.get("/cuestionarios/<questionnaire_id>/<version>/cuestionario.pdf")
@limiter.limit(lambda: f"{settings().documents_per_minute}/minute")
@public
def blank(questionnaire_id: str, version: str) -> Response:
    """The PDF, in the reader's language."""
    if not _IDENTIFIER.fullmatch(questionnaire_id) or not _VERSION.fullmatch(version):
        raise NotFound("Ese cuestionario no existe.")
    spoken = current_language()
    found = questionnaires.find_on_shelf(questionnaire_id, version, language=spoken)
    content = _content(Key(found, spoken, "a4" if settings().paper == "a4" else "letter"))
    name = f"cuestionario-{found.id}-{found.version}.pdf"
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class Key:
    """A document by what decides its bytes; the questionnaire itself is not compared."""

    def __init__(self, questionnaire: Questionnaire, spoken: str, paper: Paper) -> None:
        self.questionnaire, self.spoken, self.paper = questionnaire, spoken, paper

    def __hash__(self) -> int:
        return hash(self._identity())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self._identity() == other._identity()

    def _identity(self) -> tuple[str, ...]:
        one = self.questionnaire
        return one.id, one.version, one.sha256, one.language, self.spoken, self.paper


@lru_cache(maxsize=KEPT)
def _content(key: Key) -> bytes:
    """The bytes. Raises Unavailable, which is not kept."""
    pdf = blank_pdf(key.questionnaire, paper=key.paper, writing=writing_in(key.spoken))
    if isinstance(pdf, RenderFailure):
        raise Unavailable(pdf.message)
    return pdf
