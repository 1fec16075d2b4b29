"""Words, digits and marks of a text with their offsets, and the trie that packs are looked up in."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

MAX_FORMS = 4096
"""Most forms that one entry of a pack may expand to; a typing error in a brace pattern must not fill the memory."""

# One token per character in scripts written without spaces (and in Korean, whose particles touch their words).
_SYLLABIC = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640"
_TOKEN = re.compile(rf"\d+|[{_SYLLABIC}]|(?:(?![{_SYLLABIC}])[^\W\d_][{_MARKS}]*)+|[^\w\s]|_")
_MARK = re.compile(rf"[{_MARKS}]")


# Spellings that writers mix freely: the typographic apostrophe, hamza on alif, final ya and ta marbuta.
_VARIANTS = str.maketrans({"’": "'", "ʼ": "'", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ٔ": None})


class Token(NamedTuple):
    """One token: offsets into the text, its folded form, whether it is made of digits or letters."""

    start: int
    end: int
    norm: str
    digits: bool
    word: bool


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return the form that words are looked up by: compatibility forms unified, case folded, vowel signs dropped.

    >>> fold("Ｍａｒｔｅｄì")
    'martedì'
    """
    folded = unicodedata.normalize("NFKC", word).casefold()
    return _MARK.sub("", unicodedata.normalize("NFC", folded)).translate(_VARIANTS)


@lru_cache(maxsize=20_000)
def strip_accents(word: str) -> str:
    """Return ``word`` without accents, where that only drops marks from Latin letters."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return plain if plain.isascii() else word


def tokenize(text: str) -> list[Token]:
    """Return the tokens of ``text`` in order; linear in its length."""
    tokens = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        digits = piece[0].isdecimal()
        tokens.append(Token(match.start(), match.end(), fold(piece), digits, not digits and piece[0].isalpha()))
    return tokens


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
            norms = [token.norm for token in tokenize(form)]
            for number, path in enumerate(_spellings(norms)):
                self._insert(path, value, loose=number > 0)

    def _insert(self, path: Sequence[str], value: T, *, loose: bool) -> None:
        node = self._root
        for norm in path:
            node = node.children.setdefault(norm, _Node())
        kept = node.loose if loose else node.values
        if path and value not in kept:
            kept.append(value)

    def starts(self) -> Mapping[str, _Node[T]]:
        """Return the first tokens of all phrases."""
        return self._root.children

    def matches(self, tokens: Sequence[Token], index: int) -> Iterator[tuple[int, T]]:
        """Yield ``(end, value)`` for every phrase that starts at ``index``, shortest first."""
        children = self._root.children
        while index < len(tokens):
            node = children.get(tokens[index].norm)
            if node is None:
                return
            index += 1
            for value in node.values or node.loose:
                yield index, value
            children = node.children

    def longest(self, tokens: Sequence[Token], index: int) -> tuple[int, T] | None:
        """Return the longest phrase that starts at ``index``, as ``(end, value)``."""
        found = None
        for match in self.matches(tokens, index):
            found = match
        return found
