"""From inputs to documents: bytes first, then text and facts.

:func:`gather` takes files and folders to captures, :func:`extract` a capture to its documents; near-copies are grouped
by :class:`FamilyIndex`, or :func:`assign_families` for a whole set. What could not be used comes out as an issue with
its cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from riscontro.collect.access import cut_offset
from riscontro.collect.extract import Extraction, extract
from riscontro.collect.gather import gather
from riscontro.collect.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from riscontro.collect.families import FamilyIndex, NearCopy, assign_families

__all__ = [
    "DEFAULT_LIMITS",
    "Extraction",
    "FamilyIndex",
    "Limits",
    "NearCopy",
    "assign_families",
    "cut_offset",
    "extract",
    "gather",
]

_OF_FAMILIES = frozenset({"FamilyIndex", "NearCopy", "assign_families"})


def __getattr__(name: str) -> Any:
    """Import what needs numpy on first use: most commands never group near-copies."""
    if name not in _OF_FAMILIES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from riscontro.collect import families

    return getattr(families, name)
