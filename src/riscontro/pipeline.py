"""The only module that knows the order of the rooms: it carries values between them and the store.

Every step is safe to kill: originals reach the archive before anything is derived from them, each batch is one short
transaction, and a step that is started again goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from riscontro.collect import extract, gather
from riscontro.collect.deriving import Begun, Derived, Deriver, SievePolicy
from riscontro.errors import ArchiveError
from riscontro.meter import Meter, metered, no_meter
from riscontro.model.claim import Claim, Reading
from riscontro.model.document import Capture, Declared, Document, Provenance
from riscontro.model.dossier import Dossier
from riscontro.model.event import Event, Weighing
from riscontro.model.holdings import Holdings
from riscontro.model.issue import Issue
from riscontro.model.judgement import Anchor, Judgement, Verdict, entered_claim_id
from riscontro.model.source import Source
from riscontro.read.assemble import READER
from riscontro.read.reader import read
from riscontro.relate import choose_pair, ladder_from_config, relate
from riscontro.version import __version__
from riscontro.weigh import Place, amend, explain, weigh

if TYPE_CHECKING:
    from riscontro.collect.web.values import Plan, Prior, Unchanged
    from riscontro.model.dyad import Relation
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger
    from riscontro.store.values import Location, Recovery, Run, Tombstone

T = TypeVar("T")
Clock = Callable[[], datetime]

CAPTURES_PER_COMMIT = 32
"""How many captures share one sync of the archive and one transaction: what a kill can cost to do again."""

FAMILY_FILE = "families.npz"
"""Beside the ledger: the index of near-copies, derived and safe to delete."""

READINGS_PER_COMMIT = 64
"""How many documents are read between two transactions."""

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
    with case.ledger() as ledger, ledger.working("collect"), Deriver(policy, jobs=jobs) as deriver:
        run = ledger.begin_run("collect", at=clock(), version=__version__)
        issues = list(adopt_orphans(case, ledger, run, deriver))
        taken = metered(gather(inputs, declared=declared, clock=clock), report)
        batches: Iterator[Begun[Capture | Issue | Unchanged]]
        batches = deriver.ahead(_batches(taken, CAPTURES_PER_COMMIT), wanted=partial(_unheld, ledger))
        if web is not None and web.seeds:
            _forget_postponed(ledger, run)
            # What the web gives is kept at once: it comes slowly, and costs others something.
            asked = _ask(case, ledger, web, declared, clock, report)
            batches = chain(batches, (Begun([item], deriver.derive) for item in asked))
        for batch, result in batches:
            came = [item for item in batch if isinstance(item, Capture)]
            fresh = list(_not_held(ledger, came))
            found = [item for item in batch if isinstance(item, Issue)]
            held += len(batch) - len(found) - len(fresh)
            found += _purged_to_issues(ledger, came)
            taken_in = _take(case, ledger, fresh, found, run, result)
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

    return ask(web, declared=declared, clock=clock, held=lambda url: _prior(case, ledger, url), report=report)


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


def rehearse_collect(inputs: Sequence[str], *, declared: Declared, clock: Clock) -> CollectReport:
    """Return what :func:`collect_into` would report of these inputs for an empty case, and keep nothing."""
    captures = documents = 0
    issues: list[Issue] = []
    for item in gather(inputs, declared=declared, clock=clock):
        if isinstance(item, Issue):
            issues.append(item)
            continue
        extraction = extract(item)
        captures, documents = captures + 1, documents + len(extraction.documents)
        issues += extraction.issues
    return CollectReport(captures=captures, documents=documents, held_already=0, issues=tuple(issues))


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
        whole = _with_payload(case, ledger, case.archive.read_capture(location))
        if whole is None:
            message = f"{capture.id} is a revisit of {capture.revisit_of}, whose bytes are not there"
            doubts.append(Issue(code="store.archive.damaged", message=message, subject=location.file))
            continue
        with ledger.transaction():
            doubts += _enter(ledger, whole, location, deriver.derive(whole), run).issues
    return tuple(doubts)


def _with_payload(case: Case, ledger: Ledger, capture: Capture) -> Capture | None:
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


def _not_held(ledger: Ledger, captures: Sequence[Capture]) -> Iterator[Capture]:
    """Yield the captures that are new, those whose bytes are held already as revisits; bytes once purged stay away."""
    seen: set[str] = set()
    holders: dict[str, str] = {}
    for capture in captures:
        if capture.id in seen or ledger.has_capture(capture.id) or ledger.is_purged(capture.digest):
            continue
        seen.add(capture.id)
        holder = holders.get(capture.digest) or ledger.holder_of(capture.digest)
        holders[capture.digest] = holder or capture.id
        yield replace(capture, revisit_of=holder)


def _purged_to_issues(ledger: Ledger, captures: Sequence[Capture]) -> Iterator[Issue]:
    for capture in captures:
        if not ledger.has_capture(capture.id) and ledger.is_purged(capture.digest):
            message = f"{capture.origin}: its bytes were purged from this case, so it is not taken"
            yield Issue(code="collect.capture.purged", message=message, subject=capture.origin)


class _Entered(NamedTuple):
    """How many documents were new, how many captures sieved, and the doubts."""

    documents: int
    sieved: int
    issues: tuple[Issue, ...]


def _take(
    case: Case,
    ledger: Ledger,
    captures: Sequence[Capture],
    found: Sequence[Issue],
    run: Run,
    result: Callable[[Capture], Derived],
) -> _Entered:
    locations = case.archive.append(captures) if captures else ()
    # Before the transaction: others wait for its end.
    derived = [result(capture) for capture in captures]
    with ledger.transaction():
        for capture in captures:
            if capture.said("http.version"):
                # It answered at last: what was wrong with it in earlier runs is over.
                ledger.close_issues_of(capture.origin, "collect.web", run=run)
        for issue in found:
            ledger.add_issue(issue, run=run)
        entered = [_enter(ledger, *whole, run) for whole in zip(captures, locations, derived, strict=True)]
    issues = tuple(issue for one in entered for issue in one.issues)
    return _Entered(sum(one.documents for one in entered), sum(one.sieved for one in entered), issues)


def _enter(ledger: Ledger, capture: Capture, location: Location, derived: Derived, run: Run) -> _Entered:
    """Enter a capture and the documents that it holds."""
    extraction = derived.extraction
    ledger.add_capture(capture, location, sieved=derived.sieved)
    new = sum(ledger.add_document(document) for document in extraction.documents)
    ledger.set_versions(document.url for document in extraction.documents)
    for issue in extraction.issues:
        ledger.add_issue(issue, run=run, capture=capture.id)
    return _Entered(new, int(derived.sieved is not None), extraction.issues)


# --- read -------------------------------------------------------------------------------------------------------------


def read_into(case: Case, *, clock: Clock, report: Meter = no_meter) -> ReadReport:
    """Read every document of the case that this reader has not read yet. Returns what was done."""
    with case.ledger() as ledger, ledger.working("read", alone=True):
        run = ledger.begin_run("read", at=clock(), version=__version__)
        return _read_all(ledger, run, languages=case.config.languages, report=report)


def _read_all(ledger: Ledger, run: Run, *, languages: Sequence[str], report: Meter) -> ReadReport:
    documents = claims = 0
    unread: dict[str, int] = {}
    waiting = len(ledger.document_ids(unread_by=READER))
    fresh = (_read_one(document, languages) for document in ledger.documents(unread_by=READER))
    for readings in _batches(metered(fresh, report, total=waiting, of="documents"), READINGS_PER_COMMIT):
        with ledger.transaction():
            for reading in readings:
                ledger.add_reading(reading, run=run)
        for reading in readings:
            claims += len(reading.claims)
            if reading.unread is not None:
                unread[reading.unread] = unread.get(reading.unread, 0) + 1
        documents += len(readings)
    return ReadReport(documents=documents, claims=claims, unread=unread)


def _read_one(document: Document, languages: Sequence[str]) -> Reading:
    if languages and document.lang not in languages:
        return Reading(document_id=document.id, lang=document.lang, reader=READER, unread="not-watched")
    try:
        return read(document)
    except Exception as error:  # noqa: BLE001 - the outer loop: one document must not stop the others
        issue = Issue(
            code="read.document.failed",
            message=f"the reader failed on this document, which is kept unread: {type(error).__name__}: {error}",
            subject=document.id,
        )
        return Reading(
            document_id=document.id, lang=document.lang, reader=READER, issues=(issue,), unread="reader-failed"
        )


# --- weigh ------------------------------------------------------------------------------------------------------------


def weigh_into(case: Case, *, clock: Clock, report: Meter = no_meter) -> Weighing:
    """Find which documents are copies, weigh all claims of the case, keep what changed. Returns the whole weighing."""
    with case.ledger() as ledger, ledger.working("weigh", alone=True):
        run = ledger.begin_run("weigh", at=clock(), version=__version__)
        return _weigh_all(case, ledger, run, report=report)


def _weigh_all(case: Case, ledger: Ledger, run: Run, *, report: Meter = no_meter) -> Weighing:
    # Imported late: it brings numpy, which no other step needs.
    from riscontro.collect.families import FamilyIndex
    from riscontro.collect.family_file import load_index, save_index

    kept = case.path / FAMILY_FILE
    stamps = ledger.document_stamps()
    # A ledger that is being rebuilt may read texts otherwise than the one whose index is kept.
    index = load_index(kept, stamps) if ledger.path == case.ledger_path else FamilyIndex()
    fresh = [name for name in stamps if name not in index]
    for name in metered(fresh, report, total=len(fresh), of="texts"):
        index.add(name, ledger.document(name).text)
    ledger.set_families(index.families())
    if fresh or not stamps:
        save_index(index, kept, stamps)
    weighing = _weigh(case, ledger, report=report)
    with ledger.transaction():
        ledger.put_weighing(weighing, run=run)
    return weighing


def _weigh(
    case: Case,
    ledger: Ledger,
    *,
    as_of: datetime | None = None,
    as_held: datetime | None = None,
    report: Meter = no_meter,
) -> Weighing:
    return weigh(
        ledger.claims(),
        provenances=ledger.provenances(),
        sources=case_sources(case),
        judgements=ledger.judgements(),
        as_of=as_of,
        as_held=as_held,
        places=_places(ledger),
        report=report,
    )


def _places(ledger: Ledger) -> dict[int, Place]:
    """Return where the words of the claims that analysts entered stand now, by the judgement's number."""
    from riscontro.store.judgements import resolve_anchor

    places = {}
    for judgement in ledger.judgements():
        if judgement.verdict is Verdict.ENTER and judgement.anchors:
            found = resolve_anchor(ledger, judgement.anchors[0])
            if found is not None:
                places[judgement.number] = Place(document_id=found.document_id, span=found.span)
    return places


