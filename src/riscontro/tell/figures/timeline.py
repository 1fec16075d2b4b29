"""The timeline as a picture: one row an event, the days on which it can lie, and the day it became known."""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.tell.catalogue import Catalogue
from riscontro.tell.figures.frame import NARROW, Frame, draw_bar, draw_grid, draw_shape, frame_of, share_of_words
from riscontro.tell.figures.picture import SMALL_SIZE, TEXT_SIZE, Easel, Kind, Mark, Picture, clipped
from riscontro.tell.timeline import Timeline, TimelineRow

HEAD = 26.0
"""Pixels above the first row, for the labels of the axis."""


def picture_timeline(timeline: Timeline, catalogue: Catalogue, *, width: float) -> Picture | None:
    """Return the picture, ``None`` where there is no event or none has a date."""
    if not timeline.ticks or not (timeline.rows or timeline.undated):
        return None
    narrow = width < NARROW
    step = 50.0 if narrow else 36.0
    words = share_of_words(width)
    frame = frame_of(width, words=words)
    easel = Easel()
    rows = [*timeline.rows, *timeline.undated]
    bottom = HEAD + step * len(rows)
    draw_grid(easel, timeline.ticks, frame, top=HEAD, bottom=bottom)
    separators = [Mark(x=0, x2=width, y=HEAD + step * number, colour="faint") for number in range(len(rows) + 1)]
    easel.add(Kind.RULE, separators, width=1)
    room = (width if narrow else width * words - 16) - 20
    _draw_words(easel, rows, catalogue, room=room, step=step)
    for number, row in enumerate(rows):
        middle = HEAD + step * number + (38 if narrow else step / 2)
        _draw_row(easel, row, frame, y=middle)
    return easel.picture(width=width, height=bottom + 2, says=catalogue.count("timeline_says", len(rows)))


def _draw_words(easel: Easel, rows: Sequence[TimelineRow], catalogue: Catalogue, *, room: float, step: float) -> None:
    tops = [HEAD + step * number for number in range(len(rows))]
    for top, row in zip(tops, rows, strict=True):
        draw_shape(easel, row.status, x=7, y=top + 11)
    labels = [
        Mark(x=20, y=top + 15, text=clipped(row.label, room), target=row.event_id, colour="accent")
        for top, row in zip(tops, rows, strict=True)
    ]
    easel.add(Kind.TEXT, labels, size=TEXT_SIZE)
    notes = [
        Mark(x=20, y=top + 29, text=clipped(_note(row, catalogue), room, SMALL_SIZE), colour="soft")
        for top, row in zip(tops, rows, strict=True)
    ]
    easel.add(Kind.TEXT, notes, size=SMALL_SIZE)


def _note(row: TimelineRow, catalogue: Catalogue) -> str:
    return f"{row.when} · {catalogue.word('status_short', row.status)}"


def _draw_row(easel: Easel, row: TimelineRow, frame: Frame, *, y: float) -> None:
    known = None if row.known is None else frame.place(row.known)
    if row.bar is not None:
        end = frame.place(row.bar.left + (0 if row.bar.kind == "day" else row.bar.width))
        if known is not None and known > end + 8:
            easel.add(Kind.RULE, [Mark(x=end + 6, x2=known, y=y, colour=row.status)], width=1, dash=(1, 3))
        draw_bar(easel, row.bar, frame, y=y, status=row.status)
    if known is not None:
        easel.add(Kind.RULE, [Mark(x=known, y=y - 9, y2=y + 9, colour="ink")], width=1.5)
