"""Relays that do not say whom they follow: a root that habitually follows another, or tells its very figure.

Of a root that speaks after another group of the same event it is asked whether it only repeats it. Two things tell. How
often this root was seen, with the chain named, to follow that group (its habit): some of its relays name whom they
follow, so that others do not. And whether both tell the same figure: independent origins hit on one figure the more
seldom, the larger it is (``chance / figure``). Everything is learnt from the claims, by EM.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from riscontro.weigh.kernel.columns import UNKNOWN, Claims, Codes, Flags, Floats, Side, Sources
from riscontro.weigh.kernel.roots import Groups, is_root
from riscontro.weigh.kernel.segments import Keys, Rows, look_up, pair_key, place_in_run
from riscontro.weigh.kernel.views import Views

GROUPS_BEFORE = 7
"""Earlier groups of an event that a root is held against; a bound on cost."""

HABIT_WEIGHT = 2.0
"""Cases that the usual habit of pairs seen with the chain named is worth against what is seen of one (judged)."""

SURE = 0.97
"""The most that habit alone can say (judged)."""

ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Habits:
    """What is known of relays. ``pair`` (sorted) is a key of relaying source and followed group; ``habit`` how likely
    the one, coming after the other without a word, repeats it; ``stranger`` the same of a pair never seen; ``ahead``
    the same of one that follows the other elsewhere, and whose words are public before the other's here; ``echo``
    how likely a relay tells the same figure; ``chance`` over a figure, how likely independent origins do.
    """

    pair: Keys
    habit: Floats
    stranger: float = 0.02
    ahead: float = 0.05
    echo: float = 0.95
    chance: float = 0.8


NO_HABITS = Habits(pair=np.zeros(0, dtype=np.int64), habit=np.zeros(0))
"""What is taken before anything was seen (judged)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """Every figure that groups tell: ``group`` and ``table`` are sorted keys of groups (view, group) and of what they
    tell (place in ``group``, place in ``figure``), ``figure`` the figures met, sorted.
    """

    group: Keys
    figure: Floats
    table: Keys

    def tells(self, groups: Groups, rows: Rows, figure: Floats) -> Flags:
        """Tell whether each of these rows of groups tells a figure (NaN: none does)."""
        if not len(self.table):
            return np.zeros(len(rows), dtype=np.bool_)
        place = np.minimum(np.searchsorted(self.figure, figure), len(self.figure) - 1)
        who = np.searchsorted(self.group, pair_key(groups.view[rows], groups.group[rows]))
        return np.asarray((self.figure[place] == figure) & (look_up(self.table, pair_key(who, place)) >= 0))


