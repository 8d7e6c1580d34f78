"""How numbers are rounded, compared and shown.

Half-up rounding, ranks and every comparison with a threshold work on the value rounded to nine decimals, so that the
noise of binary fractions decides nothing: 1.005 shows as 1.01 and 0.7 + 0.1 reaches 0.8.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from evaluacion.domain.questionnaire import Score

DECIMALS = 9
"""Beyond these decimals two values are the same."""

PLAIN_DECIMALS = 2
"""Decimals shown of a score that declares no `display`."""

LARGEST = 1e15
"""No number of a questionnaire or an answer is larger: sums and products of such stay finite."""

_WHOLE_FROM = 2.0**52
"""From here on a double has no decimals left to round."""


def settled(value: float) -> float:
    """Return the value as comparisons see it: rounded to nine decimals."""
    return round(value, DECIMALS)


def reaches(value: float, threshold: float) -> bool:
    """Return whether the value is at least the threshold."""
    return round(value, DECIMALS) >= round(threshold, DECIMALS)


def round_half_up(value: float, decimals: int) -> float:
    """Return the value rounded to `decimals`, halves away from zero, as its decimal text reads."""
    if decimals >= DECIMALS or not abs(value) < _WHOLE_FROM:
        return settled(value)
    text = Decimal(f"{value:.{DECIMALS}f}")
    return float(text.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0


def display_value(score: Score, value: float) -> float:
    """Return the figure a person sees for a value of this score: mapped by its `display`, rounded half-up."""
    if score.display is None:
        return round_half_up(value, PLAIN_DECIMALS)
    (low, high), (shown_low, shown_high) = score.display.source, score.display.target
    shown = shown_low + (value - low) * (shown_high - shown_low) / (high - low)
    return round_half_up(shown, score.display.decimals)
