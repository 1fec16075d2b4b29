"""The pass over one document: candidates, sentences, clauses, frames, claims."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import riscontro.read.times as times_room  # before numbers, which it imports half-way
from riscontro.lang.loader import load_table, pack_codes
from riscontro.model.attribution import Attribution
from riscontro.model.claim import Claim, Reading
from riscontro.model.document import Access, Document
from riscontro.model.later import Later
from riscontro.model.mention import ActorMention, Span, TimeMention
from riscontro.model.observation import is_series
from riscontro.model.time import Published
from riscontro.read.actors import Party, group_parties
from riscontro.read.assemble import READER, SpeechIndex, Surroundings, assemble_claims
from riscontro.read.clauses import View
from riscontro.read.compile import Lexicon, load_lexicon
from riscontro.read.drafting import draft_sentence
from riscontro.read.drafts import Contest
from riscontro.read.headfinal import fuse_hits
from riscontro.read.measure import NO_MEASURES, find_measures
from riscontro.read.numbers import find_numbers
from riscontro.read.observations import read_observations
from riscontro.read.passage import Passage, Sentence
from riscontro.read.speech import Speech, Voices, find_voices
from riscontro.read.surface import ACT, Hit
from riscontro.read.text import Cut, cut_text
from riscontro.read.topic import Topic, move_topic, open_subject


def read(document: Document) -> Reading:
    """Return what a document says: times, attributions, claims.

    Deterministic and without network. ``unread`` is ``no-pack`` where its language has no acts, ``empty`` where it has
    no text. Claims are read at once. Times and attributions are looked for only where a claim needs them, or when the
    reading is asked for them: most texts hold no act between states, and need neither.
    """
    if is_series(document):
        return read_observations(document, reader=READER)
    if not document.text.strip():
        return Reading(document_id=document.id, lang=document.lang, reader=READER, unread="empty")
    acts = can_read(document.lang)
    if not acts and document.lang not in pack_codes():
        return Reading(document_id=document.id, lang=document.lang, reader=READER, unread="no-pack")
    work = _Work(document)
    return Reading(
        document_id=document.id,
        lang=document.lang,
        reader=READER,
        claims=work.claims() if acts else (),
        times=work.times if work.times is not None else Later(work.find_times),
        attributions=work.attributions() if work.voices is not None else Later(work.attributions),
        unread=None if acts else "no-pack",
    )


class _Work:
    """One document while it is read. What is found on the way to its claims is kept for whoever asks for it later,
    but no more than that: a reading may be held for long.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.actors: tuple[ActorMention, ...] = ()
        self.times: tuple[TimeMention, ...] | None = None
        self.voices: Voices | None = None
        self._text: Cut | None = None

    def text(self) -> Cut:
        """Return the text, cut."""
        if self._text is None:
            self._text = cut_text(self.document.text)
        return self._text

    def claims(self) -> tuple[Claim, ...]:
        """Return the claims; nothing but them is looked for where there can be none."""
        document, lexicon = self.document, load_lexicon(self.document.lang)
        if not lexicon.names_somebody(document.text):
            return ()
        passage, hits, parties = look_up(self.text(), lexicon, document.published)
        self.actors = mentions(passage, parties)
        if not lexicon.may_tell(hits, frozenset(party.actor for party in parties)):
            self._text = None
            return ()
        text = self.text()
        times, voices = self.find_times(), self.find_voices()
        marked = Marks(
            timed=tokens_within(passage, [time.span for time in times]), speaking=_speaking(passage, voices.speech)
        )
        contests = draft_passage(passage, hits, parties, lexicon, marked)
        drafts = [draft for contest in contests for draft in contest.drafts]
        around = Surroundings(
            document_id=document.id,
            passage=passage,
            times=times,
            numbers=find_numbers(text, lang=document.lang) if drafts else (),
            speech=SpeechIndex(voices.speech),
            cut=_cut_at(document, passage),
            tags=voices.tags,
            measures=find_measures(document.text, lang=document.lang) if drafts else NO_MEASURES,
        )
        return assemble_claims(drafts, around)

    def find_times(self) -> tuple[TimeMention, ...]:
        """Return the times."""
        if self.times is None:
            document = self.document
            self.times = times_room.find_times(self.text(), lang=document.lang, published=document.published)
            self._let_go()
        return self.times

    def find_voices(self) -> Voices:
        """Return what is attributed to whom."""
        if self.voices is None:
            document = self.document
            self.voices = find_voices(
                self.text(),
                lang=document.lang,
                actors=self.actors,
                publisher=document.publisher,
                agencies=document.agencies,
            )
            self._let_go()
        return self.voices

    def attributions(self) -> tuple[Attribution, ...]:
        """Return the attributions."""
        return tuple(one.attribution for one in self.find_voices().speech)

    def _let_go(self) -> None:
        if self.times is not None and self.voices is not None:
            self._text = None


