"""Whether a text can name an actor at all, told by its pieces at little cost."""

from __future__ import annotations

from riscontro.read.passage import fold, learn_piece
from riscontro.read.surface import SurfaceTable
from riscontro.read.text import LONGEST_KNOWN, MOST_KNOWN, Memory
from riscontro.read.wordcut import Cutter

Names = tuple[tuple[str, ...], ...]
"""For each actor's name that a piece can be part of the further words of the name, as
:meth:`riscontro.read.surface.SurfaceTable.names` gives them.
"""
_ALONE: Names = ((),)


class Naming:
    """What a language's table says of pieces of text already looked at. Of the young ones of ``known`` are ``sure``
    those that name somebody by themselves (where words are written together: may name), ``silent`` those that name
    nobody.
    """

    def __init__(self, table: SurfaceTable, cutter: Cutter | None) -> None:
        self.table = table
        self.cutter = cutter
        self.known: Memory[Names] = Memory()
        self.sure: set[str] = set()
        self.silent: set[str] = set()

    def finds(self, text: str) -> bool:
        """Tell whether a text can name an actor."""
        pieces = set(text.split())
        if not self.sure.isdisjoint(pieces):
            return True
        parts: list[Names] = []
        for piece in pieces.difference(self.silent):
            found = self.known.young.get(piece) or self._learn(piece)
            if self._is_sure(found):
                return True
            if found:
                parts.append(found)
        if not parts:
            return False
        folded = fold(text)
        return any(all(word in folded for word in words) for found in parts for words in found)

    def _is_sure(self, found: Names) -> bool:
        return found == _ALONE or (bool(found) and self.cutter is not None)

    def _learn(self, piece: str) -> Names:
        """Return what can be named with a piece of text, and remember it."""
        found = self.known.old.get(piece)
        if found is None:
            whole = self.cutter is None and piece.isalpha()  # most pieces are one word
            found = self.table.names(piece, (fold(piece),) if whole else learn_piece(piece, self.cutter).norms)
        if len(piece) > LONGEST_KNOWN:
            return found
        if len(self.known.young) >= MOST_KNOWN:
            self.known.age()
            self.sure.clear()
            self.silent.clear()
        self.known.young[piece] = found
        if self._is_sure(found):
            self.sure.add(piece)
        elif not found:
            self.silent.add(piece)
        return found


__all__ = ["Naming"]
