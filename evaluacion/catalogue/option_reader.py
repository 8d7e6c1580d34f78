"""Answer options: shared scales, options written in a question, a question's own labels, and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evaluacion.catalogue.places import Place, is_identifier, report_identifier
from evaluacion.catalogue.problems import listed, shown, suggestion
from evaluacion.domain.questionnaire import Absence, Evidence, Option, OptionId, Proof, QuestionType

_OPTION_ABSENCES = (Absence.UNKNOWN, Absence.NOT_APPLICABLE, Absence.UNANSWERED)
_ACCEPTED = (Proof.URL, Proof.FILE, Proof.NOTE)

Options = tuple[Option, ...]
Scales = Mapping[str, "Options | None"]


def read_scales(place: Place) -> dict[str, Options | None]:
    """The scales by name; None for one that has errors (reported)."""
    scales: dict[str, Options | None] = {}
    for name, scale in (place.entries() or {}).items():
        scale_id = checked_key(name, scale)
        options = read_options(scale)
        scales[name] = options if scale_id else None
    return scales


def checked_key(name: str, place: Place) -> bool:
    """Whether the key of a map serves as id; reports it where it does not."""
    if not is_identifier(name):
        report_identifier(place.log, place.label, name, place.path)
        return False
    return True


def read_options(place: Place) -> Options | None:
    """A list of options with distinct ids."""
    options = place.each(_option, empty="La lista de opciones está vacía. Escriba al menos una.")
    if options is None:
        return None
    seen: set[str] = set()
    repeated = False
    for i, option in enumerate(options):
        if option.id in seen:
            item = (place.items() or [])[i]
            item.log.report(item.label, f"El id de opción {shown(option.id)} está repetido.", path=item.path)
            repeated = True
        seen.add(option.id)
    return None if repeated else options


def _option(place: Place) -> Option | None:
    before = len(place.log)
    record = place.record(required=("id", "label"), optional=("value", "absence", "needs", "exclusive"))
    if record is None:
        return None
    option_id = record.read("id", Place.identifier, "")
    if option_id == "doubtful":
        record.entries["id"].report("«doubtful» está reservado para la revisión. Use otro id de opción.")
    label = record.read("label", Place.filled_text, "")
    if "value" in record and "absence" in record:
        record.entries["absence"].report("Una opción tiene «value» o «absence», no ambos. Deje uno.")
    option = Option(
        id=OptionId(option_id),
        label=label,
        name=label,
        value=record.maybe("value", Place.number),
        absence=record.maybe("absence", lambda item: item.word(Absence, _OPTION_ABSENCES)),
        needs=record.maybe("needs", read_proofs) or (),
        exclusive=record.read("exclusive", Place.flag, False),
    )
    return option if len(place.log) == before else None


def read_proofs(place: Place) -> tuple[Proof, ...] | None:
    """`needs`: one word or a list of them."""
    if place.is_text:
        word = place.word(Proof)
        return (word,) if word else None
    return place.each(lambda item: item.word(Proof), empty=f"La lista está vacía. Use: {listed(Proof)}.")


def options_of(place: Place, scales: Scales) -> Options | None:
    """The options of a question: the name of a scale or a list written here."""
    if not place.is_text:
        return read_options(place)
    name = place.text() or ""
    if name not in scales:
        place.report(f"No existe la escala {shown(name)}.{suggestion(name, scales) or ' Defínala en «scales».'}")
    return scales.get(name)


def for_type(options: Options, kind: QuestionType) -> Options:
    """In a `multiple` question an option that stands for an absence excludes the others."""
    if kind is not QuestionType.MULTIPLE:
        return options
    return tuple(replace(option, exclusive=option.exclusive or option.absence is not None) for option in options)


def relabelled(options: Options, place: Place) -> Options:
    """The options with the question's own labels laid over."""
    labels: dict[str, str] = {}
    for option_id, label in (place.entries() or {}).items():
        text = label.filled_text()
        if known_option(option_id, options, label) and text:
            labels[option_id] = text
    return tuple(replace(option, label=labels.get(option.id, option.label)) for option in options)


def known_option(option_id: str, options: Options, place: Place, *, at_label: bool = True) -> bool:
    """Whether the question has this option; reports it where it has not."""
    ids = [option.id for option in options]
    if option_id in ids:
        return True
    hint = suggestion(option_id, ids) or (f" Opciones: {listed(ids)}." if ids else " La pregunta no tiene opciones.")
    position = place.label if at_label else place.position
    place.log.report(position, f"No existe la opción {shown(option_id)} en esta pregunta.{hint}", path=place.path)
    return False


def read_evidence(place: Place, options: Options) -> Evidence | None:
    """The evidence block of a question."""
    record = place.record(optional=("for", "accepts", "hints", "without"))
    if record is None:
        return None

    def option(item: Place) -> OptionId | None:
        text = item.text()
        return OptionId(text) if text and known_option(text, options, item, at_label=False) else None

    replaced: dict[OptionId, OptionId] = {}
    without = record.get("without")
    for option_id, item in ((without.entries() or {}) if without else {}).items():
        target = option(item)
        if known_option(option_id, options, item) and target:
            replaced[OptionId(option_id)] = target
    return Evidence(
        options=record.maybe("for", lambda item: item.each(option)) or (),
        accepts=record.read(
            "accepts",
            lambda item: item.each(lambda word: word.word(Proof, _ACCEPTED), empty="Ponga url, file o note."),
            _ACCEPTED,
        ),
        hints=record.maybe("hints", lambda item: item.each(Place.filled_text)) or (),
        without=replaced,
    )
