"""The small drawings of a result: the scale with two marks, the bar with two marks, steps and squares.

The same functions serve the page and the PDF (see `pen`). They know geometry and take texts as they will be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evaluacion.reports.pen import (
    INK,
    Medium,
    figure,
    level_role,
    number,
    ornament,
    paint,
    text_width,
    wrap,
    write,
)

EDGE = 10
"""Room at both ends of an axis for half a figure and a disc."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A value on an axis: where it stands (0 to 1; None when there is no value) and how it reads."""

    share: float | None
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A level on the axis, from `start` to `end` (0 to 1), with its short name and the figure at its start."""

    name: str
    start: float
    end: float
    start_text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A named bar: the solid value and the hollow one."""

    name: str
    main: Mark
    declared: Mark | None = None


def scale(
    medium: Medium,
    bands: Sequence[Band],
    end_text: str,
    main: Mark,
    declared: Mark | None,
    *,
    key: str,
    title: str,
    description: str = "",
    width: float = 640,
) -> Markup:
    """The whole axis with its bands, a solid mark and, where there is another reading, a hollow one."""
    shapes = [
        *_bands(medium, bands, end_text, width),
        *_scale_marks(medium, main, declared, width),
    ]
    return figure(medium, width, 92, shapes, key=key, title=title, description=description)


def bar(medium: Medium, main: float | None, declared: float | None, *, width: float = 150) -> Markup:
    """An axis with ticks each fifth, a bar to the solid mark and the hollow mark; the figures stand beside it."""
    return ornament(medium, width, 22, _bar(medium, main, declared, left=7, right=width - 7, y=11), role="g-mini")


def bars(
    medium: Medium, rows: Sequence[Bar], *, key: str, title: str, description: str = "", width: float = 580
) -> Markup:
    """Named bars one under the other: the profile where a radar would have fewer than three axes, or too many."""
    size, step = 16, 58
    shapes: list[Markup] = []
    for index, row in enumerate(rows):
        top = index * step
        texts = row.main.text if row.declared is None else f"{row.main.text} ({row.declared.text})"
        (name, *_) = wrap(row.name, int((width - text_width(texts, size) - 40) / (0.54 * size)), 1)
        shapes.append(write(medium, 7, top + 20, name, size=size, bold=True))
        shapes.append(write(medium, width - 7, top + 20, texts, size=size, anchor="end"))
        declared = row.declared.share if row.declared else None
        shapes.extend(_bar(medium, row.main.share, declared, left=7, right=width - 7, y=top + 38))
    return figure(medium, width, len(rows) * step + 4, shapes, key=key, title=title, description=description)


def steps(position: int, count: int, ink: str = INK) -> Markup:
    """On paper: rising bars, the first `position` of them full; the shape of a level."""
    shapes = []
    for index in range(count):
        height = 3.5 + 12 * index / max(1, count - 1)
        shapes.append(
            Markup('<rect x="{}" y="{}" width="3.5" height="{}" stroke-width="1.1" {}/>').format(
                _fine(0.75 + 5 * index), _fine(16.25 - height), _fine(height), _solid(ink, index < position)
            )
        )
    return ornament(Medium.PAPER, 5 * count, 18, shapes, role="steps")


def squares(filled: int, total: int, ink: str = INK) -> Markup:
    """On paper: squares in a row, the first `filled` of them full; the shape of an answer on a scale."""
    shapes = [
        Markup('<rect x="{}" y="1" width="12" height="10" stroke-width="1.5" {}/>').format(
            1 + 16 * index, _solid(ink, index < filled)
        )
        for index in range(total)
    ]
    return ornament(Medium.PAPER, 16 * total - 2, 12, shapes, role="squares")


def staircase(position: int, count: int) -> Markup:
    """On paper: the steps of a level, large, for a cover."""
    shapes = []
    for index in range(count):
        height = 30 + 100 * index / max(1, count - 1)
        shapes.append(
            Markup('<rect x="{}" y="{}" width="32" height="{}" stroke-width="2.5" {}/>').format(
                2 + 42 * index, number(134 - height), number(height), _solid(INK, index < position)
            )
        )
    return ornament(Medium.PAPER, 42 * count - 6, 136, shapes, role="staircase")


def _solid(ink: str, is_full: bool) -> Markup:
    return Markup('fill="{}" stroke="{}"').format(ink if is_full else "none", ink)


