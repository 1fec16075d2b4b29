"""What the room is given, in one value: events with the claims and documents behind them, and the two moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from riscontro.model.claim import Claim, Modality, Stance
from riscontro.model.document import Provenance
from riscontro.model.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """``events`` in the order of :func:`event_order`, as known at ``as_of``; flows are judged at ``now``."""

    events: Sequence[Event]
    claims: Mapping[str, Claim]
    provenances: Mapping[str, Provenance]
    as_of: datetime | None
    now: datetime

    def claims_of(self, event: Event) -> Iterator[Claim]:
        """Yield an event's claims that are at hand."""
        return (self.claims[id_] for id_ in event.claims if id_ in self.claims)

    def told_at(self, claim: Claim) -> datetime | None:
        """Return when a claim was public, ``None`` where its document is not at hand."""
        provenance = self.provenances.get(claim.document_id)
        return provenance.public_from if provenance is not None else None


def asserts(claim: Claim) -> bool:
    """Tell whether a claim asserts that the act was done."""
    return claim.stance in (Stance.ASSERTS, Stance.CONFIRMS) and claim.modality in (
        Modality.ASSERTED,
        Modality.POSSIBLE,
    )


def fact_date(event: Event) -> date | None:
    """Return the first day on which an event can have been, its last where the first is open."""
    return (event.when.earliest or event.when.latest) if event.when is not None else None


def event_order(event: Event) -> tuple[bool, date, datetime, str]:
    """Sort by date of fact, undated events last; then by knowledge, then id."""
    fact = fact_date(event)
    return (fact is None, fact or date.max, event.history[0].at, event.id)
