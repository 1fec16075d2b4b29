from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.postings import NO_POSTINGS, Postings, merge_postings, ranges

KEYS = st.integers(0, 2**64 - 1) | st.integers(0, 20) | st.integers(2**64 - 20, 2**64 - 1)
DOCUMENTS = st.lists(st.sets(KEYS, max_size=12), max_size=8)


def posted(documents: list[set[int]], *, step: int) -> Postings:
    postings = NO_POSTINGS
    for first in range(0, len(documents), step):
        pairs = [(key, first + n) for n, keys in enumerate(documents[first : first + step]) for key in sorted(keys)]
        keys = np.array([key for key, _ in pairs], dtype=np.uint64)
        postings = merge_postings(postings, keys, np.array([owner for _, owner in pairs], dtype=np.int64))
    return postings


@given(DOCUMENTS, st.integers(1, 4))
def test_every_key_finds_its_documents(documents: list[set[int]], step: int) -> None:
    postings = posted(documents, step=step)
    for key in {key for keys in documents for key in keys}:
        wanted = np.array([key], dtype=np.uint64)
        owners = [number for number, keys in enumerate(documents) if key in keys]
        assert postings.keys[postings.places(wanted)].tolist() == [key]
        assert postings.owners_of(wanted).tolist() == owners
        assert postings.counts(wanted).tolist() == [len(owners)]


@given(DOCUMENTS, KEYS)
def test_key_that_is_not_held_counts_nothing(documents: list[set[int]], key: int) -> None:
    held = sum(key in keys for keys in documents)
    assert posted(documents, step=2).counts(np.array([key], dtype=np.uint64)).tolist() == [held]


def test_ranges_are_laid_end_to_end() -> None:
    assert ranges(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
