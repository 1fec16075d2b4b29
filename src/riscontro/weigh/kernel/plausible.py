"""Does a lone claim belong to its event at all? Learnt from claims whose key is an outside linker's.

A group that one claim alone tells, with words that are nobody else's there, may be another event's. What tells is how
near its words come to another's there, in its own language and in any, and to what all of them have in common, how near
its figure comes, against what chance would give, whether its root has a part in the act, whether the outlet that it
cites spoke there, and whether the same root told the same elsewhere. The weights are learnt without answers: lone
claims held against their own event, of which a share is wrong, and claims held against events of the same days that are
surely not theirs (learning from positive and unlabelled cases: Elkan and Noto, KDD 2008). The share of wrong keys is
seen in what fits worst, and in near-copies, which show where a claim belongs.

Where two near-copies stand alone in two events, one of them has the wrong key; the one is then held against the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from riscontro.weigh.kernel.columns import UNKNOWN, Claims, Flags, Floats, Moments, Side, Sources
from riscontro.weigh.kernel.confusions import SURE_OF_NOTHING, Confusions, elsewhere_odds, learn_confusions, score
from riscontro.weigh.kernel.fits import Asked, Features
from riscontro.weigh.kernel.homes import Placed
from riscontro.weigh.kernel.roots import Groups, ends_of, is_root
from riscontro.weigh.kernel.segments import SHIFT, Rows, look_up, pair_key
from riscontro.weigh.kernel.views import Views, look

NEIGHBOURS = 60
"""How many claims back the events lie that a lone claim is surely not about."""

FEWEST = 40
"""Lone claims from which on the weights are learnt (judged)."""

ROUNDS = 10
RIDGE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """What is known of keys: ``weights`` of the features, ``offset`` of the log-odds that a key is wrong, and how far
    figures of unrelated claims lie apart (``apart``: ascending absolute log ratios, evenly spaced in rank).
    ``confusions`` tell which events the linker takes for which.
    """

    weights: Floats
    offset: float
    apart: Floats
    confusions: Confusions


TRUST = Fit(weights=np.zeros(0), offset=-30.0, apart=np.zeros(1), confusions=SURE_OF_NOTHING)
"""Keys are right as long as nothing shows otherwise."""


def lone_groups(groups: Groups, views: Views, since_near: Moments) -> Rows:
    """Return the groups that rest on one claim, without a near-copy by then, in views that others tell too."""
    size = np.bincount(views.view, minlength=len(views))
    lone = (groups.claims == 1) & (since_near[groups.claim] > views.at[groups.view]) & (size[groups.view] > 1)
    return np.flatnonzero(lone)


def lone_voices(groups: Groups, views: Views, since_near: Moments) -> Rows:
    """Return what rests on one claim, without a near-copy by then, of what speaks against events."""
    return np.flatnonzero((groups.claims == 1) & (since_near[groups.claim] > views.at[groups.view]))


def wrong_probability(
    claims: Claims, sources: Sources, views: Views, groups: Groups, placed: Placed, fit: Fit
) -> Floats:
    """Return for each group how likely its only claim is another event's; never all of a view's groups at once."""
    lone = lone_groups(groups, views, placed.since_near)
    return _spare_one(doubt(claims, sources, views, groups, placed, fit, lone), groups)


def doubt(
    claims: Claims, sources: Sources, views: Views, groups: Groups, placed: Placed, fit: Fit, lone: Rows
) -> Floats:
    """Return for each group how likely it is another event's, where it is one of the lone ones."""
    result = np.zeros(len(groups))
    if not len(lone) or not len(fit.weights):
        return result
    asked = Asked(claim=groups.claim[lone], source=groups.source[lone], view=groups.view[lone])
    features = Features(claims, sources, views, fit.apart)
    fits = score(features.of(asked), fit.weights)
    odds = fits - fit.offset
    told, rivals = _rivals(claims, views, asked, placed)
    if len(told):
        other = score(features.over(rivals.views).of(rivals.asked), fit.weights)
        odds[told] = fits[told] - other
    open_ = np.setdiff1d(np.flatnonzero(np.abs(odds) < _SETTLED), told)
    some = Asked(claim=asked.claim[open_], source=asked.source[open_], view=asked.view[open_])
    odds[open_] -= elsewhere_odds(features, views, some, placed, fit.confusions, fit.weights)
    result[lone] = 1 / (1 + np.exp(np.clip(odds, -30, 30)))
    return result


_SETTLED = 5.0
"""Log-odds from which on it is not asked where else a claim might belong; a bound on cost."""


