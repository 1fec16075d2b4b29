"""What was learnt by a moment, and when: one set of reliabilities for each month of public time, frozen at its start.

A month's reliabilities are learnt from the claims that were public when it began, and only from events that had been
told for ``SETTLE_DAYS`` by then, so that nothing that came later can colour what was believed. A document that comes
late for a past month changes that month and those after it; they are learnt anew, from the arrays, by the same call.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from riscontro.weigh.kernel import beliefs as model
from riscontro.weigh.kernel.against import Against, voices_against
from riscontro.weigh.kernel.beliefs import DOUBTED, Reliabilities
from riscontro.weigh.kernel.columns import Claims, Codes, Flags, Floats, Moments, Sources
from riscontro.weigh.kernel.homes import Placed, find_homes
from riscontro.weigh.kernel.learning import learn as learn_roots
from riscontro.weigh.kernel.plausible import (
    TRUST,
    Fit,
    doubt,
    learn_denials,
    learn_keys,
    lone_voices,
    wrong_probability,
)
from riscontro.weigh.kernel.relays import (
    NO_HABITS,
    Figures,
    Habits,
    figures_of,
    learn_habits,
    named_relays,
    relay_probability,
)
from riscontro.weigh.kernel.roots import Groups, Signs, ends_of, groups_of, signs_of
from riscontro.weigh.kernel.segments import Rows
from riscontro.weigh.kernel.views import NEVER, Views, look

SETTLE_DAYS = 30
"""An event teaches once it has been told for so many days (judged): most that is said of an event is said by then."""

MINUTES_A_DAY = 24 * 60

CORROBORATING = 2
"""Independent groups that corroborate (design section 5)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learnt:
    """What was known at ``since`` of the linker's keys (of ``keys`` of claims that speak for events, and of ``denials``
    of those that speak against them), of relays and of roots.
    """

    since: int
    keys: Fit
    denials: Fit
    habits: Habits
    roots: Reliabilities


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Desk:
    """Claims in public order with what follows from them once: their homes and the ends of their chains."""

    claims: Claims
    sources: Sources
    placed: Placed
    moved: Flags
    ends: Codes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """What was known of each view. ``groups`` and, row by row, how likely each ``counts``, whether it is counted, and
    what it ``adds`` in log-odds; for each view its ``signs``, how many groups are counted (``independent``), since when
    two of them stood (``corroborated``, ``NEVER``), and the ``probability``.
    """

    views: Views
    groups: Groups
    signs: Signs
    counts: Floats
    counted: Flags
    adds: Floats
    independent: Codes
    corroborated: Moments
    probability: Floats


def open_desk(claims: Claims, sources: Sources) -> Desk:
    """Return the claims with their homes and roots."""
    placed = find_homes(claims, sources)
    homes = placed.homes
    moved = np.zeros(len(claims), dtype=bool)
    moved[homes.claim] = claims.event[homes.claim] != homes.event
    return Desk(
        claims=claims,
        sources=sources,
        placed=placed,
        moved=moved,
        ends=ends_of(claims),
    )


def unlearnt(desk: Desk) -> Learnt:
    """Return what is believed before anything was seen."""
    return Learnt(since=0, keys=TRUST, denials=TRUST, habits=NO_HABITS, roots=model.unlearnt(len(desk.sources)))


def learn(desk: Desk, before: int, start: Learnt) -> Learnt:
    """Return what the claims public before a moment show; ``start`` is where the search for it begins.

    Keys and relays are learnt from all that was told, reliabilities from settled events; where there are fewer than
    ``FEWEST_EVENTS``, ``start`` stands.
    """
    event = np.flatnonzero(desk.placed.first < before).astype(np.int32)
    if len(event) < FEWEST_EVENTS:
        return replace(start, since=before)
    views = look(desk.placed.homes, event, np.full(len(event), before - 1, dtype=np.int64))
    claims, sources = desk.claims, desk.sources
    groups = groups_of(claims, sources, views, desk.ends)
    keys = learn_keys(claims, sources, views, groups, desk.placed, desk.moved)
    wrong = wrong_probability(claims, sources, views, groups, desk.placed, keys)
    relays = named_relays(claims, sources, views)
    figures = figures_of(claims, sources, views, desk.ends)
    habits = learn_habits(_some(groups, wrong <= DOUBTED), relays, sources, figures)
    counts = _counts(groups, wrong, relays, sources, habits, figures)
    signs = signs_of(claims, sources, views, desk.ends)
    against = voices_against(claims, sources, views, desk.ends)
    denials = learn_denials(claims, sources, views, against.groups, desk.placed, desk.moved)
    evidence = model.gather(claims, sources, groups, signs, counts, _strengths(desk, views, against, denials))
    settled = signs.told & (desk.placed.first[event] < before - SETTLE_DAYS * MINUTES_A_DAY)
    roots = start.roots
    if settled.sum() >= FEWEST_EVENTS:
        roots = learn_roots(evidence.of(settled), start.roots)
    return Learnt(since=before, keys=keys, denials=denials, habits=habits, roots=roots)