def _amended(
    ledger: Ledger,
    claims: Iterable[Claim],
    provenances: Mapping[str, Provenance],
    *,
    as_held: datetime | None = None,
) -> dict[str, Claim]:
    """Return claims by id, as analysts' corrections and entries leave them."""
    judgements = ledger.judgements()
    places = _places(ledger) if judgements else {}
    amended = amend(claims, judgements=judgements, places=places, provenances=provenances, as_held=as_held)
    return {claim.id: claim for claim in amended.claims}


def _provenances_of(ledger: Ledger, claims: Iterable[Claim]) -> dict[str, Provenance]:
    """Return the provenances of these claims' documents and of those that analysts entered claims from, by id: what
    a record is shown with must not cost with the size of the ledger.
    """
    names = {claim.document_id for claim in claims} | {place.document_id for place in _places(ledger).values()}
    return {name: ledger.document(name).provenance for name in sorted(names)}


def claims_of_event(ledger: Ledger, event: Event) -> dict[str, Claim]:
    """Return the claims of an event by id, entered and corrected ones among them, in the event's order."""
    if not ledger.judgement_head()[0]:
        return {id: ledger.claim(id) for id in event.claims}
    entered = {entered_claim_id(one) for one in ledger.judgements() if one.verdict is Verdict.ENTER}
    held = [ledger.claim(id) for id in event.claims if id not in entered]
    known = _amended(ledger, held, _provenances_of(ledger, held))
    return {id: known[id] for id in event.claims if id in known}


