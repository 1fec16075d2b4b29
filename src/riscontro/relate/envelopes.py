"""Figures by item, unit and window: envelopes, and what is known to have come at least.

A total since a moment and what came within a window are two kinds of figures. They stand in envelopes apart and are
never added. Of what came within windows, only windows that share no day are added up, each of them once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from riscontro.model.brief import AnyClaim
from riscontro.model.claim import EventType, Quantity
from riscontro.model.dyad import Envelope, Figure, FigureKind, Reckoning
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.model.later import Later
from riscontro.model.time import Interval
from riscontro.relate.quantities import envelope_of
from riscontro.relate.record import Record, by_figure
from riscontro.relate.standing import standing_since

Item = tuple[EventType, str | None, str]
"""Type, mode and unit: what figures must share to be held against each other."""

Key = tuple[Item, FigureKind, Interval | None]


class Part(NamedTuple):
    """Claims that give one figure of an event, of which at least one stands in a document at hand."""

    event_id: str
    quantity: Quantity
    window: Interval | None
    claims: Sequence[AnyClaim]


Told = tuple[datetime, str, Part, bool]
"""When a figure was told, by which claim, the part that it stands in, and whether it was counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The figures of one item, kind and window, and the ends of their range.

    Figures of a large case are very many and seldom all asked for: they are made where they are.
    """

    item: Item
    kind: FigureKind
    window: Interval | None
    minimum: float | None
    maximum: float | None
    parts: Sequence[Part]
    record: Record

    def told(self) -> Sequence[Told]:
        """Return what each claim gives, by when it was told, then claim."""
        pages = self.record.provenances
        told = [
            (page.public_from, claim.id, part, claim.observed)
            for part in self.parts
            for claim in part.claims
            if (page := pages.get(claim.document_id)) is not None
        ]
        return sorted(told, key=itemgetter(0, 1))


def gather_figures(record: Record, events: Iterable[Event]) -> Sequence[Gathered]:
    """Return the figures of these events, by item, unit, kind and window, those without a window last.

    Only facts count: of events that are at least reported, claims that assert them.
    """
    found: dict[Key, list[Part]] = defaultdict(list)
    pages = record.provenances
    for event in events:
        if event.planned or standing_since(event, Status.REPORTED, record.as_of) is None:
            continue
        for claims in by_figure(record.heard(event).facts):
            quantity, window = claims[0].quantity, window_of(claims[0])
            if quantity is not None and any(claim.document_id in pages for claim in claims):
                item = (event.type, event.mode, quantity.unit)
                part = Part(event.id, quantity, window, claims)
                found[item, *_kind_and_window(quantity, window)].append(part)
    return sorted((_gathered(key, parts, record) for key, parts in found.items()), key=_order)


def _gathered(key: Key, parts: Sequence[Part], record: Record) -> Gathered:
    item, kind, window = key
    ends = _ends_of(part.quantity for part in parts)
    return Gathered(
        item=item, kind=kind, window=window, minimum=ends.minimum, maximum=ends.maximum, parts=parts, record=record
    )


def _ends_of(quantities: Iterable[Quantity]) -> Quantity:
    """Return the range of at least one figure in one unit."""
    plain = (Quantity(minimum=one.minimum, maximum=one.maximum, unit=one.unit) for one in quantities)
    ends = envelope_of(list(dict.fromkeys(plain)))
    assert ends is not None
    return ends


def find_envelopes(gathered: Iterable[Gathered]) -> tuple[Envelope, ...]:
    """Return the envelopes of gathered figures, in their order."""
    return tuple(
        Envelope(
            type=one.item[0],
            mode=one.item[1],
            unit=one.item[2],
            kind=one.kind,
            window=one.window,
            minimum=one.minimum,
            maximum=one.maximum,
            figures=Later(partial(_figures, one)),
        )
        for one in gathered
    )


def _figures(gathered: Gathered) -> tuple[Figure, ...]:
    return tuple(_figure(*told) for told in gathered.told())


def _figure(told: datetime, claim_id: str, part: Part, observed: bool) -> Figure:
    quantity = part.quantity
    return Figure(
        claim_id=claim_id,
        event_id=part.event_id,
        minimum=quantity.minimum,
        maximum=quantity.maximum,
        bound=quantity.bound,
        window=part.window,
        told=told,
        observed=observed,
    )


def window_of(claim: AnyClaim) -> Interval | None:
    """Return the time that a claim's figure covers: its own window, else the time of the act where that is closed."""
    if claim.quantity is None or claim.quantity.window is not None or claim.quantity.cumulative:
        return claim.quantity.window if claim.quantity is not None else None
    return claim.when if claim.when is not None and claim.when.days() is not None else None


