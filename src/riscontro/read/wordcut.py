"""Words that are written together, cut at what the pack knows: particles of Korean, scripts without blanks, Arabic
prefixes and pronouns.

A pack asks for it by a table ``[cut]`` in ``pack.toml``:

===========  ========================================================================================
anywhere     words may begin anywhere within a run (Chinese, Japanese), else at its beginning
variants     ``"αβ"``: spellings ``α`` read as ``β``; one character alone is left out
norms        words looked up under another form (the Chinese genitive as ``'s``)
article      letters left out at the beginning of a word, both in the pack and in the text
before       words that may stand before another within a run
particles    prepositions of the pack are particles that follow their word (Korean)
counters     words of one letter that count, and others that may stand alone before a particle
after        words that may only follow another, besides the pack's particles and endings
whole        words that look as if they ended in a particle and do not
split        compounds of one-letter names, their parts joined by ``|``
===========  ========================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from riscontro.read.text import Memory

_SCRIPTS = re.compile(r"\d+|[A-Za-zＡ-Ｚａ-ｚ]+|(?:(?![A-Za-zＡ-Ｚａ-ｚ])[^\d])+")
_HIRAGANA = re.compile(r"[\u3040-\u309f]")
_KATAKANA = re.compile(r"[\u30a0-\u30fa\u30fc-\u30ff]")
_RUNS = re.compile(r"[\u3040-\u309f]+|[\u30a0-\u30ff]+|[^\u3040-\u30ff]+")
_MOST_LETTERS = 40
"""A run that is longer is cut in pieces of this length where words begin at its beginning: no language has longer."""
_MOST_KEPT = 10_000
"""Runs whose cut is remembered; then memory begins anew, so that it stays bounded."""
_LEAST_STEM = 2
"""Letters that an unknown word keeps when a particle is taken from its end."""
_LEAST_INNER = 2
"""Letters of a known word after unknown ones; names need one more."""
_CERTAIN_HIRAGANA = 3
"""Letters from which a word in hiragana is believed within a longer run of hiragana."""


class Piece(NamedTuple):
    """A part of a run: offsets into it, and the form in which it is looked up."""

    start: int
    end: int
    norm: str


class Cutter(Protocol):
    """What cuts a run of letters; ``pieces`` is where its caller keeps what was cut before."""

    @property
    def capitals(self) -> bool:
        """Whether only words with a capital are cut."""
        ...

    @property
    def pieces(self) -> Memory[Any]:
        """What was cut before, for the caller to keep."""
        ...

    def cut(self, run: str, *, joined: bool = False) -> tuple[Piece, ...]:
        """Return pieces that lie end to end and cover the folded run; ``joined``: letters stand right before it."""
        ...


class Spelling:
    """Spellings of one word brought to one, by the tables ``variants`` and ``article`` of a pack."""

    def __init__(self, cut: Mapping[str, Any]) -> None:
        pairs = cut.get("variants", ())
        self._table = {ord(pair[0]): pair[1:] or None for pair in pairs}
        self._article = str(cut.get("article", ""))
        self._norms = cut.get("norms", {})

    def spelt(self, run: str) -> str:
        """Return a run with its variants read as one, letter for letter."""
        return "".join(self._table.get(ord(letter)) or letter for letter in run) if self._table else run

    def normal(self, word: str) -> str:
        """Return the form of a folded word under which the pack's table holds it."""
        if word in self._norms:
            return str(self._norms[word])
        if self._table:
            word = word.translate(self._table)
        article = self._article
        if article and word.startswith(article) and len(word) > len(article) + 1:
            return word[len(article) :]
        return word


