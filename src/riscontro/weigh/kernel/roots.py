"""Chains followed to their roots: the groups that speak for an event, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from riscontro.model.claim import Basis
from riscontro.weigh.kernel.columns import KINDS, UNKNOWN, Claims, Codes, Flags, Side, Sources
from riscontro.weigh.kernel.segments import Rows, pair_key
from riscontro.weigh.kernel.views import Views

OFFICIAL = [KINDS.index(kind) for kind in (Basis.OFFICIAL, Basis.ANONYMOUS)]
"""Vantages of officials, named or not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """The independent groups that speak for events; one row for each group of each view, sorted by view.

    ``claim`` is the first claim of the view that traces back to the group, ``source`` the root it names, ``claims`` how
    many do, ``figure`` what the first of them that tells a number tells (NaN: none does).
    """

    view: Rows
    group: Codes
    source: Codes
    claim: Rows
    claims: Rows
    figure: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.view)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signs:
    """What else is known of each view: flags of who speaks against it, and how it is told.

    ``contradicted`` by a source that is no official and no party, ``gainsaid`` by officials of a third state,
    ``denied`` by a party, ``retracted`` by one of its sources; ``told`` by some claim, ``unsourced``: by "sources say".
    ``copies`` counts the claims that speak for it.
    """

    contradicted: Flags
    gainsaid: Flags
    denied: Flags
    retracted: Flags
    told: Flags
    unsourced: Flags
    copies: Rows


def ends_of(claims: Claims) -> Codes:
    """Return the last source of each claim's chain, ``UNKNOWN`` where it names nobody."""
    length = (claims.chain != UNKNOWN).sum(axis=1)
    last = claims.chain[np.arange(len(claims)), np.maximum(length - 1, 0)]
    return np.where(length > 0, last, UNKNOWN).astype(np.int32)


def is_root(sources: Sources) -> Flags:
    """Tell which sources can stand for themselves: named ones that do not merely publish, and officials of a state."""
    return np.asarray(~sources.outlet & (sources.named | (sources.state != UNKNOWN)))


def is_party(claims: Claims, sources: Sources, claim: Rows, end: Codes) -> Flags:
    """Tell whether a root (``UNKNOWN``: nobody) is of a side that gains or loses by the event of a claim."""
    state = np.where(end != UNKNOWN, sources.state[np.maximum(end, 0)], UNKNOWN)
    return np.asarray((state != UNKNOWN) & ((state == claims.gains[claim]) | (state == claims.loses[claim])))


def groups_of(claims: Claims, sources: Sources, views: Views, ends: Codes) -> Groups:
    """Return the groups that the claims of each view trace back to, by view and group."""
    end = ends[views.claim]
    speaks = (claims.side[views.claim] == Side.FOR) & (end != UNKNOWN)
    speaks &= is_root(sources)[np.maximum(end, 0)]
    view, claim, end = views.view[speaks], views.claim[speaks], end[speaks]
    keys = pair_key(view, sources.group[end])
    order = np.lexsort((claim, keys))
    view, claim, end, keys = view[order], claim[order], end[order], keys[order]
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    figures = claims.figure[claim]
    told = np.flatnonzero(np.isfinite(figures))
    run = np.repeat(np.arange(len(first)), counts)
    figure = np.full(len(first), np.nan)
    figure[run[told[::-1]]] = figures[told[::-1]]  # the first one told is written last
    return Groups(
        view=view[first],
        group=sources.group[end[first]],
        source=end[first],
        claim=claim[first],
        claims=counts.astype(np.int64),
        figure=figure,
    )


def signs_of(claims: Claims, sources: Sources, views: Views, ends: Codes) -> Signs:
    """Return what speaks against each view, and how it is told."""
    claim, size = views.claim, len(views)
    end, side = ends[claim], claims.side[claim]
    rooted = (end != UNKNOWN) & is_root(sources)[np.maximum(end, 0)]
    party = is_party(claims, sources, claim, np.where(rooted, end, UNKNOWN))
    official = np.isin(sources.kind[np.maximum(end, 0)], OFFICIAL)
    against = (side == Side.AGAINST) & rooted
    speaks = side == Side.FOR
    bare = (end != UNKNOWN) & ~rooted & ~sources.outlet[np.maximum(end, 0)]

    def any_of(which: Flags) -> Flags:
        return np.asarray(np.bincount(views.view[which], minlength=size) > 0)

    return Signs(
        contradicted=any_of(against & ~party & ~official),
        gainsaid=any_of(against & ~party & official),
        denied=any_of(against & party),
        retracted=any_of(side == Side.RETRACTS),
        told=any_of(speaks),
        unsourced=any_of(speaks & bare),
        copies=np.bincount(views.view[speaks], minlength=size),
    )
