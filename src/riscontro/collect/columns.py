"""How a table of observations is known: by the columns of its first line."""

from __future__ import annotations

NEEDED = frozenset({"date", "what", "count", "reference"})
"""The columns without which a table is no series of observations; ``place`` belongs to it, and may be left out."""


def begins_series(head: bytes) -> bool:
    """Tell whether a file begins with the header of a series."""
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    return find_delimiter(first) is not None


def find_delimiter(header: str) -> str | None:
    """Return what parts the cells: the mark by which the header holds all columns that are needed."""
    for mark in (",", ";", "\t"):
        if _names(header, mark) >= NEEDED:
            return mark
    return None


def _names(header: str, mark: str) -> set[str]:
    return {name.strip().strip('"').lower() for name in header.split(mark)}
