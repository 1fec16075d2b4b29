"""Lines come as the standard library reads them, whatever they hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from riscontro.model.exchange import RowError
from riscontro.pipeline.bulk import parse_line

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def read_plainly(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return str(error)


def read(line: str) -> Any:
    found = parse_line(line)
    return str(found).removeprefix("not JSON: ") if isinstance(found, RowError) else found


@given(VALUES, st.booleans())
def test_what_was_written_is_read(value: Any, ascii_only: bool) -> None:
    line = json.dumps(value, ensure_ascii=ascii_only)
    assert repr(read(line)) == repr(read_plainly(line))


@given(st.text(alphabet='{}[]",:\\/ \t\nuedD8-+.0123456789NaInfityrlsE\0é', max_size=24))
@example('"\\ud800"')
@example('{"a": 1, "b": 2, "a": 3}')
@example("1e999")
@example("-0")
@example('"tab\there"')
@example("\ufeff1")
@example("\ud800")
@example("1" * 5000)
def test_any_text_is_taken_or_refused_alike(line: str) -> None:
    assert repr(read(line)) == repr(read_plainly(line))


@pytest.mark.parametrize("depth", [150, 250, 100_000])
def test_depth_is_bounded_alike(depth: int) -> None:
    line = "[" * depth + "]" * depth
    assert repr(read(line)) == repr(read_plainly(line))
