"""Words, digits and marks of a text with their offsets, and the trie that packs are looked up in.

This is the view that times and numbers have of a cut (:mod:`riscontro.read.text`); both share it.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from riscontro.read.text import Cut, Memory, cut_text, lay_out, steps_of

T = TypeVar("T")

MAX_FORMS = 4096
"""Most forms that one entry of a pack may expand to; a typing error in a brace pattern must not fill the memory."""

# One token per character in scripts written without spaces (and in Korean, whose particles touch their words).
_SYLLABIC = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640"
_MARK = re.compile(rf"[{_MARKS}]")
_SIMPLE_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
"""What is found where nothing is special, at less cost."""


# Spellings that writers mix freely: the typographic apostrophe, hamza on alif, final ya and ta marbuta.
_VARIANTS = str.maketrans({"’": "'", "ʼ": "'", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ٔ": None})


AROUND = "\"'“”‘’«»()[],.;:!?"
"""Marks that stand before or after words, the commonest ones; each is one token."""
MARK, WORD, DIGITS = range(3)
"""Kinds of tokens."""


class Token(NamedTuple):
    """One token by itself: offsets into the text, its folded form, its kind."""

    start: int
    end: int
    norm: str
    kind: int

    @property
    def digits(self) -> bool:
        """Tell whether it is made of digits."""
        return self.kind == DIGITS

    @property
    def word(self) -> bool:
        """Tell whether it is made of letters."""
        return self.kind == WORD


@dataclass(slots=True)
class Tokens:
    """The tokens of a text in parallel lists: their folded forms, offsets into the text, and sizes."""

    text: str
    norms: list[str]
    starts: list[int]
    sizes: list[int]

    def __len__(self) -> int:
        return len(self.norms)

    def __getitem__(self, index: int) -> Token:
        return Token(self.starts[index], self.end(index), self.norms[index], self.kind(index))

    def end(self, index: int) -> int:
        """Return the offset after a token."""
        return self.starts[index] + self.sizes[index]

    def kind(self, index: int) -> int:
        """Return the kind of a token, which its first character tells."""
        first = self.text[self.starts[index]]
        return DIGITS if first.isdecimal() else WORD if first.isalpha() else MARK

    def part(self, first: int, last: int) -> Tokens:
        """Return tokens ``first`` to ``last`` (exclusive) alone."""
        cut = slice(first, last)
        return Tokens(self.text, self.norms[cut], self.starts[cut], self.sizes[cut])


Shape = tuple[tuple[int, ...], tuple[bool, ...], tuple[int, ...]]
"""The tokens of a piece of text but for their letters: how they follow each other
(:func:`riscontro.read.text.steps_of`), and their sizes.
"""
Fine = tuple[tuple[str, ...], Shape]
"""The tokens of one piece of text: their folded forms, and what else they are."""


_KNOWN: Memory[Fine] = Memory()


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return the form that words are looked up by: compatibility forms unified, case folded, vowel signs dropped.

    >>> fold("Ｍａｒｔｅｄì")
    'martedì'
    """
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", word).casefold()
    return _MARK.sub("", unicodedata.normalize("NFC", folded)).translate(_VARIANTS)


