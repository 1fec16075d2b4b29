"""Drafts to claims: source and stance, time, place, quantity, evidence; repetition judged by act and root."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from riscontro.model.claim import (
    Basis,
    Claim,
    EventType,
    Evidence,
    Modality,
    Quantity,
    Root,
    Stance,
    claim_id,
    sort_claims,
)
from riscontro.model.mention import Span, TimeMention
from riscontro.model.time import Interval
from riscontro.read.drafts import Draft
from riscontro.read.passage import Passage
from riscontro.read.places import find_place
from riscontro.read.quantities import quantity_of
from riscontro.read.speech import Speech
from riscontro.vocab.events import MUTUAL_MODES

if TYPE_CHECKING:
    from riscontro.read.numbers import NumberMention

READER = "rules/0.1"

_DENYING = frozenset({Stance.DENIES, Stance.RETRACTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the document offers to its drafts; all sorted by position. ``cut`` is where a cut page breaks off."""

    document_id: str
    passage: Passage
    times: Sequence[TimeMention]
    numbers: Sequence[NumberMention]
    speech: Sequence[Speech]
    cut: int | None = None


def assemble_claims(drafts: Sequence[Draft], around: Surroundings) -> tuple[Claim, ...]:
    """Return the claims of a document, by span; an act that is told again from the same root is one claim."""
    merged: dict[tuple[object, ...], Claim] = {}
    for draft in drafts:
        claim = _claim(draft, around)
        if claim is None:
            continue
        key = (*_sides(claim), claim.type, claim.modality is Modality.DENIED, _root_key(claim.root))
        known = next((k for k in merged if k[:5] == key and _same_act(merged[k], claim)), None)
        if known is None:
            merged[(*key, len(merged))] = claim
        else:
            merged[known] = _join(merged[known], claim)
    return sort_claims(merged.values())


def _sides(claim: Claim) -> tuple[str, str]:
    """Return both sides, in one order where the act binds them alike."""
    sides = (claim.actor or "", claim.recipient or "")
    return (min(sides), max(sides)) if claim.mode in MUTUAL_MODES else sides


def _root_key(root: Root | None) -> tuple[object, ...]:
    return (root.state, root.kind) if root is not None else ()


def _same_act(one: Claim, other: Claim) -> bool:
    """Tell whether two claims of the same sides, type and root tell the same act: modes and times do not part them."""
    modes = one.mode is None or other.mode is None or one.mode == other.mode
    return modes and (one.when is None or other.when is None or one.when.meets(other.when))


def _join(one: Claim, other: Claim) -> Claim:
    """Return the fuller of two tellings."""
    return one if _fullness(one) >= _fullness(other) else other


def _fullness(claim: Claim) -> tuple[int, int]:
    fields = (claim.mode, claim.when, claim.quantity, claim.place, claim.opponent)
    return sum(value is not None for value in fields), -claim.span.start


def _claim(draft: Draft, around: Surroundings) -> Claim | None:
    passage = around.passage
    trigger_span = passage.span(draft.trigger.first, draft.trigger.last)
    speech = closest_speech(around.speech, trigger_span)
    modality = _modality(draft, speech)
    if modality is None:
        return None
    span = passage.span(draft.clause.first, draft.clause.last)
    when = pick_time(draft, around)
    place = find_place(draft)
    counted = _quantity(draft, around)
    root = speech.root if speech is not None else None
    evidence = [Evidence(field="type", span=trigger_span)]
    evidence += [Evidence(field=slot, span=passage.span(p.first, p.last)) for slot, p in draft.parties.items()]
    if when is not None:
        evidence.append(Evidence(field="when", span=when.span))
    if place is not None:
        evidence.append(Evidence(field="place", span=place))
    if counted is not None:
        evidence.append(Evidence(field="quantity", span=counted[1]))
    if draft.modality_token is not None:
        evidence.append(Evidence(field="modality", span=passage.span(draft.modality_token, draft.modality_token + 1)))
    if speech is not None:
        evidence += [Evidence(field="root", span=part) for part in speech.attribution.source[:1]]
    return Claim(
        id=claim_id(
            document_id=around.document_id,
            span=span,
            actor=draft.actor,
            type=draft.type,
            mode=draft.mode,
            recipient=draft.recipient,
            root=root.name if root is not None else None,
        ),
        document_id=around.document_id,
        span=span,
        actor=draft.actor,
        type=draft.type,
        mode=draft.mode,
        recipient=draft.recipient,
        opponent=draft.opponent,
        place=passage.text[place.start : place.end] if place is not None else None,
        when=_interval(when),
        quantity=counted[0] if counted is not None else None,
        modality=modality,
        basis=speech.kind if speech is not None else Basis.NONE,
        root=root,
        via=speech.via if speech is not None else (),
        stance=speech.stance if speech is not None else Stance.ASSERTS,
        hedge=speech.hedge if speech is not None else None,
        incomplete=around.cut is not None and span.end >= around.cut,
        evidence=tuple(sorted(evidence, key=lambda e: (e.span, e.field))),
        reader=READER,
    )


def closest_speech(speech: Sequence[Speech], span: Span) -> Speech | None:
    """Return the attribution that covers a span most closely: the smallest scope, which stands closest to the root."""
    covering = [
        (part.end - part.start, number, one)
        for number, one in enumerate(speech)
        for part in one.scope
        if part.start <= span.start and span.end <= part.end
    ]
    return min(covering, key=lambda found: found[:2])[2] if covering else None


def _modality(draft: Draft, speech: Speech | None) -> Modality | None:
    """Return the modality; ``None`` for an act that is negated and that nobody denies: negation is not an act."""
    denied = draft.modality is Modality.DENIED or (speech is not None and speech.stance in _DENYING)
    if denied:
        return Modality.DENIED
    if draft.negated:
        return Modality.DENIED if speech is not None and speech.root is not None else None
    if draft.modality is Modality.ASSERTED and speech is not None and speech.kind is Basis.RUMOUR:
        return Modality.POSSIBLE
    return draft.modality


def _interval(mention: TimeMention | None) -> Interval | None:
    return mention.interval if mention is not None else None


def pick_time(draft: Draft, around: Surroundings) -> TimeMention | None:
    """Return the time of the doing: the nearest in the act's clause, else one that opens the sentence."""
    passage = around.passage
    clause = passage.span(draft.clause.first, draft.clause.last)
    trigger = passage.span(draft.trigger.first, draft.trigger.last)
    inside = [t for t in around.times if clause.start <= t.span.start and t.span.end <= clause.end]
    if inside:
        return min(inside, key=lambda t: min(abs(t.span.start - trigger.end), abs(trigger.start - t.span.end)))
    if draft.clause.kind in ("coord", "part") and draft.clause.origin is not None:
        origin = draft.clauses[draft.clause.origin]
        span = passage.span(origin.first, origin.last)
        opening = [t for t in around.times if span.start <= t.span.start <= span.start + 3 and t.span.end <= span.end]
        return opening[0] if opening else None
    return None


def _quantity(draft: Draft, around: Surroundings) -> tuple[Quantity, Span] | None:
    if draft.item is not None:
        return quantity_of(around.passage, around.numbers, draft.item.first, draft.item.last, draft.item.unit)
    if draft.mode == "casualties":
        party = draft.parties.get("recipient")
        if party is not None:
            first = max(party.first, party.head)
            found = quantity_of(around.passage, around.numbers, party.first, party.last, "person")
            return found or quantity_of(around.passage, around.numbers, first, first + 1, "person")
    return None


__all__ = ["READER", "EventType", "Surroundings", "assemble_claims", "closest_speech", "pick_time"]
