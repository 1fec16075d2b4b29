"""All that a case holds, for the exports: from whole records at a past moment, else walked over in the ledger.

A walk reads page by page what a row needs, so that memory does not grow with the case and time grows with it evenly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from riscontro.meter import Meter, metered, no_meter
from riscontro.model.claim import Claim
from riscontro.model.document import Document, Provenance
from riscontro.model.event import Event
from riscontro.model.holdings import (
    HeldRecords,
    Holdings,
    PlacedEvent,
    ReportedEvent,
    ToldClaim,
    quote_of,
)
from riscontro.model.mention import Span
from riscontro.pipeline.batches import Clock, present
from riscontro.pipeline.letters import Graded, as_weighed, grading
from riscontro.pipeline.records import amendments
from riscontro.version import __version__

if TYPE_CHECKING:
    from riscontro.pipeline.viewing import CaseView
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger

T = TypeVar("T")

CLAIMS_AT_ONCE = 250
EVENTS_AT_ONCE = 100
"""Records of one page."""


def _place(claim: Claim) -> tuple[str, Span, str]:
    return (claim.document_id, claim.span, claim.id)


@contextmanager
def hold_case(
    case: Case,
    *,
    as_of: datetime | None = None,
    as_held: datetime | None = None,
    clock: Clock = present,
    report: Meter = no_meter,
) -> Iterator[Holdings]:
    """Return what a case held at a moment, as it was last weighed where neither is given.

    A past moment asks for the case whole, in memory.
    """
    from riscontro.pipeline.viewing import view_case

    with case.ledger() as ledger:
        if as_of is None and as_held is None:
            amended = {id_: one.claim for id_, one in amendments(ledger).items()}
            graded = grading(case, ledger, moment=clock())
            yield LedgerHoldings(title=_title(case), ledger=ledger, amended=amended, graded=graded, report=report)
            return
    yield gather_holdings(case, view_case(case, as_of=as_of, as_held=as_held, report=report), report=report)


def gather_holdings(case: Case, view: CaseView, *, report: Meter = no_meter) -> HeldRecords:
    """Return all that a view holds, of every pair, for the exports."""
    with case.ledger() as ledger:
        found = metered(ledger.outlines(view.provenances), report, total=len(view.provenances), of="documents")
        documents = tuple(_with_texts(ledger, found))
    return HeldRecords(
        title=_title(case),
        as_of=view.as_of,
        held_to=max((document.held_from for document in documents), default=None),
        version=__version__,
        documents=documents,
        claims=tuple(sorted(view.claims.values(), key=_place)),
        events=view.events,
    )


def _title(case: Case) -> str:
    return case.config.title or case.path.resolve().name


def _with_texts(ledger: Ledger, documents: Iterable[Document]) -> Iterator[Document]:
    from dataclasses import replace

    for page in pages(documents, CLAIMS_AT_ONCE):
        texts = ledger.texts([document.id for document in page])
        yield from (replace(document, text=texts.get(document.id, "")) for document in page)


def pages(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield items in lists of at most ``size``."""
    rest = iter(items)
    while page := list(islice(rest, size)):
        yield page


