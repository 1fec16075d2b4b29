"""Observation series: rows that were counted (satellite, customs), as the claims of a direction carry them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from riscontro.model.brief import AnyClaim
from riscontro.model.dyad import Observation, Observed
from riscontro.model.event import Event
from riscontro.relate.record import Record


def find_observations(record: Record, events: Iterable[Event]) -> tuple[Observation, ...]:
    """Return the series that these events rest on, by document, act and unit; their rows by date, then claim."""
    rows: dict[tuple[str, str, str, str], list[tuple[AnyClaim, Event]]] = defaultdict(list)
    for event in events:
        for claim in record.heard(event).observed:
            if claim.quantity is not None and claim.when is not None:
                rows[claim.document_id, claim.type, claim.mode or "", claim.quantity.unit].append((claim, event))
    return tuple(_series(held) for _, held in sorted(rows.items()))


def _series(held: Sequence[tuple[AnyClaim, Event]]) -> Observation:
    claim = held[0][0]
    assert claim.quantity is not None
    return Observation(
        document_id=claim.document_id,
        source=claim.root.name if claim.root is not None else claim.document_id,
        basis=claim.basis,
        type=claim.type,
        mode=claim.mode,
        unit=claim.quantity.unit,
        points=tuple(sorted((_point(*one) for one in held), key=_order)),
    )


def _point(claim: AnyClaim, event: Event) -> Observed:
    assert claim.quantity is not None
    assert claim.when is not None
    return Observed(
        claim_id=claim.id,
        event_id=event.id,
        when=claim.when,
        place=claim.place,
        count=claim.quantity.minimum or 0.0,
    )


def _order(point: Observed) -> tuple[date, date, str]:
    when = point.when
    return (when.earliest or date.min, when.latest or date.max, point.claim_id)
