"""Near-copies to families: which of them are one text, by the neighbours that they have in common.

Two near-copies are of one family where more than :data:`SHARED_NEIGHBOURS` of their near-copies are common to both, or
where each is the other's nearest (shared nearest neighbours: Jarvis and Patrick, IEEE Trans. Computers C-22, 1973). So
a digest of several reports does not make them one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from riscontro.model.ids import make_id

SHARED_NEIGHBOURS = 2 / 3
"""Part of their near-copies that two documents of one family share more than. Chosen with the thresholds of
:mod:`riscontro.collect.families`; do not tune it alone."""

Near = Mapping[int, Mapping[int, float]]
"""Number of a document to its near-copies and the containment of each; both ways."""


def group(numbers: Iterable[int], near: Near, names: Mapping[int, str]) -> dict[int, str | None]:
    """Return the family id of each number, ``None`` where it has none; near-copies beyond ``numbers`` are not joined.

    ``near`` holds all near-copies of each number, ``names`` the ids of all that occur. A family's id is made of the
    smallest id among its documents.
    """
    leader = {number: number for number in numbers}
    for a in leader:
        for b in near.get(a, ()):
            if a < b and b in leader and _one_family(near, a, b, names):
                leader[_root(leader, a)] = _root(leader, b)
    members: dict[int, list[int]] = defaultdict(list)
    for number in leader:
        members[_root(leader, number)].append(number)
    found: dict[int, str | None] = {}
    for one in members.values():
        family = make_id("fam", [min(names[number] for number in one)]) if len(one) > 1 else None
        found.update(dict.fromkeys(one, family))
    return found


def _one_family(near: Near, a: int, b: int, names: Mapping[int, str]) -> bool:
    mine, theirs = {a, *near[a]}, {b, *near[b]}
    if len(mine & theirs) > SHARED_NEIGHBOURS * max(len(mine), len(theirs)):
        return True
    return _nearest(near, a, names) == b and _nearest(near, b, names) == a


def _nearest(near: Near, number: int, names: Mapping[int, str]) -> int:
    """Return the near-copy that shares most, the smaller id among equals."""
    return min(near[number], key=lambda other: (-round(near[number][other], 9), names[other]))


def _root(leader: dict[int, int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number
