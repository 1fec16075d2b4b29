"""Columns weighed from claims to events: linked, heard, and believed.

Blocks of one type and one pair of states share nothing but the reliabilities, so parts can be weighed apart, in any
number of processes, and put together; :func:`part_of` says which claims must stay together.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from riscontro.model.claim import Basis
from riscontro.weigh.kernel.acts import Acts, Tables, Tellers
from riscontro.weigh.kernel.beliefs import ROLES, SIGNS, SUREST, Beliefs, Evidence, Reliabilities, believe, unlearnt
from riscontro.weigh.kernel.columns import KINDS, UNKNOWN, Codes, Flags, Floats, Side
from riscontro.weigh.kernel.fold import Linked, link_acts
from riscontro.weigh.kernel.hear import STATUSES, Heard, hear_events
from riscontro.weigh.kernel.segments import Rows, look_up, pair_key

OFFICIAL = KINDS.index(Basis.OFFICIAL)


class Weighed(NamedTuple):
    """``linked`` and ``heard`` claims; ``groups``: the voice that stands for each independent group of an event, by
    event; ``signs`` (events, ``SIGNS``) that speak against each; ``beliefs`` with the probability of each event and
    what each of those groups adds.
    """

    linked: Linked
    heard: Heard
    groups: Rows
    signs: Flags
    beliefs: Beliefs

    @property
    def status(self) -> Codes:
        """Each event's status at the end, a place in ``STATUSES``."""
        return self.heard.status[self.heard.last(self.linked.events)].astype(np.int32)


def weigh_columns(acts: Acts, tellers: Tellers, tables: Tables, known: Reliabilities | None = None) -> Weighed:
    """Return what claims amount to; rows are in public order.

    ``known`` are reliabilities by the codes of ``tellers.source``; without them the priors of ``weights.toml`` hold.
    """
    linked = link_acts(acts, tables)
    heard = hear_events(tellers, linked.event, tables.allied)
    groups = standing_groups(heard)
    evidence = evidence_of(tellers, heard, groups, linked.events)
    sources = int(tellers.source.max(initial=-1)) + 1
    signs = np.asarray(evidence.signs, dtype=np.bool_)
    return Weighed(linked, heard, groups, signs, believe(evidence, known or unlearnt(sources)))


def weigh_in_batches(
    acts: Acts, tellers: Tellers, tables: Tables, *, known: Reliabilities | None = None, jobs: int = 1
) -> Iterator[tuple[Rows, Weighed]]:
    """Yield batches of parts that share no event, each with its rows, in public order, and what they amount to.

    Batches are weighed in ``jobs`` threads (compiled loops let others run) and come in a fixed order. Row numbers
    within one are places in its rows. A batch is small enough for its columns to stay near the processor, so that the
    cost of a claim does not grow with their number.
    """
    sources = int(tellers.source.max(initial=-1)) + 1
    learnt = known or unlearnt(sources)

    def weigh(rows: Rows) -> Weighed:
        return weigh_columns(acts.take(rows), tellers.take(rows), tables, learnt)

    batches = batches_of(part_of(acts))
    if jobs < 2:
        yield from ((rows, weigh(rows)) for rows in batches)
        return
    with ThreadPoolExecutor(jobs) as pool:
        waiting: deque[tuple[Rows, Future[Weighed]]] = deque()
        for rows in batches:
            waiting.append((rows, pool.submit(weigh, rows)))
            if len(waiting) > jobs:
                done, found = waiting.popleft()
                yield done, found.result()
        for done, found in waiting:
            yield done, found.result()


BATCH = 100_000
"""Claims of a batch, unless one part alone has more."""


def batches_of(parts: Codes) -> Iterator[Rows]:
    """Yield the rows of whole parts, sorted, about ``BATCH`` at a time."""
    order = np.argsort(parts, kind="stable")
    starts = np.flatnonzero(np.diff(parts[order], prepend=-1))
    begin = 0
    for start in [*starts[1:].tolist(), len(order)]:
        if start - begin >= BATCH or start == len(order):
            if start > begin:
                yield np.sort(order[begin:start])
            begin = start


def standing_groups(heard: Heard) -> Rows:
    """Return the first voice of each independent group that asserts the fact and stands, by event."""
    voices = heard.voices
    counts = (voices.side == Side.FOR) & (voices.silenced == 0) & ~voices.relay & ~voices.bare & ~voices.withdrawn
    rows = np.flatnonzero(counts & ~voices.tentative)
    keys = pair_key(voices.event[rows], voices.group[rows])
    _, first = np.unique(keys, return_index=True)
    return rows[first]


