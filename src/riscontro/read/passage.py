"""A text as the reader of acts sees it: tokens and sentences, with true offsets. Linear in the length of the text.

The tokens are a view of the cut that all rooms share (:mod:`riscontro.read.text`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, chain, compress, count
from typing import NamedTuple

from riscontro.model.mention import Span
from riscontro.read.text import Cut, Memory, cut_text, is_plain, lay_out, steps_of
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
_APOSTROPHES = tuple(zip("`’ʼ，،；؛：（）？؟", "''',,;;:()??", strict=True))
"""Apostrophes to one, and the marks of other scripts to those that the stages after this one look for."""
_MARKS = str.maketrans(dict(_APOSTROPHES))
_LONG = 100
"""Letters from which a text is folded mark by mark."""


class Token(NamedTuple):
    """One word, number or mark: offsets into the text, and its folded form."""

    start: int
    end: int
    norm: str


class Sentence(NamedTuple):
    """Tokens ``first`` to ``last`` (exclusive) of a passage; ``paragraph`` counts from 0."""

    first: int
    last: int
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text with its tokens and sentences, both in order; of the tokens the folded forms and where they begin."""

    text: str
    norms: list[str]
    starts: list[int]
    sentences: tuple[Sentence, ...] = field(default=())

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens one by one."""
        return tuple(map(Token, self.starts, map(self.end, range(len(self.norms))), self.norms))

    def end(self, index: int) -> int:
        """Return where a token ends: between it and the next one there are only blanks."""
        starts, text = self.starts, self.text
        after = starts[index + 1] if index + 1 < len(starts) else len(text)
        if not text[after - 1].isspace():
            return after
        if not text[after - 2].isspace():
            return after - 1
        return starts[index] + len(text[starts[index] : after].rstrip())

    def word(self, index: int) -> str:
        """Return a token as it stands in the text."""
        after = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[index] : after].rstrip()

    def span(self, first: int, last: int) -> Span:
        """Return the offsets that tokens ``first`` to ``last`` (exclusive) cover."""
        return _make_span(Span, (self.starts[first], self.end(last - 1)))

    def touches(self, index: int) -> bool:
        """Tell whether a token stands right behind the one before it, with no blank between."""
        start = self.starts[index]
        return start > 0 and not self.text[start - 1].isspace()

    def capitalised(self, index: int) -> bool:
        """Tell whether a token begins with a capital (scripts without case count as capitalised)."""
        first = self.text[self.starts[index]]
        return first.isupper() or (first.isalpha() and first.upper() == first.lower())


def fold(text: str) -> str:
    """Return the form in which words are compared: lower case, one apostrophe, the commoner marks."""
    low = text.lower()
    if low.isascii():
        return low.replace("`", "'")
    if len(low) < _LONG:
        return low.translate(_MARKS)
    for mark, plain in _APOSTROPHES:  # faster where there is much text and few marks
        low = low.replace(mark, plain)
    return low


_make_span: Callable[[type[Span], tuple[int, int]], Span] = tuple.__new__
"""Makes one of its fields in order, as ``Span._make`` does: spans are asked for more often than anything else."""


class Words(NamedTuple):
    """The tokens of one piece of text; ``steps`` and ``solid`` lay them out (:func:`riscontro.read.text.steps_of`),
    ``stops`` are the places of those after which a sentence, or a dateline, can end.
    """

    norms: tuple[str, ...]
    steps: tuple[int, ...]
    solid: tuple[bool, ...]
    stops: tuple[int, ...]


_make: Callable[[type[Words], tuple[object, ...]], Words] = tuple.__new__
"""Makes one of its fields in order, as ``Words._make`` does: every new word of every text is learnt once."""
_ONE, _TWO = (True,), (True, True)
_SECOND = (1,)
_KNOWN: Memory[Words] = Memory()


def tokenize(text: str | Cut, cutter: Cutter | None = None) -> tuple[Token, ...]:
    """Return the tokens of a text, in order; a ``cutter`` parts words that are written together.

    >>> [token.norm for token in tokenize("L’Ucraina e gli U.S. tanks")]
    ['l', "'", 'ucraina', 'e', 'gli', 'u.s.', 'tanks']
    """
    cut = cut_text(text)
    norms, steps, solid, _ = zip(*_words(cut, cutter), strict=True)
    passage = Passage(text=cut.text, norms=list(chain.from_iterable(norms)), starts=lay_out(steps, solid))
    return passage.tokens


def _words(cut: Cut, cutter: Cutter | None) -> list[Words]:
    """Return the tokens of every piece of a cut, piece by piece."""
    if cutter is None:
        return cut.recall(_KNOWN, learn_piece)
    return cut.recall(cutter.pieces, partial(learn_piece, cutter=cutter))


def know_piece(piece: str, cutter: Cutter | None) -> Words:
    """Return the tokens of one piece of text; those of a piece met before are known."""
    if cutter is None:
        return _KNOWN.recall(piece, learn_piece)
    words: Words = cutter.pieces.recall(piece, partial(learn_piece, cutter=cutter))
    return words


def learn_piece(piece: str, cutter: Cutter | None = None) -> Words:
    """Return the tokens of one piece of text."""
    if cutter is not None:
        return _learn_cut(piece, cutter)
    if is_plain(piece):
        low, size = piece.lower(), len(piece)
        if low.isalpha():
            return _make(Words, ((low,), (size + 1,), _ONE, ()))
        mark = low[-1]
        return _make(Words, ((low[:-1], mark), (size - 1, 2), _TWO, _SECOND if mark in _ENDING else ()))
    words = _TOKEN.findall(piece)
    sizes = [len(word) for word in words]
    if sum(sizes) < len(piece) or not sizes:  # there are blanks in it
        return _make_words(piece, list(map(fold, words)), [match.start() for match in _TOKEN.finditer(piece)])
    norms = tuple([fold(word) for word in words])
    sizes[-1] += 1  # the blank behind it
    return _make(Words, (norms, tuple(sizes), (True,) * len(sizes), _stops(norms)))


def _make_words(piece: str, norms: Sequence[str], starts: Sequence[int]) -> Words:
    return Words(tuple(norms), *steps_of(piece, starts), _stops(norms))


def _stops(norms: Sequence[str]) -> tuple[int, ...]:
    return tuple([place for place, norm in enumerate(norms) if norm[-1:] in _ENDING])


def _learn_cut(piece: str, cutter: Cutter) -> Words:
    """Return the tokens of a piece in which words are written together."""
    norms: list[str] = []
    starts: list[int] = []
    for match in _TOKEN.finditer(piece):
        start, end = match.span()
        run = fold(match.group())
        whole = len(run) != end - start or not run[0].isalnum()
        if whole or (cutter.capitals and not match.group()[0].isupper()):
            norms.append(run)
            starts.append(start)
        else:
            parts = cutter.cut(run, joined=_follows(piece, start))
            norms += [part.norm for part in parts]
            starts += [start + part.start for part in parts]
    return _make_words(piece, norms, starts)


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
    pieces, steps, solid, stops = zip(*_words(cut, cutter), strict=True)
    counts = list(accumulate(map(len, pieces), initial=0))
    passage = Passage(text=cut.text, norms=list(chain.from_iterable(pieces)), starts=lay_out(steps, solid))
    marks = [counts[piece] + place for piece in compress(count(), stops) for place in stops[piece]]
    breaks = frozenset([counts[place] - 1 for place in cut.line_ends()])
    borders = Borders(abbreviations=abbreviations, starters=starters, counted=counted)
    return replace(passage, sentences=tuple(_sentences(passage, marks, breaks, borders)))


class Borders(NamedTuple):
    """The words by which the borders of sentences are told, as :func:`cut_passage` describes them."""

    abbreviations: frozenset[str]
    starters: frozenset[str]
    counted: frozenset[str]


def _sentences(passage: Passage, marks: Sequence[int], breaks: frozenset[int], borders: Borders) -> Iterator[Sentence]:
    """Yield the sentences. Only ``marks`` that can end one, and line ends, are looked at."""
    first, paragraph, count = 0, 0, len(passage.norms)
    if breaks:
        marks = sorted({*marks, *(index for index in breaks if index >= 0)})
    for index in marks:
        while index - first >= MOST_TOKENS:
            yield Sentence(first, first + MOST_TOKENS, paragraph)
            first += MOST_TOKENS
        broken = index in breaks
        whole = index + 1 - first < MOST_TOKENS and not _ends_dateline(passage, first, index)
        if whole and index + 1 < count and not broken and not _ends(passage, index, borders):
            continue
        yield Sentence(first, index + 1, paragraph)
        first = index + 1
        paragraph += broken
    while first < count:
        yield Sentence(first, min(first + MOST_TOKENS, count), paragraph)
        first += MOST_TOKENS


def _ends_dateline(passage: Passage, first: int, index: int) -> bool:
    """Tell whether a dateline ends here: capitals, then a dash with spaces around it ("SEOUL (Agency) - ")."""
    if passage.norms[index] not in _DASHES or not 0 < index - first <= _MOST_DATELINE:
        return False
    opening = passage.word(first)
    apart = index + 1 < len(passage.norms) and not passage.touches(index + 1)
    return apart and len(opening) > 2 and opening.isupper()


def _ends(passage: Passage, index: int, borders: Borders) -> bool:
    """Tell whether a sentence ends with this token."""
    norms = passage.norms
    here, following = norms[index], norms[index + 1]
    if following in _STOPS or (following in _CLOSERS and passage.touches(index + 1)):
        return False
    if here in _CLOSERS:
        return index > 0 and norms[index - 1] in _STOPS and _opens(passage, index + 1)
    if len(here) > 1 and here.endswith("."):
        return following in borders.starters and passage.capitalised(index + 1)
    if here not in _STOPS:
        return False
    if here == "." and index:
        joined = passage.touches(index + 1)
        if joined or _abbreviates(passage, index, borders):
            return not joined and not _abbreviates(passage, index, borders)
        if following in borders.counted and norms[index - 1].isdecimal():
            return False
    return _opens(passage, index + 1)


def _abbreviates(passage: Passage, index: int, borders: Borders) -> bool:
    before = passage.norms[index - 1]
    return passage.touches(index) and (before in borders.abbreviations or _is_initial(before))


def _is_initial(norm: str) -> bool:
    return len(norm) == 1 and norm.isalpha() and norm.upper() != norm


def _opens(passage: Passage, index: int) -> bool:
    """Tell whether a sentence can begin with this token: anything but a lower-case word."""
    return not passage.text[passage.starts[index]].islower()