def _kind_and_window(quantity: Quantity, window: Interval | None) -> tuple[FigureKind, Interval | None]:
    """A total over a closed window is what came within it; one that is open, or without a window, is a total."""
    if window is not None and window.days() is not None:
        return FigureKind.INCREMENT, window
    if not quantity.cumulative:
        return FigureKind.INCREMENT, None
    start = window.earliest if window is not None else None
    return FigureKind.TOTAL, Interval(earliest=start, latest=None) if start is not None else None


def _order(gathered: Gathered) -> tuple[object, ...]:
    window, (type, mode, unit) = gathered.window, gathered.item
    return (
        type,
        mode or "",
        unit,
        gathered.kind,
        window is None,
        (window and window.earliest) or date.min,
        (window and window.latest) or date.max,
    )


def find_reckonings(gathered: Iterable[Gathered]) -> tuple[Reckoning, ...]:
    """Return how much of each item there was at least, by item; nothing for an item of which no figure can be used.

    The larger of two: the total that was told last, and the largest sum over windows of which no two share a day.
    """
    items: dict[Item, list[Gathered]] = defaultdict(list)
    for one in gathered:
        items[one.item].append(one)
    found = []
    for item, own in items.items():
        candidates = [*_latest_total(item, own), *_sum_apart(item, own)]
        if candidates:
            found.append(max(candidates, key=lambda reckoning: (reckoning.minimum, reckoning.kind)))
    return tuple(found)


def _latest_total(item: Item, gathered: Iterable[Gathered]) -> Iterator[Reckoning]:
    totals = [(told, one.window) for one in gathered if one.kind is FigureKind.TOTAL for told in one.told()]
    last = max((told[0] for told, _ in totals), default=None)
    latest = [(told, window) for told, window in totals if told[0] == last and told[2].quantity.minimum is not None]
    if not latest:
        return
    ends = _ends_of(told[2].quantity for told, _ in latest)
    yield _reckoning(
        item,
        FigureKind.TOTAL,
        ends.minimum or 0.0,
        ends.maximum,
        windows=tuple(dict.fromkeys(window for _, window in latest)),
        told=[told for told, _ in latest],
    )


def _sum_apart(item: Item, gathered: Iterable[Gathered]) -> Iterator[Reckoning]:
    """Yield the largest sum of least figures over windows that share no day (weighted interval scheduling)."""
    usable = [one for one in gathered if one.kind is FigureKind.INCREMENT and one.window is not None and one.minimum]
    chosen = _heaviest_apart(sorted(usable, key=lambda one: _days(one)[::-1]))
    if not chosen:
        return
    yield _reckoning(
        item,
        FigureKind.INCREMENT,
        sum(one.minimum or 0.0 for one in chosen),
        chosen[0].maximum if len(chosen) == 1 else None,
        windows=tuple(one.window for one in chosen),
        told=[told for one in chosen for told in one.told()],
    )


def _heaviest_apart(ordered: Sequence[Gathered]) -> list[Gathered]:
    """Return those, ordered by their windows' ends, whose windows share no day and whose minima sum to most."""
    ends = [_days(one)[1] for one in ordered]
    best = [0.0]
    before = []
    for one in ordered:
        before.append(bisect_left(ends, _days(one)[0]))
        best.append(max(best[-1], best[before[-1]] + (one.minimum or 0.0)))
    chosen: list[Gathered] = []
    place = len(ordered)
    while place:
        if best[place] > best[place - 1]:
            chosen.append(ordered[place - 1])
            place = before[place - 1]
        else:
            place -= 1
    return chosen[::-1]


def _days(gathered: Gathered) -> tuple[date, date]:
    window = gathered.window
    assert window is not None
    assert window.earliest is not None
    assert window.latest is not None
    return window.earliest, window.latest


def _reckoning(
    item: Item,
    kind: FigureKind,
    minimum: float,
    maximum: float | None,
    *,
    windows: tuple[Interval | None, ...],
    told: Sequence[Told],
) -> Reckoning:
    return Reckoning(
        type=item[0],
        mode=item[1],
        unit=item[2],
        kind=kind,
        minimum=minimum,
        maximum=maximum,
        windows=windows,
        claims=tuple(dict.fromkeys(claim_id for _, claim_id, _, _ in told)),
        events=tuple(dict.fromkeys(part.event_id for _, _, part, _ in told)),
    )
