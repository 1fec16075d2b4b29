"""The acts of a pack: which words announce them, and in which frame their sides stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from riscontro.read.inflect import Inflector
from riscontro.read.surface import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One group of words with one meaning: type, mode (``item``: taken from the item), and frame."""

    type: str
    mode: str | None
    frame: str


def load_acts(event: Mapping[str, Any]) -> tuple[Act, ...]:
    """Return the acts of a pack in its order; table entries refer to them by their place."""
    return tuple(Act(type=row["type"], mode=row.get("mode"), frame=row["frame"]) for row in event.get("act", ()))


def act_pairs(event: Mapping[str, Any], pack: Mapping[str, Any], inflector: Inflector) -> Iterator[tuple[str, Entry]]:
    """Yield the surface forms of a pack's acts."""
    return iter(())
