"""Ceilings: the highest rung that a directed pair has reached at each status, and when it was broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from riscontro.model.claim import EventType
from riscontro.model.dyad import Ceiling, Rung
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.relate.ladder import Front, fold_place, rung_of
from riscontro.relate.record import Record, event_order, fact_date
from riscontro.relate.standing import THRESHOLDS, standing_since


def find_ceilings(
    record: Record, ladder: Sequence[Rung], front: Front, *, actor: str, recipient: str
) -> tuple[Ceiling, ...]:
    """Return every break in the order of knowledge; of those that become known together, the weaker status first.

    For each status the last break is the ceiling that stands. Plans reach no rung, and an event that has since been
    denied, disputed, refuted or withdrawn has broken nothing.
    """
    reached: list[_Reached] = []
    for event in record.events:
        rung = rung_of(event, ladder, actor=actor, recipient=recipient, front=front, claims=record.claims)
        if rung is not None and not event.planned:
            reached += _reached(event, rung, front, record.as_of)
    breaks = [ceiling for status in THRESHOLDS for ceiling in _breaks(reached, status)]
    return tuple(sorted(breaks, key=lambda c: (c.known, THRESHOLDS.index(c.status), c.level, c.event_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reached:
    event: Event
    rung: Rung
    status: Status
    known: datetime


def _reached(event: Event, rung: Rung, front: Front, as_of: datetime | None) -> list[_Reached]:
    rows = ((status, standing_since(event, status, as_of)) for status in THRESHOLDS)
    # A fight counts as support only once it is known that soldiers were sent.
    least = front.soldiers if event.type is EventType.ASSAULT else None
    return [
        _Reached(event=event, rung=rung, status=status, known=max(row.at, least or row.at))
        for status, row in rows
        if row is not None
    ]


def _breaks(reached: Sequence[_Reached], status: Status) -> list[Ceiling]:
    """The breaks at one status: each higher than all that were known before."""
    own = [step for step in reached if step.status is status]
    highest = 0
    found = []
    for step in sorted(own, key=lambda step: (step.known, -step.rung.level, event_order(step.event))):
        if step.rung.level > highest:
            highest = step.rung.level
            found.append(_to_ceiling(step))
    return found


def _to_ceiling(step: _Reached) -> Ceiling:
    return Ceiling(
        rung=step.rung.key,
        level=step.rung.level,
        status=step.status,
        event_id=step.event.id,
        fact=fact_date(step.event),
        known=step.known,
    )


def read_front(record: Record, *, actor: str, recipient: str) -> Front:
    """Return what the events tell of the recipient's war."""
    support = [event for event in record.events if (event.actor, event.recipient) == (actor, recipient)]
    fights = [event for event in record.events if _is_fight_of(event, recipient, without=actor)]
    sent = [event for event in support if event.type is EventType.AID and event.mode == "troops" and not event.planned]
    known = [row.at for event in sent if (row := standing_since(event, Status.REPORTED, record.as_of)) is not None]
    opponents = {event.opponent for event in support}
    opponents |= {side for event in fights for side in (event.actor, event.recipient)}
    places = {fold_place(claim.place) for event in fights for claim in record.claims_of(event) if claim.place}
    return Front(
        opponents=frozenset(side for side in opponents if side not in (None, recipient)),
        places=frozenset(places),
        soldiers=min(known, default=None),
    )


def _is_fight_of(event: Event, state: str, *, without: str) -> bool:
    sides = (event.actor, event.recipient)
    return event.type is EventType.ASSAULT and state in sides and without not in sides
