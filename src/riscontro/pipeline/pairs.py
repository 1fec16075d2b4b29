"""What a large case knows of one pair, at one moment, without loading the case.

1. The events in which one of the pair takes part are read without their origins (``store/brief.py``), at a moment of
   the past those first known by then.
2. As known at a past moment, an event is what the claims that were public by then make of it. Weighing is a fold in
   public order that never looks ahead nor moves a claim, so these are its first claims: an event whose last claim was
   public by then stands as it does today, any other is assembled anew from the claims that were.
3. Claims and documents follow in brief; the pair is related on them.
4. The dossier's events are chosen on what is known so far; they alone, their claims and documents are read whole, and
   what is left out is counted (``tell/tally.py``).

Claims that analysts corrected or entered take the place of those that were read. Where a past moment is asked for of a
case with judgements, which bear on it otherwise than on today, or of one where something waits to be weighed, the case
is loaded whole instead (``viewing``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from riscontro.meter import Meter, metered, no_meter
from riscontro.model.brief import BriefClaim, BriefPage, claim_to_brief
from riscontro.model.claim import Claim
from riscontro.model.document import Access, Document
from riscontro.model.dossier import Dossier
from riscontro.model.event import Event
from riscontro.pipeline.batches import Clock, present
from riscontro.pipeline.letters import letters_of_ledger, pages_of_ledger
from riscontro.pipeline.records import amendments, case_sources
from riscontro.pipeline.waiting import weighing_basis
from riscontro.version import __version__

if TYPE_CHECKING:
    from riscontro.model.dyad import Relation
    from riscontro.model.issue import Issue
    from riscontro.store.brief import BriefEvents
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger
    from riscontro.store.values import Counts
    from riscontro.weigh.letters import Letters, PageOf

LARGE_CASE = 100_000
"""Claims from which on a dossier is built from the pair's own events, without loading the rest of the case."""

