"""Dates behind a word of time ("в среду, 13 июля,", "el miércoles 13 de julio"), which part nothing from anything."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from riscontro.read.speech import bits
from riscontro.read.text import places_of

if TYPE_CHECKING:
    from riscontro.read.speech.lexicon import Lexicon
    from riscontro.read.speech.text import Nodes

_DAY, _YEAR = 2, 4
"""Most digits of a day, digits of a year."""
_REACH = 10
"""Nodes within which a date ends."""
_ENDS = frozenset(".;:!?)")


def join_dates(nodes: Nodes, lexicon: Lexicon) -> None:
    """Let a word of time and the date that follows it, with its commas, be one node."""
    if not lexicon.calendar:
        return
    places = places_of(map(bits.TIME.__and__, nodes.flag))
    dates: list[tuple[int, int]] = []
    for place in places:
        if dates and place < dates[-1][1]:
            continue  # "Wednesday Wednesday 13 Wednesday": a word of one date opens no other
        end = _end_of_date(nodes, lexicon, place + 1)
        if end > place + 1:
            dates.append((place, end))
    for place, end in reversed(dates):
        nodes.end[place] = nodes.end[end - 1]
        for column in (nodes.low, nodes.start, nodes.end, nodes.flag):
            del column[place + 1 : end]
    if dates and nodes.quotes:
        firsts = [place for place, _ in dates]
        gone = [0, *accumulate(end - place - 1 for place, end in dates)]
        nodes.quotes = {place - gone[bisect_left(firsts, place)]: quote for place, quote in nodes.quotes.items()}


def _end_of_date(nodes: Nodes, lexicon: Lexicon, start: int) -> int:
    """Return the end of the date that begins at a node with its comma, ``start`` where none does."""
    low, flag, count = nodes.low[start : start + _REACH] + [""] * _REACH, nodes.flag, len(nodes.low)
    apart = low[0] == ","
    i = int(apart)
    if flag[start + i : start + i + 1] and flag[start + i] & bits.DET:
        i += 1  # "dem 13. Juli"
    named = low[i] in lexicon.calendar
    i = _after_day(low, i + 1) if named else _after_month(low, i, flag, start, lexicon)
    if not i:
        return start
    if low[i].isdecimal() and len(low[i]) == _YEAR:
        i += 1 + (low[i + 1] in lexicon.calendar)  # "13 июля 2022 года"
    if not apart:
        return start + i
    if low[i] == ",":
        return start + i + 1
    return start + i if start + i >= count or low[i] in _ENDS else start


def _after_day(low: list[str], i: int) -> int:
    """Return where a date with its month first ends ("July 13"), 0 where there is none."""
    if not _is_day(low[i]):
        return 0
    comma = low[i + 1] == "," and low[i + 2].isdecimal() and len(low[i + 2]) == _YEAR
    return i + 1 + comma


def _after_month(low: list[str], i: int, flag: list[int], start: int, lexicon: Lexicon) -> int:
    """Return where a date with its day first ends ("13 de julio"), 0 where there is none."""
    if not _is_day(low[i]):
        return 0
    i += 1
    if low[i] == ".":
        i += 1
    if low[i] and flag[start + i] & (bits.OF | bits.PREP):
        i += 1
    if low[i] not in lexicon.calendar:
        return 0
    i += 1
    linked = bool(low[i]) and bool(flag[start + i] & (bits.OF | bits.PREP))
    return i + (linked and low[i + 1].isdecimal() and len(low[i + 1]) == _YEAR)


def _is_day(low: str) -> bool:
    return low.isdecimal() and len(low) <= _DAY
