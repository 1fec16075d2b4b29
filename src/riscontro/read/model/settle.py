"""Whose value stands: ours where our reading of the quoted words is full, the model's where it leaves the answer open.

The words quoted are the authority. Our reading of them is full where they tell days or a number outright: a month is a
month, and a model's day within it is not in these words. It leaves the answer open in four ways, each told by the words
themselves, and only so far:

- it has other readings of lower rank (a month without a year, "last summer" in September): any of these may stand;
- one end is open ("since autumn", "by April"): the day of publication may close it, which is when the report was told;
- its edges are a convention ("in recent weeks", "late 2023"): they may lie elsewhere by :func:`_slack`;
- the words speak of a time that our reader does not resolve ("a day after that", "now").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import Enum

from riscontro.model.mention import TimeMention
from riscontro.model.time import Interval, partial_date_to_interval
from riscontro.read.numbers import NumberMention

LEAST_SLACK = timedelta(days=7)
"""Days by which an edge that is a convention may lie elsewhere, at least."""
SLACK_SHARE = 2
"""What part of the conventional days it may be beyond that: half of them."""
NEAR = timedelta(days=32)
"""How far from a time that the text tells a time may lie that is told from it: a month."""
MOST_SUMMED = 6
"""Numbers of one quote that are added up."""


class Verdict(Enum):
    """How a model's value and our reading of the words stand to one another."""

    SAME = "same"
    OPEN = "open"
    """Our reading leaves the answer open, and the model's is one of those that it leaves."""
    OTHER = "other"


def judge_days(theirs: Interval, mention: TimeMention, published: Interval | None) -> Verdict:
    """Tell how a model's days stand to our reading of their words."""
    if theirs == mention.interval:
        return Verdict.SAME
    readings = (mention.interval, *mention.alternatives)
    if theirs in readings or any(_closes(theirs, ours, published) for ours in readings):
        return Verdict.OPEN
    return Verdict.OPEN if _is_conventional(mention) and _lies_near(theirs, mention.interval) else Verdict.OTHER


def _closes(theirs: Interval, ours: Interval, published: Interval | None) -> bool:
    """Tell whether days are ours with an open end closed by the publication."""
    if published is None or (ours.earliest is None) == (ours.latest is None):
        return False
    if ours.latest is None:
        return theirs.earliest == ours.earliest and _within(theirs.latest, published)
    return theirs.latest == ours.latest and _within(theirs.earliest, published)


def _within(day: date | None, days: Interval) -> bool:
    return day is not None and days.meets(Interval(earliest=day, latest=day))


def _is_conventional(mention: TimeMention) -> bool:
    """Tell whether the edges of days are a convention: a vague number of units, or a part of a longer unit."""
    if mention.fuzzy:
        return True
    try:
        unit = partial_date_to_interval(mention.timex or "")
    except ValueError:
        return False
    return unit != mention.interval and unit.meets(mention.interval)


def _lies_near(theirs: Interval, ours: Interval) -> bool:
    slack = _slack(ours)
    return _near(theirs.earliest, ours.earliest, slack) and _near(theirs.latest, ours.latest, slack)


def _slack(ours: Interval) -> timedelta:
    return max(LEAST_SLACK, timedelta(days=(ours.days() or 0) // SLACK_SHARE))


def _near(one: date | None, other: date | None, slack: timedelta) -> bool:
    return one == other if one is None or other is None else abs(one - other) <= slack


def lies_within(days: Interval, others: Iterable[TimeMention]) -> bool:
    """Tell whether days lie within those of a vague time ("recently"): a closer answer to what that one tells."""
    return any(other.fuzzy and days.days() is not None and _holds(other.interval, days) for other in others)


def holds_all(days: Interval, others: Sequence[TimeMention]) -> bool:
    """Tell whether days hold those of all other times: what goes on since autumn contradicts no day in winter."""
    return all(_holds(days, other.interval) for other in others)


def _holds(outer: Interval, inner: Interval) -> bool:
    starts = outer.earliest is None or (inner.earliest is not None and outer.earliest <= inner.earliest)
    ends = outer.latest is None or (inner.latest is not None and inner.latest <= outer.latest)
    return starts and ends


def lies_near(day: date | None, anchor: Interval) -> bool:
    """Tell whether a day lies within :data:`NEAR` of an interval."""
    around = Interval(earliest=day, latest=day) if day is not None else None
    return around is not None and around.meets(anchor, slack_days=NEAR.days // 2)


def added_up(numbers: Sequence[NumberMention]) -> NumberMention | None:
    """Return the sum of the numbers of one quote, from the first's words to the last's; ``None`` where there is none.

    >>> from riscontro.read.numbers import find_numbers
    >>> added_up(find_numbers("two bombers and two fighters", lang="en")).minimum
    4
    """
    if not 2 <= len(numbers) <= MOST_SUMMED:
        return None
    ordered = sorted(numbers, key=lambda one: one.span)
    lows, highs = [one.minimum for one in ordered], [one.maximum for one in ordered]
    return NumberMention(
        span=type(ordered[0].span)(ordered[0].span.start, ordered[-1].span.end),
        minimum=None if None in lows else sum(low for low in lows if low is not None),
        maximum=None if None in highs else sum(high for high in highs if high is not None),
        bound=next((one.bound for one in ordered if one.bound is not None), None),
    )
