"""What ``measure.toml`` of a pack must hold: words of totals, of ceilings and of one more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

BOUNDED = ("both", "start", "none")
"""Whether a phrase must begin and end where words do: ``start`` where particles touch what they follow."""

LISTS = ("totals", "ceilings", "further", "waves")


def measure_faults(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what breaks the contract, one line each; empty where the table keeps it."""
    return tuple(_faults(table))


def _faults(table: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"unknown: {key}" for key in table if key not in ("bounded", *LISTS))
    if table.get("bounded") not in BOUNDED:
        yield f"bounded: {table.get('bounded')!r} is none of {', '.join(BOUNDED)}"
    if not table.get("totals"):
        yield "missing: totals"
    for name in LISTS:
        phrases = table.get(name, ())
        yield from (f"{name}: not a phrase: {one!r}" for one in phrases if not isinstance(one, str) or not one.strip())
        yield from (f"{name}: twice: {one!r}" for one in sorted({one for one in phrases if phrases.count(one) > 1}))
