"""Flows: acts that go on, between their first and last sighting."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, NamedTuple

from riscontro.model.claim import Claim, EventType, Modality, Stance
from riscontro.model.document import Provenance
from riscontro.model.dyad import Flow, FlowState
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.relate.quantities import envelope_of
from riscontro.relate.record import Record
from riscontro.relate.standing import standing_since


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("riscontro.relate") / "flows.toml").read_text("utf-8"))


def find_flows(record: Record, *, actor: str, recipient: str) -> tuple[Flow, ...]:
    """Return the flows from ``actor`` to ``recipient``, by first sighting, then event id."""
    seen = [s for event in record.events if (s := _seen(event, record, actor, recipient)) is not None]
    flows = (_to_flow(own, record, stopped=_stopped_on(own, seen, record)) for own in seen)
    return tuple(sorted(flows, key=lambda flow: (flow.first is None, flow.first or date.max, flow.event_id)))


class Sighting(NamedTuple):
    """The days over which one claim shows a flow, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """An event that is a flow: its claims that assert it, and their sightings, in order."""

    event: Event
    told: Sequence[Claim]
    sightings: Sequence[Sighting]


def _seen(event: Event, record: Record, actor: str, recipient: str) -> _Seen | None:
    """Return the event as a flow in this direction, ``None`` where it is none."""
    if (event.actor, event.recipient) != (actor, recipient) or event.type is not EventType.AID or event.planned:
        return None
    told = [claim for claim in record.claims_of(event) if _sees(claim)]
    sightings = sorted({seen for claim in told if (seen := _sighting(claim, record.provenances)) is not None})
    goes_on = any(_goes_on(claim) for claim in told)
    return _Seen(event=event, told=told, sightings=sightings) if goes_on or _apart(sightings) else None


def _sees(claim: Claim) -> bool:
    """Tell whether a claim asserts that the act was done."""
    return claim.stance in (Stance.ASSERTS, Stance.CONFIRMS) and claim.modality in (
        Modality.ASSERTED,
        Modality.POSSIBLE,
    )


def _goes_on(claim: Claim) -> bool:
    return claim.when is not None and claim.when.earliest is not None and claim.when.latest is None


def _sighting(claim: Claim, provenances: Mapping[str, Provenance]) -> Sighting | None:
    """The days of a claim; where it goes on, until the day it was told. ``None`` where it gives no time."""
    if claim.when is None or (first := claim.when.earliest or claim.when.latest) is None:
        return None
    provenance = provenances.get(claim.document_id)
    told = provenance.public_from.date() if _goes_on(claim) and provenance is not None else first
    return Sighting(first, max(first, claim.when.latest or told))


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


def _to_flow(seen: _Seen, record: Record, *, stopped: date | None) -> Flow:
    sightings = seen.sightings
    longest = longest_gap(sightings)
    last = max((sighting.last for sighting in sightings), default=None)
    mode = seen.event.mode
    return Flow(
        event_id=seen.event.id,
        mode=mode,
        first=sightings[0].first if sightings else None,
        last=last,
        state=_state(last, expected_silence(mode, longest), stopped=stopped, now=record.now.date()),
        gap_days=longest,
        quantity=envelope_of([claim.quantity for claim in seen.told if claim.quantity is not None]),
    )


def expected_silence(mode: str | None, longest: int | None) -> int:
    """Return for how many days a flow may go unseen and still be taken to run."""
    table = _table()
    gap = longest or table["expected_gap"].get(f"AID/{mode}", table["expected_gap"]["default"])
    return max(int(table["silence_days_min"]), round(gap * float(table["silence_factor"])))


def _state(last: date | None, silence: int, *, stopped: date | None, now: date) -> FlowState:
    if stopped is not None and (last is None or stopped >= last):
        return FlowState.STOPPED
    if last is not None and (now - last).days > silence:
        return FlowState.SILENT
    return FlowState.RUNNING


def _stopped_on(own: _Seen, flows: Sequence[_Seen], record: Record) -> date | None:
    """The day of the latest act that ended a flow, ``None`` where nothing says that it ended.

    An act of this kind rarely names what it ends: it ends the flow that its own documents tell of, else the only flow
    that it could end; where it could end several, none is called stopped.
    """
    sides = {own.event.actor, own.event.recipient}
    ends = [event for event in record.events if {event.actor, event.recipient} == sides and not event.planned]
    days = [_end_day(end) for end in ends if _ends(end, own, flows, record) and _stands(end, record.as_of)]
    return max(days, default=None)


def _ends(end: Event, own: _Seen, flows: Sequence[_Seen], record: Record) -> bool:
    act = f"{end.type}/{end.mode}"
    if act not in _stops(own.event.mode):
        return False
    told_by = {claim.document_id for claim in record.claims_of(end)}
    named = [flow for flow in flows if any(claim.document_id in told_by for claim in flow.told)]
    possible = named or [flow for flow in flows if act in _stops(flow.event.mode)]
    return own in named or possible == [own]


def _stops(mode: str | None) -> Sequence[str]:
    table = _table()["stops"]
    acts: Sequence[str] = table.get(mode, table["default"])
    return acts


def _stands(event: Event, as_of: datetime | None) -> bool:
    return standing_since(event, Status.REPORTED, as_of) is not None


def _end_day(event: Event) -> date:
    """The day an act is known to have been; of one without a time, the day it was told."""
    told = event.history[0].at.date()
    return (event.when.earliest or event.when.latest or told) if event.when is not None else told
