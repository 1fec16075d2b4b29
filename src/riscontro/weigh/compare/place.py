"""Are the places the same?"""

from __future__ import annotations

from collections.abc import Iterable

from riscontro.weigh.compare import Comparison

SAME = Comparison(1.0, "the places are the same")
UNKNOWN = Comparison(0.5, "a place is given by one of them at most, or in another language")
OTHER = Comparison(0.3, "the places are written differently")
EXCLUDED = Comparison(0.0, "the act has one place, and they name two")

COMMON_PREFIX = 4
"""Letters that the names of one place share at least when declined (Kursk, Курской, Курську). Letters, (judged)."""


def compare_places(own: str | None, others: Iterable[str], *, placed: bool) -> Comparison:
    """Compare a folded place with those that an event's claims give in the same language.

    ``placed`` says that an act of this kind has one place, so that two exclude each other.
    """
    known = list(others)
    if own is None or not known:
        return UNKNOWN
    if all(is_same_place(own, other) for other in known):
        return SAME
    return EXCLUDED if placed else OTHER


def is_same_place(left: str, right: str) -> bool:
    """Tell whether two folded names share a word, or its stem.

    >>> is_same_place("курской области", "курская область")
    True
    >>> is_same_place("qom", "isfahan")
    False
    """
    if left == right or left in right or right in left:
        return True
    return any(
        a[:COMMON_PREFIX] == b[:COMMON_PREFIX]
        for a in left.split()
        for b in right.split()
        if min(len(a), len(b)) >= COMMON_PREFIX
    )
