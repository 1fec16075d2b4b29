"""Single records as they stand after judgements, at a cost that does not grow with the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.event import Event
from riscontro.model.judgement import Verdict, entered_claim_id
from riscontro.model.source import Source
from riscontro.weigh import Place, amend, explain
from riscontro.weigh.judged import graded_sources

if TYPE_CHECKING:
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger
    from riscontro.weigh.letters import Letters


def places_of(ledger: Ledger) -> dict[int, Place]:
    """Return where the words of the claims that analysts entered stand now, by the judgement's number."""
    from riscontro.store.judgements import resolve_anchor

    places = {}
    for judgement in ledger.judgements():
        if judgement.verdict is Verdict.ENTER and judgement.anchors:
            found = resolve_anchor(ledger, judgement.anchors[0])
            if found is not None:
                places[judgement.number] = Place(document_id=found.document_id, span=found.span)
    return places


def amended_claims(
    ledger: Ledger,
    claims: Iterable[Claim],
    provenances: Mapping[str, Provenance],
    *,
    as_held: datetime | None = None,
) -> dict[str, Claim]:
    """Return claims by id, as analysts' corrections and entries leave them."""
    judgements = ledger.judgements()
    places = places_of(ledger) if judgements else {}
    amended = amend(claims, judgements=judgements, places=places, provenances=provenances, as_held=as_held)
    return {claim.id: claim for claim in amended.claims}


class Amendment(NamedTuple):
    """A claim as it was read (``None``: it was entered by hand) and as analysts' judgements leave it."""

    read: Claim | None
    claim: Claim


def amendments(ledger: Ledger) -> dict[str, Amendment]:
    """Return the claims that analysts corrected or entered, by id, at a cost that does not grow with the ledger: a
    judgement bears on claims of the documents that it names, by id or address, and of those that hold its words.
    """
    judgements = ledger.judgements()
    if not judgements:
        return {}
    from riscontro.store.walks import judged_pages

    places = places_of(ledger)
    anchors = [anchor for judgement in judgements for anchor in judgement.anchors]
    names = {anchor.document_id for anchor in anchors} | {place.document_id for place in places.values()}
    pages = judged_pages(ledger, names, {anchor.url for anchor in anchors if anchor.url is not None})
    read = {claim.id: claim for name in sorted(pages) for claim in ledger.claims(document=name)}
    amended = amend(read.values(), judgements=judgements, places=places, provenances=pages)
    return {one.id: Amendment(read.get(one.id), one) for one in amended.claims if read.get(one.id) is not one}


def _provenances_of(ledger: Ledger, claims: Iterable[Claim]) -> dict[str, Provenance]:
    """Return the provenances of these claims' documents and of those that analysts entered claims from, by id: what
    a record is shown with must not cost with the size of the ledger.
    """
    names = {claim.document_id for claim in claims} | {place.document_id for place in places_of(ledger).values()}
    return {name: ledger.document(name).provenance for name in sorted(names)}


def claims_of_event(ledger: Ledger, event: Event) -> dict[str, Claim]:
    """Return the claims of an event by id, entered and corrected ones among them, in the event's order."""
    if not ledger.judgement_head()[0]:
        return {id: ledger.claim(id) for id in event.claims}
    entered = {entered_claim_id(one) for one in ledger.judgements() if one.verdict is Verdict.ENTER}
    held = [ledger.claim(id) for id in event.claims if id not in entered]
    known = amended_claims(ledger, held, _provenances_of(ledger, held))
    return {id: known[id] for id in event.claims if id in known}


def entered_claim(ledger: Ledger, prefix: str) -> Claim | None:
    """Return the claim entered by hand whose id begins with ``prefix``; ``None`` where there is none, or several."""
    found = [
        claim for id, claim in amended_claims(ledger, (), _provenances_of(ledger, ())).items() if id.startswith(prefix)
    ]
    return found[0] if len(found) == 1 else None


def standing_claim(ledger: Ledger, id: str) -> Claim:
    """Return a claim, read or entered, as it stands after corrections; raise :class:`UnknownIdError`."""
    entered = entered_claim(ledger, id) if ledger.judgement_head()[0] else None
    if entered is not None:
        return entered
    held = tuple(ledger.claims(document=ledger.claim(id).document_id))
    return amended_claims(ledger, held, _provenances_of(ledger, held))[id]


def explain_event(case: Case, event: Event, *, letters: Letters | None = None) -> list[str]:
    """Return why an event stands where it does: its origins, the rule, and what would fall without each.

    With ``letters``, also which of them its origins earned.
    """
    with case.ledger() as ledger:
        claims = claims_of_event(ledger, event)
        names = {claim.document_id for claim in claims.values()}
        provenances = {id: ledger.document(id).provenance for id in names}
    return explain(event, claims=claims, provenances=provenances, sources=case_sources(case), letters=letters)


def declared_sources(case: Case, *, as_held: datetime | None = None) -> tuple[Source, ...]:
    """Return the sources whose letters ``case.toml`` or a judgement in force sets; later ones outrank earlier ones."""
    with case.ledger() as ledger:
        judgements = ledger.judgements()
    return (*case_sources(case), *graded_sources(judgements, as_held))


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
