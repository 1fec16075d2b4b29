"""Learnt letters on the events of a case: laid on as they are read, from the counts of settled words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Protocol

from riscontro.errors import UnknownIdError
from riscontro.model.event import Event
from riscontro.pipeline.records import amendments, declared_sources
from riscontro.weigh.letters import Letters, Page, PageOf
from riscontro.weigh.register import Register
from riscontro.weigh.reliability import Cell, Records, Tenure, tenures_of

if TYPE_CHECKING:
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger

Graded = Callable[[Event], Event]
"""Gives an event with the letters that its origins earned."""


class _OfDocument(Protocol):
    @property
    def document_id(self) -> str:
        """The document that says so."""


def letters_of_events(
    case: Case, events: Iterable[Event], *, moment: datetime, as_held: datetime | None = None
) -> Letters:
    """Return the letters that the settled words of all these events give, as known at a moment."""
    records = Records(tenure for event in events for tenure in tenures_of(event))
    return Letters(records, Register(declared_sources(case, as_held=as_held)), moment)


def letters_of_ledger(case: Case, ledger: Ledger, *, moment: datetime, roots: Collection[str] | None = None) -> Letters:
    """Return the letters that the words settled by the last weighing give, those of some roots or of all."""
    from riscontro.store.settled import settled_words

    found = settled_words(ledger, roots)
    records = Records(Tenure(Cell(*words[:3]), *words[3:]) for words in found)
    return Letters(records, Register(declared_sources(case)), moment)


def graded(
    events: Iterable[Event], letters: Letters, claims: Mapping[str, _OfDocument], pages: Mapping[str, Page]
) -> Iterator[Event]:
    """Yield events with the letters that their origins earned."""
    return (letters.lay(event, partial(_page_of, claims, pages)) for event in events)


def grading(case: Case, ledger: Ledger, *, moment: datetime) -> Graded:
    """Return what lays letters on events of the ledger, one by one, as known at a moment."""
    letters = letters_of_ledger(case, ledger, moment=moment)
    return partial(letters.lay, page_of=pages_of_ledger(ledger))


def as_weighed(event: Event) -> Event:
    """Return an event as it was weighed, without learnt letters."""
    return event


def graded_event(case: Case, ledger: Ledger, id: str, *, moment: datetime) -> tuple[Event, Letters]:
    """Return an event of the ledger with the letters that its origins earned, and these; the cost does not grow with
    the ledger.
    """
    event = ledger.event(id)
    letters = letters_of_ledger(case, ledger, moment=moment, roots={origin.root for origin in event.origins})
    return letters.lay(event, pages_of_ledger(ledger)), letters


def pages_of_ledger(ledger: Ledger) -> PageOf:
    """Return what finds the document of a claim that was read or entered."""

    # Imported late: what only weighs does not ask.
    from riscontro.store.walks import provenances_of

    @cache
    def page_of(claim_id: str) -> Page | None:
        try:
            document = ledger.claim(claim_id).document_id
        except UnknownIdError:
            entered = amendments(ledger).get(claim_id)
            if entered is None:
                return None
            document = entered.claim.document_id
        return provenances_of(ledger, [document]).get(document)

    return page_of


def _page_of(claims: Mapping[str, _OfDocument], pages: Mapping[str, Page], claim_id: str) -> Page | None:
    claim = claims.get(claim_id)
    return None if claim is None else pages.get(claim.document_id)
