"""The flows as a picture: when each was seen, what has become of it, and beneath it the range of its figures."""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.tell.catalogue import Catalogue
from riscontro.tell.figures.frame import NARROW, Frame, draw_grid, draw_shape, frame_of, share_of_words
from riscontro.tell.figures.picture import SMALL_SIZE, TEXT_SIZE, Easel, Kind, Mark, Picture, clipped
from riscontro.tell.figures.shapes import ARROW_RIGHT
from riscontro.tell.flows import FlowBar, Flows, RangeBar

HEAD = 26.0


def picture_flows(flows: Flows, catalogue: Catalogue, *, width: float) -> Picture | None:
    """Return when flows were seen, ``None`` where none has a day."""
    if not flows.bars:
        return None
    narrow = width < NARROW
    step = 50.0 if narrow else 36.0
    frame = frame_of(width, words=share_of_words(width))
    easel = Easel()
    bottom = HEAD + step * len(flows.bars)
    draw_grid(easel, flows.ticks, frame, top=HEAD, bottom=bottom)
    edges = [Mark(x=0, x2=width, y=HEAD + step * number, colour="faint") for number in range(len(flows.bars) + 1)]
    easel.add(Kind.RULE, edges, width=1)
    room = (width if narrow else width * share_of_words(width) - 16) - 20
    for number, bar in enumerate(flows.bars):
        top = HEAD + step * number
        _draw_words(easel, bar, top=top, room=room)
        _draw_flow(easel, bar, frame, y=top + (40 if narrow else step / 2))
    says = catalogue.count("flows_says", len(flows.bars))
    return easel.picture(width=width, height=bottom + 2, says=says)


def _draw_words(easel: Easel, bar: FlowBar, *, top: float, room: float) -> None:
    draw_shape(easel, bar.status, x=7, y=top + 11)
    label = Mark(x=20, y=top + 15, text=clipped(bar.label, room), target=bar.event_id, colour="accent")
    easel.add(Kind.TEXT, [label], size=TEXT_SIZE)
    note = Mark(x=20, y=top + 29, text=clipped(bar.note, room, SMALL_SIZE), colour="soft")
    easel.add(Kind.TEXT, [note], size=SMALL_SIZE)


def _draw_flow(easel: Easel, bar: FlowBar, frame: Frame, *, y: float) -> None:
    """Draw a flow from first to last sighting, then its state: an arrow, dots of silence, or a bar across."""
    first, last = frame.place(bar.first), max(frame.place(bar.last), frame.place(bar.first) + 3)
    easel.add(Kind.RECT, [Mark(x=first, x2=last, y=y - 5, y2=y + 5, colour=bar.status)], opacity=0.55)
    ends = [Mark(x=first, y=y - 8, y2=y + 8, colour=bar.status), Mark(x=last, y=y - 8, y2=y + 8, colour=bar.status)]
    easel.add(Kind.RULE, ends, width=2)
    if bar.state == "running":
        easel.add(Kind.POINT, [Mark(x=last + 8, y=y, shape=ARROW_RIGHT, colour=bar.status)], radius=7)
    elif bar.state == "silent":
        easel.add(Kind.RULE, [Mark(x=last + 3, x2=frame.right - 9, y=y, colour="soft")], width=2, dash=(2, 4))
        easel.add(Kind.TEXT, [Mark(x=frame.right - 2, y=y + 4, text="?", colour="soft")], bold=True, align="center")
    else:
        easel.add(Kind.RULE, [Mark(x=last + 5, y=y - 8, y2=y + 8, colour="ink")], width=4)


def picture_ranges(flows: Flows, catalogue: Catalogue, *, width: float) -> Picture | None:
    """Return the figures told, each on a scale of those with its unit, ``None`` where there are none."""
    if not flows.ranges:
        return None
    narrow = width < NARROW
    frame = frame_of(width, words=share_of_words(width))
    easel = Easel()
    top = 4.0
    for group in flows.ranges:
        easel.add(Kind.TEXT, [Mark(x=0, y=top + 15, text=group.unit, colour="ink")], bold=True)
        top += 24
        for bar in group.bars:
            top = _draw_range(easel, bar, frame, top=top, narrow=narrow, width=width)
        top += 8
    says = catalogue.count("ranges_says", sum(len(group.bars) for group in flows.ranges))
    return easel.picture(width=width, height=top, says=says)


def _draw_range(easel: Easel, bar: RangeBar, frame: Frame, *, top: float, narrow: bool, width: float) -> float:
    step = 50.0 if narrow else 34.0
    room = (width if narrow else width * share_of_words(width) - 16) - 20
    y = top + (39 if narrow else step / 2)
    easel.add(Kind.RULE, [Mark(x=0, x2=width, y=top, colour="faint")], width=1)
    draw_shape(easel, bar.status, x=7, y=top + 11)
    label = Mark(x=20, y=top + 15, text=clipped(bar.label, room), target=bar.event_id, colour="accent")
    easel.add(Kind.TEXT, [label], size=TEXT_SIZE)
    easel.add(
        Kind.TEXT, [Mark(x=20, y=top + 28, text=clipped(bar.note, room, SMALL_SIZE), colour="soft")], size=SMALL_SIZE
    )
    easel.add(Kind.RULE, [Mark(x=frame.left, x2=frame.right, y=y, colour="line")], width=1)
    _draw_whisker(easel, bar, frame, y=y)
    return top + step


def _draw_whisker(easel: Easel, bar: RangeBar, frame: Frame, *, y: float) -> None:
    low = frame.place(bar.low) if bar.low is not None else None
    high = frame.place(bar.high) if bar.high is not None else None
    ends: Sequence[float] = [end for end in (low, high) if end is not None]
    colour = bar.status
    if low is not None and high is not None and high - low > 1:
        easel.add(Kind.RULE, [Mark(x=low, x2=high, y=y, colour=colour)], width=5, opacity=0.55)
        easel.add(Kind.RULE, [Mark(x=end, y=y - 7, y2=y + 7, colour=colour) for end in ends], width=2)
    elif low is not None and high is None:
        easel.add(Kind.RULE, [Mark(x=low, y=y - 7, y2=y + 7, colour=colour)], width=2)
        easel.add(Kind.RULE, [Mark(x=low, x2=min(low + 30, frame.right - 6), y=y, colour=colour)], width=2, dash=(3, 2))
        easel.add(Kind.POINT, [Mark(x=min(low + 34, frame.right), y=y, shape=ARROW_RIGHT, colour=colour)], radius=6)
    elif high is not None:
        start = frame.left if low is None else high
        easel.add(Kind.RULE, [Mark(x=start, x2=high, y=y, colour=colour)], width=2, dash=(3, 2))
        draw_shape(easel, bar.status, x=high, y=y, radius=5)
