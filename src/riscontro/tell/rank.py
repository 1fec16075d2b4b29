"""Which events and which quotes a dossier shows when there are too many, by a rule that it prints.

Events: first those that break a ceiling or are a flow, then by independent origins, then by the size of their Goldstein
weight, then the most recently known. Quotes of an event: first one for each independent group of origins, then one for
each other position that the group took (a denial among them), then the oldest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from heapq import nlargest

from riscontro.model.claim import Claim, Modality, Stance
from riscontro.model.document import Document
from riscontro.model.dossier import Dossier
from riscontro.model.dyad import Relation
from riscontro.model.event import Event, Origin
from riscontro.vocab.events import event_kind

EVENTS_SHOWN = 80
"""Events printed in full; with eight quotes each, a page stays under 3 MB."""

CLAIMS_SHOWN = 8
"""Quotes printed for one event."""

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The events shown, by date of fact then knowledge then id, and how many there were."""

    events: tuple[Event, ...]
    total: int

    @property
    def left_out(self) -> int:
        """How many events are not shown."""
        return self.total - len(self.events)


def select_events(dossier: Dossier, *, limit: int = EVENTS_SHOWN) -> Selection:
    """Return the events that matter most; one of which no claim's document is in the dossier is never shown."""
    chosen: Sequence[Event]
    if dossier.tally is not None and dossier.tally.chosen:
        shown = set(dossier.tally.chosen)
        chosen = [event for event in dossier.events if event.id in shown]
    else:
        documents = {document.id for document in dossier.documents}
        held = {claim.id for claim in dossier.claims if claim.document_id in documents}
        candidates = [event for event in dossier.events if any(claim_id in held for claim_id in event.claims)]
        chosen = choose_events(candidates, dossier.relation, limit=limit)
    return Selection(events=tuple(sorted(chosen, key=date_order)), total=len(dossier.events))


def choose_events(
    candidates: Sequence[Event],
    relation: Relation,
    *,
    independent: Mapping[str, int] | None = None,
    limit: int = EVENTS_SHOWN,
) -> Sequence[Event]:
    """Return at most ``limit`` events, those that matter most; ``independent`` has the groups behind each where the
    events came without their origins.
    """
    if len(candidates) <= limit:
        return candidates
    marked = _marked(relation)

    def weight(event: Event) -> tuple[bool, int, float, datetime, str]:
        groups = event.independent if independent is None else independent[event.id]
        goldstein = abs(event_kind(event.type, event.mode).goldstein)
        return (event.id in marked, groups, goldstein, first_known(event) or _LONG_AGO, event.id)

    return nlargest(limit, candidates, key=weight)


def _marked(relation: Relation) -> frozenset[str]:
    ceilings = {ceiling.event_id for dyad in relation.dyads for ceiling in dyad.ceilings}
    return frozenset(ceilings | {flow.event_id for dyad in relation.dyads for flow in dyad.flows})


def date_order(event: Event) -> tuple[bool, date, datetime, str]:
    """Return the key that puts events by date of fact, then of knowledge, the undated last."""
    fact = event_day(event)
    return (fact is None, fact or date.max, first_known(event) or _LONG_AGO, event.id)


def event_day(event: Event) -> date | None:
    """Return the first day on which the act can lie, else the last, ``None`` where it is undated."""
    return (event.when.earliest or event.when.latest) if event.when else None


def first_known(event: Event) -> datetime | None:
    """Return the moment at which the event first became known."""
    return event.history[0].at if event.history else None


def quoted_documents(dossier: Dossier) -> tuple[str, ...]:
    """Return the ids of the documents whose words a dossier may print: of shown events and of positions."""
    claims = {claim.id: claim.document_id for claim in dossier.claims}
    told = [claim_id for event in select_events(dossier).events for claim_id in event.claims]
    told += [position.claim_id for position in dossier.relation.positions]
    return tuple(dict.fromkeys(claims[claim_id] for claim_id in told if claim_id in claims))


def select_claims(
    event: Event, claims: Mapping[str, Claim], documents: Mapping[str, Document], *, limit: int = CLAIMS_SHOWN
) -> tuple[str, ...]:
    """Return the ids of the claims whose quotes are shown, in the order of publication."""
    held = [claim_id for claim_id in dict.fromkeys(event.claims) if claim_id in claims]
    order = {claim_id: _public_order(claims[claim_id], documents) for claim_id in held}
    held.sort(key=order.__getitem__)
    if len(held) <= limit:
        return tuple(held)
    counting = {origin.group for origin in event.origins if origin.counts}
    firsts = _firsts(event, held, lambda origin, claim_id: origin.group if origin.group in counting else None)
    positions = _firsts(event, held, lambda origin, claim_id: (origin.group, _position(claims[claim_id])))
    others = [claim_id for claim_id in positions if _position(claims[claim_id]) != _PLAIN]
    chosen = dict.fromkeys([*firsts, *others, *positions, *held])
    return tuple(sorted(list(chosen)[:limit], key=order.__getitem__))


def _position(claim: Claim) -> tuple[Stance, bool]:
    return (claim.stance, claim.modality is Modality.DENIED)


_PLAIN = (Stance.ASSERTS, False)


def _firsts(event: Event, held: list[str], key: Callable[[Origin, str], Hashable]) -> list[str]:
    """Return the first claim of each key but ``None``, those of origins that count first, then by date."""
    place = {claim_id: number for number, claim_id in enumerate(held)}
    firsts: dict[Hashable, str] = {}
    for origin in sorted(event.origins, key=lambda origin: (not origin.counts, origin.public_from, origin.id)):
        for claim_id in sorted((one for one in origin.claims if one in place), key=place.__getitem__):
            firsts.setdefault(key(origin, claim_id), claim_id)
    return [claim_id for one, claim_id in firsts.items() if one is not None]


def _public_order(claim: Claim, documents: Mapping[str, Document]) -> tuple[datetime, str, int, str]:
    document = documents.get(claim.document_id)
    return (document.public_from if document else _LONG_AGO, claim.document_id, claim.span.start, claim.id)
