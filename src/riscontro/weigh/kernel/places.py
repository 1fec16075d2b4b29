"""Which of many places are the same, found by what they share instead of pair by pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from riscontro.weigh.compare.place import COMMON_PREFIX

SHORT = 64
"""Letters up to which all parts of a name are looked up among the names; longer ones are searched for every name."""


def same_places(names: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the keys ``place << 32 | place``, sorted, of the pairs that are the same; a place is its number among the
    distinct folded names. The rule is that of :func:`~riscontro.weigh.compare.place.is_same_place`.

    >>> [divmod(int(key), 1 << 32) for key in same_places(["kursk", "курск", "kursk oblast"])]
    [(0, 2), (2, 0)]
    """
    code = {name: number for number, name in enumerate(names)}
    found: set[tuple[int, int]] = set()
    by_stem: defaultdict[str, list[int]] = defaultdict(list)
    for name, number in code.items():
        for stem in {word[:COMMON_PREFIX] for word in name.split() if len(word) >= COMMON_PREFIX}:
            by_stem[stem].append(number)
        found.update((number, part) for part in _within(name, code))
    for numbers in by_stem.values():
        found.update((left, right) for left in numbers for right in numbers)
    keys = {left << 32 | right for one, other in found if one != other for left, right in ((one, other), (other, one))}
    return np.array(sorted(keys), dtype=np.int64)


def _within(name: str, code: dict[str, int]) -> list[int]:
    """Return the names that are part of a name."""
    if len(name) > SHORT:
        return [number for other, number in code.items() if other in name]
    size = range(len(name) + 1)
    parts = {name[start:end] for start in size for end in size[start:]}
    return [code[part] for part in parts if part in code]
