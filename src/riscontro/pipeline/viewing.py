"""A case as known at one moment, and what the rooms after weighing make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from riscontro.meter import Meter, metered, no_meter
from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.dossier import Dossier
from riscontro.model.event import Event
from riscontro.model.issue import Issue
from riscontro.pipeline.batches import Clock, present
from riscontro.pipeline.letters import graded, letters_of_events
from riscontro.pipeline.pairs import PairView, events_of_relation, gather_pair_dossier
from riscontro.pipeline.records import amended_claims
from riscontro.pipeline.weighing import weigh_ledger
from riscontro.relate import choose_pair, relate, tables_from_config
from riscontro.version import __version__

if TYPE_CHECKING:
    from riscontro.model.dyad import Relation
    from riscontro.store.case import Case
    from riscontro.weigh.letters import Letters


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as known at one moment: what was public (``as_of``) or held (``as_held``) then, weighed on that alone.

    ``letters`` are those that its sources had earned by then, which are laid on the events.
    """

    as_of: datetime | None
    claims: dict[str, Claim]
    provenances: dict[str, Provenance]
    events: tuple[Event, ...]
    letters: Letters


def view_case(
    case: Case,
    *,
    as_of: datetime | None = None,
    as_held: datetime | None = None,
    clock: Clock = present,
    report: Meter = no_meter,
) -> CaseView:
    """Return the case as known at a moment; with neither moment, as it was last weighed, with the letters of today."""
    with case.ledger() as ledger:
        found = metered(ledger.claims(as_of=as_of, as_held=as_held), report, total=ledger.counts().claims, of="claims")
        provenances = ledger.provenances(as_of=as_of, as_held=as_held)
        claims = amended_claims(ledger, found, provenances, as_held=as_held)
        if as_of is None and as_held is None:
            # A judgement that was made and not weighed yet may have taken claims away.
            events = tuple(event for event in map(partial(_only_known, claims), ledger.events()) if event.claims)
        else:
            events = weigh_ledger(case, ledger, as_of=as_of, as_held=as_held, report=report).events
    letters = letters_of_events(case, events, moment=as_of or as_held or clock(), as_held=as_held)
    laid = tuple(graded(events, letters, claims, provenances))
    return CaseView(as_of=as_of, claims=claims, provenances=provenances, events=laid, letters=letters)


def _only_known(claims: Mapping[str, Claim], event: Event) -> Event:
    if all(id in claims for id in event.claims):
        return event
    return replace(event, claims=tuple(id for id in event.claims if id in claims))


def choose_case_pair(case: Case, view: CaseView) -> tuple[str, str] | None:
    """Return the pair that the case watches first, else the commonest pair of its claims, else ``None``."""
    if case.config.pairs:
        return case.config.pairs[0]
    return choose_pair(view.claims.values())


def relate_case(case: Case, view: CaseView | PairView, *, pair: tuple[str, str], clock: Clock) -> Relation:
    """Return how a pair stands at the moment of the view; flows are judged at that moment, else now."""
    now = view.as_of or clock()
    last = None
    if isinstance(view, PairView):
        # Imported late: a view of the whole case knows all its documents.
        from riscontro.store.brief import last_words

        with case.ledger() as ledger:
            last = last_words(ledger, until=now) or now
    return relate(
        view.events,
        claims=view.claims,
        provenances=view.provenances,
        pair=pair,
        tables=tables_from_config(ladder=case.config.ladder, flows=case.config.flows, weights=case.config.weights),
        as_of=view.as_of,
        now=now,
        last_words=last,
    )


def gather_dossier(case: Case, view: CaseView | PairView, relation: Relation, *, report: Meter = no_meter) -> Dossier:
    """Return what the dossier of a pair is built from: the view, with the texts of its documents."""
    if isinstance(view, PairView):
        return gather_pair_dossier(case, view, relation, report=report)
    with case.ledger() as ledger:
        documents = tuple(
            metered(ledger.outlines(view.provenances), report, total=len(view.provenances), of="documents")
        )
        unread = tuple((id, why) for id, why in ledger.unread() if id in view.provenances)
        issues = tuple(issue for issue in ledger.issues() if _concerns(issue, view))
    dossier = Dossier(
        title=case.config.title,
        relation=relation,
        as_of=view.as_of,
        held_to=max((document.held_from for document in documents), default=None),
        version=__version__,
        documents=documents,
        claims=tuple(sorted(view.claims.values(), key=lambda claim: (claim.document_id, claim.span, claim.id))),
        events=events_of_relation(view.events, relation),
        issues=issues,
        unread=unread,
    )
    return _with_texts(case, dossier)


def _with_texts(case: Case, dossier: Dossier) -> Dossier:
    """Return a dossier with the texts of its documents; of very many only those that it can quote from."""
    names = [document.id for document in dossier.documents]
    if len(names) > TEXTS_AT_ONCE:
        # Imported late: what tells is needed by no verb that only reads.
        from riscontro.tell.rank import quoted_documents

        names = list(quoted_documents(dossier))
    with case.ledger() as ledger:
        texts = ledger.texts(names)
    documents = (
        replace(document, text=texts[document.id]) if texts.get(document.id) else document
        for document in dossier.documents
    )
    return replace(dossier, documents=tuple(documents))


TEXTS_AT_ONCE = 20_000
"""Documents whose texts are all held at once; beyond that only those of the events that a dossier shows."""


def _concerns(issue: Issue, view: CaseView) -> bool:
    """Tell whether an issue may be shown in a view: one about a document that was not yet known would tell of it."""
    if view.as_of is None:
        return True
    return issue.subject in view.provenances or issue.subject in view.claims
