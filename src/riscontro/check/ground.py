"""What a sentence may say: the fields of the claims that it cites, and of the event that rests on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache

from riscontro.model.claim import Claim, Modality, Quantity, Stance
from riscontro.model.document import Document
from riscontro.model.dossier import Dossier
from riscontro.model.dyad import Ceiling, Flow, FlowState, Rung
from riscontro.model.event import Event
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from riscontro.tell.visible import one_line, shorten, visible

_DENYING = frozenset({Stance.DENIES})
_AFFIRMING = frozenset({Stance.CONFIRMS})


@dataclass(frozen=True, kw_only=True)
class Ground:
    """An event with the claims that a sentence cites of it (``cited``) and all that it rests on (``claims``).

    It has no slots, so that what it allows is gathered once, whichever rules ask.
    """

    event: Event
    cited: tuple[Claim, ...]
    claims: tuple[Claim, ...]
    documents: tuple[Document, ...]
    flow: Flow | None
    ceilings: tuple[Ceiling, ...]
    rungs: frozenset[str]
    dyads: frozenset[tuple[str, str]]
    """Directions of the pair in which the event reached a rung, whoever its own sides are."""

    @cached_property
    def denied_by(self) -> frozenset[str]:
        """Parties that deny: those that the event names, and the states of roots that deny."""
        roots = {claim.root.state for claim in self.claims if claim.root and claim.root.state and is_denial(claim)}
        return frozenset({*self.event.contested_by, *roots})

    @cached_property
    def affirmed_by(self) -> frozenset[str]:
        """States whose roots confirm the act."""
        told = (claim for claim in self.claims if claim.root and claim.stance in _AFFIRMING)
        return frozenset(claim.root.state for claim in told if claim.root and claim.root.state)

    @cached_property
    def parties(self) -> frozenset[str]:
        """Every party that a sentence on the event may name: sides, who contests, who speaks."""
        sides = {self.event.actor, self.event.recipient, self.event.opponent, *self.event.contested_by}
        sides |= {code for claim in self.claims for code in (claim.actor, claim.recipient, claim.opponent)}
        sides |= {claim.root.state for claim in self.claims if claim.root}
        sides |= {origin.state for origin in self.event.origins}
        return frozenset(code for code in sides if code)

    @cached_property
    def acts(self) -> frozenset[tuple[str, str | None]]:
        """Types with modes, of the event and of its claims."""
        own = (str(self.event.type), self.event.mode)
        return frozenset({own, *((str(claim.type), claim.mode) for claim in self.claims)})

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Figures of the event, its flow and its claims."""
        flow = [self.flow.quantity] if self.flow else []
        held = [self.event.quantity, *flow, *(claim.quantity for claim in self.claims)]
        return tuple(dict.fromkeys(one for one in held if one is not None))

    @cached_property
    def facts(self) -> tuple[Interval, ...]:
        """When the act lies: as the event, its claims and their figures tell."""
        held = [self.event.when, *(claim.when for claim in self.cited)]
        held += [quantity.window for quantity in self.quantities]
        return tuple(dict.fromkeys(one for one in held if one is not None))

    @cached_property
    def known_days(self) -> frozenset[date]:
        """Days of knowledge: changes of standing, broken ceilings, sightings, publication of what is cited."""
        instants: list[datetime] = [change.at for change in self.event.history]
        instants += [ceiling.known for ceiling in self.ceilings]
        instants += [document.public_from for document in self.documents]
        days = {instant.astimezone(UTC).date() for instant in instants}
        ends = (self.flow.first, self.flow.last) if self.flow else ()
        return frozenset({*days, *(day for day in ends if day)})

    @cached_property
    def published(self) -> tuple[Interval, ...]:
        """When the documents of the cited claims were published."""
        return tuple(document.published.interval() for document in self.documents if document.published)

    @cached_property
    def free_names(self) -> tuple[str, ...]:
        """Names as documents gave them, in the forms in which a page prints them; the longest first."""
        event = self.event
        held = [event.actor, event.recipient, event.opponent, event.place, *event.contested_by]
        held += [origin.name for origin in event.origins]
        for claim in self.claims:
            held += [claim.place, claim.root.name if claim.root else None, *claim.via]
        told = {name for name in held if name and not _CODE.fullmatch(name)}
        found = {form for name in told for form in _printed(name)}
        return tuple(sorted(found, key=lambda name: (-len(name), name)))

    @cached_property
    def contested(self) -> bool:
        """Tell whether a party contests the event."""
        return bool(self.event.contested_by)

    @cached_property
    def only_denials(self) -> bool:
        """Tell whether every cited claim denies."""
        return bool(self.cited) and all(is_denial(claim) for claim in self.cited)

    @cached_property
    def is_stopped(self) -> bool:
        """Tell whether the flow is known to have stopped."""
        return self.flow is not None and self.flow.state is FlowState.STOPPED

    @cached_property
    def sure(self) -> bool:
        """Tell whether the act may be told as a fact."""
        return self.event.status in (Status.CONFIRMED, Status.CORROBORATED)


