"""One section of one assessment as its pages need it: everything stored, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluacion.domain.errors import NotFound
from evaluacion.domain.organisations import PublicId
from evaluacion.domain.questionnaire import Question, QuestionId, Questionnaire, Section
from evaluacion.services import answering
from evaluacion.services.answering import AllAnswers, StoredAnswer
from evaluacion.services.assessments import Assessment, Overview
from evaluacion.web.access import current_viewer
from evaluacion.web.extensions import reading
from evaluacion.web.institution import addresses
from evaluacion.web.spoken import language


@dataclass(frozen=True, kw_only=True)
class SectionPage:
    """`visible` holds the questions of the section that are asked now."""

    overview: Overview
    everything: AllAnswers
    section: Section

    @property
    def questionnaire(self) -> Questionnaire:
        return self.everything.questionnaire

    @property
    def assessment(self) -> Assessment:
        return self.everything.assessment

    @property
    def answers(self) -> Mapping[QuestionId, StoredAnswer]:
        return self.everything.answers

    @property
    def visible(self) -> tuple[QuestionId, ...]:
        return tuple(one for one in self.section.questions if one in self.everything.visible)

    def visible_question(self, question_id: str) -> Question:
        """Raises NotFound where the section does not ask it now."""
        if question_id not in self.visible:
            raise NotFound("Esa pregunta no existe o no corresponde según las respuestas.")
        return self.questionnaire.questions[QuestionId(question_id)]

    def address_of(self, question_id: QuestionId, **query: str) -> str:
        """The page of a question, of this section or another."""
        section = addresses.section_of(self.questionnaire, question_id) or self.section
        return addresses.question(self.assessment.id, section.id, question_id, **query)


def read_page(public_id: str, section_id: str) -> SectionPage:
    """The section as the viewer of this request may see it, in their language. Raises NotFound."""
    everything, overview = _read(public_id)
    section = next((one for one in everything.questionnaire.sections if one.id == section_id), None)
    if section is None:
        raise NotFound("Esa sección no existe.")
    return SectionPage(overview=overview, everything=everything, section=section)


def read_page_with(public_id: str, question_id: str) -> SectionPage:
    """The same for the section in which a question stands, asked now or not. Raises NotFound."""
    everything, overview = _read(public_id)
    section = addresses.section_of(everything.questionnaire, QuestionId(question_id))
    if section is None:
        raise NotFound("Esa pregunta no existe.")
    return SectionPage(overview=overview, everything=everything, section=section)


def _read(public_id: str) -> tuple[AllAnswers, Overview]:
    with reading() as session:
        return answering.read_with_overview(session, current_viewer(), PublicId(public_id), language=language())
