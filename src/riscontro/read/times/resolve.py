"""From what an expression says to calendar days, against one reference day.

The conventions (``docs/times.md`` has the table) follow TIMEX3 (TimeML 1.2.1) and the practice of HeidelTime; where
several are in use, the one of this project's exam is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from typing import Any

from riscontro.read.times import days as d
from riscontro.read.times import nodes as n
from riscontro.read.times.build import COMING

Ends = tuple[date | None, date | None]
DAY = timedelta(days=1)

FUZZY_PAST = {
    "day": (7, "day"),
    "week": (6, "week"),
    "weekend": (6, "week"),
    "month": (6, "month"),
    "year": (5, "year"),
}
"""How far "recent days, weeks, months, years" reach back, to the reference day."""

FUZZY_FUTURE = {"day": (3, "day"), "week": (4, "week"), "month": (3, "month"), "year": (3, "year")}
"""How far "the coming days, weeks, months, years" reach ahead, from the day after."""


def _nothing_before() -> Ends | None:
    return None


@dataclass(frozen=True, slots=True)
class Context:
    """What a resolution depends on: the reference day, the tense around (-1, 0, 1), the mention before, if any, which
    few resolutions ask for.

    ``alone`` marks an expression that is all of its text: with no sentence around it, it looks ahead.
    """

    day: date
    tense: int = 0
    alone: bool = False
    before: Callable[[], Ends | None] = _nothing_before


@dataclass(frozen=True, slots=True)
class Found:
    """Days with the unit they were told in; ``others`` are readings that were ranked lower."""

    first: date | None
    last: date | None
    unit: str
    fuzzy: bool = False
    others: tuple[Ends, ...] = ()

    @property
    def ends(self) -> Ends:
        """Both ends."""
        return self.first, self.last


def resolve(node: n.Node, context: Context) -> Found | None:
    """Return the days of a node, ``None`` where the calendar has none such.

    Needs the reference day only for what is relative or leaves out the year.
    """
    try:
        found = _HANDLERS[type(node)](node, context)
    except (OverflowError, ValueError):
        return None
    if found is None or (found.first is not None and found.last is not None and found.last < found.first):
        return None
    return found


def is_absolute(node: n.Node) -> bool:
    """Tell whether a node names its year itself, so that no reference day is needed."""
    if isinstance(node, n.Date):
        return node.year is not None
    if isinstance(node, (n.Season, n.Holiday)):
        return node.year is not None
    if isinstance(node, n.Years):
        return True
    if isinstance(node, (n.Part, n.Open, n.Around, n.Run)):
        return getattr(node, "part", "") not in ("rest", "so-far") and is_absolute(node.node)
    if isinstance(node, n.Range):
        return is_absolute(node.last)
    if isinstance(node, n.Inside):
        return is_absolute(node.outer)
    if isinstance(node, n.Nth):
        return node.outer is not None and is_absolute(node.outer)
    if isinstance(node, n.Shift):
        return node.anchor is not None and is_absolute(node.anchor)
    return isinstance(node, n.WeekNumber) and node.year is not None and is_absolute(node.year)


def lacks_only_year(node: n.Node) -> bool:
    """Tell whether all that a node leaves open is which year it means."""
    if isinstance(node, n.Date):
        return node.year is None and node.month is not None
    if isinstance(node, (n.Season, n.Holiday)):
        return node.year is None
    if isinstance(node, (n.Part, n.Open, n.Around)):
        return getattr(node, "part", "") not in ("rest", "so-far") and lacks_only_year(node.node)
    if isinstance(node, n.Range):
        return lacks_only_year(node.last)
    return isinstance(node, n.Nth) and node.outer is not None and lacks_only_year(node.outer)


def _whole(days: d.Days, unit: str) -> Found:
    return Found(days[0], days[1], unit)


# --- dates -----------------------------------------------------------------------------------------------------------


def _date(node: n.Date, context: Context) -> Found | None:
    if node.year is not None:
        return _dated(node)
    if node.weekday is not None and node.day is None:
        return _choose(_weekdays(node.weekday, context.day), context, "day")
    if node.month is not None:
        return _matching_weekday(node, _choose(_yearless(node, context.day.year), context, n.grain(node)))
    if node.day is None:
        return None
    return _day_of_month(node, context)


def _dated(node: n.Date) -> Found | None:
    assert node.year is not None
    if node.month is None:
        return _whole(d.year_days(node.year), "year")
    if node.day is None:
        return _whole(d.month_days(node.year, node.month), "month")
    day = d.safe_date(node.year, node.month, node.day)
    return Found(day, day, "day") if day is not None else None


def _weekdays(weekday: int, around: date) -> list[d.Days]:
    """Return the days of a weekday from a week before to a week after, in order."""
    first = around - timedelta(days=7)
    start = first + timedelta(days=(weekday - first.weekday()) % 7)
    return [(start + timedelta(days=7 * week),) * 2 for week in range(3)]


def _yearless(node: n.Date, year: int) -> list[d.Days]:
    """Return a date in the years around, in order; 29 February is looked for further away."""
    reach = 8 if (node.month, node.day) == (2, 29) else 1
    found = []
    for candidate in range(max(1, year - reach), min(MAXYEAR, year + reach) + 1):
        dated = _dated(replace(node, year=candidate))
        if dated is not None and dated.first is not None and dated.last is not None:
            found.append((dated.first, dated.last))
    return found


def _choose(candidates: list[d.Days], context: Context, unit: str) -> Found | None:
    """Take the last candidate that has begun, or the first that has not ended where the tense is future."""
    past = [days for days in candidates if days[0] <= context.day]
    ahead = [days for days in candidates if days[1] >= context.day]
    chosen = ahead[0] if context.tense > 0 and ahead else past[-1] if past else None
    if chosen is None:
        return None
    other = past[-1] if context.tense > 0 and past else ahead[0] if ahead else None
    others: tuple[Ends, ...] = (other,) if other is not None and other != chosen else ()
    return Found(chosen[0], chosen[1], unit, others=others)


def _day_of_month(node: n.Date, context: Context) -> Found | None:
    """Resolve a bare day of the month: the last one where the tense is past, else this month's or the next."""
    assert node.day is not None
    first = context.day.replace(day=1)
    found = []
    for step in (*range(-12, 0), *range(13)):
        month = d.add_months(first, step)
        day = d.safe_date(month.year, month.month, node.day)
        if day is not None and node.weekday in (None, day.weekday()):
            found.append((step, day))
    this = [day for step, day in found if step == 0]
    past = [day for _, day in found if day <= context.day]
    ahead = [day for _, day in found if day >= context.day]
    if context.tense <= 0 and this and node.weekday is not None:
        chosen = this[0]
    elif ahead and (context.tense > 0 or (context.tense == 0 and context.alone)):
        chosen = ahead[0] if not this or node.weekday is None else this[0]
    elif past:
        chosen = past[-1]
    else:
        return None
    others = tuple((day, day) for day in (*past[-1:], *ahead[:1]) if day != chosen)
    return Found(chosen, chosen, "day", others=others)


