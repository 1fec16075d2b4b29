"""Ceilings: the highest rung that a directed pair has reached at each status, and when it was broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from riscontro.model.brief import AnyClaim
from riscontro.model.claim import EventType
from riscontro.model.dyad import Ceiling, Rung, StatedCeiling
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.relate.ladder import Front, fold_place, rung_of
from riscontro.relate.record import Record, event_order, fact_date
from riscontro.relate.standing import THRESHOLDS, standing_since


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reached:
    event: Event
    rung: Rung
    status: Status
    known: datetime
    claim_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """The rung of every event of a direction that has one, by the event's id, and when each status reached it."""

    rungs: Mapping[str, Rung]
    reached: Sequence[_Reached]


def climb(record: Record, ladder: Sequence[Rung], front: Front, *, actor: str, recipient: str) -> Climb:
    """Return which rungs the events of a direction reach. Plans reach none, though they have one."""
    rungs: dict[str, Rung] = {}
    reached: list[_Reached] = []
    steps = tuple(ladder)
    for event in record.events:
        rung = rung_of(event, steps, actor=actor, recipient=recipient, front=front, claims=record.claims)
        if rung is not None:
            rungs[event.id] = rung
            if not event.planned:
                reached += _reached(event, rung, front, record.as_of)
    return Climb(rungs=rungs, reached=reached)


def find_ceilings(climbed: Climb) -> tuple[Ceiling, ...]:
    """Return every break in the order of knowledge; of those that become known together, the weaker status first.

    For each status the last break is the ceiling that stands. Plans reach no rung, and an event that has since been
    denied, disputed, refuted or withdrawn has broken nothing.
    """
    breaks = [ceiling for status in THRESHOLDS for ceiling in _breaks(climbed.reached, status)]
    return tuple(sorted(breaks, key=lambda c: (c.known, THRESHOLDS.index(c.status), c.level, c.event_id)))


def find_stated(record: Record, climbed: Climb) -> tuple[StatedCeiling, ...]:
    """Return what somebody called a ceiling, in the order in which it was said, with what broke each: the first
    corroborated step above its rung.
    """
    corroborated = (_to_ceiling(step) for step in climbed.reached if step.status is Status.CORROBORATED)
    above = sorted(corroborated, key=lambda step: (step.known, step.event_id))
    found = [
        _stated(claim, event, climbed.rungs[event.id], above, record)
        for event in record.events
        if event.id in climbed.rungs
        for claim in record.heard(event).ceilings
        if claim.document_id in record.provenances
    ]
    return tuple(sorted(found, key=lambda stated: (stated.at, stated.claim_id)))


def _stated(claim: AnyClaim, event: Event, rung: Rung, above: Sequence[Ceiling], record: Record) -> StatedCeiling:
    provenance = record.provenances[claim.document_id]
    broken = next((step for step in above if step.level > rung.level), None)
    root = claim.root
    return StatedCeiling(
        claim_id=claim.id,
        event_id=event.id,
        party=(root.state or root.name) if root is not None else provenance.publisher or provenance.document_id,
        rung=rung.key,
        level=rung.level,
        at=provenance.public_from,
        broken_by=broken.event_id if broken else None,
        broken_claim=broken.claim_id if broken else None,
        fact=broken.fact if broken else None,
        known=broken.known if broken else None,
    )


def _reached(event: Event, rung: Rung, front: Front, as_of: datetime | None) -> list[_Reached]:
    rows = ((status, standing_since(event, status, as_of)) for status in THRESHOLDS)
    # A fight counts as support only once it is known that soldiers were sent.
    least = front.soldiers if event.type is EventType.ASSAULT else None
    return [
        _Reached(event=event, rung=rung, status=status, known=max(row.at, least or row.at), claim_id=row.claim_id)
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
        claim_id=step.claim_id,
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