class Walk(Iterable[T]):
    """What can be walked over again and again."""

    def __init__(self, walk: Callable[[], Iterator[T]]) -> None:
        self._walk = walk

    def __iter__(self) -> Iterator[T]:
        return self._walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerHoldings:
    """:class:`Holdings` as the ledger holds them; see there.

    ``amended`` are the claims that analysts corrected or entered, which take the place of those that were read;
    ``graded`` lays the letters of today on an event.
    """

    title: str
    ledger: Ledger
    amended: Mapping[str, Claim]
    graded: Graded = as_weighed
    report: Meter = no_meter
    as_of: None = None
    version: str = __version__

    @property
    def held_to(self) -> datetime | None:
        """The latest moment at which the case came to hold a document."""
        return self.ledger.held_to()

    @property
    def events(self) -> Iterable[Event]:
        """Events by first moment of knowledge."""
        return Walk(self._events)

    def _events(self) -> Iterator[Event]:
        found = (self._known(page) for page in pages(self.ledger.events(), EVENTS_AT_ONCE))
        events = (event for page in found for event in page)
        return metered(events, self.report, total=self.ledger.counts().events, of="events")

    def _known(self, events: Sequence[Event]) -> list[Event]:
        """Return events with the claims that still stand: what was read anew and not weighed yet may lack some."""
        from riscontro.pipeline.pairs import of_known_claims
        from riscontro.store.walks import standing

        known = standing(self.ledger, [id_ for event in events for id_ in event.claims]) | self.amended.keys()
        found = (of_known_claims(self.graded(event), known) for event in events)
        return [event for event in found if event.claims]

    @property
    def documents(self) -> Iterable[Document]:
        """Documents by publication, without their texts."""
        from riscontro.store.walks import all_outlines

        return Walk(lambda: metered(all_outlines(self.ledger), self.report, of="documents"))

    @property
    def undated(self) -> int:
        """How many events have no date at all."""
        return sum(event.when is None or event.when.earliest is event.when.latest is None for event in self._events())

    def dated_events(self) -> Iterator[Event]:
        """Yield the events that have a date by their first day, else their last, then id."""
        from riscontro.store.walks import event_ids_by_day

        for ids in pages(event_ids_by_day(self.ledger), EVENTS_AT_ONCE):
            yield from self._known(self.ledger.events_in(ids))

    def told_claims(self) -> Iterator[ToldClaim]:
        """Yield claims by document and span."""
        from riscontro.store.walks import event_ids_of

        for page in self._claims():
            texts = self.ledger.texts(sorted({claim.document_id for claim in page}))
            events = event_ids_of(self.ledger, [claim.id for claim in page])
            for claim in page:
                yield ToldClaim(claim, quote_of(claim, texts.get(claim.document_id, "")), events.get(claim.id, ()))

    def claims_with_pages(self) -> Iterator[tuple[Claim, Provenance]]:
        """Yield claims by document and span, each with what weighing needs of its document."""
        from riscontro.store.walks import provenances_of

        for page in self._claims():
            found = provenances_of(self.ledger, {claim.document_id for claim in page})
            yield from ((claim, found[claim.document_id]) for claim in page)

    def _claims(self) -> Iterator[list[Claim]]:
        from riscontro.store.walks import all_claims

        read = metered(all_claims(self.ledger), self.report, total=self.ledger.counts().claims, of="claims")
        untouched = (claim for claim in read if claim.id not in self.amended)
        return pages(merge(untouched, sorted(self.amended.values(), key=_place), key=_place), CLAIMS_AT_ONCE)

    def reported_events(self) -> Iterator[ReportedEvent]:
        """Yield events by first moment of knowledge, with their documents."""
        from riscontro.store.walks import documents_of_claims

        for events in pages(self._events(), EVENTS_AT_ONCE):
            ids = [id_ for event in events for id_ in event.claims]
            of_claim = documents_of_claims(self.ledger, ids)
            of_claim |= {id_: self.amended[id_].document_id for id_ in ids if id_ in self.amended}
            documents = {one.id: one for one in self.ledger.outlines(sorted(set(of_claim.values())))}
            for event in events:
                names = dict.fromkeys(of_claim[claim] for claim in event.claims if claim in of_claim)
                yield ReportedEvent(event, [documents[name] for name in names if name in documents])

    def placed_events(self) -> Iterator[PlacedEvent]:
        """Yield events by first moment of knowledge, with what tells of their places."""
        from riscontro.store.walks import placed_claims

        for events in pages(self._events(), EVENTS_AT_ONCE):
            ids = [id_ for event in events for id_ in event.claims]
            placed = placed_claims(self.ledger, [id_ for id_ in ids if id_ not in self.amended])
            placed |= {id_: one for id_ in ids if (one := self.amended.get(id_)) is not None and one.place}
            texts = self.ledger.texts(sorted({claim.document_id for claim in placed.values()}))
            for event in events:
                yield PlacedEvent(event, [placed[one] for one in event.claims if one in placed], texts)
