"""The numbers of ``weights.toml``, typed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from riscontro.model.claim import EventType


@cache
def load_toml(name: str) -> dict[str, Any]:
    """Return one of the room's data files, parsed."""
    return tomllib.loads((files("riscontro.weigh") / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeShape:
    """How times of one kind of act are held against each other; days, as explained in ``weights.toml``."""

    flow: bool
    tolerance: int
    past: int
    future: int


@cache
def time_shape(type: EventType, mode: str | None) -> TimeShape:
    """Return the row for a type and mode, else for the type, else the default."""
    table = load_toml("weights")["time"]
    row = table.get(f"{type}/{mode or ''}") or table.get(str(type)) or table["default"]
    return TimeShape(flow=row["shape"] == "flow", tolerance=row["tolerance"], past=row["past"], future=row["future"])


def link_number(name: str) -> int:
    """Return one number of the ``[link]`` table."""
    return int(load_toml("weights")["link"][name])


@cache
def score_weights() -> dict[str, float]:
    """Return what each comparison adds to a claim's choice among events."""
    return dict(load_toml("weights")["score"])


@cache
def mode_table() -> dict[str, Any]:
    """Return the ``[mode]`` table."""
    return dict(load_toml("weights")["mode"])
