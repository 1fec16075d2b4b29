"""A text as the reader of acts sees it: tokens and sentences, with true offsets. Linear in the length of the text.

The tokens are a view of the cut that all rooms share (:mod:`riscontro.read.text`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import NamedTuple

from riscontro.model.mention import Span
from riscontro.read.text import AFTER_WORD, LINE_END, Cut, Memory, cut_text, is_plain, offsets
from riscontro.read.wordcut import Cutter

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
_ENDING = _STOPS | _CLOSERS | _DASHES
"""Last characters of tokens after which a sentence, or a dateline, can end."""
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
    norms: list[str] = field(default_factory=list, compare=False, repr=False)
    """The folded forms of the tokens."""

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


class Words(NamedTuple):
    """The tokens of one piece of text, with offsets from its beginning."""

    norms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


_KNOWN: Memory[Words] = Memory()


def tokenize(text: str | Cut, cutter: Cutter | None = None) -> tuple[Token, ...]:
    """Return the tokens of a text, in order; a ``cutter`` parts words that are written together.

    >>> [token.norm for token in tokenize("L’Ucraina e gli U.S. tanks")]
    ['l', "'", 'ucraina', 'e', 'gli', 'u.s.', 'tanks']
    """
    return _tokens(cut_text(text), cutter).tokens


class _Tokens(NamedTuple):
    """The tokens of a text, and again their folded forms and where they begin."""

    tokens: tuple[Token, ...]
    norms: list[str]
    starts: list[int]


def _tokens(cut: Cut, cutter: Cutter | None) -> _Tokens:
    """Return the tokens of a cut."""
    if cutter is None:
        pieces = cut.recall(_KNOWN, learn_piece)
    else:
        pieces = cut.recall(cutter.pieces, partial(learn_piece, cutter=cutter))
    starts = offsets(cut.starts, [piece[1] for piece in pieces])
    ends = offsets(cut.starts, [piece[2] for piece in pieces])
    norms = [norm for piece in pieces for norm in piece[0]]
    fields = zip(starts, ends, norms, strict=True)
    # As Token._make does, without a call for each.
    return _Tokens(tuple(map(tuple.__new__, repeat(Token), fields)), norms, starts)


def learn_piece(piece: str, cutter: Cutter | None = None) -> Words:
    """Return the tokens of one piece of text."""
    if cutter is None and is_plain(piece):
        low, last = piece.lower(), len(piece) - 1
        if low[-1] not in AFTER_WORD:
            return Words((low,), (0,), (last + 1,))
        return Words((low[:-1], low[-1]), (0, last), (last, last + 1))
    if cutter is None:
        matches = list(_TOKEN.finditer(piece))
        return Words(
            norms=tuple([fold(match.group()) for match in matches]),
            starts=tuple([match.start() for match in matches]),
            ends=tuple([match.end() for match in matches]),
        )
    tokens: list[Token] = []
    for match in _TOKEN.finditer(piece):
        start, end = match.span()
        run = fold(match.group())
        whole = len(run) != end - start or not run[0].isalnum()
        if whole or (cutter.capitals and not match.group()[0].isupper()):
            tokens.append(Token(start, end, run))
        else:
            tokens += [
                Token(start + part.start, start + part.end, part.norm)
                for part in cutter.cut(run, joined=_follows(piece, start))
            ]
    return Words(
        norms=tuple(token.norm for token in tokens),
        starts=tuple(token.start for token in tokens),
        ends=tuple(token.end for token in tokens),
    )


def _follows(piece: str, start: int) -> bool:
    """Tell whether a run stands right behind a digit or a closing mark, so that it may begin with a particle."""
    return start > 0 and (piece[start - 1].isdigit() or piece[start - 1] in _CLOSERS)


def cut_passage(
    text: str | Cut,
    *,
    abbreviations: frozenset[str] = frozenset(),
    starters: frozenset[str] = frozenset(),
    counted: frozenset[str] = frozenset(),
    cutter: Cutter | None = None,
) -> Passage:
    """Return the passage of a text. ``abbreviations`` (folded, without the stop) do not end a sentence; after a dotted
    abbreviation such as ``U.S.`` only one of ``starters`` (folded words that open a sentence) begins a new one, and a
    number with a stop before one of ``counted`` (folded names of months, "25. April") is an ordinal.
    ``cutter`` parts words that are written together.
    """
    cut = cut_text(text)
    tokens, norms, starts = _tokens(cut, cutter)
    passage = Passage(text=cut.text, tokens=tokens, norms=norms)
    borders = Borders(abbreviations=abbreviations, starters=starters, counted=counted)
    sentences = _sentences(passage, _breaks(cut, starts), borders)
    return Passage(text=cut.text, tokens=tokens, norms=norms, sentences=tuple(sentences))


def _breaks(cut: Cut, starts: Sequence[int]) -> frozenset[int]:
    """Return the tokens after which a line ends."""
    ends = cut.line_ends() if LINE_END in cut.distinct else []
    return frozenset([bisect_left(starts, end) - 1 for end in ends])


class Borders(NamedTuple):
    """The words by which the borders of sentences are told, as :func:`cut_passage` describes them."""

    abbreviations: frozenset[str]
    starters: frozenset[str]
    counted: frozenset[str]


def _sentences(passage: Passage, breaks: frozenset[int], borders: Borders) -> Iterator[Sentence]:
    """Yield the sentences. Only marks that can end one, and line ends, are looked at."""
    first, paragraph = 0, 0
    tokens = passage.tokens
    marks = [index for index, norm in enumerate(passage.norms) if norm[-1:] in _ENDING]
    if breaks:
        marks = sorted({*marks, *(index for index in breaks if index >= 0)})
    for index in marks:
        while index - first >= MOST_TOKENS:
            yield Sentence(first=first, last=first + MOST_TOKENS, paragraph=paragraph)
            first += MOST_TOKENS
        broken = index in breaks
        whole = index + 1 - first < MOST_TOKENS and not _ends_dateline(passage, first, index)
        if whole and index + 1 < len(tokens) and not broken and not _ends(passage, index, borders):
            continue
        yield Sentence(first=first, last=index + 1, paragraph=paragraph)
        first = index + 1
        paragraph += broken
    while first < len(tokens):
        yield Sentence(first=first, last=min(first + MOST_TOKENS, len(tokens)), paragraph=paragraph)
        first += MOST_TOKENS


def _ends_dateline(passage: Passage, first: int, index: int) -> bool:
    """Tell whether a dateline ends here: capitals, then a dash with spaces around it ("SEOUL (Agency) - ")."""
    if passage.tokens[index].norm not in _DASHES or not 0 < index - first <= _MOST_DATELINE:
        return False
    opening = passage.word(first)
    tokens = passage.tokens
    apart = index + 1 < len(tokens) and tokens[index].end < tokens[index + 1].start
    return apart and len(opening) > 2 and opening.isupper()


def _ends(passage: Passage, index: int, borders: Borders) -> bool:
    """Tell whether a sentence ends with this token."""
    tokens = passage.tokens
    here, following = tokens[index], tokens[index + 1]
    if following.norm in _STOPS or (following.norm in _CLOSERS and following.start == here.end):
        return False
    if here.norm in _CLOSERS:
        return index > 0 and tokens[index - 1].norm in _STOPS and _opens(passage, index + 1)
    if len(here.norm) > 1 and here.norm.endswith("."):
        return following.norm in borders.starters and passage.capitalised(index + 1)
    if here.norm not in _STOPS:
        return False
    if here.norm == "." and index and (following.start == here.end or _abbreviates(tokens, index, borders)):
        return following.start > here.end and not _abbreviates(tokens, index, borders)
    if here.norm == "." and following.norm in borders.counted and index and tokens[index - 1].norm.isdecimal():
        return False
    return _opens(passage, index + 1)


def _abbreviates(tokens: Sequence[Token], index: int, borders: Borders) -> bool:
    before = tokens[index - 1]
    return before.end == tokens[index].start and (before.norm in borders.abbreviations or _is_initial(before.norm))


def _is_initial(norm: str) -> bool:
    return len(norm) == 1 and norm.isalpha() and norm.upper() != norm


def _opens(passage: Passage, index: int) -> bool:
    """Tell whether a sentence can begin with this token: anything but a lower-case word."""
    first = passage.text[passage.tokens[index].start]
    return not first.islower()
