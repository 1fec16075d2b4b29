"""Calendar intervals, publication dates with their precision, and aware instants."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A closed span of days; an end that is ``None`` is open. Two intervals are equal when both ends are.

    Raises :class:`ValueError` where ``latest`` lies before ``earliest``.
    """

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            raise ValueError(f"an interval ends before it starts: {self.earliest} to {self.latest}")

    def meets(self, other: Interval, *, slack_days: int = 0) -> bool:
        """Tell whether some day lies in both, after each is widened by ``slack_days`` at both ends."""
        slack = timedelta(days=slack_days)
        return _not_after(self.earliest, other.latest, slack) and _not_after(other.earliest, self.latest, slack)

    def days(self) -> int | None:
        """Return the number of days, at least 1; ``None`` where an end is open."""
        if self.earliest is None or self.latest is None:
            return None
        return (self.latest - self.earliest).days + 1

    def __str__(self) -> str:
        first, last = self.earliest, self.latest
        if first is not None and first == last:
            return first.isoformat()
        return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"


def _not_after(earlier: date | None, later: date | None, slack: timedelta) -> bool:
    return earlier is None or later is None or earlier - later <= slack * 2


_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def partial_date_to_interval(value: str) -> Interval:
    """Return the days that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` covers; raise :class:`ValueError` on anything else.

    >>> str(partial_date_to_interval("2024-02"))
    '2024-02-01/2024-02-29'
    """
    match = _PARTIAL_DATE.fullmatch(value)
    if match is None:
        raise ValueError(f"not a date of the form YYYY, YYYY-MM or YYYY-MM-DD: {value!r}")
    year, month, day = (int(group) if group else None for group in match.groups())
    assert year is not None
    if month is None:
        return Interval(earliest=date(year, 1, 1), latest=date(year, 12, 31))
    if day is None:
        return Interval(earliest=date(year, month, 1), latest=date(year, month, calendar.monthrange(year, month)[1]))
    return Interval(earliest=date(year, month, day), latest=date(year, month, day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a document was published (its DCT): ``value`` keeps the precision, ``2024-05`` is a month.

    ``found_by`` says how: ``declared`` (the user), ``json-ld``, ``meta``, ``feed``, ``header`` (of a mail or an
    answer), ``page``, ``text``, ``contract``.
    """

    value: str
    found_by: str

    def interval(self) -> Interval:
        """Return the days that the date covers."""
        return partial_date_to_interval(self.value)


def end_of_day(day: date) -> datetime:
    """Return the last second of ``day`` in UTC, from which all that was published that day counts as public."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


def public_from(
    published: Published | None, captured_at: datetime, *, modified: Published | None = None, edited: bool = False
) -> datetime:
    """Return the instant from which the words were certainly public.

    The end of the published interval, or of the interval of the last edit that the page shows where that is later;
    the capture's moment where there is no date, where the words were ``edited`` on a day that nothing tells, or where
    the capture itself proves that they were public earlier (captured within the interval, or dated into the future).
    """
    if published is None:
        return captured_at
    latest, last_edit = published.interval().latest, modified.interval().latest if modified else None
    assert latest is not None
    if last_edit is not None and last_edit > latest:
        return min(end_of_day(last_edit), captured_at)
    return captured_at if edited else min(end_of_day(latest), captured_at)


def instant_to_text(instant: datetime) -> str:
    """Return an aware instant as ``YYYY-MM-DDTHH:MM:SSZ``; raise :class:`ValueError` on a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {instant!r}")
    return instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def text_to_instant(text: str) -> datetime:
    """Return the aware instant of ``YYYY-MM-DDTHH:MM:SSZ`` or any ISO 8601 form with a zone; a bare date or month
    means its end (:func:`end_of_day`). Raise :class:`ValueError` on anything else.
    """
    if _PARTIAL_DATE.fullmatch(text):
        latest = partial_date_to_interval(text).latest
        assert latest is not None
        return end_of_day(latest)
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {text!r}")
    return instant.astimezone(UTC)