def _matching_weekday(node: n.Date, found: Found | None) -> Found | None:
    """Prefer the year in which the weekday that the text names is right, where one of the two readings has it."""
    if found is None or node.weekday is None or found.first is None or found.first.weekday() == node.weekday:
        return found
    for first, last in found.others:
        if first is not None and first.weekday() == node.weekday:
            return Found(first, last, found.unit, others=(found.ends,))
    return found


def _season(node: n.Season, context: Context) -> Found | None:
    if node.year is not None:
        return _whole(d.season_days(node.year, node.name), "season")
    seasons = [d.season_days(year, node.name) for year in range(context.day.year - 2, context.day.year + 2)]
    if context.tense == 0 and context.alone:
        this = _this_named(seasons, context)
        return replace(this, unit="season") if this is not None else None
    return _choose(seasons, context, "season")


def _holiday_days(node: n.Holiday, year: int) -> d.Days | None:
    if node.easter is not None:
        day: date | None = d.easter(year) + timedelta(days=node.easter)
    else:
        assert node.month is not None
        assert node.day is not None
        day = d.safe_date(year, node.month, node.day)
    return (day, day) if day is not None else None


def _holiday(node: n.Holiday, context: Context) -> Found | None:
    if node.year is not None:
        days = _holiday_days(node, node.year)
        return _whole(days, "day") if days is not None else None
    around = [_holiday_days(node, year) for year in range(context.day.year - 1, context.day.year + 2)]
    return _choose([days for days in around if days is not None], context, "day")


