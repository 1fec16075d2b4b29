"""The collector of reference cycles held off while a long text is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LONG = 50_000
"""Characters from which a text is long: below it the collector hardly comes to look."""


@contextmanager
def uncollected(text: str) -> Iterator[None]:
    """Hold the collector off where a text is long, as it was before afterwards.

    What is found in a text refers to nothing that holds it, so there is no cycle to collect; but the more has been
    found, the longer each look at it takes: up to a third of the time for a text of half a million characters.
    """
    if len(text) < LONG or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
