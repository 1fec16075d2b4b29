"""Where a text can hold a time at all, and how much of the text around it is cut into tokens to read it.

Both are told by the pieces of a cut alone: what they are worth for times is remembered, so that a text is looked
through at the cost of a look-up a piece, and only what surrounds the times that somebody wants is cut further.

What the pieces of a text are worth is a string, a character for each (:func:`signs_of`): patterns over it find what a
loop over the pieces would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riscontro.model.mention import Span
from riscontro.read.text import LINE_END, Cut
from riscontro.read.times.lexicon import COUNTS, ENDS, HOLDS, MAKES, PAIRS, SOLID, Lexicon, signs_of

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


def _any(bits: int) -> str:
    """Return the marks of what has any of the bits, as they stand between the brackets of a pattern."""
    return re.escape(signs_of(bits))


_SOLID = _any(SOLID)
_CORE = re.compile(f"[{_any(MAKES | COUNTS)}]")
_HELD = re.compile(f"[{_any(HOLDS)}]*")
_COUNTS, _PAIRS = _any(COUNTS), _any(PAIRS)
_MAKES = re.compile(rf"[{_any(MAKES)}]|[{_COUNTS}].*?[{_COUNTS}{_PAIRS}]|[{_PAIRS}].*?[{_COUNTS}]")
"""Pieces that can make a time together: what makes one alone, or a number and what goes with it."""
_APART = re.compile(rf"[{_SOLID}](?:[^{_SOLID}]*[{_SOLID}]){{{APART - 1}}}")
_NEAR = re.compile(rf"(?:[^{_SOLID}]*[{_SOLID}]){{{LEAST_AROUND}}}")
_FAR = re.compile(rf"(?:[^{_SOLID}]*[{_SOLID}]){{{MOST_AROUND}}}")
_END = re.compile(rf"[{_any(ENDS)}]")


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
        self.worth = "".join(cut.recall(lexicon.seen, lexicon.worth))
        self._backward = self.worth[::-1]
        self.groups = self._groups()
        """The groups of the text, in order."""

    def _groups(self) -> list[Group]:
        """Return the groups of the text, in order; linear in its length."""
        pieces, starts, worth = self.cut.pieces, self.cut.starts, self.worth
        groups: list[Group] = []
        for first, last in self._stretches():
            if _MAKES.search(worth, first, last) is None:
                continue
            end = starts[last - 1] + (0 if pieces[last - 1] == LINE_END else len(pieces[last - 1]))
            if not groups or _APART.search(worth, groups[-1].stretches[-1][1], first) is not None:
                groups.append(Group(starts[first], end))
            groups[-1].stretches.append((first, last))
            groups[-1].end = end
        return groups

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """Yield the ranges of pieces around what counts or makes a time, none overlapping.

        A stretch reaches as far as every piece can stand within an expression, and one piece further.
        """
        worth, backward, count = self.worth, self._backward, len(self.worth)
        last = 0
        for core in _CORE.finditer(worth):
            if core.start() >= last:
                before, after = _HELD.match(backward, count - core.start()), _HELD.match(worth, core.end())
                assert before is not None
                assert after is not None
                first = max(last, count - before.end() - 1)
                last = min(count, after.end() + 1)
                yield first, last

    def window(self, place: int) -> tuple[int, int]:
        """Return the pieces to be cut into tokens for a group: the rest of the sentences that it begins and ends in, as
        far as a tense is looked for, and ``LEAST_AROUND`` tokens to each side in any case.
        """
        stretches, count = self.groups[place].stretches, len(self.worth)
        return count - _reach(self._backward, count - stretches[0][0]), _reach(self.worth, stretches[-1][1])

    def windows(self, places: Sequence[int]) -> list[tuple[tuple[int, int], list[int]]]:
        """Return the windows of groups, which are in order, those that meet as one, each with its groups."""
        found: list[tuple[tuple[int, int], list[int]]] = []
        for place in places:
            first, last = self.window(place)
            held: list[int] = []
            if found and first <= found[-1][0][1]:
                (first, _), held = found.pop()
            found.append(((first, last), [*held, place]))
        return found


def _reach(worth: str, first: int) -> int:
    """Return the place before which all pieces from a border on bear on times that stand before it."""
    near, end = _NEAR.match(worth, first), _END.search(worth, first, first + MOST_AROUND)
    if near is not None and end is not None:
        return max(near.end(), end.end())
    far = _FAR.match(worth, first)
    return far.end() if far is not None else len(worth)


def touched(groups: Sequence[Group], spans: Sequence[Span]) -> list[int]:
    """Return the places of the groups that reach into any of the spans; both are in order."""
    found: list[int] = []
    place, count = 0, len(spans)
    for number, group in enumerate(groups):
        while place < count and spans[place].end <= group.start:
            place += 1
        if place < count and spans[place].start < group.end:
            found.append(number)
    return found


__all__ = ["LEAST_AROUND", "MAX_CLAUSE", "Ground", "Group", "touched"]
