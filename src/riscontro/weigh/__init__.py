"""From claims to events, with status, grade and history.

What enters: claims, the provenance of their documents, sources, judgements. What leaves: :class:`Weighing`, its events
by first moment of knowledge. :func:`weigh` is a fold in public order, so the order of arrival cannot matter and "as of
T" is what the fold had made of the claims public by T. :func:`explain` says what an event rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from riscontro.meter import Meter, metered, no_meter
from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.event import Weighing
from riscontro.model.issue import Issue
from riscontro.model.judgement import Judgement
from riscontro.model.source import Source
from riscontro.weigh.amended import Amended, Place, amend, parse_fields
from riscontro.weigh.assemble import assemble_event
from riscontro.weigh.blocks import group_to_blocks
from riscontro.weigh.judged import read_judgements
from riscontro.weigh.linking import link
from riscontro.weigh.reasons import explain
from riscontro.weigh.register import Register
from riscontro.weigh.telling import claim_to_telling
from riscontro.weigh.verdicts import Unapplied

BOUNDED = "weigh.block.bounded"

__all__ = ["Amended", "Place", "Unapplied", "amend", "explain", "parse_fields", "weigh"]


def weigh(
    claims: Iterable[Claim],
    *,
    provenances: Mapping[str, Provenance],
    sources: Sequence[Source] = (),
    judgements: Sequence[Judgement] = (),
    as_of: datetime | None = None,
    as_held: datetime | None = None,
    places: Mapping[int, Place] | None = None,
    report: Meter = no_meter,
) -> Weighing:
    """Return the events that the claims are about, as known at ``as_of`` from what the case held at ``as_held``.

    ``provenances`` are keyed by document id; a claim whose document it lacks is left out and becomes an issue.
    ``places`` says by number where the words of ``enter`` judgements stand; see :func:`amend`.
    """
    kept, issues = _select(claims, provenances, as_of=as_of, as_held=as_held)
    known = {id: held for id, held in provenances.items() if _known(held, as_of, as_held)} if judgements else {}
    amended = amend(kept, judgements=judgements, places=places or {}, provenances=known, as_held=as_held)
    rulings = read_judgements(judgements, amended.claims, provenances, as_of=as_of, as_held=as_held, acts=amended.acts)
    tellings = [
        claim_to_telling(claim, provenances[claim.document_id])
        for claim in amended.claims
        if claim.id not in rulings.wrong
    ]
    linking = link(tellings, rulings=rulings, report=report)
    register = Register([*sources, *rulings.sources])
    groups = metered(linking.groups, report, total=len(linking.groups), of="events")
    events = [assemble_event(group.tellings, register=register, rulings=rulings.status) for group in groups]
    events.sort(key=lambda event: (event.history[0].at, event.id))
    issues += [*amended.issues, *rulings.issues]
    bounded = linking.bounded
    if bounded:
        issues.append(bounded_issue(len(bounded)))
    return Weighing(
        events=tuple(events),
        issues=tuple(sorted(issues, key=lambda issue: (issue.code, issue.id))),
        blocks=tuple(block for group in linking.groups for block in group_to_blocks(group, bounded)),
    )


def bounded_issue(claims: int) -> Issue:
    """Return the issue that says how many claims had more candidates than were looked at."""
    message = f"{claims} claims had more candidate events than were looked at; the latest ones were"
    return Issue(code=BOUNDED, message=message)


def _known(provenance: Provenance, as_of: datetime | None, as_held: datetime | None) -> bool:
    """Tell whether a document was public and held by the two moments."""
    return not ((as_of and provenance.public_from > as_of) or (as_held and provenance.held_from > as_held))


def _select(
    claims: Iterable[Claim],
    provenances: Mapping[str, Provenance],
    *,
    as_of: datetime | None,
    as_held: datetime | None,
) -> tuple[list[Claim], list[Issue]]:
    """Return the claims known by the two moments, each id once, and the doubts met."""
    kept: dict[str, Claim] = {}
    issues: dict[str, Issue] = {}
    for claim in claims:
        provenance = provenances.get(claim.document_id)
        if provenance is None:
            message = f"claim {claim.id} is of document {claim.document_id}, of which nothing is known; it is left out"
            issues[claim.id] = Issue(code="weigh.claim.no_provenance", message=message, subject=claim.id)
            continue
        if not _known(provenance, as_of, as_held):
            continue
        known = kept.get(claim.id)
        if known is not None and known != claim:
            message = f"two different claims share the id {claim.id}; one is left out"
            issues[claim.id] = Issue(code="weigh.claim.id_twice", message=message, subject=claim.id)
            claim = min(known, claim, key=repr)
        kept[claim.id] = claim
    return list(kept.values()), list(issues.values())
