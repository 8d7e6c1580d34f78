"""The charts of a diagnosis: from its scores to the geometry of `charts` and `radar`.

The words (`title`, `description`, the names of both readings) come from the template that asks, in its language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from evaluacion.domain.diagnosis import Diagnosis, Part
from evaluacion.domain.outcomes import Measure, ScoreOutcome
from evaluacion.reports import charts, radar
from evaluacion.reports.charts import Band, Mark
from evaluacion.reports.pen import Medium

Write = Callable[[float | None, int], str]
"""How a figure is written: value and decimals."""


def scale_of(
    medium: Medium,
    outcome: ScoreOutcome,
    write: Write,
    *,
    key: str,
    main_name: str,
    declared_name: str,
    title: str,
    no_data: str,
    width: float = 640,
) -> Markup:
    """The scale of a score with its levels and its readings; `no_data` stands where there is no value."""
    names = (f"{main_name} ".lstrip(), f"{declared_name} ")
    bands = [
        Band(
            name=str(level.id),
            start=outcome.share(level.start) or 0.0,
            end=outcome.share(level.end) or 0.0,
            start_text=_short(write, level.start),
        )
        for level in outcome.levels
    ]
    return charts.scale(
        medium,
        bands,
        _short(write, outcome.high),
        _mark(outcome, outcome.measure, write, no_data, names[0]),
        _mark(outcome, outcome.declared, write, no_data, names[1]) if outcome.has_two_readings else None,
        key=key,
        title=title,
        width=width,
    )


def profile_of(
    medium: Medium,
    parts: Sequence[Part],
    write: Write,
    *,
    key: str,
    title: str,
    no_data: str,
    description: str = "",
    phone: bool = False,
) -> Markup:
    """The radar of the parts (bars, with fewer than three); `no_data` stands where there is no value."""
    outcomes = [part.outcome for part in parts]
    first = outcomes[0] if outcomes else None
    rings = [_short(write, first.low + (first.high - first.low) * ring) for ring in radar.RINGS[:-1]] if first else []
    same_scale = first is not None and all((one.low, one.high) == (first.low, first.high) for one in outcomes)
    axes = [
        radar.Axis(
            number=outcome.number,
            name=outcome.short,
            main=_mark(outcome, outcome.measure, _whole(write, outcome), no_data),
            declared=_mark(outcome, outcome.declared, _whole(write, outcome), no_data)
            if outcome.has_two_readings
            else None,
        )
        for outcome in outcomes
    ]
    return radar.profile(
        medium, axes, rings if same_scale else [], key=key, title=title, description=description, phone=phone
    )


def has_radar(diagnosis: Diagnosis) -> bool:
    """Whether the profile is a radar, so that its reading key must name lines rather than bars."""
    return radar.FEWEST_AXES <= len(diagnosis.parts) <= radar.MOST_AXES


def bar_of(medium: Medium, outcome: ScoreOutcome) -> Markup:
    """The small bar of a score."""
    declared = outcome.share(outcome.declared.value) if outcome.has_two_readings else None
    return charts.bar(medium, outcome.share(outcome.measure.value), declared)


def _mark(outcome: ScoreOutcome, measure: Measure, write: Write, no_data: str, prefix: str = "") -> Mark:
    text = no_data if measure.value is None else write(measure.value, outcome.decimals)
    return Mark(share=outcome.share(measure.value), text=f"{prefix}{text}")


def _whole(write: Write, outcome: ScoreOutcome) -> Write:
    """On a scale as wide as 0 to 100, decimals in a drawing are noise: the table has them."""
    if outcome.high - outcome.low < 50:
        return write
    return lambda value, _decimals: write(value, 0)


def _short(write: Write, value: float) -> str:
    return write(value, 0 if value == int(value) else 1)
