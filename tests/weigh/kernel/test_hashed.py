"""A map in arrays answers as a dictionary does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from riscontro.weigh.kernel.hashed import empty_map, find, is_full, more_room, new_map, put

KEYS = st.integers(0, 60) | st.integers(0, 2**62)
ENTRIES = st.lists(st.tuples(KEYS, st.integers(-5, 2**40)), max_size=80)


@given(ENTRIES, KEYS)
def test_find_returns_what_was_put_last_or_the_other(entries: list[tuple[int, int]], absent: int) -> None:
    table, held = new_map(4), dict[int, int]()
    for key, value in entries:
        if is_full(table, 1):
            table = more_room(table, 1)
        put(table, key, value)
        held[key] = value
    assert {key: find(table, key, -7) for key in held} == held
    assert find(table, absent, -7) == held.get(absent, -7)


@given(ENTRIES, ENTRIES)
def test_an_emptied_map_knows_nothing_of_before(before: list[tuple[int, int]], after: list[tuple[int, int]]) -> None:
    table = new_map(80)
    for key, value in before:
        put(table, key, value)
    empty_map(table, len(after))
    for key, value in after:
        put(table, key, value)
    assert {key: find(table, key, -7) for key, _ in [*before, *after]} == {
        key: dict(after).get(key, -7) for key, _ in [*before, *after]
    }
