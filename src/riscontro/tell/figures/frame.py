"""What the pictures over time share: where days lie, the grid, and how a bar says how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riscontro.model.grade import Status
from riscontro.tell.chart import Bar, Tick
from riscontro.tell.figures.picture import SMALL_SIZE, Easel, Kind, Mark, text_width
from riscontro.tell.figures.shapes import ARROW_LEFT, ARROW_RIGHT, STATUS_SHAPES

PAPER = 700
"""Up to this width a picture stands on a sheet of paper."""

NARROW = 500
"""Below this width words stand above what they name, not beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The part of a picture over which time runs, from ``left`` to ``right`` in pixels."""

    left: float
    right: float

    def place(self, share: float) -> float:
        """Return the pixel of a place in per cent."""
        return self.left + (self.right - self.left) * share / 100


def frame_of(width: float, *, words: float) -> Frame:
    """Return the frame that leaves ``words`` (a share of the width) for words beside it, none in a narrow picture."""
    return Frame(left=10, right=width - 14) if width < NARROW else Frame(left=width * words, right=width - 16)


def share_of_words(width: float) -> float:
    """Return the share of the width that the words beside a row take, more on a sheet of paper."""
    return 0.42 if width > PAPER else 0.5


def draw_grid(easel: Easel, ticks: Sequence[Tick], frame: Frame, *, top: float, bottom: float) -> None:
    """Draw an upright line and a label for each tick; a label that would run over the one before it is left out."""
    lines = [Mark(x=frame.place(tick.place), y=top, y2=bottom, colour="line") for tick in ticks]
    easel.add(Kind.RULE, lines, width=1)
    labels, end = [], -1000.0
    for tick in ticks:
        half = text_width(tick.label, SMALL_SIZE) / 2
        x = min(max(frame.place(tick.place), half), frame.right + 14 - half)
        if x - half > end + 6:
            labels.append(Mark(x=x, y=top - 7, text=tick.label, colour="soft"))
            end = x + half
    easel.add(Kind.TEXT, labels, size=SMALL_SIZE, align="center")


HATCH = 6.0
"""Pixels between the strokes within the bar of an act that is contradicted or denied."""


def draw_bar(easel: Easel, bar: Bar, frame: Frame, *, y: float, status: str, height: float = 7) -> None:
    """Draw the days on which an act can lie; how it is filled says the status, an arrow that an end is not known.

    Caps stand at the ends that are known, so that a short bar is never taken for the square of a status.
    """
    first, last = frame.place(bar.left), frame.place(bar.left + bar.width)
    if bar.kind == "day":
        draw_shape(easel, status, x=first, y=y)
        return
    last = max(last, first + 4)
    body = Mark(x=first, x2=last, y=y - height / 2, y2=y + height / 2, colour=status)
    fills = {Status.CONFIRMED: 1.0, Status.CORROBORATED: 0.45}
    if status in (Status.REFUTED, Status.RETRACTED):
        easel.add(Kind.RULE, [Mark(x=first, x2=last, y=y, colour=status)], width=2, dash=(1, 3))
    else:
        easel.add(Kind.RECT, [body], opacity=fills.get(Status(status), 0.12))
        dash = (3.0, 2.0) if status == Status.RUMOURED else ()
        easel.add(Kind.RECT, [body], outlined=True, width=1.5, dash=dash)
        if status in (Status.DISPUTED, Status.DENIED):
            easel.add(Kind.RULE, list(_hatch(body)), width=1.5)
    caps = [first] * (bar.kind != "before") + [last] * (bar.kind != "open")
    easel.add(Kind.RULE, [Mark(x=x, y=y - 6.5, y2=y + 6.5, colour=status) for x in caps], width=2)
    if bar.kind == "open":
        easel.add(Kind.POINT, [Mark(x=last + 3, y=y, shape=ARROW_RIGHT, colour=status)], radius=7)
    elif bar.kind == "before":
        easel.add(Kind.POINT, [Mark(x=first - 3, y=y, shape=ARROW_LEFT, colour=status)], radius=7)


def _hatch(body: Mark) -> list[Mark]:
    assert body.x2 is not None
    count = int((body.x2 - body.x) // HATCH)
    return [
        Mark(x=body.x + HATCH * (step + 0.5), y=body.y, y2=body.y2, colour=body.colour) for step in range(max(count, 1))
    ]


def draw_shape(easel: Easel, status: str, *, x: float, y: float, radius: float = 6) -> None:
    """Draw the shape of a status."""
    easel.add(Kind.POINT, [Mark(x=x, y=y, shape=STATUS_SHAPES[Status(status)], colour=status)], radius=radius)
