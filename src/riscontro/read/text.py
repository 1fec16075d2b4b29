"""A text cut once, and what is known of its pieces.

A text is cut at its blanks into pieces: this is done once for a document. What a piece is made of (the tokens of one
room or another, with their offsets inside it) hangs on the piece alone, because no token of any room reaches across a
blank. So a room learns each surface form once, remembers it, and has its view of a text by looking the pieces up;
it never scans the text again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain, compress, count, islice, repeat
from operator import add
from typing import Any, Generic, TypeVar

T = TypeVar("T")

MOST_KNOWN = 10_000
"""Pieces of one generation that one room remembers for one language."""
LONGEST_KNOWN = 32
"""Characters of the longest piece that is remembered; a longer one (a line of Chinese, an address) seldom returns."""
LINE_END = "\n"
"""The piece that stands for the end of a line; no other piece holds a line end."""


AFTER_WORD = frozenset(",.;:!?)")
"""Marks that follow a word in one piece with it, the commonest ones; each is one token in every room."""


def is_plain(piece: str) -> bool:
    """Tell whether a piece is one word of unaccented Latin letters, as most pieces of most texts are, or with it one
    mark of ``AFTER_WORD``: what every room cuts the same way, and at little cost.

    >>> [is_plain(piece) for piece in ("Tanks", "tanks,", "T-72", ",", "")]
    [True, True, False, False, False]
    """
    if not piece.isascii():
        return False
    return piece.isalpha() or (piece[-1:] in AFTER_WORD and piece[:-1].isalpha())


def steps_of(piece: str, starts: Sequence[int]) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """Return how the tokens of a piece, which begin at these offsets, follow each other, so that those of a text are
    laid out by adding up (:func:`lay_out`): the steps from each beginning to the next one, the last one's over the
    blank or line end behind the piece; and which steps are those of tokens. The others step over what stands before
    the first token, or over a piece without one.

    >>> steps_of("tanks,", (0, 5))
    ((5, 2), (True, True))
    """
    if piece == LINE_END:  # the step of the piece before it holds it
        return (), ()
    led = not starts or starts[0] > 0
    places = [0, *starts] if led else [*starts]
    steps = tuple([after - place for place, after in zip(places, [*places[1:], len(piece) + 1], strict=True)])
    return steps, (False,) * led + (True,) * len(starts)


def lay_out(steps: Iterable[Iterable[int]], solid: Iterable[Iterable[bool]], base: int = 0) -> list[int]:
    """Return where the tokens of a cut begin, by the steps of its pieces in order from its ``base`` on."""
    return list(compress(accumulate(chain.from_iterable(steps), initial=base), chain.from_iterable(solid)))


class Memory(Generic[T]):
    """What a room knows of pieces, in two generations, so that it stays bounded and what is common stays known.

    ``young`` holds at most ``MOST_KNOWN`` pieces; when they would be more it becomes ``old``, and what was old and has
    not been asked for since is forgotten.
    """

    __slots__ = ("old", "young")

    def __init__(self) -> None:
        self.young: dict[str, T] = {}
        self.old: dict[str, T] = {}

    def __len__(self) -> int:
        return len(self.young) + len(self.old)

    def recall(self, piece: str, learn: Callable[[str], T]) -> T:
        """Return what is known of one piece; what is not known yet is learnt, and remembered."""
        found = self.young.get(piece)
        if found is None:
            found = self.old[piece] if piece in self.old else learn(piece)
            if len(piece) <= LONGEST_KNOWN:
                if len(self.young) >= MOST_KNOWN:
                    self.age()
                self.young[piece] = found
        return found

    def age(self, kept: Iterable[str] = ()) -> None:
        """Begin a new generation, in which the pieces ``kept`` are known still."""
        self.old, self.young = self.young, {piece: self.young[piece] for piece in islice(kept, MOST_KNOWN)}


class Cut:
    """A text and its pieces in order: what stands between blanks, and each line end.

    ``pieces`` may be empty (two blanks in a row) and may hold rarer blanks such as a tabulator; ``base`` is the offset
    from which the steps of the pieces count. Views that rooms make of a cut are kept with it.
    """

    __slots__ = ("_made", "_starts", "base", "distinct", "pieces", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = text.replace(LINE_END, f" {LINE_END} ").split(" ")
        self._starts: list[int] | None = None
        self.base = 0
        self.distinct = frozenset(self.pieces)
        self._made: dict[Callable[[Cut], Any], Any] = {}

    @property
    def starts(self) -> list[int]:
        """The offsets of the pieces."""
        if self._starts is None:
            self._starts = _starts(self.pieces, self.line_ends())
        return self._starts

    def line_ends(self) -> list[int]:
        """Return which pieces are line ends, in order."""
        return [place for place, piece in enumerate(self.pieces) if piece == LINE_END]

    def part(self, first: int, last: int) -> Cut:
        """Return pieces ``first`` to ``last`` (exclusive) as a cut of their own; offsets remain those of the text."""
        if first == 0 and last == len(self.pieces):
            return self
        part = Cut.__new__(Cut)
        part.text, part.pieces = self.text, self.pieces[first:last]
        part._starts = self.starts[first:last]
        part.base = part._starts[0] + (part.pieces[0] == LINE_END) if part.pieces else 0
        part.distinct = frozenset(part.pieces)
        part._made = {}
        return part

    def recall(self, known: Memory[T], learn: Callable[[str], T]) -> list[T]:
        """Return what a room knows of each piece, in order; what it does not know yet it learns, and remembers."""
        fresh = self.distinct.difference(known.young)
        if not fresh:
            return list(map(known.young.__getitem__, self.pieces))
        old = known.old
        learnt = {piece: old[piece] if piece in old else learn(piece) for piece in fresh}
        if len(known.young) + len(fresh) > MOST_KNOWN:
            known.age(self.distinct - fresh)
        if len(known.young) + len(fresh) > MOST_KNOWN:  # a text with more pieces than are remembered
            found = known.young | learnt
            learnt = dict(islice(learnt.items(), MOST_KNOWN - len(known.young)))
            known.young |= learnt
        else:
            found = known.young
            found |= learnt
        values = list(map(found.__getitem__, self.pieces))
        for piece in [piece for piece in learnt if len(piece) > LONGEST_KNOWN]:
            del known.young[piece]
        return values

    def view(self, make: Callable[[Cut], T]) -> T:
        """Return what ``make`` makes of this cut; it is made once."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made


