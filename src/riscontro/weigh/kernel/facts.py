"""What the claims of each event agree on: :mod:`riscontro.weigh.assemble` over columns.

The rules are those of that module, line by line, over codes; a property test holds the two to each other.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from riscontro.weigh.kernel.acts import Acts, Tellers
from riscontro.weigh.kernel.columns import UNKNOWN, Codes, Flags, Floats, Side
from riscontro.weigh.kernel.compiled import loop
from riscontro.weigh.kernel.door import Coded, combinations
from riscontro.weigh.kernel.segments import Rows
from riscontro.weigh.telling import EVER

NONE = -1


class Facts(NamedTuple):
    """One row per event. ``first`` is the row of its first claim; ``mode``, ``actor``, ``recipient``, ``opponent``,
    ``place`` are codes of the door. ``timed``: the claims give a time, from ``earliest`` to ``latest`` (``-EVER`` and
    ``EVER``: open). ``unit`` is unknown where there is no figure; ``whole`` is the row whose figure stands for all,
    unknown where the range from ``low`` to ``high`` (NaN: open) was put together.
    """

    first: Rows
    mode: Codes
    actor: Codes
    recipient: Codes
    opponent: Codes
    place: Codes
    planned: Flags
    timed: Flags
    earliest: Codes
    latest: Codes
    unit: Codes
    low: Floats
    high: Floats
    whole: Codes


class Order(NamedTuple):
    """The rows of all events, event by event, each in public order; where each starts, and where the last ends."""

    rows: Rows
    starts: Rows


def order_of(event: Codes, events: int) -> Order:
    """Return the rows of each event."""
    ends = np.cumsum(np.bincount(event, minlength=events))
    return Order(np.argsort(event, kind="stable"), np.concatenate([[0], ends]))


def facts_of(coded: Coded, acts: Acts, tellers: Tellers, order: Order) -> Facts:
    """Return what the claims of each event agree on."""
    rows, starts = order
    first = rows[starts[:-1]]
    told, planned = tellers.side == Side.FOR, acts.planned
    use, plan = _facts(rows, starts, told, planned)
    everywhere = np.ones(len(rows), dtype=np.bool_)
    actor, recipient = _both_sides(coded, order, everywhere)
    timed, earliest, latest = _agree(rows, starts, use, coded.dated, acts.flow, coded.earliest, coded.latest)
    unit = commonest(order, coded.unit, use)
    low, high, whole = _envelope(rows, starts, use, unit, coded.unit, coded.low, coded.high)
    return Facts(
        first=first,
        mode=commonest(order, coded.mode, everywhere),
        actor=actor,
        recipient=recipient,
        opponent=commonest(order, coded.opponent, everywhere),
        place=commonest(order, coded.place, use),
        planned=plan,
        timed=timed,
        earliest=earliest,
        latest=latest,
        unit=unit,
        low=low,
        high=high,
        whole=whole,
    )


def commonest(order: Order, codes: Codes, use: Flags) -> Codes:
    """Return each event's commonest code among the rows in use, the first met among equals; unknown where none is."""
    return np.asarray(_commonest(order.rows, order.starts, codes, use, int(codes.max(initial=-1)) + 1))


def _both_sides(coded: Coded, order: Order, everywhere: Flags) -> tuple[Codes, Codes]:
    """Return the commonest pair that leaves no side open, else the commonest of each side."""
    both = (coded.actor >= 0) & (coded.recipient >= 0)
    pairs, pair = combinations(coded.actor, coded.recipient)
    chosen = commonest(order, pair.astype(np.int32), both)
    return tuple(  # type: ignore[return-value]
        np.where(chosen >= 0, pairs[:, place][chosen] if len(pairs) else UNKNOWN, commonest(order, side, everywhere))
        for place, side in enumerate((coded.actor, coded.recipient))
    )


