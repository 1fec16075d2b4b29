"""What the rules of the grammar build: small functions from the parts of an expression to a node.

Each returns ``None`` where the parts do not make sense together, which rejects the match.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from riscontro.read.times import nodes as n

MIN_YEAR, MAX_YEAR = 1000, 2200


def date_of(value: Any, **fields: Any) -> n.Node | None:
    """Return a date with further fields; ``None`` where they clash or the calendar has no such day."""
    if not isinstance(value, n.Date):
        return None
    for name, field in fields.items():
        current = getattr(value, name)
        if current is not None and current != field:
            return None
        value = replace(value, **{name: field})
    return value if _possible(value) else None


def _possible(value: n.Date) -> bool:
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if value.day is None or value.month is None:
        return value.day is None or value.day <= 31
    return value.day <= longest[value.month - 1]


def month_day(month: n.Node, day: int) -> n.Node | None:
    """Return a day of a month that may be told relatively ("the 20th of next month")."""
    if isinstance(month, n.Date):
        if month.day is not None or month.month is None:
            return None
        return date_of(month, day=day)
    if n.grain(month) != "month":
        return None
    if isinstance(month, n.Inside) and isinstance(month.inner, n.Date):
        inner = date_of(month.inner, day=day)
        return n.Inside(inner, month.outer) if inner is not None else None
    if isinstance(month, n.Nearest) and isinstance(month.node, n.Date):
        inner = date_of(month.node, day=day)
        return n.Nearest(inner, month.direction) if inner is not None else None
    return n.Inside(n.Date(day=day), month)


def with_year(value: n.Node, year: int) -> n.Node | None:
    """Return a date, season or holiday of a year."""
    if isinstance(value, n.Date):
        if value.year is not None or (value.month is None and value.day is None):
            return None
        if value.month is None:
            return None
        return date_of(value, year=year)
    if isinstance(value, (n.Season, n.Holiday)):
        return replace(value, year=year) if value.year is None else None
    if isinstance(value, (n.Nth, n.WeekNumber)):
        return of_period(value, n.Date(year=year))
    if isinstance(value, n.Part):
        inner = with_year(value.node, year)
        return n.Part(value.part, inner) if inner is not None else None
    if isinstance(value, n.Range):
        last = with_year(value.last, year)
        return n.Range(value.first, last) if last is not None else None
    return None


def within(inner: n.Node, outer: n.Node) -> n.Node | None:
    """Return a named part of a period that is larger than it."""
    order = {
        "day": 0,
        "week": 1,
        "weekend": 1,
        "month": 2,
        "quarter": 3,
        "season": 3,
        "half": 4,
        "year": 5,
        "decade": 6,
    }
    small, large = order.get(n.grain(inner)), order.get(n.grain(outer))
    if small is None or large is None or small >= large:
        return None
    if isinstance(inner, n.Date) and (inner.year is not None or (inner.month is None and large > 2)):
        return None
    if isinstance(outer, n.Date) and outer.year is not None and outer.month is None:
        return with_year(inner, outer.year)
    if isinstance(inner, n.Date) and isinstance(outer, n.Date):
        return _merge(inner, outer)
    if isinstance(inner, (n.Date, n.Season, n.Holiday)):
        return n.Inside(inner, outer)
    return None


def _merge(inner: n.Date, outer: n.Date) -> n.Node | None:
    if outer.day is not None or inner.weekday is not None or inner.month is not None:
        return None
    return date_of(outer, day=inner.day)


def of_period(value: n.Node, outer: n.Node) -> n.Node | None:
    """Return the n-th part of a period, or a week number of a year."""
    if isinstance(value, n.Nth) and value.outer is None:
        return replace(value, outer=outer) if _holds(n.grain(outer), value.unit) else None
    if isinstance(value, n.WeekNumber) and value.year is None and n.grain(outer) == "year":
        return replace(value, year=outer)
    if isinstance(value, n.Nth) and isinstance(value.outer, n.Date):
        outer_date = within(value.outer, outer)
        return replace(value, outer=outer_date) if outer_date is not None else None
    return None


_SIZE = {"day": 0, "workday": 0, "week": 1, "weekend": 1, "fortnight": 1.5, "month": 2, "quarter": 3, "season": 3}
_SIZE |= {"half": 4, "year": 5, "decade": 6, "century": 7}


def _holds(outer: str, unit: str) -> bool:
    if unit == "half":
        return outer in ("month", "quarter", "season", "year", "decade", "century")
    return _SIZE.get(outer, -1) > _SIZE.get("day" if unit.startswith("weekday") else unit, 99)


def nth(number: int, unit: str, count: int = 1) -> n.Node | None:
    """Return the n-th of a unit; only what a period has so many of."""
    most = {"quarter": 4, "half": 2, "month": 12, "week": 53, "weekend": 53, "day": 366, "decade": 10}.get(unit, 53)
    return n.Nth(number, unit, None, count) if -10 <= number <= most and number != 0 and count < 100 else None


def nth_of(number: int, unit: str, outer: n.Node) -> n.Node | None:
    """Return the n-th of a unit of a period."""
    value = nth(number, unit)
    return of_period(value, outer) if value is not None else None


def lone_nth(number: int, unit: str) -> n.Node | None:
    """Return the n-th quarter or half, which needs no year beside it."""
    return nth(number, unit) if unit in ("quarter", "half") else None


def century(number: int, unit: str) -> n.Node | None:
    """Return a century by its number."""
    return n.Years((number - 1) * 100, 100) if unit == "century" and 1 < number <= 30 else None


def decade(number: int) -> n.Node | None:
    """Return a decade by its first year, in two digits or four."""
    if number % 10 or not (0 <= number < 100 or MIN_YEAR <= number < MAX_YEAR):
        return None
    if number < 100:
        number += 2000 if number < 30 else 1900
    return n.Years(number, 10)


def duration(number: float, unit: str) -> n.Duration | None:
    """Return so many of a unit."""
    most = MIN_YEAR if unit == "year" else 10000
    return n.Duration(((number, unit),)) if 0 < number < most else None


def add_durations(first: n.Duration, last: n.Duration) -> n.Duration | None:
    """Return two durations together ("two years and three months"), each unit once."""
    units = [unit for _, unit in (*first.parts, *last.parts)]
    if first.fuzzy or last.fuzzy or first.plural or last.plural or len(set(units)) < len(units) or len(units) > 4:
        return None
    return n.Duration((*first.parts, *last.parts))


FEW = 3.0
"""How many "a few" are where a number is needed: "a few days ago" is three days ago."""


def few(unit: str) -> n.Duration:
    """Return an amount that the text only hints at."""
    return n.Duration(((FEW, unit),), fuzzy=True)


def bare(unit: str) -> n.Duration:
    """Return a plural without any number ("years ago")."""
    return n.Duration(((FEW, unit),), fuzzy=True, plural=True)


def with_half(value: n.Duration) -> n.Duration | None:
    """Return a duration and a half of its last unit."""
    number, unit = value.parts[-1]
    return n.Duration((*value.parts[:-1], (number + 0.5, unit)))


def bounded(bound: str) -> Callable[[n.Duration], n.Duration | None]:
    """Return the rule for "more than two years": the bound stays with the duration."""
    return lambda value: replace(value, bound=bound) if value.bound is None else None


def ago(value: n.Duration) -> n.Node | None:
    """Return a time so long before the reference day."""
    return n.Shift(value, -1)


def span_of(first: n.Node, last: n.Node) -> n.Node | None:
    """Return a range between two times that are not ranges themselves."""
    for end in (first, last):
        if isinstance(end, (n.Range, n.Open, n.Window, n.Run)):
            return None
    if isinstance(first, n.Date) and isinstance(last, n.Date):
        if _level(first) is None or _level(last) is None:
            return None
        if first.year is not None and last.year is not None and first.year > last.year:
            return None
    return n.Range(first, last)


def _level(value: n.Date) -> str | None:
    if value.year is None and value.month is None and value.day is None and value.weekday is None:
        return None
    return n.grain(value)


def day_span(first: int, last: int, month: n.Node) -> n.Node | None:
    """Return days of one month: 8 to 13 October."""
    end = month_day(month, last)
    if end is None or first >= last:
        return None
    return n.Range(n.Date(day=first), end)


MAX_SHORT_SPAN = 15
"""Longest span of years whose end may be written in two figures ("2019-22")."""


def year_span(first: int, last: int) -> n.Node | None:
    """Return a span of years in figures; "2019-22" too."""
    if last < 100 and first % 100 < last <= first % 100 + MAX_SHORT_SPAN:
        last += first // 100 * 100
    if not MIN_YEAR < first < last < MAX_YEAR:
        return None
    return n.Range(n.Date(year=first), n.Date(year=last))


COMING = 10
"""Direction of "this coming Friday": the first one ahead, be it this week's or next week's."""


def nearest(direction: int) -> Callable[[n.Node], n.Node | None]:
    """Return the builder for "last October", "next Friday"."""

    def build(node: n.Node) -> n.Node | None:
        named = isinstance(node, (n.Season, n.Holiday)) or (isinstance(node, n.Date) and node.year is None)
        return n.Nearest(node, direction) if named else None

    return build


def last_named(offset: int, node: n.Node) -> n.Node | None:
    """Return the named time that a word like "last" or "next" points to."""
    return nearest(offset)(node)


def relative(offset: int, unit: str) -> n.Node | None:
    """Return a calendar period by its distance from now; the coming weekend is the one ahead."""
    if offset == COMING:
        offset = 0 if unit == "weekend" else 1
    return n.Relative(unit, offset)


def window(sign: int, value: n.Duration) -> n.Node | None:
    """Return the last or next so many units."""
    sign = 1 if sign == COMING else sign
    return n.Window(value, sign) if abs(sign) == 1 else None


def counted_window(number: float, sign: int, unit: str) -> n.Node | None:
    """Return the window of "the two next weeks"."""
    value = duration(number, unit)
    return window(sign, value) if value is not None else None


def opened(kind: str) -> Callable[[n.Node], n.Node | None]:
    """Return the builder of a span with an open end."""

    def build(node: n.Node) -> n.Node | None:
        if isinstance(node, (n.Open, n.Range, n.Run)) or (isinstance(node, n.Window) and not kind.endswith("since")):
            return None
        return n.Open(kind, node)

    return build


def part(kind: str, node: n.Node) -> n.Node | None:
    """Return the beginning, middle or end of a period."""
    if isinstance(node, (n.Part, n.Open, n.Range, n.Run, n.Window, n.Shift)) or n.grain(node) == "day":
        return None
    return n.Part(kind, node)


def weekday_date(weekday: n.Node, day: n.Node) -> n.Node | None:
    """Return a date with its weekday named."""
    if not isinstance(weekday, n.Date) or weekday.weekday is None or weekday.day is not None:
        return None
    if isinstance(day, n.Date) and day.day is not None and day.weekday is None:
        return replace(day, weekday=weekday.weekday)
    if isinstance(day, (n.Nearest, n.Inside)) and n.grain(day) == "day":
        return day
    if isinstance(day, n.Relative) and n.grain(day) == "day":
        return day
    return None


def dated_weekday(weekday: n.Node, day: n.Node) -> n.Node | None:
    """Return the date beside a weekday that is told relatively ("this Friday, 5 June"); the date decides."""
    named = weekday.node if isinstance(weekday, n.Nearest) else weekday
    if not isinstance(named, n.Date) or named != n.Date(weekday=named.weekday) or named.weekday is None:
        return None
    if isinstance(day, n.Date) and day.day is not None and day.month is not None and day.weekday is None:
        dated = replace(day, weekday=named.weekday)
        this = isinstance(weekday, n.Nearest) and weekday.direction == 0 and day.year is None
        return n.Nearest(dated, 0) if this else dated
    if isinstance(day, n.Shift) and day.duration.parts[-1][1] in ("day", "week"):
        return n.Inside(named, n.Around("week", day))
    return None


def weekday_number(weekday: n.Node, day: int) -> n.Node | None:
    """Return a weekday with the day of the month ("Tuesday the 15th")."""
    if isinstance(weekday, n.Date) and weekday == n.Date(weekday=weekday.weekday):
        return n.Date(weekday=weekday.weekday, day=day)
    return None


def number_month(month: int, year: int) -> n.Node | None:
    """Return a month in figures ("11/2016")."""
    return n.Date(year=year, month=month) if 1 <= month <= 12 else None


def spoken_year(first: int, last: int) -> int | None:
    """Return a year said in two halves ("nineteen eighty-six")."""
    return first * 100 + last if 11 <= first <= 21 and 10 <= last <= 99 else None


def lone_year(year: int) -> n.Node | None:
    """Return a year."""
    return n.Date(year=year)


def second_of(build: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Return the builder that is given the second of two parts."""
    return lambda _, value: build(value)


