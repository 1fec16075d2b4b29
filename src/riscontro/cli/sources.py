"""What ``riscontro show sources`` prints: what came of each source's word, its letter, and what one source said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from riscontro.cli.common import clock, counted
from riscontro.cli.progress import meter
from riscontro.weigh.reliability import Share
from riscontro.weigh.sources import Said, SourceRecord

if TYPE_CHECKING:
    from riscontro.pipeline.sources import SourceView
    from riscontro.store.case import Case

Moments = tuple[datetime | None, datetime | None]


def all_records(case: Case, moments: Moments) -> tuple[SourceRecord, ...]:
    """Return the records as known at a moment, those with most settled claims first."""
    from riscontro.pipeline import records_of

    with meter("weighing", unit="claims") as report:
        return records_of(case, as_of=moments[0], as_held=moments[1], clock=clock, report=report)


def one_source(case: Case, name: str, moments: Moments) -> tuple[dict[str, Any], Iterator[str]]:
    """Return what is known of the sources that a name, or a part of one, names, as JSON and as lines.

    Raise :class:`UnknownIdError` where none is named so.
    """
    from riscontro.pipeline import source_of

    with meter("weighing", unit="claims") as report:
        view = source_of(case, name, as_of=moments[0], as_held=moments[1], clock=clock, report=report)
    value = {"sources": [asdict(one) for one in view.records], "said": [_said_to_json(one) for one in view.said]}
    return value, _source_lines(view)


def _said_to_json(said: Said) -> dict[str, Any]:
    return {
        "event": said.event.id,
        "status": str(said.event.status),
        "grade": str(said.event.grade),
        "outcome": said.outcome,
        **asdict(said.origin),
    }


def _source_lines(view: SourceView) -> Iterator[str]:
    for record in view.records:
        yield record_line(record)
        yield from _share_lines(record)
    outcomes = [one.outcome for one in view.said]
    told = ", ".join(f"{outcomes.count(kind)} {kind}" for kind in dict.fromkeys(outcomes))
    yield f"spoke of {counted(len(view.said), 'event')}: {told}"
    for one in sorted(view.said, key=lambda one: (one.origin.public_from, one.event.id)):
        event, origin = one.event, one.origin
        kind = "/".join(filter(None, (event.type.value, event.mode)))
        yield (
            f"  {origin.public_from:%Y-%m-%d}  {one.outcome:<12}  {origin.stance.value}  {event.actor or '?'} ->"
            f" {event.recipient or '?'}  {kind}  {event.status.value} {event.grade}  {event.id}"
        )
        yield f"    {origin.name}: {counted(len(origin.claims), 'claim')}, {origin.why}"


def _share_lines(record: SourceRecord) -> Iterator[str]:
    """Yield the shares behind a record, each with its credible bounds, where anything was settled."""
    shares = {
        "right of what it asserted": record.asserting,
        "right of what it denied": record.denying,
        "asserted of what proved true": record.sensitivity,
        "asserted of what proved false": record.false_alarms,
    }
    for words, share in shares.items():
        if share.of:
            yield f"    {share.number} of {share.of} {words}: {_bounds(share)}"


def _bounds(share: Share) -> str:
    return f"{share.mean:.0%}, from {share.low:.0%} to {share.high:.0%} with odds of 8 to 2"


def record_line(one: SourceRecord) -> str:
    """Return a record in one line: letter, counts, who, in which part, on what."""
    given = {None: "too few settled", "learnt": f"learnt before {one.until:%Y-%m-%d}"}.get(
        one.set_by, f"set by {one.set_by}"
    )
    return (
        f"{one.letter.value}  {one.right} right of {one.settled} settled, {one.told} told, {one.denied} denied  "
        f"{one.name} ({one.state or 'no state'}, {one.kind.value}), {one.role}, {one.topic}: {given}"
    )
