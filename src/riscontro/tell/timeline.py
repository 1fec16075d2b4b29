"""The timeline: one row per event, its certainty as shape and colour, its interval as a bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date

from riscontro.model.event import Event
from riscontro.tell.chart import Bar, Scale, Tick, bar_of, scale_over, ticks_of
from riscontro.tell.dates import instant_to_day_text, interval_to_text
from riscontro.tell.index import Index
from riscontro.tell.rank import first_known
from riscontro.tell.sentence import event_label


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One event: ``bar`` is ``None`` where it has no date, ``known`` the place of the day it became known."""

    event_id: str
    label: str
    status: str
    when: str
    bar: Bar | None
    known: float | None
    known_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The dated rows in order, the undated ones apart, and the labels of the axis."""

    rows: tuple[TimelineRow, ...]
    undated: tuple[TimelineRow, ...]
    ticks: tuple[Tick, ...]

    def sheets(self, rows: int) -> Iterator[Timeline]:
        """Yield the timeline in parts of at most so many rows, as even as can be, on one axis; the undated follow."""
        held = (*self.rows, *self.undated)
        parts = -(-len(held) // rows)
        for part_number in range(parts):
            part = held[part_number * len(held) // parts : (part_number + 1) * len(held) // parts]
            dated = tuple(row for row in part if row.bar)
            yield replace(self, rows=dated, undated=tuple(row for row in part if not row.bar))


def build_timeline(index: Index) -> Timeline:
    """Return the timeline of the events shown."""
    scale = scale_over(day for event in index.selection.events for day in event_days(event))
    if scale is None:
        return Timeline(rows=(), undated=(), ticks=())
    rows = [_row(event, scale, index) for event in index.selection.events]
    return Timeline(
        rows=tuple(row for row in rows if row.bar),
        undated=tuple(row for row in rows if not row.bar),
        ticks=ticks_of(scale, index.catalogue),
    )


def event_days(event: Event) -> Iterator[date]:
    """Yield the days that an axis must hold: the ends of the interval and the day of first knowledge."""
    if event.when:
        yield from (day for day in (event.when.earliest, event.when.latest) if day)
    known = first_known(event)
    if known:
        yield known.astimezone(UTC).date()


def _row(event: Event, scale: Scale, index: Index) -> TimelineRow:
    known = first_known(event)
    day = instant_to_day_text(known, index.catalogue) if known else ""
    return TimelineRow(
        event_id=event.id,
        label=event_label(event, index.catalogue),
        status=event.status,
        when=interval_to_text(event.when, index.catalogue),
        bar=bar_of(event.when, scale) if event.when else None,
        known=scale.place_instant(known) if known else None,
        known_text=index.catalogue.text("timeline_known", when=day) if known else "",
    )
