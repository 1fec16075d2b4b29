"""A kept index of near-copies grows by a few documents: only what they touch is looked up, compared and written.

Numbered: 1. the shingles of the new documents are looked up; those that became common or crowded by them touch all
documents that hold them; 2. new and touched documents are compared anew with all that share shingles with them; 3. of
the documents whose near-copies changed, the families are found again. What comes out is what
:class:`riscontro.collect.families.FamilyIndex` finds in all documents at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riscontro.collect.families import COMMON, COMMON_WEIGHT, CONTAINMENT, CROWDED, LEAST_SHARED, is_massed
from riscontro.collect.family_file import FamilyFile
from riscontro.collect.kinship import group
from riscontro.collect.postings import Postings, merge_postings, ranges
from riscontro.collect.shingles import Hashes, Places, distinct

_AT_ONCE = 16
"""Documents whose shingles are looked up in one go: bounds the memory of a growth that touches many."""

_TOUCHED = 4096
"""Documents that a growth touches at most; where it would be more, all are looked at, which costs less then."""


class _Entries(NamedTuple):
    """The shingles of the new documents, sorted, and their documents."""

    keys: Hashes
    owners: Places


class _Sharers(NamedTuple):
    """The documents that share enough uncrowded shingles with one, the weight of those that they share with it, and
    its crowded shingles.
    """

    numbers: Places
    shared: NDArray[np.float64]
    crowded: Hashes


@dataclass(slots=True)
class _Growth:
    """What is known so far of the documents that are looked at, by number."""

    shingles: dict[int, Hashes]
    weights: dict[int, float] = field(default_factory=dict)
    sharers: dict[int, _Sharers] = field(default_factory=dict)


def grow(
    kept: FamilyFile, fresh: Mapping[str, Hashes], recall: Callable[[str], Hashes], *, mark: str
) -> dict[str, str | None] | None:
    """Put new documents, given by their shingles, into a file; return the families that changed, by document id.

    ``recall`` gives the shingles of a document that is held; ``mark`` is noted in the file with what is written, in one
    transaction. ``None``, and nothing written, where so much is touched that the whole index is to be grown: a text
    that hundreds carry, or a large part of all.
    """
    names = dict(enumerate(fresh, start=kept.size))
    growth = _Growth(shingles=dict(zip(names, fresh.values(), strict=True)))
    entries = _sorted_entries(growth.shingles)
    touched = _touched(kept, entries)
    if len(touched) > _TOUCHED or kept.any_massed(touched):
        return None
    growth.shingles |= {number: recall(name) for number, name in kept.names(touched).items()}
    for numbers in _chunks(sorted(growth.shingles)):
        if not _look_up(kept, entries, growth, numbers):
            return None
    near = _near_copies(kept, growth, recall)
    with kept.transaction():
        before = kept.near(touched)
        kept.add_documents(names)
        kept.insert(entries.keys, entries.owners)
        kept.set_weights(growth.weights)
        kept.replace_near(near)
        moved = {*near, *(other for held in (before, near) for others in held.values() for other in others)}
        families = _regrouped(kept, moved)
        kept.set_families(families)
        kept.note(mark=mark, before=kept.said("mark") or "")
    known = kept.names(families)
    return {known[number]: family for number, family in families.items()}


def _sorted_entries(shingles: Mapping[int, Hashes]) -> _Entries:
    keys = np.concatenate([*shingles.values(), np.empty(0, dtype=np.uint64)])
    owners = np.repeat(np.array(list(shingles), dtype=np.int64), [len(held) for held in shingles.values()])
    order = np.argsort(keys, kind="stable")
    return _Entries(keys=keys[order], owners=owners[order])


def _touched(kept: FamilyFile, entries: _Entries) -> list[int]:
    """Return the documents, held ones, with a shingle that became common or crowded."""
    fresh, added = np.unique(entries.keys, return_counts=True)
    postings = kept.postings(fresh)
    was = postings.counts(fresh)
    crossed = np.zeros(len(fresh), dtype=bool)
    for bound in (COMMON, CROWDED):
        crossed |= (was > 0) & (was <= bound) & (was + added > bound)
    numbers: list[int] = np.unique(postings.owners_of(fresh[crossed])).tolist()
    return numbers


def _look_up(kept: FamilyFile, entries: _Entries, growth: _Growth, numbers: Sequence[int]) -> bool:
    """Find weight and sharers of some documents; return whether none of them is made mostly of crowded shingles."""
    wanted = distinct(np.sort(np.concatenate([growth.shingles[number] for number in numbers])))
    postings = merge_postings(kept.postings(wanted), entries.keys, entries.owners)
    crowd = kept.crowded(wanted)
    for number in numbers:
        shingles = growth.shingles[number]
        apart = np.isin(shingles, crowd, assume_unique=True)
        plain = shingles[~apart]
        places = postings.places(plain)
        starts = postings.starts[places]
        counts = postings.starts[places + 1] - starts
        crowded = np.concatenate([shingles[apart], plain[counts > CROWDED]])
        if is_massed(len(crowded), len(shingles)):
            return False
        weights = np.where(counts > COMMON, COMMON_WEIGHT, 1.0)
        growth.weights[number] = float(weights.sum() + COMMON_WEIGHT * apart.sum())
        shared = (counts > 1) & (counts <= CROWDED)
        growth.sharers[number] = _sharers(postings, number, starts[shared], counts[shared], weights[shared], crowded)
    return True


def _sharers(
    postings: Postings, number: int, starts: Places, counts: Places, weights: NDArray[np.float64], crowded: Hashes
) -> _Sharers:
    partners, inverse = np.unique(postings.owners[ranges(starts, counts)], return_inverse=True)
    amounts = np.bincount(inverse, minlength=len(partners))
    weight = np.bincount(inverse, weights=np.repeat(weights, counts), minlength=len(partners))
    near = (amounts >= LEAST_SHARED) & (partners != number)
    return _Sharers(numbers=partners[near], shared=weight[near], crowded=crowded)


def _near_copies(kept: FamilyFile, growth: _Growth, recall: Callable[[str], Hashes]) -> dict[int, dict[int, float]]:
    """Return the near-copies of each document that was looked at."""
    near: dict[int, dict[int, float]] = {}
    shingles = dict(growth.shingles)
    for number, (others, shared, crowded) in growth.sharers.items():
        listed = others.tolist()
        held = kept.weights(other for other in listed if other not in growth.weights)
        weights = np.array([growth.weights.get(other) or held[other] for other in listed], dtype=np.float64)
        least = np.minimum(growth.weights[number], weights)
        # Most are out of reach even if they held all crowded shingles of this one.
        reach = np.flatnonzero(shared + COMMON_WEIGHT * len(crowded) >= CONTAINMENT * least).tolist()
        if len(crowded):
            unknown = kept.names(listed[place] for place in reach if listed[place] not in shingles)
            shingles |= {other: recall(name) for other, name in unknown.items()}
        near[number] = {}
        for place in reach:
            common = len(np.intersect1d(crowded, shingles[listed[place]], assume_unique=True)) if len(crowded) else 0
            score = float((shared[place] + COMMON_WEIGHT * common) / least[place])
            if score >= CONTAINMENT:
                near[number][listed[place]] = score
    return near


def _regrouped(kept: FamilyFile, moved: set[int]) -> dict[int, str | None]:
    """Return the families that changed, by number, where the near-copies of some documents did.

    Whether two near-copies are of one family hangs on the near-copies of both alone. So only those of ``moved`` and
    their near-copies may be joined or parted, and with them the families that they were of.
    """
    around = moved.union(*kept.near(moved).values())
    before = kept.families_of(around)
    members = around | kept.members({family for family in before.values() if family is not None})
    near = kept.near(members)
    names = kept.names(members.union(*near.values()))
    held = kept.families_of(members)
    found = group(sorted(members), near, names)
    return {number: family for number, family in found.items() if family != held[number]}


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(numbers), _AT_ONCE):
        yield numbers[first : first + _AT_ONCE]
