"""Figures by item, unit and window: envelopes, and what is known to have come at least.

A total since a moment and what came within a window are two kinds of figures. They stand in envelopes apart and are
never added. Of what came within windows, only windows that share no day are added up, each of them once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

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


def find_envelopes(record: Record, events: Iterable[Event]) -> tuple[Envelope, ...]:
    """Return the envelopes of the figures of these events, by item, kind and window, those without a window last.

    Only facts count: of events that are at least reported, claims that assert them.
    """
    found: dict[Key, list[Figure]] = defaultdict(list)
    for event in events:
        if event.planned or standing_since(event, Status.REPORTED, record.as_of) is None:
            continue
        for claims in by_figure(record.heard(event).facts):
            quantity, window = claims[0].quantity, window_of(claims[0])
            if quantity is not None:
                item = (event.type, event.mode, quantity.unit)
                figures = found[item, *_kind_and_window(quantity, window)]
                figures += _figures(claims, event, quantity, window, record)
    envelopes = [_envelope(key, figures) for key, figures in found.items() if figures]
    return tuple(sorted(envelopes, key=_order))


def _figures(
    claims: Iterable[AnyClaim], event: Event, quantity: Quantity, window: Interval | None, record: Record
) -> Iterator[Figure]:
    """Yield a figure for each of these claims of one quantity and window."""
    for claim in claims:
        told = record.told_at(claim)
        if told is not None:
            yield Figure(
                claim_id=claim.id,
                event_id=event.id,
                minimum=quantity.minimum,
                maximum=quantity.maximum,
                bound=quantity.bound,
                window=window,
                told=told,
                observed=claim.observed,
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


def _envelope(key: Key, figures: Sequence[Figure]) -> Envelope:
    (type, mode, unit), kind, window = key
    ends = _ends_of(figures, unit)
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


def _ends_of(figures: Iterable[Figure], unit: str) -> Quantity:
    """Return the range of at least one figure in one unit."""
    distinct = dict.fromkeys((figure.minimum, figure.maximum) for figure in figures)
    ends = envelope_of([Quantity(minimum=low, maximum=high, unit=unit) for low, high in distinct])
    assert ends is not None
    return ends


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
    ends = _ends_of(figures, item[2])
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
