"""Where a claim belongs when its key is wrong: with its near-copies.

A claim whose words are nowhere near those of its own event, whose cited outlet never spoke there and whose figure
nobody else there tells, but whose copy stands in another event, is of that event, from the moment at which both were
public. The move is decided then and never taken back. Copies that were led astray together vouch for each other no more
than one would: where more copies of their words stand in the other event by then, they belong there too. Two claims
that would each move to where the other stands are rivals: neither moves before a third copy joins one of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riscontro.weigh.kernel.columns import UNKNOWN, Claims, Codes, Flags, Moments, Sources
from riscontro.weigh.kernel.roots import ends_of, is_root
from riscontro.weigh.kernel.segments import Keys, Rows, look_up, pair_key, place_in_run
from riscontro.weigh.kernel.texts import NEAR_BITS, Nearest, nearest_earlier, nearest_elsewhere
from riscontro.weigh.kernel.views import NEVER, Homes


class Placed(NamedTuple):
    """Where claims belong: their ``homes`` over time, since when each has a near-copy in its event (``since_near``,
    ``NEVER``), and its ``rival``, -1 for none: a near-copy in another event that stands there as alone as it does here.
    ``first`` tells by event when it was first told.
    """

    homes: Homes
    since_near: Moments
    rival: Rows
    first: Moments


def find_homes(claims: Claims, sources: Sources) -> Placed:
    """Return where claims belong."""
    own = nearest_earlier(claims)
    since_near = near_since(claims, own)
    copies = Copies(claims, own)
    rows = np.flatnonzero((claims.text != 0) & ((own.bits > NEAR_BITS) | (copies.place < FEW_COPIES)))
    elsewhere = nearest_elsewhere(claims, rows)
    moved, moment, rival = _moves(claims, sources, rows, elsewhere, since_near, copies)
    rows, target = rows[moved], elsewhere.row[moved]
    until = np.full(len(claims), NEVER, dtype=np.int64)
    until[rows] = moment
    kept = np.flatnonzero((claims.event >= 0) & (until > claims.at))
    claim = np.concatenate([kept, rows])
    event = np.concatenate([claims.event[kept], claims.event[target]]).astype(np.int32)
    since = np.concatenate([claims.at[kept], moment])
    end = np.concatenate([until[kept], np.full(len(rows), NEVER, dtype=np.int64)])
    order = np.lexsort((claim, event))
    since_near[rows] = np.minimum(since_near[rows], moment)
    homes = Homes(claim=claim[order], event=event[order], since=since[order], until=end[order])
    first = np.full(int(claims.event.max(initial=-1)) + 1, NEVER, dtype=np.int64)
    np.minimum.at(first, homes.event, homes.since)
    return Placed(homes, since_near, rival, first)


SURE_BITS = 10
"""Differing bits up to which a claim moves to its near-copy though nobody tells of its root there: thousands of texts
are compared, and of unrelated pairs one in a hundred million is so near.
"""

FEW_COPIES = 3
"""So many copies in one event may all have been led astray; of more, the later ones are where they belong (judged)."""


class Copies:
    """Near-copies within one event, each with the nearest before it: ``place`` is a claim's number among its copies."""

    def __init__(self, claims: Claims, own: Nearest) -> None:
        first = np.where(own.bits <= NEAR_BITS, own.row, np.arange(len(claims)))
        while not np.array_equal(first, first[first]):
            first = first[first]
        self._first = first
        self._keys = np.sort(pair_key(first, claims.at))
        order = np.argsort(first, kind="stable")
        self.place = np.empty(len(claims), dtype=np.int64)
        self.place[order] = place_in_run(first[order])

    def by(self, rows: Rows, moment: Moments) -> Rows:
        """Return how many copies of each row's words its event held at a moment."""
        first = self._first[rows]
        start = np.searchsorted(self._keys, pair_key(first, np.full(len(rows), -1)))
        return np.searchsorted(self._keys, pair_key(first, moment), side="right") - start


def near_since(claims: Claims, own: Nearest) -> Moments:
    """Return since when each claim has a near-copy in the event of its key."""
    near = np.flatnonzero(own.bits <= NEAR_BITS)
    since = np.full(len(claims), NEVER, dtype=np.int64)
    np.minimum.at(since, own.row[near], claims.at[near])
    since[near] = claims.at[near]
    return since


