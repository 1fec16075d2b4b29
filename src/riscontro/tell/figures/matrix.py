"""Who stands where, as a picture: events as rows, parties as columns, a shape where a party has spoken."""

from __future__ import annotations

from riscontro.model.grade import Status
from riscontro.tell.catalogue import Catalogue
from riscontro.tell.figures.frame import NARROW, draw_shape, share_of_words
from riscontro.tell.figures.picture import (
    SMALL_SIZE,
    TEXT_SIZE,
    Easel,
    Kind,
    Mark,
    Picture,
    clipped,
    text_width,
    wrapped,
)
from riscontro.tell.figures.shapes import STATUS_SHAPES
from riscontro.tell.matrix import Matrix, MatrixRow, Side

HEAD = 38.0
"""Pixels for the parties' names, on two lines."""

SHAPES = {
    Side.YES: (STATUS_SHAPES[Status.CONFIRMED], "accent"),
    Side.NO: (STATUS_SHAPES[Status.DENIED], "denied"),
    Side.NEITHER: (STATUS_SHAPES[Status.REPORTED], "soft"),
    Side.BOTH: (STATUS_SHAPES[Status.DISPUTED], "disputed"),
    Side.TAKEN_BACK: (STATUS_SHAPES[Status.RETRACTED], "retracted"),
}
"""The shape and the colour of each side; the shape alone tells them apart."""

_LINE = 18.0


def picture_matrix(matrix: Matrix, catalogue: Catalogue, *, width: float) -> Picture | None:
    """Return the picture, ``None`` where no party took a position."""
    if not matrix.rows:
        return None
    narrow = width < NARROW
    step = 46.0 if narrow else 30.0
    left = 0.0 if narrow else width * share_of_words(width)
    across = (width - left) / len(matrix.parties)
    places = [left + across * (number + 0.5) for number in range(len(matrix.parties))]
    easel = Easel()
    _draw_parties(easel, matrix, places, across)
    bottom = HEAD + step * len(matrix.rows)
    edges = [Mark(x=0, x2=width, y=HEAD + step * number, colour="line") for number in range(len(matrix.rows) + 1)]
    easel.add(Kind.RULE, edges, width=1)
    for number, row in enumerate(matrix.rows):
        top = HEAD + step * number
        room = (width if narrow else left - 8) - 20
        label = Mark(x=20, y=top + 17, text=clipped(row.label, room), target=row.event_id, colour="accent")
        draw_shape(easel, row.status, x=7, y=top + 13, radius=5)
        easel.add(Kind.TEXT, [label], size=TEXT_SIZE)
        _draw_sides(easel, row, places, y=top + (34 if narrow else step / 2))
    height = _draw_legend(easel, catalogue, top=bottom, width=width)
    return easel.picture(width=width, height=height, says=catalogue.count("matrix_says", len(matrix.rows)))


def _draw_parties(easel: Easel, matrix: Matrix, places: list[float], across: float) -> None:
    names = []
    for name, x in zip(matrix.parties, places, strict=True):
        lines = wrapped(name, across - 4, SMALL_SIZE)
        start = HEAD - 8 - 13 * (len(lines) - 1)
        names += [Mark(x=x, y=start + 13 * number, text=line, colour="ink") for number, line in enumerate(lines)]
    easel.add(Kind.TEXT, names, size=SMALL_SIZE, align="center", bold=True)


def _draw_sides(easel: Easel, row: MatrixRow, places: list[float], *, y: float) -> None:
    silent = [
        Mark(x=x - 3, x2=x + 3, y=y, colour="line") for x, side in zip(places, row.sides, strict=True) if not side
    ]
    easel.add(Kind.RULE, silent, width=1.5)
    for x, side in zip(places, row.sides, strict=True):
        if side is not None:
            shape, colour = SHAPES[side]
            easel.add(Kind.POINT, [Mark(x=x, y=y, shape=shape, colour=colour)], radius=6)


def _draw_legend(easel: Easel, catalogue: Catalogue, *, top: float, width: float) -> float:
    """Draw what each shape means, on as many lines as it takes, and return the height of the picture."""
    x, y = 0.0, top + 20
    for side in (*Side, None):
        text = catalogue.text(side.value if side else "stand_none")
        wide = 16 + text_width(text, SMALL_SIZE) + 14
        if x and x + wide > width:
            x, y = 0.0, y + _LINE
        if side is None:
            easel.add(Kind.RULE, [Mark(x=x + 3, x2=x + 9, y=y, colour="line")], width=1.5)
        else:
            shape, colour = SHAPES[side]
            easel.add(Kind.POINT, [Mark(x=x + 6, y=y, shape=shape, colour=colour)], radius=5)
        easel.add(Kind.TEXT, [Mark(x=x + 16, y=y + 4, text=text, colour="soft")], size=SMALL_SIZE)
        x += wide
    return y + 12
