"""Envelopes of figures: the range that they span, never their sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from riscontro.model.claim import Quantity


def envelope_of(figures: Sequence[Quantity]) -> Quantity | None:
    """Return the range of the figures in the commonest unit, ``None`` without figures.

    A cumulative total and an increment speak of different things and are never put together: where there are totals
    the envelope is theirs, and is marked cumulative. The upper end is open where a figure without one lies at or above
    all upper ends ("more than 10,000"); ``bound`` is kept where all figures share it.
    """
    if not figures:
        return None
    # Many figures of a large case are one object: each is looked at once.
    times = Counter(map(id, figures))
    distinct = {id(figure): figure for figure in figures}
    units: Counter[str] = Counter()
    for name, figure in distinct.items():
        units[figure.unit] += times[name]
    unit = min(units, key=lambda unit: (-units[unit], unit))
    told = [figure for figure in distinct.values() if figure.unit == unit]
    totals = [figure for figure in told if figure.cumulative]
    kept = totals or told
    bounds = {figure.bound for figure in kept}
    windows = {figure.window for figure in kept}
    return Quantity(
        minimum=_lowest(kept),
        maximum=_highest(kept),
        unit=unit,
        bound=bounds.pop() if len(bounds) == 1 else None,
        window=windows.pop() if len(windows) == 1 else None,
        cumulative=bool(totals),
    )


def _lowest(figures: Sequence[Quantity]) -> float | None:
    lows = [figure.minimum for figure in figures]
    known = [low for low in lows if low is not None]
    return min(known) if known and len(known) == len(lows) else None


def _highest(figures: Sequence[Quantity]) -> float | None:
    highest = max((figure.maximum for figure in figures if figure.maximum is not None), default=None)
    floors = [f.minimum for f in figures if f.maximum is None and f.minimum is not None]
    if highest is None or any(floor >= highest for floor in floors):
        return None
    return highest
