"""Whether a text can name an actor at all, or hold a claim, told by its pieces at little cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import partial

from riscontro.read.passage import fold, know_piece
from riscontro.read.surface import Phrase, SurfaceTable
from riscontro.read.text import LONGEST_KNOWN, MOST_KNOWN, Cut, cut_text
from riscontro.read.wordcut import Cutter

Look = Callable[[str, Iterable[str]], tuple[Phrase, ...]]
Held = tuple[frozenset[str], tuple[Phrase, ...]]
"""What a piece can be part of: the codes for which nothing more is needed, and the phrases that need further words."""
_AROUND = '.,;:!?()[]"\u201c\u201d\u00ab\u00bb'
"""Marks around most words that have any."""
_ANYTHING = frozenset({""})
"""Beside this code one more is enough."""


class _Finder:
    """Finds phrases by the pieces of a text that can be part of them. ``look`` tells these of a piece and its tokens,
    of which one is then among ``anchors``. ``known`` holds pieces met before that can be part of a phrase, ``silent``
    those that cannot; when they become too many, memory begins anew.
    """

    def __init__(self, look: Look, anchors: Iterable[str], cutter: Cutter | None) -> None:
        self.look = look
        self.anchors = frozenset(anchors)
        self.mixed = [anchor for anchor in self.anchors if not anchor.isalpha()]
        self.cutter = cutter
        self.known: dict[str, Held] = {}
        self.silent: set[str] = set()

    def held(self, pieces: Set[str]) -> Iterator[list[Held]]:
        """Yield what pieces can be part of: first of those met before, then of the others, which are learnt."""
        known = self.known
        loud = pieces - self.silent
        yield [known[piece] for piece in loud if piece in known]
        fresh = loud - known.keys()
        if len(known) + len(self.silent) + len(fresh) > MOST_KNOWN:
            known.clear()
            self.silent.clear()
        yield list(filter(any, map(self._learn, self._sort_out(fresh))))

    def _sort_out(self, fresh: Set[str]) -> Set[str]:
        """Return the pieces that have to be looked at one by one; most hold no anchor."""
        if self.cutter is not None or not fresh:
            return fresh
        folded = fold(" ".join(fresh)).split(" ")
        words = [low.strip(_AROUND) for low in folded]
        loud = {piece for piece, word in zip(fresh, words, strict=True) if word in self.anchors}
        mixed = [(piece, low) for piece, low, word in zip(fresh, folded, words, strict=True) if not word.isalpha()]
        for anchor in self._anchors_in(" ".join([low for _, low in mixed])):
            loud.update([piece for piece, low in mixed if anchor in low])
        self.silent.update([piece for piece in fresh - loud if len(piece) <= LONGEST_KNOWN])
        return loud

    def _anchors_in(self, folded: str) -> Set[str]:
        """Return the anchors that can stand in a folded text: those that are one of its runs of letters, and those that
        are none.
        """
        found = {anchor for anchor in self.mixed if anchor in folded}
        for mark in set(folded):
            if not mark.isalpha():
                folded = folded.replace(mark, " ")
        return found.union(self.anchors.intersection(folded.split()))

    def _learn(self, piece: str) -> Held:
        phrases = self.look(piece, know_piece(piece, self.cutter).norms)
        longer = tuple([_rarest_first(phrase) for phrase in phrases if phrase[0]]) if self.cutter is None else ()
        certain = frozenset().union(*(codes for words, codes in phrases if not words or self.cutter is not None))
        if len(piece) <= LONGEST_KNOWN:
            if phrases:
                self.known[piece] = certain, longer
            else:
                self.silent.add(piece)
        return certain, longer


class Naming:
    """What a language's table says of the pieces of a text. ``one_sided`` are the codes of acts that may be told of one
    actor alone, ``home`` the actor that a text can mean without naming it, empty where there is none. Where words are
    written together, a text can hold whatever one of its pieces can be part of.
    """

    def __init__(self, table: SurfaceTable, cutter: Cutter | None, one_sided: frozenset[str], home: str) -> None:
        self.table = table
        self.cutter = cutter
        self.one_sided = one_sided
        self.home = frozenset({home} - {""})
        self._names = _Finder(table.names, {*table.naming, *table.spelt}, cutter)
        self._acts: _Finder | None = None

    def names_somebody(self, text: str | Cut) -> bool:
        """Tell whether a text can name an actor."""
        return bool(_codes(cut_text(text), self._names, _ANYTHING))

    def may_tell(self, text: str | Cut) -> bool:
        """Tell whether a text can hold a claim: it can name two actors, or one, and hold a word of a one-sided act."""
        cut = cut_text(text)
        named = _codes(cut, self._names, self.home)
        if not named or len(named | self.home) > 1:
            return bool(named)
        if self._acts is None:
            anchors = self.table.acting(self.one_sided)
            self._acts = _Finder(partial(_look_in, anchors), anchors, self.cutter)
        return bool(_codes(cut, self._acts, _ANYTHING))


def _codes(cut: Cut, finder: _Finder, beside: frozenset[str]) -> set[str]:
    """Return the codes of the phrases that a text can hold; none is looked for once there are two, ``beside`` among
    them.
    """
    codes: set[str] = set()
    longer: list[Phrase] = []
    for held in finder.held(cut.distinct):
        for certain, phrases in held:
            codes |= certain
            longer += phrases
        if len(codes | beside) > 1:
            return codes
    folded = fold(cut.text) if longer else ""
    for words, meant in longer:
        if not meant <= codes and all(_stands(word, folded) for word in words):
            codes |= meant
            if len(codes | beside) > 1:
                return codes
    return codes


def _rarest_first(phrase: Phrase) -> Phrase:
    """Return a phrase, its longest words first: where it does not stand, they tell soonest."""
    words, codes = phrase
    return tuple(sorted(words, key=len, reverse=True)), codes


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
