"""The start page of an institution: its assessments, a new one, and drafts that were deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from evaluacion.catalogue.institutions import read_catalogues
from evaluacion.domain.errors import NotFound
from evaluacion.domain.organisations import PublicId
from evaluacion.domain.permissions import Action, may
from evaluacion.services import assessments, deleting, questionnaires, registering, submitting
from evaluacion.services.assessments import Assessment, AssessmentState
from evaluacion.services.registering import Membership
from evaluacion.services.submitting import Submission
from evaluacion.web.access import current_viewer, restores_assessment, signed_in, submits_assessment
from evaluacion.web.extensions import reading, writing
from evaluacion.web.institution import addresses
from evaluacion.web.institution.period_form import read_period
from evaluacion.web.spoken import day, language, ngettext, when
from evaluacion.web.spoken import gettext as _

blueprint = Blueprint("home", __name__)
KEPT_DAYS = 30
PROFILE_FIELDS = ("ambito", "type", "state", "size")


@blueprint.get("/inicio")
@signed_in
def start_page() -> str:
    """The assessments in course and the submissions of the viewer's institutions."""
    with reading() as session:
        own = assessments.list_own(session, current_viewer(), language=language())
        submissions = submitting.list_own(session, current_viewer())
        memberships = registering.list_memberships(session, current_viewer())
        deleted = deleting.list_deleted(session, current_viewer(), language=language())
    titles = {one.id: one.questionnaire_title for one in own}
    return render_template(
        "institution/home.html",
        drafts=[_draft_line(one) for one in own if one.state is AssessmentState.DRAFT],
        submissions=[_submission_line(one, titles) for one in submissions],
        institutions=[one.organisation.name for one in memberships],
        deleted=len(deleted),
        may_start=bool(_startable(memberships)),
    )


@blueprint.get("/diagnosticos/nuevo")
@signed_in
def new() -> str:
    """The form to start an assessment, with the profile of the institution filled in."""
    return _render_new({}, {})


@blueprint.post("/diagnosticos/nuevo")
@signed_in
def start() -> tuple[str, int] | Response:
    """Starts it, or says what to mend."""
    values = request.form.to_dict()
    period, problems = read_period(values)
    if not values.get("questionnaire"):
        problems["questionnaire"] = [_("Elija un cuestionario.")]
    if problems or period is None:
        return _render_new(values, problems), 422
    questionnaire_id, _at, version = values["questionnaire"].partition("@")
    profile = {field: values[field] for field in PROFILE_FIELDS if values.get(field)}
    with writing() as session:
        public_id = assessments.start(
            session,
            current_viewer(),
            PublicId(values.get("organisation", "")),
            questionnaire_id=questionnaire_id,
            version=version or None,
            period=period,
            profile=profile or None,
        )
    return redirect(addresses.assessment(public_id))


@blueprint.get("/diagnosticos/<public_id>/eliminar")
@submits_assessment
def ask_delete(public_id: str) -> str:
    """Asks a second time before deleting."""
    with reading() as session:
        overview = assessments.get_overview(session, current_viewer(), PublicId(public_id), language=language())
    return render_template(
        "institution/delete.html",
        assessment=overview.assessment,
        answered=overview.answered,
        back_url=addresses.assessment(overview.assessment.id),
        problems=[],
    )


@blueprint.post("/diagnosticos/<public_id>/eliminar")
@submits_assessment
def delete(public_id: str) -> Response | tuple[str, int]:
    """Puts the draft away; it can be brought back for thirty days."""
    if request.form.get("sure") != "yes":
        return _not_sure(public_id)
    with writing() as session:
        deleting.delete_draft(session, current_viewer(), PublicId(public_id))
    flash(_("Diagnóstico eliminado. Puede recuperarlo durante 30 días."), "info")
    return redirect("/diagnosticos/eliminados")


@blueprint.get("/diagnosticos/eliminados")
@signed_in
def deleted() -> str:
    """The drafts that can still be brought back."""
    with reading() as session:
        found = deleting.list_deleted(session, current_viewer(), language=language())
    lines = [
        {
            "title": one.questionnaire_title,
            "period": one.period.label,
            "organisation": one.organisation_name,
            "until": day(one.deleted_at + timedelta(days=KEPT_DAYS), zone=one.zone) if one.deleted_at else "",
            "restore_url": addresses.assessment(one.id, "recuperar"),
        }
        for one in found
    ]
    return render_template("institution/deleted.html", lines=lines)


