"""Near-copies and republications: which documents are one text, told from shingles that they share.

Numbered: 1. each text becomes a set of shingles (:mod:`riscontro.collect.shingles`); 2. pairs that share a few
uncommon ones are candidates; 3. a candidate is a near-copy where the shorter text is contained in the other by
:data:`CONTAINMENT`, common shingles counting little; 4. near-copies are joined to families where they also have their
neighbours in common. The outcome depends on the set of documents alone, never on the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riscontro.collect.kinship import group
from riscontro.collect.postings import NO_POSTINGS, Postings, merge_postings, ranges
from riscontro.collect.shingles import Hashes, Places, distinct, text_to_shingles

CONTAINMENT = 0.27
"""Part of the shorter text's shingles, by weight, that a near-copy holds. It, the next three and SHARED_NEIGHBOURS of
:mod:`riscontro.collect.kinship` were chosen as a set
on the development half of the reuse exam (F1 .959 with 10 false pairs there); do not tune one alone."""

COMMON = 10
"""A shingle in more documents than this is common: the words of a footer, or of a story that everybody carries."""

COMMON_WEIGHT = 0.1
"""Weight of a common shingle against 1. A footer hardly counts beside the report; in a story carried by hundreds all
shingles are common alike, and the ratio is the same as before."""

LEAST_SHARED = 3
"""Uncommon shingles that a candidate shares at least."""

CROWDED = 256
"""A shingle in more documents than this brings no candidates of its own: the work would grow with the square."""

_ANCHORS = 4
_WINDOW = 8
"""Texts made mostly of crowded shingles are compared with their next few neighbours, by id, at a few of them."""

_AT_ONCE = 512
"""Documents looked up in one go: bounds the memory of a large first settling."""


class NearCopy(NamedTuple):
    """Two documents that are one text, ids in order, and the part of the shorter that the other holds (0 to 1)."""

    a: str
    b: str
    containment: float


class IndexState(NamedTuple):
    """What a settled index is made of, by the number of each document in the order of adding: ids, weights, which are
    made mostly of crowded shingles, the postings, and the near-copies as pairs of numbers with their scores.
    ``beside`` tells the pairs that were found among neighbours in a crowd alone.
    """

    ids: tuple[str, ...]
    weights: NDArray[np.float64]
    massed: NDArray[np.bool_]
    postings: Postings
    pairs: Places
    scores: NDArray[np.float64]
    beside: NDArray[np.bool_]


class FamilyIndex:
    """Grows by one document at a time; what is told is the same for every order of adding."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._known: dict[str, int] = {}
        self._shingles: list[Hashes] = []
        self._weights: NDArray[np.float64] = np.zeros(0)
        self._crowded: dict[int, Hashes] = {}
        self._postings = NO_POSTINGS
        self._pending: list[int] = []
        self._near: dict[int, dict[int, float]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._known

    def state(self) -> IndexState:
        """Return what the index can be restored from; what is pending is settled first."""
        near = self._settle()
        pairs = [(a, b) for a, others in near.items() for b in others if a < b]
        return IndexState(
            ids=tuple(self._ids),
            weights=self._weights,
            massed=np.array([self._is_massed(number) for number in range(len(self._ids))], dtype=np.bool_),
            postings=self._postings,
            pairs=np.array(pairs, dtype=np.int64).reshape(-1, 2),
            scores=np.array([near[a][b] for a, b in pairs], dtype=np.float64),
            beside=np.array([b not in self._near.get(a, {}) for a, b in pairs], dtype=np.bool_),
        )

    @classmethod
    def restored(cls, state: IndexState) -> FamilyIndex:
        """Return the index of a state: nothing is compared again, so only what is added later costs comparing."""
        index = cls()
        index._ids = list(state.ids)
        index._known = {name: number for number, name in enumerate(state.ids)}
        index._postings = state.postings
        index._shingles = state.postings.by_owner(len(state.ids))
        index._weights = np.zeros(len(state.ids))
        for _ in index._look_up(list(range(len(state.ids)))):
            pass  # sets the weights
        for (a, b), score, beside in zip(state.pairs.tolist(), state.scores.tolist(), state.beside, strict=True):
            if not beside:
                index._near[a][b] = index._near[b][a] = score
        return index

    def add(self, document_id: str, text: str) -> None:
        """Take in a document; one whose id is known already is passed over."""
        if document_id in self._known:
            return
        number = len(self._ids)
        self._known[document_id] = number
        self._ids.append(document_id)
        self._shingles.append(text_to_shingles(text))
        self._pending.append(number)

    def pairs(self) -> tuple[NearCopy, ...]:
        """Return all pairs of near-copies, sorted."""
        near = self._settle()
        found = ((a, b, score) for a, others in near.items() for b, score in others.items() if a < b)
        return tuple(sorted(self._to_pair(a, b, score) for a, b, score in found))

    def families(self) -> dict[str, str | None]:
        """Return document id to family id, ``None`` where a document has no family.

        A family's id is made of the smallest id among its documents, so it may change when a smaller one joins.
        """
        near = self._settle()
        names = dict(enumerate(self._ids))
        return {names[number]: family for number, family in group(names, near, names).items()}

    def _to_pair(self, a: int, b: int, score: float) -> NearCopy:
        first, second = sorted((self._ids[a], self._ids[b]))
        return NearCopy(a=first, b=second, containment=round(score, 6))

    def _settle(self) -> dict[int, dict[int, float]]:
        """Take in what is pending, and look again at the documents whose shingles became common or crowded by it."""
        if self._pending:
            touched = self._merge_pending()
            for number in touched:
                for other in self._near.pop(number, {}):
                    self._near[other].pop(number, None)
            looked_up = dict(self._look_up(touched))
            for number in touched:
                self._compare(number, looked_up.pop(number), waiting=looked_up)
        return self._with_crowded()

    def _merge_pending(self) -> list[int]:
        """Put the pending shingles into the index; return the documents to look at again, sorted."""
        pending, self._pending = self._pending, []
        keys = np.concatenate([self._shingles[number] for number in pending])
        owners = np.repeat(np.array(pending, dtype=np.int64), [len(self._shingles[number]) for number in pending])
        before, self._postings = self._postings, merge_postings(self._postings, keys, owners)
        self._weights = np.r_[self._weights, np.zeros(len(pending))]
        fresh = distinct(np.sort(keys))
        was, now = before.counts(fresh), self._postings.counts(fresh)
        crossed = np.zeros(len(fresh), dtype=bool)
        for bound in (COMMON, CROWDED):
            crossed |= (was <= bound) & (now > bound)
        return sorted({*pending, *self._postings.owners_of(fresh[crossed]).tolist()})

    def _look_up(self, numbers: list[int]) -> Iterator[tuple[int, _Looked]]:
        """Yield where each document's shingles stand in the index; set its weight and its crowded shingles."""
        for first in range(0, len(numbers), _AT_ONCE):
            chunk = numbers[first : first + _AT_ONCE]
            lengths = [len(self._shingles[number]) for number in chunk]
            places = self._postings.places(np.concatenate([self._shingles[number] for number in chunk]))
            starts = self._postings.starts[places]
            counts = self._postings.starts[places + 1] - starts
            weights = np.where(counts > COMMON, COMMON_WEIGHT, 1.0)
            end = 0
            for number, length in zip(chunk, lengths, strict=True):
                end, here = end + length, slice(end, end + length)
                self._weights[number] = weights[here].sum()
                self._crowded[number] = self._shingles[number][counts[here] > CROWDED]
                shared = here.start + np.flatnonzero((counts[here] > 1) & (counts[here] <= CROWDED))
                yield number, _Looked(starts=starts[shared], counts=counts[shared], weights=weights[shared])

    def _compare(self, number: int, looked: _Looked, *, waiting: Mapping[int, object]) -> None:
        """Keep the near-copies of one document; those that wait for their own turn find it then."""
        partners = self._postings.owners[ranges(looked.starts, looked.counts)]
        shares = np.bincount(partners, minlength=len(self._ids))
        weights = np.bincount(partners, weights=np.repeat(looked.weights, looked.counts), minlength=len(self._ids))
        shares[number] = 0
        others = np.flatnonzero(shares >= LEAST_SHARED)
        reach = weights[others] + COMMON_WEIGHT * len(self._crowded[number])
        enough = CONTAINMENT * np.minimum(self._weights[number], self._weights[others])
        for other in others[reach >= enough].tolist():
            if other not in waiting:
                self._keep(number, other, float(weights[other]))

    def _keep(self, a: int, b: int, uncrowded_weight: float) -> None:
        crowded = _common_count(self._crowded[a], self._crowded[b])
        containment = (uncrowded_weight + COMMON_WEIGHT * crowded) / min(self._weights[a], self._weights[b])
        if containment >= CONTAINMENT:
            self._near[a][b] = self._near[b][a] = float(containment)

    def _with_crowded(self) -> dict[int, dict[int, float]]:
        """Return the near-copies with those among documents made mostly of crowded shingles, looked for anew."""
        massed = [number for number in self._crowded if self._is_massed(number)]
        if not massed:
            return self._near
        near = defaultdict(dict, {number: dict(others) for number, others in self._near.items()})
        buckets: dict[int, list[int]] = defaultdict(list)
        for number in sorted(massed, key=self._ids.__getitem__):
            for anchor in self._crowded[number][:_ANCHORS].tolist():
                buckets[anchor].append(number)
        for bucket in buckets.values():
            for place, a in enumerate(bucket):
                for b in bucket[place + 1 : place + 1 + _WINDOW]:
                    score = self._containment(a, b)
                    if score >= CONTAINMENT:
                        near[a][b] = near[b][a] = score
        return near

    def _is_massed(self, number: int) -> bool:
        return is_massed(len(self._crowded[number]), len(self._shingles[number]))

    def _containment(self, a: int, b: int) -> float:
        shared = np.intersect1d(self._shingles[a], self._shingles[b], assume_unique=True)
        weight = np.where(self._postings.counts(shared) > COMMON, COMMON_WEIGHT, 1.0).sum()
        return float(weight / min(self._weights[a], self._weights[b]))


class _Looked(NamedTuple):
    """The shared, uncrowded shingles of a document: start of the owners, number of owners, weight."""

    starts: Places
    counts: Places
    weights: NDArray[np.float64]


def assign_families(documents: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    """Return document id to family id for ``(id, text)`` pairs in any order; ``None`` where there is no near-copy."""
    index = FamilyIndex()
    for document_id, text in documents:
        index.add(document_id, text)
    return index.families()


def _common_count(a: Hashes, b: Hashes) -> int:
    return len(np.intersect1d(a, b, assume_unique=True)) if len(a) and len(b) else 0


def is_massed(crowded: int, shingles: int) -> bool:
    """Tell whether a document is made mostly of crowded shingles."""
    return 2 * crowded > shingles