def figures_of(claims: Claims, sources: Sources, views: Views, ends: Codes) -> Figures:
    """Return every figure that the groups of some views tell."""
    end, told = ends[views.claim], claims.figure[views.claim]
    speaks = (claims.side[views.claim] == Side.FOR) & (end != UNKNOWN) & np.isfinite(told)
    speaks &= is_root(sources)[np.maximum(end, 0)]
    keys = pair_key(views.view[speaks], sources.group[end[speaks]])
    group, who = np.unique(keys, return_inverse=True)
    figure, which = np.unique(told[speaks], return_inverse=True)
    return Figures(group=group, figure=figure, table=np.unique(pair_key(who, which)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """An earlier and a later group of one view: rows of :class:`Groups`; whether both tell a figure (``both``), and
    whether some figure of the one is the other's first (``same``).
    """

    earlier: Rows
    later: Rows
    both: Flags
    same: Flags

    def take(self, rows: Flags) -> Pairs:
        """Return some of the pairs."""
        return Pairs(earlier=self.earlier[rows], later=self.later[rows], both=self.both[rows], same=self.same[rows])


def named_relays(claims: Claims, sources: Sources, views: Views) -> tuple[Rows, Codes, Codes]:
    """Return each relay that a chain names, once: view, relaying source, followed group."""
    roots, found = is_root(sources), []
    speaks = claims.side[views.claim] == Side.FOR
    chain = claims.chain[views.claim]
    for hop in range(chain.shape[1] - 1):
        near, far = chain[:, hop], chain[:, hop + 1]
        both = speaks & (near != UNKNOWN) & (far != UNKNOWN)
        both &= roots[np.maximum(near, 0)] & roots[np.maximum(far, 0)]
        both &= sources.group[np.maximum(near, 0)] != sources.group[np.maximum(far, 0)]
        found.append(np.stack([views.view[both], near[both], sources.group[far[both]]], axis=1))
    rows = np.unique(np.concatenate(found), axis=0)
    return rows[:, 0], rows[:, 1].astype(np.int32), rows[:, 2].astype(np.int32)


def group_pairs(groups: Groups, figures: Figures) -> Pairs:
    """Return which groups of a view spoke before which."""
    order = np.lexsort((groups.claim, groups.view))
    place = place_in_run(groups.view[order])
    earlier, later = [], []
    for back in range(1, GROUPS_BEFORE + 1):
        here = np.flatnonzero(place >= back)
        earlier.append(order[here - back])
        later.append(order[here])
    before, after = np.concatenate(earlier), np.concatenate(later)
    first, second = groups.figure[before], groups.figure[after]
    same = figures.tells(groups, before, second) | figures.tells(groups, after, first)
    return Pairs(earlier=before, later=after, both=np.isfinite(first) & np.isfinite(second), same=same)


def relay_probability(
    groups: Groups, relays: tuple[Rows, Codes, Codes], sources: Sources, habits: Habits, figures: Figures
) -> Floats:
    """Return for each group how likely it only repeats another one of its view."""
    named = _named(groups, relays, sources)
    pairs = _unnamed_pairs(groups, sources, named, figures)
    place = look_up(habits.pair, _pair_keys(groups, pairs))
    prior = np.where(place >= 0, habits.habit[np.maximum(place, 0)] if len(habits.habit) else 0.0, habits.stranger)
    odds = _odds(prior) * _echo_ratio(groups, pairs, habits)
    result = np.zeros(len(groups))
    np.maximum.at(result, pairs.later, odds / (1 + odds))
    result[named] = 1.0
    before = _followers_ahead(groups, sources, named, habits, figures)
    before = before.take(result[before.later] < _HALF)
    odds = _odds(np.full(len(before.later), habits.ahead)) * _echo_ratio(groups, before, habits)
    np.maximum.at(result, before.earlier, odds / (1 + odds))
    return result


_HALF = 0.5


def _followers_ahead(groups: Groups, sources: Sources, named: Rows, habits: Habits, figures: Figures) -> Pairs:
    """Return the pairs of which the earlier one is seen elsewhere to follow the later."""
    pairs = group_pairs(groups, figures)
    free = np.ones(len(groups), dtype=bool)
    free[named] = False
    follows = look_up(habits.pair, pair_key(groups.source[pairs.earlier], groups.group[pairs.later])) >= 0
    return pairs.take(follows & free[pairs.earlier] & free[pairs.later] & sources.named[groups.source[pairs.earlier]])


def _learn_ahead(groups: Groups, pairs: Pairs, habits: Habits) -> float:
    """Return how likely a root whose words come before those of one that it follows elsewhere repeats it."""
    ahead, pairs = habits.ahead, pairs.take(pairs.both)
    ratio = _echo_ratio(groups, pairs, habits)
    for _ in range(ROUNDS):
        odds = ahead / (1 - ahead) * ratio
        repeats = float((odds / (1 + odds)).sum())
        ahead = (repeats + NO_HABITS.ahead * _FEW_AHEAD) / (len(ratio) + _FEW_AHEAD)
    return ahead


_FEW_AHEAD = 20.0
"""Cases that the belief about those ahead is worth (judged)."""


def learn_habits(groups: Groups, relays: tuple[Rows, Codes, Codes], sources: Sources, figures: Figures) -> Habits:
    """Return the habits that a set of views shows."""
    named = _named(groups, relays, sources)
    pairs = _unnamed_pairs(groups, sources, named, figures)
    unique, pair_of = np.unique(_pair_keys(groups, pairs), return_inverse=True)
    met = np.bincount(pair_of, minlength=len(unique)).astype(float)
    seen_keys, seen_counts = np.unique(pair_key(relays[1], relays[2]), return_counts=True)
    place = look_up(seen_keys, unique)
    seen = np.where(place >= 0, seen_counts[np.maximum(place, 0)] if len(seen_counts) else 0, 0).astype(float)
    habits, known = NO_HABITS, seen > 0
    told = pairs.both & known[pair_of]
    likely = np.full(len(pair_of), 0.1)
    for _ in range(ROUNDS):
        hidden = np.bincount(pair_of, likely, len(unique))
        usual = float((likely[told].sum() + HABIT_WEIGHT * _USUAL) / (told.sum() + HABIT_WEIGHT))
        habit = np.where(known, (hidden + HABIT_WEIGHT * usual) / (met + HABIT_WEIGHT), habits.stranger)
        habit = np.minimum(habit, SURE)
        ratio = _echo_ratio(groups, pairs, habits)
        odds = _odds(habit[pair_of]) * ratio
        likely = odds / (1 + odds)
        habits = _refit(groups, pairs, likely, seen[pair_of] > 0, unique, habit)
    found = replace(habits, pair=unique[known], habit=habit[known] if len(unique) else np.zeros(0))
    ahead = _followers_ahead(groups, sources, named, found, figures)
    return replace(found, ahead=_learn_ahead(groups, ahead, found))


_USUAL = 0.5
"""How often a root that was seen to follow another does so without a word, before figures show it (judged)."""


def _named(groups: Groups, relays: tuple[Rows, Codes, Codes], sources: Sources) -> Rows:
    keys = np.unique(pair_key(relays[0], sources.group[relays[1]]))
    return np.flatnonzero(look_up(keys, pair_key(groups.view, groups.group)) >= 0)


def _unnamed_pairs(groups: Groups, sources: Sources, named: Rows, figures: Figures) -> Pairs:
    pairs = group_pairs(groups, figures)
    free = np.ones(len(groups), dtype=bool)
    free[named] = False
    return pairs.take(free[pairs.later] & sources.named[groups.source[pairs.later]])


def _pair_keys(groups: Groups, pairs: Pairs) -> Keys:
    return pair_key(groups.source[pairs.later], groups.group[pairs.earlier])


def _odds(probability: Floats) -> Floats:
    return probability / (1 - probability)


def _echo_ratio(groups: Groups, pairs: Pairs, habits: Habits) -> Floats:
    """Return the likelihood ratio, relay to origin, of the two figures."""
    figure = np.where(pairs.both, groups.figure[pairs.earlier], 1.0)
    by_chance = np.minimum(_SURE_CHANCE, habits.chance / np.maximum(np.abs(figure), 1.0))
    ratio = np.where(pairs.same, habits.echo / by_chance, (1 - habits.echo) / (1 - by_chance))
    return np.where(pairs.both, ratio, 1.0)


_SURE_CHANCE = 0.9
"""Small figures are equal by chance so often, and never always."""


def _refit(groups: Groups, pairs: Pairs, likely: Floats, known: Flags, unique: Keys, habit: Floats) -> Habits:
    first, both = groups.figure[pairs.earlier], pairs.both
    same, large = both & pairs.same, both & (np.abs(first) >= _LARGE)
    own = 1 - likely
    at_random = (own / np.maximum(np.abs(first), 1.0))[large].sum() + 1 / _LARGE
    return Habits(
        pair=unique,
        habit=habit,
        stranger=float((likely[~known].sum() + 0.5) / ((~known).sum() + 25)),
        echo=float((likely[same].sum() + 19) / (likely[both].sum() + 20)),
        chance=float(((own * same)[large].sum() + NO_HABITS.chance / _LARGE) / at_random),
    )


_LARGE = 5.0
"""Figures from which the chance of hitting on one is told: below, rounding makes too many equal."""
