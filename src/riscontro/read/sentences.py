"""From a passage to what its acts came to, sentence by sentence; what can hold no act is passed over at little cost."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from riscontro.model.mention import Span
from riscontro.read.actors import Party
from riscontro.read.clauses import View
from riscontro.read.compile import Lexicon
from riscontro.read.drafting import draft_sentence, find_subject
from riscontro.read.drafts import Contest
from riscontro.read.outlook import is_act_of, known_at_most, known_of, may_draft, means_both
from riscontro.read.passage import Passage, Sentence
from riscontro.read.surface import ACT, BACK, Hit
from riscontro.read.topic import Topic, move_topic, name_states, open_subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Tokens of time expressions, and tokens of sources of what is reported."""

    timed: frozenset[int] = frozenset()
    speaking: Container[int] = frozenset()


NO_MARKS = Marks()


class Late(Container[int]):
    """Tokens that are found when they are first asked after."""

    def __init__(self, find: Callable[[], frozenset[int]]) -> None:
        self.find = find
        self._found: frozenset[int] | None = None

    def __contains__(self, token: object) -> bool:
        if self._found is None:
            self._found = self.find()
        return token in self._found


def tokens_within(passage: Passage, spans: Sequence[Span]) -> frozenset[int]:
    """Return the tokens that begin within any of the spans."""
    starts = passage.starts
    found: set[int] = set()
    for span in spans:
        found.update(range(bisect_left(starts, span.start), bisect_left(starts, span.end)))
    return frozenset(found)


class _Outline:
    """Where in a passage acts and parties stand: by the places of their sentences, the sentences with a word of an act,
    and the parties of each sentence that names any. What reaches beyond its sentence does not count.
    """

    def __init__(self, passage: Passage, hits: Sequence[Hit], parties: Sequence[Party]) -> None:
        self.sentences, self.hits = passage.sentences, hits
        self.acting: set[int] = set()
        self.named: dict[int, list[Party]] = {}
        firsts = [sentence.first for sentence in self.sentences]
        for hit in [hit for hit in hits if hit[3] & ACT]:
            place = bisect_right(firsts, hit.first) - 1
            if hit.last <= self.sentences[place].last:
                self.acting.add(place)
        for party in parties:
            place = bisect_right(firsts, party.first) - 1
            if party.last <= self.sentences[place].last:
                self.named.setdefault(place, []).append(party)
        self._firsts = list(map(itemgetter(0), hits))
        self._within: dict[int, list[Hit]] = {}

    def hits_in(self, place: int) -> list[Hit]:
        """Return the hits of a sentence."""
        inside = self._within.get(place)
        if inside is None:
            first, last, _ = self.sentences[place]
            start = bisect_left(self._firsts, first)
            inside = self._within[place] = list(self.hits[start : bisect_left(self._firsts, last, start)])
            while inside and inside[-1].last > last:
                inside.pop()
        return inside


def may_tell(passage: Passage, hits: Sequence[Hit], parties: Sequence[Party], lexicon: Lexicon) -> bool:
    """Tell at little cost whether a text can hold a claim. In some sentence a word of an act must stand beside a party,
    or beside what points back to two; and the text must name two actors, or one who has casualties.
    """
    acts = [hit for hit in hits if hit.kinds & ACT]
    if len({party.actor for party in parties}) < 2:
        acts = [hit for hit in acts if is_act_of(hit, lexicon.one_sided)]
    if not acts or not parties:
        return False
    firsts = [sentence.first for sentence in passage.sentences]
    near = {bisect_right(firsts, party.first) for party in parties}
    near.update(bisect_right(firsts, hit.first) for hit in hits if hit.kinds & BACK and means_both(hit))
    return any(bisect_right(firsts, hit.first) in near for hit in acts)


def draft_passage(
    passage: Passage,
    hits: Sequence[Hit],
    parties: Sequence[Party],
    lexicon: Lexicon,
    marks: Callable[[Sequence[Span]], Marks] = lambda spans: NO_MARKS,
    *,
    tried: bool = False,
) -> list[Contest]:
    """Return what every trigger of a passage came to.

    Sentences without an act are passed over; so are, unless all that is ``tried`` is wanted, sentences from which no
    draft can come. ``marks`` is asked for those of the sentences from which one can, and not before such a sentence
    holds a trigger; and again for a sentence whose subject another one goes on with.
    """
    return _Walk(passage, hits, parties, lexicon, marks, tried=tried).contests() if parties else []


