"""Flows: acts that go on, between their first and last sighting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate, chain
from typing import NamedTuple

from riscontro.model.brief import AnyClaim
from riscontro.model.claim import EventType
from riscontro.model.dyad import Flow, FlowState, GapOrigin, Sighting
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from riscontro.relate.ladder import is_between
from riscontro.relate.quantities import envelope_of
from riscontro.relate.record import Record, by_figure
from riscontro.relate.standing import standing_since
from riscontro.relate.tables import FlowTable, act_name


def find_flows(record: Record, table: FlowTable, *, actor: str, recipient: str) -> tuple[Flow, ...]:
    """Return the flows from ``actor`` to ``recipient``, by first sighting, then event id."""
    own = [event for event in record.events if _may_flow(event, table, actor, recipient)]
    seen = [found for events in _by_series(own, record) if (found := _seen(events, record, table)) is not None]
    ends = _ends_of(record, table, actor, recipient)
    stops = _stops_of(seen, ends, table)
    flows = (_to_flow(one, record, table, stop=stops.get(place)) for place, one in enumerate(seen))
    return tuple(sorted(flows, key=lambda flow: (flow.first is None, flow.first or date.max, flow.event_id)))


def _may_flow(event: Event, table: FlowTable, actor: str, recipient: str) -> bool:
    if event.type not in table.types or event.planned:
        return False
    return (event.actor, event.recipient) == (actor, recipient) or is_between(event, actor, recipient)


def _by_series(events: Sequence[Event], record: Record) -> Iterable[Sequence[Event]]:
    """Yield the events that one flow may rest on: those of one act that one observation series counts, else one."""
    shared: dict[tuple[str, EventType, str | None], list[Event]] = defaultdict(list)
    for event in events:
        series = min((claim.document_id for claim in record.heard(event).observed), default=None)
        shared[series or event.id, event.type, event.mode].append(event)
    return shared.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """Events that are one flow: the claims that assert them, and their sightings, in order."""

    events: Sequence[Event]
    told: Sequence[AnyClaim]
    sightings: Sequence[Sighting]

    @property
    def first(self) -> Event:
        return self.events[0]


def _seen(events: Sequence[Event], record: Record, table: FlowTable) -> _Seen | None:
    """Return events as a flow, ``None`` where they are none."""
    told = [claim for event in events for claim in record.heard(event).facts]
    alike = by_figure(told)
    sightings = _sightings(alike, record)
    sightings = [*_seen_by_then(alike, sightings, record, table), *sightings]
    goes_on = any(_goes_on(claims[0].when) for claims in alike)
    return _Seen(events=events, told=told, sightings=sightings) if goes_on or _apart(sightings) else None


def _goes_on(when: Interval | None) -> bool:
    return when is not None and when.earliest is not None and when.latest is None


class Stretch(NamedTuple):
    """The days over which one claim shows a flow, both included."""

    first: date
    last: date


def _sightings(alike: Iterable[Sequence[AnyClaim]], record: Record) -> list[Sighting]:
    """Return the sightings that claims give, one for each stretch of days, in order."""
    found: dict[Stretch, list[AnyClaim]] = defaultdict(list)
    for claims in alike:
        when = claims[0].when
        if when is None or (first := _first_day(when)) is None:
            continue
        if not _goes_on(when):
            found[Stretch(first, max(first, when.latest or first))] += claims
            continue
        for claim in claims:
            told = record.told_at(claim)
            found[Stretch(first, max(first, told.date() if told is not None else first))].append(claim)
    return [
        Sighting(
            first=stretch.first,
            last=stretch.last,
            claims=tuple(sorted(claim.id for claim in claims)),
            observed=any(claim.observed for claim in claims),
        )
        for stretch, claims in sorted(found.items())
    ]


def _first_day(when: Interval) -> date | None:
    return when.earliest or when.latest


def _seen_by_then(
    alike: Iterable[Sequence[AnyClaim]], sightings: Sequence[Sighting], record: Record, table: FlowTable
) -> list[Sighting]:
    """Return what claims without a time show: that the act had been by the day on which they were told.

    They count only well before the first dated sighting: what is told later may be that one again, and must not keep a
    flow alive.
    """
    if not sightings:
        return []
    before = sightings[0].first - timedelta(days=table.apart_days)
    days: dict[date, list[str]] = defaultdict(list)
    undated = (claims for claims in alike if (when := claims[0].when) is None or _first_day(when) is None)
    for claim in chain.from_iterable(undated):
        at = record.told_at(claim)
        if at is not None and at.date() <= before:
            days[at.date()].append(claim.id)
    return [Sighting(first=day, last=day, claims=tuple(sorted(ids)), dated=False) for day, ids in sorted(days.items())]


def _apart(sightings: Sequence[Sighting]) -> bool:
    """Tell whether there are two sightings that cannot be of one day."""
    return bool(sightings) and max(s.first for s in sightings) > min(s.last for s in sightings)


def longest_gap(sightings: Sequence[Sighting]) -> int | None:
    """Return the most days between the end of what was seen and the next sighting; ``None`` where nothing lies between.

    ``sightings`` are in order. A claim that a flow has gone on since a day leaves no gap after it.
    """
    seen_until = accumulate((sighting.last for sighting in sightings), max)
    gaps = [(after.first - until).days for until, after in zip(seen_until, sightings[1:], strict=False)]
    return max((gap for gap in gaps if gap > 0), default=None)


class _Stop(NamedTuple):
    day: date
    event_id: str


def _to_flow(seen: _Seen, record: Record, table: FlowTable, *, stop: _Stop | None) -> Flow:
    sightings = seen.sightings
    longest = longest_gap(sightings)
    last = max((sighting.last for sighting in sightings), default=None)
    silence, origin = expected_silence(act_name(seen.first.type, seen.first.mode), longest, table)
    ended = stop if stop is not None and (last is None or stop.day >= last) else None
    silent_from = last + timedelta(days=silence + 1) if last is not None else None
    return Flow(
        event_id=seen.first.id,
        type=seen.first.type,
        mode=seen.first.mode,
        first=sightings[0].first if sightings else None,
        last=last,
        state=_state(silent_from, stopped=ended is not None, now=record.now.date()),
        gap_days=longest,
        quantity=envelope_of([claim.quantity for claim in seen.told if claim.quantity is not None]),
        events=tuple(event.id for event in seen.events),
        sightings=tuple(sightings),
        expected_days=silence,
        expected_by=origin,
        silent_from=silent_from,
        stopped_on=ended.day if ended else None,
        stopped_by=ended.event_id if ended else None,
    )


def expected_silence(act: str, longest: int | None, table: FlowTable) -> tuple[int, GapOrigin]:
    """Return for how many days a flow may go unseen and still be taken to run, and where that comes from.

    What the case declares of the act stands before what was learnt of this flow, and that before what its kind lets
    expect. A declared gap is taken as it is; the others are stretched by ``silence_factor``.
    """
    gap, origin = table.declared(act)
    if origin is GapOrigin.CASE:
        return gap, origin
    if longest is not None:
        gap, origin = longest, GapOrigin.LEARNT
    return max(table.silence_days_min, round(gap * table.silence_factor)), origin


def _state(silent_from: date | None, *, stopped: bool, now: date) -> FlowState:
    if stopped:
        return FlowState.STOPPED
    return FlowState.SILENT if silent_from is not None and now >= silent_from else FlowState.RUNNING


class _End(NamedTuple):
    """An act that ends flows: the event, its act as the table writes it, its day, and the documents that tell of it."""

    event: Event
    act: str
    day: date
    documents: frozenset[str]


def _ends_of(record: Record, table: FlowTable, actor: str, recipient: str) -> Sequence[_End]:
    ending = {act for acts in table.stops.values() for act in acts}
    found = []
    for event in record.events:
        act = act_name(event.type, event.mode)
        if act in ending and {event.actor, event.recipient} == {actor, recipient} and _stands(event, record.as_of):
            documents = frozenset(claim.document_id for claim in record.claims_of(event))
            found.append(_End(event=event, act=act, day=_end_day(event), documents=documents))
    return found


def _stops_of(flows: Sequence[_Seen], ends: Sequence[_End], table: FlowTable) -> Mapping[int, _Stop]:
    """Return the latest act that ended each flow, by the flow's place; none for a flow that nothing ended.

    An act of this kind rarely names what it ends: it ends the flow that its own documents tell of, else the only flow
    that it could end; where it could end several, none is called stopped.
    """
    if not ends:
        return {}
    telling: dict[str, set[int]] = defaultdict(set)
    ended_by: dict[str, list[int]] = defaultdict(list)
    for place, flow in enumerate(flows):
        for claim in flow.told:
            telling[claim.document_id].add(place)
        for act in _stops(flow.first.mode, table):
            ended_by[act].append(place)
    found: dict[int, _Stop] = {}
    for end in ends:
        named = {place for document in end.documents for place in telling.get(document, ())}
        possible = ended_by[end.act]
        ended = named.intersection(possible) if named else possible if len(possible) == 1 else ()
        for place in ended:
            stop = _Stop(end.day, end.event.id)
            found[place] = max(found.get(place, stop), stop)
    return found


def _stops(mode: str | None, table: FlowTable) -> Sequence[str]:
    return table.stops.get(mode or "default", table.stops["default"])


def _stands(event: Event, as_of: datetime | None) -> bool:
    return not event.planned and standing_since(event, Status.REPORTED, as_of) is not None


def _end_day(event: Event) -> date:
    """The day an act is known to have been; of one without a time, the day it was told."""
    told = event.history[0].at.date()
    return (event.when.earliest or event.when.latest or told) if event.when is not None else told
