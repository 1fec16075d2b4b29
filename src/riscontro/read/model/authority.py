"""What our own reading says of a text: who, when, how many, how sure. A model's values are held against it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import TypeVar

from riscontro.model.claim import Basis, Claim, EventType, Modality, Stance
from riscontro.model.mention import ActorMention, Span, TimeMention
from riscontro.model.time import Interval
from riscontro.read.assemble import ANSWERED_NO, SpeechIndex
from riscontro.read.model.quotes import overlap
from riscontro.read.model.words import leaves_open, names_region, tells_time
from riscontro.read.numbers import NumberMention
from riscontro.read.speech import Speech
from riscontro.read.study import Study
from riscontro.vocab.states import state

M = TypeVar("M", ActorMention, TimeMention, NumberMention)

_DOUBTING = frozenset({Stance.CANNOT_CONFIRM, Stance.DECLINES})
_LEAST_STEM, _ENDING = 4, 2
"""Letters of a word of a state's name that must stand, and letters that an ending may change."""
_ASKING = ("?", "？", "؟")


class Authority:
    """Our own reading of one document, ready to be asked about any stretch of it."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.text = study.document.text
        passage = study.passage
        self.actors = study.actors
        self.named = frozenset(one.actor for one in self.actors)
        self.sentences = [passage.span(one.first, one.last) for one in passage.sentences] if passage is not None else []
        self._starts = [span.start for span in self.sentences]

    def prepare(self) -> None:
        """Read what claims are held to: our own claims, times, numbers and attributions."""
        _ = self.study.claims, self.study.times, self.numbers, self._speech

    @cached_property
    def numbers(self) -> tuple[NumberMention, ...]:
        """The numbers of the text that count something: neither ordinals nor years."""
        return tuple(one for one in self.study.numbers if not one.ordinal and not self._is_year(one.span))

    def _is_year(self, span: Span) -> bool:
        digits = self.text[span.start : span.end].strip()
        return digits.isdigit() and len(digits) == 4 and digits[:2] in ("19", "20")

    @cached_property
    def _speech(self) -> SpeechIndex:
        return SpeechIndex(self.study.voices.speech)

    def sentence_of(self, span: Span) -> Span:
        """Return the sentences that a span lies in, from the first's start to the last's end; itself if none does."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.end)
        within = self.sentences[first : max(last, first + 1)]
        return Span(min(within[0].start, span.start), max(within[-1].end, span.end)) if within else span

    def actors_at(self, span: Span) -> list[str]:
        """Return the codes of the actors that words name, those that share most with them first."""
        return list(dict.fromkeys(one.actor for one in _at(self.actors, span)))

    def names_state(self, span: Span, code: str) -> bool:
        """Tell whether words name a state as CLDR calls it in the document's language, whatever their endings."""
        stems = _name_stems(code, self.study.document.lang)
        words = self.text[span.start : span.end].casefold().split()
        places = [next((n for n, word in enumerate(words) if word.startswith(stem)), None) for stem in stems]
        return bool(stems) and None not in places

    def names_region(self, span: Span, code: str) -> bool:
        """Tell whether words name a place of a state rather than the state."""
        words = self.text[span.start : span.end]
        return names_region(words, code, self.study.document.lang) and not self.names_state(span, code)

    def times_at(self, span: Span) -> list[TimeMention]:
        """Return the times that words hold, those that share most with them first."""
        return list(_at(self.study.times, span))

    def speaks_of_time(self, span: Span) -> bool:
        """Tell whether words hold a word of time, resolved or not."""
        return tells_time(self.text[span.start : span.end], self.study.document.lang)

    @cached_property
    def published(self) -> Interval | None:
        """The days within which the document was published, ``None`` where they are not known."""
        found = self.study.document.published
        return found.interval() if found is not None else None

    def dates_saying(self, time: Span, act: Span) -> bool:
        """Tell whether a time stands outside what is said where the act is part of it: it dates the saying."""
        voice = self.voice_of(act)
        content = voice.attribution.content if voice is not None else ()
        told = any(overlap(part, act) for part in content)
        return told and not any(overlap(part, time) for part in content)

    def counts_in(self, span: Span) -> bool:
        """Tell whether words hold a number that counts something, days of dates left out."""
        found = self.numbers_at(span)
        return bool(found) and any(
            not any(overlap(one.span, time.span) for time in self.times_at(span)) for one in found
        )

    def numbers_at(self, span: Span) -> list[NumberMention]:
        """Return the numbers that words hold, those that share most with them first."""
        return list(_at(self.numbers, span))

    def voice_of(self, span: Span) -> Speech | None:
        """Return the attribution that words stand under, ``None`` where nobody is said to say them."""
        return self._speech.closest(span)

    def acts_at(self, act: Span, type: EventType) -> list[Claim]:
        """Return our own claims of a type whose act is told by words within a span."""
        return [claim for claim in self.study.claims if claim.type is type and lies_in(trigger_of(claim), act)]

    def dates_same_act(self, time: Span, claim: Claim) -> bool:
        """Tell whether our own reading dates another telling of a claim's act by these words."""
        act = (claim.type, claim.actor, claim.recipient)
        return any(
            (other.type, other.actor, other.recipient) == act
            and any(one.field == "when" and overlap(one.span, time) for one in other.evidence)
            for other in self.study.claims
        )

    def moods_at(self, sentence: Span, act: Span) -> set[Modality]:
        """Return the modalities for which a sentence holds words, whatever act they belong to."""
        found = {claim.modality for claim in self.study.claims if lies_in(trigger_of(claim), sentence)}
        found |= set(self._worded(sentence))
        voices = [one for one in self.study.voices.speech if overlap(one.span, sentence)]
        for voice in [*voices, *filter(None, [self.voice_of(act)])]:
            found |= _moods_of(voice)
        words = self.text[sentence.start : sentence.end]
        if any(mark in words for mark in _ASKING):
            found.add(Modality.QUESTIONED)
        found |= leaves_open(words, self.study.document.lang)
        return found - {Modality.ASSERTED}

    def _worded(self, sentence: Span) -> Iterator[Modality]:
        passage = self.study.passage
        assert passage is not None
        for hit in self.study.hits:
            start = passage.tokens[hit.first].start
            if not sentence.start <= start < sentence.end:
                continue
            for entry in hit.entries:
                if entry.kind == "modality":
                    yield Modality(entry.code)
                elif entry.kind == "word" and entry.code in _FUNCTIONS:
                    yield _FUNCTIONS[entry.code]
                elif entry.tag in _FORMS:
                    yield _FORMS[entry.tag]


