"""The pass over one document: candidates, sentences, clauses, frames, claims."""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.lang.loader import load_table, pack_codes
from riscontro.model.attribution import Attribution
from riscontro.model.claim import Claim, Reading
from riscontro.model.document import Access, Document
from riscontro.model.later import Later
from riscontro.model.mention import ActorMention, TimeMention
from riscontro.model.observation import is_series
from riscontro.model.time import Published
from riscontro.read.actors import Party, group_parties, mentions
from riscontro.read.assemble import (
    READER,
    SpeechIndex,
    Surroundings,
    assemble_claims,
    counted_within,
    dated_within,
    told_at,
    told_within,
)
from riscontro.read.compile import Lexicon, load_lexicon
from riscontro.read.headfinal import fuse_hits
from riscontro.read.measure import find_measures
from riscontro.read.numbers import find_numbers
from riscontro.read.observations import read_observations
from riscontro.read.passage import Passage
from riscontro.read.pausing import uncollected
from riscontro.read.sentences import Late, Marks, Timed, draft_passage, tokens_within
from riscontro.read.speech import Hearing, Voices
from riscontro.read.surface import Hits
from riscontro.read.text import Cut, cut_text
from riscontro.read.times import Times


def read(document: Document, *, whole: bool = False) -> Reading:
    """Return what a document says: times, attributions, claims.

    Deterministic and without network. ``unread`` is ``no-pack`` where its language has no acts, ``empty`` where it has
    no text. Claims are read at once. Times and attributions are looked for only where a claim needs them, or when the
    reading is asked for them: most texts hold no act between states, and need neither. Who will ask for them anyway
    wants the reading ``whole``: both are found at once, and nothing twice.
    """
    if is_series(document):
        return read_observations(document, reader=READER)
    if not document.text.strip():
        return Reading(document_id=document.id, lang=document.lang, reader=READER, unread="empty")
    acts = can_read(document.lang)
    if not acts and document.lang not in pack_codes():
        return Reading(document_id=document.id, lang=document.lang, reader=READER, unread="no-pack")
    work = _Work(document, whole=whole)
    with uncollected(document.text):
        if whole:
            work.all_times()
        claims = work.claims() if acts else ()
    reading = Reading(
        document_id=document.id,
        lang=document.lang,
        reader=READER,
        claims=claims,
        times=work.all_times() if whole else Later(work.late_times),
        attributions=work.attributions() if whole else Later(work.attributions),
        unread=None if acts else "no-pack",
    )
    work.let_go()
    return reading


class _Work:
    """One document while it is read. What is found on the way to its claims is kept for whoever asks for it later,
    but no more than that: a reading may be held for long.
    """

    def __init__(self, document: Document, *, whole: bool) -> None:
        self.document, self.whole = document, whole
        self._actors: tuple[ActorMention, ...] | None = None
        self._found: tuple[Passage, list[Party]] | None = None
        self.voices: Voices | None = None
        self._text: Cut | None = None
        self._hearing: Hearing | None = None
        self._times: Times | None = None

    def text(self) -> Cut:
        """Return the text, cut."""
        if self._text is None:
            self._text = cut_text(self.document.text)
        return self._text

    def claims(self) -> tuple[Claim, ...]:
        """Return the claims; nothing but them is looked for where there can be none."""
        document, lexicon = self.document, load_lexicon(self.document.lang)
        if not lexicon.may_tell(self.text()):
            return ()
        passage, hits, parties = look_up(self.text(), lexicon, document.published)
        self._found = passage, parties

        def speaking() -> frozenset[int]:
            return tokens_within(passage, self.hearing().sources())

        marks = Marks(timed=Timed(passage, self.times()), speaking=Late(speaking))
        contests = draft_passage(passage, hits, parties, lexicon, marks)
        drafts = [draft for contest in contests for draft in contest.drafts]
        if not drafts:
            return ()
        counted, told = counted_within(drafts, passage), told_within(drafts, passage)
        measures = find_measures(document.text, lang=document.lang, counted=counted, told=told)
        voices = self._voices_at(told_at(drafts, passage, measures))
        around = Surroundings(
            document_id=document.id,
            passage=passage,
            times=self.times().within(dated_within(drafts, passage)),
            numbers=find_numbers(self.text(), lang=document.lang, within=counted),
            speech=SpeechIndex(voices.speech),
            cut=cut_at(document, passage),
            tags=voices.tags,
            measures=measures,
            printed=document.published.interval() if document.published else None,
        )
        return assemble_claims(drafts, around)

    def actors(self) -> tuple[ActorMention, ...]:
        """Return who is named; looked for again where nobody asked for it while claims were read."""
        if self._actors is None:
            if self._found is None:
                self._found = self._look_for_actors()
            self._actors = mentions(*self._found) if self._found is not None else ()
        return self._actors

    def _look_for_actors(self) -> tuple[Passage, list[Party]] | None:
        if not can_read(self.document.lang):
            return None
        lexicon = load_lexicon(self.document.lang)
        if not lexicon.names_somebody(self.text()):
            return None
        passage, _, parties = look_up(self.text(), lexicon, self.document.published)
        return passage, parties

    def times(self) -> Times:
        """Return the text with its times, which are found as they are asked after."""
        if self._times is None:
            document = self.document
            self._times = Times(self.text(), lang=document.lang, published=document.published)
        return self._times

    def all_times(self) -> tuple[TimeMention, ...]:
        """Return the times."""
        return self.times().all()

    def late_times(self) -> tuple[TimeMention, ...]:
        """Return the times, and forget how they were found."""
        found = self.all_times()
        self._times = None
        return found

    def hearing(self) -> Hearing:
        """Return the text with its attributions found, but not yet who stands behind them."""
        if self._hearing is None:
            document = self.document
            self._hearing = Hearing(
                self.text(),
                lang=document.lang,
                actors=self.actors(),
                publisher=document.publisher,
                agencies=document.agencies,
            )
        return self._hearing

    def _voices_at(self, offsets: Sequence[int]) -> Voices:
        return self.find_voices() if self.whole else self.hearing().voices(at=offsets)

    def find_voices(self) -> Voices:
        """Return what is attributed to whom."""
        if self.voices is None:
            self.voices = self.hearing().voices()
        return self.voices

    def attributions(self) -> tuple[Attribution, ...]:
        """Return the attributions."""
        return tuple(one.attribution for one in self.find_voices().speech)

    def let_go(self) -> None:
        """Forget the text's pieces; who asks for more later has them cut again."""
        self._text = self._hearing = self._found = None


def can_read(lang: str) -> bool:
    """Tell whether there is a pack with acts for a language."""
    return lang in pack_codes() and bool(load_table(lang, "event").get("act"))


def look_up(text: str | Cut, lexicon: Lexicon, published: Published | None) -> tuple[Passage, Hits, list[Party]]:
    """Return the passage with all its candidates: the one pass over the text."""
    passage = lexicon.cut(text)
    hits = lexicon.table.find(passage)
    if lexicon.final:
        hits = Hits(fuse_hits(hits, passage))
    return passage, hits, group_parties(passage, hits, lexicon, published.interval() if published else None)


def cut_at(document: Document, passage: Passage) -> int | None:
    """Return the offset from which claims stand at a cut: the start of the last sentence of a page cut short."""
    if document.access is Access.FULL or document.share >= 1 or not passage.sentences:
        return None
    return passage.starts[passage.sentences[-1].first]
