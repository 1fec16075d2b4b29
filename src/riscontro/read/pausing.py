"""The collector of reference cycles held off while a long text is read."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from riscontro import pausing

LONG = 50_000
"""Characters from which a text is long: below it the collector hardly comes to look."""


def uncollected(text: str) -> AbstractContextManager[None]:
    """Hold the collector off where a text is long: a third of the time for one of half a million characters."""
    return pausing.uncollected() if len(text) >= LONG else nullcontext()
