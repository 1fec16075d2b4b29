"""From a passage to what its acts came to, sentence by sentence; what can hold no act is passed over at little cost."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import partial

from riscontro.model.mention import Span
from riscontro.read.actors import Party
from riscontro.read.clauses import View
from riscontro.read.compile import Lexicon
from riscontro.read.drafting import draft_sentence, find_subject
from riscontro.read.drafts import Contest
from riscontro.read.outlook import Outline, known_of
from riscontro.read.passage import Passage, Sentence
from riscontro.read.surface import ACT, Hit, Hits
from riscontro.read.times import Times
from riscontro.read.topic import Topic, move_topic, name_states, open_subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Tokens of time expressions, and tokens of sources of what is reported."""

    timed: Container[int] = frozenset()
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


class Timed(Container[int]):
    """Tokens of time expressions, which are looked for around each token when it is first asked after. Most words stand
    in none wherever they stand.
    """

    def __init__(self, passage: Passage, times: Times) -> None:
        self.passage, self.times = passage, times
        self._may: frozenset[int] | None = None

    def __contains__(self, token: object) -> bool:
        if not isinstance(token, int) or not self.times.may_hold(self.passage.norms[token]):
            return False
        if self._may is None:
            self._may = tokens_within(self.passage, self.times.grounds())
        return token in self._may and self.times.cover(self.passage.starts[token])


def tokens_within(passage: Passage, spans: Sequence[Span]) -> frozenset[int]:
    """Return the tokens that begin within any of the spans."""
    starts = passage.starts
    found: set[int] = set()
    for span in spans:
        found.update(range(bisect_left(starts, span.start), bisect_left(starts, span.end)))
    return frozenset(found)


def draft_passage(
    passage: Passage,
    hits: Hits,
    parties: Sequence[Party],
    lexicon: Lexicon,
    marks: Marks = NO_MARKS,
    *,
    tried: bool = False,
) -> list[Contest]:
    """Return what every trigger of a passage came to.

    Sentences without an act are passed over; so are, unless all that is ``tried`` is wanted, passages that can hold no
    claim and sentences from which no draft can come.
    """
    outline = Outline(passage, hits, parties)
    if not parties or not (tried or outline.may_tell(lexicon)):
        return []
    return _Walk(passage, outline, lexicon, marks, tried=tried).contests()


class _Walk:
    """Goes through the sentences of a passage, and keeps the topic."""

    def __init__(
        self,
        passage: Passage,
        outline: Outline,
        lexicon: Lexicon,
        marks: Marks,
        *,
        tried: bool,
    ) -> None:
        self.passage, self.outline, self.lexicon, self.marks, self.tried = passage, outline, lexicon, marks, tried
        states = {p.actor for p in outline.parties if p.role not in ("agency", "organisation")}
        self.topic = Topic(only=(min(states), max(states)) if len(states) == 2 else None)

    def contests(self) -> list[Contest]:
        """Return what every trigger came to."""
        contests: list[Contest] = []
        topic, outline, ask = self.topic, self.outline, partial(known_of, self.topic)
        for place in sorted(outline.named.keys() | outline.acts):
            named = outline.named.get(place, [])
            if not named and not topic.named:
                continue
            if place not in outline.acts:
                move_topic(named, (), open_subject(named, self.passage.sentences[place].first), topic)
            elif self.tried or outline.may_draft(place, ask, self.lexicon):
                contests += self._contests_of(place, named)
            elif named:
                name_states(named, topic)
                topic.leave_subject(partial(self._subject_of, place, named))
        topic.forget_untold()
        return contests

    def _contests_of(self, place: int, named: list[Party]) -> list[Contest]:
        sentence, hits = self.passage.sentences[place], self.outline.hits_in(place)
        view = self._view(sentence, hits, named)
        if _may_trigger(view):
            return draft_sentence(view, self.lexicon, self.topic)
        move_topic(named, (), open_subject(named, sentence.first), self.topic)
        return []

    def _subject_of(self, place: int, named: list[Party]) -> Sequence[Party]:
        """Return the subject of a sentence that was passed over."""
        sentence = self.passage.sentences[place]
        view = self._view(sentence, self.outline.hits_in(place), named)
        return find_subject(view, self.lexicon) if _may_trigger(view) else open_subject(named, sentence.first)

    def _view(self, sentence: Sentence, hits: list[Hit], parties: list[Party]) -> View:
        return View(
            final=self.lexicon.final,
            company=self.lexicon.company,
            passage=self.passage,
            sentence=sentence,
            hits=hits,
            parties=parties,
            timed=self.marks.timed,
            speaking=self.marks.speaking,
            verb_first=bool(self.lexicon.pack.get("verb_first")),
            noun_first=bool(self.lexicon.pack.get("noun_first")),
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


__all__ = ["NO_MARKS", "Late", "Marks", "Timed", "draft_passage", "tokens_within"]
