"""Do the times allow one act?"""

from __future__ import annotations

from riscontro.weigh.compare import Comparison
from riscontro.weigh.telling import Window

NARROW_DAYS = 31
"""A window of at most a month says when; a wider one only bounds it. Days, (judged)."""

FRESH_DAYS = 45
"""News without a date speaks rather of what lies at most this long before its publication. Days, (judged)."""

APART = Comparison(0.0, "their times exclude each other")
SILENT_TOO_LONG = Comparison(0.0, "the flow was silent for too long between them")
MEET = Comparison(1.0, "their times meet")
NEAR = Comparison(0.8, "their times miss each other by no more than the act allows")
MEET_WIDE = Comparison(0.6, "their times meet, one of them wide")
IMPLIED = Comparison(0.5, "one gives no time, and was published when the act was fresh")
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


def gap(left: Window, right: Window) -> int:
    """Days between two windows; 0 or less where they meet. A common part within tolerance may be turned round."""
    return max(left.start, right.start) - min(left.end, right.end)


def _days(window: Window) -> int:
    return abs(window.end - window.start) + 1
