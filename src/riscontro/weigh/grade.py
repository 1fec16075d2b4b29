"""The Admiralty code of an event: letter of its best origin, digit of its status."""

from __future__ import annotations

from collections.abc import Iterable

from riscontro.model.claim import EventType
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.weigh.register import Register
from riscontro.weigh.voice import Voice


def grade_event(
    status: Status, voices: Iterable[Voice], register: Register, *, type: EventType, mode: str | None
) -> Grade:
    """Return the code: the best letter among the voices that count, F where none does."""
    standing = (voice for voice in voices if voice.speaks_for and voice.heard and not voice.withdrawn)
    letters = (register.letter(voice, type, mode) for voice in standing)
    return Grade(reliability=min(letters, default=Reliability.F), credibility=status.credibility)
