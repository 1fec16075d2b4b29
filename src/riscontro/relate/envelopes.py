"""Figures by item, unit and window: envelopes, and what is known to have come at least.

A total since a moment and what came within a window are two kinds of figures. They stand in envelopes apart and are
never added. Of what came within windows, only windows that share no day are added up, each of them once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from riscontro.model.claim import Claim, EventType, Quantity
from riscontro.model.dyad import Envelope, Figure, FigureKind, Reckoning
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from riscontro.relate.quantities import envelope_of
from riscontro.relate.record import Record, asserts
from riscontro.relate.standing import standing_since

Item = tuple[EventType, str | None, str]
"""Type, mode and unit: what figures must share to be held against each other."""

Key = tuple[Item, FigureKind, Interval | None]


def find_envelopes(record: Record, events: Iterable[Event]) -> tuple[Envelope, ...]:
    """Return the envelopes of the figures of these events, by item, kind and window, those without a window last.

    Only facts count: of events that are at least reported, claims that assert them.
    """
    found: dict[Key, list[Figure]] = defaultdict(list)
    for event in events:
        if event.planned or standing_since(event, Status.REPORTED, record.as_of) is None:
            continue
        for claim in record.claims_of(event):
            figure = _figure(claim, event, record) if asserts(claim) else None
            if figure is not None and claim.quantity is not None:
                item = (event.type, event.mode, claim.quantity.unit)
                found[item, *_kind_and_window(claim.quantity, figure.window)].append(figure)
    envelopes = [_envelope(key, figures) for key, figures in found.items()]
    return tuple(sorted(envelopes, key=_order))


def _figure(claim: Claim, event: Event, record: Record) -> Figure | None:
    told = record.told_at(claim)
    if claim.quantity is None or told is None:
        return None
    return Figure(
        claim_id=claim.id,
        event_id=event.id,
        minimum=claim.quantity.minimum,
        maximum=claim.quantity.maximum,
        bound=claim.quantity.bound,
        window=window_of(claim),
        told=told,
        observed=claim.observed,
    )


def window_of(claim: Claim) -> Interval | None:
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


def _envelope(key: Key, figures: Sequence[Figure]) -> Envelope:
    (type, mode, unit), kind, window = key
    ends = envelope_of([Quantity(minimum=f.minimum, maximum=f.maximum, unit=unit) for f in figures])
    assert ends is not None
    return Envelope(
        type=type,
        mode=mode,
        unit=unit,
        kind=kind,
        window=window,
        minimum=ends.minimum,
        maximum=ends.maximum,
        figures=tuple(sorted(figures, key=lambda figure: (figure.told, figure.claim_id))),
    )


def _order(envelope: Envelope) -> tuple[object, ...]:
    window = envelope.window
    return (
        envelope.type,
        envelope.mode or "",
        envelope.unit,
        envelope.kind,
        window is None,
        (window and window.earliest) or date.min,
        (window and window.latest) or date.max,
    )


def find_reckonings(envelopes: Sequence[Envelope]) -> tuple[Reckoning, ...]:
    """Return how much of each item there was at least, by item; nothing for an item of which no figure can be used.

    The larger of two: the total that was told last, and the largest sum over windows of which no two share a day.
    """
    items: dict[Item, list[Envelope]] = defaultdict(list)
    for envelope in envelopes:
        items[envelope.type, envelope.mode, envelope.unit].append(envelope)
    found = []
    for item, own in items.items():
        candidates = [*_latest_total(item, own), *_sum_apart(item, own)]
        if candidates:
            found.append(max(candidates, key=lambda reckoning: (reckoning.minimum, reckoning.kind)))
    return tuple(found)


def _latest_total(item: Item, envelopes: Iterable[Envelope]) -> Iterator[Reckoning]:
    totals = [(f, e.window) for e in envelopes if e.kind is FigureKind.TOTAL for f in e.figures]
    last = max((figure.told for figure, _ in totals), default=None)
    latest = [(figure, window) for figure, window in totals if figure.told == last and figure.minimum is not None]
    if not latest:
        return
    figures = [figure for figure, _ in latest]
    ends = envelope_of([Quantity(minimum=f.minimum, maximum=f.maximum, unit=item[2]) for f in figures])
    assert ends is not None
    yield _reckoning(
        item,
        FigureKind.TOTAL,
        ends.minimum or 0.0,
        ends.maximum,
        windows=tuple(dict.fromkeys(window for _, window in latest)),
        figures=figures,
    )


def _sum_apart(item: Item, envelopes: Iterable[Envelope]) -> Iterator[Reckoning]:
    """Yield the largest sum of least figures over windows that share no day (weighted interval scheduling)."""
    usable = [e for e in envelopes if e.kind is FigureKind.INCREMENT and e.window is not None and e.minimum]
    chosen = _heaviest_apart(sorted(usable, key=lambda e: _days(e)[::-1]))
    if not chosen:
        return
    yield _reckoning(
        item,
        FigureKind.INCREMENT,
        sum(envelope.minimum or 0.0 for envelope in chosen),
        chosen[0].maximum if len(chosen) == 1 else None,
        windows=tuple(envelope.window for envelope in chosen),
        figures=[figure for envelope in chosen for figure in envelope.figures],
    )


def _heaviest_apart(ordered: Sequence[Envelope]) -> list[Envelope]:
    """Return the envelopes, ordered by their windows' ends, whose windows share no day and whose minima sum to most."""
    ends = [_days(envelope)[1] for envelope in ordered]
    best = [0.0]
    before = []
    for envelope in ordered:
        before.append(bisect_left(ends, _days(envelope)[0]))
        best.append(max(best[-1], best[before[-1]] + (envelope.minimum or 0.0)))
    chosen: list[Envelope] = []
    place = len(ordered)
    while place:
        if best[place] > best[place - 1]:
            chosen.append(ordered[place - 1])
            place = before[place - 1]
        else:
            place -= 1
    return chosen[::-1]


def _days(envelope: Envelope) -> tuple[date, date]:
    window = envelope.window
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
    figures: Iterable[Figure],
) -> Reckoning:
    told = list(figures)
    return Reckoning(
        type=item[0],
        mode=item[1],
        unit=item[2],
        kind=kind,
        minimum=minimum,
        maximum=maximum,
        windows=windows,
        claims=tuple(dict.fromkeys(figure.claim_id for figure in told)),
        events=tuple(dict.fromkeys(figure.event_id for figure in told)),
    )