class _Walk:
    """Goes through the sentences of a passage, and keeps the topic."""

    def __init__(
        self,
        passage: Passage,
        hits: Sequence[Hit],
        parties: Sequence[Party],
        lexicon: Lexicon,
        marks: Callable[[Sequence[Span]], Marks],
        *,
        tried: bool,
    ) -> None:
        self.passage, self.lexicon, self.ask, self.tried = passage, lexicon, marks, tried
        self.outline = _Outline(passage, hits, parties)
        states = {p.actor for p in parties if p.role not in ("agency", "organisation")}
        self.topic = Topic(only=(min(states), max(states)) if len(states) == 2 else None)
        self.parties = parties
        self.known: Marks | None = None

    def contests(self) -> list[Contest]:
        """Return what every trigger came to."""
        contests: list[Contest] = []
        topic, outline = self.topic, self.outline
        for place in sorted(outline.acting.union(outline.named)):
            sentence, named = self.passage.sentences[place], outline.named.get(place, [])
            if not named and not topic.named:
                continue
            if place not in outline.acting:
                move_topic(named, (), open_subject(named, sentence.first), topic)
                continue
            hits = outline.hits_in(place)
            if self.tried or may_draft(hits, named, partial(known_of, topic), self.lexicon):
                contests += self._contests_of(sentence, hits, named)
            elif named:
                name_states(named, topic)
                topic.leave_subject(partial(self._subject_of, sentence, hits, named))
        topic.forget_untold()
        return contests

    def _contests_of(self, sentence: Sentence, hits: list[Hit], named: list[Party]) -> list[Contest]:
        view = self._view(sentence, hits, named, self.known or NO_MARKS)
        if self.known is None and (view.unsure or _may_trigger(view)):
            self.known = self.ask(self._spans_in_play())
            view = self._view(sentence, hits, named, self.known)
        if _may_trigger(view):
            return draft_sentence(view, self.lexicon, self.topic)
        move_topic(named, (), open_subject(named, sentence.first), self.topic)
        return []

    def _subject_of(self, sentence: Sentence, hits: list[Hit], named: list[Party]) -> Sequence[Party]:
        """Return the subject of a sentence that was passed over."""
        marks = self.ask((self.passage.span(sentence.first, sentence.last),))
        view = self._view(sentence, hits, named, marks)
        return find_subject(view, self.lexicon) if _may_trigger(view) else open_subject(named, sentence.first)

    def _spans_in_play(self) -> tuple[Span, ...]:
        """Return the sentences from which a draft can come, whatever is told before them, in order."""
        outline = self.outline
        most = known_at_most(self.parties, compelled=self.topic.only is not None)
        places = [
            place
            for place in sorted(outline.acting)
            if self.tried
            or may_draft(outline.hits_in(place), outline.named.get(place, ()), lambda _: most, self.lexicon)
        ]
        return tuple(self.passage.span(*self.passage.sentences[place][:2]) for place in places)

    def _view(self, sentence: Sentence, hits: list[Hit], parties: list[Party], marks: Marks) -> View:
        return View(
            final=self.lexicon.final,
            passage=self.passage,
            sentence=sentence,
            hits=hits,
            parties=parties,
            timed=marks.timed,
            speaking=marks.speaking,
            verb_first=bool(self.lexicon.pack.get("verb_first")),
            verb_last=bool(self.lexicon.pack.get("verb_last")),
        )


def _may_trigger(view: View) -> bool:
    """Tell whether a word of an act is read as the verb or the noun that announces it."""
    if view.final:
        return any(hit.kinds & ACT for hit in view.hits)
    for hit in view.hits:
        if hit.kinds & ACT:
            reading = view.readings[hit.first]
            if (reading == "noun" and hit.meaning.noun_acts) or (reading == "verb" and hit.meaning.verb_acts):
                return True
    return False


__all__ = ["NO_MARKS", "Late", "Marks", "draft_passage", "may_tell", "tokens_within"]
