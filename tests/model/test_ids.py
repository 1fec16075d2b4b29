from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.ids import make_id, make_plain_id


@given(st.lists(st.one_of(st.none(), st.integers(), st.text(st.characters()))))
def test_a_plain_id_is_the_id_of_the_same_fields(fields: list[str | int | None]) -> None:
    assert make_plain_id("clm", fields) == make_id("clm", fields)
