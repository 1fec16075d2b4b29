"""Whether a date that a sentence gives follows from the date that is held: the same, or coarser by the calendar."""

from __future__ import annotations

import calendar
from datetime import date

from riscontro.model.time import Interval


def follows(said: Interval, held: Interval, *, begun: bool = False, season: bool = False) -> bool:
    """Tell whether ``said`` is ``held``, or its months or years; ``begun`` lets a beginning stand for an open end.

    >>> from riscontro.model.time import partial_date_to_interval as days
    >>> follows(days("2024-10"), days("2024-10-18")), follows(days("2024-10-18"), days("2024-10"))
    (True, False)
    """
    if season and _within(held, said):
        return True
    if begun and held.latest is None and said.earliest is not None and said.latest is not None:
        return held.earliest is not None and _is_start(said.earliest, held.earliest) and said.latest >= held.earliest
    return said in (held, _widened(held, "month"), _widened(held, "year"))


def _within(inner: Interval, outer: Interval) -> bool:
    if None in (inner.earliest, inner.latest, outer.earliest, outer.latest):
        return False
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest  # type: ignore[operator]


def _widened(held: Interval, unit: str) -> Interval:
    """Return the whole months or years that an interval touches; an open end stays open."""
    first, last = held.earliest, held.latest
    if unit == "month":
        first = first and first.replace(day=1)
        last = last and last.replace(day=calendar.monthrange(last.year, last.month)[1])
    else:
        first, last = first and first.replace(month=1, day=1), last and last.replace(month=12, day=31)
    return Interval(earliest=first, latest=last)


def _is_start(said: date, held: date) -> bool:
    return said in (held, held.replace(day=1), held.replace(month=1, day=1))


def ignoring_year(said: Interval, held: Interval) -> bool:
    """Tell whether two intervals are the same days of some year: a date told without its year."""
    ends = ((said.earliest, held.earliest), (said.latest, held.latest))
    return all(a is not None and b is not None and (a.month, a.day) == (b.month, b.day) for a, b in ends)
