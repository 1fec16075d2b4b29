"""All that is found in a text on the way to its claims, for whoever needs more than them: each part when asked for."""

from __future__ import annotations

from functools import cached_property

import riscontro.read.times as times_room  # before numbers, which it imports half-way
from riscontro.model.claim import Claim, Reading
from riscontro.model.document import Document
from riscontro.model.later import Later
from riscontro.model.mention import ActorMention, TimeMention
from riscontro.read.actors import Party, mentions
from riscontro.read.assemble import READER, SpeechIndex, Surroundings, assemble_claims
from riscontro.read.compile import Lexicon, load_lexicon
from riscontro.read.measure import find_measures
from riscontro.read.numbers import NumberMention, find_numbers
from riscontro.read.passage import Passage
from riscontro.read.reader import cut_at, look_up
from riscontro.read.sentences import Marks, draft_passage, tokens_within
from riscontro.read.speech import Voices, find_voices
from riscontro.read.surface import Hits
from riscontro.read.text import Cut, cut_text


class Study:
    """One document in a language that can be read (:func:`riscontro.read.reader.can_read`), looked at closely.

    Sequences are sorted by position and may be empty; ``passage`` is ``None`` where nobody is named.
    """

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def text(self) -> Cut:
        """The text, cut."""
        return cut_text(self.document.text)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return load_lexicon(self.document.lang)

    @cached_property
    def _found(self) -> tuple[Passage, Hits, list[Party]] | None:
        if not self._lexicon.names_somebody(self.text):
            return None
        return look_up(self.text, self._lexicon, self.document.published)

    @property
    def passage(self) -> Passage | None:
        """Tokens and sentences."""
        return self._found[0] if self._found is not None else None

    @property
    def hits(self) -> Hits:
        """Words of the packs."""
        return self._found[1] if self._found is not None else Hits(())

    @property
    def parties(self) -> list[Party]:
        """Noun phrases that name actors."""
        return self._found[2] if self._found is not None else []

    @cached_property
    def actors(self) -> tuple[ActorMention, ...]:
        """The same as mentions."""
        return mentions(self.passage, self.parties) if self.passage is not None else ()

    @cached_property
    def times(self) -> tuple[TimeMention, ...]:
        """Expressions of time."""
        return times_room.find_times(self.text, lang=self.document.lang, published=self.document.published)

    @cached_property
    def numbers(self) -> tuple[NumberMention, ...]:
        """Numbers."""
        return find_numbers(self.text, lang=self.document.lang)

    @cached_property
    def voices(self) -> Voices:
        """What is attributed to whom."""
        return find_voices(
            self.text,
            lang=self.document.lang,
            actors=self.actors,
            publisher=self.document.publisher,
            agencies=self.document.agencies,
        )

    @property
    def cut(self) -> int | None:
        """The offset from which claims stand where the page is cut short, ``None`` for a whole one."""
        return cut_at(self.document, self.passage) if self.passage is not None else None

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that the rules read."""
        passage, parties = self.passage, self.parties
        if passage is None:
            return ()
        contests = draft_passage(passage, self.hits, parties, self._lexicon, self._marks(passage))
        drafts = [draft for contest in contests for draft in contest.drafts]
        if not drafts:
            return ()
        around = Surroundings(
            document_id=self.document.id,
            passage=passage,
            times=self.times,
            numbers=self.numbers,
            speech=SpeechIndex(self.voices.speech),
            cut=self.cut,
            tags=self.voices.tags,
            measures=find_measures(self.document.text, lang=self.document.lang),
            printed=self.document.published.interval() if self.document.published else None,
        )
        return assemble_claims(drafts, around)

    def _marks(self, passage: Passage) -> Marks:
        sources = [span for one in self.voices.speech for span in one.attribution.source]
        return Marks(
            timed=tokens_within(passage, [time.span for time in self.times]), speaking=tokens_within(passage, sources)
        )

    def reading(self) -> Reading:
        """Return the reading of the rules: its claims at once, times and attributions when they are looked at."""
        return Reading(
            document_id=self.document.id,
            lang=self.document.lang,
            reader=READER,
            claims=self.claims,
            times=Later(lambda: self.times),
            attributions=Later(lambda: tuple(one.attribution for one in self.voices.speech)),
        )