def _years(node: n.Years, context: Context) -> Found | None:
    return _whole(d.year_days(max(1, node.first), years=node.count), "decade" if node.count == 10 else "century")


# --- relative --------------------------------------------------------------------------------------------------------


def _relative(node: n.Relative, context: Context) -> Found | None:
    base = context.day
    before = context.before() if node.anaphoric else None
    if before is not None:
        base = _anchor_day(before, node.offset) or base
    unit = node.unit
    if unit == "season":
        return None
    current = d.period_days(base, unit)
    offset = node.offset
    if unit == "weekend" and offset == 0 and context.tense < 0 and current[0] > base:
        offset = -1  # told on a weekday, a weekend that is past was the last one
    moved = d.period_days(d.add_units(current[0], offset, unit), unit)
    return _whole(moved, "day" if unit == "workday" else unit)


def _anchor_day(ends: Ends, direction: float) -> date | None:
    """Return the day of the mention before that a following one is counted from."""
    first, last = ends
    return (last or first) if direction > 0 else (first or last)


def _nearest(node: n.Nearest, context: Context) -> Found | None:
    inner = node.node
    if isinstance(inner, n.Date) and inner.weekday is not None and inner.day is None:
        return _nearest_weekday(inner.weekday, node.direction, context)
    if isinstance(inner, n.Date) and inner.month is None:
        return _date(inner, replace(context, tense=node.direction))
    candidates = _candidates(inner, context.day.year)
    if not candidates:
        return None
    if node.direction == 0:
        return _this_named(candidates, context)
    past = [days for days in candidates if days[1] < context.day]
    ahead = [days for days in candidates if days[0] > context.day]
    ranked = past[::-1] if node.direction < 0 else ahead
    if abs(node.direction) == 2:
        ranked = ranked[1:]
    if not ranked:
        return None
    others: tuple[Ends, ...] = tuple(ranked[1:2]) if isinstance(inner, n.Season) else ()
    return Found(ranked[0][0], ranked[0][1], n.grain(inner), others=others)


def _candidates(node: n.Node, year: int) -> list[d.Days]:
    if isinstance(node, n.Date):
        return _yearless(node, year)
    around = range(max(1, year - 2), min(MAXYEAR - 1, year + 2) + 1)
    if isinstance(node, n.Season):
        return [d.season_days(candidate, node.name) for candidate in around]
    if isinstance(node, n.Holiday):
        return [days for days in (_holiday_days(node, candidate) for candidate in around) if days is not None]
    return []


def _this_named(candidates: list[d.Days], context: Context) -> Found | None:
    """Resolve "this summer": the one going on, else that of this year."""
    day = context.day
    running = [days for days in candidates if days[0] <= day <= days[1]]
    this_year = [days for days in candidates if days[0].year == day.year]
    chosen = (running or this_year or candidates)[0]
    return Found(chosen[0], chosen[1], "day" if chosen[0] == chosen[1] else "month")


def _nearest_weekday(weekday: int, direction: int, context: Context) -> Found | None:
    """Resolve "last Friday" to the one before today, "next" to next week's, "this" to the nearest that the tense
    allows, to this week's where there is none.
    """
    day = context.day
    if direction == 0 and context.tense:
        return _choose(_weekdays(weekday, day), context, "day")
    monday = day - timedelta(days=day.weekday())
    this = monday + timedelta(days=weekday)
    if direction == 0:
        return Found(this, this, "day")
    if direction < 0:
        chosen = this if this < day else this - timedelta(days=7)
        return Found(chosen, chosen, "day", others=((monday + timedelta(days=weekday - 7),) * 2,))
    if direction == COMING:
        chosen = this if this > day else this + timedelta(days=7)
        return Found(chosen, chosen, "day")
    if direction > 1:
        chosen = (this if this > day else this + timedelta(days=7)) + timedelta(days=7)
        return Found(chosen, chosen, "day")
    chosen = this + timedelta(days=7)
    return Found(chosen, chosen, "day", others=((this, this),) if this > day else ())


