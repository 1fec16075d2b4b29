"""Views: an event as it was known at a moment, many at once.

Everything that is said of an event is said of a view, so that "as known at T" is the same code at every T, and cannot
see a claim that came later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riscontro.weigh.kernel.columns import Codes, Moments
from riscontro.weigh.kernel.segments import Rows, expand

NEVER = np.iinfo(np.int64).max
"""The moment that does not come."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Homes:
    """Which event a claim is taken to be about, from when until when (excluded); sorted by event, then claim."""

    claim: Rows
    event: Codes
    since: Moments
    until: Moments


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Views:
    """Events at moments (``event``, ``at``; one row each), and their claims (``view``, ``claim``; sorted so)."""

    event: Codes
    at: Moments
    view: Rows
    claim: Rows

    def __len__(self) -> int:
        return len(self.event)


def look(homes: Homes, event: Codes, at: Moments) -> Views:
    """Return the events as they were known at the moments, those of that moment included."""
    start = np.searchsorted(homes.event, event, side="left")
    end = np.searchsorted(homes.event, event, side="right")
    view, row = expand(start, end)
    known = (homes.since[row] <= at[view]) & (at[view] < homes.until[row])
    return Views(event=event, at=at, view=view[known], claim=homes.claim[row[known]])
