"""How well a claim fits an event: its words, its figure, its root's part in the act, the outlet that it cites.

A feature is how surprising it would be by chance, or whether something holds; what each is worth is learnt by
:mod:`riscontro.weigh.kernel.plausible`.
"""

from __future__ import annotations

from copy import copy
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riscontro.weigh.kernel.columns import UNKNOWN, Claims, Codes, Flags, Floats, Side, Sources, Texts
from riscontro.weigh.kernel.homes import figure_codes
from riscontro.weigh.kernel.roots import ends_of, is_root
from riscontro.weigh.kernel.segments import SHIFT, Keys, Rows, expand, look_up, pair_key
from riscontro.weigh.kernel.texts import BITS, CHANCE, FAR, WINDOW_MINUTES, differing_bits
from riscontro.weigh.kernel.views import Views

OTHERS = 400
"""Claims of an event with which a lone one is compared; a bound on cost."""


class Asked(NamedTuple):
    """Claims held against views: the claim, the root it names, the view. They need not be of that view."""

    claim: Rows
    source: Codes
    view: Rows


class Features:
    """The features of claims held against views."""

    def __init__(self, claims: Claims, sources: Sources, views: Views, apart: Floats) -> None:
        self.claims, self.sources, self._views, self._apart = claims, sources, views, apart
        self._ends = ends_of(claims)
        self._figures = figure_codes(claims.figure)
        self._tenor, self._crowd = Tenor(claims, views), Crowd(claims, sources, views)
        self._told = _Index(pair_key(self._ends, self._figures), np.isfinite(claims.figure))
        self._passed = _Index(pair_key(self._ends, claims.outlet), self._ends != UNKNOWN)

    def over(self, views: Views) -> Features:
        """Return the features of the same claims held against other views."""
        other = copy(self)
        other._views, other._tenor = views, Tenor(self.claims, views)
        other._crowd = Crowd(self.claims, self.sources, views)
        return other

    def of(self, asked: Asked) -> Floats:
        """Return one row of features for each claim held against a view."""
        claims, views, claim = self.claims, self._views, asked.claim
        start = np.searchsorted(views.view, asked.view)
        end = np.minimum(np.searchsorted(views.view, asked.view, side="right"), start + OTHERS)
        asker, row = expand(start, end)
        other = views.claim[row]
        apart = other != claim[asker]
        asker, other = asker[apart], other[apart]
        same = claims.lang[other] == claims.lang[claim[asker]]
        words, has_words = _words_surprise(claims, claim, asker[same], other[same])
        any_words, _ = _words_surprise(claims, claim, asker, other)
        tenor = self._tenor.of(asked)
        number, has_number = _figure_surprise(claims, claim, asker, other, self._apart)
        cited = claims.chain[claim, 0]
        by_outlet = self.sources.outlet[np.maximum(cited, 0)] & (cited != UNKNOWN)
        spoke = _any_of(asker, claims.outlet[other] == cited[asker], len(claim)) & by_outlet
        named = _any_of(asker, claims.also[other] == asked.source[asker], len(claim)) & (asked.source != UNKNOWN)
        elsewhere = self._elsewhere(asked, self._told, pair_key(self._ends[claim], self._figures[claim]))
        elsewhere &= self._figures[claim] != UNKNOWN
        passed = self._elsewhere(asked, self._passed, pair_key(self._ends[claim], cited)) & by_outlet
        columns = [np.ones(len(claim)), words, has_words, words**2 / 12, number, has_number, number**2 / 8]
        columns += [any_words, any_words**2 / 12, tenor, np.maximum(tenor, 0) ** 2 / 8]
        crowd = self._crowd.of(asked)
        columns += [crowd, crowd**2 / 4]
        roles = self._roles(asked, start)
        columns += [*roles, spoke, by_outlet & ~spoke, named, elsewhere, passed]
        columns += self._withdrawals(asked, roles)
        return np.stack(columns, axis=1).astype(np.float64)

    def _withdrawals(self, asked: Asked, roles: list[Flags]) -> list[Flags]:
        """Tell whether a claim withdraws a word, or denies what its own root said, or denies as a party."""
        side = self.claims.side[asked.claim]
        withdraws, denies = side == Side.RETRACTS, side == Side.AGAINST
        told = self._crowd.tells(asked)
        return [withdraws, withdraws & told, denies & told, *(denies & role for role in roles[:2])]

    def _roles(self, asked: Asked, start: Rows) -> list[Flags]:
        """Tell whether the root is of the side that gains, of the side that loses, or of a third state."""
        first = self._views.claim[np.minimum(start, len(self._views.claim) - 1)]
        state = np.where(asked.source != UNKNOWN, self.sources.state[np.maximum(asked.source, 0)], UNKNOWN)
        gains = (state != UNKNOWN) & (state == self.claims.gains[first])
        loses = (state != UNKNOWN) & (state == self.claims.loses[first])
        return [gains, loses, (state != UNKNOWN) & ~gains & ~loses]

    def _elsewhere(self, asked: Asked, index: _Index, keys: Keys) -> Flags:
        """Tell whether another claim with the same key stands in another event of the weeks around, by then."""
        start, end = index.span(keys)
        asker, row = expand(start, np.minimum(end, start + OTHERS))
        other, claim = index.rows[row], asked.claim[asker]
        at, view = self.claims.at, asked.view[asker]
        fits = (other != claim) & (self.claims.event[other] != self._views.event[view])
        fits &= (np.abs(at[other] - at[claim]) <= WINDOW_MINUTES) & (at[other] <= self._views.at[view])
        fits &= self.claims.event[other] != UNKNOWN
        return _any_of(asker, fits, len(keys))


