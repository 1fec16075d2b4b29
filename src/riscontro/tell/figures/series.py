"""Cooperation and conflict by month as a picture: bars above and below a line, and where the level changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from riscontro.model.dyad import ChangePoint, Series
from riscontro.tell.catalogue import Catalogue
from riscontro.tell.chart import scale_over, ticks_of
from riscontro.tell.figures.frame import NARROW, Frame, draw_grid
from riscontro.tell.figures.picture import SMALL_SIZE, Easel, Kind, Mark, Picture, text_width
from riscontro.tell.names import party_name

HEAD = 46.0
"""Pixels above the plot, for the direction and the labels of the axis."""

TALL = 150.0
"""Pixels that the greatest cooperation and the greatest conflict of both directions take together."""

ROOM = 12.0
"""Pixels above the greatest and below the least value."""

LEAST_TALL = 24.0

LEAST_APART = 14.0
"""Pixels between two numbers of the scale."""

SCALES = {"cooperation": "corroborated", "conflict": "disputed"}
"""The colour of each measure, a blue and an orange that all eyes tell apart; the side of the line tells it too."""


def peak_of(series: Sequence[Series]) -> float:
    """Return the greatest reach of a direction, from its least value to its most: the scale that all share."""
    return max((sum(_reach(one)) for one in series), default=0.0)


def _reach(series: Series) -> tuple[float, float]:
    up = max((point.cooperation for point in series.points), default=0.0)
    return up, max((-point.conflict for point in series.points), default=0.0)


def picture_series(series: Series, catalogue: Catalogue, *, width: float, peak: float = 0.0) -> Picture | None:
    """Return the months of one direction, ``None`` where it has none; ``peak`` makes two directions one scale."""
    months = [point.month for point in series.points]
    scale = scale_over([*months, *(_next(month) for month in months[-1:])])
    if scale is None:
        return None
    frame = Frame(left=34, right=width - 16)
    easel = Easel()
    up, down = _reach(series)
    step = TALL / max(peak, up + down, 1e-6)
    tall = max((up + down) * step, LEAST_TALL) + 2 * ROOM
    zero = HEAD + ROOM + up * step
    easel.add(Kind.TEXT, [Mark(x=0, y=14, text=_direction(series, catalogue))], bold=True)
    draw_grid(easel, ticks_of(scale, catalogue), frame, top=HEAD, bottom=HEAD + tall)
    places = [frame.place(scale.place(month)) for month in months]
    ends = [*places[1:], frame.place(scale.place(_next(months[-1])))]
    for measure, colour in SCALES.items():
        bars = [
            Mark(x=left, x2=max(left + 1, right - 1), y=zero, y2=zero - value * step, colour=colour)
            for left, right, point in zip(places, ends, series.points, strict=True)
            if (value := point.cooperation if measure == "cooperation" else point.conflict)
        ]
        easel.add(Kind.RECT, bars, opacity=0.85)
        levels = [one for one in series.changes if one.measure == measure]
        _draw_levels(easel, levels, places, ends, months, colour=colour, zero=zero, step=step)
    easel.add(Kind.RULE, [Mark(x=frame.left, x2=frame.right, y=zero, colour="ink")], width=1)
    _draw_scale(easel, (up, -down), zero=zero, step=step, catalogue=catalogue)
    for change in series.changes:
        _draw_change(easel, change, frame.place(scale.place(change.month)), frame, width, tall, catalogue)
    return easel.picture(width=width, height=HEAD + tall + 4, says=_says(series, catalogue))


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _draw_levels(
    easel: Easel,
    changes: Sequence[ChangePoint],
    places: Sequence[float],
    ends: Sequence[float],
    months: Sequence[date],
    *,
    colour: str,
    zero: float,
    step: float,
) -> None:
    """Draw the mean between two change points as a line across its months."""
    held = [change for change in changes if change.month in months]
    starts = [0, *(months.index(change.month) for change in held)]
    means = [*(change.before for change in held[:1]), *(change.after for change in held)]
    for number, mean in enumerate(means):
        last = starts[number + 1] - 1 if number + 1 < len(starts) else len(months) - 1
        line = Mark(x=places[starts[number]], x2=ends[max(last, starts[number])], y=zero - mean * step, colour=colour)
        easel.add(Kind.RULE, [line], width=2)


def _draw_scale(easel: Easel, ends: Sequence[float], *, zero: float, step: float, catalogue: Catalogue) -> None:
    labels = [
        Mark(x=28, y=zero - value * step + 4, text=catalogue.number(round(value, 1)), colour="soft")
        for value in (0.0, *(end for end in ends if abs(end) * step > LEAST_APART))
    ]
    easel.add(Kind.TEXT, labels, size=SMALL_SIZE, align="right")


def _draw_change(
    easel: Easel, change: ChangePoint, x: float, frame: Frame, width: float, tall: float, catalogue: Catalogue
) -> None:
    easel.add(Kind.RULE, [Mark(x=x, y=HEAD, y2=HEAD + tall, colour="ink")], width=1.5, dash=(5, 3))
    text = catalogue.text("series_change")
    room = text_width(text, SMALL_SIZE)
    if width >= NARROW and x + room + 6 < frame.right:
        easel.add(Kind.TEXT, [Mark(x=x + 4, y=HEAD + 12, text=text, colour="ink")], size=SMALL_SIZE)


def _direction(series: Series, catalogue: Catalogue) -> str:
    names = {"actor": party_name(series.actor, catalogue), "recipient": party_name(series.recipient, catalogue)}
    return catalogue.text("direction", **names)


def _says(series: Series, catalogue: Catalogue) -> str:
    return catalogue.count("series_says", len(series.points), title=_direction(series, catalogue))
