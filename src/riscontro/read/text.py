"""A text cut once, and what is known of its pieces.

A text is cut at its blanks into pieces: this is done once for a document. What a piece is made of (the tokens of one
room or another, with their offsets inside it) hangs on the piece alone, because no token of any room reaches across a
blank. So a room learns each surface form once, remembers it, and has its view of a text by looking the pieces up;
it never scans the text again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import accumulate, islice
from operator import add
from typing import Any, TypeVar

T = TypeVar("T")

MOST_KNOWN = 10_000
"""Pieces that one room remembers for one language; beyond that it begins anew, so that memory stays bounded."""
LONGEST_KNOWN = 32
"""Characters of the longest piece that is remembered; a longer one (a line of Chinese, an address) seldom returns."""
LINE_END = "\n"
"""The piece that stands for the end of a line; no other piece holds a line end."""


class Cut:
    """A text and its pieces in order: what stands between blanks, and each line end.

    ``pieces`` may be empty (two blanks in a row) and may hold rarer blanks such as a tabulator; ``starts`` are their
    offsets. Views that rooms make of a cut are kept with it.
    """

    __slots__ = ("_made", "distinct", "pieces", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        lines: list[int] = []
        for line in text.split(LINE_END):
            lines.append(len(self.pieces))
            self.pieces += line.split(" ")
            self.pieces.append(LINE_END)
        self.pieces.pop()
        self.starts = _starts(self.pieces, lines)
        self.distinct = frozenset(self.pieces)
        self._made: dict[Callable[[Cut], Any], Any] = {}

    def recall(self, known: dict[str, T], learn: Callable[[str], T]) -> list[T]:
        """Return what a room knows of each piece, in order; what it does not know yet it learns, and remembers.

        ``known`` keeps at most ``MOST_KNOWN`` pieces.
        """
        fresh = self.distinct.difference(known)
        if not fresh:
            return list(map(known.__getitem__, self.pieces))
        learnt = {piece: learn(piece) for piece in fresh}
        found = (
            known if len(known) + len(fresh) <= MOST_KNOWN else {piece: known[piece] for piece in self.distinct - fresh}
        )
        found |= learnt
        values = list(map(found.__getitem__, self.pieces))
        if found is not known:
            known.clear()
            known.update(islice(learnt.items(), MOST_KNOWN))
        for piece in [piece for piece in learnt if len(piece) > LONGEST_KNOWN]:
            known.pop(piece, None)
        return values

    def view(self, make: Callable[[Cut], T]) -> T:
        """Return what ``make`` makes of this cut; it is made once."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def line_ends(self) -> list[int]:
        """Return the offsets of all line ends."""
        return [start for start, piece in zip(self.starts, self.pieces, strict=True) if piece == LINE_END]


def _starts(pieces: list[str], lines: list[int]) -> list[int]:
    """Return the offset of each piece: the lengths before it, and the blanks that parted them within their lines.

    Before a piece of line ``k`` stand all pieces before it, of which ``k`` are line ends; neither these nor the last
    piece of each line have a blank after them.
    """
    lengths = list(accumulate(map(len, pieces), initial=0))
    starts: list[int] = []
    for number, first in enumerate(lines):
        last = lines[number + 1] - 1 if number + 1 < len(lines) else len(pieces)
        starts += map(add, lengths[first:last], range(first - 2 * number, last - 2 * number))
        if last < len(pieces):
            starts.append(lengths[last] + last - 2 * number - 1)
    return starts


def cut_text(text: str | Cut) -> Cut:
    """Return the cut of a text; a text that has been cut already is returned as it is."""
    return text if isinstance(text, Cut) else Cut(text)


def offsets(bases: Iterable[int], inner: Iterable[tuple[int, ...]]) -> list[int]:
    """Return offsets within pieces as offsets within the text."""
    return [base + offset for base, within in zip(bases, inner, strict=True) for offset in within]


__all__ = ["LINE_END", "Cut", "cut_text", "offsets"]
