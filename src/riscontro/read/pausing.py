"""The collector of reference cycles held off while a text is read."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from riscontro import pausing

LONG = 500
"""Characters from which a text is long: while a shorter one is read the collector hardly comes to look."""


def uncollected(text: str) -> AbstractContextManager[None]:
    """Hold the collector off where a text is long: a twentieth of the time for an article, a third for half a million
    characters. It looks once at what is left, instead of again and again at all that was found so far.
    """
    return pausing.uncollected() if len(text) >= LONG else nullcontext()
