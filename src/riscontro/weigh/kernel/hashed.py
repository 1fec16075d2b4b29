"""Maps from numbers to numbers in plain arrays, for compiled loops: open addressing with linear probing.

A loop that asks a map some twenty times for each claim spends most of its time in it; numba's own typed map calls a
function for every comparison and keeps its entries apart from its index. Here a key lies beside its value, and a map
can be emptied as far as the next round needs it, so that one that serves event after event stays near the processor.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from riscontro.weigh.kernel.compiled import loop, step

EMPTY = -1
"""Stands where there is no key: keys are not negative."""

_SPREAD = -7046029254386353131
"""2^64 divided by the golden ratio, as a signed number (Knuth, The Art of Computer Programming 3, 6.4)."""

_SHIFT = 32
"""The upper half of a product is what depends on all of a key."""


class Map(NamedTuple):
    """``slots`` hold a key and its value each; ``state`` how many of them are in use as the map stands (a power of two)
    and how many of those are taken.
    """

    slots: Any
    state: Any


@step
def slots_for(keys: int) -> int:
    """Return how many slots leave half of them free, with so many keys."""
    slots = 16
    while slots < 2 * keys:
        slots *= 2
    return slots


@loop
def new_map(keys: int) -> Map:
    """Return an empty map with room for so many keys."""
    slots = slots_for(keys)
    table = np.zeros((slots, 2), np.int64)
    table[:, 0] = EMPTY
    return Map(table, np.array([slots, 0], dtype=np.int64))


@step
def empty_map(table: Map, keys: int) -> None:
    """Forget all keys, and use as much of the map as so many keys need; it must have been made for as many."""
    slots = slots_for(keys)
    table.state[0], table.state[1] = slots, 0
    for slot in range(slots):
        table.slots[slot, 0] = EMPTY


@step
def find(table: Map, key: int, other: int) -> int:
    """Return the value of a key, another where it is not there."""
    slot = _slot(table, key)
    return int(table.slots[slot, 1]) if table.slots[slot, 0] == key else other


@step
def put(table: Map, key: int, value: int) -> None:
    """Set the value of a key."""
    slot = _slot(table, key)
    if table.slots[slot, 0] != key:
        table.slots[slot, 0] = key
        table.state[1] += 1
    table.slots[slot, 1] = value


@step
def is_full(table: Map, more: int) -> bool:
    """Tell whether so many keys more would leave less than half of the slots free."""
    return 2 * (int(table.state[1]) + more) > int(table.state[0])


@loop
def more_room(table: Map, more: int) -> Map:
    """Return the map with room for as many keys again, and some more."""
    wider = new_map(2 * int(table.state[1]) + more)
    for slot in range(table.state[0]):
        if table.slots[slot, 0] != EMPTY:
            put(wider, table.slots[slot, 0], table.slots[slot, 1])
    return wider


@step
def _slot(table: Map, key: int) -> int:
    last = int(table.state[0]) - 1
    slot = ((int(key) * _SPREAD) >> _SHIFT) & last
    while table.slots[slot, 0] != key and table.slots[slot, 0] != EMPTY:
        slot = (slot + 1) & last
    return slot