ASSEMBLED = 500
"""Events that are assembled anew at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """What a case knew of a pair at a moment: events by first moment of knowledge, their claims and documents in brief.

    ``independent`` has the groups behind each event, ``former`` whole the events that stood otherwise than today,
    ``amended`` the claims that analysts corrected or entered,
    ``unread`` the documents of which nothing was read, and why. ``whole`` says how many documents and claims the case
    held, of every pair.
    """

    pair: tuple[str, str]
    as_of: datetime | None
    events: tuple[Event, ...]
    independent: Mapping[str, int]
    former: Mapping[str, Event]
    amended: Mapping[str, Claim]
    claims: Mapping[str, BriefClaim]
    provenances: Mapping[str, BriefPage]
    unread: tuple[tuple[str, str], ...]
    whole: tuple[int, int]


def view_pair(
    case: Case,
    pair: tuple[str, str],
    *,
    as_of: datetime | None = None,
    least: int | None = None,
    clock: Clock = present,
    report: Meter = no_meter,
) -> PairView | None:
    """Return what concerns a pair of a large case: the events in which one of them takes part, with the letters of
    that moment.

    ``None`` for a case of fewer than ``least`` claims (:data:`LARGE_CASE`), and for one that must be loaded whole.
    """
    with case.ledger() as ledger:
        counts = ledger.counts()
        if counts.claims < (LARGE_CASE if least is None else least) or not _is_plain(case, ledger, as_of):
            return None
        letters = letters_of_ledger(case, ledger, moment=as_of or clock())
        return _view(case, ledger, pair, as_of, counts, letters, report)


def commonest_pair(case: Case, *, as_of: datetime | None = None) -> tuple[str, str] | None:
    """Return the commonest pair of the claims that were public at a moment, without loading them.

    ``None`` where no claim has two states, and where a past moment is asked for of a case with judgements.
    """
    from riscontro.relate import choose_counted
    from riscontro.store.brief import act_counts

    with case.ledger() as ledger:
        if as_of is not None and ledger.judgement_head()[0]:
            return None
        counts: list[tuple[str | None, str | None, int]] = [*act_counts(ledger, as_of=as_of)]
        for read, claim in amendments(ledger).values():
            counts += [(claim.actor, claim.recipient, 1)]
            counts += [(read.actor, read.recipient, -1)] if read is not None else []
        return choose_counted(counts)


def _is_plain(case: Case, ledger: Ledger, as_of: datetime | None) -> bool:
    from riscontro.store.blocks import basis, last_waiting

    if as_of is None:
        return True
    weighed = not last_waiting(ledger) and basis(ledger) == weighing_basis(case, ledger)
    return weighed and not ledger.judgement_head()[0]


def _view(
    case: Case,
    ledger: Ledger,
    pair: tuple[str, str],
    as_of: datetime | None,
    counts: Counts,
    letters: Letters,
    report: Meter,
) -> PairView:
    from riscontro.store import brief

    events, independent, former = _events(case, ledger, pair, as_of, letters)
    ids = {id_: id_ for event in events for id_ in event.claims}
    claims: dict[str, BriefClaim] = {}
    for part in brief.brief_claims(ledger, ids, parties=pair):
        claims.update((claim.id, claim) for claim in part)
        report(len(claims), len(ids), of="claims")
    amended = amendments(ledger)
    claims.update((id_, claim_to_brief(one.claim)) for id_, one in amended.items() if id_ in ids)
    unread = ledger.unread()
    names = {claim.document_id for claim in claims.values()}.union(id_ for id_, _ in unread)
    pages = {page.document_id: page for page in brief.brief_pages(ledger, names, of=counts.documents, as_of=as_of)}
    if len(claims) < len(ids):
        events = [event for event in (of_known_claims(event, claims) for event in events) if event.claims]
    entered = sum(one.read is None for one in amended.values())
    whole = (counts.documents, counts.claims + entered) if as_of is None else brief.known_counts(ledger, as_of=as_of)
    return PairView(
        pair=pair,
        as_of=as_of,
        events=tuple(events),
        independent=independent,
        former=former,
        amended={id_: one.claim for id_, one in amended.items()},
        claims=claims,
        provenances=pages,
        unread=tuple((id_, why) for id_, why in unread if id_ in pages),
        whole=whole,
    )


def of_known_claims(event: Event, claims: Collection[str]) -> Event:
    """Return an event with the claims that still stand: what was read anew and not weighed yet may lack some."""
    if all(id_ in claims for id_ in event.claims):
        return event
    return replace(event, claims=tuple(id_ for id_ in event.claims if id_ in claims))


def _events(
    case: Case, ledger: Ledger, pair: tuple[str, str], as_of: datetime | None, letters: Letters
) -> tuple[list[Event], dict[str, int], dict[str, Event]]:
    """Return the pair's events as known at a moment, the groups behind each, and those that stood otherwise, whole."""
    from riscontro.store import brief

    page_of = pages_of_ledger(ledger)
    held = brief.brief_events(ledger, pair, first_by=as_of, roots=letters.roots)
    if as_of is None:
        return [_graded(event, held, letters, page_of) for event in held.events], dict(held.independent), {}
    # Sides are never taken back, so whoever had one of the pair as a side has it now; an opponent may be another now.
    today = {event.id for event in held.events}
    others = brief.events_naming_opponents(ledger, pair) - today
    candidates = [*held.events, *brief.brief_events_of(ledger, others, first_by=as_of).events]
    last = brief.last_public(ledger, (event.id for event in candidates))
    changed = [event.id for event in candidates if event.id not in last or last[event.id] > as_of]
    assembled = (letters.lay(event, page_of) for event in _assembled(case, ledger, changed, as_of))
    former = {event.id: event for event in assembled if _concerns(event, pair)}
    same = (event for event in held.events if event.id in last and last[event.id] <= as_of)
    still = [_graded(event, held, letters, page_of) for event in same]
    independent = {event.id: held.independent[event.id] for event in still}
    independent |= {id_: event.independent for id_, event in former.items()}
    brief_former = (replace(event, origins=()) for event in former.values())
    events = sorted([*still, *brief_former], key=lambda event: (event.history[0].at, event.id))
    return events, independent, former


def _graded(event: Event, held: BriefEvents, letters: Letters, page_of: PageOf) -> Event:
    """Return an event without origins with the letters that they earned."""
    earners = held.earners.get(event.id)
    if earners is None:
        return event
    return replace(letters.lay(replace(event, origins=earners), page_of), origins=())


def _concerns(event: Event, pair: tuple[str, str]) -> bool:
    return not {event.actor, event.recipient, event.opponent}.isdisjoint(pair)


def _assembled(case: Case, ledger: Ledger, ids: list[str], as_of: datetime) -> Iterator[Event]:
    """Yield events as the claims that were public at a moment make them."""
    # Imported late: what weighs is needed for a past moment alone.
    from riscontro.store.blocks import members
    from riscontro.weigh.assemble import assemble_event
    from riscontro.weigh.register import Register
    from riscontro.weigh.telling import claim_to_telling

    register = Register(case_sources(case))
    for start in range(0, len(ids), ASSEMBLED):
        for pairs in members(ledger, ids[start : start + ASSEMBLED]).values():
            told = [claim_to_telling(claim, page) for claim, page in pairs if page.public_from <= as_of]
            if told:
                yield assemble_event(sorted(told, key=lambda telling: telling.order), register=register)


