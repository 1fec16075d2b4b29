"""Near-copies by simhash: which claim's words were copied from which.

Charikar, Similarity estimation techniques from rounding algorithms, STOC 2002: texts that share most of their words
differ in few bits; unrelated ones, and translations, differ in half of them.
"""

from __future__ import annotations

from math import comb
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from riscontro.weigh.kernel.columns import Claims, Texts
from riscontro.weigh.kernel.segments import Rows

BITS = 64
NEAR_BITS = 13
"""Differing bits up to which two texts of one event are copies; of unrelated pairs one in a million is so near."""

ELSEWHERE_BITS = 12
"""The same among all claims of the weeks around, where thousands are compared."""

FAR = BITS + 1
"""The distance to no text at all."""

COPIES_LOOKED_AT = 512
"""Earlier claims of its event that a claim is compared with, the latest first; a bound on cost."""

WINDOW_MINUTES = 30 * 24 * 60
"""How far from a claim its copies are looked for outside its event; a bound on cost."""

_BLOCK = 64

CHANCE = np.cumsum([comb(BITS, bits) / 2**BITS for bits in range(BITS + 1)])
"""Probability that unrelated texts differ in at most so many bits."""


class Nearest(NamedTuple):
    """For each row the nearest other text: its row (-1: none looked at) and how many bits differ (``FAR``)."""

    row: Rows
    bits: npt.NDArray[np.int16]


def differing_bits(left: Texts, right: Texts) -> npt.NDArray[np.int16]:
    """Return in how many bits texts differ; ``FAR`` where one is not known."""
    bits: npt.NDArray[Any] = _count_bits(left ^ right).astype(np.int16)
    return np.where((left == 0) | (right == 0), np.int16(FAR), bits)


def _count_bits(words: Texts) -> npt.NDArray[Any]:
    if hasattr(np, "bitwise_count"):
        return np.asarray(np.bitwise_count(words))
    in_bytes = np.ascontiguousarray(words).view(np.uint8).reshape((*words.shape, 8))  # numpy 1
    return np.asarray(_BYTE[in_bytes].sum(axis=-1))


_BYTE = np.array([byte.bit_count() for byte in range(256)], dtype=np.uint8)


def nearest_earlier(claims: Claims) -> Nearest:
    """Return for each claim the nearest text among the earlier claims of its event."""
    order = np.argsort(claims.event, kind="stable")
    event, text = claims.event[order], claims.text[order]
    place = np.arange(len(order)) - np.searchsorted(event, event)
    best = np.full(len(order), FAR, dtype=np.int16)
    row = np.full(len(order), -1, dtype=np.int64)
    active = np.flatnonzero((event >= 0) & (text != 0))
    for back in range(1, COPIES_LOOKED_AT + 1):
        active = active[place[active] >= back]
        if not len(active):
            break
        bits = differing_bits(text[active], text[active - back])
        nearer = bits < best[active]
        found = active[nearer]
        best[found], row[found] = bits[nearer], order[found - back]
    nearest = Nearest(np.full(len(order), -1, dtype=np.int64), np.full(len(order), FAR, dtype=np.int16))
    nearest.row[order], nearest.bits[order] = row, best
    return nearest


def nearest_elsewhere(claims: Claims, rows: Rows) -> Nearest:
    """Return for some claims the nearest text in another event, at most ``ELSEWHERE_BITS`` away and within the window.

    An earlier one where there is any; else the first later one that is as near.
    """
    begin = np.searchsorted(claims.at, claims.at[rows] - WINDOW_MINUTES)
    end = np.searchsorted(claims.at, claims.at[rows] + WINDOW_MINUTES, side="right")
    found = Nearest(np.full(len(rows), -1, dtype=np.int64), np.full(len(rows), FAR, dtype=np.int16))
    for start in range(0, len(rows), _BLOCK):
        block = slice(start, start + _BLOCK)
        asked, low, high = rows[block], int(begin[start]), int(end[block][-1])
        bits = _count_bits(claims.text[asked][:, None] ^ claims.text[None, low:high]).astype(np.int16)
        event = claims.event[None, low:high]
        barred = (event == claims.event[asked][:, None]) | (event < 0) | (claims.text[None, low:high] == 0)
        barred |= (claims.text[asked] == 0)[:, None]
        bits[barred | (bits > ELSEWHERE_BITS)] = FAR
        earlier = np.arange(low, high)[None, :] < asked[:, None]
        before = np.where(earlier, bits, FAR)
        nearest, later = before.argmin(axis=1), (~earlier & (bits < FAR)).argmax(axis=1)
        some = np.arange(len(asked))
        column = np.where(before[some, nearest] < FAR, nearest, later)
        found.bits[block] = bits[some, column]
        found.row[block] = np.where(bits[some, column] < FAR, column + low, -1)
    return found
