"""The demonstration world: three fictional institutions at different moments of the same job, made by the services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from evaluacion.domain.answers import NO_SUPPORT, Support
from evaluacion.domain.organisations import PersonId, PublicId, Role, Viewer
from evaluacion.domain.questionnaire import Absence, Option, Question, Questionnaire, QuestionType
from evaluacion.services import accounts, answering, assessments, registering, submitting
from evaluacion.services.assessments import Period

PASSWORD = "cocrear paso a paso"
QUESTIONNAIRE = "retos-cocreacion"
HALF = 19
"""How many answers the half-answered draft has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoPerson:
    email: str
    name: str
    role: Role
    area: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoInstitution:
    name: str
    situation: str
    profile: dict[str, str]
    people: tuple[DemoPerson, ...]


MOBILITY = DemoInstitution(
    name="Instituto de Movilidad de Valle Claro",
    situation="con un diagnóstico del año pasado y otro de este año",
    profile={"ambito": "estatal", "type": "ejecutivo", "state": "14", "size": "mediano"},
    people=(
        DemoPerson(
            email="responsable@movilidad.example",
            name="Persona responsable de Movilidad",
            role=Role.RESPONSIBLE,
            area="Dirección de Planeación",
        ),
        DemoPerson(
            email="captura@movilidad.example",
            name="Persona de captura de Movilidad",
            role=Role.CAPTURE,
            area="Unidad de Transparencia",
        ),
        DemoPerson(
            email="lectura@movilidad.example",
            name="Persona de lectura de Movilidad",
            role=Role.READER,
            area="Órgano Interno de Control",
        ),
    ),
)
WELFARE = DemoInstitution(
    name="Secretaría de Bienestar de Costa Serena",
    situation="con un borrador a medias",
    profile={"ambito": "estatal", "type": "ejecutivo", "state": "30", "size": "grande"},
    people=(
        DemoPerson(
            email="responsable@bienestar.example",
            name="Persona responsable de Bienestar",
            role=Role.RESPONSIBLE,
            area="Coordinación de Gobierno Abierto",
        ),
        DemoPerson(
            email="captura@bienestar.example",
            name="Persona de captura de Bienestar",
            role=Role.CAPTURE,
            area="Dirección de Programas",
        ),
    ),
)
COUNCIL = DemoInstitution(
    name="Ayuntamiento de San Jacinto del Llano",
    situation="sin diagnósticos todavía",
    profile={"ambito": "municipal", "type": "ejecutivo", "state": "20", "size": "chico"},
    people=(
        DemoPerson(
            email="responsable@sanjacinto.example",
            name="Persona responsable de San Jacinto",
            role=Role.RESPONSIBLE,
            area="Secretaría del Ayuntamiento",
        ),
    ),
)
INSTITUTIONS = (MOBILITY, WELFARE, COUNCIL)


def load(session: Session, *, today: date | None = None) -> bool:
    """Makes the world; False when it is already there. Its accounts only work where nobody else can reach the site."""
    if accounts.has_demo_accounts(session):
        return False
    year = (today or datetime.now(UTC).date()).year
    mobility, welfare, _council = (_register(session, institution) for institution in INSTITUTIONS)
    _finish(session, *mobility, year=year - 1, shift=0)
    _finish(session, *mobility, year=year, shift=1)
    draft = _start(session, *welfare, year=year)
    _answer(session, welfare[1][-1], draft, shift=1, limit=HALF)
    return True


def _register(session: Session, institution: DemoInstitution) -> tuple[PublicId, list[Viewer]]:
    organisation = registering.create_organisation(session, name=institution.name, profile=institution.profile)
    viewers = []
    for person in institution.people:
        viewer = _person(session, person)
        registering.add_member(session, organisation_id=organisation, person=viewer, role=person.role, area=person.area)
        viewers.append(Viewer(person=viewer))
    return organisation, viewers


def _person(session: Session, person: DemoPerson) -> PersonId:
    return accounts.create_person(session, email=person.email, name=person.name, password=PASSWORD, demo=True)


def _start(session: Session, organisation: PublicId, viewers: list[Viewer], *, year: int) -> PublicId:
    period = Period(start=date(year, 1, 1), end=date(year, 12, 31), label=str(year))
    return assessments.start(session, viewers[0], organisation, questionnaire_id=QUESTIONNAIRE, period=period)


def _finish(session: Session, organisation: PublicId, viewers: list[Viewer], *, year: int, shift: int) -> None:
    assessment = _start(session, organisation, viewers, year=year)
    _answer(session, viewers[1], assessment, shift=shift)
    submitting.submit(session, viewers[0], assessment)


def _answer(session: Session, viewer: Viewer, assessment: PublicId, *, shift: int, limit: int | None = None) -> None:
    everything = answering.read_all(session, viewer, assessment)
    for place, question in enumerate(_scale_questions(everything.questionnaire, limit)):
        option = _chosen(question, place, shift)
        answering.save_answer(
            session,
            viewer,
            assessment,
            question.id,
            value=option.id,
            support=_support(question, option, place),
            version=0,
            edit=f"demo-{question.id}",
        )


def _scale_questions(questionnaire: Questionnaire, limit: int | None) -> Iterator[Question]:
    ordered = [
        questionnaire.questions[question] for section in questionnaire.sections for question in section.questions
    ]
    yield from [question for question in ordered if question.type is QuestionType.SINGLE][:limit]


def _chosen(question: Question, place: int, shift: int) -> Option:
    """A profile with ups and downs that rises with `shift`; every twentieth question does not apply."""
    absent = [option for option in question.options if option.absence is Absence.NOT_APPLICABLE]
    if absent and place % 20 == 13:
        return absent[0]
    steps = sorted((option for option in question.options if option.value is not None), key=lambda one: one.value or 0)
    rise = (2, 1, 3, 2, 1, 2, 3)[place % 7] + (0, 1, -1)[place // 7 % 3] + (shift if place % 3 else 0)
    return steps[max(0, min(len(steps) - 1, rise))]


def _support(question: Question, option: Option, place: int) -> Support:
    if option.absence:
        return Support(reason="La institución no tiene esta atribución; corresponde a otra dependencia.")
    if question.evidence and option.id in question.evidence.options and place % 4:
        return Support(
            note="Documento vigente publicado en el sitio de la institución.",
            urls=(f"https://www.institucion.example/transparencia/{question.id.lower()}",),
        )
    return NO_SUPPORT
