"""Makes the TrueType files that the PDF engine embeds from the vendored WOFF2 files, latin and latin-ext in one.

Run it from anywhere: `python static/fonts/make_pdf_fonts.py`. The result is the same each time. Needs fonttools[woff].
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
FACES = (
    "source-sans-3-{}-400-normal",
    "source-sans-3-{}-400-italic",
    "source-sans-3-{}-600-normal",
    "source-sans-3-{}-700-normal",
    "source-serif-4-{}-600-normal",
)


def main() -> None:
    """Writes `pdf/<face>.ttf` for each face."""
    (HERE / "pdf").mkdir(exist_ok=True)
    for face in FACES:
        subsets = [HERE / f"{face.format(subset)}.woff2" for subset in ("latin", "latin-ext")]
        merged = merge([as_truetype(path) for path in subsets if path.exists()])
        merged.save(HERE / "pdf" / f"{face.replace('-{}', '')}.ttf")


def as_truetype(path: Path) -> BytesIO:
    """The font at `path` without the WOFF2 wrapping."""
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    plain = BytesIO()
    font.save(plain)
    plain.seek(0)
    return plain


def merge(subsets: list[BytesIO]) -> TTFont:
    """One font with the characters of all `subsets`, dated like the first."""
    first = TTFont(subsets[0], recalcTimestamp=False)
    if len(subsets) == 1:
        return first
    font = Merger().merge(subsets)
    font.recalcTimestamp = False
    font["head"].created, font["head"].modified = first["head"].created, first["head"].modified
    return font


if __name__ == "__main__":
    main()
