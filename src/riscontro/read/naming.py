"""Whether a text can name an actor at all, or hold a claim, told by its pieces at little cost."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial
from itertools import compress

from riscontro.read.passage import fold, know_piece
from riscontro.read.surface import Phrase, SurfaceTable
from riscontro.read.text import LONGEST_KNOWN, MOST_KNOWN
from riscontro.read.wordcut import Cutter

Look = Callable[[str, Iterable[str]], tuple[Phrase, ...]]


class _Finder:
    """Finds phrases by the pieces of a text that can be part of them. ``look`` tells these of a piece and its tokens,
    of which one is then among ``anchors``. ``known`` holds pieces met before that can be part of a phrase, ``silent``
    those that cannot; when they become too many, memory begins anew.
    """

    def __init__(self, look: Look, anchors: Container[str], cutter: Cutter | None) -> None:
        self.look = look
        self.anchors = anchors
        self.cutter = cutter
        self.known: dict[str, tuple[Phrase, ...]] = {}
        self.silent: set[str] = set()

    def found(self, pieces: set[str]) -> Iterator[Phrase]:
        """Yield the phrases that pieces can be part of; those of pieces met before come first."""
        for phrases in [self.known[piece] for piece in pieces.intersection(self.known)]:
            yield from phrases
        for piece in self._sort_out(pieces.difference(self.known, self.silent)):
            yield from self._learn(piece)

    def _sort_out(self, fresh: set[str]) -> set[str]:
        """Return the pieces that have to be looked at one by one; most are plain words, and no part of a phrase."""
        if len(self.known) + len(self.silent) + len(fresh) > MOST_KNOWN:
            self.known.clear()
            self.silent.clear()
        if self.cutter is not None:
            return fresh
        plain = list(filter(str.isalpha, filter(str.isascii, fresh)))
        loud = set(compress(plain, map(self.anchors.__contains__, map(str.lower, plain))))
        quiet = {piece for piece in plain if len(piece) <= LONGEST_KNOWN}.difference(loud)
        self.silent |= quiet
        return fresh - quiet

    def _learn(self, piece: str) -> tuple[Phrase, ...]:
        phrases = self.look(piece, know_piece(piece, self.cutter).norms)
        if len(piece) <= LONGEST_KNOWN:
            if phrases:
                self.known[piece] = phrases
            else:
                self.silent.add(piece)
        return phrases


class Naming:
    """What a language's table says of the pieces of a text. ``one_sided`` are the codes of acts that may be told of one
    actor alone, ``home`` the actor that a text can mean without naming it, empty where there is none.
    """

    def __init__(self, table: SurfaceTable, cutter: Cutter | None, one_sided: frozenset[str], home: str) -> None:
        self.table = table
        self.cutter = cutter
        self.one_sided = one_sided
        self.home = frozenset({home} - {""})
        self._names = _Finder(table.names, {*table.naming, *table.spelt}, cutter)
        self._acts: _Finder | None = None

    def names_somebody(self, text: str) -> bool:
        """Tell whether a text can name an actor."""
        return next(self._held(text, self._names.found(set(text.split()))), None) is not None

    def may_tell(self, text: str) -> bool:
        """Tell whether a text can hold a claim: it can name two actors, or one, and hold a word of a one-sided act."""
        pieces = set(text.split())
        named: set[str] = set()
        for actors in self._held(text, self._names.found(pieces), known=named):
            named |= actors
            if len(named.union(self.home)) > 1:
                return True
        if not named:
            return False
        if self._acts is None:
            anchors = self.table.acting(self.one_sided)
            self._acts = _Finder(partial(_look_in, anchors), anchors, self.cutter)
        return next(self._held(text, self._acts.found(pieces)), None) is not None

    def _held(self, text: str, phrases: Iterable[Phrase], known: set[str] | None = None) -> Iterator[frozenset[str]]:
        """Yield the codes of those phrases that a text can hold, but for what is ``known`` already. Where words are
        written together, it can hold whatever a piece can be part of.
        """
        longer: list[Phrase] = []
        for words, codes in phrases:
            if known is not None and codes <= known:
                continue
            if words and self.cutter is None:
                longer.append((words, codes))
            else:
                yield codes
        folded = fold(text) if longer else ""
        for words, codes in longer:
            if (known is None or not codes <= known) and all(_stands(word, folded) for word in words):
                yield codes


def _stands(word: str, text: str) -> bool:
    """Tell whether a word stands in a folded text where it can be a token: no letters go on with its own."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        led, followed = text[at - 1 : at].isalpha(), text[end : end + 1].isalpha()
        if not (led and word[0].isalpha()) and not (followed and word[-1].isalpha()):
            return True
        at = text.find(word, at + 1)
    return False


def _look_in(anchors: Mapping[str, tuple[Phrase, ...]], piece: str, norms: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(phrase for norm in norms for phrase in anchors.get(norm, ()))


__all__ = ["Naming"]
