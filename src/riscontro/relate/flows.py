"""Flows: acts that go on, between their first and last sighting."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

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
    flows = []
    for event in record.events:
        if (event.actor, event.recipient) != (actor, recipient) or event.type is not EventType.AID or event.planned:
            continue
        told = [claim for claim in record.claims_of(event) if _sees(claim)]
        sightings = sorted({day for claim in told for day in _sightings(claim, record.provenances)})
        if _is_flow(told, sightings):
            flows.append(_to_flow(event, told, sightings, stopped=_stopped_on(event, record), now=record.now.date()))
    return tuple(sorted(flows, key=lambda flow: (flow.first is None, flow.first or date.max, flow.event_id)))


def _sees(claim: Claim) -> bool:
    """Tell whether a claim asserts that the act was done."""
    return claim.stance in (Stance.ASSERTS, Stance.CONFIRMS) and claim.modality in (
        Modality.ASSERTED,
        Modality.POSSIBLE,
    )


def _sightings(claim: Claim, provenances: Mapping[str, Provenance]) -> list[date]:
    """The days on which a claim shows the flow: the ends of its time; where it goes on, the day of publication."""
    if claim.when is None:
        return []
    days = [day for day in (claim.when.earliest, claim.when.latest) if day is not None]
    provenance = provenances.get(claim.document_id)
    if claim.when.latest is None and provenance is not None:
        days.append(max(provenance.public_from.date(), *days))
    return days


def _is_flow(told: Sequence[Claim], sightings: Sequence[date]) -> bool:
    """A flow goes on by what a claim says, or is told at several dates that do not belong to one time."""
    if any(claim.when is not None and claim.when.latest is None for claim in told):
        return True
    times = {(claim.when.earliest, claim.when.latest) for claim in told if claim.when is not None}
    ends = [latest for _, latest in times if latest is not None]
    starts = [earliest for earliest, _ in times if earliest is not None]
    return len(sightings) > 1 and len(times) > 1 and bool(starts and ends) and max(starts) > min(ends)


def _to_flow(
    event: Event, told: Sequence[Claim], sightings: Sequence[date], *, stopped: date | None, now: date
) -> Flow:
    longest = max(((after - before).days for before, after in pairwise(sightings)), default=None)
    last = sightings[-1] if sightings else None
    return Flow(
        event_id=event.id,
        mode=event.mode,
        first=sightings[0] if sightings else None,
        last=last,
        state=_state(last, expected_silence(event.mode, longest), stopped=stopped, now=now),
        gap_days=longest,
        quantity=envelope_of([claim.quantity for claim in told if claim.quantity is not None]),
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


def _stopped_on(flow: Event, record: Record) -> date | None:
    """The day of the latest act that ends flows of this mode, told at least as reported."""
    stops = _table()["stops"]
    acts = stops.get(flow.mode, stops["default"])
    sides = {flow.actor, flow.recipient}
    ends = (event for event in record.events if {event.actor, event.recipient} == sides and not event.planned)
    days = [_end_day(end) for end in ends if f"{end.type}/{end.mode}" in acts and _stands(end, record.as_of)]
    return max(days, default=None)


def _stands(event: Event, as_of: datetime | None) -> bool:
    return standing_since(event, Status.REPORTED, as_of) is not None


def _end_day(event: Event) -> date:
    """The day an act is known to have been; of one without a time, the day it was told."""
    told = event.history[0].at.date()
    return (event.when.earliest or event.when.latest or told) if event.when is not None else told
