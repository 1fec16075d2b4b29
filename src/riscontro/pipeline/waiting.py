"""A few changed claims weighed among their neighbours, with the outcome of weighing everything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from riscontro.model.block import Block, Days
from riscontro.model.claim import Claim, EventType
from riscontro.model.document import Provenance
from riscontro.model.ids import sha256_hex
from riscontro.pipeline.batches import Clock
from riscontro.pipeline.records import case_sources
from riscontro.store import blocks as stored
from riscontro.version import __version__
from riscontro.weigh import BOUNDED, bounded_issue
from riscontro.weigh.blocks import Look
from riscontro.weigh.linking import RULES
from riscontro.weigh.partial import Part, TooMuch, weigh_part
from riscontro.weigh.register import Register
from riscontro.weigh.telling import Telling, claim_to_telling

if TYPE_CHECKING:
    from riscontro.model.judgement import Judgement
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger

ROWS_MAX = 5_000
"""Changes that wait; where there are more, everything is weighed. A bound on cost only."""


def weighing_basis(case: Case, ledger: Ledger) -> str:
    """Return a digest of what a weighing rests on beside documents: version, rules, judgements, declared sources."""
    return sha256_hex(repr((__version__, RULES, ledger.judgement_head(), case_sources(case))).encode())


def weigh_waiting(case: Case, ledger: Ledger, *, clock: Clock) -> int | None:
    """Weigh what changed since the last weighing and keep it; return how many events that touched.

    ``None``, with nothing changed, where everything must be weighed: there was no weighing, judgements or declared
    sources are other than they were, a judgement speaks of a claim at stake, or too much is at stake.
    """
    if stored.basis(ledger) != weighing_basis(case, ledger):
        return None
    found = stored.waiting(ledger, ROWS_MAX)
    if found is None:
        return None
    if not found.documents:
        return 0
    members = stored.claims_of_documents(ledger, found.documents)
    judgements = ledger.judgements()
    if _are_judged(members, judgements) or _are_judged_documents(found.documents, judgements):
        return None
    changed = [claim_to_telling(claim, provenance) for claim, provenance in members]
    known = _LedgerKnown(ledger, judgements)
    try:
        vanished = set(found.claims) - {telling.claim.id for telling in changed}
        part = weigh_part(changed, vanished=vanished, known=known, register=Register(case_sources(case)))
    except TooMuch:
        return None
    _keep(ledger, part, clock, top=found.top, basis=weighing_basis(case, ledger))
    return len(part.events) + len(part.gone)


def _keep(ledger: Ledger, part: Part, clock: Clock, *, top: int, basis: str) -> None:
    with ledger.transaction():
        run = ledger.begin_run("weigh", at=clock(), version=__version__)
        ledger.put_events(part.events, gone=part.gone, run=run)
        touched = part.gone | {one.event_id for one in part.blocks}
        before = stored.bounded_claims(ledger, of=touched)
        stored.put_blocks(ledger, part.blocks, of=touched)
        if stored.bounded_claims(ledger, of=touched) != before:
            bounded = stored.bounded_claims(ledger)
            ledger.put_weigh_issues([bounded_issue(bounded)] if bounded else [], code=BOUNDED, run=run)
        stored.set_weighed(ledger, top=top, basis=basis)


def _are_judged(members: Iterable[tuple[Claim, Provenance]], judgements: Sequence[Judgement]) -> bool:
    """Tell whether a judgement speaks of a document of these claims, by its id or its address."""
    if not judgements:
        return False
    anchors = [anchor for judgement in judgements for anchor in judgement.anchors]
    names, urls = {anchor.document_id for anchor in anchors}, {anchor.url for anchor in anchors} - {None}
    return any(page.document_id in names or page.url in urls for _, page in members)


def _are_judged_documents(documents: Collection[str], judgements: Sequence[Judgement]) -> bool:
    named = {anchor.document_id for judgement in judgements for anchor in judgement.anchors}
    return not named.isdisjoint(documents)


class _LedgerKnown:
    """The last weighing as the ledger holds it; see :class:`riscontro.weigh.partial.Known`."""

    def __init__(self, ledger: Ledger, judgements: Sequence[Judgement]) -> None:
        self._ledger = ledger
        self._judgements = judgements

    def events_of(self, claims: Collection[str]) -> Collection[str]:
        return stored.events_of_claims(self._ledger, claims)

    def members(self, events: Collection[str]) -> Mapping[str, Sequence[Telling]]:
        found = stored.members(self._ledger, events)
        if self._judgements:
            self._check_unjudged(found)
        return {event: [claim_to_telling(*pair) for pair in pairs] for event, pairs in found.items()}

    def _check_unjudged(self, found: Mapping[str, Sequence[tuple[Claim, Provenance]]]) -> None:
        """Raise :class:`TooMuch` where an analyst's word bears on these events: claims entered by hand are not among
        the ledger's, and what was decided of one claim may move others.
        """
        counts = stored.member_counts(self._ledger, found)
        entered = any(len(pairs) < counts.get(event, 0) for event, pairs in found.items())
        if entered or any(_are_judged(pairs, self._judgements) for pairs in found.values()):
            raise TooMuch

    def blocks_of(self, events: Collection[str]) -> Sequence[Block]:
        return stored.blocks_of(self._ledger, events)

    def seen_by(self, look: Look, most: int) -> Sequence[Block]:
        return stored.blocks_seen_by(self._ledger, look.type, look.first, look.second, look.months, look.before, most)

    def onlookers(
        self, type: EventType, first: str | None, second: str | None, months: Days | None, after: str
    ) -> Collection[str]:
        return stored.onlookers(self._ledger, type, first, second, months, after)
