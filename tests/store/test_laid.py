"""Tables laid on disk come back whole, in any order, a slice at a time."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.model.columns import Days, Ids, Listed, Maybe, Table, Texts, Words
from riscontro.store.arrow import Stream
from riscontro.store.laid import Books, lay_table, read_slice, slices_of
from riscontro.store.parquet import connect

pytest.importorskip("duckdb")

TEXTS = st.text(alphabet="aé漢\0 '", max_size=5)
ROW = st.tuples(
    st.integers(-3, 3),
    st.integers(0, 2**40),
    TEXTS,
    st.none() | TEXTS,
    st.none() | st.integers(1, 700_000),
    st.lists(TEXTS, max_size=3),
    st.lists(st.tuples(st.booleans(), st.none() | TEXTS, st.lists(TEXTS, max_size=2)), max_size=3),
)


def words(texts: list[str | None]) -> Words:
    book = sorted({text for text in texts if text is not None})
    return Words(np.array([-1 if text is None else book.index(text) for text in texts], dtype=np.int32), book)


def ids(texts: list[str]) -> Ids:
    return Ids(np.arange(len(texts))[::-1], texts[::-1])


def listed(lists: list[list[Any]], items: Any) -> Listed:
    return Listed(np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64), items)


def to_table(rows: list[Any]) -> Table:
    moments, numbers, names, modes, days, claims, origins = map(list, zip(*rows, strict=True))
    each = [one for origin in origins for one in origin]
    return {
        "moment": np.array(moments, dtype=np.int64),
        "number": Maybe(np.array(numbers, dtype=np.int64), np.array([number % 2 == 0 for number in numbers])),
        "name": ids(names),
        "mode": words(modes),
        "day": Days(np.array([day or 1 for day in days]), np.array([day is not None for day in days])),
        "claims": listed(claims, ids([claim for one in claims for claim in one])),
        "parties": listed(claims, words([claim for one in claims for claim in one])),
        "origins": listed(
            origins,
            {
                "counts": np.array([one[0] for one in each], dtype=np.bool_),
                "why": words([one[1] for one in each]),
                "claims": listed([one[2] for one in each], ids([claim for one in each for claim in one[2]])),
            },
        ),
    }


def told(*tables: Table) -> list[Any]:
    with connect() as connection:
        connection.register("told", Stream(*tables))
        return connection.execute("SELECT * FROM told").fetchall()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(ROW, min_size=1, max_size=5), min_size=1, max_size=4), st.integers(1, 7))
def test_parts_come_back_merged(parts: list[list[Any]], size: int) -> None:
    ordered = [sorted(part, key=lambda row: row[:2]) for part in parts]
    with TemporaryDirectory() as name:
        books = Books()
        laid = [lay_table(to_table(part), Path(name) / str(at), books) for at, part in enumerate(ordered)]
        keys = [[np.array([row[at] for row in part], dtype=np.int64) for at in (0, 1)] for part in ordered]
        found = told(*map(read_slice, slices_of(laid, keys, size)))
    merged = sorted((row for part in ordered for row in part), key=lambda row: row[:2])
    plain = [one[:3] for one in told(to_table(merged))]
    assert [one[:2] for one in found] == [one[:2] for one in plain]
    assert sorted(map(repr, found)) == sorted(map(repr, told(to_table(merged))))


def test_what_fails_while_a_table_is_made_is_raised_by_the_reader() -> None:
    def fail() -> Any:
        yield {"text": Texts(["b"])}
        raise ValueError("no third table")

    stream = Stream({"text": Texts(["a"])}, more=fail())
    with connect() as connection:
        connection.register("told", stream)
        with pytest.raises(Exception, match="no third table"):
            connection.execute("SELECT * FROM told").fetchall()
    assert isinstance(stream.error, ValueError)
