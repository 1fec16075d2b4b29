"""What a source's word is worth, by month."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.grade import Reliability
from riscontro.weigh.reliability import Cell, Records, Tenure, letter_of, months

CELL = Cell("source:x", "third", "AID")
OTHER_TYPE = CELL._replace(topic="CONSULT")
OTHER_PART = CELL._replace(role="gains")


def words(right: int, wrong: int = 0, *, cell: Cell = CELL, since: str = "2024-01", **more: object) -> list[Tenure]:
    fields = {"denied": False, "until": None} | more
    return [
        Tenure(cell, right=stood, since=since, number=number, **fields)  # type: ignore[arg-type]
        for stood, number in ((True, right), (False, wrong))
        if number
    ]


def test_a_letter_rests_on_earlier_months_alone() -> None:
    records = Records(words(9))
    assert records.letter(CELL, "2024-01")[0] is Reliability.F
    assert records.letter(CELL, "2024-02")[0] < Reliability.D
    assert records.changes(CELL, "2024-06") == ("2024-02",)


def test_below_three_settled_words_there_is_no_letter_whatever_the_root_earned_elsewhere() -> None:
    records = Records([*words(2), *words(50, cell=OTHER_TYPE)])
    assert records.letter(CELL, "2024-02")[0] is Reliability.F


@pytest.mark.parametrize("elsewhere", [OTHER_TYPE, OTHER_PART])
def test_what_a_root_said_elsewhere_draws_its_share(elsewhere: Cell) -> None:
    alone, good, bad = (
        Records([*words(3, 1), *more]).share(CELL, "2024-02").mean
        for more in ([], words(40, cell=elsewhere), words(0, 40, cell=elsewhere))
    )
    assert bad < alone < good


def test_other_types_in_the_same_part_count_before_other_parts() -> None:
    both = Records([*words(3, 1), *words(40, cell=OTHER_TYPE), *words(0, 40, cell=OTHER_PART)])
    assert both.share(CELL, "2024-02").mean > Records(words(3, 1)).share(CELL, "2024-02").mean


def test_a_source_that_changed_shows_it() -> None:
    records = Records([*words(20, since="2020-01"), *words(0, 8, since="2024-01")])
    assert records.letter(CELL, "2024-01")[0] <= Reliability.B
    assert records.letter(CELL, "2024-02")[0] >= Reliability.D
    assert records.counted(CELL, "2024-02").settled == 28


def test_what_was_settled_otherwise_later_counts_as_it_stood_then() -> None:
    first = words(5, until="2024-03")
    records = Records([*first, *words(0, 5, since="2024-03")])
    assert (records.counted(CELL, "2024-03").right, records.counted(CELL, "2024-03").wrong) == (5, 0)
    assert (records.counted(CELL, "2024-04").right, records.counted(CELL, "2024-04").wrong) == (0, 5)


def test_both_sides_are_told_apart() -> None:
    records = Records([*words(6, 2), *words(3, 1, denied=True)])
    asked = "2024-02"
    assert (records.share(CELL, asked).number, records.share(CELL, asked).of) == (6, 8)
    assert (records.share(CELL, asked, denied=True).number, records.share(CELL, asked, denied=True).of) == (3, 4)
    sensitive, alarms = (records.asserted_of(CELL, asked, proved=proved) for proved in (True, False))
    assert (sensitive.number, sensitive.of, alarms.number, alarms.of) == (6, 7, 2, 5)
    assert alarms.low < alarms.mean < alarms.high < sensitive.high


def test_denials_earn_no_letter() -> None:
    assert Records(words(30, denied=True)).letter(CELL, "2024-02")[0] is Reliability.F


@given(st.integers(0, 40), st.integers(0, 40))
def test_one_more_right_never_lowers_a_letter(right: int, wrong: int) -> None:
    if right + wrong >= 3:
        before, after = (Records(words(right + more, wrong)).letter(CELL, "2024-02")[0] for more in (0, 1))
        assert after <= before


@given(st.floats(0.1, 200), st.floats(0.1, 200))
def test_a_letter_is_that_of_the_lower_bound(a: float, b: float) -> None:
    from riscontro.weigh.beta import beta_quantile

    low = beta_quantile(0.1, a, b)
    least = {"A": 0.9, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0.0}[letter_of(a, b)]
    assert low >= least - 1e-9


def test_months_go_over_the_year() -> None:
    assert list(months("2024-11", "2025-02")) == ["2024-12", "2025-01", "2025-02"]
    assert list(months("2025-02", "2024-11")) == []
