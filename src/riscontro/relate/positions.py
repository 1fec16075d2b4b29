"""Positions: who asserts, confirms, denies or declines, and when; and the matrix of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from riscontro.model.claim import Basis, Claim, Modality, Stance
from riscontro.model.document import Provenance
from riscontro.model.dyad import Position, Stand
from riscontro.model.event import Event
from riscontro.relate.record import Record

SPEAKERS = frozenset({Basis.OFFICIAL, Basis.INTELLIGENCE})
"""Vantages that speak for a state or body. A leak, a picture or an outlet takes no position."""


def find_positions(taken: Iterable[Position]) -> tuple[Position, ...]:
    """Return the first time that each party took each stance on each event, in the order of ``at``."""
    first: dict[tuple[str, str, str], Position] = {}
    for position in taken:
        first.setdefault((position.event_id, position.party, position.stance), position)
    return tuple(first.values())


def find_stands(taken: Iterable[Position]) -> tuple[Stand, ...]:
    """Return the matrix of positions, by party, then the stance first taken; every time counts, not only the first."""
    cells: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for position in taken:
        cells[position.party, position.stance].append(position)
    stands = [_stand(party, stance, held) for (party, stance), held in cells.items()]
    return tuple(sorted(stands, key=lambda stand: (stand.party, stand.first, stand.stance)))


def _stand(party: str, stance: str, held: Sequence[Position]) -> Stand:
    about: dict[str, str] = {}
    for position in held:
        about.setdefault(position.event_id, position.claim_id)
    return Stand(
        party=party,
        stance=stance,
        first=held[0].at,
        last=held[-1].at,
        events=tuple(about),
        claims=tuple(about.values()),
    )


def all_positions(record: Record, events: Iterable[Event]) -> list[Position]:
    """Return every position that a claim of these events takes, in the order of ``at``."""
    return sorted(_positions(record, events), key=_order)


def _positions(record: Record, events: Iterable[Event]) -> Iterator[Position]:
    for event in events:
        for claim in record.claims_of(event):
            position = _position(event, claim, record.provenances)
            if position is not None:
                yield position


def _order(position: Position) -> tuple[object, ...]:
    return (position.at, position.event_id, position.party, position.stance, position.claim_id)


def _position(event: Event, claim: Claim, provenances: Mapping[str, Provenance]) -> Position | None:
    if claim.root is None or claim.root.kind not in SPEAKERS or claim.observed:
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
