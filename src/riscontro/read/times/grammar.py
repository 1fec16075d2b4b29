"""The grammar of time expressions, one for all languages: packs say which words are which symbols.

Symbols: ``N`` number, ``O`` ordinal, ``DN`` day of a month, ``YR`` year in figures or words, ``U`` unit (``US`` in the
plural), ``MONTH``, ``WD`` weekday, ``SEASON``; ``D W M Y P X`` are times told in days, weeks, months, years, other
periods, spans; ``DUR`` is a duration. The rest are words of the packs, by the name of their list in ``time.toml``;
words that follow what they govern end in an underscore.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from riscontro.read.times import nodes as n
from riscontro.read.times.chart import Rule, RuleIndex, compile_rule

CLASSES = {
    "T": "D W M Y P X",
    "C": "D W M Y P",
    "PERIOD": "W M Y P",
    "UA": "U US",
    "NUM": "N ONE",
    "QTY": "N ONE FEW",
    "L": "LAST LASTS",
    "NX": "NEXT NEXTS",
    "L_": "LAST_ LASTS_",
    "NX_": "NEXT_ NEXTS_",
}

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
    order = {"day": 0, "week": 1, "weekend": 1, "month": 2, "quarter": 3, "season": 3, "half": 4, "year": 5, "decade": 6}
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
    """Return the named time that a word like "last" or "next" points to; the one after next for weekdays only."""
    if abs(offset) == 2 and weekday_of(node) is None:
        return None
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
        if isinstance(node, (n.Open, n.Range, n.Run)) or (isinstance(node, n.Window) and kind != "since"):
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


_RULES: tuple[tuple[Any, ...], ...] = (
    # names alone
    ("MONTH", lambda m: n.Date(month=m)),
    ("WD", lambda w: n.Date(weekday=w)),
    ("SEASON", lambda s: n.Season(s)),
    ("HOLIDAY", lambda h: n.Holiday(*h)),
    ("YR", lone_year, None, -1.0),
    ("YEARMARK YR", lambda _, y: lone_year(y)),
    ("YR !YEARMARK_", lambda y, _: lone_year(y)),
    ("N !YEARMARK_", lambda v, _: short_year(v)),
    ("NW NW", spoken_year, "YR"),
    ("N !YEARMARK_ M|D", lambda v, _, m: with_year(m, century_of(int(v))) if 0 < v < 100 else None),
    ("ERA N YEARMARK_", lambda era, v, _: lone_year(era + v)),
    ("ERA N", lambda era, v: lone_year(era + v)),
    # day, month, year
    ("MONTH =MONTH", lambda a, b: a if a == b else None, "MONTH"),
    ("LASTDAY BD", lambda _, d: n.Nearest(d, -1), None, 0.5),
    ("NEXTDAY BD", lambda _, d: n.Nearest(d, 1), None, 0.5),
    ("DN +MONTH", lambda d, m: month_day(n.Date(month=m), d)),
    ("MONTH +DN", lambda m, d: month_day(n.Date(month=m), d)),
    ("DN -MONTH -YR", lambda d, m, y: date_of(n.Date(year=y, month=m), day=d)),
    ("DN -MONTH -YY", lambda d, m, y: date_of(n.Date(year=century_of(y), month=m), day=d)),
    ("MONTH -DN -YR", lambda m, d, y: date_of(n.Date(year=y, month=m), day=d), None, 0.3),
    ("DN -MONTH !N", lambda d, m, y: date_of(n.Date(year=century_of(y), month=m), day=d) if 31 < y < 100 else None),
    ("MONTH !N", lambda m, y: n.Date(year=century_of(y), month=m) if 31 < y < 100 else None),
    ("MONTH -DN !N", lambda m, d, y: date_of(n.Date(year=century_of(y), month=m), day=d) if 31 < y < 100 else None),
    ("YR -MONTH -DN", lambda y, m, d: date_of(n.Date(year=y, month=m), day=d)),
    ("MONTH -YR", lambda m, y: n.Date(year=y, month=m)),
    ("MONTH YY", lambda m, y: n.Date(year=century_of(y), month=m)),
    ("YR -MONTH", lambda y, m: n.Date(year=y, month=m)),
    ("N =YR", number_month, None, -0.5),
    ("YR =N", lambda y, m: number_month(m, y), None, -0.5),
    ("DN M", lambda d, m: month_day(m, d)),
    ("O|BD CU", lambda d, m: month_day(m, d if isinstance(d, int) else d.day)),
    ("BD M", lambda d, m: month_day(m, d.day)),
    ("M DN", month_day),
    ("DN DAYMARK_ M", lambda d, _, m: month_day(m, d)),
    ("O U M|Y|P", lambda o, u, m: of_period(n.Nth(o, u), m) if u == "day" else None),
    ("M DN !DAYMARK_", lambda m, d, _: month_day(m, d), None, 0.2),
    ("N !MONTHMARK_", lambda m, _: m if 1 <= m <= 12 else None, "MONTH"),
    ("DAYMARK DN", lambda _, d: n.Date(day=d), "BD"),
    ("DN !DAYMARK_", lambda d, _: n.Date(day=d), "BD"),
    ("BD", lambda d: d, "D", -0.3),
    ("WD ,D", lambda w, d: weekday_date(n.Date(weekday=w), d)),
    ("D ,WD", lambda d, w: weekday_date(n.Date(weekday=w), d), None, -0.4),
    ("D -D", dated_weekday, None, 0.5),
    ("WD ,DN", lambda w, d: weekday_number(n.Date(weekday=w), d)),
    ("WD ,BD", lambda w, d: weekday_date(n.Date(weekday=w), d)),
    ("D YR", with_year),
    ("D ,YR", with_year, None, -0.2),
    ("P -YR", with_year),
    ("YR -P", lambda y, p: with_year(p, y)),
    ("N !QTR", lambda y, q: n.Nth(q[1], q[0], n.Date(year=century_of(y))) if 0 < y < 100 else None),
    ("YR ,W", lambda y, w: with_year(w, y)),
    ("W ,YR", with_year),
    ("D Y", within),
    ("Y D", lambda y, d: within(d, y)),
    ("M Y", within),
    ("Y M", lambda y, m: within(m, y)),
    ("P Y", lambda p, y: of_period(p, y) or within(p, y)),
    ("Y P", lambda y, p: of_period(p, y) or within(p, y)),
    ("W ,Y", of_period),
    ("Y W", lambda y, w: of_period(w, y)),
    ("WD ,W", lambda w, k: within(n.Date(weekday=w), k)),
    ("WD FROM W", lambda w, _, k: within(n.Date(weekday=w), k)),
    ("W !WDTAIL", lambda k, w: within(n.Date(weekday=w), k), None, 0.5),
    ("W -WD", lambda k, w: within(n.Date(weekday=w), k)),
    ("DAYMARK D", lambda _, d: d if isinstance(d, n.Nth) or (isinstance(d, n.Date) and d.month is not None) else None),
    ("D ,TOD", lambda d, _: d),
    ("TOD D", lambda _, d: d),
    # last, this, next
    ("LAST U", relative),
    ("NEXT U", relative),
    ("THIS U", relative),
    ("U LAST_", lambda u, o: relative(o, u)),
    ("U NEXT_", lambda u, o: relative(o, u)),
    ("U THIS_", lambda u, o: relative(o, u)),
    ("THIS U LAST_", lambda _, u, o: relative(o, u)),
    ("THIS U NEXT_", lambda _, u, o: relative(o, u)),
    ("THIS NEXT U", lambda _, o, u: relative(o, u)),
    ("THIS LAST U", lambda _, o, u: relative(o, u)),
    ("LAST D|M|P", last_named),
    ("NEXT D|M|P", last_named),
    ("THIS D|M|P", lambda _, d: nearest(0)(d)),
    ("THIS NEXT D|M|P", lambda _, o, d: nearest(COMING)(d)),
    ("THIS LAST D|M|P", lambda _, o, d: nearest(-1)(d)),
    ("D|M|P LAST_", lambda d, o: last_named(o, d)),
    ("D|M|P NEXT_", lambda d, o: last_named(o, d)),
    ("THIS D|M|P LAST_", lambda _, d, o: last_named(o, d)),
    ("THIS D|M|P NEXT_", lambda _, d, o: nearest(COMING)(d)),
    ("D|M|P THIS_", lambda d, _: nearest(0)(d)),
    ("THIS TOD", lambda _, t: n.Relative("day", 0)),
    ("LAST TOD", lambda _, t: n.Relative("day", -1)),
    # amounts
    ("NUM !UA", duration, "DUR"),
    ("NUM .UA", duration, "DUR"),
    ("FEW .UA", lambda _, u: few(u), "DUR"),
    ("UA FEW_", lambda u, _: few(u), "DUR"),
    ("HALF ~U", lambda _, u: duration(0.5, u), "DUR"),
    ("DUR ANDHALF", lambda d, _: with_half(d), "DUR"),
    ("NUM ANDHALF ~UA", lambda v, _, u: duration(v + 0.5, u), "DUR"),
    ("DUR ,DUR", add_durations, "DUR"),
    ("DUR AND DUR", lambda a, _, b: add_durations(a, b), "DUR"),
    ("DUR ,AND DUR", lambda a, _, b: add_durations(a, b), "DUR"),
    ("MORE DUR", lambda _, d: bounded("more")(d), "DUR"),
    ("LESS DUR", lambda _, d: bounded("less")(d), "DUR"),
    ("ABOUT DUR", lambda _, d: d, "DUR"),
    ("DUR AGO_", lambda d, _: ago(d)),
    ("AGO DUR", lambda _, d: ago(d)),
    ("U !AGO_", lambda u, _: ago(n.Duration(((1, u),)))),
    ("AGO !U", lambda _, u: ago(n.Duration(((1, u),)))),
    ("US AGO_", lambda u, _: ago(bare(u))),
    ("AGO US", lambda _, u: ago(bare(u))),
    ("IN !DUR", lambda _, d: n.Shift(d, 1)),
    ("INBARE !U", lambda _, u: n.Shift(n.Duration(((1, u),)), 1)),
    ("DUR HENCE_", lambda d, _: n.Shift(d, 1)),
    ("WITHIN DUR", lambda _, d: n.Window(d, 1, including=True)),
    ("WITHIN NX DUR", lambda _, o, d: n.Window(d, 1, including=True)),
    ("DUR WITHIN_", lambda d, _: n.Window(d, 1, including=True)),
    ("DUR LATER_", lambda d, _: n.Shift(d, 1, None, anaphoric=True)),
    ("LATER DUR", lambda _, d: n.Shift(d, 1, None, anaphoric=True)),
    ("U LATER_", lambda u, _: n.Shift(n.Duration(((1, u),)), 1, None, anaphoric=True)),
    ("DUR EARLIER_", lambda d, _: n.Shift(d, -1, None, anaphoric=True)),
    ("U EARLIER_", lambda u, _: n.Shift(n.Duration(((1, u),)), -1, None, anaphoric=True)),
    ("DUR AFTER T", lambda d, _, t: shift_from(1)(d, t)),
    ("DUR BEFORE T", lambda d, _, t: shift_from(-1)(d, t)),
    ("DUR FROM D", lambda d, _, t: shift_from(1)(d, t)),
    ("DUR SINCE D", lambda d, _, t: shift_from(1)(d, t)),
    ("T AFTER_ DUR", lambda t, _, d: shift_from(1)(d, t)),
    ("T DUR AFTER_", lambda t, d, _: shift_from(1)(d, t)),
    ("T DUR BEFORE_", lambda t, d, _: shift_from(-1)(d, t)),
    ("T SINCE_ DUR AFTER_", lambda t, _, d, __: shift_from(1)(d, t)),
    ("T SINCE_ DUR BEFORE_", lambda t, _, d, __: shift_from(-1)(d, t)),
    ("NUM WD AGO_", lambda v, w, _: count_weekdays(-1)(v, n.Date(weekday=w))),
    ("NUM WD HENCE_", lambda v, w, _: count_weekdays(1)(v, n.Date(weekday=w))),
    ("NUM WD LATER_", lambda v, w, _: count_weekdays(1)(v, n.Date(weekday=w))),
    # windows
    ("L DUR", window),
    ("NX DUR", window),
    ("DUR L_", lambda d, o: window(o, d)),
    ("DUR NX_", lambda d, o: window(o, d)),
    ("THIS L DUR", lambda _, o, d: window(o, d)),
    ("THIS NX DUR", lambda _, o, d: window(o, d)),
    ("NUM L US", counted_window),
    ("NUM LASTS U", counted_window),
    ("NUM NX US", counted_window),
    ("NUM NEXTS U", counted_window),
    ("FEW L UA", lambda _, o, u: window(o, few(u))),
    ("FEW NX UA", lambda _, o, u: window(o, few(u))),
    ("L FEW UA", lambda o, _, u: window(o, few(u))),
    ("L US", lambda o, u: window(o, bare(u)), None, 0.5),
    ("NX US", lambda o, u: window(o, bare(u)), None, 0.5),
    ("US L_", lambda u, o: window(o, bare(u)), None, 0.5),
    ("US NX_", lambda u, o: window(o, bare(u)), None, 0.5),
    ("LASTS U", lambda o, u: window(o, bare(u)), None, 0.5),
    ("NEXTS U", lambda o, u: window(o, bare(u)), None, 0.5),
    ("U LASTS_", lambda u, o: window(o, bare(u)), None, 0.5),
    ("U NEXTS_", lambda u, o: window(o, bare(u)), None, 0.5),
    ("RECENT UA", lambda _, u: n.Window(bare(u), -1, recent=True), None, 0.6),
    ("UA RECENT_", lambda u, _: n.Window(bare(u), -1, recent=True), None, 0.6),
    ("RECENT DUR", lambda _, d: n.Window(d, -1)),
    ("SINCE DUR", lambda _, d: n.Open("since", n.Shift(d, -1))),
    ("FOR DUR", lambda _, d: n.Open("since", n.Shift(d, -1))),
    # parts of a period
    ("U", lambda u: n.Relative(u, 0) if u in ("week", "month", "year", "quarter", "century", "decade") else None, "CU"),
    ("U M", lambda u, m: m if u == "month" else None),
    ("M U", lambda m, u: m if u == "month" else None, None, -0.2),
    ("U Y", lambda u, y: y if u == "year" else None),
    ("U YR", lambda u, y: n.Date(year=y) if u == "year" else None),
    ("O U", lone_nth),
    ("O U C|CU", lambda o, u, p: nth_of(o, u, p)),
    ("C O U", lambda p, o, u: nth_of(o, u, p)),
    ("LAST U C|CU", lambda o, u, p: nth_of(-1, u, p) if o == -1 else None, None, 0.1),
    ("O LAST U C|CU", lambda k, o, u, p: nth_of(-k, u, p) if o == -1 else None),
    ("C LAST U", lambda p, o, u: nth_of(-1, u, p) if o == -1 else None, None, 0.1),
    ("U LAST_ C", lambda u, o, p: nth_of(-1, u, p) if o == -1 else None, None, -0.2),
    ("O NUM UA C|CU", lambda o, v, u, p: of_period(n.Nth(1, u, None, int(v)), p) if o == 1 else None),
    ("NUM O UA C|CU", lambda v, o, u, p: of_period(n.Nth(1, u, None, int(v)), p) if o == 1 else None),
    ("C L NUM UA", lambda p, o, v, u: of_period(n.Nth(-1, u, None, int(v)), p) if o == -1 else None, None, 0.1),
    ("L NUM UA C|CU", lambda o, v, u, p: of_period(n.Nth(-1, u, None, int(v)), p) if o == -1 else None),
    ("O WD", lambda o, w: nth_weekday(o, n.Date(weekday=w))),
    ("O WD C|CU", lambda o, w, p: _nth_day(o, w, p)),
    ("C O WD", lambda p, o, w: _nth_day(o, w, p), None, 0.6),
    ("C ,O WD", lambda p, o, w: _nth_day(o, w, p)),
    ("LAST WD C|CU", lambda o, w, p: _nth_day(-1, w, p) if o == -1 else None, None, 0.1),
    ("C LAST WD", lambda p, o, w: _nth_day(-1, w, p) if o == -1 else None, None, 0.1),
    ("WD LAST_ C", lambda w, o, p: _nth_day(-1, w, p) if o == -1 else None),
    ("QTR", lambda q: n.Nth(q[1], q[0])),
    ("N !CENT", lambda v, u: century(v, u)),
    ("O CENT", lambda o, u: century(o, "century")),
    ("ROM CENT", lambda o, u: century(o, "century")),
    ("CENT O|ROM", lambda u, o: century(o, "century")),
    ("WEEKNO !N", lambda _, v: n.WeekNumber(v) if 1 <= v <= 53 else None),
    ("N WEEKNO_", lambda v, _: n.WeekNumber(v) if 1 <= v <= 53 else None),
    ("O WEEKNO", lambda o, _: None),
    ("DECADE N", lambda _, v: decade(int(v))),
    ("DECADE YR", lambda _, v: decade(int(v))),
    ("N !DECADE_", lambda v, _: decade(int(v))),
    ("YR !DECADE_", lambda v, _: decade(int(v))),
    ("YY !DECADE_", lambda v, _: decade(int(v))),
    ("DECADE YY", lambda _, v: decade(int(v))),
    ("DECADEWORD", lambda v: n.Years(v, 10)),
    ("DECADE DECADEWORD", lambda _, v: n.Years(v, 10)),
    ("P|Y DECADEWORD", lambda c, v: _decade_in(c, v)),
    ("WEEKOF C", lambda u, d: around(u, d)),
    ("C WEEKOF_", lambda d, u: around(u, d)),
    ("PART C", part, None, 0.3),
    ("C PART_", lambda c, p: part(p, c), None, 0.3),
    ("PART U", lambda p, u: part(p, n.Relative(u, 0)), None, 0.3),
    ("U PART_", lambda u, p: part(p, n.Relative(u, 0)), None, 0.3),
    ("REST C", lambda _, c: part("rest", c)),
    ("REST U", lambda _, u: part("rest", n.Relative(u, 0))),
    ("C REST_", lambda c, _: part("rest", c)),
    ("U REST_", lambda u, _: part("rest", n.Relative(u, 0))),
    ("SOFAR C", lambda _, c: part("so-far", c)),
    ("C SOFAR_", lambda c, _: part("so-far", c)),
    ("ALL C", lambda _, c: c),
    # spans
    ("SINCETHE DN", lambda _, d: n.Open("since", n.Date(day=d))),
    ("UNTILTHE DN", lambda _, d: n.Open("until", n.Date(day=d))),
    ("SINCETHE O", lambda _, d: n.Open("since", n.Date(day=d)) if d <= 31 else None),
    ("SINCE T", lambda _, t: opened("since")(t)),
    ("STARTING BD", lambda _, t: opened("since")(t)),
    ("UNTIL T", lambda _, t: opened("until")(t)),
    ("BEFORE T", lambda _, t: opened("before")(t)),
    ("AFTER T", lambda _, t: opened("after")(t)),
    ("BY T", lambda _, t: opened("by")(t)),
    ("T SINCE_", lambda t, _: opened("since")(t)),
    ("T UNTIL_", lambda t, _: opened("until")(t)),
    ("T BEFORE_", lambda t, _: opened("before")(t)),
    ("T AFTER_", lambda t, _: opened("after")(t)),
    ("T BY_", lambda t, _: opened("by")(t)),
    ("UNTIL NOW", lambda _, __: n.Open("until", n.Relative("day", 0))),
    ("TODATE", lambda _: n.Open("until", n.Relative("day", 0))),
    ("FROM T TO|UNTIL T", lambda _, a, __, b: span_of(a, b)),
    ("SINCE T TO|UNTIL T", lambda _, a, __, b: span_of(a, b)),
    ("T TO|UNTIL T", lambda a, _, b: span_of(a, b)),
    ("C -DASHED C", lambda a, _, b: span_of(a, b)),
    ("BETWEEN T AND T", lambda _, a, __, b: span_of(a, b)),
    ("BETWEEN C DASHED C", lambda _, a, __, b: span_of(a, b)),
    ("FROM C DASHED C", lambda _, a, __, b: span_of(a, b)),
    ("T SINCE_ T UNTIL_", lambda a, _, b, __: span_of(a, b)),
    ("T FROM_ T", lambda a, _, b: span_of(a, b)),
    ("T FROM_ T UNTIL_", lambda a, _, b, __: span_of(a, b)),
    ("FROM T TO|UNTIL T UNTIL_", lambda _, a, __, b, ___: span_of(a, b)),
    ("T TO T BETWEEN_", lambda a, _, b, __: span_of(a, b)),
    ("T AND T BETWEEN_", lambda a, _, b, __: span_of(a, b)),
    ("BETWEEN NOW AND|TO T", lambda _, __, ___, b: span_of(n.Relative("day", 0), b)),
    ("FROM NOW TO|UNTIL T", lambda _, __, ___, b: span_of(n.Relative("day", 0), b)),
    ("BETWEEN T AND NOW", lambda _, a, __, b: span_of(a, n.Relative("day", 0))),
    ("FROM T TO|UNTIL NOW", lambda _, a, __, ___: span_of(a, n.Relative("day", 0))),
    ("SINCE T TO|UNTIL NOW", lambda _, a, __, ___: span_of(a, n.Relative("day", 0))),
    ("DN DASHED DN M", lambda a, _, b, m: day_span(a, b, m)),
    ("DN TO|UNTIL DN M", lambda a, _, b, m: day_span(a, b, m)),
    ("FROM DN TO|UNTIL DN M", lambda _, a, __, b, m: day_span(a, b, m)),
    ("FROM DN DASHED DN M", lambda _, a, __, b, m: day_span(a, b, m)),
    ("BETWEEN DN AND DN M", lambda _, a, __, b, m: day_span(a, b, m)),
    ("BETWEEN DN DASHED DN M", lambda _, a, __, b, m: day_span(a, b, m)),
    ("M DN DASHED DN", lambda m, a, _, b: day_span(a, b, m)),
    ("M DN TO|UNTIL DN", lambda m, a, _, b: day_span(a, b, m)),
    ("FROM M DN TO|UNTIL DN", lambda _, m, a, __, b: day_span(a, b, m)),
    ("FROM M DN DASHED DN", lambda _, m, a, __, b: day_span(a, b, m)),
    ("M BETWEEN DN AND DN", lambda m, _, a, __, b: day_span(a, b, m)),
    ("M FROM DN TO|UNTIL DN", lambda m, _, a, __, b: day_span(a, b, m)),
    ("X ,YR", with_year),
    ("FROM BD|DN TO|UNTIL D", lambda _, a, __, b: _day_to(a, b)),
    ("BD|DN TO|UNTIL D", lambda a, _, b: _day_to(a, b)),
    ("DN SLASHED D", lambda a, _, b: _day_to(a, b)),
    ("DN DASHED D", lambda a, _, b: _day_to(a, b)),
    ("BETWEEN BD|DN AND D", lambda _, a, __, b: _day_to(a, b)),
    ("D SINCE_ DN|BD UNTIL_", lambda a, _, b, __: _to_day(a, b)),
    ("D FROM_ DN|BD", lambda a, _, b: _to_day(a, b)),
    ("D FROM_ DN|BD UNTIL_", lambda a, _, b, __: _to_day(a, b)),
    ("D DASHED DN|BD", lambda a, _, b: _to_day(a, b)),
    ("D TO|UNTIL BD", lambda a, _, b: _to_day(a, b)),
    ("FROM D TO|UNTIL BD|DN", lambda _, a, __, b: _to_day(a, b)),
    ("FROMTHE DN TOTHE|UNTILTHE DN", lambda _, a, __, b: _bare_days(a, b)),
    ("FROM BD TO|UNTIL BD", lambda _, a, __, b: _bare_days(a.day, b.day)),
    ("BETWEEN BD AND BD", lambda _, a, __, b: _bare_days(a.day, b.day)),
    ("BETWEEN BD AND DN", lambda _, a, __, b: _bare_days(a.day, b)),
    ("BD DASHED BD", lambda a, _, b: _bare_days(a.day, b.day)),
    ("BD FROM_ BD", lambda a, _, b: _bare_days(a.day, b.day)),
    ("BD FROM_ BD UNTIL_", lambda a, _, b, __: _bare_days(a.day, b.day)),
    ("YR DASHED YR", lambda a, _, b: year_span(a, b), None, -0.1),
    ("YR DASHED N", lambda a, _, b: year_span(a, b), None, -0.1),
    ("FROM YR TO|UNTIL YR", lambda _, a, __, b: year_span(a, b)),
    ("FROM YR DASHED YR", lambda _, a, __, b: year_span(a, b)),
    ("BETWEEN YR AND|TO YR", lambda _, a, __, b: year_span(a, b)),
    ("BETWEEN YR DASHED YR", lambda _, a, __, b: year_span(a, b)),
    ("YR TO|UNTIL YR", lambda a, _, b: year_span(a, b)),
    ("DUR STARTING D", lambda d, _, t: run(t, d), None, 0.3),
    ("STARTING T", lambda _, t: opened("since")(t)),
    ("DUR SINCE|FROM D", lambda d, _, t: run(t, d), None, -0.5),
    # anaphora
    ("SAME U", lambda _, u: anaphor(0, u)),
    ("SAMEDAY", lambda o: anaphor(o, "day")),
    ("FOLLOWING U", lambda _, u: anaphor(1, u)),
    ("PRECEDING U", lambda _, u: anaphor(-1, u)),
    ("U FOLLOWING_", lambda u, _: anaphor(1, u)),
    ("U PRECEDING_", lambda u, _: anaphor(-1, u)),
    ("M|D SAMEYEAR", lambda m, _: n.Inside(m, n.Relative("year", 0, anaphoric=True)) if isinstance(m, n.Date) else None),
)


def short_year(value: Any) -> n.Node | None:
    """Return a year that only its mark tells ("98年", "2019年"): two digits mean the nearest century."""
    number = int(value)
    if MIN_YEAR <= number < MAX_YEAR:
        return n.Date(year=number)
    return None


def century_of(year: int) -> int:
    """Return the year that two digits stand for: up to 30 this century, then the last (POSIX has 69; news is older)."""
    return year + (2000 if year <= 30 else 1900)


def _nth_day(number: int, weekday: int, outer: n.Node) -> n.Node | None:
    value = nth_weekday(number, n.Date(weekday=weekday))
    return of_period(value, outer) if value is not None else None


def _decade_in(outer: n.Node, first: int) -> n.Node | None:
    if isinstance(outer, n.Years) and outer.count == 100:
        return n.Years(outer.first + first % 100, 10)
    if isinstance(outer, n.Relative) and outer.unit == "century":
        return n.Nth(first % 100 // 10 + 1, "decade", outer)
    return None


def _day_to(first: Any, last: n.Node) -> n.Node | None:
    """Return a range whose first end is only a day of the month."""
    day = first if isinstance(first, int) else first.day
    if n.grain(last) != "day" or isinstance(last, (n.Relative, n.Shift)):
        return None
    if isinstance(last, n.Date) and last.day is not None and last.month is not None and day >= last.day:
        return None
    return n.Range(n.Date(day=day), last)


def _to_day(first: n.Node, last: Any) -> n.Node | None:
    """Return a range whose last end is only a day of the month that the first one names."""
    day = last if isinstance(last, int) else last.day
    if not isinstance(first, n.Date) or first.day is None or first.day >= day:
        return None
    return n.Range(first, replace(first, day=day, weekday=None))


def _bare_days(first: int, last: int) -> n.Node | None:
    return n.Range(n.Date(day=first), n.Date(day=last)) if first < last else None


def make_rules(extra: tuple[tuple[str, str], ...] = ()) -> RuleIndex:
    """Return the rules; ``extra`` are a pack's own orders, as pattern and the name of a builder of ``BUILDERS``."""
    rules: list[Rule] = []
    for pattern, build, *rest in _RULES:
        result = rest[0] if rest else None
        score = rest[1] if len(rest) > 1 else 0.0
        rules.append(compile_rule(pattern, build, classes=CLASSES, result=result, score=score))
    rules.extend(compile_rule(pattern, BUILDERS[name], classes=CLASSES) for pattern, name in extra)
    return RuleIndex(rules)


BUILDERS: dict[str, Callable[..., Any]] = {
    "this_window": lambda _, d: n.Window(d, -1),
    "weekday_ordinal": lambda w, o: nth_weekday(o, n.Date(weekday=w)),
    "weekday_ordinal_of": lambda w, o, p: _nth_day(o, w, p),
    "units_counted_next": lambda u, v, o: counted_window(v, o, u),
}


@cache
def shared_rules() -> RuleIndex:
    """Return the rules that every pack uses."""
    return make_rules()
