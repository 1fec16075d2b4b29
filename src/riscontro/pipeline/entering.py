"""Captures into the archive and the ledger, and what a killed run left in the archive alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from riscontro.collect.deriving import Derived, Deriver
from riscontro.model.document import Capture
from riscontro.model.issue import Issue

if TYPE_CHECKING:
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger
    from riscontro.store.values import Location, Recovery, Run


class Entered(NamedTuple):
    """How many documents were new, how many captures sieved, and the doubts."""

    documents: int
    sieved: int
    issues: tuple[Issue, ...]


def adopt_orphans(case: Case, ledger: Ledger, run: Run, deriver: Deriver) -> tuple[Issue, ...]:
    """Bring into the ledger the originals that a killed run left in the archive alone; return what was doubtful."""
    recovery = case.archive.recover(ledger.archive_ends())
    doubts = [*_damage_to_issues(recovery)]
    with ledger.transaction():
        for issue in doubts:
            ledger.add_issue(issue, run=run)
    adopted = (item for item in recovery.adopted if not ledger.has_capture(item[0].id))
    # A revisit after what it refers to, which a clock set back may have put in a later file.
    for capture, location in sorted(adopted, key=lambda item: item[0].revisit_of is not None):
        whole = with_payload(case, ledger, case.archive.read_capture(location))
        if whole is None:
            message = f"{capture.id} is a revisit of {capture.revisit_of}, whose bytes are not there"
            doubts.append(Issue(code="store.archive.damaged", message=message, subject=location.file))
            continue
        with ledger.transaction():
            doubts += enter(ledger, whole, location, deriver.derive(whole), run).issues
    return tuple(doubts)


def with_payload(case: Case, ledger: Ledger, capture: Capture) -> Capture | None:
    """Return a capture with its bytes, those of a revisit from the record it refers to; ``None`` where that is gone."""
    if capture.revisit_of is None:
        return capture
    holder = ledger.holder_of(capture.digest)
    if holder is None:
        return None
    return replace(capture, payload=case.archive.read(ledger.capture(holder)[1]))


def _damage_to_issues(recovery: Recovery) -> Iterator[Issue]:
    """Damage within a file is an issue; a torn tail that was cut off held nothing that was ever committed."""
    for damage in recovery.damaged:
        message = f"{damage.length} bytes from byte {damage.offset} are no whole record: {damage.cause}"
        yield Issue(code="store.archive.damaged", message=message, subject=damage.file)


def not_held(ledger: Ledger, captures: Sequence[Capture]) -> Iterator[Capture]:
    """Yield the captures that are new, those whose bytes are held already as revisits; bytes once purged stay away."""
    seen = ledger.held_captures(capture.id for capture in captures)
    digests = [capture.digest for capture in captures]
    purged, holders = ledger.purged_digests(digests), ledger.holders_of(digests)
    for capture in captures:
        if capture.id in seen or capture.digest in purged:
            continue
        seen.add(capture.id)
        holder = holders.setdefault(capture.digest, capture.id)
        yield capture if holder == capture.id else replace(capture, revisit_of=holder)


def purged_to_issues(ledger: Ledger, captures: Sequence[Capture]) -> Iterator[Issue]:
    """Yield an issue for each capture whose bytes were purged from the case."""
    purged = ledger.purged_digests(capture.digest for capture in captures)
    for capture in captures if purged else ():
        if capture.digest in purged and not ledger.has_capture(capture.id):
            message = f"{capture.origin}: its bytes were purged from this case, so it is not taken"
            yield Issue(code="collect.capture.purged", message=message, subject=capture.origin)


def take(
    case: Case,
    ledger: Ledger,
    captures: Sequence[Capture],
    found: Sequence[Issue],
    run: Run,
    result: Callable[[Capture], Derived],
    *,
    apart: bool = False,
) -> Entered:
    """Append captures to the archive, then enter them and what was found wrong, in one transaction.

    ``result`` gives what is derived from a capture; it is called before the transaction begins. Where that is done
    ``apart``, the originals come packed with it, and are appended then.
    """
    locations = () if apart else _append(case, captures)
    # Before the transaction: others wait for its end.
    derived = [result(capture) for capture in captures]
    if apart:
        locations = _append(case, captures, derived)
    with ledger.transaction():
        for capture in captures:
            if capture.said("http.version"):
                # It answered at last: what was wrong with it in earlier runs is over.
                ledger.close_issues_of(capture.origin, "collect.web", run=run)
        for issue in found:
            ledger.add_issue(issue, run=run)
        entered = [_enter(ledger, *whole, run) for whole in zip(captures, locations, derived, strict=True)]
        ledger.set_versions(document.url for one in derived for document in one.extraction.documents)
    issues = tuple(issue for one in entered for issue in one.issues)
    return Entered(sum(one.documents for one in entered), sum(one.sieved for one in entered), issues)


def _append(case: Case, captures: Sequence[Capture], derived: Sequence[Derived] = ()) -> Sequence[Location]:
    """Append captures to the archive, as they come packed with what is derived from them, those that do."""
    if not captures:
        return ()
    # Workers knew nothing of what is held: a revisit is packed here.
    pairs = zip(captures, derived, strict=bool(derived))
    packed = {one.id: it.prepared.records for one, it in pairs if it.prepared and one.revisit_of is None}
    return case.archive.append(captures, packed=packed)


def enter(ledger: Ledger, capture: Capture, location: Location, derived: Derived, run: Run) -> Entered:
    """Enter a capture and the documents that it holds."""
    entered = _enter(ledger, capture, location, derived, run)
    ledger.set_versions(document.url for document in derived.extraction.documents)
    return entered


def _enter(ledger: Ledger, capture: Capture, location: Location, derived: Derived, run: Run) -> Entered:
    """Enter a capture and the documents that it holds, whose versions the caller numbers."""
    extraction = derived.extraction
    ledger.add_capture(capture, location, sieved=derived.sieved)
    ready = derived.prepared.documents if derived.prepared else repeat(None)
    new = sum(ledger.add_document(*pair) for pair in zip(extraction.documents, ready, strict=False))
    for issue in extraction.issues:
        ledger.add_issue(issue, run=run, capture=capture.id)
    return Entered(new, int(derived.sieved is not None), extraction.issues)