def entered_claim(ledger: Ledger, prefix: str) -> Claim | None:
    """Return the claim entered by hand whose id begins with ``prefix``; ``None`` where there is none, or several."""
    found = [claim for id, claim in _amended(ledger, (), _provenances_of(ledger, ())).items() if id.startswith(prefix)]
    return found[0] if len(found) == 1 else None


def standing_claim(ledger: Ledger, id: str) -> Claim:
    """Return a claim, read or entered, as it stands after corrections; raise :class:`UnknownIdError`."""
    entered = entered_claim(ledger, id) if ledger.judgement_head()[0] else None
    if entered is not None:
        return entered
    held = tuple(ledger.claims(document=ledger.claim(id).document_id))
    return _amended(ledger, held, _provenances_of(ledger, held))[id]


def case_sources(case: Case) -> tuple[Source, ...]:
    """Return the sources whose letters ``case.toml`` sets."""
    return tuple(
        Source(
            key=source.name,
            name=source.name,
            kind="declared",
            state=source.state,
            topic=source.topic,
            reliability=source.reliability,
            set_by="case.toml",
        )
        for source in case.config.sources
    )


def view_case(
    case: Case, *, as_of: datetime | None = None, as_held: datetime | None = None, report: Meter = no_meter
) -> CaseView:
    """Return the case as known at a moment; with neither moment, as it was last weighed."""
    with case.ledger() as ledger:
        found = metered(ledger.claims(as_of=as_of, as_held=as_held), report, total=ledger.counts().claims, of="claims")
        provenances = ledger.provenances(as_of=as_of, as_held=as_held)
        claims = _amended(ledger, found, provenances, as_held=as_held)
        if as_of is None and as_held is None:
            # A judgement that was made and not weighed yet may have taken claims away.
            events = tuple(event for event in map(partial(_only_known, claims), ledger.events()) if event.claims)
        else:
            events = _weigh(case, ledger, as_of=as_of, as_held=as_held, report=report).events
    return CaseView(as_of=as_of, claims=claims, provenances=provenances, events=events)