class _Rivals(NamedTuple):
    """Near-copies of claims, as ``asked`` of the ``views`` that they stand in."""

    views: Views
    asked: Asked


def _rivals(claims: Claims, views: Views, asked: Asked, placed: Placed) -> tuple[Rows, _Rivals]:
    """Return which of the asked claims have a rival by then, and the rivals in their own events.

    One of the two has the wrong key, so that the one is held against the other and not against what is usual.
    """
    at = views.at[asked.view]
    told = np.flatnonzero(_contested(claims, asked.claim, at, placed))
    rival = placed.rival[asked.claim[told]]
    theirs = look(placed.homes, claims.event[rival], at[told])
    source = ends_of(claims)[rival]
    return told, _Rivals(theirs, Asked(claim=rival, source=source, view=np.arange(len(told))))


def _spare_one(wrong: Floats, groups: Groups) -> Floats:
    """Keep the likeliest group of each view: an event must be somebody's report."""
    order = np.lexsort((groups.claim, wrong, groups.view))
    _, first = np.unique(groups.view[order], return_index=True)
    spared = wrong.copy()
    best = order[first]
    spared[best] = np.minimum(spared[best], _SPARED)
    return spared


_SPARED = 0.3
"""The likeliest group of an event is never doubted more than this (judged)."""


def learn_keys(claims: Claims, sources: Sources, views: Views, groups: Groups, placed: Placed, moved: Flags) -> Fit:
    """Return what a set of views, one for each event, shows of the linker that gave the keys."""
    lone = lone_groups(groups, views, placed.since_near)
    strangers = _strangers(claims, sources, views, groups, placed.since_near)
    fit = _learn(claims, sources, views, groups, placed, moved, lone, strangers)
    if not len(fit.weights):
        return fit
    return replace(fit, confusions=learn_confusions(claims, sources, views, groups, placed))


def learn_denials(claims: Claims, sources: Sources, views: Views, groups: Groups, placed: Placed, moved: Flags) -> Fit:
    """Return what a set of views shows of the keys of what speaks against events, ``groups`` here."""
    lone = lone_voices(groups, views, placed.since_near)
    strangers = _strangers(claims, sources, views, groups, placed.since_near, sides=(Side.AGAINST, Side.RETRACTS))
    return _learn(claims, sources, views, groups, placed, moved, lone, strangers)


def _learn(
    claims: Claims,
    sources: Sources,
    views: Views,
    groups: Groups,
    placed: Placed,
    moved: Flags,
    lone: Rows,
    strangers: Asked,
) -> Fit:
    contested = _contested(claims, groups.claim[lone], views.at[groups.view[lone]], placed)
    apart = _figures_apart(claims, views)
    share = _wrong_share(claims, views, groups, placed, moved, lone[~contested])
    lone = lone[~contested]
    if min(len(lone), len(strangers.claim)) < FEWEST or share <= 0:
        return TRUST
    features = Features(claims, sources, views, apart)
    own = features.of(Asked(claim=groups.claim[lone], source=groups.source[lone], view=groups.view[lone]))
    return _separate(own, features.of(strangers), share, apart)


def _contested(claims: Claims, claim: Rows, at: Moments, placed: Placed) -> Flags:
    """Tell which claims have a rival by some moments."""
    rival = placed.rival[claim]
    return np.asarray((rival >= 0) & (claims.at[np.maximum(rival, 0)] <= at))


def _separate(own: Floats, null: Floats, seen: float, apart: Floats) -> Fit:
    """Return the fit that tells lone claims from claims of other events; near-copies saw a share of wrong keys."""
    share = seen
    wrong = np.full(len(own), share)
    features = np.concatenate([own, null])
    answers = np.concatenate([np.ones(len(own)), np.zeros(len(null))])
    offset, weights = 0.0, np.zeros(own.shape[1])
    for _ in range(ROUNDS):
        right = 1 - wrong
        weights = _logistic(
            features, answers, np.concatenate([right, np.full(len(null), right.sum() / len(null))]), weights
        )
        fits = score(own, weights)
        share = _share_below(fits, score(null, weights), seen)
        for _ in range(3 * ROUNDS):
            wrong = 1 / (1 + np.exp(np.clip(fits - offset, -30, 30)))
            offset += float(np.log(share / wrong.mean()))
    return Fit(weights=weights, offset=offset, apart=apart, confusions=SURE_OF_NOTHING)