class Tenor:
    """What the words of each view have in common: for each bit of the texts, how many have it set more than not.

    A copy that two languages share nothing of adds chance to it and no more; whether it tells is learnt.
    """

    def __init__(self, claims: Claims, views: Views) -> None:
        self._text, self._keys = claims.text, pair_key(views.view, views.claim)
        self._sum = np.zeros((len(views), BITS), dtype=np.int32)
        filled, start = np.unique(views.view, return_index=True)
        if len(filled):
            self._sum[filled] = np.add.reduceat(_signed_bits(claims.text[views.claim]), start, axis=0, dtype=np.int32)

    def of(self, asked: Asked) -> Floats:
        """Return how near each claim comes to its view's other words, in standard deviations of chance."""
        own = _signed_bits(self._text[asked.claim]).astype(np.int32)
        inside = look_up(self._keys, pair_key(asked.view, asked.claim)) >= 0
        others = self._sum[asked.view] - own * inside[:, None]
        length = np.sqrt((others.astype(np.float64) ** 2).sum(axis=1))
        return np.asarray((others * own).sum(axis=1) / np.maximum(length, 1.0)).clip(-3, 8)


class Crowd:
    """How loudly each view is told: the claims that speak for it, for each root that it names.

    Who tells an event that others carry a hundred times is seldom carried once.
    """

    def __init__(self, claims: Claims, sources: Sources, views: Views) -> None:
        end = ends_of(claims)[views.claim]
        speaks = claims.side[views.claim] == Side.FOR
        rooted = speaks & (end != UNKNOWN) & is_root(sources)[np.maximum(end, 0)]
        self._told, self._group = np.unique(pair_key(views.view[rooted], sources.group[end[rooted]])), sources.group
        self._keys = pair_key(views.view, views.claim)
        self._claims = np.bincount(views.view[speaks], minlength=len(views))
        self._groups = np.bincount(self._told // SHIFT - 1, minlength=len(views))

    def tells(self, asked: Asked) -> Flags:
        """Tell whether each claim's root, or another of its group, speaks for its view."""
        keys = pair_key(asked.view, self._group[np.maximum(asked.source, 0)])
        return np.asarray((asked.source != UNKNOWN) & (look_up(self._told, keys) >= 0))

    def of(self, asked: Asked) -> Floats:
        """Return the logarithm of the other claims for each other root, of each claim's view."""
        inside = look_up(self._keys, pair_key(asked.view, asked.claim)) >= 0
        claims, groups = self._claims[asked.view] - inside, self._groups[asked.view] - inside
        return np.asarray(np.log(np.maximum(claims, 1) / np.maximum(groups, 1)))


def _signed_bits(text: Texts) -> npt.NDArray[np.int8]:
    """Return one row of 1 and -1 for each text, of 0 for one that is not known."""
    in_bytes = np.ascontiguousarray(text).view(np.uint8).reshape(len(text), 8)
    bits = np.unpackbits(in_bytes, axis=1).astype(np.int8) * np.int8(2) - np.int8(1)
    return np.asarray(bits * (text != 0)[:, None], dtype=np.int8)


class _Index:
    """Rows by key."""

    def __init__(self, keys: Keys, which: Flags) -> None:
        rows = np.flatnonzero(which)
        self.rows = rows[np.argsort(keys[rows], kind="stable")]
        self._keys = keys[self.rows]

    def span(self, keys: Keys) -> tuple[Rows, Rows]:
        """Return where the rows of each key begin and end."""
        return np.searchsorted(self._keys, keys), np.searchsorted(self._keys, keys, side="right")


def _any_of(asker: Rows, which: Flags, size: int) -> Flags:
    return np.asarray(np.bincount(asker[which], minlength=size) > 0)


def _words_surprise(claims: Claims, claim: Rows, asker: Rows, other: Rows) -> tuple[Floats, Flags]:
    """Return how surprising it is, by chance, that words come so near to those of one of the others."""
    bits = differing_bits(claims.text[other], claims.text[claim[asker]])
    usable = bits < FAR
    nearest = np.full(len(claim), BITS, dtype=np.int64)
    np.minimum.at(nearest, asker[usable], bits[usable].astype(np.int64))
    compared = np.bincount(asker[usable], minlength=len(claim))
    by_chance = 1 - (1 - CHANCE[nearest]) ** np.maximum(compared, 1)
    return np.where(compared > 0, np.minimum(-np.log(np.maximum(by_chance, 1e-12)), 12), 0.0), compared > 0


def _figure_surprise(claims: Claims, claim: Rows, asker: Rows, other: Rows, apart: Floats) -> tuple[Floats, Flags]:
    """Return how surprising it is, by chance, that a figure comes so near to one of the others'."""
    left, right = claims.figure[other], claims.figure[claim[asker]]
    both = np.isfinite(left) & np.isfinite(right) & (left > 0) & (right > 0)
    distance = np.abs(np.log(left[both] / right[both]))
    nearest = np.full(len(claim), np.inf)
    np.minimum.at(nearest, asker[both], distance)
    _, codes = np.unique(left[both], return_inverse=True)
    different = np.unique(asker[both] * (len(codes) + 1) + codes) // (len(codes) + 1)
    compared = np.bincount(different, minlength=len(claim))
    rank = np.searchsorted(apart, np.minimum(nearest, 1e6), side="right") / max(len(apart), 1)
    by_chance = 1 - (1 - np.minimum(rank, 1)) ** np.maximum(compared, 1)
    return np.where(compared > 0, np.minimum(-np.log(np.maximum(by_chance, 1e-6)), 8), 0.0), compared > 0
