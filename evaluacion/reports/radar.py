"""The profile of a result: a radar of its parts, or bars where a radar would mislead.

Axes start at 12 o'clock and run clockwise in the order of the questionnaire. It shows shape, never ranks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from markupsafe import Markup

from evaluacion.reports.charts import Bar, Mark, bars
from evaluacion.reports.pen import Medium, figure, number, paint, wrap, write

FEWEST_AXES = 3
MOST_AXES = 14
RINGS = (0.2, 0.4, 0.6, 0.8, 1.0)
LABEL_LETTERS = 15
LABEL_LINES = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """One part: its number and short name, and its two values (`declared` None: there is only one reading)."""

    number: int
    name: str
    main: Mark
    declared: Mark | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """Where the radar stands: size of the drawing, centre and radius, and whether labels are numbers only."""

    width: float
    height: float
    x: float
    y: float
    radius: float
    only_numbers: bool = False


WIDE = Frame(width=580, height=430, x=290, y=219, radius=153)
PHONE = Frame(width=328, height=316, x=164, y=160, radius=124, only_numbers=True)


def profile(
    medium: Medium,
    axes: Sequence[Axis],
    ring_texts: Sequence[str],
    *,
    key: str,
    title: str,
    description: str = "",
    phone: bool = False,
) -> Markup:
    """A radar of the parts, or bars with fewer than three of them or with too many. `ring_texts` are the figures of
    the rings at a fifth, two fifths, three and four."""
    if not FEWEST_AXES <= len(axes) <= MOST_AXES:
        rows = [Bar(name=f"{axis.number}. {axis.name}", main=axis.main, declared=axis.declared) for axis in axes]
        return bars(medium, rows, key=key, title=title, description=description, width=328 if phone else 580)
    place = PHONE if phone else WIDE
    shapes = [
        *_grid(medium, place, len(axes), ring_texts),
        *_outline(medium, place, [axis.declared.share if axis.declared else None for axis in axes], "g-decl", "g-decl"),
        *_outline(medium, place, [axis.main.share for axis in axes], "g-sust", "g-trazo"),
        *(shape for index, axis in enumerate(axes) for shape in _axis(medium, place, axes, index, axis)),
    ]
    return figure(medium, place.width, place.height, shapes, key=key, title=title, description=description)


def _point(place: Frame, index: int, count: int, share: float) -> tuple[float, float]:
    angle = 2 * pi * index / count
    return place.x + place.radius * share * sin(angle), place.y - place.radius * share * cos(angle)


def _points(place: Frame, count: int, share: float) -> str:
    corners = (_point(place, index, count, share) for index in range(count))
    return " ".join(f"{number(x)},{number(y)}" for x, y in corners)


def _grid(medium: Medium, place: Frame, count: int, ring_texts: Sequence[str]) -> Iterator[Markup]:
    for ring in RINGS:
        role = "g-marco" if ring == RINGS[-1] else "g-rej"
        yield Markup('<polygon points="{}" {}/>').format(_points(place, count, ring), paint(medium, role))
    spokes = "".join(
        f"M{number(place.x)} {number(place.y)}L{number(x)} {number(y)}"
        for x, y in (_point(place, index, count, 1) for index in range(count))
    )
    yield Markup('<path d="{}" {}/>').format(spokes, paint(medium, "g-radio"))
    for ring, text in zip(RINGS, ring_texts, strict=False):
        y = place.y - place.radius * ring + 4
        yield write(medium, place.x - 8, y, text, size=12, role="g-eje", anchor="end")


def _outline(
    medium: Medium, place: Frame, shares: Sequence[float | None], closed: str, open_role: str
) -> Iterator[Markup]:
    """The closed shape, or only the sides whose two ends have a value: a missing value is never drawn as zero."""
    count = len(shares)
    corners = [None if share is None else _point(place, index, count, share) for index, share in enumerate(shares)]
    if all(corner is not None for corner in corners):
        points = " ".join(f"{number(x)},{number(y)}" for x, y in (corner for corner in corners if corner))
        yield Markup('<polygon points="{}" {}/>').format(points, paint(medium, closed))
        return
    for index, start in enumerate(corners):
        end = corners[(index + 1) % count]
        if start and end:
            path = f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}"
            yield Markup('<path d="{}" {}/>').format(path, paint(medium, open_role))


def _axis(medium: Medium, place: Frame, axes: Sequence[Axis], index: int, axis: Axis) -> Iterator[Markup]:
    count = len(axes)
    if axis.declared and axis.declared.share is not None:
        yield _dot(medium, _point(place, index, count, axis.declared.share), "g-pd")
    if axis.main.share is not None:
        yield _dot(medium, _point(place, index, count, axis.main.share), "g-ps")
    x, y = _point(place, index, count, 1.1 if place.only_numbers else 1.13)
    if place.only_numbers:
        yield write(medium, x, y + 6, str(axis.number), size=17, anchor="middle", bold=True)
    else:
        yield from _label(medium, place, x, y, axis)


def _label(medium: Medium, place: Frame, x: float, y: float, axis: Axis) -> Iterator[Markup]:
    side = "middle" if abs(x - place.x) < 1 else "start" if x > place.x else "end"
    size = 17
    lines = wrap(f"{axis.number} {axis.name}", LABEL_LETTERS, LABEL_LINES)
    above = y < place.y - place.radius
    below = y > place.y + place.radius
    top = y - 20 * len(lines) + 6 if above else y + 14 if below else y - 9 * (len(lines) - 1) - 2
    for row, line in enumerate(lines):
        yield write(medium, x, top + 20 * row, line, size=size, anchor=side, bold=True)
    yield _values(medium, x, top + 20 * len(lines), axis, size, side)


def _values(medium: Medium, x: float, y: float, axis: Axis, size: float, side: str) -> Markup:
    if axis.declared is None:
        return write(medium, x, y, axis.main.text, size=size, anchor=side)
    text = Markup('<text x="{}" y="{}" font-size="{}" text-anchor="{}" {}>{} <tspan {}>({})</tspan></text>')
    return text.format(
        number(x),
        number(y),
        number(size),
        side,
        paint(medium, "g-t"),
        axis.main.text,
        paint(medium, "g-t2"),
        axis.declared.text,
    )


def _dot(medium: Medium, point: tuple[float, float], role: str) -> Markup:
    return Markup('<circle cx="{}" cy="{}" r="5" {}/>').format(number(point[0]), number(point[1]), paint(medium, role))