@lru_cache(maxsize=20_000)
def strip_accents(word: str) -> str:
    """Return ``word`` without accents, where that only drops marks from Latin letters."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return plain if plain.isascii() else word


def tokenize(text: str | Cut) -> Tokens:
    """Return the tokens of ``text`` in order; linear in its length.

    >>> tokenize("10월 3일").norms
    ['10', '월', '3', '일']
    """
    return cut_text(text).view(_join)


def fine_pieces(cut: Cut) -> list[Fine]:
    """Return the tokens of every piece of a cut, piece by piece."""
    return cut.recall(_KNOWN, learn_piece)


def piece_norms(piece: str) -> list[str]:
    """Return the folded forms of the tokens of one piece, without learning more of it."""
    if piece.isascii():
        return _SIMPLE_TOKEN.findall(piece.lower())
    return [fold(token) for token in _pattern(piece).findall(piece)]


def _pattern(piece: str) -> re.Pattern[str]:
    return _SIMPLE_TOKEN if piece.isascii() or _special().search(piece) is None else _token()


@cache
def _special() -> re.Pattern[str]:
    """Return what finds letters that are not simply tokens in a row; it takes long to make, as does the next one."""
    return re.compile(rf"[{_SYLLABIC}{_MARKS}]")


@cache
def _token() -> re.Pattern[str]:
    """Return what finds the tokens of any piece."""
    return re.compile(rf"\d+|[{_SYLLABIC}]|(?:(?![{_SYLLABIC}])[^\W\d_][{_MARKS}]*)+|[^\w\s]|_")


def learn_piece(piece: str) -> Fine:
    """Return the tokens of one piece."""
    if piece.isalpha() and piece.isascii():  # as most are
        return (piece.lower(),), _shape(0, len(piece), 0)
    word = piece.strip(AROUND)
    if word.isalpha() and word.isascii():
        lead = piece.index(word)
        end = lead + len(word)
        return (*map(fold, piece[:lead]), word.lower(), *map(fold, piece[end:])), _shape(
            lead, end - lead, len(piece) - end
        )
    pattern = _pattern(piece)
    tokens = pattern.findall(piece)
    sizes = tuple([len(token) for token in tokens])
    starts = tuple([match.start() for match in pattern.finditer(piece)])  # rarer blanks may stand between
    return tuple([fold(token) for token in tokens]), (*steps_of(piece, starts), sizes)


@cache
def _shape(lead: int, length: int, trail: int) -> Shape:
    """Return the shape of a word with marks before and after it, and nothing else."""
    sizes = (*(1,) * lead, length, *(1,) * trail)
    return (*sizes[:-1], sizes[-1] + 1), (True,) * len(sizes), sizes


def _join(cut: Cut) -> Tokens:
    norms, shapes = zip(*fine_pieces(cut), strict=True)
    steps, solid, sizes = zip(*shapes, strict=True)
    return Tokens(
        text=cut.text,
        norms=list(chain.from_iterable(norms)),
        starts=lay_out(steps, solid, cut.base),
        sizes=list(chain.from_iterable(sizes)),
    )


_BRACES = re.compile(r"\{([^{}]*)\}")


def expand(pattern: str) -> list[str]:
    """Return the forms of a brace pattern; raise :class:`ValueError` where they are more than ``MAX_FORMS``.

    >>> expand("scors{o|a|i|e}")
    ['scorso', 'scorsa', 'scorsi', 'scorse']
    """
    parts = _BRACES.split(pattern)
    choices = [part.split("|") if index % 2 else [part] for index, part in enumerate(parts)]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MAX_FORMS:
        raise ValueError(f"{pattern!r} expands to {count} forms; at most {MAX_FORMS} are allowed")
    return ["".join(combination) for combination in itertools.product(*choices)]


@dataclass(slots=True)
class _Node(Generic[T]):
    children: dict[str, _Node[T]] = field(default_factory=dict)
    values: list[T] = field(default_factory=list)
    loose: list[T] = field(default_factory=list)
    """Values of entries that are this only when their accents are left out."""


def _spellings(norms: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield a phrase as written and with accents left out here and there; a short single word keeps its own."""
    choices = []
    for norm in norms:
        plain = strip_accents(norm)
        choices.append((norm,) if plain == norm or (len(norms) == 1 and len(norm) <= 2) else (norm, plain))
    yield from itertools.islice(itertools.product(*choices), 16)


class Trie(Generic[T]):
    """Phrases to values, by tokens. An entry written without an accent is found too, unless another claims it."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, phrase: str, value: T) -> None:
        """Add every form of a brace pattern."""
        for form in expand(phrase):
            norms = tokenize(form).norms
            for number, path in enumerate(_spellings(norms)):
                self._insert(path, value, loose=number > 0)

    def _insert(self, path: Sequence[str], value: T, *, loose: bool) -> None:
        node = self._root
        for norm in path:
            node = node.children.setdefault(norm, _Node())
        kept = node.loose if loose else node.values
        if path and value not in kept:
            kept.append(value)

    def phrases(self) -> Iterator[tuple[tuple[str, ...], list[T]]]:
        """Yield the tokens of every phrase with what it can mean."""
        open_nodes: list[tuple[tuple[str, ...], _Node[T]]] = [((), self._root)]
        while open_nodes:
            path, node = open_nodes.pop()
            if node.values or node.loose:
                yield path, node.values or node.loose
            open_nodes += [((*path, norm), child) for norm, child in node.children.items()]

    def starts(self) -> Mapping[str, _Node[T]]:
        """Return the first tokens of all phrases."""
        return self._root.children

    def matches(self, norms: Sequence[str], index: int) -> Iterator[tuple[int, T]]:
        """Yield ``(end, value)`` for every phrase that starts at token ``index``, shortest first."""
        children = self._root.children
        while index < len(norms):
            node = children.get(norms[index])
            if node is None:
                return
            index += 1
            for value in node.values or node.loose:
                yield index, value
            children = node.children

    def matching(self, norms: Sequence[str], index: int) -> Sequence[tuple[int, T]]:
        """Return what :meth:`matches` yields; at once where no longer phrase begins with the token."""
        node = self._root.children.get(norms[index])
        if node is None:
            return ()
        if node.children:
            return tuple(self.matches(norms, index))
        return [(index + 1, value) for value in node.values or node.loose]

    def begins(self, norms: Sequence[str], index: int) -> bool:
        """Tell whether any phrase starts at token ``index``."""
        return next(self.matches(norms, index), None) is not None

    def longest(self, norms: Sequence[str], index: int) -> tuple[int, T] | None:
        """Return the longest phrase that starts at token ``index``, as ``(end, value)``."""
        children = self._root.children
        if index >= len(norms) or norms[index] not in children:
            return None
        found = None
        while index < len(norms):
            node = children.get(norms[index])
            if node is None:
                break
            index += 1
            values = node.values or node.loose
            if values:
                found = index, values[-1]
            children = node.children
        return found
