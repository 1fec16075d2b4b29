"""Do the figures speak of one act?"""

from __future__ import annotations

from collections.abc import Iterable

from riscontro.model.claim import Quantity
from riscontro.weigh.compare import Comparison

SAME = Comparison(1.0, "the figures agree")
NEAR = Comparison(0.7, "the figures are of one size")
FAR = Comparison(0.3, "the figures are far apart")
UNKNOWN = Comparison(0.5, "a figure is given by one of them at most, or in another unit")
NO_SECOND = Comparison(1.0, "their document tells no other figure for the same time")
TWO_ACTS = Comparison(0.0, "one document tells both from one root, with other figures for the same time")

ONE_SIZE = 2.0
"""Figures that differ by no more than this factor are of one size. Ratio, (judged)."""


def compare_figures(own: Quantity | None, low: float | None, high: float | None) -> Comparison:
    """Compare a figure with the range ``low`` to ``high`` of an event's figures in the same unit."""
    middle = middle_of(own)
    if middle is None or low is None or high is None:
        return UNKNOWN
    if low <= middle <= high and high <= ONE_SIZE * low:
        return SAME
    return NEAR if low <= ONE_SIZE * middle and middle <= ONE_SIZE * high else FAR


PLAN_SIZE = 1.5
"""The same for what was planned and what was done. Ratio, (judged)."""


def is_at_odds(
    own: Quantity | None, low: float | None, high: float | None, *, totals: bool, size: float = ONE_SIZE
) -> bool:
    """Tell whether a figure and an event's can hardly count one act: the nearest of them differs by more than ``size``.

    A total may take in more than the others, and a bound ("at least") speaks of no size beyond it; ``totals`` says that
    the event has a total.

    >>> tons = Quantity(minimum=300, maximum=300, unit="tonne")
    >>> is_at_odds(tons, 100, 140, totals=False), is_at_odds(tons, 100, 150, totals=False)
    (True, False)
    """
    middle = middle_of(own)
    if own is None or middle is None or low is None or high is None:
        return False
    if middle > high:
        return middle > size * high and own.maximum is not None and not own.cumulative
    return low > size * middle and own.minimum is not None and not totals


def compare_within_document(own: Quantity | None, others: Iterable[Quantity]) -> Comparison:
    """Compare a figure with those that the same document gave, from the same root, for the same time.

    A reader claims each act once per document and root, so a second figure in the same unit is a second act.
    """
    if own is not None and any(other.unit == own.unit and not _overlap(own, other) for other in others):
        return TWO_ACTS
    return NO_SECOND


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
