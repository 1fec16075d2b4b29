"""Positions: who asserts, confirms, denies or declines, and when first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from riscontro.model.claim import Basis, Claim, Modality, Stance
from riscontro.model.document import Provenance
from riscontro.model.dyad import Position
from riscontro.model.event import Event
from riscontro.relate.record import Record

SPEAKERS = frozenset({Basis.OFFICIAL, Basis.INTELLIGENCE})
"""Vantages that speak for a state or body. A leak, a picture or an outlet takes no position."""


def find_positions(record: Record, events: Iterable[Event]) -> tuple[Position, ...]:
    """Return the first time that each party took each stance on each event, in the order of ``at``."""
    first: dict[tuple[str, str, str], Position] = {}
    for event in events:
        for claim in record.claims_of(event):
            position = _position(event, claim, record.provenances)
            if position is None:
                continue
            key = (position.event_id, position.party, position.stance)
            if key not in first or _order(position) < _order(first[key]):
                first[key] = position
    return tuple(sorted(first.values(), key=_order))


def _order(position: Position) -> tuple[object, ...]:
    return (position.at, position.event_id, position.party, position.stance, position.claim_id)


def _position(event: Event, claim: Claim, provenances: Mapping[str, Provenance]) -> Position | None:
    if claim.root is None or claim.root.kind not in SPEAKERS:
        return None
    provenance = provenances.get(claim.document_id)
    if provenance is None:
        return None
    return Position(
        event_id=event.id,
        party=claim.root.state or claim.root.name,
        stance=stance_of(claim),
        claim_id=claim.id,
        at=provenance.public_from,
    )


def stance_of(claim: Claim) -> str:
    """Return the stance that a claim shows; the denied act of an ordinary statement is a denial."""
    if claim.stance is Stance.ASSERTS and claim.modality is Modality.DENIED:
        return str(Stance.DENIES)
    if claim.stance is Stance.ASSERTS and claim.modality is Modality.QUESTIONED:
        return str(Stance.CANNOT_CONFIRM)
    return str(claim.stance)
