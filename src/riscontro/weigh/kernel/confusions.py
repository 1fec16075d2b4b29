"""Where else a doubted claim might belong: the events that a linker takes for each other, learnt from what it mixed up.

Claims that were moved to their near-copies show how far apart, in the order of opening, the event that a claim was put
to and its own one lie. A doubted claim is held against the events around its own: the better it fits one of them, and
the more so where its root is told there by others, the likelier its key is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riscontro.weigh.kernel.columns import UNKNOWN, Claims, Codes, Floats, Moments, Side, Sources
from riscontro.weigh.kernel.fits import Asked, Features
from riscontro.weigh.kernel.homes import Placed
from riscontro.weigh.kernel.roots import Groups, ends_of, is_root
from riscontro.weigh.kernel.segments import Rows, look_up, pair_key
from riscontro.weigh.kernel.views import NEVER, Views, look

REACH = 64
"""So many events opened before, and after, are looked at for a claim's own; a bound on cost."""

_STEPS = np.array([1, 2, 3, 5, 9, 17, 33, REACH + 1])
"""Distances in the order of opening at which how often events are confused is told apart."""

LIKELY = 0.02
"""An event so likely a claim's own is looked at, though it does not tell of the claim's root; a bound on cost."""

FEWEST = 20
"""Moved claims from which on they show which events are confused (judged)."""

MOST_FIT = 6.0
"""Log-odds that a fit elsewhere is worth at most (judged)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Confusions:
    """What is known of mixed-up events. ``offsets``: how likely a misplaced claim's own event is the one opened so many
    before or after (from ``-REACH`` to ``REACH``; of those beyond nothing is asked); ``company``: how likely a claim's
    root is told by another claim of its event; ``usual`` (by group code): how likely any event tells of a group.
    """

    offsets: Floats
    company: float
    usual: Floats


SURE_OF_NOTHING = Confusions(offsets=np.zeros(2 * REACH + 1), company=0.5, usual=np.zeros(0))


def learn_confusions(claims: Claims, sources: Sources, views: Views, groups: Groups, placed: Placed) -> Confusions:
    """Return what a set of views, one for each event, shows of the events that the linker took for each other."""
    rank = _ranks(placed)
    keyed = np.flatnonzero(claims.event[views.claim] != UNKNOWN)
    claim, home = views.claim[keyed], views.event[views.view[keyed]]
    moved = claims.event[claim] != home
    if moved.sum() < FEWEST:
        return SURE_OF_NOTHING
    apart = np.abs(rank[home[moved]] - rank[claims.event[claim[moved]]])
    step = np.searchsorted(_STEPS, np.abs(np.arange(-REACH, REACH + 1)), side="right")
    found = np.bincount(np.searchsorted(_STEPS, apart, side="right"), minlength=len(_STEPS) + 1)
    alone = float((groups.claims == 1).sum())
    told = np.bincount(groups.group, minlength=int(sources.group.max(initial=0)) + 1)
    return Confusions(
        offsets=np.where(step > 0, (found / np.bincount(step, minlength=len(found)).clip(1))[step], 0.0) / moved.sum(),
        company=1 - alone / max(float(groups.claims.sum()), 1.0),
        usual=np.asarray((told + 0.5) / (len(views) + 1.0), dtype=np.float64),
    )


def _ranks(placed: Placed) -> Rows:
    """Return the place of each event in the order of opening."""
    rank = np.empty(len(placed.first), dtype=np.int64)
    rank[np.argsort(placed.first, kind="stable")] = np.arange(len(placed.first))
    return rank


def elsewhere_odds(
    features: Features, views: Views, asked: Asked, placed: Placed, known: Confusions, weights: Floats
) -> Floats:
    """Return for each asked claim the log-odds, against its own event, of where else it might belong by then.

    ``weights`` are what the features are worth.
    """
    claims, sources = features.claims, features.sources
    within = float(known.offsets.sum())
    if not within or not len(asked.claim):
        return np.zeros(len(asked.claim))
    order = np.argsort(placed.first, kind="stable")
    rank = _ranks(placed)[views.event[asked.view]]
    place = rank[:, None] + np.arange(-REACH, REACH + 1)[None, :]
    event = order[np.clip(place, 0, len(order) - 1)].astype(np.int32)
    at = views.at[asked.view]
    by_then = (place >= 0) & (place < len(order)) & (placed.first[event] <= at[:, None]) & (known.offsets > 0)
    group = sources.group[asked.source]
    told = by_then & (_first_told(claims, sources, placed, event, group) <= at[:, None])
    company, usual = np.clip(known.company, 0.05, 0.95), known.usual[group]
    met = np.where(told, (company / usual)[:, None], ((1 - company) / (1 - usual))[:, None])
    looked = told | (by_then & (known.offsets >= LIKELY))
    asker, column = np.nonzero(looked)
    others = look(placed.homes, event[asker, column], at[asker])
    put = Asked(claim=asked.claim[asker], source=asked.source[asker], view=np.arange(len(asker)))
    fit = np.minimum(score(features.over(others).of(put), weights) + np.log(met[asker, column]), MOST_FIT)
    there = np.bincount(asker, known.offsets[column] * np.exp(fit), minlength=len(asked.claim))
    silent = (np.where(by_then & ~looked, known.offsets * met, 0.0)).sum(axis=1)
    missed = 1 - np.where(by_then, known.offsets, 0.0).sum(axis=1)
    return np.asarray(np.log(np.maximum(missed + silent + there, 1e-6)))


def _first_told(claims: Claims, sources: Sources, placed: Placed, event: Codes, group: Codes) -> Moments:
    """Return since when events (askers, events) tell of each asker's group, ``NEVER`` where they do not."""
    homes = placed.homes
    end = ends_of(claims)[homes.claim]
    rooted = (claims.side[homes.claim] == Side.FOR) & (end != UNKNOWN) & is_root(sources)[np.maximum(end, 0)]
    keys, at = pair_key(homes.event[rooted], sources.group[end[rooted]]), homes.since[rooted]
    order = np.lexsort((at, keys))
    keys, at = keys[order], at[order]
    place = look_up(keys, pair_key(event, np.broadcast_to(group[:, None], event.shape)))
    return np.where(place >= 0, at[np.maximum(place, 0)] if len(at) else NEVER, NEVER)


def score(features: Floats, weights: Floats) -> Floats:
    """Return the log-odds of features, by einsum: a linear algebra library's threads cost more than they save here."""
    return np.asarray(np.einsum("ni,i->n", features, weights))
