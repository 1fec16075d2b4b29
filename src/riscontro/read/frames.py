"""Frames: which marker announces which side of an act, with scores; data in ``lang/frames.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from riscontro.errors import PackError

Slots = Mapping[str, Mapping[str, float]]

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

    def slots(self, form: str, *, passive: bool = False) -> Slots:
        """Return the slots for a trigger of this form (``noun`` or a verb's form)."""
        if form == "noun":
            return self.noun
        return self.passive if passive else self.verb


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
