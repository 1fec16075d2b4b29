"""Flows laid out: when each was seen, on one scale of time, and the figures told, by unit, each scale from 0."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from riscontro.model.claim import Quantity
from riscontro.model.dyad import Flow
from riscontro.model.event import Event
from riscontro.tell.catalogue import capitalised
from riscontro.tell.chart import Scale, Tick, scale_over, ticks_of
from riscontro.tell.index import Index
from riscontro.tell.quantities import quantity_to_text, unit_to_text
from riscontro.tell.rank import date_order
from riscontro.tell.sentence import event_label

UNITS_SHOWN = 6
RANGES_SHOWN = 10
"""Figures of one unit that are drawn, those of the surest events first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowBar:
    """One flow: places of its first and last sighting, 0 to 100, and its state."""

    event_id: str
    label: str
    note: str
    status: str
    state: str
    first: float
    last: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeBar:
    """The figure of one event: places of its least and its most, ``None`` where that end is open."""

    event_id: str
    label: str
    note: str
    status: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeGroup:
    """Figures of one unit, on one scale from 0 to the greatest of them."""

    unit: str
    bars: tuple[RangeBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """The flows shown, by first sighting, the labels of their axis, and the figures told."""

    bars: tuple[FlowBar, ...]
    ticks: tuple[Tick, ...]
    ranges: tuple[RangeGroup, ...]


def build_flows(flows: Sequence[Flow], index: Index) -> Flows:
    """Return the flows and figures of the events shown; the axis of time runs to the last day of knowledge."""
    seen = [flow for flow in flows if flow.first or flow.last]
    days = [day for flow in seen for day in (flow.first, flow.last) if day]
    scale = scale_over([*days, *_last_day(index)]) if days else None
    return Flows(
        bars=tuple(_bar(flow, scale, index) for flow in seen) if scale else (),
        ticks=ticks_of(scale, index.catalogue) if scale else (),
        ranges=tuple(_ranges(index)),
    )


def _last_day(index: Index) -> Iterator[date]:
    moment = index.dossier.as_of or index.tally.last_public
    if moment:
        yield moment.astimezone(UTC).date()


def _bar(flow: Flow, scale: Scale, index: Index) -> FlowBar:
    event, catalogue = index.events[flow.event_id], index.catalogue
    first, last = flow.first or flow.last, flow.last or flow.first
    assert first is not None
    assert last is not None
    words = [catalogue.word("flow_state", flow.state), quantity_to_text(flow.quantity, catalogue)]
    return FlowBar(
        event_id=event.id,
        label=event_label(event, catalogue),
        note=" · ".join(word for word in words if word),
        status=event.status,
        state=flow.state,
        first=scale.place(first),
        last=scale.place(last),
    )


def _ranges(index: Index) -> Iterator[RangeGroup]:
    by_unit: dict[str, list[tuple[Event, Quantity]]] = defaultdict(list)
    for event in sorted(index.selection.events, key=date_order):
        quantity = event.quantity
        if quantity is not None and (quantity.minimum is not None or quantity.maximum is not None):
            by_unit[quantity.unit].append((event, quantity))
    ranked = sorted(by_unit.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for unit, held in ranked[:UNITS_SHOWN]:
        chosen = sorted(held, key=lambda pair: (pair[0].status.credibility, date_order(pair[0])))[:RANGES_SHOWN]
        most = max(value for _, quantity in chosen for value in _ends(quantity))
        bars = tuple(_range_bar(event, quantity, most, index) for event, quantity in chosen)
        yield RangeGroup(unit=capitalised(unit_to_text(unit, 2, index.catalogue)), bars=bars)


def _ends(quantity: Quantity) -> list[float]:
    return [end for end in (quantity.minimum, quantity.maximum) if end is not None]


def _range_bar(event: Event, quantity: Quantity, most: float, index: Index) -> RangeBar:
    # An eighth is left free at the end, so that what is told as "at least" has room to point beyond it.
    share = 87.5 / most if most > 0 else 0.0
    return RangeBar(
        event_id=event.id,
        label=event_label(event, index.catalogue),
        note=quantity_to_text(quantity, index.catalogue) or "",
        status=event.status,
        low=None if quantity.minimum is None else round(max(quantity.minimum, 0) * share, 2),
        high=None if quantity.maximum is None else round(max(quantity.maximum, 0) * share, 2),
    )