@blueprint.post("/diagnosticos/<public_id>/recuperar")
@restores_assessment
def restore(public_id: str) -> Response:
    """Brings a deleted draft back."""
    with writing() as session:
        deleting.restore_draft(session, current_viewer(), PublicId(public_id))
    flash(_("Diagnóstico recuperado, con todas sus respuestas."), "info")
    return redirect(addresses.assessment(PublicId(public_id)))


def _not_sure(public_id: str) -> tuple[str, int]:
    with reading() as session:
        overview = assessments.get_overview(session, current_viewer(), PublicId(public_id), language=language())
    page = render_template(
        "institution/delete.html",
        assessment=overview.assessment,
        answered=overview.answered,
        back_url=addresses.assessment(overview.assessment.id),
        problems=[("sure", _("Marque la casilla para confirmar que quiere eliminarlo."))],
    )
    return page, 422


def _startable(memberships: tuple[Membership, ...]) -> list[Membership]:
    return [one for one in memberships if may(one.role, Action.START)]


def _render_new(values: Mapping[str, str], problems: Mapping[str, list[str]]) -> str:
    with reading() as session:
        own = _startable(registering.list_memberships(session, current_viewer()))
    if not own:
        raise NotFound(_("No pertenece a una institución en la que pueda iniciar diagnósticos."))
    chosen = next((one for one in own if one.organisation.id == values.get("organisation")), own[0])
    profile = {**chosen.organisation.profile, **{field: values[field] for field in PROFILE_FIELDS if field in values}}
    offers = sorted(questionnaires.list_offers(language=language()), key=lambda one: -one.questions)
    return render_template(
        "institution/new.html",
        institutions=[(one.organisation.id, one.organisation.name) for one in own],
        values=values,
        offers=[
            {"value": f"{one.id}@{one.version}", "title": one.title, "summary": one.summary, "facts": offer_facts(one)}
            for one in offers
            if one.audience in ("institution", "any", "course")
        ],
        profile_fields=_profile_fields(profile),
        problems=problems,
        links=[(field, message) for field, messages in problems.items() for message in messages],
        year=datetime.now(UTC).year,
    )


def offer_facts(offer: questionnaires.Offer) -> str:
    """«42 preguntas, unos 90 minutos, versión 1.0»."""
    parts = [ngettext("%(num)d pregunta", "%(num)d preguntas", offer.questions)]
    if offer.minutes:
        parts.append(ngettext("%(num)d minuto", "unos %(num)d minutos", int(offer.minutes)))
    parts.append(_("versión %(version)s", version=offer.version))
    return ", ".join(parts)


def _profile_fields(profile: Mapping[str, str]) -> list[dict[str, object]]:
    labels = {"ambito": _("Ámbito"), "type": _("Tipo de institución"), "state": _("Entidad"), "size": _("Tamaño")}
    fields: list[dict[str, object]] = []
    for field, choices in read_catalogues().by_field().items():
        names = [(one.id, one.name_en if language().startswith("en") else one.name) for one in choices]
        fields.append(
            {
                "name": field,
                "label": labels.get(field, field),
                "value": profile.get(field, ""),
                "options": [("", _("Sin especificar")), *names],
            }
        )
    return fields


def _draft_line(one: Assessment) -> dict[str, object]:
    return {
        "title": one.questionnaire_title,
        "period": one.period.label,
        "organisation": one.organisation_name,
        "url": addresses.assessment(one.id),
        "resume_url": addresses.assessment(one.id, "continuar"),
        "answered": one.answered,
        "words": ngettext("%(num)d respuesta guardada", "%(num)d respuestas guardadas", one.answered),
        "changed": _("Último cambio %(when)s", when=when(one.changed_at, now=datetime.now(UTC), zone=one.zone)),
        "revision": one.revision,
        "may_delete": one.allows(Action.DELETE) and one.latest_submission_id is None,
        "delete_url": addresses.assessment(one.id, "eliminar"),
    }


def _submission_line(one: Submission, titles: Mapping[PublicId, str]) -> dict[str, object]:
    return {
        "title": titles.get(one.assessment_id, one.questionnaire_id),
        "period": one.period.label,
        "organisation": one.organisation_name,
        "folio": one.folio,
        "revision": one.revision,
        "current": one.current,
        "date": day(one.submitted_at, zone=one.zone),
        "url": f"/resultados/{one.id}",
        "receipt_url": addresses.assessment(one.assessment_id, "acuse"),
    }