def _bands(medium: Medium, bands: Sequence[Band], end_text: str, width: float) -> Iterator[Markup]:
    if not bands:
        yield Markup('<rect x="{}" y="40" width="{}" height="16" {}/>').format(
            EDGE, number(width - 2 * EDGE), paint(medium, "g-sin")
        )
    last = -100.0
    for index, band in enumerate(bands):
        left, right = _x(band.start, width), _x(band.end, width)
        yield Markup('<rect x="{}" y="40" width="{}" height="16" {}/>').format(
            number(left), number(right - left), paint(medium, level_role(index + 1, len(bands)))
        )
        if right - left >= text_width(band.name, 14):
            yield write(medium, (left + right) / 2, 87, band.name, size=14, role="g-t2", anchor="middle")
        if left - last >= text_width(band.start_text, 14) + 6:
            yield write(medium, left, 71, band.start_text, size=14, role="g-t2", anchor="middle" if index else "start")
            last = left
    yield write(medium, width, 71, end_text, size=14, role="g-t2", anchor="end")


def _scale_marks(medium: Medium, main: Mark, declared: Mark | None, width: float) -> Iterator[Markup]:
    here = None if main.share is None else _x(main.share, width)
    there = None if declared is None or declared.share is None else _x(declared.share, width)
    if here is None:
        return
    if there is not None and abs(here - there) > 1:
        yield Markup('<rect x="{}" y="45.5" width="{}" height="5" {}/>').format(
            number(min(here, there)), number(abs(there - here)), paint(medium, "g-dif")
        )
    if there is not None:
        yield _disc(medium, there, 48, 7.5, "g-md")
    yield _disc(medium, here, 48, 9, "g-ms")
    if there is not None:
        yield _disc(medium, there, 48, 4.5, "g-md") if abs(here - there) < 2 else Markup()
    yield from _scale_texts(medium, main, declared, here, there, width)


def _scale_texts(
    medium: Medium, main: Mark, declared: Mark | None, here: float, there: float | None, width: float
) -> Iterator[Markup]:
    if declared is None or there is None:
        half = text_width(main.text, 16) / 2
        x = min(max(here, half), width - half)
        yield write(medium, x, 28, main.text, size=16, anchor="middle", bold=True)
        return
    main_is_left = here <= there
    left, right = (main, declared) if main_is_left else (declared, main)
    left_end, right_start = _label_places(left, right, min(here, there), max(here, there), width)
    yield write(medium, left_end, 28, left.text, size=16, anchor="end", bold=main_is_left)
    yield write(medium, right_start, 28, right.text, size=16, bold=not main_is_left)
    yield Markup('<path d="M{0} 33V39M{1} 33V40" {2}/>').format(number(here), number(there), paint(medium, "g-guia"))


def _label_places(left: Mark, right: Mark, near: float, far: float, width: float) -> tuple[float, float]:
    middle = (near + far) / 2
    left_end = max(min(near + 4, middle - 5), text_width(left.text, 17))
    right_start = max(far - 4, middle + 5, left_end + 10)
    overflow = right_start + text_width(right.text, 17) - width
    if overflow > 0:
        right_start -= overflow
        left_end = min(left_end, right_start - 10)
    return left_end, right_start


def _bar(
    medium: Medium, main: float | None, declared: float | None, *, left: float, right: float, y: float
) -> Iterator[Markup]:
    span = right - left
    ticks = Markup("").join(
        Markup("M{} {}v8").format(number(left + span * tick / 5), number(y - 4)) for tick in range(6)
    )
    yield Markup('<path d="M{} {}H{}{}" {}/>').format(
        number(left), number(y), number(right), ticks, paint(medium, "g-linea")
    )
    if main is not None:
        yield Markup('<rect x="{}" y="{}" width="{}" height="6" {}/>').format(
            number(left), number(y - 3), number(span * main), paint(medium, "g-barra")
        )
    if declared is not None:
        yield _disc(medium, left + span * declared, y, 5, "g-pd")
    if main is not None:
        yield _disc(medium, left + span * main, y, 6, "g-bs")


def _disc(medium: Medium, x: float, y: float, radius: float, role: str) -> Markup:
    return Markup('<circle cx="{}" cy="{}" r="{}" {}/>').format(
        number(x), number(y), number(radius), paint(medium, role)
    )


def _x(share: float, width: float) -> float:
    return EDGE + share * (width - 2 * EDGE)


def _fine(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