def evidence_of(tellers: Tellers, heard: Heard, groups: Rows, events: int) -> Evidence:
    """Return the evidence on each event: its groups, what speaks against it, how loud it is."""
    voices = heard.voices
    signs = np.zeros((events, len(SIGNS)), dtype=np.bool_)
    rows, borne = signs_borne(tellers, heard)
    signs[voices.event[rows], borne] = True
    claims = voices.claim[groups]
    copies = np.bincount(voices.event[heard.voice], minlength=events).astype(np.float64)
    counted = np.bincount(voices.event[groups], minlength=events)
    return Evidence(
        size=events,
        view=voices.event[groups].astype(np.int64),
        source=voices.source[groups],
        role=roles_of_voices(tellers, heard, groups),
        counts=np.full(len(claims), SUREST),
        signs=signs,
        loudness=_loudness(copies, counted),
    )


def signs_borne(tellers: Tellers, heard: Heard) -> tuple[Rows, Codes]:
    """Return the voices that speak against events, and as which of ``SIGNS`` each of them does."""
    voices = heard.voices
    against = np.flatnonzero(_denies(heard) & ~has_admitted(heard))
    party = (voices.party[against] != UNKNOWN) | (voices.ally[against] != UNKNOWN)
    state = tellers.organ[voices.claim[against]]
    named = np.where(state, SIGNS.index("gainsaid"), SIGNS.index("contradicted"))
    withdrawn = np.flatnonzero(voices.withdrawn)
    signs = (np.where(party, SIGNS.index("denied"), named), np.full(len(withdrawn), SIGNS.index("retracted")))
    return np.concatenate([against, withdrawn]), np.concatenate(signs).astype(np.int32)


def _loudness(copies: Floats, counted: Rows) -> Floats:
    return np.asarray(copies / np.maximum(counted, 1))


def roles_of_voices(tellers: Tellers, heard: Heard, rows: Rows) -> Codes:
    """Return what part some voices have in the act, where they speak for a state; or else their vantage."""
    voices = heard.voices
    gains = np.where(voices.serves[rows], ROLES.index("gains"), ROLES.index("third"))
    by_state = np.where(voices.against[rows], ROLES.index("loses"), gains)
    organ = tellers.organ[voices.claim[rows]]
    return np.where(organ, by_state, len(ROLES) + voices.basis[rows]).astype(np.int32)


def _denies(heard: Heard) -> Flags:
    """Tell of each voice whether it is a denial that is heard."""
    voices = heard.voices
    return np.asarray((voices.side == Side.AGAINST) & (voices.silenced == 0) & ~voices.relay & ~voices.bare)


def has_admitted(heard: Heard) -> Flags:
    """Tell of each voice whether it is of a party that admits the act on the record, so that its denials lapse."""
    voices = heard.voices
    stands = (voices.side == Side.FOR) & (voices.silenced == 0) & ~voices.relay & ~voices.bare & ~voices.withdrawn
    party = pair_key(voices.event, voices.party)
    owns = stands & ~voices.tentative & (voices.basis == OFFICIAL) & (voices.party != UNKNOWN)
    return np.isin(party, party[owns])


def contests(heard: Heard) -> Rows:
    """Return the voices that deny the act as a party, or as an ally of a side that loses if it is believed."""
    voices = heard.voices
    party = (voices.party != UNKNOWN) & ~has_admitted(heard)
    ally = (voices.party == UNKNOWN) & (voices.ally != UNKNOWN)
    return np.flatnonzero(_denies(heard) & (party | ally))


def part_of(acts: Acts) -> Codes:
    """Return for each claim the part it must stay in: claims of two parts never share an event."""
    return parts_of(acts.type, acts.first, acts.second)


def parts_of(type_: Codes, one: Codes, other: Codes) -> Codes:
    """Return for each row of types and sides the part it must stay in.

    Claims of two types never meet, nor do two pairs of sides, unless a claim that leaves a side open could be of both.
    """
    keys = pair_key(type_ * _SIDES + one + 1, other)
    unique, pair = np.unique(keys, return_inverse=True)
    first = np.zeros(len(unique), dtype=np.int64)
    first[pair] = np.arange(len(pair))
    leader = np.arange(len(unique))
    for side, opposite in ((one, other), (other, one)):
        open_ = (opposite[first] == UNKNOWN) & (side[first] != UNKNOWN)
        by_side = pair_key(type_[first], side[first])
        opened = np.unique(by_side[open_])
        touched = np.flatnonzero(look_up(opened, by_side) >= 0)
        leader = _joined(leader, touched, look_up(opened, by_side)[touched])
    return leader[pair].astype(np.int32)


_SIDES = 1 << 15


def _joined(leader: Rows, members: Rows, crowd: Rows) -> Rows:
    """Return the leaders after all members of one crowd have come together."""
    while True:
        lowest = np.full(int(crowd.max(initial=-1)) + 1, len(leader), dtype=np.int64)
        np.minimum.at(lowest, crowd, leader[members])
        after = leader.copy()
        np.minimum.at(after, leader[members], lowest[crowd])
        after = after[after]
        if np.array_equal(after, leader):
            return leader
        leader = after


__all__ = ["STATUSES", "Weighed", "evidence_of", "part_of", "standing_groups", "weigh_columns", "weigh_in_batches"]
