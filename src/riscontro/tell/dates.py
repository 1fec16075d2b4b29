"""Intervals and instants in words, never more exact than what is known.

An interval that covers whole months prints months, one that covers whole years prints years: a bound at the first day
of a month says no more than that month, since the record does not keep the difference.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime
from enum import StrEnum

from babel.dates import format_date, format_skeleton

from riscontro.model.time import Interval
from riscontro.tell.catalogue import Catalogue


class Precision(StrEnum):
    """What a bound of an interval is known to."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def interval_precision(interval: Interval) -> Precision:
    """Return the coarsest unit whose borders both ends keep."""
    first, last = interval.earliest, interval.latest
    if (first is None or (first.month, first.day) == (1, 1)) and (last is None or (last.month, last.day) == (12, 31)):
        return Precision.YEAR
    starts = first is None or first.day == 1
    ends = last is None or last.day == calendar.monthrange(last.year, last.month)[1]
    return Precision.MONTH if starts and ends else Precision.DAY


def interval_to_text(interval: Interval | None, catalogue: Catalogue) -> str:
    """Return an interval as a label: ``ottobre 2022``, ``giugno – agosto 2022``, ``da ottobre 2022``."""
    return _worded(interval, catalogue, "label")


def interval_to_phrase(interval: Interval | None, catalogue: Catalogue) -> str:
    """Return an interval as an adverb for an act done within it: ``nel maggio 2022``, ``tra giugno e agosto 2022``."""
    return _worded(interval, catalogue, "phrase")


def interval_to_running_phrase(interval: Interval, catalogue: Catalogue) -> str:
    """Return an interval as an adverb for an act that still goes on: ``da ottobre 2022``."""
    return _worded(interval, catalogue, "running")


def _worded(interval: Interval | None, catalogue: Catalogue, form: str) -> str:
    if interval is None or (interval.earliest is None and interval.latest is None):
        return catalogue.text(f"undated_{form}")
    forms = catalogue.table["dates"][form]
    precision = interval_precision(interval)
    first, last = interval.earliest, interval.latest
    if first is None or last is None:
        bound = first or last
        assert bound is not None
        key = "until" if first is None else "since"
        return contracted(forms[f"{key}_{precision}"].format(a=_unit(bound, precision, catalogue)), catalogue)
    if _unit(first, precision, catalogue) == _unit(last, precision, catalogue):
        return contracted(forms[f"in_{precision}"].format(a=_unit(first, precision, catalogue)), catalogue)
    ends = {"a": _first_end(first, last, precision, catalogue), "b": _unit(last, precision, catalogue)}
    return contracted(forms[f"between_{precision}"].format(**ends), catalogue)


def _unit(day: date, precision: Precision, catalogue: Catalogue) -> str:
    if precision is Precision.YEAR:
        return str(format_skeleton("y", day, locale=catalogue.locale))
    if precision is Precision.MONTH:
        return str(format_skeleton("yMMMM", day, locale=catalogue.locale))
    return str(format_date(day, format="long", locale=catalogue.locale))


def _first_end(first: date, last: date, precision: Precision, catalogue: Catalogue) -> str:
    """Return the first bound without the parts that the second one repeats."""
    if first.year != last.year or precision is Precision.YEAR:
        return _unit(first, precision, catalogue)
    if precision is Precision.MONTH:
        return str(format_date(first, format="MMMM", locale=catalogue.locale))
    skeleton = "d" if first.month == last.month and catalogue.table["dates"]["day_first"] else "MMMMd"
    return str(format_skeleton(skeleton, first, locale=catalogue.locale))


def contracted(phrase: str, catalogue: Catalogue) -> str:
    """Return a phrase with the language's contractions before dates made (``dal 8`` to ``dall'8``)."""
    for pattern, replacement in catalogue.table["dates"]["contractions"]:
        phrase = re.sub(pattern, replacement, phrase)
    return phrase


def day_to_text(day: date, catalogue: Catalogue) -> str:
    """Return a day in words: ``9 ottobre 2024``."""
    return contracted(_unit(day, Precision.DAY, catalogue), catalogue)


def instant_to_day_text(instant: datetime, catalogue: Catalogue) -> str:
    """Return the day (UTC) of an instant in words."""
    return day_to_text(instant.astimezone(UTC).date(), catalogue)


def on_day(instant: datetime, catalogue: Catalogue) -> str:
    """Return the day (UTC) of an instant as an adverb: ``il 9 ottobre 2024``."""
    day = instant.astimezone(UTC).date()
    return interval_to_phrase(Interval(earliest=day, latest=day), catalogue)


def instant_to_minute_text(instant: datetime, catalogue: Catalogue) -> str:
    """Return an instant in words, to the minute, in UTC."""
    at = instant.astimezone(UTC)
    return f"{instant_to_day_text(at, catalogue)}, {at:%H:%M} UTC"


def published_to_text(value: str, interval: Interval, catalogue: Catalogue) -> str:
    """Return a publication date with the precision of ``value``: a year, a month or a day."""
    precision = {4: Precision.YEAR, 7: Precision.MONTH}.get(len(value), Precision.DAY)
    assert interval.earliest is not None
    return contracted(_unit(interval.earliest, precision, catalogue), catalogue)