_FUNCTIONS = {"future": Modality.PLANNED, "neg": Modality.DENIED, "none": Modality.DENIED}
_FORMS = {"future": Modality.PLANNED, "conditional": Modality.POSSIBLE}
"""What functions of words and forms of verbs say of certainty."""


@cache
def _name_stems(code: str, lang: str) -> tuple[str, ...]:
    """Return the beginnings of the words of a state's name in CLDR, empty where it has none."""
    from babel import Locale, UnknownLocaleError

    known = state(code)
    try:
        name = Locale.parse(lang).territories.get(known.alpha2, "") if known is not None else ""
    except UnknownLocaleError:
        return ()
    return tuple(word[: max(_LEAST_STEM, len(word) - _ENDING)] for word in name.casefold().split())


def _moods_of(voice: Speech) -> set[Modality]:
    found = set()
    if voice.stance in ANSWERED_NO:
        found.add(Modality.DENIED)
    if voice.stance in _DOUBTING:
        found |= {Modality.QUESTIONED, Modality.POSSIBLE}
    if voice.hedge is not None or voice.kind is Basis.RUMOUR:
        found.add(Modality.POSSIBLE)
    if voice.wish or voice.attitude or voice.stance is Stance.WARNS:
        found.add(Modality.PLANNED)
    return found


def trigger_of(claim: Claim) -> Span:
    """Return the words that tell a claim's act."""
    return next((one.span for one in claim.evidence if one.field == "type"), claim.span)


def lies_in(span: Span, other: Span) -> bool:
    """Tell whether one span lies within another."""
    return other.start <= span.start and span.end <= other.end


def _at(found: Iterable[M], span: Span) -> list[M]:
    """Return the mentions that share words with a span, those that share most first."""
    start, end = span
    sharing = [one for one in found if one.span.start < end and start < one.span.end]
    return sorted(sharing, key=lambda one: (-overlap(one.span, span), one.span)) if len(sharing) > 1 else sharing