def weekday_of(node: n.Node) -> str | None:
    """Return the unit name that counts a weekday."""
    if isinstance(node, n.Date) and node == n.Date(weekday=node.weekday) and node.weekday is not None:
        return f"weekday:{node.weekday}"
    return None


def nth_weekday(number: int, node: n.Node) -> n.Node | None:
    """Return the n-th of a weekday."""
    unit = weekday_of(node)
    return nth(number, unit) if unit is not None and -10 <= number <= 53 else None


def count_weekdays(sign: int) -> Callable[[int, n.Node], n.Node | None]:
    """Return the builder of "two Thursdays ago"."""

    def build(number: int, node: n.Node) -> n.Node | None:
        unit = weekday_of(node)
        return n.Shift(n.Duration(((number, unit),)), sign) if unit is not None and 0 < number < 60 else None

    return build


def run(node: n.Node, value: n.Duration) -> n.Node | None:
    """Return a duration that begins at a time."""
    return n.Run(node, value) if n.grain(node) == "day" else None


def shift_from(sign: int) -> Callable[[n.Duration, n.Node], n.Node | None]:
    """Return the builder of a duration counted from a time ("two weeks after Easter")."""

    def build(value: n.Duration, node: n.Node) -> n.Node | None:
        if isinstance(node, (n.Open, n.Range, n.Run, n.Window)):
            return None
        return n.Shift(value, sign, node)

    return build


