"""Do the times allow one act?"""

from __future__ import annotations

from riscontro.weigh.compare import Comparison
from riscontro.weigh.telling import EVER, Window

NARROW_DAYS = 31
"""A window of at most a month says when; a wider one only bounds it. Days, (judged)."""

FRESH_DAYS = 45
"""News without a date speaks rather of what lies at most this long before its publication. Days, (judged)."""

NEWS_DAYS = 7
"""News without a date speaks above all of what lies at most this long before its publication. Days, (judged)."""

DAY_ACT = 7
"""Acts of which two times may miss each other by no more than this are done on a day or two. Days, (judged)."""

SPAN_DAYS = 28
"""A time told of at least so many days is a month or longer by the calendar, and not a day off. Days, (judged)."""

LONG_DAYS = 121
"""The same of an act that takes weeks: 2023 is not next to 2024. More than what "since then" spans. Days, (judged)."""

EXACT_DAYS = 30
"""By how much two times may miss each other where both are told to the week, however slow the act. Days, (judged)."""

SURE_DAYS, SURE_MISS = 3, 2
"""Times of an act of a day, both told to so many days, miss by at most so many: a time zone, an eve. Days, (judged)."""

YEAR_DAYS = 366
"""A time told of an act of a day is a day, a season or a year; a longer one is a period, and tells of many such acts or
of none. Days, (judged)."""

NARROWER = 4
"""Where figures are at odds, times may miss each other by this part of what the act allows. Ratio, (judged)."""

APART = Comparison(0.0, "their times exclude each other")
PERIOD = Comparison(0.0, "one tells of an act of a day, the other of a period of years")
PLAN_AFTER = Comparison(0.0, "one is a plan that was told when the other was done")
PLAN_LAPSED = Comparison(0.0, "one tells a fact without a time, long after the other told a plan")
SILENT_TOO_LONG = Comparison(0.0, "the flow was silent for too long between them")
MEET = Comparison(1.0, "their times meet")
NEAR = Comparison(0.8, "their times miss each other by no more than the act allows")
MEET_WIDE = Comparison(0.6, "their times meet, one of them wide")
IMPLIED = Comparison(0.5, "one gives no time, and was published when the act was fresh")
LATEST = Comparison(0.65, "one gives no time, and was published within days of the act")
FRESH = Comparison(0.6, "one gives no time, and was published within weeks of the act")
PLAN_AND_FACT = Comparison(0.4, "one tells a fact without a time, the other so far only a plan")
ONE_FLOW = Comparison(0.9, "both are sightings of one flow")


def compare_times(
    own: Window, dated: Window | None, implied: Window | None, *, tolerance: int, told: bool
) -> Comparison:
    """Compare one claim's window with what all claims of an event have in common.

    ``dated`` is the common part of the windows that its claims give, ``implied`` of those that were only inferred from
    publication; ``None`` where it has none of the kind. ``told`` says that the claim gives its own time. In one
    dimension, windows all meet in pairs exactly when their common part is not empty (Helly 1923), so that one
    comparison stands for all.
    """
    nearest = dated or implied
    if nearest is None:
        return IMPLIED
    gaps = [gap(own, window) for window in (dated, implied) if window is not None]
    if max(gaps) > tolerance:
        return APART
    if not told or dated is None:
        return IMPLIED
    if gaps[0] > 0:
        return NEAR
    return MEET if max(_days(own), _days(dated)) <= NARROW_DAYS else MEET_WIDE


def compare_sightings(own: Window, hull: Window, *, longest_silence: int, told: bool) -> Comparison:
    """Compare a sighting with a flow, which spans ``hull`` from its first sighting to its last."""
    if gap(own, hull) > longest_silence:
        return SILENT_TOO_LONG
    return ONE_FLOW if told else IMPLIED


def compare_freshness(day: int, window: Window) -> Comparison:
    """Compare the day on which a claim without a time was published with when the act was."""
    since = gap(Window(day, day), window)
    if since <= NEWS_DAYS:
        return LATEST
    return FRESH if since <= FRESH_DAYS else IMPLIED


def is_period(window: Window | None) -> bool:
    """Tell whether a told time is of years, from its first day to its last."""
    return window is not None and window.start > -EVER and window.end < EVER and _days(window) > YEAR_DAYS


def room_between(own: Window, dated: Window, tolerance: int) -> int:
    """Return by how many days two told times may miss each other, of the ``tolerance`` of the act.

    None where both are long: of an act of a day, June is not next to July. Little where both are exact:
    :data:`SURE_MISS` for an act of a day, :data:`EXACT_DAYS` for one that takes weeks.

    >>> talks, deployment = 7, 60
    >>> june, july, day = Window(1, 30), Window(31, 61), Window(41, 41)
    >>> room_between(june, july, talks), room_between(day, day, talks)
    (0, 2)
    >>> room_between(june, july, deployment), room_between(day, day, deployment)
    (60, 30)
    """
    least, most = sorted((_days(own), _days(dated)))
    if tolerance <= DAY_ACT:
        return 0 if least >= SPAN_DAYS else min(tolerance, SURE_MISS) if most <= SURE_DAYS else tolerance
    if least > LONG_DAYS:
        return 0
    return min(tolerance, EXACT_DAYS) if most <= NEWS_DAYS else tolerance


def narrow_told(window: Window) -> Window:
    """Return the first days of a told time, the last ones where it has no beginning."""
    if window.start > -EVER:
        return Window(window.start, min(window.end, window.start + NARROW_DAYS))
    return Window(window.end - NARROW_DAYS, window.end)


def narrow_implied(window: Window, past: int, *, ahead: bool) -> Window:
    """Return the part of a time inferred from publication that lies nearest to that, of the ``past`` days before it or,
    for plans, the month ``ahead``.
    """
    if ahead:
        return Window(window.start, min(window.end, window.start + NARROW_DAYS))
    return Window(max(window.start, window.end - past // NARROWER), window.end)


def gap(left: Window, right: Window) -> int:
    """Days between two windows; 0 or less where they meet. A common part within tolerance may be turned round."""
    return max(left.start, right.start) - min(left.end, right.end)


def _days(window: Window) -> int:
    return abs(window.end - window.start) + 1