def _strengths(desk: Desk, views: Views, against: Against, denials: Fit) -> Floats:
    """Return how likely each view bears each sign."""
    lone = lone_voices(against.groups, views, desk.placed.since_near)
    wrong = doubt(desk.claims, desk.sources, views, against.groups, desk.placed, denials, lone)
    return against.strengths(wrong, len(views))


FEWEST_EVENTS = 50
"""Events from which on there is something to learn (judged)."""


def answer(desk: Desk, learnt: Learnt, event: Codes, at: Moments) -> Answers:
    """Return what was known of events at moments, under what had been learnt."""
    claims, sources = desk.claims, desk.sources
    views = look(desk.placed.homes, event, at)
    groups = groups_of(claims, sources, views, desk.ends)
    signs = signs_of(claims, sources, views, desk.ends)
    wrong = wrong_probability(claims, sources, views, groups, desk.placed, learnt.keys)
    figures = figures_of(claims, sources, views, desk.ends)
    counts = _counts(groups, wrong, named_relays(claims, sources, views), sources, learnt.habits, figures)
    against = voices_against(claims, sources, views, desk.ends)
    strengths = _strengths(desk, views, against, learnt.denials)
    believed = model.believe(model.gather(claims, sources, groups, signs, counts, strengths), learnt.roots)
    counted = counts > DOUBTED
    independent = np.bincount(groups.view[counted], minlength=len(views)).astype(np.int32)
    return Answers(
        views=views,
        groups=groups,
        signs=signs,
        counts=counts,
        counted=counted,
        adds=believed.adds,
        independent=independent,
        corroborated=_second_moment(claims, groups, counted, len(views)),
        probability=believed.probability,
    )


def month_starts(first: int, last: int) -> Moments:
    """Return the starts of the months that touch a stretch of moments, in minutes."""
    months = np.arange(
        np.datetime64(first, "m").astype("datetime64[M]"), np.datetime64(last, "m").astype("datetime64[M]") + 1
    )
    return months.astype("datetime64[m]").astype(np.int64)


def learn_epochs(desk: Desk, *, last: int | None = None) -> list[Learnt]:
    """Return what was learnt at the start of each month, from the first claim's to the last's (or to ``last``)."""
    if not len(desk.claims):
        return [unlearnt(desk)]
    found: list[Learnt] = []
    start = unlearnt(desk)
    for moment in month_starts(int(desk.claims.at[0]), int(desk.claims.at[-1]) if last is None else last).tolist():
        start = learn(desk, moment, start)
        found.append(start)
    return found


def epoch_of(epochs: list[Learnt], at: Moments) -> Codes:
    """Return for each moment the place of the epoch that it lies in, the first where it lies before all."""
    since = np.array([epoch.since for epoch in epochs])
    return np.maximum(np.searchsorted(since, at, side="right") - 1, 0).astype(np.int32)


def _counts(
    groups: Groups,
    wrong: Floats,
    relays: tuple[Rows, Codes, Codes],
    sources: Sources,
    habits: Habits,
    figures: Figures,
) -> Floats:
    """Return how likely each group counts: neither another event's nor a relay of a group that is this one's."""
    kept = np.flatnonzero(wrong <= DOUBTED)
    relayed = np.zeros(len(groups))
    relayed[kept] = relay_probability(_some(groups, kept), relays, sources, habits, figures)
    return (1 - wrong) * (1 - relayed)


def _some(groups: Groups, rows: Flags | Rows) -> Groups:
    return Groups(**{name: getattr(groups, name)[rows] for name in Groups.__slots__})


def _second_moment(claims: Claims, groups: Groups, counted: Flags, size: int) -> Moments:
    rows = np.flatnonzero(counted)
    order = rows[np.lexsort((groups.claim[rows], groups.view[rows]))]
    view = groups.view[order]
    place = np.arange(len(order)) - np.searchsorted(view, view)
    result = np.full(size, NEVER, dtype=np.int64)
    second = order[place == CORROBORATING - 1]
    result[groups.view[second]] = claims.at[groups.claim[second]]
    return result