_CODE = re.compile(r"[A-Z]{3,4}|[A-Z][A-Za-z]+")
_LENGTHS = (60, 80, 120, 200)
"""Where pages cut long names."""


@lru_cache(maxsize=10_000)
def _printed(name: str) -> frozenset[str]:
    shown = visible(name)
    whole = (one_line(shown), *(one_line(visible(name[:length])) for length in _LENGTHS))
    return frozenset({*whole, *(shorten(shown, length).rstrip("…") for length in _LENGTHS)})


def is_denial(claim: Claim) -> bool:
    """Tell whether a claim denies its act."""
    return claim.stance in _DENYING or claim.modality is Modality.DENIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All that a dossier may rest on, by id. ``exists`` tells whether the whole case, at any moment, holds an id."""

    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    events: Mapping[str, Event]
    of_claim: Mapping[str, tuple[str, ...]]
    flows: Mapping[str, Flow]
    ceilings: Mapping[str, tuple[Ceiling, ...]]
    dyads: Mapping[str, frozenset[tuple[str, str]]]
    ladder: tuple[Rung, ...]
    exists: Callable[[str], bool]

    def claim_ids(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the claims among ids, an event standing for all of its own."""
        found: dict[str, None] = {}
        for one in ids:
            found.update(dict.fromkeys(self.events[one].claims if one in self.events else (one,)))
        return tuple(found)

    def grounds(self, ids: Iterable[str]) -> tuple[Ground, ...]:
        """Return what the events behind ids allow, those with most of the cited claims first."""
        named = tuple(ids)
        cited = [one for one in self.claim_ids(named) if one in self.claims]
        counts: dict[str, int] = {one: 1_000_000 for one in named if one in self.events}
        for claim_id in cited:
            for event_id in self.of_claim.get(claim_id, ()):
                counts[event_id] = counts.get(event_id, 0) + 1
        ranked = sorted(counts, key=lambda event_id: (-counts[event_id], event_id))
        return tuple(self._ground(self.events[event_id], cited) for event_id in ranked)

    def _ground(self, event: Event, cited: list[str]) -> Ground:
        own = set(event.claims)
        told = tuple(self.claims[one] for one in cited if one in own)
        # Of an event with very many claims those that are cited say enough; all others would cost for each sentence.
        held = tuple(self.claims[one] for one in event.claims[:_MOST_CLAIMS] if one in self.claims)
        names = dict.fromkeys(claim.document_id for claim in told)
        ceilings = self.ceilings.get(event.id, ())
        kinds = {f"{event.type}/{event.mode or '-'}", f"{event.type}/*", str(event.type)}
        reached = {rung.key for rung in self.ladder if any(act.split("@")[0] in kinds for act in rung.acts)}
        return Ground(
            event=event,
            cited=told,
            claims=tuple(dict.fromkeys([*told, *held])),
            documents=tuple(self.documents[name] for name in names if name in self.documents),
            flow=self.flows.get(event.id),
            ceilings=ceilings,
            dyads=self.dyads.get(event.id, frozenset()),
            rungs=frozenset({*(ceiling.rung for ceiling in ceilings), *reached}),
        )


_MOST_CLAIMS = 400


def knowledge_of(dossier: Dossier, *, exists: Callable[[str], bool] | None = None) -> Knowledge:
    """Return what a dossier may rest on; without ``exists`` no other id is known."""
    of_claim: dict[str, list[str]] = {claim.id: [] for claim in dossier.claims}
    for event in dossier.events:
        for claim_id in of_claim.keys() & event.claims:
            of_claim[claim_id].append(event.id)
    ceilings: dict[str, list[Ceiling]] = {}
    for dyad in dossier.relation.dyads:
        for ceiling in dyad.ceilings:
            ceilings.setdefault(ceiling.event_id, []).append(ceiling)
    reached = [(ceiling.event_id, dyad) for dyad in dossier.relation.dyads for ceiling in dyad.ceilings]
    dyads: dict[str, frozenset[tuple[str, str]]] = {}
    for event_id, dyad in reached:
        dyads[event_id] = dyads.get(event_id, frozenset()) | {(dyad.actor, dyad.recipient)}
    documents = {document.id: document for document in dossier.documents}
    return Knowledge(
        claims={claim.id: claim for claim in dossier.claims},
        documents=documents,
        events={event.id: event for event in dossier.events},
        of_claim={claim_id: tuple(events) for claim_id, events in of_claim.items()},
        flows={flow.event_id: flow for dyad in dossier.relation.dyads for flow in dyad.flows},
        ceilings={event_id: tuple(held) for event_id, held in ceilings.items()},
        dyads=dyads,
        ladder=dossier.relation.ladder,
        exists=exists or (lambda _: False),
    )
