"""The Admiralty code of an event: letter of its best origin, digit of its status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riscontro.model.claim import EventType
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.source import Source
from riscontro.weigh.names import fold_name
from riscontro.weigh.voice import Voice


class Letters:
    """The reliability letters of the case, by source and topic."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._letters: dict[tuple[str, str | None], Reliability] = {}
        for source in sources:
            for key in {source.key, fold_name(source.key), fold_name(source.name)}:
                self._letters[key, source.topic] = source.reliability

    def letter(self, voice: Voice, type: EventType) -> Reliability:
        """Return the letter of a voice's source on this type, else on all topics, else of its state, else F."""
        name = fold_name(voice.source.name)
        keys = [name, voice.source.key.removeprefix("outlet:").removeprefix("source:")]
        if voice.source.group.startswith("state:"):
            keys.append(voice.source.group)
        for key in keys:
            for topic in (str(type), None):
                if (key, topic) in self._letters:
                    return self._letters[key, topic]
        return Reliability.F

    def grade(self, status: Status, voices: Iterable[Voice], type: EventType) -> Grade:
        """Return the code: the best letter among the voices that count, F where none does."""
        if not self._letters:
            return Grade(reliability=Reliability.F, credibility=status.credibility)
        standing = (v for v in voices if v.speaks_for and v.heard and not v.withdrawn)
        letters = [self.letter(voice, type) for voice in standing]
        return Grade(reliability=min(letters, default=Reliability.F), credibility=status.credibility)
