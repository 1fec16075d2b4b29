"""Cooperation and conflict by month: the weights of corroborated events, and where the level changes."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise
from typing import Any

from riscontro.model.dyad import ChangePoint, MonthPoint, Series
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.relate.changes import can_find_changes, find_changes, method_name
from riscontro.relate.ladder import is_between
from riscontro.relate.record import Record
from riscontro.relate.standing import standing_since
from riscontro.relate.tables import Tables

NO_EXTRA = "no-extra"
"""Why no change points were looked for: the extra is not installed."""

TOO_SHORT = "too-short"
"""Why no change points were looked for: too few months or events."""

MEASURES = ("cooperation", "conflict")


@cache
def _numbers() -> Mapping[str, Any]:
    return tomllib.loads((files("riscontro.relate") / "series.toml").read_text("utf-8"))


def find_series(record: Record, tables: Tables, *, actor: str, recipient: str) -> Series | None:
    """Return the months of one direction, from the first event to the last month of which the case holds words.

    Each event that is corroborated or better gives its weight once, spread evenly over the days on which it can have
    been (a flow: until it was last told). ``None`` where no event can be placed.
    """
    counted = [event for event in record.events if _counts(event, record, actor, recipient)]
    end = _end(record)
    placed: dict[date, dict[str, float]] = defaultdict(dict)
    undated = []
    for event in counted:
        shares = _shares(event, record, end)
        if shares is None:
            undated.append(event.id)
        for month, share in (shares or {}).items():
            placed[month][event.id] = share * tables.weight(event.type, event.mode)
    if not placed:
        return None
    points = tuple(_point(month, placed.get(month, {})) for month in _months(min(placed), max(end, *placed)))
    series = Series(actor=actor, recipient=recipient, points=points, undated=tuple(undated))
    return _with_changes(series)


def _counts(event: Event, record: Record, actor: str, recipient: str) -> bool:
    between = not event.planned and is_between(event, actor, recipient)
    return between and standing_since(event, Status.CORROBORATED, record.as_of) is not None


def _end(record: Record) -> date:
    """The last month of which the case holds words; not later than the moment asked for."""
    return record.last_words.date().replace(day=1)


def _shares(event: Event, record: Record, end: date) -> dict[date, float] | None:
    """Return which part of an event falls into each month, ``None`` where it cannot be placed."""
    first, last = _span(event, record)
    if first is None or last is None or (end.year - first.year) * 12 > _numbers()["months_max"]:
        return None
    days = (last - first).days + 1
    return {month: _days_in(month, first, last) / days for month in _months(first.replace(day=1), last)}


def _span(event: Event, record: Record) -> tuple[date | None, date | None]:
    when = event.when
    if when is None:
        return None, None
    first, last = when.earliest, when.latest
    if first is None or last is not None:
        return first or last, last
    told = [at.date() for claim in record.heard(event).facts if (at := record.told_at(claim))]
    return first, max([first, *told])


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = _next_month(month)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _days_in(month: date, first: date, last: date) -> int:
    end = _next_month(month) - timedelta(days=1)
    return (min(last, end) - max(first, month)).days + 1


def _point(month: date, weights: Mapping[str, float]) -> MonthPoint:
    return MonthPoint(
        month=month,
        cooperation=round(sum(weight for weight in weights.values() if weight > 0), 6),
        conflict=round(sum(weight for weight in weights.values() if weight < 0), 6),
        events=tuple(weights),
    )


def _with_changes(series: Series) -> Series:
    numbers, points = _numbers(), series.points
    counted = {event for point in points for event in point.events}
    if len(points) < numbers["least_months"] or len(counted) < numbers["least_events"]:
        return _without_changes(series, TOO_SHORT)
    if not can_find_changes():
        return _without_changes(series, NO_EXTRA)
    penalty, least_segment = float(numbers["penalty"]), int(numbers["least_segment"])
    found = (_changes(points, measure, penalty=penalty, least_segment=least_segment) for measure in MEASURES)
    changes = list(chain.from_iterable(found))
    return Series(
        actor=series.actor,
        recipient=series.recipient,
        points=points,
        changes=tuple(sorted(changes, key=lambda change: (change.month, change.measure))),
        method=method_name(penalty, least_segment),
        undated=series.undated,
    )


def _without_changes(series: Series, why: str) -> Series:
    return Series(actor=series.actor, recipient=series.recipient, points=series.points, why=why, undated=series.undated)


def _changes(
    points: Sequence[MonthPoint], measure: str, *, penalty: float, least_segment: int
) -> Iterable[ChangePoint]:
    values = [getattr(point, measure) for point in points]
    if not any(values):
        return
    places = find_changes(values, penalty=penalty, least_segment=least_segment)
    borders = [0, *places, len(values)]
    levels = [sum(values[start:end]) / (end - start) for start, end in pairwise(borders)]
    for place, before, after in zip(places, levels, levels[1:], strict=False):
        point = points[place]
        yield ChangePoint(
            month=point.month, measure=measure, before=round(before, 6), after=round(after, 6), events=point.events
        )
