"""Are the sides the same?"""

from __future__ import annotations

from collections.abc import Iterable

from riscontro.weigh.compare import Comparison

SAME = Comparison(1.0, "the sides are the same")
ONE_OPEN = Comparison(0.5, "one side is left open by one of them")
OTHER = Comparison(0.0, "the sides differ")
OTHER_OPPONENT = Comparison(0.7, "the sides are the same, the opponent differs")

Sides = tuple[str | None, str | None]


def compare_sides(left: Sides, right: Sides) -> Comparison:
    """Compare actor and recipient; an open side fits any, as long as the other side is known to be the same."""
    if left == right:
        return SAME
    agree = [a == b for a, b in zip(left, right, strict=True) if a is not None and b is not None]
    if not agree or not all(agree):
        return OTHER
    return ONE_OPEN


def compare_opponents(own: str | None, others: Iterable[str]) -> Comparison:
    """Compare the third party against whom the act is meant; readers name it or not, so it never excludes."""
    known = set(others)
    return SAME if own is None or not known or own in known else OTHER_OPPONENT
