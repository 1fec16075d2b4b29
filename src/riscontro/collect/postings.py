"""An inverted index of shingles in three sorted arrays: 24 bytes an entry, where a dictionary takes over a hundred."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from riscontro.collect.shingles import Hashes, Places


class Postings(NamedTuple):
    """Sorted shingles; the documents of the n-th are ``owners[starts[n]:starts[n + 1]]``, in order.

    ``table`` holds the place of the first key with given upper bits, those that are left after ``shift``: as hashes
    are spread evenly, the key sought is then a step or two away.
    """

    keys: Hashes
    starts: Places
    owners: Places
    table: Places
    shift: np.uint64

    def places(self, wanted: Hashes) -> Places:
        """Return the place of each wanted shingle, all of which are held."""
        found = self.table[(wanted >> self.shift).astype(np.int64)]
        behind = np.flatnonzero(self.keys[found] < wanted)
        while len(behind):
            found[behind] += 1
            behind = behind[self.keys[found[behind]] < wanted[behind]]
        return found

    def counts(self, wanted: Hashes) -> Places:
        """Return in how many documents each wanted shingle is, 0 for one that is not held."""
        if not len(self.keys):
            return np.zeros(len(wanted), dtype=np.int64)
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        counts: Places = self.starts[places + 1] - self.starts[places]
        return np.where(self.keys[places] == wanted, counts, 0)

    def owners_of(self, wanted: Hashes) -> Places:
        """Return the documents of the wanted shingles, one after the other."""
        places = self.places(wanted)
        return self.owners[ranges(self.starts[places], self.counts(wanted))]

    def by_owner(self, count: int) -> list[Hashes]:
        """Return the shingles of each of ``count`` documents, sorted."""
        keys = np.repeat(self.keys, np.diff(self.starts))
        order = np.argsort(self.owners, kind="stable")
        ends = np.cumsum(np.bincount(self.owners, minlength=count))
        return np.split(keys[order], ends[:-1]) if count else []


_KEY_BITS = 64


def _index(keys: Hashes, starts: Places, owners: Places) -> Postings:
    bits = max(1, len(keys).bit_length())
    shift = np.uint64(_KEY_BITS - bits)
    table = np.searchsorted(keys, np.arange(1 << bits, dtype=np.uint64) << shift)
    return Postings(keys=keys, starts=starts, owners=owners, table=table, shift=shift)


NO_POSTINGS = _index(np.empty(0, dtype=np.uint64), np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int64))


def merge_postings(postings: Postings, keys: Hashes, owners: Places) -> Postings:
    """Return the postings with further entries, whose owners are all greater than the ones held."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    held = np.repeat(postings.keys, np.diff(postings.starts))
    places = np.searchsorted(held, keys, side="right")
    keys, owners = np.insert(held, places, keys), np.insert(postings.owners, places, owners)
    return sorted_postings(keys, owners)


def sorted_postings(keys: Hashes, owners: Places) -> Postings:
    """Return the postings of entries that are sorted by shingle, and those of one shingle by document."""
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, dtype=np.int64)
    return _index(keys[first], np.r_[first, len(keys)], owners)


def ranges(starts: Places, counts: Places) -> Places:
    """Return ``start, start + 1 ...`` for each start, as many as its count, in one array."""
    total = int(counts.sum())
    ends = np.cumsum(counts)
    ranges: Places = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return ranges