# The dossier


def gather_pair_dossier(case: Case, view: PairView, relation: Relation, *, report: Meter = no_meter) -> Dossier:
    """Return what the dossier of a large case is built from: see the module's text."""
    # Imported late: what tells is needed by no verb that only reads.
    from riscontro.tell.rank import choose_events
    from riscontro.tell.tally import count

    ordered = sorted(view.provenances.values(), key=attrgetter("public_from", "document_id"))
    told = events_of_relation(view.events, relation)
    candidates = [event for event in told if any(_is_held(id_, view) for id_ in event.claims)]
    chosen = choose_events(candidates, relation, independent=view.independent)
    with case.ledger() as ledger:
        events = {event.id: event for event in (_whole(event, view, ledger) for event in chosen)}
        claims = _whole_claims(view, ledger, [id_ for event in events.values() for id_ in event.claims])
        quoted = {claim.document_id for claim in claims}
        documents = tuple(_documents(ledger, quoted, _listed(ordered, dict(view.unread)) | quoted, report))
        issues = tuple(_issues(ledger, view.as_of))
    pages = {page.document_id: page for page in ordered}
    tally = count(view.claims.values(), pages, unread=dict(view.unread), shown={one.id for one in documents})
    return Dossier(
        title=case.config.title,
        relation=relation,
        as_of=view.as_of,
        held_to=max((page.held_from for page in view.provenances.values()), default=None),
        version=__version__,
        documents=documents,
        claims=claims,
        events=tuple(events.get(event.id, event) for event in told),
        issues=issues,
        unread=view.unread,
        whole=view.whole,
        tally=replace(tally, independent=view.independent, chosen=tuple(events)),
    )


def events_of_relation(events: Iterable[Event], relation: Relation) -> tuple[Event, ...]:
    """Return the events that a relation speaks of: between the two, of third parties, and those that reach a rung."""
    told = set(relation.third_parties)
    told.update(role.event_id for role in relation.roles)
    for dyad in relation.dyads:
        told.update(dyad.events, (ceiling.event_id for ceiling in dyad.ceilings))
        told.update(event_id for flow in dyad.flows for event_id in flow.events)
    return tuple(event for event in events if event.id in told)


def _is_held(claim_id: str, view: PairView) -> bool:
    claim = view.claims.get(claim_id)
    return claim is not None and claim.document_id in view.provenances


def _whole(event: Event, view: PairView, ledger: Ledger) -> Event:
    former = view.former.get(event.id)
    if former is not None:
        return former
    return replace(ledger.event(event.id), claims=event.claims, grade=event.grade, history=event.history)


def _whole_claims(view: PairView, ledger: Ledger, ids: Iterable[str]) -> tuple[Claim, ...]:
    claims = (view.amended.get(id_) or ledger.claim(id_) for id_ in dict.fromkeys(ids))
    return tuple(sorted(claims, key=lambda claim: (claim.document_id, claim.span, claim.id)))


def _listed(ordered: Sequence[BriefPage], unread: Collection[str]) -> set[str]:
    """Return the documents that the page's lists name: the first of all, of the unread, the cut and the translated."""
    from riscontro.tell.gaps import LINES_SHOWN
    from riscontro.tell.view import DOCUMENTS_SHOWN

    lists = (
        islice(ordered, DOCUMENTS_SHOWN),
        islice((page for page in ordered if page.document_id in unread), LINES_SHOWN),
        islice((page for page in ordered if page.access is not Access.FULL), LINES_SHOWN),
        islice((page for page in ordered if page.translated), LINES_SHOWN),
    )
    return {page.document_id for pages in lists for page in pages}


def _documents(ledger: Ledger, quoted: set[str], listed: set[str], report: Meter) -> Iterator[Document]:
    """Yield documents in the order of publication, with their texts where they can be quoted."""
    texts = ledger.texts(sorted(quoted))
    for document in metered(ledger.outlines(sorted(listed)), report, total=len(listed), of="documents"):
        yield replace(document, text=texts[document.id]) if texts.get(document.id) else document


def _issues(ledger: Ledger, as_of: datetime | None) -> Iterator[Issue]:
    """Yield the issues that may be shown: one about a document that was not yet known would tell of it."""
    from riscontro.store import brief

    issues = list(ledger.issues())
    if as_of is None:
        yield from issues
        return
    known = brief.known_subjects(ledger, {issue.subject for issue in issues if issue.subject}, as_of=as_of)
    yield from (issue for issue in issues if issue.subject in known)