def _only_known(claims: Mapping[str, Claim], event: Event) -> Event:
    if all(id in claims for id in event.claims):
        return event
    return replace(event, claims=tuple(id for id in event.claims if id in claims))


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
        return judgement, _weigh_all(case, ledger, run, report=report)


def explain_event(case: Case, event: Event) -> list[str]:
    """Return why an event stands where it does: its origins, the rule, and what would fall without each."""
    with case.ledger() as ledger:
        claims = claims_of_event(ledger, event)
        names = {claim.document_id for claim in claims.values()}
        provenances = {id: ledger.document(id).provenance for id in names}
    return explain(event, claims=claims, provenances=provenances, sources=case_sources(case))


# --- relate, tell -----------------------------------------------------------------------------------------------------


def choose_case_pair(case: Case, view: CaseView) -> tuple[str, str] | None:
    """Return the pair that the case watches first, else the commonest pair of its claims, else ``None``."""
    if case.config.pairs:
        return case.config.pairs[0]
    return choose_pair(view.claims.values())


def relate_case(case: Case, view: CaseView, *, pair: tuple[str, str], clock: Clock) -> Relation:
    """Return how a pair stands at the moment of the view; flows are judged at that moment, else now."""
    return relate(
        view.events,
        claims=view.claims,
        provenances=view.provenances,
        pair=pair,
        ladder=ladder_from_config(case.config.ladder) if case.config.ladder else None,
        as_of=view.as_of,
        now=view.as_of or clock(),
    )


