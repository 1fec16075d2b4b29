"""PLOVER types and modes with CAMEO code, quad class and Goldstein weight, from ``events.tsv``.

Types are PLOVER's (Open Event Data Alliance); the weights follow Goldstein (1992, Journal of Conflict Resolution 36,
369-385) as carried over to CAMEO's root codes, with one weight per mode.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from riscontro.model.claim import EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """A type with a mode (``None``: unstated), its codes, weight and an English gloss."""

    type: EventType
    mode: str | None
    cameo: str
    quad: str
    goldstein: float
    gloss: str


@cache
def event_kinds() -> tuple[EventKind, ...]:
    """Return every type and mode, in the order of the file; each type's first row is the one without a mode."""
    text = (files("riscontro.vocab") / "events.tsv").read_text("utf-8")
    return tuple(
        EventKind(
            type=EventType(row["type"]),
            mode=row["mode"] or None,
            cameo=row["cameo"],
            quad=row["quad"],
            goldstein=float(row["goldstein"]),
            gloss=row["gloss"],
        )
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    )


@cache
def _by_key() -> dict[tuple[EventType, str | None], EventKind]:
    return {(kind.type, kind.mode): kind for kind in event_kinds()}


def event_kind(type: EventType, mode: str | None) -> EventKind:
    """Return the row of a type and mode; an unlisted mode of a known type gives the type's own row."""
    kinds = _by_key()
    return kinds.get((type, mode)) or kinds[type, None]


def is_mode(type: EventType, mode: str | None) -> bool:
    """Tell whether the list holds this mode for this type."""
    return (type, mode) in _by_key()


MUTUAL_MODES = frozenset({"meeting", "call", "negotiation", "treaty", "deal", "exercise", "production", "clash"})
"""Modes that bind both sides alike: actor and recipient may be told in either order."""