def around(unit: str, node: n.Node) -> n.Node | None:
    """Return the week or weekend of a day."""
    return n.Around(unit, node) if unit in ("week", "weekend") and n.grain(node) == "day" else None


def anaphor(offset: int, unit: str) -> n.Node | None:
    """Return a period counted from the mention before."""
    return n.Relative(unit, offset, anaphoric=True)


def short_year(value: Any) -> n.Node | None:
    """Return a year that only its mark tells ("98年", "2019年"): two digits mean the nearest century."""
    number = int(value)
    if MIN_YEAR <= number < MAX_YEAR:
        return n.Date(year=number)
    return None


def century_of(year: int) -> int:
    """Return the year that two digits stand for: up to 30 this century, then the last (POSIX has 69; news is older)."""
    return year + (2000 if year <= 30 else 1900)


def nth_day_of(number: int, weekday: int, outer: n.Node) -> n.Node | None:
    """Return the n-th of a weekday of a period."""
    value = nth_weekday(number, n.Date(weekday=weekday))
    return of_period(value, outer) if value is not None else None


def decade_in(outer: n.Node, first: int) -> n.Node | None:
    """Return a decade of a century."""
    if isinstance(outer, n.Years) and outer.count == 100:
        return n.Years(outer.first + first % 100, 10)
    if isinstance(outer, n.Relative) and outer.unit == "century":
        return n.Nth(first % 100 // 10 + 1, "decade", outer)
    return None


def day_to(first: Any, last: n.Node) -> n.Node | None:
    """Return a range whose first end is only a day of the month."""
    day = first if isinstance(first, int) else first.day
    if n.grain(last) != "day" or isinstance(last, (n.Relative, n.Shift)):
        return None
    if isinstance(last, n.Date) and last.day is not None and last.month is not None and day >= last.day:
        return None
    return n.Range(n.Date(day=day), last)


def to_day(first: n.Node, last: Any) -> n.Node | None:
    """Return a range whose last end is only a day of the month that the first one names."""
    day = last if isinstance(last, int) else last.day
    if not isinstance(first, n.Date) or first.day is None or first.day >= day:
        return None
    return n.Range(first, replace(first, day=day, weekday=None))


def bare_days(first: int, last: int) -> n.Node | None:
    """Return a range of days of a month that is not named."""
    return n.Range(n.Date(day=first), n.Date(day=last)) if first < last else None