def _shift(node: n.Shift, context: Context) -> Found | None:
    base, duration = context.day, node.duration
    before = context.before() if node.anaphoric else None
    if node.anaphoric and before is None and context.tense < 0:
        return None
    if context.tense < 0 and node.sign > 0 and node.anchor is None and not node.anaphoric:
        return None  # "the second test in three years" says how long, not how soon
    anchored = node.anchor is not None or before is not None
    if node.anchor is not None:
        anchor = resolve(node.anchor, context)
        if anchor is None:
            return None
        ends: Ends = anchor.ends
    else:
        ends = before if before is not None else (base, base)
    start = _anchor_day(ends, node.sign)
    if start is None:
        return None
    moved = _move(start, duration, node.sign)
    if duration.plural:
        return _vaguely(start, node.sign)
    if duration.bound is not None:
        return _bounded_shift(moved, duration.bound, node.sign, start)
    unit = duration.parts[-1][1] if len(duration.parts) == 1 and not anchored else "day"
    whole = duration.parts[-1][0] == int(duration.parts[-1][0])
    if unit not in d.MONTHS_IN or not whole:
        return Found(moved, moved, "day", fuzzy=duration.fuzzy)
    return replace(_whole(d.period_days(moved, unit), unit), fuzzy=duration.fuzzy)


def _move(start: date, duration: n.Duration, sign: int) -> date:
    for number, unit in duration.parts:
        if unit.startswith("weekday:"):
            wanted = int(unit[8:])
            step = (wanted - start.weekday()) % 7 if sign > 0 else -((start.weekday() - wanted) % 7)
            start += timedelta(days=(step or 7 * sign) + 7 * sign * (int(number) - 1))
        else:
            start = d.add_units(start, sign * number, "week" if unit == "weekend" else unit)
    return start


def _vaguely(start: date, sign: int) -> Found:
    return Found(None, start, "span", fuzzy=True) if sign < 0 else Found(start, None, "span", fuzzy=True)


def _bounded_shift(moved: date, bound: str, sign: int, start: date) -> Found:
    """Resolve "more than two years ago": only the nearer end is known; "less than": both."""
    if bound == "less":
        return Found(min(moved, start), max(moved, start), "span", fuzzy=True)
    if sign < 0:
        return Found(None, moved - DAY, "span", fuzzy=True)
    return Found(moved + DAY, None, "span", fuzzy=True)


def _window(node: n.Window, context: Context) -> Found | None:
    day, duration = context.day, node.duration
    if duration.plural or node.recent:
        return _fuzzy_window(duration.parts[0][1], node.sign, day)
    if node.including:
        return Found(day, _move(day, duration, 1), "span")
    if len(duration.parts) == 1 and duration.parts[0][1] in ALIGNED:
        return _aligned_window(duration.parts[0], node.sign, day)
    if node.sign < 0:
        if duration.bound == "more":
            return Found(None, day, "span", fuzzy=True)
        first = _move(day, duration, -1)
        last, other = (day - DAY, day) if duration.parts[-1][1] in d.DAYS_IN else (day, day - DAY)
        return Found(first, last, "span", fuzzy=duration.fuzzy, others=((first, other),))
    return Found(day + DAY, _move(day, duration, 1), "span", fuzzy=duration.fuzzy)


ALIGNED = ("quarter", "decade", "century")
"""Units of which "the last two" are whole calendar ones, not counted back from the day."""


def _aligned_window(part: tuple[float, str], sign: int, day: date) -> Found:
    number, unit = part
    current = d.period_days(day, unit)
    if sign < 0:
        return Found(d.add_units(current[0], -number, unit), current[0] - DAY, "span")
    return Found(current[1] + DAY, d.add_units(current[1] + DAY, number, unit) - DAY, "span")


def _fuzzy_window(unit: str, sign: int, day: date) -> Found | None:
    if sign > 0:
        count, step = FUZZY_FUTURE.get(unit, (3, unit))
        return Found(day + DAY, d.add_units(day, count, step), "span", fuzzy=True)
    count, step = FUZZY_PAST.get(unit, (3, unit))
    first = d.add_units(day, -count, step)
    return Found(first + DAY if unit == "day" else first, day, "span", fuzzy=True)


# --- parts -----------------------------------------------------------------------------------------------------------


def _inside(node: n.Inside, context: Context) -> Found | None:
    outer = resolve(node.outer, context)
    if outer is None or outer.first is None or outer.last is None:
        return None
    for first, last in _occurrences(node.inner, outer.first, outer.last):
        if outer.first <= first <= outer.last:
            return Found(first, last, n.grain(node.inner))
    return None


