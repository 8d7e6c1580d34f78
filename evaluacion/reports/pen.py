"""What every drawing shares: colours for paper, classes for the screen, escaping, and the frame of a figure.

A page gets classes (its stylesheet knows both themes and the content policy forbids inline style); paper gets literal
light colours, because the PDF engine does not resolve variables inside an SVG.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from markupsafe import Markup

PAPER = "#FFFFFF"
INK = "#17212B"
INK_2 = "#4A5560"
BORDER = "#6B7680"
GRID = "#D6D4CC"
SERIES = "#123F4D"
RAMP = ("#EFE6CF", "#B7C8BE", "#739BA2", "#356F7E", "#123F4D")
FONT = "Source Sans 3"

PAINT = {
    **{f"g-n{index}": f'fill="{fill}" stroke="{BORDER}"' for index, fill in enumerate(RAMP, start=1)},
    "g-sin": f'fill="{PAPER}" stroke="{BORDER}"',
    "g-t": f'fill="{INK}"',
    "g-t2": f'fill="{INK_2}"',
    "g-eje": f'fill="{INK_2}"',
    "g-dif": f'fill="{PAPER}" stroke="{INK}" stroke-width="1"',
    "g-ms": f'fill="{INK}" stroke="{PAPER}" stroke-width="2"',
    "g-md": f'fill="{PAPER}" stroke="{INK}" stroke-width="3"',
    "g-guia": f'fill="none" stroke="{INK}"',
    "g-linea": f'fill="none" stroke="{BORDER}"',
    "g-rej": f'fill="none" stroke="{GRID}"',
    "g-radio": f'fill="none" stroke="{GRID}"',
    "g-marco": f'fill="none" stroke="{BORDER}"',
    "g-decl": f'fill="none" stroke="{INK_2}" stroke-width="2" stroke-dasharray="5 4"',
    "g-sust": f'fill="{SERIES}" fill-opacity="0.16" stroke="{SERIES}" stroke-width="3"',
    "g-trazo": f'fill="none" stroke="{SERIES}" stroke-width="3"',
    "g-barra": f'fill="{SERIES}"',
    "g-ps": f'fill="{SERIES}"',
    "g-pd": f'fill="{PAPER}" stroke="{INK}" stroke-width="2"',
    "g-bs": f'fill="{SERIES}" stroke="{PAPER}" stroke-width="1.5"',
}
"""How each role looks on paper; the page's stylesheet says the same with variables."""

NARROW_LETTERS = frozenset("iIljtfr.,:;'!|()[] 1")


class Medium(StrEnum):
    """Where a drawing will stand."""

    PAGE = "page"
    PAPER = "paper"


def paint(medium: Medium, role: str) -> Markup:
    """The attributes that give a shape its role: a class on a page, literal colours on paper."""
    return Markup(PAINT[role]) if medium is Medium.PAPER else Markup(f'class="{role}"')


def level_role(position: int, count: int) -> str:
    """The fill of level `position` of `count`: the five of the ramp, spread over however many levels there are."""
    if count <= 1:
        return "g-n3"
    return f"g-n{round((position - 1) * (len(RAMP) - 1) / (count - 1)) + 1}"


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def text_width(text: str, size: float) -> float:
    """A cautious estimate of the width of `text` in Source Sans 3 at `size`."""
    return sum(0.3 if letter in NARROW_LETTERS else 0.56 for letter in text) * size


def write(
    medium: Medium,
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    role: str = "g-t",
    anchor: str = "start",
    bold: bool = False,
) -> Markup:
    """One line of text; whatever it contains appears literally."""
    weight = Markup(' font-weight="700"') if bold else Markup()
    return Markup('<text x="{}" y="{}" font-size="{}" text-anchor="{}"{} {}>{}</text>').format(
        number(x), number(y), number(size), anchor, weight, paint(medium, role), text
    )


def figure(
    medium: Medium,
    width: float,
    height: float,
    shapes: Iterable[Markup],
    *,
    key: str,
    title: str,
    description: str = "",
) -> Markup:
    """A drawing that is read as an image: `key` makes its ids unique on the page."""
    label = Markup('<title id="{0}-t">{1}</title>').format(key, title)
    ids = f"{key}-t"
    if description:
        label += Markup('<desc id="{0}-d">{1}</desc>').format(key, description)
        ids += f" {key}-d"
    return Markup('<svg {} role="img" aria-labelledby="{}">{}{}</svg>').format(
        frame(medium, width, height), ids, label, Markup().join(shapes)
    )


def ornament(medium: Medium, width: float, height: float, shapes: Iterable[Markup], *, role: str) -> Markup:
    """A drawing whose content stands in words beside it: hidden from assistive technology."""
    return Markup('<svg class="{}" {} aria-hidden="true" focusable="false">{}</svg>').format(
        role, frame(medium, width, height), Markup().join(shapes)
    )


def frame(medium: Medium, width: float, height: float) -> Markup:
    """The view box, and on paper the typeface."""
    face = Markup(' font-family="{}"').format(FONT) if medium is Medium.PAPER else Markup()
    return Markup('viewBox="0 0 {} {}"{}').format(number(width), number(height), face)


def wrap(text: str, letters: int, lines: int) -> tuple[str, ...]:
    """`text` in at most `lines` lines of about `letters`; what does not fit ends in an ellipsis."""
    rows = [""]
    for word in text.split():
        piece = word if len(word) <= letters else word[: letters - 1] + "…"
        if not rows[-1] or len(rows[-1]) + 1 + len(piece) <= letters:
            rows[-1] = f"{rows[-1]} {piece}".strip()
        else:
            rows.append(piece)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], rows[lines - 1].rstrip("…") + "…"]
    return tuple(rows)
