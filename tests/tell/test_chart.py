from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.chart import TICKS, Scale, bar_of, scale_over, ticks_of
from tests.tell.samples import days

YEAR = Scale(first=date(2024, 1, 1), last=date(2024, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "kind", "left", "right"),
    [
        ("2024-01-01", "2024-01-01", "day", 0.0, 0.27),
        ("2024-01-01", "2024-12-31", "bar", 0.0, 100.0),
        ("2024-07-01", None, "open", 49.86, 100.0),
        (None, "2024-06-30", "before", 0.0, 49.86),
    ],
)
def test_bars_say_what_is_open(first: str | None, last: str | None, kind: str, left: float, right: float) -> None:
    bar = bar_of(days(first, last), YEAR)
    assert bar is not None
    assert (bar.kind, bar.left, round(bar.left + bar.width, 2)) == (kind, left, right)


def test_an_interval_open_at_both_ends_has_no_bar() -> None:
    assert bar_of(days(None, None), YEAR) is None


def test_no_days_give_no_scale() -> None:
    assert scale_over([]) is None


@given(st.lists(st.dates(), min_size=1, max_size=6))
def test_every_day_lies_on_its_scale_in_order(held: list[date]) -> None:
    scale = scale_over(held)
    assert scale is not None
    places = [scale.place(day) for day in sorted(held)]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)


@given(st.dates(), st.integers(0, 40000))
def test_an_axis_never_has_too_many_labels(first: date, length: int) -> None:
    last = date.fromordinal(min(first.toordinal() + length, date.max.toordinal()))
    scale = scale_over([first, last])
    assert scale is not None
    assert len(ticks_of(scale, load_catalogue("it"))) <= TICKS + 2


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2019, 4, 1), date(2025, 3, 1), ["2020", "2022", "2024"]),
        (date(2024, 1, 10), date(2024, 4, 20), ["feb 2024", "mar 2024", "apr 2024"]),
    ],
)
def test_labels_follow_the_span(first: date, last: date, labels: list[str]) -> None:
    assert [tick.label for tick in ticks_of(Scale(first=first, last=last), load_catalogue("it"))] == labels
