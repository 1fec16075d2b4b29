from __future__ import annotations

from datetime import date

import pytest

from riscontro.read.times import days


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        ("day", "2024-10-09", "2024-10-09"),
        ("week", "2024-10-07", "2024-10-13"),
        ("weekend", "2024-10-12", "2024-10-13"),
        ("workweek", "2024-10-07", "2024-10-11"),
        ("month", "2024-10-01", "2024-10-31"),
        ("quarter", "2024-10-01", "2024-12-31"),
        ("half", "2024-07-01", "2024-12-31"),
        ("year", "2024-01-01", "2024-12-31"),
        ("decade", "2020-01-01", "2029-12-31"),
        ("century", "2000-01-01", "2099-12-31"),
    ],
)
def test_period_holds_the_day(unit, first, last):
    assert [day.isoformat() for day in days.period_days(date(2024, 10, 9), unit)] == [first, last]


def test_working_days_skip_the_weekend():
    assert days.add_units(date(2024, 10, 11), 1, "workday") == date(2024, 10, 14)


def test_too_many_working_days_are_refused():
    with pytest.raises(OverflowError):
        days.add_units(date(2024, 10, 11), 10**6, "workday")


def test_week_belongs_to_the_month_of_its_thursday():
    assert days.nth_week(*days.month_days(2024, 10), 1) == (date(2024, 9, 30), date(2024, 10, 6))
    assert days.nth_week(*days.month_days(2024, 10), -1) == (date(2024, 10, 28), date(2024, 11, 3))


@pytest.mark.parametrize(("year", "day"), [(2000, (4, 23)), (2019, (4, 21)), (2024, (3, 31)), (2025, (4, 20))])
def test_easter(year, day):
    assert days.easter(year) == date(year, *day)


def test_winter_runs_into_the_next_year():
    assert days.season_days(2023, "winter") == (date(2023, 12, 1), date(2024, 2, 29))
