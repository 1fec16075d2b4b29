"""Sort and segment operations: what columns have in place of loops."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Keys = npt.NDArray[np.int64]

SHIFT = 1 << 31
"""Codes are below this, so that two fit into one 64-bit key."""


def pair_key(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> Keys:
    """Return one key per row for two codes of at least -1."""
    return (first.astype(np.int64) + 1) * SHIFT + (second.astype(np.int64) + 1)


def place_in_run(keys: Keys) -> Rows:
    """Return each row's place, from 0, in its run of equal keys; ``keys`` is sorted."""
    return np.arange(len(keys)) - np.searchsorted(keys, keys)


class Spans(NamedTuple):
    """For each asker the rows of a sorted table that it asks for: ``asker`` repeats, ``row`` counts up."""

    asker: Rows
    row: Rows


def expand(start: Rows, end: Rows) -> Spans:
    """Return one row for each number from ``start`` to ``end`` (excluded) of each asker."""
    counts = np.maximum(end - start, 0)
    asker = np.repeat(np.arange(len(start)), counts)
    before = np.cumsum(counts) - counts
    return Spans(asker, np.arange(len(asker)) - before[asker] + start[asker])


def look_up(keys: Keys, asked: Keys) -> Rows:
    """Return the place of the first equal key in sorted ``keys``, -1 where there is none."""
    if not len(keys):
        return np.full(len(asked), -1, dtype=np.int64)
    place = np.searchsorted(keys, asked)
    inside = np.minimum(place, len(keys) - 1)
    return np.where(keys[inside] == asked, inside, -1)


CLOSE = 8
"""Codes fill a table of so many places for each row at most; where they lie further apart they are sorted."""


def distinct(keys: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the distinct values of some whole numbers, sorted: by sorting, which numpy's own way, by hashing, is not
    faster than.
    """
    ordered = np.sort(keys)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))]


def numbered(codes: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], Rows]:
    """Return the distinct values of some codes of at least -1, sorted, and for each row which of them it is.

    >>> numbered(np.array([7, -1, 7]))
    (array([-1,  7]), array([1, 0, 1]))
    """
    most = int(codes.max(initial=-1))
    if most > CLOSE * len(codes):
        return np.unique(codes, return_inverse=True)
    met = np.zeros(most + 2, dtype=np.bool_)
    met[codes + 1] = True
    return np.flatnonzero(met) - 1, (np.cumsum(met) - 1)[codes + 1]


def weigh_up(codes: npt.NDArray[Any], weights: npt.NDArray[np.float64], size: int) -> npt.NDArray[np.float64]:
    """Return the sum of the weights of each code below ``size``."""
    return np.bincount(codes, weights=weights, minlength=size).astype(np.float64, copy=False)


def rise(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the nearest sequence that never falls, by weighted least squares (pool adjacent violators).

    Barlow, Bartholomew, Bremner and Brunk, Statistical Inference under Order Restrictions, 1972.

    >>> rise(np.array([1.0, 3.0, 2.0]), np.array([1.0, 1.0, 1.0])).tolist()
    [1.0, 2.5, 2.5]
    """
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (left, w_left, n_left), (right, w_right, n_right) = pools[-2:]
            mean = (left * w_left + right * w_right) / (w_left + w_right)
            pools[-2:] = [(mean, w_left + w_right, n_left + n_right)]
    return np.repeat([value for value, _, _ in pools], [size for _, _, size in pools])