def can_read(lang: str) -> bool:
    """Tell whether there is a pack with acts for a language."""
    return lang in pack_codes() and bool(load_table(lang, "event").get("act"))


def look_up(text: str | Cut, lexicon: Lexicon, published: Published | None) -> tuple[Passage, list[Hit], list[Party]]:
    """Return the passage with all its candidates: the one pass over the text."""
    passage = lexicon.cut(text)
    hits = lexicon.table.find(passage)
    if lexicon.final:
        hits = fuse_hits(hits, passage)
    return passage, hits, group_parties(passage, hits, lexicon, published.interval() if published else None)


def mentions(passage: Passage, parties: Sequence[Party]) -> tuple[ActorMention, ...]:
    """Return parties as the mentions of the model."""
    return tuple(ActorMention(span=passage.span(p.first, p.last), actor=p.actor, role=p.role) for p in parties)


_T = TypeVar("_T", Hit, Party)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Tokens of time expressions, and tokens of sources of what is reported."""

    timed: frozenset[int] = frozenset()
    speaking: frozenset[int] = frozenset()


def tokens_within(passage: Passage, spans: Sequence[Span]) -> frozenset[int]:
    """Return the tokens that begin within any of the spans, which are in order; linear in both."""
    found: list[int] = []
    index, count = 0, len(passage.tokens)
    for span in sorted(spans):
        while index < count and passage.tokens[index].start < span.start:
            index += 1
        while index < count and passage.tokens[index].start < span.end:
            found.append(index)
            index += 1
    return frozenset(found)


def _speaking(passage: Passage, speech: Sequence[Speech]) -> frozenset[int]:
    return tokens_within(passage, [span for one in speech for span in one.attribution.source])


def draft_passage(
    passage: Passage, hits: Sequence[Hit], parties: Sequence[Party], lexicon: Lexicon, marks: Marks | None = None
) -> list[Contest]:
    """Return what every trigger of a passage came to. Sentences without an act are passed over."""
    if not parties:
        return []
    states = {p.actor for p in parties if p.role not in ("agency", "organisation")}
    topic = Topic(only=(min(states), max(states)) if len(states) == 2 else None)
    hits_in, parties_in = _Slices(hits), _Slices(parties)
    contests: list[Contest] = []
    for sentence in passage.sentences:
        named = parties_in.within(sentence)
        if not named and not topic.named:
            continue
        within = hits_in.within(sentence)
        if not any(hit.kinds & ACT for hit in within):
            move_topic(named, (), open_subject(named, sentence.first), topic)
            continue
        view = View(
            final=lexicon.final,
            passage=passage,
            sentence=sentence,
            hits=within,
            parties=named,
            timed=marks.timed if marks is not None else frozenset(),
            speaking=marks.speaking if marks is not None else frozenset(),
            verb_first=bool(lexicon.pack.get("verb_first")),
            verb_last=bool(lexicon.pack.get("verb_last")),
        )
        contests += draft_sentence(view, lexicon, topic)
    return contests


def _cut_at(document: Document, passage: Passage) -> int | None:
    """Return the offset from which claims stand at a cut: the start of the last sentence of a page cut short."""
    if document.access is Access.FULL or document.share >= 1 or not passage.sentences:
        return None
    return passage.tokens[passage.sentences[-1].first].start
