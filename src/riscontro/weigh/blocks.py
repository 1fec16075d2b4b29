"""Groups to blocks: what must be known of an event to tell whether a claim could see it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from riscontro.model.block import Block, Days
from riscontro.model.claim import EventType
from riscontro.model.ids import make_id
from riscontro.model.time import instant_to_text
from riscontro.weigh.candidates import months_of
from riscontro.weigh.cluster import Group
from riscontro.weigh.compare.kind import compare_kinds
from riscontro.weigh.compare.time import gap
from riscontro.weigh.telling import Telling, Window
from riscontro.weigh.weights import link_number


class Look(NamedTuple):
    """What a claim looks for on the shelves: ``months`` are the buckets, ``None`` for all; ``before`` its own place in
    the public order.
    """

    type: EventType
    first: str | None
    second: str | None
    months: Days | None
    before: str


def order_text(telling: Telling) -> str:
    """Return the place in the public order as text that sorts as the order does."""
    at, rootless, undated, name = telling.order
    return f"{instant_to_text(at)} {int(rootless)}{int(undated)} {name}"


def look_of(telling: Telling) -> Look:
    """Return what a claim looks for."""
    first, second = telling.sides
    return Look(telling.claim.type, first, second, _looked_at(telling), order_text(telling))


def event_id_of(telling: Telling) -> str:
    """Return the id of the event that a claim opens."""
    return make_id("evt", [telling.claim.id])


def group_to_blocks(group: Group, bounded: Collection[str] = ()) -> tuple[Block, ...]:
    """Return where a group stands on the shelves."""
    looked = [_looked_at(telling) for telling in group.tellings]
    met = [months for months in looked if months is not None]
    reach = None if len(met) < len(looked) else (min(m[0] for m in met), max(m[1] for m in met))
    return tuple(
        Block(
            event_id=event_id_of(group.founder),
            type=telling.claim.type,
            first=telling.sides[0],
            second=telling.sides[1],
            months=None if group.shape.flow else _ends(months_of(telling.window, link_number("months_max"))),
            reach=reach,
            put=order_text(telling),
            opened=order_text(group.founder),
            last=order_text(group.tellings[-1]),
            flow=group.shape.flow,
            tolerance=group.shape.tolerance,
            dated=group.dated,
            implied=group.implied,
            modes=tuple(sorted(group.modes, key=lambda mode: mode or "")),
            bounded=_of_group(group, bounded) if telling is group.founder else (),
        )
        for telling in group.puts
    )


def _of_group(group: Group, bounded: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted({t.claim.id for t in group.tellings}.intersection(bounded))) if bounded else ()


def _looked_at(telling: Telling) -> Days | None:
    start, end = telling.window
    tolerance = telling.shape.tolerance
    return _ends(months_of(Window(start - tolerance, end + tolerance), link_number("months_max")))


def _ends(months: range | None) -> Days | None:
    return None if months is None else (months.start, months.stop - 1)


def is_excluded(telling: Telling, block: Block) -> bool:
    """Tell whether a claim told after all of an event's claims cannot join it, by kind or time alone."""
    if not compare_kinds(telling.claim.type, telling.claim.mode, block.modes).score:
        return True
    tolerance = telling.shape.tolerance
    windows = [Window(*days) for days in (block.dated, block.implied) if days is not None]
    if block.flow:
        tolerance, windows = max(tolerance, block.tolerance), windows[:1]
    return any(gap(telling.window, window) > tolerance for window in windows)
