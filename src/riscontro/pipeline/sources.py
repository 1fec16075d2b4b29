"""What a case knows of its sources: their records, and what one of them said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from riscontro.errors import UnknownIdError
from riscontro.meter import Meter, no_meter
from riscontro.model.event import Event
from riscontro.pipeline.batches import Clock, present
from riscontro.pipeline.records import declared_sources
from riscontro.pipeline.viewing import view_case
from riscontro.weigh.names import fold_name
from riscontro.weigh.sources import Said, SourceRecord, known_names, roots_of, source_records, what_was_said

if TYPE_CHECKING:
    from riscontro.store.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """The records of some sources, those with most settled claims first, and what these sources said, by event."""

    records: tuple[SourceRecord, ...]
    said: tuple[Said, ...]


def records_of(
    case: Case,
    *,
    as_of: datetime | None = None,
    as_held: datetime | None = None,
    clock: Clock = present,
    report: Meter = no_meter,
) -> tuple[SourceRecord, ...]:
    """Return the records of all sources as known at a moment, those with most settled claims first."""
    moment = as_of or as_held or clock()
    events = view_case(case, as_of=as_of, as_held=as_held, clock=lambda: moment, report=report).events
    return _records(case, events, moment, as_held)


def source_of(
    case: Case,
    name: str,
    *,
    as_of: datetime | None = None,
    as_held: datetime | None = None,
    clock: Clock = present,
    report: Meter = no_meter,
) -> SourceView:
    """Return what is known of the sources that a name, or a part of one, names.

    Raise :class:`UnknownIdError` where none is named so.
    """
    moment = as_of or as_held or clock()
    events = view_case(case, as_of=as_of, as_held=as_held, clock=lambda: moment, report=report).events
    wanted = _named(name, known_names(events))
    roots = roots_of(events, wanted)
    records = (one for one in _records(case, events, moment, as_held) if one.root in roots)
    return SourceView(records=tuple(records), said=tuple(what_was_said(events, wanted)))


def _records(
    case: Case, events: tuple[Event, ...], moment: datetime, as_held: datetime | None
) -> tuple[SourceRecord, ...]:
    found = source_records(events, at=moment, sources=declared_sources(case, as_held=as_held))
    return tuple(sorted(found, key=lambda one: (-one.settled, -one.told, one.name, one.role, one.topic)))


def _named(name: str, known: dict[str, str]) -> frozenset[str]:
    """Return the folded names that a name means: itself, else all that hold it."""
    asked = fold_name(name)
    if asked in known:
        return frozenset([asked])
    found = frozenset(one for one in known if asked and asked in one)
    if not found:
        near = [known[one] for one in get_close_matches(asked, known, n=3)]
        hint = f"the nearest: {', '.join(near)}" if near else "riscontro show sources lists them"
        raise UnknownIdError(f"no source is named {name!r}; {hint}")
    return found
