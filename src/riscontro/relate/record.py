"""What the room is given, in one value: events with the claims and documents behind them, and the two moments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from riscontro.model.brief import AnyClaim, AnyPage
from riscontro.model.claim import Basis, Modality, Stance
from riscontro.model.event import Event

SPEAKERS = (Basis.OFFICIAL, Basis.INTELLIGENCE)
"""Vantages that speak for a state or body. A leak, a picture or an outlet takes no position."""


class Heard(NamedTuple):
    """An event's claims that are at hand, in its order: those that assert it, those of roots that speak for a state or
    body, those that call it a ceiling, those that were counted.
    """

    facts: Sequence[AnyClaim]
    spoken: Sequence[AnyClaim]
    ceilings: Sequence[AnyClaim]
    observed: Sequence[AnyClaim]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """``events`` in the order of :func:`event_order`, as known at ``as_of``; flows are judged at ``now``.

    ``last_words`` is when the last document that was public by ``now`` was public, of the whole case.
    """

    events: Sequence[Event]
    claims: Mapping[str, AnyClaim]
    provenances: Mapping[str, AnyPage]
    as_of: datetime | None
    now: datetime
    last_words: datetime
    _heard: dict[str, Heard] = field(default_factory=dict)

    def claims_of(self, event: Event) -> Iterator[AnyClaim]:
        """Yield an event's claims that are at hand."""
        return (self.claims[id_] for id_ in event.claims if id_ in self.claims)

    def heard(self, event: Event) -> Heard:
        """Return an event's claims sorted by what the parts of the room ask of them: they are walked over once."""
        known = self._heard.get(event.id)
        if known is None:
            known = self._heard[event.id] = _hear(self.claims_of(event))
        return known

    def told_at(self, claim: AnyClaim) -> datetime | None:
        """Return when a claim was public, ``None`` where its document is not at hand."""
        provenance = self.provenances.get(claim.document_id)
        return provenance.public_from if provenance is not None else None


def _hear(claims: Iterable[AnyClaim]) -> Heard:
    facts: list[AnyClaim] = []
    spoken: list[AnyClaim] = []
    ceilings: list[AnyClaim] = []
    observed: list[AnyClaim] = []
    for claim in claims:
        if claim.stance in _ASSERTING and claim.modality in _TOLD:
            facts.append(claim)
        if (root := claim.root) is not None and root.kind in SPEAKERS:
            spoken.append(claim)
        if claim.calls_ceiling:
            ceilings.append(claim)
        if claim.observed:
            observed.append(claim)
    return Heard(facts, spoken, ceilings, observed)


_ASSERTING = (Stance.ASSERTS, Stance.CONFIRMS)
_TOLD = (Modality.ASSERTED, Modality.POSSIBLE)


def by_figure(claims: Iterable[AnyClaim]) -> Iterable[Sequence[AnyClaim]]:
    """Yield claims that have figure and time in common, together.

    Many claims of a large case share both as one object; where equal ones are two objects they come apart, and
    whoever asks puts them together again.
    """
    found: dict[tuple[int, int], list[AnyClaim]] = defaultdict(list)
    for claim in claims:
        found[id(claim.quantity), id(claim.when)].append(claim)
    return found.values()


def fact_date(event: Event) -> date | None:
    """Return the first day on which an event can have been, its last where the first is open."""
    return (event.when.earliest or event.when.latest) if event.when is not None else None


def event_order(event: Event) -> tuple[bool, date, datetime, str]:
    """Sort by date of fact, undated events last; then by knowledge, then id."""
    fact = fact_date(event)
    return (fact is None, fact or date.max, event.history[0].at, event.id)
