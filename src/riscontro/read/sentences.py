"""From a passage to what its acts came to, sentence by sentence; what can hold no act is passed over at little cost."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from riscontro.model.mention import Span
from riscontro.read.actors import Party
from riscontro.read.clauses import View
from riscontro.read.compile import Lexicon
from riscontro.read.drafting import draft_sentence
from riscontro.read.drafts import Contest
from riscontro.read.meanings import meaning_of
from riscontro.read.passage import Passage, Sentence
from riscontro.read.surface import ACT, BACK, Hit
from riscontro.read.topic import Topic, move_topic, open_subject

_T = TypeVar("_T", Hit, Party)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Tokens of time expressions, and tokens of sources of what is reported."""

    timed: frozenset[int] = frozenset()
    speaking: frozenset[int] = frozenset()


NO_MARKS = Marks()


def tokens_within(passage: Passage, spans: Sequence[Span]) -> frozenset[int]:
    """Return the tokens that begin within any of the spans."""
    starts = [token[0] for token in passage.tokens]
    found: set[int] = set()
    for span in spans:
        found.update(range(bisect_left(starts, span.start), bisect_left(starts, span.end)))
    return frozenset(found)


class _Slices(Generic[_T]):
    """Hands out what lies within a sentence; it is in order."""

    def __init__(self, found: Sequence[_T]) -> None:
        self.found: Sequence[_T] = found
        self.firsts = [one.first for one in found]

    def within(self, sentence: Sentence) -> list[_T]:
        """Return what begins and ends within a sentence."""
        first = bisect_left(self.firsts, sentence.first)
        inside = list(self.found[first : bisect_left(self.firsts, sentence.last, first)])
        while inside and inside[-1].last > sentence.last:
            inside.pop()
        return inside


def may_tell(passage: Passage, hits: Sequence[Hit], parties: Sequence[Party], lexicon: Lexicon) -> bool:
    """Tell at little cost whether a text can hold a claim. In some sentence a word of an act must stand beside a party,
    or beside what points back to two; and the text must name two actors, or one who has casualties.
    """
    acts = [hit for hit in hits if hit.kinds & ACT]
    if len({party.actor for party in parties}) < 2:
        acts = [hit for hit in acts if _is_act_of(hit, lexicon.one_sided)]
    if not acts or not parties:
        return False
    firsts = [sentence.first for sentence in passage.sentences]
    near = {bisect_right(firsts, party.first) for party in parties}
    near.update(bisect_right(firsts, hit.first) for hit in hits if hit.kinds & BACK and _means_both(hit))
    return any(bisect_right(firsts, hit.first) in near for hit in acts)


def spans_in_play(
    passage: Passage, hits: Sequence[Hit], parties: Sequence[Party], lexicon: Lexicon
) -> tuple[Span, ...]:
    """Return the sentences from which a draft can come, whatever is told before them, in order."""
    hits_in, parties_in, acting = _Slices(hits), _Slices(parties), _acting(passage, hits)

    def tells(sentence: Sentence) -> bool:
        within = hits_in.within(sentence)
        return any(_is_act_of(hit, lexicon.deliveries) or (hit.kinds & BACK and _means_both(hit)) for hit in within)

    return tuple(
        passage.span(sentence.first, sentence.last)
        for sentence in passage.sentences
        if sentence.first in acting and (parties_in.within(sentence) or tells(sentence))
    )


def _acting(passage: Passage, hits: Sequence[Hit]) -> frozenset[int]:
    """Return the first tokens of the sentences that hold a word of an act."""
    sentences = passage.sentences
    firsts = [sentence.first for sentence in sentences]
    near = ((hit, sentences[bisect_right(firsts, hit.first) - 1]) for hit in hits if hit.kinds & ACT)
    return frozenset(sentence.first for hit, sentence in near if hit.last <= sentence.last)


def _means_both(hit: Hit) -> bool:
    """Tell whether a hit points back to two actors at once: "the two countries"."""
    return "both" in meaning_of(hit.entries).back


def _is_act_of(hit: Hit, codes: frozenset[str]) -> bool:
    return bool(hit.kinds & ACT) and not meaning_of(hit.entries).acts.isdisjoint(codes)


def _needs_no_name(hits: Sequence[Hit], topic: Topic, lexicon: Lexicon) -> bool:
    """Tell whether an act can be told in a sentence that names no side: it points back to two, or goes on with a
    delivery told before (:func:`riscontro.read.fallback.known_delivery`).
    """
    if any(hit.kinds & BACK and _means_both(hit) for hit in hits):
        return True
    return topic.has_delivered() and any(hit.kinds & ACT and _is_act_of(hit, lexicon.deliveries) for hit in hits)


def draft_passage(
    passage: Passage,
    hits: Sequence[Hit],
    parties: Sequence[Party],
    lexicon: Lexicon,
    marks: Callable[[], Marks] = lambda: NO_MARKS,
    *,
    tried: bool = False,
) -> list[Contest]:
    """Return what every trigger of a passage came to.

    Sentences without an act are passed over; so are, unless all that is ``tried`` is wanted, sentences from which no
    draft can come. ``marks`` is asked once, and not before a sentence holds a trigger.
    """
    if not parties:
        return []
    states = {p.actor for p in parties if p.role not in ("agency", "organisation")}
    topic = Topic(only=(min(states), max(states)) if len(states) == 2 else None)
    hits_in, parties_in, acting = _Slices(hits), _Slices(parties), _acting(passage, hits)
    contests: list[Contest] = []
    known: Marks | None = None
    for sentence in passage.sentences:
        named = parties_in.within(sentence)
        if not named and not topic.named:
            continue
        if sentence.first not in acting:
            move_topic(named, (), open_subject(named, sentence.first), topic)
            continue
        within = hits_in.within(sentence)
        if not (tried or named or _needs_no_name(within, topic, lexicon)):
            continue
        view = _view(passage, sentence, within, named, lexicon, known or NO_MARKS)
        if known is None and (view.unsure or _may_trigger(view)):
            known = marks()
            view = _view(passage, sentence, within, named, lexicon, known)
        if _may_trigger(view):
            contests += draft_sentence(view, lexicon, topic)
        else:
            move_topic(named, (), open_subject(named, sentence.first), topic)
    return contests


def _view(
    passage: Passage, sentence: Sentence, hits: list[Hit], parties: list[Party], lexicon: Lexicon, marks: Marks
) -> View:
    return View(
        final=lexicon.final,
        passage=passage,
        sentence=sentence,
        hits=hits,
        parties=parties,
        timed=marks.timed,
        speaking=marks.speaking,
        verb_first=bool(lexicon.pack.get("verb_first")),
        verb_last=bool(lexicon.pack.get("verb_last")),
    )


def _may_trigger(view: View) -> bool:
    """Tell whether a word of an act is read as the verb or the noun that announces it."""
    if view.final:
        return any(hit.kinds & ACT for hit in view.hits)
    for hit in view.hits:
        reading = view.readings.get(hit.first) if hit.kinds & ACT else None
        if reading and any(e.kind == "act" and (e.tag == "noun") == (reading == "noun") for e in hit.entries):
            return True
    return False


__all__ = ["NO_MARKS", "Marks", "draft_passage", "may_tell", "spans_in_play", "tokens_within"]