def gather_dossier(case: Case, view: CaseView, relation: Relation, *, report: Meter = no_meter) -> Dossier:
    """Return what the dossier of a pair is built from: the view, with the texts of its documents."""
    with case.ledger() as ledger:
        names = metered(_in_order_of_publication(view.provenances), report, total=len(view.provenances), of="documents")
        documents = tuple(ledger.document(id) for id in names)
        unread = tuple((id, why) for id, why in ledger.unread() if id in view.provenances)
        issues = tuple(issue for issue in ledger.issues() if _concerns(issue, view))
    return Dossier(
        title=case.config.title,
        relation=relation,
        as_of=view.as_of,
        held_to=max((document.held_from for document in documents), default=None),
        version=__version__,
        documents=documents,
        claims=tuple(sorted(view.claims.values(), key=lambda claim: (claim.document_id, claim.span, claim.id))),
        events=_of_relation(view.events, relation),
        issues=issues,
        unread=unread,
    )


def gather_holdings(case: Case, view: CaseView, *, report: Meter = no_meter) -> Holdings:
    """Return all that a view holds, of every pair, for the exports."""
    with case.ledger() as ledger:
        names = metered(_in_order_of_publication(view.provenances), report, total=len(view.provenances), of="documents")
        documents = tuple(ledger.document(id) for id in names)
    return Holdings(
        title=case.config.title or case.path.resolve().name,
        as_of=view.as_of,
        held_to=max((document.held_from for document in documents), default=None),
        version=__version__,
        documents=documents,
        claims=tuple(sorted(view.claims.values(), key=lambda claim: (claim.document_id, claim.span, claim.id))),
        events=view.events,
    )


def _in_order_of_publication(provenances: dict[str, Provenance]) -> list[str]:
    return sorted(provenances, key=lambda id: (provenances[id].public_from, id))


def _concerns(issue: Issue, view: CaseView) -> bool:
    """Tell whether an issue may be shown in a view: one about a document that was not yet known would tell of it."""
    if view.as_of is None:
        return True
    return issue.subject in view.provenances or issue.subject in view.claims


def _of_relation(events: Iterable[Event], relation: Relation) -> tuple[Event, ...]:
    """Return the events that a relation speaks of: between the two, of third parties, and those that reach a rung."""
    told = set(relation.third_parties)
    for dyad in relation.dyads:
        told.update(
            dyad.events, (ceiling.event_id for ceiling in dyad.ceilings), (flow.event_id for flow in dyad.flows)
        )
    return tuple(event for event in events if event.id in told)


# --- rebuild, purge ---------------------------------------------------------------------------------------------------


def rebuild(case: Case, *, clock: Clock, report: Meter = no_meter, sieve: bool = True) -> tuple[Issue, ...]:
    """Derive everything again from the originals and judgements, then put it in the ledger's place in one step.

    An original that the ledger holds sieved is put to the sieve of today, one that it holds extracted is extracted;
    with ``sieve`` false all are extracted.

    Returns an issue for each judgement whose words are no longer found. Raise :class:`ArchiveError`, and leave all as
    it is, where an original that the ledger knows is not in the archive: what came of it would be lost.
    """
    from riscontro.store.judgements import anchor_issues
    from riscontro.store.rebuild import new_ledger_beside, swap_in

    with case.ledger() as live, live.bulk("rebuild"), new_ledger_beside(case) as fresh:
        run = fresh.begin_run("rebuild", at=clock(), version=__version__)
        originals = metered(case.archive.captures(), report, total=live.counts().captures, of="originals")
        policy = SievePolicy(pairs=case.config.pairs, on=None if sieve else False)
        _derive_all(case, fresh, originals, run, partial(_derive_again, live, Deriver(policy), sieve))
        _check_nothing_lost(case, live, fresh)
        _read_all(fresh, run, languages=case.config.languages, report=report)
        _weigh_all(case, fresh, run, report=report)
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
                _enter(fresh, capture, location, derive(capture), run)
    for capture, location in revisits:
        whole = None if fresh.has_capture(capture.id) else _with_payload(case, fresh, capture)
        if whole is not None:
            with fresh.transaction():
                _enter(fresh, whole, location, derive(whole), run)


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
        _weigh_all(case, ledger, ledger.begin_run("purge", at=clock(), version=__version__), report=report)
    return tombstone


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch
