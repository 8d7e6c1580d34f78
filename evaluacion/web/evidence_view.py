"""What supports an answer, as the page shows it: links and files, whether they are enough, what the answer counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from evaluacion.domain.answers import AnswerValue, Support
from evaluacion.domain.proofs import provides_any
from evaluacion.domain.questionnaire import OptionId, Proof, Question, Questionnaire, QuestionType
from evaluacion.web import answer_form
from evaluacion.web.answer_effects import effect_of_missing_evidence, numbers_of, points_of
from evaluacion.web.answer_words import chosen_options
from evaluacion.web.spoken import gettext as _


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofView:
    text: str
    mark: str
    url: str = ""
    by: str = ""
    remove_value: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceState:
    """Whether the chosen answer is supported, in words; also sent to the script after each save."""

    title: str
    is_supported: bool
    state_title: str
    state_words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceView:
    html_id: str
    title: str
    effect: str
    hints: tuple[str, ...]
    items: tuple[ProofView, ...]
    is_supported: bool
    state_title: str
    state_words: str
    url_name: str
    pending_url: str
    errors: tuple[str, ...]

    @property
    def has_any(self) -> bool:
        return bool(self.items)


def evidence_view(
    questionnaire: Questionnaire,
    question: Question,
    value: AnswerValue,
    support: Support,
    *,
    html_id: str,
    pending_url: str = "",
    errors: Sequence[str] = (),
) -> EvidenceView | None:
    """The evidence of a question, or None where its author asks for none."""
    if question.evidence is None:
        return None
    state = evidence_state(questionnaire, question, value, support)
    accepts_url = Proof.URL in question.evidence.accepts
    return EvidenceView(
        html_id=f"{html_id}-evidence",
        title=state.title,
        effect=effect_of_missing_evidence(question),
        hints=question.evidence.hints,
        items=proofs(question, support),
        is_supported=state.is_supported,
        state_title=state.state_title,
        state_words=state.state_words,
        url_name=answer_form.field_name(question.id, answer_form.URL) if accepts_url else "",
        pending_url=pending_url,
        errors=tuple(errors),
    )


def evidence_state(
    questionnaire: Questionnaire, question: Question, value: AnswerValue, support: Support
) -> EvidenceState:
    """The words beside the evidence of an answer."""
    evidence = question.evidence
    chosen = [option for option in question.options if option.id in chosen_options(value)]
    asked = [option for option in chosen if evidence and option.id in evidence.options]
    supported = evidence is not None and provides_any(support, evidence.accepts)
    level = numbers_of(question).get(asked[0].id, "") if asked else ""
    counted: OptionId | None = asked[0].id if asked else None
    if evidence and counted and not supported:
        counted = evidence.without.get(counted, counted)
    points = points_of(questionnaire, question, counted) if question.type is QuestionType.SINGLE else ""
    if supported:
        words = _("esta respuesta suma %(points)s.", points=points) if points else _("tiene evidencia.")
    else:
        words = (
            _("por ahora suma %(points)s en el puntaje sustentado.", points=points)
            if points
            else _("puede agregarla después.")
        )
    return EvidenceState(
        title=_("Evidencia del nivel %(number)s", number=level) if level else _("Evidencia de su respuesta"),
        is_supported=supported,
        state_title=_("Sustentado:") if supported else _("Aún no hay evidencia:"),
        state_words=words,
    )


def proofs(question: Question, support: Support) -> tuple[ProofView, ...]:
    """The links and files that stand beside an answer."""
    links = tuple(
        ProofView(
            text=_short_url(url),
            url=url if url.lower().startswith(("https://", "http://")) else "",
            mark="link",
            remove_value=f"{question.id}:{index}",
        )
        for index, url in enumerate(support.urls)
    )
    return links + tuple(ProofView(text=name, mark="file") for name in support.files)


def _short_url(url: str) -> str:
    parts = urlsplit(url)
    text = f"{parts.netloc}{parts.path}".rstrip("/") or url
    return text if len(text) <= 80 else f"{text[:77]}…"