@dataclass(slots=True, kw_only=True)
class WordCutter:
    """Cuts a run of letters into words. ``known`` are all words of the table, ``names`` those that name an actor,
    ``after`` those that only follow another.
    """

    spelling: Spelling
    known: frozenset[str]
    names: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    split: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()
    """Words of one letter, believed only where an ending follows: stems, counters."""
    particles: frozenset[str] = frozenset()
    """Those of ``after`` that are taken from the end of an unknown word."""
    verbal: frozenset[str] = frozenset()
    """Those of ``after`` that make a verb of an unknown word, with an ending of their own."""
    anywhere: bool = False
    capitals: bool = False
    """Whether only words with a capital are cut."""
    pieces: Memory[Any] = field(default_factory=Memory, repr=False)
    """Pieces of text already looked at, with their tokens (``passage.Words``)."""
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _kept: dict[tuple[str, bool], tuple[Piece, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lengths: dict[str, set[int]] = {}
        for word in (*self.known, *self.split, *self.before, *self.after):
            if word:
                lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def cut(self, run: str, *, joined: bool = False) -> tuple[Piece, ...]:
        """Return the pieces of a folded run of letters and digits; they lie end to end and cover it. It is ``joined``
        where it stands right behind a digit or a mark, so that it may begin with a particle.
        """
        found = self._kept.get((run, joined))
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = tuple(self._cut(run, joined))
            if len(run) <= _MOST_LETTERS:
                self._kept[run, joined] = found
        return found

    def _cut(self, run: str, joined: bool) -> Iterable[Piece]:
        for match in _SCRIPTS.finditer(run):
            piece, start = match.group(), match.start()
            if piece[0].isdigit() or piece[0].isascii():
                parts = [piece]
            elif self.anywhere:
                parts = self._cut_anywhere(piece)
            else:
                parts = [
                    part
                    for low in range(0, len(piece), _MOST_LETTERS)
                    for part in self._cut_word(piece[low : low + _MOST_LETTERS], joined=joined or start > 0)
                ]
            for part in parts:
                yield Piece(start, start + len(part), self.spelling.normal(part))
                start += len(part)

    # Words anywhere

    def _cut_anywhere(self, run: str) -> list[str]:
        text = self.spelling.spelt(run)
        parts: list[str] = []
        index = unknown = 0
        while index < len(text):
            length = self._length_at(text, index, unknown)
            if not length:
                index += 1
                continue
            parts += _RUNS.findall(run[unknown:index])
            word = text[index : index + length]
            cut = index
            for part in self.split.get(word, (word,)):
                parts.append(run[cut : cut + len(part)])
                cut += len(part)
            index = unknown = index + length
        parts += _RUNS.findall(run[unknown:])
        return parts

    def _length_at(self, text: str, index: int, unknown: int) -> int:
        """Return the length of the longest word at a place, 0 where there is none that may begin there."""
        lengths = self._lengths.get(text[index], ())
        if not lengths:
            return 0
        within = index > unknown
        for length in lengths:
            word = text[index : index + length]
            if len(word) < length or not (word in self.known or word in self.split):
                continue
            if within and _HIRAGANA.match(text[index - 1]) and _HIRAGANA.match(word[0]) and length < _CERTAIN_HIRAGANA:
                continue  # the middle of an unknown word
            if _KATAKANA.match(word[0]) and not self._bounded(text, index, index + length, within):
                continue
            return length
        return 0

    def _bounded(self, text: str, first: int, last: int, within: bool) -> bool:
        """Tell whether a word in katakana ends where its run does, or where another word begins."""
        if within and _KATAKANA.match(text[first - 1]):
            return False
        if last >= len(text) or not _KATAKANA.match(text[last]) or not _KATAKANA.match(text[last - 1]):
            return True
        return any(text[last : last + n] in self.known for n in self._lengths.get(text[last], ()))

    # Words from the beginning of a run

    def _cut_word(self, run: str, *, joined: bool) -> list[str]:
        normal = self.spelling.normal
        if not joined and (normal(run) in self.known or run in self.whole):
            return [run]
        covered = self._cover(run, joined=joined)
        if covered is not None:
            return covered
        if not self.particles:
            return [run]
        for length in range(len(run) - 1, 1, -1):
            if normal(run[:length]) in self.names:
                return [run[:length], *self._tail(run[length:])]
        for start in range(1, len(run) - _LEAST_INNER + 1):
            rest = self._cover(run[start:], joined=False)
            if rest is not None and len(rest[0]) >= _LEAST_INNER + (normal(rest[0]) in self.names):
                return [run[:start], *rest]
        return self._tail(run)

    def _tail(self, run: str) -> list[str]:
        """Return a word that the pack does not know, a particle at its end apart."""
        if run in self.after or run in self.whole:
            return [run]
        for start in range(_LEAST_STEM, len(run)):
            rest = run[start:]
            if rest in self.particles or (rest in self.after and len(rest) > 1):
                return [run[:start], rest]
            if rest[0] in self.verbal:
                covered = self._cover(rest, joined=True)
                if covered is not None and len(covered) > 1:
                    return [run[:start], *covered]
        return [run]

    def _cover(self, run: str, *, joined: bool) -> list[str] | None:
        """Return words of the pack that cover a run, the longest first, ``None`` where none do.

        Each place of the run is tried once in each state, so time is bounded by its length.
        """
        dead: set[tuple[int, bool]] = set()
        parts: list[str] = []

        def walk(index: int, stemmed: bool) -> bool:
            if index == len(run):
                return stemmed
            if (index, stemmed) in dead:
                return False
            for length in range(len(run) - index, 0, -1):
                for follows in self._kinds(run[index : index + length], stemmed):
                    mark = len(parts)
                    parts.extend(self.split.get(run[index : index + length], (run[index : index + length],)))
                    if walk(index + length, follows):
                        return True
                    del parts[mark:]
            dead.add((index, stemmed))
            return False

        return parts if walk(0, joined) else None

    def _kinds(self, word: str, stemmed: bool) -> Iterable[bool]:
        """Yield, for each way to read a word at this place, whether particles may follow it."""
        normal = self.spelling.normal(word)
        if word in self.split or (len(normal) > 1 and normal in self.known):
            yield True
        if not stemmed and word in self.stems:
            yield True
        if stemmed and word in self.after:
            yield True
        if not stemmed and word in self.before:
            yield False


def build_cutter(
    cut: Mapping[str, Any],
    *,
    known: Iterable[str],
    names: Iterable[str],
    after: Iterable[str],
    stems: Iterable[str] = (),
    particles: Iterable[str] = (),
    verbal: Iterable[str] = (),
) -> WordCutter:
    """Return the cutter of a pack's table ``[cut]``; words come from the pack's surface table."""
    split = {word.replace("|", ""): tuple(word.split("|")) for word in cut.get("split", ())}
    return WordCutter(
        spelling=Spelling(cut),
        known=frozenset(known),
        names=frozenset(names),
        after=frozenset((*after, *cut.get("after", ()), *cut.get("counters", ()))),
        particles=frozenset(particles),
        verbal=frozenset(verbal),
        before=frozenset(cut.get("before", ())),
        whole=frozenset(cut.get("whole", ())),
        split=split,
        stems=frozenset((*stems, *cut.get("counters", ()))),
        anywhere=bool(cut.get("anywhere")),
    )
