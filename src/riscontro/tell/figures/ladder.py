"""The ladder as a picture: rungs as rows, what reached them by day of fact and of knowledge, the ceiling as it rose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riscontro.tell.catalogue import Catalogue
from riscontro.tell.figures.frame import NARROW, Frame, draw_grid, draw_shape, frame_of
from riscontro.tell.figures.picture import TEXT_SIZE, Easel, Kind, Mark, Picture, lanes, wrapped
from riscontro.tell.ladder import CeilingLine, LadderRow, LadderSide, Step

HEAD = 26.0
WORDS = 0.31
LANE = 13.0
"""Pixels between acts of one rung that would cover each other."""

LANES = 4

_STYLES = {"reported": (2.0, (2.0, 3.0), 4.0), "corroborated": (2.5, (8.0, 3.0), 8.0), "confirmed": (3.5, (), 0.0)}
"""Of the ceiling at a status: the width of its line, its dashes, and how far below the top of the row it runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """Where a rung's row lies."""

    row: LadderRow
    top: float
    bottom: float
    first: float
    lanes: tuple[int, ...]


def picture_ladder(side: LadderSide, catalogue: Catalogue, *, width: float) -> Picture | None:
    """Return the picture of one direction, ``None`` where it has no rung."""
    if not side.rows:
        return None
    narrow = width < NARROW
    frame = frame_of(width, words=WORDS)
    easel = Easel()
    bands = _bands(side.rows, narrow=narrow)
    bottom = bands[-1].bottom
    shaded = [Mark(x=0, x2=width, y=band.top, y2=band.bottom, colour="faint") for band in bands if band.row.within]
    easel.add(Kind.RECT, shaded, opacity=0.7)
    draw_grid(easel, side.ticks, frame, top=HEAD, bottom=bottom)
    easel.add(Kind.RULE, [Mark(x=0, x2=width, y=band.top, colour="line") for band in bands], width=1)
    for line in side.ceilings:
        _draw_ceiling(easel, line, bands, frame)
    # After the lines, which a narrow picture draws across the names.
    _draw_names(easel, bands, room=(width if narrow else width * WORDS) - 34)
    for band in bands:
        for step, lane in zip(band.row.steps, band.lanes, strict=True):
            _draw_step(easel, step, frame, y=band.first + LANE * lane)
    says = catalogue.text("ladder_says", title=side.title, rungs=len(side.rows))
    return easel.picture(width=width, height=bottom + 6, says=says)


def _bands(rows: Sequence[LadderRow], *, narrow: bool) -> list[_Band]:
    bands, top = [], HEAD
    for row in rows:
        spans = [_span(step) for step in row.steps]
        taken = tuple(lanes(spans, gap=1.5 if not narrow else 3.5, most=LANES))
        head = 22.0 if narrow else 0.0
        height = head + max(14 + LANE * max(taken, default=0) + 14, 34)
        first = top + head + (height - head - LANE * max(taken, default=0)) / 2
        bands.append(_Band(row=row, top=top, bottom=top + height, first=first, lanes=taken))
        top += height
    return bands


def _span(step: Step) -> tuple[float, float]:
    places = [mark.place for mark in step.marks] + ([] if step.fact is None else [step.fact])
    return (min(places), max(places)) if places else (0.0, 0.0)


def _draw_names(easel: Easel, bands: Sequence[_Band], *, room: float) -> None:
    levels = [Mark(x=8, y=band.top + 21, text=str(band.row.level), colour="soft") for band in bands]
    easel.add(Kind.TEXT, levels, bold=True)
    for bold in (True, False):
        names = []
        for band in (band for band in bands if bool(band.row.ceiling_at) is bold):
            lines = wrapped(band.row.name, room / (1.04 if bold else 1), TEXT_SIZE)
            start = band.top + 21 - (7 if len(lines) > 1 else 0)
            names += [Mark(x=28, y=start + 14 * number, text=line) for number, line in enumerate(lines)]
        easel.add(Kind.TEXT, names, bold=bold)


def _draw_ceiling(easel: Easel, line: CeilingLine, bands: Sequence[_Band], frame: Frame) -> None:
    """Draw the highest rung known at one status, along the top of its row, stepping up as it became known."""
    width, dash, below = _STYLES[line.status]
    tops = {band.row.level: band.top + below for band in bands}
    held = [(frame.place(place), tops[level]) for place, level in line.breaks if level in tops]
    points = []
    for number, (x, y) in enumerate(held):
        until = held[number + 1][0] if number + 1 < len(held) else frame.right
        points += [Mark(x=x, y=y, colour=line.status), Mark(x=until, y=y, colour=line.status)]
    easel.add(Kind.LINE, points, width=width, dash=dash, opacity=0.85)


def _draw_step(easel: Easel, step: Step, frame: Frame, *, y: float) -> None:
    if step.span is not None:
        first, last = frame.place(step.span[0]), frame.place(sum(step.span))
        easel.add(Kind.RULE, [Mark(x=first, x2=last, y=y, colour=step.status)], width=1.5, dash=(1, 3))
    if step.fact is not None:
        x = frame.place(step.fact)
        easel.add(Kind.RULE, [Mark(x=x, y=y - 6.5, y2=y + 6.5, colour="ink")], width=2)
    for mark in step.marks:
        draw_shape(easel, mark.status, x=frame.place(mark.place), y=y, radius=5.5)
