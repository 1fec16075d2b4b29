"""Small tables of claims and sources, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from riscontro.model.claim import Basis
from riscontro.weigh.kernel import HOPS, KINDS, UNKNOWN, Claims, Side, Sources

_DEFAULTS: dict[str, Any] = {
    "at": 0,
    "outlet": 0,
    "lang": 0,
    "side": Side.FOR,
    "chain": (),
    "also": UNKNOWN,
    "event": UNKNOWN,
    "text": 0,
    "figure": np.nan,
    "gains": UNKNOWN,
    "loses": UNKNOWN,
}
_TYPES = {"at": np.int64, "side": np.int8, "text": np.uint64, "figure": np.float64}


def claims(rows: Sequence[dict[str, Any]]) -> Claims:
    """Return a table of claims; what a row does not tell is unknown. Rows are put in public order."""
    rows = sorted(({**_DEFAULTS, **row} for row in rows), key=lambda row: row["at"])
    columns: dict[str, Any] = {}
    for name in _DEFAULTS:
        values = [row[name] for row in rows]
        if name == "chain":
            values = [(*hops, *[UNKNOWN] * (HOPS - len(hops))) for hops in values]
        shape = (len(rows), HOPS) if name == "chain" else (len(rows),)
        columns[name] = np.array(values, dtype=_TYPES.get(name, np.int32)).reshape(shape)
    return Claims(**columns)


def sources(rows: Sequence[tuple[Basis, int, bool]]) -> Sources:
    """Return a table of sources from (kind, state, outlet); those of one state are one group, NONE kind is unnamed."""
    states = np.array([state for _, state, _ in rows], dtype=np.int32)
    return Sources(
        kind=np.array([KINDS.index(kind) for kind, _, _ in rows], dtype=np.int8),
        state=states,
        group=np.where(states >= 0, states, 1000 + np.arange(len(rows))).astype(np.int32),
        named=np.array([kind not in (Basis.NONE, Basis.ANONYMOUS) for kind, _, _ in rows]),
        outlet=np.array([outlet for _, _, outlet in rows]),
    )
