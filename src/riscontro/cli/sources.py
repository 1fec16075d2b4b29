"""What ``riscontro show sources`` prints: what came of each source's word, and its letter."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from riscontro.cli.common import clock
from riscontro.cli.progress import meter
from riscontro.weigh.letters import SourceRecord, source_records

if TYPE_CHECKING:
    from riscontro.store.case import Case


def records_of(case: Case, moments: tuple[datetime | None, datetime | None]) -> tuple[SourceRecord, ...]:
    """Return the records as known at a moment, those with most settled claims first."""
    from riscontro.pipeline import declared_sources, view_case

    with meter("weighing", unit="claims") as report:
        view = view_case(case, as_of=moments[0], as_held=moments[1], report=report)
    sources = declared_sources(case, as_held=moments[1])
    found = source_records(view.events, at=moments[0] or moments[1] or clock(), sources=sources)
    return tuple(sorted(found, key=lambda one: (-one.settled, -one.told, one.name, one.role, one.topic)))


def record_line(one: SourceRecord) -> str:
    """Return a record in one line: letter, counts, who, in which part, on what."""
    given = {None: "too few settled", "learnt": f"learnt before {one.until:%Y-%m-%d}"}.get(
        one.set_by, f"set by {one.set_by}"
    )
    return (
        f"{one.letter.value}  {one.right} right of {one.settled} settled, {one.told} told  "
        f"{one.name} ({one.state or 'no state'}, {one.kind.value}), {one.role}, {one.topic}: {given}"
    )
