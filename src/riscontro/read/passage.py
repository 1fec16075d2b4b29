"""A text cut into tokens and sentences, with true offsets. Linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from riscontro.model.mention import Span
from riscontro.read.wordcut import WordCutter

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., U.N.
    r"|['’]s\b"  # the English genitive keeps its own token
    r"|\d+(?:[.,]\d+)*"
    r"|[\w\u064b-\u065f\u0670]+"  # with the vowel signs of Arabic
    r"|[^\w\s]"
)
MOST_TOKENS = 140
"""Longest sentence that is read as one; a longer run without a stop is read in pieces, so that work stays linear."""
_DASHES = frozenset("-–—")
_MOST_DATELINE = 14
"""Tokens of a dateline."""
_STOPS = frozenset(".!?…。！？")
_CLOSERS = frozenset("\"'”’»›)]」』")
_APOSTROPHES = str.maketrans("’ʼ`，،；؛：（）？؟", "''',,;;:()??")
"""Apostrophes to one, and the marks of other scripts to those that the stages after this one look for."""


class Token(NamedTuple):
    """One word, number or mark: offsets into the text, and its folded form."""

    start: int
    end: int
    norm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens ``first`` to ``last`` (exclusive) of a passage; ``paragraph`` counts from 0."""

    first: int
    last: int
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text with its tokens and sentences, both in order."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...] = field(default=())

    def word(self, index: int) -> str:
        """Return a token as it stands in the text."""
        token = self.tokens[index]
        return self.text[token.start : token.end]

    def span(self, first: int, last: int) -> Span:
        """Return the offsets that tokens ``first`` to ``last`` (exclusive) cover."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def capitalised(self, index: int) -> bool:
        """Tell whether a token begins with a capital (scripts without case count as capitalised)."""
        first = self.text[self.tokens[index].start]
        return first.isupper() or (first.isalpha() and first.upper() == first.lower())


def fold(text: str) -> str:
    """Return the form in which words are compared: lower case, one apostrophe, the commoner marks."""
    return text.lower().translate(_APOSTROPHES)


def tokenize(text: str, cutter: WordCutter | None = None) -> tuple[Token, ...]:
    """Return the tokens of a text, in order; a ``cutter`` parts words that are written together.

    >>> [token.norm for token in tokenize("L’Ucraina e gli U.S. tanks")]
    ['l', "'", 'ucraina', 'e', 'gli', 'u.s.', 'tanks']
    """
    if cutter is not None:
        return tuple(_parted(text, cutter))
    return tuple(Token(m.start(), m.end(), fold(m.group())) for m in _TOKEN.finditer(text))


def _parted(text: str, cutter: WordCutter) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        run = fold(match.group())
        if len(run) != end - start or not run[0].isalnum():
            yield Token(start, end, run)
            continue
        for piece in cutter.cut(run):
            yield Token(start + piece.start, start + piece.end, piece.norm)


def cut_passage(
    text: str,
    *,
    abbreviations: frozenset[str] = frozenset(),
    starters: frozenset[str] = frozenset(),
    cutter: WordCutter | None = None,
) -> Passage:
    """Return the passage of a text. ``abbreviations`` (folded, without the stop) do not end a sentence; after a dotted
    abbreviation such as ``U.S.`` only one of ``starters`` (folded words that open a sentence) begins a new one.
    ``cutter`` parts words that are written together.
    """
    tokens = tokenize(text, cutter)
    passage = Passage(text=text, tokens=tokens)
    return Passage(text=text, tokens=tokens, sentences=tuple(_sentences(passage, abbreviations, starters)))


def _sentences(passage: Passage, abbreviations: frozenset[str], starters: frozenset[str]) -> Iterator[Sentence]:
    first, paragraph = 0, 0
    tokens = passage.tokens
    for index in range(len(tokens)):
        after = index + 1
        broken = after < len(tokens) and "\n" in passage.text[tokens[index].end : tokens[after].start]
        whole = after - first < MOST_TOKENS and not _ends_dateline(passage, first, index)
        if whole and after < len(tokens) and not broken and not _ends(passage, index, abbreviations, starters):
            continue
        yield Sentence(first=first, last=after, paragraph=paragraph)
        first = after
        paragraph += broken


def _ends_dateline(passage: Passage, first: int, index: int) -> bool:
    """Tell whether a dateline ends here: capitals, then a dash with spaces around it ("SEOUL (Agency) - ")."""
    if passage.tokens[index].norm not in _DASHES or not 0 < index - first <= _MOST_DATELINE:
        return False
    opening = passage.word(first)
    tokens = passage.tokens
    apart = index + 1 < len(tokens) and tokens[index].end < tokens[index + 1].start
    return apart and len(opening) > 2 and opening.isupper()


def _ends(passage: Passage, index: int, abbreviations: frozenset[str], starters: frozenset[str]) -> bool:
    """Tell whether a sentence ends with this token."""
    tokens = passage.tokens
    here, following = tokens[index], tokens[index + 1]
    if following.norm in _STOPS or (following.norm in _CLOSERS and following.start == here.end):
        return False
    if here.norm in _CLOSERS:
        return index > 0 and tokens[index - 1].norm in _STOPS and _opens(passage, index + 1)
    if len(here.norm) > 1 and here.norm.endswith("."):
        return following.norm in starters and passage.capitalised(index + 1)
    if here.norm not in _STOPS:
        return False
    if here.norm == "." and index and (following.start == here.end or _abbreviates(tokens, index, abbreviations)):
        return following.start > here.end and not _abbreviates(tokens, index, abbreviations)
    return _opens(passage, index + 1)


def _abbreviates(tokens: Sequence[Token], index: int, abbreviations: frozenset[str]) -> bool:
    before = tokens[index - 1]
    return before.end == tokens[index].start and (before.norm in abbreviations or _is_initial(before.norm))


def _is_initial(norm: str) -> bool:
    return len(norm) == 1 and norm.isalpha()


def _opens(passage: Passage, index: int) -> bool:
    """Tell whether a sentence can begin with this token: anything but a lower-case word."""
    first = passage.text[passage.tokens[index].start]
    return not first.islower()
