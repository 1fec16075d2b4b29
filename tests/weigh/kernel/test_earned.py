"""Letters earned, over columns: those that records give."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.weigh.kernel import earned
from riscontro.weigh.kernel.earned import earned_by, learnt_by
from riscontro.weigh.kernel.encode import LETTERS
from riscontro.weigh.kernel.words import TODAY, Words, gathered, tenures
from riscontro.weigh.reliability import Cell, Records, learnt_table, name_of_month, number_of_month

LAST = number_of_month("2025-06")
CELLS = [
    Cell(root, role, topic)
    for root in ("state:KOR:official", "source:sky")
    for role in ("third", "gains", "satellite")
    for topic in ("AID", "CONSULT")
]


@st.composite
def settled_words(draw: st.DrawFn) -> Words:
    since = LAST - draw(st.integers(0, 60))
    until = draw(st.one_of(st.just(TODAY), st.integers(1, 70).map(lambda months: since + months)))
    row = (
        draw(st.integers(0, len(CELLS) - 1)),
        draw(st.sampled_from([0, 0, 0, 1])),
        draw(st.sampled_from([1, 1, 1, 0])),
        since,
        until,
        draw(st.integers(1, 9)),
    )
    return Words(*(np.array([one]) for one in row))


@settings(max_examples=60, deadline=None)
@given(st.lists(settled_words(), max_size=14), st.sampled_from([1, 100, earned.AT_ONCE]))
def test_letters_by_columns_are_those_of_records(words: list[Words], at_once: int) -> None:
    held, earned.AT_ONCE = earned.AT_ONCE, at_once
    try:
        found = earned_by(CELLS, gathered(words), LAST)
    finally:
        earned.AT_ONCE = held
    records = Records(tenures(gathered(words), CELLS))
    for code, cell in enumerate(CELLS):
        rows = range(found.starts[code], found.starts[code + 1])
        assert [found.month[row] for row in rows] == sorted({int(found.month[row]) for row in rows})
        by_month = {int(found.month[row]): row for row in rows}
        letter, right, of = LETTERS[-1], 0, 0
        for month in range(LAST - 61, LAST + 1):
            if month in by_month:
                row = by_month[month]
                letter, right, of = LETTERS[found.letter[row]], int(found.right[row]), int(found.settled[row])
            wanted, counted = records.letter(cell, name_of_month(month))
            assert letter is wanted
            if wanted is not LETTERS[-1]:
                assert (right, of) == (counted.right, counted.settled)


@settings(max_examples=60, deadline=None)
@given(st.lists(settled_words(), max_size=14))
def test_what_records_say_is_the_same_by_columns(words: list[Words]) -> None:
    found = learnt_by(CELLS, gathered(words), LAST)
    records = Records(tenures(gathered(words), CELLS))
    for code, cell in enumerate(CELLS):
        for denied in (False, True):
            wanted = records.learnt(cell, name_of_month(LAST), denied=denied)
            assert found[2 * code + denied] == pytest.approx(wanted.odds, abs=1e-9)
            assert abs(wanted.odds) <= learnt_table()["most"]


def test_nobody_earned_anything() -> None:
    assert len(earned_by(CELLS, gathered([]), LAST).month) == 0
    assert number_of_month("1970-01") == (datetime(1970, 1, 1, tzinfo=UTC).year) * 12
