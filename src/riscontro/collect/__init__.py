"""From inputs to documents: bytes first, then text and facts.

:func:`gather` takes files and folders to captures, :func:`extract` a capture to its documents; near-copies are grouped
by :class:`FamilyIndex`. What could not be used comes out as an issue with its cause.
"""

from __future__ import annotations

from riscontro.collect.access import cut_offset
from riscontro.collect.extract import Extraction, extract
from riscontro.collect.gather import gather
from riscontro.collect.limits import DEFAULT_LIMITS, Limits

__all__ = ["DEFAULT_LIMITS", "Extraction", "Limits", "cut_offset", "extract", "gather"]