@loop
def _commonest(rows: Any, starts: Any, codes: Any, use: Any, size: int) -> Any:
    events = len(starts) - 1
    found = np.full(events, NONE, np.int32)
    counts, stamps = np.zeros(size, np.int32), np.full(size, NONE, np.int32)
    for event in range(events):
        most = 0
        for place in range(starts[event], starts[event + 1]):
            row = rows[place]
            code = codes[row]
            if code != NONE and use[row]:
                if stamps[code] != event:
                    stamps[code], counts[code] = event, 0
                counts[code] += 1
                most = max(most, counts[code])
        if most == 0:
            continue
        for place in range(starts[event], starts[event + 1]):
            row = rows[place]
            code = codes[row]
            if code != NONE and use[row] and counts[code] == most:
                found[event] = code
                break
    return found


@loop
def _facts(rows: Any, starts: Any, told: Any, planned: Any) -> Any:
    """Return the rows that say when, where and how much (of the fact if any does, else of the plan, else the denials),
    and of each event whether it is told as a plan only.
    """
    use = np.zeros(len(rows), np.bool_)
    plan = np.zeros(len(starts) - 1, np.bool_)
    for event in range(len(starts) - 1):
        some, fact = False, False
        for place in range(starts[event], starts[event + 1]):
            row = rows[place]
            some = some or told[row]
            fact = fact or (told[row] and not planned[row])
        plan[event] = some and not fact
        for place in range(starts[event], starts[event + 1]):
            row = rows[place]
            use[row] = (not some) or (told[row] and (not fact or not planned[row]))
    return use, plan


@loop
def _agree(rows: Any, starts: Any, use: Any, dated: Any, flow: Any, earliest: Any, latest: Any) -> Any:
    """Return what the times of each event have in common; of a flow, the whole span."""
    events = len(starts) - 1
    timed = np.zeros(events, np.bool_)
    begin, end = np.full(events, -EVER, np.int32), np.full(events, EVER, np.int32)
    for event in range(events):
        first, going_on = True, False
        for place in range(starts[event], starts[event + 1]):
            row = rows[place]
            if not use[row]:
                continue
            if first:
                first, going_on = False, flow[row]
            if not dated[row]:
                continue
            if not timed[event]:
                timed[event], begin[event], end[event] = True, earliest[row], latest[row]
            elif going_on:
                if begin[event] == -EVER or (earliest[row] != -EVER and earliest[row] < begin[event]):
                    begin[event] = earliest[row]
                end[event] = max(end[event], latest[row])
            elif begin[event] <= latest[row] and earliest[row] <= end[event]:
                begin[event], end[event] = max(begin[event], earliest[row]), min(end[event], latest[row])
    return timed, begin, end


@loop
def _envelope(rows: Any, starts: Any, use: Any, unit: Any, units: Any, low: Any, high: Any) -> Any:
    """Return the range of the figures in each event's unit, and the row of the figure where all are one."""
    events = len(starts) - 1
    lows, highs = np.full(events, np.nan), np.full(events, np.nan)
    whole = np.full(events, NONE, np.int32)
    for event in range(events):
        if unit[event] == NONE:
            continue
        one, same, open_below = NONE, True, False
        lowest, highest, floor = np.inf, -np.inf, -np.inf
        for place in range(starts[event], starts[event + 1]):
            row = rows[place]
            if not use[row] or units[row] != unit[event]:
                continue
            if one == NONE:
                one = row
            same = same and _equal(low[row], low[one]) and _equal(high[row], high[one])
            if np.isnan(low[row]):
                open_below = True
            else:
                lowest = min(lowest, low[row])
            if not np.isnan(high[row]):
                highest = max(highest, high[row])
            elif not np.isnan(low[row]):
                floor = max(floor, low[row])
        if same:
            whole[event], lows[event], highs[event] = one, low[one], high[one]
            continue
        if not open_below:
            lows[event] = lowest
        if highest > floor and highest != -np.inf:
            highs[event] = highest
    return lows, highs, whole


@loop
def _equal(left: float, right: float) -> bool:
    return bool(left == right or (np.isnan(left) and np.isnan(right)))
