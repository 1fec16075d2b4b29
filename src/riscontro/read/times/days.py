"""Arithmetic on days, weeks, months and the longer periods; every span is closed at both ends."""

from __future__ import annotations

from calendar import isleap
from datetime import MAXYEAR, date, timedelta

Days = tuple[date, date]
"""First and last day of a period."""

MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
"""Units counted in months."""

DAYS_IN = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7, "workday": 1, "workweek": 7}
"""Units counted in days."""

SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""First month of each meteorological season of the northern hemisphere (World Meteorological Organization)."""


_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return 29 if month == 2 and isleap(year) else _LENGTHS[month - 1]


def safe_date(year: int, month: int, day: int) -> date | None:
    """Return a day, ``None`` where the calendar has none."""
    if 1 <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month):
        return date(year, month, day)
    return None


def month_days(year: int, month: int) -> Days:
    """Return a month's first and last day."""
    return date(year, month, 1), date(year, month, month_length(year, month))


def year_days(year: int, *, years: int = 1) -> Days:
    """Return the first day of a year and the last one ``years`` later."""
    return date(year, 1, 1), date(min(year + years - 1, MAXYEAR), 12, 31)


def add_months(day: date, months: int) -> date:
    """Return ``day`` moved by months, cut to the end of a shorter month.

    >>> add_months(date(2024, 1, 31), 1).isoformat()
    '2024-02-29'
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, month_length(year, month)))


def add_units(day: date, count: float, unit: str) -> date:
    """Return ``day`` moved by ``count`` of a unit; halves of months are counted in days.

    Raise :class:`ValueError` or :class:`OverflowError` outside the calendar.
    """
    if unit in MONTHS_IN:
        months = count * MONTHS_IN[unit]
        whole = int(months)
        return add_months(day, whole) + timedelta(days=round((months - whole) * 30))
    if unit == "workday":
        return _add_workdays(day, int(count))
    return day + timedelta(days=round(count * DAYS_IN[unit]))


MAX_WORKDAYS = 1000
"""Longest run of working days that is counted one by one."""


def _add_workdays(day: date, count: int) -> date:
    if abs(count) > MAX_WORKDAYS:
        raise OverflowError(f"{count} working days are too many to count")
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if day.weekday() < 5:
            count -= 1 if count > 0 else -1
    return day


def period_days(day: date, unit: str) -> Days:
    """Return the calendar period of a unit that holds ``day``; weeks are ISO weeks, a weekend is that week's."""
    if unit in ("day", "workday"):
        return day, day
    if unit in DAYS_IN:
        monday = day - timedelta(days=day.weekday())
        if unit == "workweek":
            return monday, monday + timedelta(days=4)
        if unit == "weekend":
            return monday + timedelta(days=5), monday + timedelta(days=6)
        return monday, monday + timedelta(days=DAYS_IN[unit] - 1)
    if unit in ("decade", "century"):
        years = MONTHS_IN[unit] // 12
        return year_days(max(1, day.year - day.year % years), years=years)
    months = MONTHS_IN[unit]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, add_months(first, months) - timedelta(days=1)


def season_days(year: int, season: str) -> Days:
    """Return a season by the year it begins in; winter runs from December into the next year."""
    first = date(year, SEASON_MONTHS[season], 1)
    return first, add_months(first, 3) - timedelta(days=1)


def nth_week(first: date, last: date, number: int) -> Days | None:
    """Return the ``number``-th week of a span (``-1`` the last). As in ISO 8601 a week belongs to the period of its
    Thursday; ``None`` where the span has fewer.
    """
    thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    if number < 0:
        final = last - timedelta(days=(last.weekday() - 3) % 7)
        thursday = final + timedelta(weeks=number + 1)
    else:
        thursday += timedelta(weeks=number - 1)
    if not first <= thursday <= last:
        return None
    return thursday - timedelta(days=3), thursday + timedelta(days=3)


def nth_weekday(first: date, last: date, weekday: int, number: int) -> date | None:
    """Return the ``number``-th weekday (Monday is 0) of a span, ``-1`` the last."""
    if number < 0:
        day = last - timedelta(days=(last.weekday() - weekday) % 7) + timedelta(weeks=number + 1)
    else:
        day = first + timedelta(days=(weekday - first.weekday()) % 7) + timedelta(weeks=number - 1)
    return day if first <= day <= last else None


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (anonymous algorithm, Nature, 20 April 1876, p. 487)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    l_ = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l_) // 451
    month, day = divmod(h + l_ - 7 * m + 114, 31)
    return date(year, month, day + 1)
