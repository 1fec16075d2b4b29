"""The only module that knows the order of the rooms: it carries values between them and the store.

Every step is safe to kill: originals reach the archive before anything is derived from them, each batch is one short
transaction, and a step that is started again goes on where it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from riscontro import __version__
from riscontro.collect import extract, gather
from riscontro.model.document import Capture, Declared, Document, Provenance
from riscontro.model.dossier import Dossier
from riscontro.model.event import Event, Weighing
from riscontro.model.issue import Issue
from riscontro.read import READER, read
from riscontro.relate import choose_pair, ladder_from_config, relate
from riscontro.weigh import weigh

if TYPE_CHECKING:
    from riscontro.model.claim import Claim
    from riscontro.model.dyad import Relation
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger

T = TypeVar("T")
Clock = Callable[[], datetime]

CAPTURES_PER_COMMIT = 32
"""How many captures share one sync of the archive and one transaction: what a kill can cost to do again."""

READINGS_PER_COMMIT = 64
"""How many documents are read between two transactions."""


class Meter(Protocol):
    """Told how far a step has come."""

    def __call__(self, done: int, total: int | None = None) -> None:
        """Say that ``done`` of ``total`` (``None``: unknown) are done."""


def no_meter(done: int, total: int | None = None) -> None:
    """Take a report of progress and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectReport:
    """What collecting did: inputs taken, documents new and already held, and the issues met, in order."""

    captures: int
    documents: int
    held_already: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """What reading did: documents read, claims found, and documents kept unread by reason."""

    documents: int
    claims: int
    unread: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as known at one moment: what was public (``as_of``) or held (``as_held``) then, weighed on that alone."""

    as_of: datetime | None
    claims: dict[str, Claim]
    provenances: dict[str, Provenance]
    events: tuple[Event, ...]


# --- collect ----------------------------------------------------------------------------------------------------------


def collect_into(
    case: Case, inputs: Sequence[str], *, declared: Declared = Declared(), clock: Clock, report: Meter = no_meter
) -> CollectReport:
    """Take inputs into a case: originals first, then the documents derived from them. Returns what was done.

    What is already held is not taken again. An input that cannot be taken is one issue, and the run goes on.
    """
    captures = documents = held = 0
    issues: list[Issue] = []
    with case.ledger() as ledger, ledger.bulk("collect"):
        issues.extend(adopt_orphans(case, ledger))
        for batch in _batches(gather(inputs, declared=declared, clock=clock), CAPTURES_PER_COMMIT):
            found = [item for item in batch if isinstance(item, Issue)]
            fresh = _not_held(ledger, [item for item in batch if isinstance(item, Capture)])
            held += len(batch) - len(found) - len(fresh)
            done, doubts = _take(case, ledger, fresh, found)
            captures, documents = captures + len(fresh), documents + done
            issues.extend((*found, *doubts))
            report(captures + held)
    return CollectReport(captures=captures, documents=documents, held_already=held, issues=tuple(issues))


def adopt_orphans(case: Case, ledger: Ledger) -> tuple[Issue, ...]:
    """Bring into the ledger the originals that a killed run left in the archive alone; return what was doubtful."""
    recovery = case.archive.recover(ledger.archive_ends())
    doubts = [*recovery.issues]
    for capture, location in recovery.adopted:
        with ledger.transaction():
            doubts.extend(_derive(ledger, capture, location)[1])
    with ledger.transaction():
        for issue in recovery.issues:
            ledger.add_issue(issue)
    return tuple(doubts)


def _not_held(ledger: Ledger, captures: Sequence[Capture]) -> list[Capture]:
    fresh: dict[str, Capture] = {}
    for capture in captures:
        if capture.id not in fresh and not ledger.has_capture(capture.id):
            fresh[capture.id] = capture
    return list(fresh.values())


def _take(case: Case, ledger: Ledger, captures: Sequence[Capture], found: Sequence[Issue]) -> tuple[int, list[Issue]]:
    locations = case.archive.append(captures)
    documents, doubts = 0, []
    with ledger.transaction():
        for issue in found:
            ledger.add_issue(issue)
        for capture, location in zip(captures, locations, strict=True):
            done, issues = _derive(ledger, capture, location)
            documents += done
            doubts.extend(issues)
    return documents, doubts


def _derive(ledger: Ledger, capture: Capture, location: object) -> tuple[int, tuple[Issue, ...]]:
    """Enter a capture and the documents that it holds; return how many were new, and the doubts."""
    extraction = extract(capture)
    ledger.add_capture(capture, location)
    new = sum(ledger.add_document(document) for document in extraction.documents)
    for issue in extraction.issues:
        ledger.add_issue(issue, capture_id=capture.id)
    return new, extraction.issues


# --- read -------------------------------------------------------------------------------------------------------------


def read_into(case: Case, *, report: Meter = no_meter) -> ReadReport:
    """Read every document of the case that this reader has not read yet. Returns what was done."""
    documents = claims = 0
    unread: dict[str, int] = {}
    with case.ledger() as ledger, ledger.bulk("read"):
        waiting = ledger.count_unread(READER)
        for batch in _batches(ledger.documents(unread_by=READER), READINGS_PER_COMMIT):
            readings = [read(document) for document in batch]
            with ledger.transaction():
                for reading in readings:
                    ledger.add_reading(reading)
            for reading in readings:
                documents, claims = documents + 1, claims + len(reading.claims)
                if reading.unread is not None:
                    unread[reading.unread] = unread.get(reading.unread, 0) + 1
            report(documents, waiting)
    return ReadReport(documents=documents, claims=claims, unread=unread)


# --- weigh ------------------------------------------------------------------------------------------------------------


def weigh_into(case: Case) -> Weighing:
    """Weigh all claims of the case and keep what changed. Returns the whole weighing."""
    with case.ledger() as ledger, ledger.bulk("weigh"):
        weighing = _weigh(case, ledger)
        with ledger.transaction():
            ledger.put_weighing(weighing)
    return weighing


def _weigh(
    case: Case, ledger: Ledger, *, as_of: datetime | None = None, as_held: datetime | None = None
) -> Weighing:
    return weigh(
        ledger.claims(),
        provenances=ledger.provenances(),
        sources=case.config.sources,
        judgements=tuple(ledger.judgements()),
        as_of=as_of,
        as_held=as_held,
    )


def view_case(case: Case, *, as_of: datetime | None = None, as_held: datetime | None = None) -> CaseView:
    """Return the case as known at a moment; with neither moment, as it was last weighed."""
    with case.ledger() as ledger:
        claims = {claim.id: claim for claim in ledger.claims(as_of=as_of, as_held=as_held)}
        provenances = ledger.provenances(as_of=as_of, as_held=as_held)
        if as_of is None and as_held is None:
            events = tuple(ledger.events())
        else:
            events = _weigh(case, ledger, as_of=as_of, as_held=as_held).events
    return CaseView(as_of=as_of, claims=claims, provenances=provenances, events=events)


# --- relate, tell -----------------------------------------------------------------------------------------------------


def choose_case_pair(case: Case, view: CaseView) -> tuple[str, str] | None:
    """Return the pair that the case watches first, else the commonest pair of its claims, else ``None``."""
    if case.config.pairs:
        return case.config.pairs[0]
    return choose_pair(view.claims.values())


def relate_case(case: Case, view: CaseView, *, pair: tuple[str, str], clock: Clock) -> Relation:
    """Return how a pair stands at the moment of the view; flows are judged at that moment, else now."""
    ladder = ladder_from_config(case.config.ladder) if case.config.ladder else None
    return relate(
        view.events,
        claims=view.claims,
        provenances=view.provenances,
        pair=pair,
        ladder=ladder,
        as_of=view.as_of,
        now=view.as_of or clock(),
    )


def gather_dossier(case: Case, view: CaseView, relation: Relation, *, title: str | None = None) -> Dossier:
    """Return what the dossier of a pair is built from: the view, with the texts of its documents."""
    with case.ledger() as ledger:
        documents = tuple(sorted(_documents_of(ledger, view), key=_by_publication))
        unread = tuple(sorted(ledger.unread_documents().items()))
        issues = tuple(ledger.issues())
    names = {document.id for document in documents}
    return Dossier(
        title=title or case.config.title,
        relation=relation,
        as_of=view.as_of,
        held_to=max((document.held_from for document in documents), default=None),
        version=__version__,
        documents=documents,
        claims=tuple(sorted(view.claims.values(), key=lambda claim: (claim.document_id, claim.span, claim.id))),
        events=_of_relation(view.events, relation),
        issues=issues,
        unread=tuple((document, why) for document, why in unread if document in names),
    )


def _documents_of(ledger: Ledger, view: CaseView) -> Iterator[Document]:
    return (document for document in ledger.documents() if document.id in view.provenances)


def _by_publication(document: Document) -> tuple[datetime, str]:
    return (document.public_from, document.id)


def _of_relation(events: Iterable[Event], relation: Relation) -> tuple[Event, ...]:
    told = {*relation.dyads[0].events, *relation.dyads[1].events, *relation.third_parties}
    return tuple(event for event in events if event.id in told)


# --- rebuild ----------------------------------------------------------------------------------------------------------


def rebuild(case: Case, *, report: Meter = no_meter) -> None:
    """Derive everything again from the originals and judgements, then put it in the ledger's place in one step."""
    with case.ledger() as live, live.bulk("rebuild"):
        with case.new_ledger_beside(live) as fresh:
            for number, (capture, location) in enumerate(case.archive.captures(), start=1):
                with fresh.transaction():
                    if not fresh.has_capture(capture.id):
                        _derive(fresh, capture, location)
                report(number)
            _read_all(fresh)
            weighing = _weigh(case, fresh)
            with fresh.transaction():
                fresh.put_weighing(weighing)
        case.swap_in(fresh, live)


def _read_all(ledger: Ledger) -> None:
    for batch in _batches(ledger.documents(unread_by=READER), READINGS_PER_COMMIT):
        readings = [read(document) for document in batch]
        with ledger.transaction():
            for reading in readings:
                ledger.add_reading(reading)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch
