"""Time laid out along a line, in per cent of its width, so that a picture keeps readable words at any width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date

from riscontro.model.time import Interval
from riscontro.tell.catalogue import Catalogue

TICKS = 5
"""The most steps between labels that stand side by side on an axis of 320 pixels."""

_STEPS_IN_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_MARGIN = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A linear scale of days from ``first`` to ``last``."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Return where a day lies, 0 to 100."""
        whole = max((self.last - self.first).days, 1)
        return round(min(max((day - self.first).days / whole, 0.0), 1.0) * 100, 2)

    def place_instant(self, instant: datetime) -> float:
        """Return where the day (UTC) of an instant lies, 0 to 100."""
        return self.place(instant.astimezone(UTC).date())


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A label on an axis."""

    place: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An interval on an axis: ``kind`` is ``day``, ``bar``, ``open`` (goes on), ``before`` (start not known)."""

    left: float
    width: float
    kind: str


def scale_over(days: Iterable[date]) -> Scale | None:
    """Return a scale that holds all the days with a small margin, ``None`` where there are none."""
    held = sorted(days)
    if not held:
        return None
    margin = timedelta(days=max(round((held[-1] - held[0]).days * _MARGIN), 3))
    first = held[0] - margin if held[0] - date.min > margin else date.min
    last = held[-1] + margin if date.max - held[-1] > margin else date.max
    return Scale(first=first, last=last)


def bar_of(interval: Interval, scale: Scale) -> Bar | None:
    """Return the bar of an interval, ``None`` where both ends are open."""
    first, last = interval.earliest, interval.latest
    if first is None and last is None:
        return None
    left = scale.place(first) if first else 0.0
    right = scale.place(last + timedelta(days=1) if last < date.max else last) if last else 100.0
    kind = "before" if first is None else "open" if last is None else "day" if first == last else "bar"
    return Bar(left=left, width=round(right - left, 2), kind=kind)


def ticks_of(scale: Scale, catalogue: Catalogue) -> tuple[Tick, ...]:
    """Return the labels of an axis: firsts of months, a step apart that keeps them to :data:`TICKS`."""
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    step = next((step for step in _STEPS_IN_MONTHS if months / step <= TICKS), _STEPS_IN_MONTHS[-1])
    start = scale.first.year * 12 + scale.first.month - 1
    ordinals = range(-(-start // step) * step, start + months + 1, step)
    days = (date(ordinal // 12, ordinal % 12 + 1, 1) for ordinal in ordinals if 12 <= ordinal < 120000)
    return tuple(_tick(day, step, scale, catalogue) for day in days if scale.first <= day <= scale.last)


def _tick(day: date, step: int, scale: Scale, catalogue: Catalogue) -> Tick:
    label = str(day.year) if step >= 12 else str(format_date(day, format="MMM y", locale=catalogue.locale))
    return Tick(place=scale.place(day), label=label)
