"""Whether a sentence can come to a draft at all, told from what it names and what was told before: most cannot.

A draft has two sides that differ. A sentence that names two actors may have both; one that names fewer needs a side
that comes from elsewhere, and each way there leaves a mark that is seen at little cost: :func:`may_draft` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from riscontro.model.claim import EventType
from riscontro.read.actors import Party
from riscontro.read.compile import Lexicon
from riscontro.read.fallback import falls_back
from riscontro.read.surface import ACT, BACK, Hit
from riscontro.read.topic import UNITED_NATIONS, Topic
from riscontro.read.turns import TYPES


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


def known_at_most(parties: Sequence[Party], *, compelled: bool) -> Known:
    """Return the most that the topic of a passage with these parties can ever give."""
    blamed = any(party.actor == UNITED_NATIONS for party in parties)
    return Known(delivered=True, blamed=blamed, subject=True, partner=True, compelled=compelled)


def may_draft(
    hits: Sequence[Hit], parties: Sequence[Party], ask: Callable[[Sequence[Party]], Known], lexicon: Lexicon
) -> bool:
    """Tell whether a sentence with these hits and parties, one of the hits an act's, can come to a draft: it names two
    actors; or it points back to two, or goes on with a delivery told before
    (:func:`riscontro.read.fallback.known_delivery`); or it names one who has casualties, votes on a text that blames
    another, acts on the subject of the sentences before, or does what is readily taken to be done with the partner
    (:func:`riscontro.read.fallback.fall_back`). ``ask`` tells what is known beside the sentence.
    """
    one = parties[0].actor if parties else ""
    for party in parties:
        if party.actor != one:
            return True
    acts: list[Hit] = []
    backs: set[str] = set()
    for hit in hits:
        if hit.kinds & ACT:
            acts.append(hit)
        if hit.kinds & BACK:
            backs |= hit.meaning.back
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


def means_both(hit: Hit) -> bool:
    """Tell whether a hit points back to two actors at once: "the two countries"."""
    return "both" in hit.meaning.back


def is_act_of(hit: Hit, codes: frozenset[str]) -> bool:
    """Tell whether a hit can announce an act whose entries have one of these codes."""
    return bool(hit.kinds & ACT) and not hit.meaning.acts.isdisjoint(codes)


def _falls_back(hit: Hit, lexicon: Lexicon, compelled: bool) -> bool:
    """Tell whether a missing side of an act may be taken from the running pair. Where that is ``compelled``, what a
    verb makes of a noun may be of any type; a meeting told by a noun is one state's own affair.
    """
    for entry in hit.entries:
        if entry.kind == "act":
            type, noun = TYPES[lexicon.acts[int(entry.code)].type], entry.tag == "noun"
            if noun and compelled:
                return True
            if falls_back(type, compelled=compelled) and not (noun and type is EventType.CONSULT):
                return True
    return False


__all__ = ["Known", "is_act_of", "known_at_most", "known_of", "may_draft", "means_both"]