def _occurrences(node: n.Node, first: date, last: date) -> Iterator[d.Days]:
    """Yield the days of a year-less name from the beginning of a period on."""
    if isinstance(node, n.Date) and node.weekday is not None and node.day is None:
        day = d.nth_weekday(first, last, node.weekday, 1)
        if day is not None:
            yield day, day
    elif isinstance(node, n.Date) and node.month is None and node.day is not None:
        for step in range(13):
            month = d.add_months(first.replace(day=1), step)
            found = d.safe_date(month.year, month.month, node.day)
            if found is not None and found >= first:
                yield found, found
    else:
        yield from (days for days in _candidates(node, first.year) if days[0] >= first)


def _nth(node: n.Nth, context: Context) -> Found | None:
    outer = _nth_outer(node, context)
    if outer is None or outer.first is None or outer.last is None:
        return None
    first, last, unit = outer.first, outer.last, node.unit
    if unit.startswith("weekday:"):
        day = d.nth_weekday(first, last, int(unit[8:]), node.number)
        return Found(day, day, "day") if day is not None else None
    if unit == "week":
        return _nth_weeks(node, first, last)
    if unit == "half" and outer.unit != "year" and node.count == 1:
        return _half_of(first, last, node.number)
    if unit == "weekend":
        day = d.nth_weekday(first, last, 5, node.number)
        return Found(day, day + DAY, "weekend") if day is not None else None
    if node.number > 0:
        start = d.add_units(first, node.number - 1, unit)
    else:
        start = d.add_units(last + DAY, node.number * node.count, unit)
    end = d.add_units(start, node.count, unit) - DAY
    if start > last or start < first:
        return None
    return Found(start, end, unit if node.count == 1 else "span")


