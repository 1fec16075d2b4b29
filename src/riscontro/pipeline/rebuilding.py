"""Everything derived again from the originals; an original erased with all that came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from riscontro.collect.deriving import Derived, Deriver, SievePolicy
from riscontro.errors import ArchiveError
from riscontro.meter import Meter, metered, no_meter
from riscontro.model.document import Capture
from riscontro.model.issue import Issue
from riscontro.pipeline.batches import Clock
from riscontro.pipeline.entering import enter, with_payload
from riscontro.pipeline.reading import read_all
from riscontro.pipeline.weighing import weigh_all
from riscontro.version import __version__

if TYPE_CHECKING:
    from riscontro.read.choice import DocumentReader
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger
    from riscontro.store.values import Location, Run, Tombstone


def rebuild(
    case: Case,
    *,
    clock: Clock,
    report: Meter = no_meter,
    sieve: bool = True,
    reader: DocumentReader | None = None,
) -> tuple[Issue, ...]:
    """Derive everything again from the originals and judgements, then put it in the ledger's place in one step.

    An original that the ledger holds sieved is put to the sieve of today, one that it holds extracted is extracted;
    with ``sieve`` false all are extracted. ``reader`` reads the documents, by default the rules; a language model's is
    one that asks nobody and replays the replies that the case holds.

    Returns an issue for each judgement whose words are no longer found. Raise :class:`ArchiveError`, and leave all as
    it is, where an original that the ledger knows is not in the archive: what came of it would be lost.
    """
    from riscontro.store.judgements import anchor_issues
    from riscontro.store.rebuild import new_ledger_beside, swap_in

    with case.ledger() as live, live.bulk("rebuild"), new_ledger_beside(case) as fresh:
        run = fresh.begin_run("rebuild", at=clock(), version=__version__)
        originals = metered(case.archive.captures(), report, total=live.counts().captures, of="originals")
        policy = SievePolicy(pairs=case.config.pairs, on=None if sieve else False)
        _derive_all(
            case,
            fresh,
            originals,
            run,
            partial(_derive_again, live, Deriver(policy, series=case.config.observations), sieve),
        )
        _check_nothing_lost(case, live, fresh)
        read_all(fresh, run, languages=case.config.languages, report=report, reader=reader)
        weigh_all(case, fresh, run, report=report)
        lost = anchor_issues(fresh)
        for issue in lost:
            fresh.add_issue(issue, run=run)
        swap_in(case, fresh)
    return lost


def _derive_again(live: Ledger, deriver: Deriver, sieve: bool, capture: Capture) -> Derived:
    if not sieve or not live.has_capture(capture.id):
        return deriver.derive(capture)
    return deriver.derive(capture, sieved=live.why_sieved(capture.id) is not None)


def _derive_all(
    case: Case,
    fresh: Ledger,
    originals: Iterable[tuple[Capture, Location]],
    run: Run,
    derive: Callable[[Capture], Derived],
) -> None:
    """Derive from every original, revisits last: what they refer to may lie in a later file."""
    revisits: list[tuple[Capture, Location]] = []
    for capture, location in originals:
        if capture.revisit_of is not None:
            revisits.append((capture, location))
        elif not fresh.has_capture(capture.id):
            with fresh.transaction():
                enter(fresh, capture, location, derive(capture), run)
    for capture, location in revisits:
        whole = None if fresh.has_capture(capture.id) else with_payload(case, fresh, capture)
        if whole is not None:
            with fresh.transaction():
                enter(fresh, whole, location, derive(whole), run)


def _check_nothing_lost(case: Case, live: Ledger, fresh: Ledger) -> None:
    lost = [(capture, place) for capture, place in live.captures() if not fresh.has_capture(capture.id)]
    if lost:
        files = ", ".join(sorted({place.file for _, place in lost})[:3])
        raise ArchiveError(
            f"{case.archive_path}: {len(lost)} originals that the ledger knows are missing ({files}); a rebuild would"
            " lose what came of them: restore the files from a backup (riscontro doctor lists them)"
        )


def purge_from(
    case: Case,
    prefix: str,
    *,
    reason: str,
    by: str,
    clock: Clock,
    whole_capture: bool = False,
    report: Meter = no_meter,
) -> Tombstone:
    """Erase the original of a document or capture and all that was derived from it, then weigh what is left.

    Raise :class:`riscontro.errors.UsageError` where the original holds other documents too, unless ``whole_capture``.
    """
    from riscontro.store.purge import purge

    with case.ledger() as ledger, ledger.bulk("purge"):
        tombstone = purge(case, ledger, prefix, reason=reason, by=by, at=clock(), whole_capture=whole_capture)
        weigh_all(case, ledger, ledger.begin_run("purge", at=clock(), version=__version__), report=report)
    return tombstone
