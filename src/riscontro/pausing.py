"""The collector of reference cycles held off while very many records are made that form none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the collector off, as it was before afterwards.

    Records refer to nothing that holds them, so there is no cycle to collect; but the more of them there are, the
    longer each look at them takes: two fifths of the time in which a million claims are gathered. What nothing refers
    to any more goes all the same.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