def _half_of(first: date, last: date, number: int) -> Found | None:
    """Return the first or second half of a month, a decade or another period."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    middle = first + timedelta(days=14) if months == 1 else d.add_months(first, months // 2) - DAY
    if number not in (1, 2, -1):
        return None
    return Found(first, middle, "span") if number == 1 else Found(middle + DAY, last, "span")


def _nth_outer(node: n.Nth, context: Context) -> Found | None:
    """Resolve what is counted in: where the text names none, the year for quarters and halves, else the month."""
    if node.outer is not None:
        return resolve(node.outer, _ahead(context))
    unit = "year" if node.unit in ("quarter", "half", "month") else "month"
    return _whole(d.period_days(context.day, unit), unit)


def _nth_weeks(node: n.Nth, first: date, last: date) -> Found | None:
    weeks = d.nth_week(first, last, node.number)
    if weeks is None:
        return None
    if node.count == 1:
        return _whole(weeks, "week")
    if node.number > 0:
        return Found(weeks[0], weeks[0] + timedelta(weeks=node.count) - DAY, "span")
    return Found(weeks[1] - timedelta(weeks=node.count) + DAY, weeks[1], "span")


def _ahead(context: Context) -> Context:
    """Return a context in which what stands alone looks ahead."""
    return replace(context, tense=1) if context.tense == 0 and context.alone else context


def _week_number(node: n.WeekNumber, context: Context) -> Found | None:
    year = resolve(node.year, context) if node.year is not None else _whole(d.year_days(context.day.year), "year")
    if year is None or year.first is None:
        return None
    monday = date.fromisocalendar(year.first.year, node.number, 1)
    return Found(monday, monday + timedelta(days=6), "week")


def _around(node: n.Around, context: Context) -> Found | None:
    inner = resolve(node.node, _ahead(context))
    if inner is None or inner.first is None:
        return None
    return _whole(d.period_days(inner.first, node.unit), node.unit)


def _part(node: n.Part, context: Context) -> Found | None:
    whole = resolve(node.node, context)
    if whole is None or whole.first is None or whole.last is None:
        return None
    first, last = whole.first, whole.last
    if node.part == "rest":
        return Found(max(first, context.day), max(last, context.day), "span")
    if node.part == "so-far":
        return Found(first, max(first, min(last, context.day - DAY)), "span")
    third = _thirds(first, last, whole.unit)
    if node.part == "mid" and whole.unit == "week":
        return Found(first + DAY, last - 2 * DAY, "mid-week")
    cut = {"early": (first, third[0]), "mid": (third[0] + DAY, third[1]), "late": (third[1] + DAY, last)}
    ends = cut[node.part]
    return Found(ends[0], ends[1], f"{node.part}-{whole.unit}")


def _thirds(first: date, last: date, unit: str) -> d.Days:
    """Return the last days of the first and second third of a period."""
    if unit == "month":
        return first + timedelta(days=9), first + timedelta(days=19)
    if unit == "week":
        return first + timedelta(days=2), first + timedelta(days=3)
    if unit in ("year", "decade", "century", "half", "quarter", "season"):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return d.add_months(first, months // 3) - DAY, d.add_months(first, months * 2 // 3) - DAY
    days = (last - first).days + 1
    return first + timedelta(days=max(0, days // 3 - 1)), first + timedelta(days=max(0, days * 2 // 3 - 1))


# --- spans -----------------------------------------------------------------------------------------------------------


def _open(node: n.Open, context: Context) -> Found | None:
    wanted = context
    if node.kind in ("by", "until") and context.tense == 0:
        wanted = replace(context, tense=1)
    elif node.kind == "ever-since":
        wanted = replace(context, tense=-1)
    inner = resolve(node.node, wanted)
    if inner is None:
        return None
    first, last = inner.ends
    if node.kind in ("since", "ever-since") and first is None and last is not None:
        return Found(last + DAY, None, "span", fuzzy=True)  # for more than two years: at least since then
    if node.kind in ("since", "ever-since"):
        return Found(first, None, "span", fuzzy=inner.fuzzy, others=_with_end(inner.others)) if first else None
    if node.kind == "after":
        return Found(last + DAY, None, "span", fuzzy=inner.fuzzy) if last else None
    if node.kind == "before" and inner.unit.startswith("late-"):
        return Found(None, last, "span", fuzzy=inner.fuzzy) if last else None
    if node.kind == "before" or (node.kind == "until" and _excluded(inner.unit)):
        others: tuple[Ends, ...] = ((None, last),) if node.kind == "until" else ()
        return Found(None, first - DAY, "span", fuzzy=inner.fuzzy, others=others) if first else None
    return Found(None, last, "span", fuzzy=inner.fuzzy, others=_with_start(inner.others)) if last else None


def _with_end(others: tuple[Ends, ...]) -> tuple[Ends, ...]:
    return tuple((first, None) for first, _ in others if first is not None)


def _with_start(others: tuple[Ends, ...]) -> tuple[Ends, ...]:
    return tuple((None, last) for _, last in others if last is not None)


def _excluded(unit: str) -> bool:
    """Tell whether "until" a period stops before it: "until 2012" does, "until April" and "until the end of" not."""
    return unit in ("year", "decade", "century")


def _range(node: n.Range, context: Context) -> Found | None:
    first, last = _inherit(node.first, node.last)
    if isinstance(first, n.Date) and isinstance(last, n.Date) and last.year is not None and first.year is None:
        return _range_to_dated(first, last)
    start = resolve(first, context)
    if context.tense > 0:
        start = _running_start(first, last, context) or start
    if start is None or start.first is None:
        return None
    end = _end_after(last, start.first, context)
    if end is None or end.last is None:
        return None
    if end.last < start.first:
        start = _start_before(first, end.last, context)
    if start is None or start.first is None or end.last < start.first:
        return None
    return Found(start.first, end.last, "span", fuzzy=start.fuzzy or end.fuzzy)


def _running_start(first: n.Node, last: n.Node, context: Context) -> Found | None:
    """Return the past beginning of a range that is still going on, where the tense is future."""
    start = resolve(first, replace(context, tense=-1))
    if start is None or start.first is None:
        return None
    end = _end_after(last, start.first, context)
    return start if end is not None and end.last is not None and end.last >= context.day else None


def _inherit(first: n.Node, last: n.Node) -> tuple[n.Node, n.Node]:
    """Give the first end of a range the fields that only the last one names ("8 to 13 October 2024")."""
    if isinstance(first, n.Date) and first.month is None and first.day is not None:
        if isinstance(last, n.Date) and last.month is not None:
            return replace(first, month=last.month, year=last.year), last
        if isinstance(last, n.Inside) and isinstance(last.inner, n.Date):
            return n.Inside(replace(first, month=last.inner.month), last.outer), last
    if isinstance(first, n.Part) and isinstance(last, (n.Part, n.Date)):
        target = last.node if isinstance(last, n.Part) else last
        if isinstance(first.node, n.Date) and isinstance(target, n.Date) and first.node.year is None and target.year:
            return n.Part(first.part, replace(first.node, year=target.year)), last
    return first, last


def _range_to_dated(first: n.Date, last: n.Date) -> Found | None:
    """Resolve a range whose year stands at its end only; what begins later in the year began the year before."""
    end = _dated(last)
    if end is None or end.last is None or last.year is None:
        return None
    if first.month is None and first.weekday is not None:
        return None
    for year in (last.year, last.year - 1):
        start = _dated(replace(first, year=year)) if year > 0 else None
        if start is not None and start.first is not None and start.first <= end.last:
            return Found(start.first, end.last, "span")
    return None


def _end_after(node: n.Node, start: date, context: Context) -> Found | None:
    """Resolve the end of a range: the first such time after its beginning."""
    if isinstance(node, (n.Season, n.Holiday)) or (isinstance(node, n.Date) and node.year is None):
        if isinstance(node, n.Date) and node.month is None:
            return _date(node, Context(day=start, tense=1))
        ahead = [days for days in _candidates(node, start.year) if days[1] >= start]
        return _whole(ahead[0], n.grain(node)) if ahead else None
    if isinstance(node, n.Part):
        inner = _end_after(node.node, start, context)
        if inner is not None and isinstance(node.node, n.Date) and inner.first is not None:
            pinned = replace(node.node, year=inner.first.year) if node.node.month is not None else node.node
            return _part(n.Part(node.part, pinned), context)
    return resolve(node, context)


def _start_before(node: n.Node, end: date, context: Context) -> Found | None:
    """Resolve the beginning of a range again, as the last such time before its end."""
    if isinstance(node, (n.Date, n.Season)) and node.year is None:
        return resolve(node, Context(day=end, tense=-1, before=context.before))
    return None


def _run(node: n.Run, context: Context) -> Found | None:
    start = resolve(node.node, _ahead(context))
    if start is None or start.first is None:
        return None
    return Found(start.first, _move(start.first, node.duration, 1) - DAY, "span")


_HANDLERS: dict[type, Callable[[Any, Context], Found | None]] = {
    n.Date: _date,
    n.Season: _season,
    n.Holiday: _holiday,
    n.Years: _years,
    n.Relative: _relative,
    n.Nearest: _nearest,
    n.Shift: _shift,
    n.Window: _window,
    n.Inside: _inside,
    n.Nth: _nth,
    n.WeekNumber: _week_number,
    n.Around: _around,
    n.Part: _part,
    n.Open: _open,
    n.Range: _range,
    n.Run: _run,
}


# --- TIMEX3 ----------------------------------------------------------------------------------------------------------

_SEASON_CODES = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


def timex(found: Found) -> str | None:
    """Return the TIMEX3 value (TimeML 1.2.1, section 2.1): a calendar unit where the days are one, else an ISO 8601
    interval; ``PAST_REF`` and ``FUTURE_REF`` where both ends are a convention.
    """
    first, last = found.ends
    if first is None or last is None:
        return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"
    unit = found.unit.rpartition("-")[2]
    return _UNIT_VALUES[unit](first) if unit in _UNIT_VALUES else f"{first.isoformat()}/{last.isoformat()}"


def _week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


_UNIT_VALUES: dict[str, Callable[[date], str]] = {
    "day": lambda day: day.isoformat(),
    "week": _week_value,
    "weekend": lambda day: f"{_week_value(day)}-WE",
    "month": lambda day: f"{day.year:04d}-{day.month:02d}",
    "quarter": lambda day: f"{day.year:04d}-Q{(day.month + 2) // 3}",
    "half": lambda day: f"{day.year:04d}-H{1 if day.month < 7 else 2}",
    "season": lambda day: f"{day.year:04d}-{_SEASON_CODES.get(day.month, 'WI')}",
    "year": lambda day: f"{day.year:04d}",
    "decade": lambda day: f"{day.year // 10:03d}",
    "century": lambda day: f"{day.year // 100:02d}",
}
