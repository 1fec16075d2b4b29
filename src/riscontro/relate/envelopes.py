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
from operator import itemgetter
from typing import NamedTuple

from riscontro.model.brief import AnyClaim
from riscontro.model.claim import EventType, Quantity
from riscontro.model.dyad import Envelope, Figure, FigureKind, Reckoning
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from riscontro.relate.quantities import envelope_of
from riscontro.relate.record import Record, by_figure
from riscontro.relate.standing import standing_since

Item = tuple[EventType, str | None, str]
"""Type, mode and unit: what figures must share to be held against each other."""

Key = tuple[Item, FigureKind, Interval | None]


class Given(NamedTuple):
    """A number that a claim gives of an event, before a :class:`Figure` is made of it. Sorts by when it was told."""

    told: datetime
    claim_id: str
    event_id: str
    observed: bool
    quantity: Quantity
    window: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The figures of one item, kind and window, and the ends of their range."""

    item: Item
    kind: FigureKind
    window: Interval | None
    minimum: float | None
    maximum: float | None
    given: Sequence[Given]


def gather_figures(record: Record, events: Iterable[Event]) -> Sequence[Gathered]:
    """Return the figures of these events, by item, unit, kind and window, those without a window last.

    Only facts count: of events that are at least reported, claims that assert them.
    """
    found: dict[Key, list[Given]] = defaultdict(list)
    for event in events:
        if event.planned or standing_since(event, Status.REPORTED, record.as_of) is None:
            continue
        for claims in by_figure(record.heard(event).facts):
            quantity, window = claims[0].quantity, window_of(claims[0])
            if quantity is not None:
                item = (event.type, event.mode, quantity.unit)
                given = found[item, *_kind_and_window(quantity, window)]
                given += _given(claims, event, quantity, window, record)
    return sorted((_gathered(key, given) for key, given in found.items() if given), key=_order)


def _given(
    claims: Iterable[AnyClaim], event: Event, quantity: Quantity, window: Interval | None, record: Record
) -> Iterator[Given]:
    """Yield the figure of each of these claims of one quantity and window."""
    pages, event_id = record.provenances, event.id
    for claim in claims:
        page = pages.get(claim.document_id)
        if page is not None:
            yield Given(page.public_from, claim.id, event_id, claim.observed, quantity, window)


def _gathered(key: Key, given: list[Given]) -> Gathered:
    item, kind, window = key
    given.sort(key=_by_telling)
    ends = _ends_of(given)
    return Gathered(item=item, kind=kind, window=window, minimum=ends.minimum, maximum=ends.maximum, given=given)


_by_telling = itemgetter(0, 1)


def _ends_of(given: Iterable[Given]) -> Quantity:
    """Return the range of at least one figure in one unit."""
    quantities = {id(one.quantity): one.quantity for one in given}
    plain = (Quantity(minimum=one.minimum, maximum=one.maximum, unit=one.unit) for one in quantities.values())
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
            figures=tuple(map(_figure, one.given)),
        )
        for one in gathered
    )


def _figure(given: Given) -> Figure:
    quantity = given.quantity
    return Figure(
        claim_id=given.claim_id,
        event_id=given.event_id,
        minimum=quantity.minimum,
        maximum=quantity.maximum,
        bound=quantity.bound,
        window=given.window,
        told=given.told,
        observed=given.observed,
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
    totals = [(given, one.window) for one in gathered if one.kind is FigureKind.TOTAL for given in one.given]
    last = max((given.told for given, _ in totals), default=None)
    latest = [(given, window) for given, window in totals if given.told == last and given.quantity.minimum is not None]
    if not latest:
        return
    figures = [given for given, _ in latest]
    ends = _ends_of(figures)
    yield _reckoning(
        item,
        FigureKind.TOTAL,
        ends.minimum or 0.0,
        ends.maximum,
        windows=tuple(dict.fromkeys(window for _, window in latest)),
        given=figures,
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
        given=[given for one in chosen for given in one.given],
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
    given: Sequence[Given],
) -> Reckoning:
    return Reckoning(
        type=item[0],
        mode=item[1],
        unit=item[2],
        kind=kind,
        minimum=minimum,
        maximum=maximum,
        windows=windows,
        claims=tuple(dict.fromkeys(one.claim_id for one in given)),
        events=tuple(dict.fromkeys(one.event_id for one in given)),
    )
