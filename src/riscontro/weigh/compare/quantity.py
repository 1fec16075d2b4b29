"""Do the figures speak of one act?"""

from __future__ import annotations

from collections.abc import Iterable

from riscontro.model.claim import Quantity
from riscontro.weigh.compare import Comparison

SAME = Comparison(1.0, "the figures agree")
NEAR = Comparison(0.7, "the figures are of one size")
FAR = Comparison(0.3, "the figures are far apart")
UNKNOWN = Comparison(0.5, "a figure is given by one of them at most, or in another unit")
TWO_ACTS = Comparison(0.0, "one document tells both from one root, with other figures for the same time")

ONE_SIZE = 2.0
"""Figures that differ by no more than this factor are of one size. Ratio, (judged)."""


def compare_figures(own: Quantity | None, low: float | None, high: float | None) -> Comparison:
    """Compare a figure with the range ``low`` to ``high`` of an event's figures in the same unit."""
    middle = middle_of(own)
    if middle is None or low is None or high is None:
        return UNKNOWN
    if low <= middle <= high:
        return SAME
    ratio = max(middle, high) / max(min(middle, low), 1e-9)
    return NEAR if ratio <= ONE_SIZE else FAR


def compare_within_document(own: Quantity | None, others: Iterable[Quantity]) -> Comparison:
    """Compare a figure with those that the same document gave, from the same root, for the same time.

    A reader claims each act once per document and root, so a second figure in the same unit is a second act.
    """
    if own is not None and any(other.unit == own.unit and not _overlap(own, other) for other in others):
        return TWO_ACTS
    return UNKNOWN


def middle_of(quantity: Quantity | None) -> float | None:
    """Return the middle of a figure, or the end that it has."""
    if quantity is None:
        return None
    ends = [end for end in (quantity.minimum, quantity.maximum) if end is not None]
    return sum(ends) / len(ends) if ends else None


def _overlap(left: Quantity, right: Quantity) -> bool:
    def below(a: float | None, b: float | None) -> bool:
        return a is None or b is None or a <= b

    return below(left.minimum, right.maximum) and below(right.minimum, left.maximum)
