"""Positions: who asserts, confirms, denies or declines, and when; and the matrix of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from riscontro.model.brief import AnyClaim
from riscontro.model.claim import Modality, Stance
from riscontro.model.dyad import Position, Stand
from riscontro.model.event import Event
from riscontro.relate.record import Record


class Taken(NamedTuple):
    """That a party took a stance on an event: the first time, its claim, and the last time. Sorts by the first time."""

    first: datetime
    event_id: str
    party: str
    stance: str
    claim_id: str
    last: datetime


def take_positions(record: Record, events: Iterable[Event]) -> list[Taken]:
    """Return the positions that the claims of these events take, one for each event, party and stance, in order."""
    return sorted(taken for event in events for taken in _taken(record, event))


def _taken(record: Record, event: Event) -> Iterable[Taken]:
    first: dict[tuple[str, str], tuple[datetime, str]] = {}
    last: dict[tuple[str, str], datetime] = {}
    pages = record.provenances
    for claim in record.heard(event).spoken:
        root, page = claim.root, pages.get(claim.document_id)
        if root is None or claim.observed or page is None:
            continue
        told = page.public_from
        key = (root.state or root.name, stance_of(claim))
        known = first.get(key)
        if known is None or (told, claim.id) < known:
            first[key] = (told, claim.id)
        if known is None or told > last[key]:
            last[key] = told
    return (Taken(at, event.id, *key, claim_id, last[key]) for key, (at, claim_id) in first.items())


def find_positions(taken: Iterable[Taken]) -> tuple[Position, ...]:
    """Return the first time that each party took each stance on each event, in the order of ``at``."""
    return tuple(
        Position(event_id=one.event_id, party=one.party, stance=one.stance, claim_id=one.claim_id, at=one.first)
        for one in taken
    )


def find_stands(taken: Iterable[Taken]) -> tuple[Stand, ...]:
    """Return the matrix of positions, by party, then the stance first taken; every time counts, not only the first."""
    cells: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for one in taken:
        cells[one.party, one.stance].append(one)
    stands = [_stand(party, stance, held) for (party, stance), held in cells.items()]
    return tuple(sorted(stands, key=lambda stand: (stand.party, stand.first, stand.stance)))


def _stand(party: str, stance: str, held: Sequence[Taken]) -> Stand:
    return Stand(
        party=party,
        stance=stance,
        first=held[0].first,
        last=max(one.last for one in held),
        events=tuple(one.event_id for one in held),
        claims=tuple(one.claim_id for one in held),
    )


def stance_of(claim: AnyClaim) -> str:
    """Return the stance that a claim shows; the denied act of an ordinary statement is a denial."""
    if claim.stance is Stance.ASSERTS and claim.modality is Modality.DENIED:
        return str(Stance.DENIES)
    if claim.stance is Stance.ASSERTS and claim.modality is Modality.QUESTIONED:
        return str(Stance.CANNOT_CONFIRM)
    return str(claim.stance)
