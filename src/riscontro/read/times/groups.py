"""Where a text can hold a time at all, and how much of the text around it is cut into tokens to read it.

Both are told by the pieces of a cut alone: what they are worth for times is remembered, so that a text is looked
through at the cost of a look-up a piece, and only what surrounds the groups that somebody wants is cut further.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riscontro.model.mention import Span
from riscontro.read.text import LINE_END, Cut, places_of
from riscontro.read.times.lexicon import COUNTS, ENDS, HOLDS, MAKES, PAIRS, SOLID, Lexicon

APART = 2
"""Pieces with tokens of their own between two stretches from which on nothing of one bears on the other. A stretch ends
with a piece that no phrase, number or date can cover, so one would be enough.
"""

MAX_CLAUSE = 40
"""How many tokens to each side of an expression its tense is looked for."""

LEAST_AROUND = 8
"""How many tokens to each side of an expression tell, sentence or not, whether it is one."""

MOST_AROUND = MAX_CLAUSE + LEAST_AROUND
"""How many tokens to each side of an expression bear on it at most."""


@dataclass(slots=True)
class Group:
    """Stretches of a text that can hold times and may bear on each other: ranges of pieces, in order, and the offsets
    from the beginning of the first to the end of the last, of a line end its beginning.
    """

    start: int
    end: int
    stretches: list[tuple[int, int]] = field(default_factory=list)


class Ground:
    """A text by its pieces: where it can hold times, and what bears on them there."""

    def __init__(self, cut: Cut, lexicon: Lexicon) -> None:
        self.cut = cut
        self.worth = cut.recall(lexicon.seen, lexicon.worth)

    def groups(self) -> list[Group]:
        """Return the groups of the text, in order; linear in its length."""
        pieces, starts = self.cut.pieces, self.cut.starts
        groups: list[Group] = []
        for first, last in self._stretches():
            end = starts[last - 1] + (0 if pieces[last - 1] == LINE_END else len(pieces[last - 1]))
            if not groups or self._are_apart(groups[-1].stretches[-1][1], first):
                groups.append(Group(starts[first], end))
            groups[-1].stretches.append((first, last))
            groups[-1].end = end
        return groups

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """Yield the ranges of pieces that can hold a time, none overlapping.

        A stretch reaches as far as every piece can stand within an expression, and one piece further.
        """
        worth = self.worth
        last, count = 0, len(worth)
        for core in places_of(map((MAKES | COUNTS).__and__, worth)):
            if core < last:
                continue
            first, last_piece = core, core + 1
            while first > last and worth[first - 1] & HOLDS:
                first -= 1
            while last_piece < count and worth[last_piece] & HOLDS:
                last_piece += 1
            first, last = max(last, first - 1), min(count, last_piece + 1)
            if _makes_time(worth[first:last]):
                yield first, last

    def _are_apart(self, first: int, last: int) -> bool:
        """Tell whether at least ``APART`` pieces with a token of their own stand between two places, blanks aside."""
        return sum(worth & SOLID != 0 for worth in self.worth[first : min(last, first + 4 * APART)]) >= APART

    def windows(self, groups: Sequence[Group]) -> list[tuple[int, int]]:
        """Return the ranges of pieces to be cut into tokens for groups in order; none overlap, each group is in one."""
        found: list[tuple[int, int]] = []
        for group in groups:
            first, last = group.stretches[0][0], group.stretches[-1][1]
            first -= self._reach(range(first - 1, -1, -1))
            last += self._reach(range(last, len(self.worth)))
            if found and first <= found[-1][1]:
                found[-1] = found[-1][0], max(last, found[-1][1])
            else:
                found.append((first, last))
        return found

    def _reach(self, beyond: range) -> int:
        """Return how many of the pieces beyond a border bear on times before it: the rest of their sentence, as far as
        a tense is looked for, and ``LEAST_AROUND`` tokens in any case.
        """
        worth, held, ended = self.worth, 0, False
        for passed, place in enumerate(beyond):
            if held >= MOST_AROUND or (ended and held >= LEAST_AROUND):
                return passed
            value = worth[place]
            if value & SOLID:
                held += 1
                ended = ended or value & ENDS != 0
        return len(beyond)


def _makes_time(worths: Sequence[int]) -> bool:
    """Tell whether pieces can make a time together: what makes one alone, or a number and what goes with it."""
    counts = pairs = 0
    for worth in worths:
        if worth & MAKES:
            return True
        counts += worth & COUNTS != 0
        pairs += worth & PAIRS != 0
    return counts > 1 or (counts > 0 and pairs > 0)


def touched(groups: Sequence[Group], spans: Sequence[Span]) -> list[bool]:
    """Tell of each group whether it reaches into any of the spans; both are in order."""
    told: list[bool] = []
    place, count = 0, len(spans)
    for group in groups:
        while place < count and spans[place].end <= group.start:
            place += 1
        told.append(place < count and spans[place].start < group.end)
    return told


__all__ = ["LEAST_AROUND", "MAX_CLAUSE", "Ground", "Group", "touched"]