def _starts(pieces: list[str], line_ends: list[int]) -> list[int]:
    """Return the offset of each piece. From one to the next there are its letters and a blank; but a line end has no
    blank around it, which together is one character less than the two blanks that would be there.
    """
    sizes = list(map(len, pieces))
    for place in line_ends:
        sizes[place] = -1
    starts = list(accumulate(map(add, sizes, repeat(1)), initial=0))
    starts.pop()
    for place in line_ends:
        starts[place] -= 1
    return starts


def cut_text(text: str | Cut) -> Cut:
    """Return the cut of a text; a text that has been cut already is returned as it is."""
    return text if isinstance(text, Cut) else Cut(text)


def offsets(bases: Iterable[int], inner: Iterable[tuple[int, ...]]) -> list[int]:
    """Return offsets within pieces as offsets within the text."""
    return [base + offset for base, within in zip(bases, inner, strict=True) for offset in within]


def places_of(values: Iterable[object]) -> list[int]:
    """Return where the values are true, in order."""
    return list(compress(count(), values))


__all__ = [
    "AFTER_WORD",
    "LINE_END",
    "LONGEST_KNOWN",
    "MOST_KNOWN",
    "Cut",
    "Memory",
    "cut_text",
    "is_plain",
    "lay_out",
    "offsets",
    "places_of",
    "steps_of",
]
