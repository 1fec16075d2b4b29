"""Ids of events, put together in bulk."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.ids import make_id
from riscontro.weigh.kernel.told import event_digits


@given(st.lists(st.text(max_size=12) | st.sampled_from(['a"b', "c\\d", "line\n", "clm-1"]), max_size=6))
def test_digits_are_those_of_the_ids_that_records_get(first: list[str]) -> None:
    assert [f"evt-{digits:016x}" for digits in event_digits(first).tolist()] == [make_id("evt", [id]) for id in first]
