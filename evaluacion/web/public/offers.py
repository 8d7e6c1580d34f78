"""How a questionnaire presents itself in a line."""

from __future__ import annotations

from dataclasses import dataclass

from evaluacion.domain.questionnaire import Audience
from evaluacion.services import questionnaires
from evaluacion.services.questionnaires import Offer
from evaluacion.web.spoken import gettext as _
from evaluacion.web.spoken import language, ngettext


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferView:
    title: str
    summary: str
    facts: str
    url: str


def offer_views() -> list[OfferView]:
    """Every questionnaire on the shelf."""
    return [
        OfferView(title=one.title, summary=one.summary, facts=facts_of(one), url=f"/cuestionarios/{one.id}")
        for one in sorted(questionnaires.list_offers(language=language()), key=_main_first)
    ]


def _main_first(offer: Offer) -> tuple[bool, int]:
    """Those for institutions first, the longest first: the short ones are shortened from it."""
    return offer.audience != Audience.INSTITUTION, -offer.questions


def facts_of(offer: Offer) -> str:
    """«42 preguntas, 90 minutos»."""
    parts = [ngettext("%(num)d pregunta", "%(num)d preguntas", offer.questions)]
    if offer.minutes:
        parts.append(ngettext("%(num)d minuto", "%(num)d minutos", round(offer.minutes)))
    return _("%(first)s, %(second)s", first=parts[0], second=parts[1]) if len(parts) > 1 else parts[0]
