"""What ``riscontro show sources`` prints: what came of each source's word, its letter, and what one source said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from riscontro.cli.common import clock, counted
from riscontro.cli.progress import meter
from riscontro.errors import UnknownIdError
from riscontro.model.event import Event, Origin
from riscontro.weigh.letters import ASSERTING, SourceRecord, outcome_of, source_records
from riscontro.weigh.names import fold_name

if TYPE_CHECKING:
    from riscontro.pipeline import CaseView
    from riscontro.store.case import Case

Moments = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a source said of one event. ``stood`` is whether others settled its assertion as right, ``None`` where they
    did not, or where it asserted nothing.
    """

    event: Event
    origin: Origin
    stood: bool | None

    @property
    def outcome(self) -> str:
        """What came of it, in words."""
        if not self.origin.standing:
            return "withdrawn"
        if self.origin.stance not in ASSERTING:
            return "no assertion"
        if self.origin.presumed_relay:
            return "a presumed relay"
        return {True: "stood", False: "fell", None: "open"}[self.stood]


def records_of(case: Case, moments: Moments) -> tuple[SourceRecord, ...]:
    """Return the records as known at a moment, those with most settled claims first."""
    return _records(case, _view(case, moments), moments)


def source_of(case: Case, name: str, moments: Moments) -> tuple[dict[str, Any], Iterator[str]]:
    """Return what is known of the sources that a name, or a part of one, names: their records and what they said.

    Raise :class:`UnknownIdError` where none is named so.
    """
    view = _view(case, moments)
    wanted = _named(name, view.events)
    records = [one for one in _records(case, view, moments) if fold_name(one.name) in wanted]
    said = list(what_was_said(view.events, wanted))
    value = {"sources": [asdict(one) for one in records], "said": [_said_to_json(one) for one in said]}
    return value, _source_lines(records, said)


def what_was_said(events: tuple[Event, ...], names: frozenset[str]) -> Iterator[Said]:
    """Yield what sources of some folded names said, event by event."""
    for event in events:
        for origin in event.origins:
            if fold_name(origin.name) in names:
                settled = origin.stance in ASSERTING and not origin.presumed_relay
                yield Said(event=event, origin=origin, stood=outcome_of(origin, event) if settled else None)


def _view(case: Case, moments: Moments) -> CaseView:
    from riscontro.pipeline import view_case

    with meter("weighing", unit="claims") as report:
        return view_case(case, as_of=moments[0], as_held=moments[1], report=report)


def _records(case: Case, view: CaseView, moments: Moments) -> tuple[SourceRecord, ...]:
    from riscontro.pipeline import declared_sources

    sources = declared_sources(case, as_held=moments[1])
    found = source_records(view.events, at=moments[0] or moments[1] or clock(), sources=sources)
    return tuple(sorted(found, key=lambda one: (-one.settled, -one.told, one.name, one.role, one.topic)))


def _named(name: str, events: tuple[Event, ...]) -> frozenset[str]:
    """Return the folded names that a name means: itself, else all that hold it."""
    known = {fold_name(origin.name): origin.name for event in events for origin in event.origins}
    asked = fold_name(name)
    if asked in known:
        return frozenset([asked])
    found = frozenset(one for one in known if asked and asked in one)
    if not found:
        near = [known[one] for one in get_close_matches(asked, known, n=3)]
        hint = f"the nearest: {', '.join(near)}" if near else "riscontro show sources lists them"
        raise UnknownIdError(f"no source is named {name!r}; {hint}")
    return found


def _said_to_json(said: Said) -> dict[str, Any]:
    return {
        "event": said.event.id,
        "status": str(said.event.status),
        "grade": str(said.event.grade),
        "outcome": said.outcome,
        **asdict(said.origin),
    }


def _source_lines(records: list[SourceRecord], said: list[Said]) -> Iterator[str]:
    yield from (record_line(one) for one in records)
    outcomes = [one.outcome for one in said]
    told = ", ".join(f"{outcomes.count(kind)} {kind}" for kind in dict.fromkeys(outcomes))
    yield f"spoke of {counted(len(said), 'event')}: {told}"
    for one in sorted(said, key=lambda one: (one.origin.public_from, one.event.id)):
        event, origin = one.event, one.origin
        kind = "/".join(filter(None, (event.type.value, event.mode)))
        yield (
            f"  {origin.public_from:%Y-%m-%d}  {one.outcome:<12}  {origin.stance.value}  {event.actor or '?'} ->"
            f" {event.recipient or '?'}  {kind}  {event.status.value} {event.grade}  {event.id}"
        )
        yield f"    {origin.name}: {counted(len(origin.claims), 'claim')}, {origin.why}"


def record_line(one: SourceRecord) -> str:
    """Return a record in one line: letter, counts, who, in which part, on what."""
    given = {None: "too few settled", "learnt": f"learnt before {one.until:%Y-%m-%d}"}.get(
        one.set_by, f"set by {one.set_by}"
    )
    return (
        f"{one.letter.value}  {one.right} right of {one.settled} settled, {one.told} told  "
        f"{one.name} ({one.state or 'no state'}, {one.kind.value}), {one.role}, {one.topic}: {given}"
    )
