"""Blocks: where linking looks for an event, kept so that one document costs a look at its neighbours alone."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.model.claim import EventType

Days = tuple[int, int]
"""First and last day as proleptic ordinals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One place on the shelves of linking where an event stands; an event has one for each pair of sides it was told
    with.

    ``months`` are the first and last bucket of the shelf, ``None`` where the event is found from every month;
    ``reach`` those buckets that its own claims look at. ``put``, ``opened`` and ``last`` are the places in the public
    order of the claim that put it there, the first and the last; ``dated`` and ``implied`` what its claims' times have
    in common (of a flow: its span). ``bounded`` are the claims that had more candidates than were looked at.
    """

    event_id: str
    type: EventType
    first: str | None
    second: str | None
    months: Days | None
    reach: Days | None
    put: str
    opened: str
    last: str
    flow: bool
    tolerance: int
    dated: Days | None
    implied: Days | None
    modes: tuple[str | None, ...]
    bounded: tuple[str, ...] = ()
