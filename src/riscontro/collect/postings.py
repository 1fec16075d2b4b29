"""An inverted index of shingles in three sorted arrays: twelve bytes an entry, where a dictionary takes a hundred."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from riscontro.collect.shingles import Hashes, Places


class Postings(NamedTuple):
    """Sorted shingles; the documents of the n-th are ``owners[starts[n]:starts[n + 1]]``, in order."""

    keys: Hashes
    starts: Places
    owners: Places

    def places(self, wanted: Hashes) -> Places:
        """Return the place of each wanted shingle, all of which are held."""
        return np.searchsorted(self.keys, wanted)

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


NO_POSTINGS = Postings(
    keys=np.empty(0, dtype=np.uint64), starts=np.zeros(1, dtype=np.int64), owners=np.empty(0, dtype=np.int64)
)


def merge_postings(postings: Postings, keys: Hashes, owners: Places) -> Postings:
    """Return the postings with further entries, whose owners are all greater than the ones held."""
    held = np.repeat(postings.keys, np.diff(postings.starts))
    keys, owners = np.r_[held, keys], np.r_[postings.owners, owners]
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, dtype=np.int64)
    return Postings(keys=keys[first], starts=np.r_[first, len(keys)], owners=owners)


def ranges(starts: Places, counts: Places) -> Places:
    """Return ``start, start + 1 ...`` for each start, as many as its count, in one array."""
    total = int(counts.sum())
    ends = np.cumsum(counts)
    ranges: Places = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return ranges
