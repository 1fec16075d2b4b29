"""What exports are given: all that a case holds at one moment, as records or from wherever they can be walked over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from riscontro.model.claim import Claim
from riscontro.model.document import Document, Provenance
from riscontro.model.event import Event


class ToldClaim(NamedTuple):
    """A claim with the words of its span and the events that rest on it."""

    claim: Claim
    quote: str
    events: Sequence[str]


class ReportedEvent(NamedTuple):
    """An event with the documents of its claims, without their texts, each once, in the order of the claims."""

    event: Event
    documents: Sequence[Document]


class PlacedEvent(NamedTuple):
    """An event with those of its claims that name a place, in their order, and the texts of their documents by id."""

    event: Event
    claims: Sequence[Claim]
    texts: Mapping[str, str]


class Holdings(Protocol):
    """A case seen whole; each walk may be made more than once, and none needs what another holds.

    ``as_of`` is the moment of knowledge asked for, ``None`` for all that is held; ``held_to`` the latest moment at
    which the case came to hold any of it, so that the same case gives the same bytes.
    """

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def as_of(self) -> datetime | None: ...  # noqa: D102
    @property
    def held_to(self) -> datetime | None: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102

    @property
    def events(self) -> Iterable[Event]:
        """Events by first moment of knowledge."""

    @property
    def documents(self) -> Iterable[Document]:
        """Documents by publication; their texts may be left out."""

    @property
    def undated(self) -> int:
        """How many events have no date at all."""

    def dated_events(self) -> Iterator[Event]:
        """Yield the events that have a date by their first day, else their last, then id."""

    def told_claims(self) -> Iterator[ToldClaim]:
        """Yield claims by document and span."""

    def claims_with_pages(self) -> Iterator[tuple[Claim, Provenance]]:
        """Yield claims by document and span, each with what weighing needs of its document."""

    def reported_events(self) -> Iterator[ReportedEvent]:
        """Yield events by first moment of knowledge, with their documents."""

    def placed_events(self) -> Iterator[PlacedEvent]:
        """Yield events by first moment of knowledge, with what tells of their places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRecords:
    """:class:`Holdings` in memory: documents by publication, claims by document and span, events by first moment of
    knowledge.
    """

    title: str
    as_of: datetime | None
    held_to: datetime | None
    version: str
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    events: tuple[Event, ...]

    @property
    def undated(self) -> int:
        """How many events have no date at all."""
        return sum(event_day(event) is None for event in self.events)

    def dated_events(self) -> Iterator[Event]:
        """Yield the events that have a date by their first day, else their last, then id."""
        dated = [(day, event.id, event) for event in self.events if (day := event_day(event)) is not None]
        return (event for *_, event in sorted(dated, key=lambda one: one[:2]))

    def told_claims(self) -> Iterator[ToldClaim]:
        """Yield claims by document and span."""
        texts = self._texts()
        events: dict[str, list[str]] = defaultdict(list)
        for event in self.events:
            for claim_id in event.claims:
                events[claim_id].append(event.id)
        for claim in self.claims:
            yield ToldClaim(claim, quote_of(claim, texts.get(claim.document_id, "")), events[claim.id])

    def claims_with_pages(self) -> Iterator[tuple[Claim, Provenance]]:
        """Yield claims by document and span, each with what weighing needs of its document."""
        pages = {document.id: document.provenance for document in self.documents}
        return ((claim, pages[claim.document_id]) for claim in self.claims)

    def reported_events(self) -> Iterator[ReportedEvent]:
        """Yield events by first moment of knowledge, with their documents."""
        documents = {document.id: document for document in self.documents}
        of_claim = {claim.id: claim.document_id for claim in self.claims}
        for event in self.events:
            names = dict.fromkeys(of_claim[claim] for claim in event.claims if claim in of_claim)
            yield ReportedEvent(event, [documents[name] for name in names if name in documents])

    def placed_events(self) -> Iterator[PlacedEvent]:
        """Yield events by first moment of knowledge, with what tells of their places."""
        placed, texts = {claim.id: claim for claim in self.claims if claim.place}, self._texts()
        for event in self.events:
            yield PlacedEvent(event, [placed[one] for one in event.claims if one in placed], texts)

    def _texts(self) -> dict[str, str]:
        return {document.id: document.text for document in self.documents}


def event_day(event: Event) -> date | None:
    """Return the first day on which an event can have been, else its last, ``None`` where it has no date."""
    return (event.when.earliest or event.when.latest) if event.when is not None else None


def quote_of(claim: Claim, text: str) -> str:
    """Return the words of a claim's span in the text of its document."""
    return text[claim.span.start : claim.span.end]
