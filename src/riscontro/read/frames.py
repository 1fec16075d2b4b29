"""Frames: which marker announces which side of an act, with scores; data in ``lang/frames.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from riscontro.errors import PackError

Slots = Mapping[str, Mapping[str, float]]
Markers = tuple[tuple[str, float], ...]
"""Markers with their weights; one that can be several has them joined by ``/``."""
Spoken = tuple[tuple[str, str, float], ...]
"""Slots, each with the marker that speaks best for it, and its score."""
_MOST_KEPT = 2_000
"""Markers of one frame that are remembered; then memory begins anew, so that it stays bounded."""

INTRANSITIVE = frozenset({"die", "visit", "serve", "meet", "bind", "clash"})
"""Frames whose verbs keep their subject under an auxiliary that elsewhere makes a passive ("sono arrivati")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The slots of one kind of act, as a verb and as a noun: slot to marker to score."""

    name: str
    verb: Slots
    noun: Slots
    passive: Slots
    """Those of a verb in the passive, where they differ ("expelled from Peru": Peru expels)."""
    _known: dict[tuple[bool, bool, Markers], Spoken] = field(default_factory=dict, compare=False, repr=False)

    def slots(self, form: str, *, passive: bool = False) -> Slots:
        """Return the slots for a trigger of this form (``noun`` or a verb's form)."""
        if form == "noun":
            return self.noun
        return self.passive if passive else self.verb

    def spoken_for(self, form: str, markers: Markers, *, passive: bool = False) -> Spoken:
        """Return the slots that markers speak for, in the frame's order. The same few stand everywhere, so what they
        come to is remembered.
        """
        key = form == "noun", passive, markers
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = self._known[key] = _weigh(self.slots(form, passive=passive), markers)
        return known


def _weigh(slots: Slots, markers: Markers) -> Spoken:
    names = [(name, weight) for marker, weight in markers for name in marker.split("/")]
    found: list[tuple[str, str, float]] = []
    for slot, scores in slots.items():
        best, best_name = 0.0, ""
        for name, weight in names:
            score = scores.get(name, 0.0) * weight
            if score > best:
                best, best_name = score, name
        if best_name:
            found.append((slot, best_name, best))
    return tuple(found)


@cache
def load_frames() -> Mapping[str, Frame]:
    """Return all frames by name. Raise :class:`PackError` where the file is malformed."""
    try:
        table = tomllib.loads((files("riscontro.lang") / "frames.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"lang/frames.toml is not TOML: {error}") from error
    return {
        name: Frame(
            name=name,
            verb=row.get("verb", {}),
            noun=row.get("noun", {}),
            passive=row.get("passive", row.get("verb", {})),
        )
        for name, row in table.items()
    }
