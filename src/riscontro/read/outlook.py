"""Whether a sentence can come to a draft at all, told from what it names and what was told before: most cannot.

A draft has two sides that differ. A sentence that names two actors may have both; one that names fewer needs a side
that comes from elsewhere, and each way there leaves a mark that is seen at little cost: :meth:`Outline.may_draft` lists
them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from riscontro.model.claim import EventType
from riscontro.read.actors import Party
from riscontro.read.compile import Lexicon
from riscontro.read.fallback import falls_back
from riscontro.read.passage import Passage
from riscontro.read.surface import ACT, BACK, Hit, Hits
from riscontro.read.topic import Topic
from riscontro.read.turns import TYPES

_MARKING = ACT | BACK
"""Bits of hits by which it is told whether a sentence can come to a draft."""
_NOTHING: frozenset[str] = frozenset()
_CONSULT = EventType.CONSULT


@dataclass(slots=True, kw_only=True)
class Known:
    """What sides a passage can give to a sentence: whether a delivery was told, a text of the United Nations blamed a
    state, a subject went before; whether the actor named has a ``partner``, and the passage names no third state
    (``compelled``).
    """

    delivered: bool
    blamed: bool
    subject: bool
    partner: bool
    compelled: bool


def known_of(topic: Topic, parties: Sequence[Party]) -> Known:
    """Return what a topic can give to a sentence with these parties."""
    return Known(
        delivered=topic.has_delivered(),
        blamed=topic.blamed is not None,
        subject=topic.has_subject(),
        partner=bool(parties) and topic.partner(parties[0].actor) is not None,
        compelled=topic.only is not None,
    )


class Outline:
    """Where in a passage acts and parties stand: by the places of their sentences, the hits that can announce an act,
    what is pointed back to, and the parties of each sentence that has any. What reaches beyond its sentence does not
    count.
    """

    def __init__(self, passage: Passage, hits: Hits, parties: Sequence[Party]) -> None:
        self.sentences, self.hits, self.parties = passage.sentences, hits, parties
        self.acts: dict[int, list[Hit]] = {}
        self.backs: dict[int, frozenset[str]] = {}
        self.named: dict[int, list[Party]] = {}
        if not parties:
            return
        lasts = [sentence.last for sentence in self.sentences]
        place = 0
        for hit in [hit for hit in hits.loud if hit[3] & _MARKING]:
            first, last, _, kinds, meaning = hit
            while first >= lasts[place]:
                place += 1
            if last > lasts[place]:
                continue
            if kinds & ACT:
                self.acts.setdefault(place, []).append(hit)
            if kinds & BACK:
                self.backs[place] = self.backs.get(place, _NOTHING) | meaning.back
        place = 0
        for party in parties:
            while party.first >= lasts[place]:
                place += 1
            if party.last <= lasts[place]:
                self.named.setdefault(place, []).append(party)

    def hits_in(self, place: int) -> list[Hit]:
        """Return the hits of a sentence."""
        first, last, _ = self.sentences[place]
        return self.hits.within(first, last)

    def may_tell(self, lexicon: Lexicon) -> bool:
        """Tell at little cost whether a passage can hold a claim. In some sentence a word of an act must stand beside a
        party, or beside what points back to two; and the passage must name two actors, or one who has casualties.
        """
        near = [
            acts
            for place, acts in self.acts.items()
            if place in self.named or "both" in self.backs.get(place, _NOTHING)
        ]
        if len({party.actor for party in self.parties}) < 2:
            return any(is_act_of(hit, lexicon.one_sided) for acts in near for hit in acts)
        return bool(near)

    def may_draft(self, place: int, ask: Callable[[Sequence[Party]], Known], lexicon: Lexicon) -> bool:
        """Tell whether a sentence, one of whose hits is an act's, can come to a draft: it names two actors; or it
        points back to two, or goes on with a delivery told before (:func:`riscontro.read.fallback.known_delivery`); or
        it names one who has casualties, votes on a text that blames another, acts on the subject of the sentences
        before, or does what is readily taken to be done with the partner (:func:`riscontro.read.fallback.fall_back`).
        ``ask`` tells what is known beside the sentence.
        """
        parties = self.named.get(place, ())
        one = parties[0].actor if parties else ""
        for party in parties:
            if party.actor != one:
                return True
        acts, backs = self.acts[place], self.backs.get(place, _NOTHING)
        if "both" in backs:
            return True
        known = ask(parties)
        if known.delivered and any(is_act_of(hit, lexicon.deliveries) for hit in acts):
            return True
        if not parties:
            return False
        if known.blamed or any(is_act_of(hit, lexicon.one_sided) for hit in acts):
            return True
        if known.subject and (lexicon.leaves_out or "subject" in backs):
            return True
        return known.partner and any(_falls_back(hit, lexicon, known.compelled) for hit in acts)


def is_act_of(hit: Hit, codes: frozenset[str]) -> bool:
    """Tell whether a hit can announce an act whose entries have one of these codes."""
    return not hit.meaning.acts.isdisjoint(codes)


def _falls_back(hit: Hit, lexicon: Lexicon, compelled: bool) -> bool:
    """Tell whether a missing side of an act may be taken from the running pair. Where that is ``compelled``, what a
    verb makes of a noun may be of any type; a meeting told by a noun is one state's own affair.
    """
    for entry in hit.entries:
        if entry.kind == "act":
            type, noun = TYPES[lexicon.acts[int(entry.code)].type], entry.tag == "noun"
            if noun and compelled:
                return True
            if falls_back(type, compelled=compelled) and not (noun and type is _CONSULT):
                return True
    return False


__all__ = ["Known", "Outline", "known_of"]
