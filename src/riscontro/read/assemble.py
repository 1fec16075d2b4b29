"""Drafts to claims: source and stance, time, place, quantity, evidence; repetition judged by act and root."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from riscontro.model.claim import (
    Basis,
    Claim,
    EventType,
    Evidence,
    Modality,
    Quantity,
    Root,
    Stance,
    sort_claims,
)
from riscontro.model.mention import Span, TimeMention
from riscontro.model.time import Interval, partial_date_to_interval
from riscontro.read.answers import join_answers
from riscontro.read.dating import find_datings, times_within
from riscontro.read.drafts import Draft
from riscontro.read.measure import NO_MEASURES, Counted, Measures, find_further, mark_ceilings, with_window
from riscontro.read.passage import Passage
from riscontro.read.places import find_place
from riscontro.read.quantities import REACH, quantity_of
from riscontro.read.speech import Speech
from riscontro.read.telling import tell
from riscontro.vocab.events import MUTUAL_MODES

if TYPE_CHECKING:
    from riscontro.read.numbers import NumberMention

T = TypeVar("T")

READER = "rules/0.1"

_MOST_TELLINGS = 50
"""Acts of one pair, type and root that a further telling is compared with."""
_BUCKET = 2000
"""Characters of text for which the attributions that reach in are listed together."""
_OPENING = 3
"""Characters of a preposition before a time that opens a sentence."""
_COUNTED_MODES = frozenset({"casualties", "capture"})
"""Modes whose people are counted though nothing is handed over."""
_PUNCTUAL = frozenset({EventType.CONSULT, EventType.AGREE, EventType.RETREAT, EventType.ACCUSE, EventType.REQUEST})
ANSWERED_NO = frozenset({Stance.DENIES, Stance.RETRACTS})
"""Stances of whoever says that it is not so."""
# Members of an enum, by names of our own: looking one up in its class takes long.
_ASSERTED, _PLANNED, _DENIED = Modality.ASSERTED, Modality.PLANNED, Modality.DENIED


def _by_stretch(spans: Iterable[tuple[Span, T]]) -> dict[int, list[tuple[Span, T]]]:
    """Return spans with what belongs to them by the stretches of text that they reach into."""
    found: dict[int, list[tuple[Span, T]]] = {}
    for span, one in spans:
        for bucket in range(span.start // _BUCKET, span.end // _BUCKET + 1):
            found.setdefault(bucket, []).append((span, one))
    return found


class SpeechIndex:
    """Attributions by the stretch of text that their scopes reach into: looking one up does not read them all."""

    def __init__(self, speech: Sequence[Speech]) -> None:
        self.reaching: dict[int, list[tuple[int, int, Span]]] = {}
        self.speech = speech
        self.wishes = _by_stretch((part, part) for one in speech if one.wish for part in one.attribution.content)
        denials = (one for one in speech if one.stance in ANSWERED_NO)
        self.denials = _by_stretch((cue, one) for one in denials for cue in one.attribution.cue)
        for number, one in enumerate(speech):
            for part in one.scope:
                for bucket in range(part.start // _BUCKET, part.end // _BUCKET + 1):
                    self.reaching.setdefault(bucket, []).append((part.end - part.start, number, part))

    def is_wished(self, span: Span) -> bool:
        """Tell whether a span lies in what somebody only hopes, demands, supports or plans."""
        near = self.wishes.get(span.start // _BUCKET, ())
        return any(part.start <= span.start and span.end <= part.end for part, _ in near)

    def spoken_by(self, word: Span) -> Speech | None:
        """Return the denial whose cue holds a word, ``None`` where it is none's."""
        near = self.denials.get(word.start // _BUCKET, ())
        return next((one for cue, one in near if cue.start <= word.start < cue.end), None)

    def closest(self, span: Span) -> Speech | None:
        """Return the attribution that covers a span most closely: the smallest scope stands closest to the root."""
        covering = [
            (size, number)
            for size, number, part in self.reaching.get(span.start // _BUCKET, ())
            if part.start <= span.start and span.end <= part.end
        ]
        return self.speech[min(covering)[1]] if covering else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the document offers to its drafts; all sorted by position. ``cut`` is where a cut page breaks off."""

    document_id: str
    passage: Passage
    times: Sequence[TimeMention]
    numbers: Sequence[NumberMention]
    speech: SpeechIndex
    cut: int | None = None
    tags: tuple[str, ...] = ()
    """Agencies whose copy the text carries: on the way to whatever it reports, whoever said it."""
    measures: Measures = NO_MEASURES
    printed: Interval | None = None
    """When the document was published: what is dated after it is still to come."""


def told_within(drafts: Sequence[Draft], passage: Passage) -> list[Span]:
    """Return where phrases bear on drafts as ceilings (:func:`riscontro.read.measure.mark_ceilings`), in order: each
    one's sentence and the next.
    """
    firsts = [sentence.first for sentence in passage.sentences]
    places = sorted({bisect_right(firsts, draft.view.sentence.first) - 1 for draft in drafts})
    following = (passage.sentences[min(place + 1, len(firsts) - 1)] for place in places)
    return [passage.span(firsts[place], after.last) for place, after in zip(places, following, strict=True)]


def told_at(drafts: Sequence[Draft], passage: Passage, measures: Measures) -> list[int]:
    """Return the offsets of the words about which it is asked who says them, in order: those that make drafts, those
    that deny them, and phrases that call them a ceiling.
    """
    starts = passage.starts
    found = {starts[draft.trigger.first] for draft in drafts}
    found |= {starts[draft.modality_token] for draft in drafts if draft.modality_token is not None}
    return sorted(found | {span.start for span in measures.ceilings})


def dated_within(drafts: Sequence[Draft], passage: Passage) -> list[Span]:
    """Return where times may date what drafts tell of, in order: their sentences."""
    told = {(draft.view.sentence.first, draft.view.sentence.last) for draft in drafts}
    return [passage.span(first, last) for first, last in sorted(told)]


def counted_within(drafts: Sequence[Draft], passage: Passage) -> list[Span]:
    """Return where numbers may count what drafts tell of, in order: the sentences of those that count anything and
    whoever they count, with the few tokens around that :func:`riscontro.read.quantities.quantity_of` reaches.
    """
    counting = [draft for draft in drafts if _counts(draft)]
    told = {(draft.view.sentence.first, draft.view.sentence.last) for draft in counting}
    told |= {(party.first, party.last) for draft in counting if (party := draft.parties.get("recipient")) is not None}
    most = len(passage.starts)
    return [passage.span(max(0, first - REACH), min(most, last + REACH)) for first, last in sorted(told)]


def assemble_claims(drafts: Sequence[Draft], around: Surroundings) -> tuple[Claim, ...]:
    """Return the claims of a document, by span; an act that is told again from the same root is one claim."""
    told: dict[tuple[object, ...], list[Claim]] = {}
    for draft in drafts:
        claim = _claim(draft, around)
        if claim is None:
            continue
        key = (*_sides(claim), claim.type, claim.modality is _DENIED, _root_key(claim.root))
        known = told.setdefault(key, [])
        place = next((n for n, other in enumerate(known[:_MOST_TELLINGS]) if _same_act(other, claim)), None)
        if place is None:
            known.append(claim)
        else:
            known[place] = _join(known[place], claim)
    claims = [claim for known in told.values() for claim in known]
    claims = mark_ceilings(claims, around.measures.ceilings, around.passage, around.speech.closest)
    return sort_claims(join_answers(claims, around.speech.speech, around.passage.text, around.speech.closest))


def _sides(claim: Claim) -> tuple[str, str]:
    """Return both sides, in one order where the act binds them alike."""
    sides = (claim.actor or "", claim.recipient or "")
    return (min(sides), max(sides)) if claim.mode in MUTUAL_MODES else sides


def _root_key(root: Root | None) -> tuple[object, ...]:
    return (root.state, root.kind) if root is not None else ()


def _same_act(one: Claim, other: Claim) -> bool:
    """Tell whether two claims of the same sides, type and root tell the same act: modes and times do not part them."""
    modes = one.mode is None or other.mode is None or one.mode == other.mode
    if (one.modality is _PLANNED) != (other.modality is _PLANNED) and _counts_differ(one, other):
        return False  # "sent 13,000 and will send 6,000 more"
    return modes and (one.when is None or other.when is None or one.when.meets(other.when))


def _counts_differ(one: Claim, other: Claim) -> bool:
    """Tell whether two claims count differently."""
    if one.quantity is None or other.quantity is None:
        return False
    return (one.quantity.minimum, one.quantity.maximum) != (other.quantity.minimum, other.quantity.maximum)


def _join(one: Claim, other: Claim) -> Claim:
    """Return the fuller of two tellings."""
    return one if _fullness(one) >= _fullness(other) else other


def _fullness(claim: Claim) -> tuple[int, int]:
    fields = (claim.mode, claim.when, claim.quantity, claim.place, claim.opponent)
    return sum(value is not None for value in fields), -claim.span.start


def _claim(draft: Draft, around: Surroundings) -> Claim | None:
    passage = around.passage
    trigger_span = passage.span(draft.trigger.first, draft.trigger.last)
    speech = around.speech.closest(trigger_span)
    if speech is None and draft.view.final:  # what is said may end before the ending that joins it to the saying
        speech = around.speech.closest(passage.span(draft.trigger.first, draft.trigger.first + 1))
    modality = _modality(draft, speech, denied=_is_denied(draft, around, trigger_span))
    if modality is _ASSERTED and around.speech.is_wished(trigger_span):
        modality = _PLANNED
    if modality is None:
        return None
    span = passage.span(draft.clause.first, draft.clause.last)
    when = pick_time(draft, around)
    if modality is _ASSERTED and when is not None and not _is_past(draft):
        modality = _PLANNED if _lies_ahead(when.interval, around.printed) else modality
    place = find_place(draft)
    counted = _counted(draft, around, span=span, when=when, modality=modality)
    evidence = [Evidence(field="type", span=trigger_span)]
    evidence += [Evidence(field=slot, span=passage.span(p.first, p.last)) for slot, p in draft.parties.items()]
    if when is not None:
        evidence.append(Evidence(field="when", span=when.span))
    if place is not None:
        evidence.append(Evidence(field="place", span=place))
    if counted is not None:
        evidence.append(Evidence(field="quantity", span=counted.span))
        evidence += [Evidence(field="cumulative", span=cue) for cue in (counted.total,) if cue is not None]
    another = find_further(counted, clause=span, measures=around.measures, numbers=around.numbers)
    if another is not None:
        evidence.append(Evidence(field="further", span=another))
    if draft.modality_token is not None:
        evidence.append(Evidence(field="modality", span=passage.span(draft.modality_token, draft.modality_token + 1)))
    fields = {
        "document_id": around.document_id,
        "span": span,
        "actor": draft.actor,
        "type": draft.type,
        "mode": draft.mode,
        "recipient": draft.recipient,
        "opponent": draft.opponent,
        "place": passage.text[place.start : place.end] if place is not None else None,
        "when": days_of_act(when.interval, draft.type, draft.mode) if when is not None else None,
        "quantity": counted.quantity if counted is not None else None,
        "modality": modality,
        "via": around.tags,
        "incomplete": around.cut is not None and span.end >= around.cut,
        "reader": READER,
    }
    return tell(speech, evidence, fields)


def _lies_ahead(when: Interval, printed: Interval | None) -> bool:
    """Tell whether an act is dated after the day that tells it: "visits Peking at the end of the month"."""
    last = printed.latest if printed is not None else None
    return last is not None and when.earliest is not None and when.earliest > last


def _is_past(draft: Draft) -> bool:
    """Tell whether an act is told as done: then what dates it ahead of its telling is no sign of a plan."""
    return draft.trigger.form == "past" and not draft.trigger.passive


def _is_denied(draft: Draft, around: Surroundings, trigger: Span) -> bool:
    """Tell whether a word of denial governs an act: not where it is another clause's ("denied T and accused R")."""
    if draft.modality is not _DENIED or draft.modality_token is None:
        return draft.modality is _DENIED
    word = around.passage.span(draft.modality_token, draft.modality_token + 1)
    voice = around.speech.spoken_by(word)
    return voice is None or any(part.start <= trigger.start < part.end for part in voice.attribution.content)


def _modality(draft: Draft, speech: Speech | None, *, denied: bool) -> Modality | None:
    """Return the modality; ``None`` for an act that is negated and that nobody denies: negation is not an act."""
    if denied or (speech is not None and speech.stance in ANSWERED_NO):
        return _DENIED
    if draft.modality is _DENIED:
        return _ASSERTED
    if draft.negated:
        return _DENIED if speech is not None and speech.root is not None else None
    if draft.modality is _ASSERTED and speech is not None and speech.kind is Basis.RUMOUR:
        return Modality.POSSIBLE
    return draft.modality


def days_of_act(days: Interval, type: EventType, mode: str | None) -> Interval:
    """Return the days of an act. A meeting "since 2019" took place in 2019: only flows and talks go on."""
    first = days.earliest
    if days.latest is not None or first is None or type not in _PUNCTUAL or mode == "negotiation":
        return days
    if (first.month, first.day) == (1, 1):
        return partial_date_to_interval(f"{first.year:04}")
    return partial_date_to_interval(f"{first.year:04}-{first.month:02}" if first.day == 1 else first.isoformat())


def pick_time(draft: Draft, around: Surroundings) -> TimeMention | None:
    """Return the time of the doing: the nearest in the act's clause that dates no saying, else one that opens the
    sentence. What dates the saying of something else is no time of the act (:mod:`riscontro.read.dating`).
    """
    passage = around.passage
    trigger = passage.span(draft.trigger.first, draft.trigger.last)
    datings = find_datings(draft.view, draft.clauses, around.times, draft.trigger.clause)
    inside = [d.mention for d in datings if not d.saying or draft.trigger.first <= d.word < draft.trigger.last]
    if _only_qualifies(draft):
        inside = [mention for mention in inside if mention.span.start >= trigger.end]
    if inside:
        return min(inside, key=lambda t: min(abs(t.span.start - trigger.end), abs(trigger.start - t.span.end)))
    number = draft.trigger.clause + 1
    if draft.trigger.form == "noun" and number < len(draft.clauses) and draft.clauses[number].kind == "part":
        going_on = passage.span(draft.clauses[number].first, draft.clauses[number].last)
        after = times_within(around.times, going_on)  # "a treaty, signed in Pyongyang on 19 June"
        if after:
            return after[0]
    if draft.clause.kind in ("coord", "part") and draft.clause.origin is not None:
        start = passage.starts[draft.clauses[draft.clause.origin].first]
        before = find_datings(draft.view, draft.clauses, around.times, draft.clause.origin)
        opening = [d.mention for d in before if not d.saying and d.mention.span.start <= start + _OPENING]
        return opening[0] if opening else None
    return None


def _only_qualifies(draft: Draft) -> bool:
    """Tell whether a participle only qualifies a noun of another verb's: what dates that verb does not date it ("on
    Friday they fired missiles supplied by X").
    """
    trigger, view, head = draft.trigger, draft.view, draft.clause.head
    if view.final or not trigger.passive or trigger.form not in ("participle", "attributive", "past"):
        return False
    if head is None or head >= trigger.first:
        return False
    before = trigger.first - 1
    while not view.functions(before).isdisjoint(("adverb", "neg")):
        before -= 1
    return view.functions(before).isdisjoint(("be", "pass", "have", "aux"))


def _people_counted(draft: Draft, around: Surroundings) -> tuple[Quantity, Span] | None:
    """Return the number of people in the act's clause where the victims' own words have none ("lost 300 men")."""
    for hit in draft.view.hits:
        inside = draft.trigger.last <= hit.first and hit.last <= draft.clause.last
        if inside and any(entry.kind == "role" and entry.code == "people" for entry in hit.entries):
            return quantity_of(around.passage, around.numbers, hit.first, hit.last, "person")
    return None


def _counted(
    draft: Draft, around: Surroundings, *, span: Span, when: TimeMention | None, modality: Modality
) -> Counted | None:
    """Return the number of an act with the time that it covers."""
    found = _quantity(draft, around)
    if found is None:
        return None
    counted = Counted(quantity=found[0], span=found[1])
    totals = around.measures.totals
    return with_window(counted, clause=span, when=when, modality=modality, totals=totals, numbers=around.numbers)


def _counts(draft: Draft) -> bool:
    """Tell whether a draft's number is looked for."""
    return draft.item is not None or draft.mode in _COUNTED_MODES


def _quantity(draft: Draft, around: Surroundings) -> tuple[Quantity, Span] | None:
    behind = draft.view.timed if draft.view.final else None
    if draft.item is not None:
        item = draft.item
        return quantity_of(around.passage, around.numbers, item.first, item.last, item.unit, behind=behind)
    if draft.mode in _COUNTED_MODES:
        party = draft.parties.get("recipient")
        if party is not None:
            first = max(party.first, party.head)
            found = quantity_of(around.passage, around.numbers, party.first, party.last, "person", behind=behind)
            found = found or quantity_of(around.passage, around.numbers, first, first + 1, "person")
            return found or _people_counted(draft, around)
    return None


__all__ = ["READER", "EventType", "SpeechIndex", "Surroundings", "assemble_claims", "pick_time", "times_within"]
