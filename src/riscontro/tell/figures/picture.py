"""A picture as values: marks at pixels, in named colours, so that laying out needs no drawing library and no font.

Widths of text are estimated, never measured: a measure would depend on the fonts of the machine, and so would the bytes
of a dossier.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

TEXT_SIZE = 12.0
SMALL_SIZE = 10.5

_WIDE_CHARACTER, _CAPITAL, _OTHER = 1.05, 0.72, 0.58
"""Widths in parts of the size, as in the broader of the usual sans-serif faces."""


class Kind(StrEnum):
    """What a mark is: the names are Vega-Lite's."""

    RULE = "rule"
    RECT = "rect"
    POINT = "point"
    TEXT = "text"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark. ``x2`` and ``y2`` end a rule or a rectangle; ``colour`` is a name of the page's palette.

    ``target`` is the id in the page that a text leads to; ``group`` and order of a line's points are those given.
    """

    x: float
    y: float
    x2: float | None = None
    y2: float | None = None
    colour: str = "ink"
    text: str | None = None
    shape: str | None = None
    target: str | None = None
    group: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Marks of one kind and one style, drawn over those before them.

    ``radius`` is that of points, in pixels; ``ends`` says whether the marks have an ``x2`` and a ``y2``.
    """

    kind: Kind
    marks: tuple[Mark, ...]
    ends: tuple[bool, bool] = (False, False)
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    outlined: bool = False
    size: float = TEXT_SIZE
    bold: bool = False
    align: str = "left"
    radius: float = 6.0
    curved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a size in pixels; ``says`` is what a reader who does not see it is told."""

    width: float
    height: float
    layers: tuple[Layer, ...]
    says: str

    @property
    def leads(self) -> bool:
        """Tell whether any text of it leads somewhere."""
        return any(mark.target for layer in self.layers for mark in layer.marks)

    @property
    def words(self) -> tuple[str, ...]:
        """The texts of its marks, each once."""
        texts = (mark.text for layer in self.layers for mark in layer.marks)
        return tuple(dict.fromkeys(text for text in texts if text is not None))


@dataclass(slots=True)
class Easel:
    """Collects marks in layers, one a style, in the order in which the styles were first used.

    A chart's cost grows with its layers, hardly with its marks, so marks of one style share a layer.
    """

    held: dict[Layer, list[Mark]] = field(default_factory=dict)
    lines: int = 0

    def add(self, kind: Kind, marks: Sequence[Mark], **style: Any) -> None:
        """Add marks of one style, over those of styles used before; marks of a line are joined in the order given."""
        if not marks:
            return
        shown = [mark for mark in marks if kind is not Kind.TEXT or mark.text]
        if kind is Kind.LINE:
            self.lines += 1
            shown = [replace(mark, group=self.lines) for mark in marks]
        for mark in shown:
            ends = (mark.x2 is not None, mark.y2 is not None)
            self.held.setdefault(Layer(kind=kind, marks=(), ends=ends, **style), []).append(mark)

    def picture(self, *, width: float, height: float, says: str) -> Picture:
        """Return what was collected."""
        layers = tuple(replace(layer, marks=tuple(marks)) for layer, marks in self.held.items())
        return Picture(width=width, height=height, layers=layers, says=says)


def text_width(text: str, size: float = TEXT_SIZE) -> float:
    """Return about how many pixels a text takes, rather too many than too few."""
    return size * sum(map(_character_width, text))


def _character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE_CHARACTER
    return _CAPITAL if character.isupper() else 0.0 if unicodedata.combining(character) else _OTHER


def clipped(text: str, width: float, size: float = TEXT_SIZE) -> str:
    """Return as much of a text as a width holds, with an ellipsis where it is cut.

    >>> clipped("abcdef", 22)
    'ab…'
    """
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(text: str, width: float, size: float = TEXT_SIZE, *, lines: int = 2) -> tuple[str, ...]:
    """Return a text on at most ``lines`` lines of a width, the last one clipped."""
    done: list[str] = []
    rest = text.split()
    while rest and len(done) < lines - 1:
        line = [rest.pop(0)]
        while rest and text_width(" ".join([*line, rest[0]]), size) <= width:
            line.append(rest.pop(0))
        done.append(clipped(" ".join(line), width, size))
    return (*done, clipped(" ".join(rest), width, size)) if rest else tuple(done)


def lanes(spans: Sequence[tuple[float, float]], *, gap: float, most: int) -> Iterator[int]:
    """Yield for each span the first lane in which it touches no earlier one, the last lane where all are taken."""
    ends: list[float] = []
    for first, last in spans:
        free = next((lane for lane, end in enumerate(ends) if first - gap >= end), None)
        if free is None and len(ends) < most:
            ends.append(last)
            free = len(ends) - 1
        lane = free if free is not None else most - 1
        ends[lane] = max(ends[lane], last)
        yield lane
