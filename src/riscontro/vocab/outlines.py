"""Outlines of states, for maps: Natural Earth 4.1, 1:50 million, public domain, as carried by world-atlas 2.0.2.

Points are rounded to 0.05 degrees and thinned. Natural Earth draws borders as they are held, not as they are claimed.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

Ring = tuple[tuple[float, float], ...]
"""Points of a closed line, degrees east and north."""

SOURCE = "Natural Earth"

_STEP = 0.05


@cache
def outlines() -> tuple[tuple[str, tuple[Ring, ...]], ...]:
    """Return for each state its alpha-3 code (``-`` for land that has none) and its rings."""
    text = (files("riscontro.vocab") / "outlines.tsv").read_text("utf-8")
    rows = (row.split("\t") for row in text.splitlines())
    return tuple((code, tuple(_ring(points) for points in rings.split(";"))) for code, rings in rows)


def _ring(points: str) -> Ring:
    pairs = (point.split(",") for point in points.split(" "))
    return tuple((round(int(x) * _STEP, 2), round(int(y) * _STEP, 2)) for x, y in pairs)
