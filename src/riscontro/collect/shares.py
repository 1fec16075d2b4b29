"""How large a part of a report is held: estimates with an interval.

Every interval is meant to hold the truth nine times of ten. What each kind of evidence gives:

| evidence | share | interval |
|---|---|---|
| a percentage on the page | as told | 0.04 to both sides: pages count signs or words, and round |
| words or signs still to come | held of held and to come | a fifth of what is to come |
| a stated length of the whole | held of stated | a seventh of the stated length: captions are counted or not |
| numbered pages | one of so many | the last page may be short, the others differ: half of it to one and a half |
| the feed's text is longer | page of feed | up to the share itself; the feed may be cut too |
| a reading time | held of the words read in it | readers are timed at 160 to 300 words a minute, minutes are rounded |
| only that it is cut | held of a typical length | held of a long report to held of a short one |
"""

from __future__ import annotations

from typing import NamedTuple

TYPICAL_WORDS = 500
"""Length of a whole report where nothing states it: an assumption, the order of an agency's or a newspaper's report."""

SHORT_WORDS = 220
LONG_WORDS = 1400
"""Lengths that few reports that are cut fall below or exceed: assumptions, as the one above."""

LEAST_SHARE = 0.02
MOST_SHARE = 0.95
"""Bounds of the share of a page that is known to be cut but not by how much."""

WORDS_A_MINUTE = (160, 220, 300)
"""Slow, usual and fast: what publishers divide by to print a reading time (assumption, from tools in common use)."""

_FIGURE_MARGIN = 0.04
_LENGTH_MARGIN = 1 / 7
_LEFT_MARGIN = 0.2


class Estimate(NamedTuple):
    """A share and the interval that it lies in, each 0 to 1; ``why`` is empty where nothing was assumed."""

    share: float
    low: float
    high: float
    why: str = ""


WHOLE = Estimate(1.0, 1.0, 1.0)


def told(part: float) -> Estimate:
    """Return the estimate of a part that the page tells as a percentage."""
    return _bounded(part, part - _FIGURE_MARGIN, part + _FIGURE_MARGIN)


def with_left(held: float, left: float) -> Estimate:
    """Return the estimate where so many words or signs are said to be left; ``held`` is above 0."""
    return _bounded(
        held / (held + left), held / (held + left * (1 + _LEFT_MARGIN)), held / (held + left * (1 - _LEFT_MARGIN))
    )


def of_stated(held: float, stated: float) -> Estimate:
    """Return the estimate where the length of the whole is stated in the unit of ``held``."""
    return _bounded(held / stated, held / (stated * (1 + _LENGTH_MARGIN)), held / (stated * (1 - _LENGTH_MARGIN)))


def of_pages(total: int) -> Estimate:
    """Return the estimate of one page of ``total``."""
    return _bounded(1 / total, 0.5 / total, min(MOST_SHARE, 1.5 / total))


def of_feed(page: int, feed: int) -> Estimate:
    """Return the estimate where the feed's text of ``feed`` words is longer than the page's."""
    share = page / feed
    return _bounded(share, page / max(feed, LONG_WORDS), share)


def of_minutes(words: int, minutes: float, *, most: float) -> Estimate:
    """Return the estimate where the page tells a reading time, for a page known to be cut."""
    slow, usual, fast = WORDS_A_MINUTE
    why = f"share reckoned: {words} words held, {minutes:g} minutes to read at {usual} words a minute"
    high = words / max(1.0, (minutes - 0.5) * slow)
    return _bounded(min(most, words / (minutes * usual)), words / ((minutes + 0.5) * fast), min(MOST_SHARE, high), why)


def of_typical(words: int, *, most: float) -> Estimate:
    """Return the estimate where all that is known is that the page is cut; ``most`` bounds the share."""
    why = f"share assumed: {words} words held, {TYPICAL_WORDS} typical, at most {most:g} of such a page"
    return _bounded(min(most, words / TYPICAL_WORDS), words / LONG_WORDS, min(MOST_SHARE, words / SHORT_WORDS), why)


def _bounded(share: float, low: float, high: float, why: str = "") -> Estimate:
    share = min(1.0, max(LEAST_SHARE, share))
    low, high = min(1.0, max(0.0, low)), min(1.0, max(0.0, high))
    return Estimate(round(share, 4), round(min(low, share), 4), round(max(high, share), 4), why)