def _share_below(own: Floats, null: Floats, seen: float) -> float:
    """Return the share of lone claims that are another event's: how much of what fits worst there is among them.

    Hardly any claim fits its own event so badly as the worse half of the strangers do (mixture proportion estimation:
    Blanchard, Lee and Scott, JMLR 11, 2010). Where nothing tells them apart this would be too many, so that it stays
    near what near-copies saw, of which they miss some.
    """
    below = 2 * float((own < np.median(null)).mean())
    return float(np.clip(below, seen / _SEEN_WITHIN, min(seen * _SEEN_WITHIN, _MOST_WRONG)))


_SEEN_WITHIN = 2.0
"""The factor within which near-copies tell the share of wrong keys (judged)."""


def _logistic(features: Floats, answers: Floats, weights: Floats, start: Floats) -> Floats:
    """Return the weights of a logistic regression with a ridge (iteratively reweighted least squares).

    Sums are made by einsum: a linear algebra library's threads cost more than they save on so few columns.
    """
    found = start
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-score(features, found)))
        slope = np.einsum("ni,n->i", features, weights * (answers - likely)) - RIDGE * found
        bent = features * (weights * likely * (1 - likely))[:, None]
        step = np.linalg.solve(np.einsum("ni,nj->ij", bent, features) + RIDGE * np.eye(len(found)), slope)
        found = found + step
        if np.abs(step).max() < _STILL:
            break
    return found


_STILL = 1e-4
"""The largest step of a weight at which the search ends."""


def _wrong_share(claims: Claims, views: Views, groups: Groups, placed: Placed, moved: Flags, lone: Rows) -> float:
    """Return the share of lone claims whose key is wrong: what near-copies show of all keys, less what they settled.

    Of two rivals one has the wrong key.
    """
    known, last = np.unique(views.claim), views.at.max(initial=0)
    keyed = known[claims.event[known] != UNKNOWN]
    stays = keyed[~moved[keyed]]
    contested = _contested(claims, stays, np.full(len(stays), last), placed) & (placed.since_near[stays] > last)
    near = int((placed.since_near[stays] <= last).sum())
    if not near or not len(lone):
        return 0.0
    shifted, rivals = len(keyed) - len(stays), int(contested.sum())
    error = (shifted + rivals / 2) / (shifted + rivals + near)
    told = groups.claim
    rooted, found = int(groups.claims.sum()), int(moved[told].sum())
    found_rivals = int((_contested(claims, told, views.at[groups.view], placed) & ~moved[told]).sum())
    return float(np.clip((error * rooted - found - found_rivals / 2) / len(lone), 0.0, _MOST_WRONG))


_MOST_WRONG = 0.5


def _figures_apart(claims: Claims, views: Views) -> Floats:
    """Return how far figures of claims that have nothing to do with each other lie apart."""
    rows = np.unique(views.claim)
    rows = rows[np.isfinite(claims.figure[rows]) & (claims.figure[rows] > 0)]
    found = []
    for back in _BACKS:
        pair = rows[back:], rows[: max(len(rows) - back, 0)]
        unrelated = claims.event[pair[0]] != claims.event[pair[1]]
        found.append(np.abs(np.log(claims.figure[pair[0]] / claims.figure[pair[1]]))[unrelated])
    apart = np.sort(np.concatenate(found))
    return apart[np.linspace(0, len(apart) - 1, _STEPS).astype(int)] if len(apart) else np.zeros(1)


_BACKS = (101, 211, 307)
"""How many claims back an unrelated figure is taken: primes, far enough to be of another event."""

_STEPS = 1000


def _strangers(
    claims: Claims,
    sources: Sources,
    views: Views,
    groups: Groups,
    since_near: Moments,
    sides: tuple[Side, ...] = (Side.FOR,),
) -> Asked:
    """Return claims that name a root and have no near-copy, each put to a view of its days that is surely not its own.

    Which view is a fixed rule of the row, and lies back in time, so that later claims change nothing.
    """
    ends = ends_of(claims)[views.claim]
    rooted = np.isin(claims.side[views.claim], sides) & (ends != UNKNOWN)
    rooted &= is_root(sources)[np.maximum(ends, 0)] & (since_near[views.claim] > views.at[views.view])
    claim, end, view = views.claim[rooted], ends[rooted], views.view[rooted]
    filled, start = np.unique(views.view, return_index=True)
    opened = np.sort(pair_key(views.claim[start], filled))
    back = 1 + (claim * 7919) % NEIGHBOURS
    place = np.searchsorted(opened, pair_key(claim, np.full(len(claim), -1)))
    other = opened[np.maximum(place - back, 0)] % SHIFT - 1
    met = np.unique(pair_key(groups.view, groups.group))
    usable = (place >= back) & (other != view) & (look_up(met, pair_key(other, sources.group[end])) < 0)
    return Asked(claim=claim[usable], source=end[usable], view=other[usable])