def _moves(
    claims: Claims, sources: Sources, rows: Rows, elsewhere: Nearest, since_near: Moments, copies: Copies
) -> tuple[Flags, Moments, Rows]:
    """Return which of the rows move to where their copy is, at what moments, and every claim's rival."""
    moment = np.maximum(claims.at[rows], claims.at[elsewhere.row])
    alone = since_near[rows] > moment
    settled = _spoke(claims, sources, rows) | (alone & (_others_tell(claims, rows) <= moment))
    settled &= claims.event[rows] >= 0
    astray = copies.by(elsewhere.row, moment) > copies.by(rows, moment)
    moved = (elsewhere.row >= 0) & (alone | astray) & ~settled
    moved &= (elsewhere.bits <= SURE_BITS) | _known_there(claims, sources, rows, elsewhere.row, moment)
    rival = _rivals(claims, rows[moved & alone], elsewhere.row[moved & alone])
    contested = rival[rows] >= 0
    joined = since_near[np.maximum(rival[rows], 0)]
    moment = np.where(contested, joined, moment)
    moved &= ~contested | (joined < since_near[rows])
    return moved, moment[moved], rival


def _known_there(claims: Claims, sources: Sources, rows: Rows, there: Rows, moment: Moments) -> Flags:
    """Tell whether the root that each row names, if any, is told by then in the event where its near-copy stands.

    A copy names the root of what it copies; words that meet by chance name another.
    """
    ends = ends_of(claims)
    rooted = (ends != UNKNOWN) & is_root(sources)[np.maximum(ends, 0)]
    group = sources.group[np.maximum(ends, 0)]
    first = _first_told(pair_key(claims.event, group)[rooted], claims.at[rooted])
    told = _first_of(first, pair_key(claims.event[np.maximum(there, 0)], group[rows]))
    return np.asarray(~rooted[rows] | (told <= moment))


def _rivals(claims: Claims, rows: Rows, nearest: Rows) -> Rows:
    """Return for every claim the one of another event that would move to its event as it would move there.

    One of the two has the wrong key, and which is seen from the rest of their events; the one that is first joined by
    another copy of their words stays, and the other moves to it.
    """
    would = np.full(len(claims), -1, dtype=np.int64)
    would[rows] = nearest
    back = would[np.maximum(would, 0)]
    mutual = (would >= 0) & (back >= 0) & (claims.event >= 0)
    mutual &= claims.event[np.maximum(back, 0)] == claims.event
    return np.where(mutual, would, -1)


def _spoke(claims: Claims, sources: Sources, rows: Rows) -> Flags:
    """Tell whether the outlet that a claim cites told the claim's event before it."""
    cited = claims.chain[rows, 0]
    by_outlet = (cited >= 0) & sources.outlet[np.maximum(cited, 0)]
    first = _first_told(pair_key(claims.event, claims.outlet), claims.at)
    spoke = _first_of(first, pair_key(claims.event[rows], cited))
    return np.asarray(by_outlet & (spoke <= claims.at[rows]))


def _first_told(keys: Keys, at: Moments) -> tuple[Keys, Moments]:
    """Return each key once, with its first moment; rows are in public order."""
    unique, place = np.unique(keys, return_index=True)
    return unique, at[place]


def _first_of(table: tuple[Keys, Moments], asked: Keys) -> Moments:
    place = look_up(table[0], asked)
    return np.where(place >= 0, table[1][place] if len(table[1]) else NEVER, NEVER)


def _others_tell(claims: Claims, rows: Rows) -> Moments:
    """Return since when another claim of the event tells the row's own figure, ``NEVER`` where none does."""
    told = np.flatnonzero(np.isfinite(claims.figure) & (claims.event >= 0))
    codes = figure_codes(claims.figure)
    keys = pair_key(claims.event, codes)
    order = told[np.lexsort((told, keys[told]))]
    ordered = keys[order]
    first = look_up(ordered, keys[rows])
    known = (first >= 0) & np.isfinite(claims.figure[rows]) & (claims.event[rows] >= 0)
    second = np.minimum(first + 1, max(len(order) - 1, 0))
    result = np.full(len(rows), NEVER, dtype=np.int64)
    if not len(order):
        return result
    is_first = order[np.maximum(first, 0)] == rows
    has_second = ordered[second] == keys[rows]
    result = np.where(known & ~is_first, claims.at[order[np.maximum(first, 0)]], result)
    return np.where(known & is_first & has_second & (second > first), claims.at[order[second]], result)


def figure_codes(figures: npt.NDArray[np.float64]) -> Codes:
    """Return one code for each different figure, -1 for none."""
    _, codes = np.unique(figures, return_inverse=True)
    return np.where(np.isfinite(figures), codes, -1).astype(np.int32)
