"""Inputs into a case: originals first, then the documents derived from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from riscontro.collect import gather
from riscontro.collect.deriving import NO_SIEVE, Begun, Deriver, SievePolicy
from riscontro.meter import Meter, metered, no_meter
from riscontro.model.document import Capture, Declared
from riscontro.model.issue import Issue
from riscontro.pipeline.batches import Clock, in_batches
from riscontro.pipeline.entering import adopt_orphans, not_held, purged_to_issues, take
from riscontro.store.prepared import prepare
from riscontro.version import __version__

if TYPE_CHECKING:
    from riscontro.collect.web.values import Plan, Prior, Unchanged
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger
    from riscontro.store.values import Run


CAPTURES_PER_COMMIT = 32
"""How many captures share one sync of the archive and one transaction: what a kill can cost to do again."""


ROBOTS_FILE = "robots.json"
"""Beside the ledger: what hosts' robots.txt said, for a day at most; derived and safe to delete."""

NOTHING_DECLARED = Declared()


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectReport:
    """What collecting did: inputs taken, documents new and already held, and the issues met, in order."""

    captures: int
    documents: int
    held_already: int
    issues: tuple[Issue, ...]
    sieved: int = 0
    """Originals that were kept and not extracted."""


def collect_into(
    case: Case,
    inputs: Sequence[str],
    *,
    declared: Declared = NOTHING_DECLARED,
    clock: Clock,
    report: Meter = no_meter,
    web: Plan | None = None,
    jobs: int = 1,
    sieve: bool | None = None,
) -> CollectReport:
    """Take inputs into a case: originals first, then the documents derived from them. Returns what was done.

    ``inputs`` are files and folders; ``web`` is what the web is asked for after them. Documents are derived in ``jobs``
    processes, with the same outcome as in one. ``sieve`` says whether pages that name no watched pair are kept without
    being extracted: ``None`` for those from WARC files alone.

    What is already held is not taken again; the same bytes from elsewhere, or seen again, are a revisit, which keeps
    what they came with. An input that cannot be taken is one issue, and the run goes on.
    """
    captures = documents = held = sieved = 0
    policy = SievePolicy(pairs=case.config.pairs, on=sieve)
    deriving = Deriver(policy, jobs=jobs, series=case.config.observations, prepare=prepare)
    with case.ledger() as ledger, ledger.working("collect"), deriving as deriver:
        run = ledger.begin_run("collect", at=clock(), version=__version__)
        issues = list(adopt_orphans(case, ledger, run, deriver))
        taken = metered(gather(inputs, declared=declared, clock=clock), report)
        batches: Iterator[Begun[Capture | Issue | Unchanged]]
        batches = deriver.ahead(in_batches(taken, CAPTURES_PER_COMMIT), wanted=partial(_unheld, ledger))
        if web is not None and web.seeds:
            _forget_postponed(ledger, run)
            # What the web gives is kept at once: it comes slowly, and costs others something.
            asked = _ask(case, ledger, web, declared, clock, report)
            batches = chain(batches, (Begun([item], deriver.derive) for item in asked))
        for batch, result, apart in batches:
            came = [item for item in batch if isinstance(item, Capture)]
            fresh = list(not_held(ledger, came))
            found = [item for item in batch if isinstance(item, Issue)]
            held += len(batch) - len(found) - len(fresh)
            found += purged_to_issues(ledger, came)
            taken_in = take(case, ledger, fresh, found, run, result, apart=apart)
            captures, documents = captures + len(fresh), documents + taken_in.documents
            sieved += taken_in.sieved
            issues += [*found, *taken_in.issues]
    return CollectReport(captures=captures, documents=documents, held_already=held, issues=tuple(issues), sieved=sieved)


def _unheld(ledger: Ledger, item: object) -> Capture | None:
    """Return a capture that is not held yet, whose derivation may begin before its turn; ``None`` for anything else."""
    return item if isinstance(item, Capture) and not ledger.has_capture(item.id) else None


def _ask(
    case: Case, ledger: Ledger, web: Plan, declared: Declared, clock: Clock, report: Meter
) -> Iterator[Capture | Issue | Unchanged]:
    from riscontro.collect.web import ask

    return ask(
        web,
        declared=declared,
        clock=clock,
        held=lambda url: _prior(case, ledger, url),
        robots=case.path / ROBOTS_FILE,
        report=report,
    )


def _forget_postponed(ledger: Ledger, run: Run) -> None:
    """Close what earlier runs left for the next one, which is this one."""
    for kind in ("budget", "postponed"):
        ledger.close_issues(f"collect.web.{kind}", run=run)


def _prior(case: Case, ledger: Ledger, url: str) -> Prior | None:
    """Return what the case holds of an address: its last capture."""
    from riscontro.collect.web.records import prior_of

    found = ledger.last_capture(url)
    if found is None:
        return None
    capture, location = found
    if capture.revisit_of is not None:
        location = ledger.capture(capture.revisit_of)[1]
    return prior_of(capture, lambda: case.archive.read(location))


def rehearse_collect(
    inputs: Sequence[str], *, declared: Declared, clock: Clock, policy: SievePolicy = NO_SIEVE
) -> CollectReport:
    """Return what :func:`collect_into` would report of these inputs for an empty case, and keep nothing."""
    captures = documents = sieved = 0
    issues: list[Issue] = []
    deriver = Deriver(policy)
    for item in gather(inputs, declared=declared, clock=clock):
        if isinstance(item, Issue):
            issues.append(item)
            continue
        derived = deriver.derive(item)
        captures, documents = captures + 1, documents + len(derived.extraction.documents)
        sieved += derived.sieved is not None
        issues += derived.extraction.issues
    return CollectReport(captures=captures, documents=documents, held_already=0, issues=tuple(issues), sieved=sieved)
