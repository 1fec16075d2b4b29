"""Near-copies, then all claims of the case into events; judgements, which weigh anew."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from riscontro.meter import Meter, no_meter
from riscontro.model.event import Weighing
from riscontro.model.judgement import Anchor, Judgement, Verdict
from riscontro.pipeline.batches import Clock
from riscontro.pipeline.copies import find_copies
from riscontro.pipeline.records import case_sources, places_of
from riscontro.pipeline.waiting import weigh_waiting, weighing_basis
from riscontro.version import __version__
from riscontro.weigh import weigh

if TYPE_CHECKING:
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger
    from riscontro.store.values import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighReport:
    """What weighing did: events that stand and how many of them at each status, and how many it looked at."""

    events: int
    statuses: dict[str, int]
    weighed: int


def weigh_into(case: Case, *, clock: Clock, report: Meter = no_meter, anew: bool = False) -> WeighReport:
    """Find which documents are copies, weigh what changed since the last weighing, keep what came of it.

    With ``anew``, or where a little has changed that bears on everything, all claims are weighed; the outcome is the
    same.
    """
    with case.ledger() as ledger, ledger.working("weigh", alone=True):
        find_copies(case, ledger, report=report)
        weighed = None if anew else weigh_waiting(case, ledger, clock=clock)
        if weighed is None:
            run = ledger.begin_run("weigh", at=clock(), version=__version__)
            weighed = len(_weigh_claims(case, ledger, run, report=report).events)
        counts = ledger.counts()
    return WeighReport(events=counts.events, statuses=dict(counts.by_status), weighed=weighed)


def weigh_all(case: Case, ledger: Ledger, run: Run, *, report: Meter = no_meter) -> Weighing:
    """Find near-copies among the documents, weigh all claims, keep what changed; the caller holds the job."""
    find_copies(case, ledger, report=report)
    return _weigh_claims(case, ledger, run, report=report)


def _weigh_claims(case: Case, ledger: Ledger, run: Run, *, report: Meter) -> Weighing:
    from riscontro.store.blocks import last_waiting, put_blocks, set_weighed

    top = last_waiting(ledger)
    basis = weighing_basis(case, ledger)
    weighing = weigh_ledger(case, ledger, report=report)
    with ledger.transaction():
        ledger.put_weighing(weighing, run=run)
        put_blocks(ledger, weighing.blocks)
        set_weighed(ledger, top=top, basis=basis)
    return weighing


def weigh_ledger(
    case: Case,
    ledger: Ledger,
    *,
    as_of: datetime | None = None,
    as_held: datetime | None = None,
    report: Meter = no_meter,
) -> Weighing:
    """Return the weighing of all claims that the ledger held and that were public by the two moments; keep nothing."""
    return weigh(
        ledger.claims(),
        provenances=ledger.provenances(),
        sources=case_sources(case),
        judgements=ledger.judgements(),
        as_of=as_of,
        as_held=as_held,
        places=places_of(ledger),
        report=report,
    )


def judge(
    case: Case,
    verdict: Verdict,
    *,
    anchors: Sequence[Anchor] = (),
    details: Mapping[str, object] | None = None,
    by: str,
    why: str,
    clock: Clock,
    report: Meter = no_meter,
) -> tuple[Judgement, Weighing]:
    """Append a judgement and weigh the case with it; return both.

    Raise :class:`JudgementError` where it names nobody or gives no reason. One that cannot be applied is kept all the
    same, and the weighing's issues say why.
    """
    from riscontro.store.judgements import add_judgement

    text = json.dumps(details or {}, ensure_ascii=False, sort_keys=True)
    with case.ledger() as ledger, ledger.working("weigh", alone=True):
        judgement = add_judgement(ledger, verdict=verdict, anchors=anchors, details=text, by=by, at=clock(), why=why)
        run = ledger.begin_run("judge", at=clock(), version=__version__)
        return judgement, weigh_all(case, ledger, run, report=report)
