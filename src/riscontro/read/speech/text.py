"""Text into nodes: words, marks, and whole quotations as single nodes; and nodes into sentences.

The tokens are a view of the cut that all rooms share (:mod:`riscontro.read.text`); linear in the length of the text. A
quotation is one node, so that the sentence around it stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from operator import add, itemgetter

from riscontro.read.speech import bits
from riscontro.read.speech.dates import join_dates
from riscontro.read.speech.lexicon import Lexicon
from riscontro.read.text import AFTER_WORD, LINE_END, MOST_KNOWN, Cut, cut_text, offsets, places_of

_WORD = r"(?!\d)\w\w+(?:-\w+|\.[^\W\d_](?=\.))*"
_REST = r"|\d+(?:[.,:]\d+)*(?!\w)|(?:[^\W\d_]\.){2,}|\w+(?:-\w+|\.[^\W\d_](?=\.))*|''|``|\.{3}|--|\S"
"""The commonest alternative stands first: most tokens are words of two letters and more."""
_TOKEN = re.compile(_WORD + r"|(?<=\w)['’]\w+" + _REST)
_ELIDED = re.compile(r"\w+['’](?=\w)|" + _WORD + _REST)

_OPENERS = {
    "“": '”"“',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    '"': '"”“',
    "”": '”"“',
    "``": "''",
    "''": "''",
    "‘": "’",
}
"""What opens a quotation to what may close it."""
_MATTERS = frozenset("\"“”„«»‹›「」『』‘’'`") | {char for char in map(chr, range(0x3001)) if char.isspace()}
"""First characters of tokens that open or close a quotation, or end a line."""
_CLOSING_ONLY = "”»"

_FOLD = str.maketrans("’،؛؟，；：？！", "',;?,;:?!")
"""Marks of other scripts to those that the stages after this one look for."""

Known = tuple[str, int, int, int, int]
"""A token in lower case, its bits within and at the beginning of a sentence, its length, and whether its place matters
besides: ``NOWHERE``, ``HERE``, or ``EDGE`` where it may open or close a quotation or ends a line.
"""
NOWHERE, HERE, EDGE = range(3)
Parts = tuple[tuple[Known, ...], tuple[int, ...]]
"""The tokens of a piece of text, and where each begins in it."""
_WIDE_ENDS = frozenset("。！？")
_ENDS = _WIDE_ENDS | {".", "!", "?", "…", "...", LINE_END, ""}
"""What a sentence may end with, a quotation among it."""


_VERBAL = bits.AUX | bits.BE | bits.FINITE
"""What a capital within a sentence takes from a word: "Duma di Stato", "Theresa May"."""

MAX_SENTENCE = 300
"""Nodes of a sentence; what runs on longer is cut, so that reading stays linear in the length of any text."""
BREAK = 1 << 40
"""Flag of a paragraph break."""
QUOTE = 1 << 41
MARK = 1 << 42
"""Flag of punctuation."""
UPPER = 1 << 43
_LINE_END: Known = ("\n", BREAK, BREAK, 1, EDGE)


@dataclass(slots=True)
class Quote:
    """A quotation: offsets with and without its marks, number of words, the last mark within, and whether it
    goes on in the next paragraph.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    words: int
    last: str
    goes_on: bool = False


@dataclass(slots=True)
class Nodes:
    """A text's nodes in parallel lists, and its sentences as half-open ranges of nodes."""

    text: str
    low: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    flag: list[int] = field(default_factory=list)
    infinitive: tuple[str, ...] = ()
    """Endings of infinitives, where no particle marks them."""
    comma_opens: bool = False
    """A comma right after a cue opens what is said, whatever follows it."""
    article: tuple[str, ...] = ()
    """Articles written onto their noun, in languages whose verb comes first."""
    quotes: dict[int, Quote] = field(default_factory=dict)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)
    """Number of the paragraph of each sentence."""

    def is_infinitive(self, i: int) -> bool:
        """Tell whether node ``i`` is an infinitive or the particle before one."""
        if self.flag[i] & bits.TO:
            return True
        return bool(self.infinitive) and not self.flag[i] & UPPER and self.low[i].endswith(self.infinitive)

    def words(self, start: int, end: int) -> str:
        """Return the text from node ``start`` up to node ``end``."""
        return self.text[self.start[start] : self.end[end - 1]] if end > start else ""


@dataclass(slots=True)
class _Tokens:
    """A text's tokens in parallel lists; ``apart`` holds the places of those whose place matters.

    ``after`` holds, for the first of line ends in a row, the token after them; its range is that of all of them and
    the blanks around.
    """

    text: str
    known: list[Known]
    low: list[str]
    start: list[int]
    end: list[int]
    flag: list[int]
    apart: list[int]
    after: dict[int, int] = field(default_factory=dict)


def split_nodes(text: str | Cut, lexicon: Lexicon) -> Nodes:
    """Return the nodes and sentences of ``text``."""
    nodes = _join_quotes(_tokens(cut_text(text), lexicon), lexicon)
    join_dates(nodes, lexicon)
    _find_sentences(nodes)
    return nodes


def _tokens(cut: Cut, lexicon: Lexicon) -> _Tokens:
    """Return the tokens of a text."""
    pieces = cut.recall(lexicon.pieces, partial(_learn_piece, lexicon))
    known = [token for piece in pieces for token in piece[0]]
    start = offsets(cut.starts, [piece[1] for piece in pieces])
    tokens = _Tokens(
        text=cut.text,
        known=known,
        low=[token[0] for token in known],
        start=start,
        end=list(map(add, start, map(itemgetter(3), known))),
        flag=[token[1] for token in known],
        apart=places_of(map(itemgetter(4), known)),
    )
    if LINE_END in cut.distinct:
        _join_line_ends(tokens)
    return tokens


def _join_line_ends(tokens: _Tokens) -> None:
    low, count, done = tokens.low, len(tokens.low), 0
    for i in [i for i in tokens.apart if tokens.known[i] is _LINE_END]:
        if i < done:
            continue
        done = i + 1
        while done < count and low[done] == LINE_END:
            done += 1
        tokens.after[i] = done
        tokens.start[i] = tokens.end[i - 1] if i else 0
        tokens.end[i] = tokens.start[done] if done < count else len(tokens.text)


def _learn_piece(lexicon: Lexicon, piece: str) -> Parts:
    """Return the tokens of a piece."""
    if piece == LINE_END:
        return (_LINE_END,), (0,)
    seen = lexicon.seen
    if not lexicon.unspaced and piece:
        if piece.isalpha():  # most pieces are one word
            return (seen.get(piece) or _learn(lexicon, piece),), (0,)
        word, mark = piece[:-1], piece[-1]
        if mark in AFTER_WORD and word.isalpha():
            return (seen.get(word) or _learn(lexicon, word), seen.get(mark) or _learn(lexicon, mark)), (0, len(word))
    tokens, starts = _cut_piece(lexicon, piece)
    return tuple([seen.get(token) or _learn(lexicon, token) for token in tokens]), starts


def _cut_piece(lexicon: Lexicon, piece: str) -> tuple[list[str], tuple[int, ...]]:
    """Return the tokens of a piece and where they begin."""
    matches = list((_ELIDED if lexicon.elision else _TOKEN).finditer(piece))
    if not lexicon.unspaced:
        return [match.group() for match in matches], tuple([match.start() for match in matches])
    tokens: list[str] = []
    starts: list[int] = []
    for match in matches:
        words = _cut_words(lexicon.unspaced, match.group())
        tokens += words
        starts += accumulate(map(len, words[:-1]), initial=match.start())
    return tokens, tuple(starts)


def _cut_words(words: Mapping[str, tuple[str, ...]], piece: str) -> list[str]:
    """Cut what is written without blanks at the words that the pack knows, the longest first; the rest stays whole."""
    parts, done, i = [], 0, 0
    while i < len(piece):
        word = next((word for word in words.get(piece[i], ()) if piece.startswith(word, i)), None)
        if word is None:
            i += 1
            continue
        if i > done:
            parts.append(piece[done:i])
        parts.append(word)
        done = i = i + len(word)
    if done < len(piece):
        parts.append(piece[done:])
    return parts


def _join_quotes(tokens: _Tokens, lexicon: Lexicon) -> Nodes:
    nodes = Nodes(tokens.text, infinitive=lexicon.infinitive, article=lexicon.article, comma_opens=lexicon.comma_opens)
    edges = [i for i in tokens.apart if tokens.known[i][4] == EDGE]
    closers = _find_closers(tokens, edges)
    joiner = _Joiner(nodes, tokens, lexicon)
    for i in tokens.apart:
        if i < joiner.done:
            continue
        if i in closers:
            joiner.add_quote(i, *closers[i])
        elif i in tokens.after:
            joiner.add_line_end(i)
        else:
            joiner.add_apart(i)
    joiner.catch_up(len(tokens.low))
    return nodes


class _Joiner:
    """Fills nodes from tokens in order. Up to what it has ``done`` they stand; runs of tokens follow as slices."""

    __slots__ = ("done", "lexicon", "nodes", "tokens")

    def __init__(self, nodes: Nodes, tokens: _Tokens, lexicon: Lexicon) -> None:
        self.nodes, self.tokens, self.lexicon = nodes, tokens, lexicon
        self.done = 0

    def catch_up(self, end: int) -> None:
        """Append the tokens up to ``end`` as they are."""
        start, self.done = self.done, end
        if start < end:
            nodes, tokens = self.nodes, self.tokens
            nodes.low += tokens.low[start:end]
            nodes.start += tokens.start[start:end]
            nodes.end += tokens.end[start:end]
            nodes.flag += tokens.flag[start:end]

    def add_quote(self, i: int, last: int, marked: bool) -> None:
        """Append the quotation from token ``i`` to ``last`` as one node."""
        self.catch_up(i)
        quote = _make_quote(self.tokens, i, last, marked)
        self.nodes.quotes[len(self.nodes.low)] = quote
        _append(self.nodes, "", quote.start, quote.end, QUOTE)
        self.done = last + 1

    def add_line_end(self, i: int) -> None:
        """Append line ends in a row as one node, or none where they end no paragraph."""
        self.catch_up(i + _breaks(self.tokens.text, self.tokens.start[i], self.tokens.end[i]))
        self.done = self.tokens.after[i]

    def add_apart(self, i: int) -> None:
        """Append a token whose bits hang on its place, or leave it to its run where they need no change."""
        low, within, opening, _, _ = self.tokens.known[i]
        if self.lexicon.particles:
            self.catch_up(i)
        if within != opening and self._starts(i):
            self.tokens.flag[i] = opening
        if low == "." and self._abbreviates(i):
            self.catch_up(i)
            self.nodes.end[-1] = self.tokens.end[i]
            self.done = i + 1
        elif self.lexicon.particles:
            self._cut_particle(i)

    def _cut_particle(self, i: int) -> None:
        tokens = self.tokens
        start, end = tokens.start[i], tokens.end[i]
        node = _without_particle(self.nodes, tokens.text, self.lexicon, start, end, tokens.low[i], tokens.flag[i])
        _append(self.nodes, node[1], node[0], end, node[2])
        self.done = i + 1

    def _before(self, i: int) -> tuple[str, int, int]:
        """Return lower case, bits and end of the node before token ``i``."""
        of, last = (self.tokens, i - 1) if self.done < i else (self.nodes, -1)
        return of.low[last], of.flag[last], of.end[last]

    def _starts(self, i: int) -> bool:
        """Tell whether token ``i`` begins a sentence, so that its capital says nothing."""
        if self.done == i and not self.nodes.low:
            return True
        low, flag, _ = self._before(i)
        return bool(flag & (BREAK | MARK | QUOTE)) and low not in (",", "-")

    def _abbreviates(self, i: int) -> bool:
        """Tell whether a point belongs to the word before it: a known abbreviation, or an initial within a line."""
        if self.done == i and not self.nodes.low:
            return False
        before, flag, end = self._before(i)
        if end != self.tokens.start[i]:
            return False
        if before in self.lexicon.abbreviations:
            return True
        end = self.tokens.end[i]
        return len(before) == 1 and bool(flag & UPPER) and self.tokens.text[end : end + 1] == " "


def _learn(lexicon: Lexicon, token: str) -> Known:
    """Return what is known of a token, whatever its place; and remember it."""
    if len(lexicon.seen) >= MOST_KNOWN:
        lexicon.seen.clear()
    low = token.lower()
    if not low.isascii():
        low = low.translate(_FOLD)
    flag, first = lexicon.words.get(low, 0), token[0]
    within = opening = flag
    place = NOWHERE
    if first.isalpha():
        if first != low[0]:
            within, opening = flag & ~_VERBAL | UPPER, flag | UPPER
        elif not flag and lexicon.adverbs and low.endswith(lexicon.adverbs) and low not in lexicon.whole:
            within = opening = bits.ADV
    elif first.isdigit():
        within = opening = flag | UPPER
    else:
        if first in _MATTERS:
            place = EDGE
        if not flag and (len(token) == 1 or first not in "'’"):
            within = opening = MARK
    if not place and (within != opening or low == "." or lexicon.particles):
        place = HERE
    known = lexicon.seen[token] = low, within, opening, len(token), place
    return known


def _without_particle(
    nodes: Nodes, text: str, lexicon: Lexicon, start: int, end: int, low: str, flag: int
) -> tuple[int, str, int]:
    """Split a particle off; return start, lower case and bits of what remains to be appended."""
    if not flag & ~UPPER and low.endswith(lexicon.particles) and low not in lexicon.whole:
        cut = _split_particle(nodes, text, lexicon, start, end, flag)
        if cut > start:
            particle = text[cut:end].lower()
            return cut, particle, lexicon.words.get(particle, 0)
    return start, low, flag


def _split_particle(nodes: Nodes, text: str, lexicon: Lexicon, start: int, end: int, flag: int) -> int:
    """Append the word without its particle, where at least two letters remain, and return where the particle begins."""
    for particle in lexicon.particles:
        cut = end - len(particle)
        stem = text[start:cut].lower()
        if text.endswith(particle, start, end) and (cut - start >= 2 or stem in lexicon.words):
            _append(nodes, stem, start, cut, lexicon.words.get(stem, 0) | flag)
            return cut
    return start


def _append(nodes: Nodes, low: str, start: int, end: int, flag: int) -> None:
    nodes.low.append(low)
    nodes.start.append(start)
    nodes.end.append(end)
    nodes.flag.append(flag)


def _breaks(text: str, start: int, end: int) -> bool:
    """Tell whether a line end ends a paragraph: not where a hard-wrapped sentence goes on in lower case."""
    if text.count("\n", start, end) > 1 or start == 0:
        return True
    return not (end < len(text) and text[end].islower() and text[start - 1] not in '.!?:"”»')


def _make_quote(tokens: _Tokens, i: int, j: int, marked: bool) -> Quote:
    inner_start = tokens.end[i]
    inner_end = tokens.start[j] if marked else tokens.end[j]
    body = tokens.text[inner_start:inner_end].rstrip()
    inner_end = max(inner_start, inner_start + len(body))
    return Quote(
        start=tokens.start[i],
        end=tokens.end[j],
        inner_start=inner_start,
        inner_end=inner_end,
        words=max(0, j - i - 1),
        last=body[-1:],
        goes_on=not marked,
    )


def _find_closers(tokens: _Tokens, edges: list[int]) -> dict[int, tuple[int, bool]]:
    """Return each opening token's closing token, and whether that is a mark (else the last of the paragraph)."""
    closers: dict[int, tuple[int, bool]] = {}
    text, after = tokens.text, tokens.after
    opened, closing, single = -1, "", _SingleQuotes(tokens, edges)
    for i in edges:
        if i in after:
            if opened >= 0 and _breaks(text, tokens.start[i], tokens.end[i]):
                if (
                    i - opened > 1
                    and closing != "’"
                    and (_opens_next(text, tokens.end[i]) or _starts_line(text, tokens.start[opened]))
                ):
                    closers[opened] = (i - 1, False)
                opened = -1
            continue
        start, end = tokens.start[i], tokens.end[i]
        token = text[start:end]
        if opened >= 0:
            if token in closing and not (token in "“" and end < len(text) and text[end].isalnum()):
                if i - opened > 1:
                    closers[opened] = (i, True)
                opened = -1
        elif token in _OPENERS and not (token in _CLOSING_ONLY and not _may_open(text, start, end)):
            if token != "‘" or single.closer(i) is not None:
                opened, closing = i, _OPENERS[token]
        elif token == "'":
            close = single.closer(i)
            if close is not None:
                closers[i] = (close, True)
    return _drop_inner(closers)


def _drop_inner(closers: dict[int, tuple[int, bool]]) -> dict[int, tuple[int, bool]]:
    kept: dict[int, tuple[int, bool]] = {}
    last = -1
    for opened in sorted(closers):
        if opened > last:
            kept[opened] = closers[opened]
            last = closers[opened][0]
    return kept


def _may_open(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    return (not before or before.isspace() or before in "([—–-") and end < len(text) and not text[end].isspace()


def _opens_next(text: str, end: int) -> bool:
    return text[end : end + 1] in _OPENERS and text[end : end + 1] != ""


def _starts_line(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n"


class _SingleQuotes:
    """Where a single quotation mark closes: the next one after a word and before none, in the same paragraph."""

    def __init__(self, tokens: _Tokens, edges: Sequence[int]) -> None:
        self._tokens, self._edges = tokens, edges
        self._next: dict[int, int] | None = None

    def closer(self, i: int) -> int | None:
        """Return the closing token for the single mark at token ``i``, ``None`` where it opens nothing."""
        if not _may_open(self._tokens.text, self._tokens.start[i], self._tokens.end[i]):
            return None
        if self._next is None:
            self._next = self._scan()
        close = self._next[i]
        return close if close > i + 1 else None

    def _scan(self) -> dict[int, int]:
        """Return the next mark after each edge that may close, -1 where a paragraph ends before it."""
        found, tokens, text = -1, self._tokens, self._tokens.text
        following: dict[int, int] = {}
        for i in reversed(self._edges):
            following[i] = found
            start, end = tokens.start[i], tokens.end[i]
            if i in tokens.after:
                if text.count("\n", start, end) > 1:
                    found = -1
            elif (
                text[start:end] in "'’"
                and start
                and not text[start - 1].isspace()
                and not text[end : end + 1].isalnum()
            ):
                found = i
        return following


def _find_sentences(nodes: Nodes) -> None:
    """Close the sentences of a text.

    The reader of acts cuts sentences by a rule of its own (``passage``): it also cuts within quotations, which are one
    node here, and needs its own tokens for it, which no other room makes of a text that names no actor. On the
    attribution exams (English, German, Russian) both rules give the same figures, so that two views cost no claim.
    """
    lo, paragraph = 0, 0
    count = len(nodes.low)
    for i in places_of(map(_ENDS.__contains__, nodes.low)):
        lo = _cut_long(nodes, lo, i, paragraph)
        flag = nodes.flag[i]
        if flag == BREAK:
            _close_sentence(nodes, lo, i, paragraph)
            lo, paragraph = i + 1, paragraph + 1
        elif _ends_sentence(nodes, i, flag):
            _close_sentence(nodes, lo, i + 1, paragraph)
            lo = i + 1
    lo = _cut_long(nodes, lo, count, paragraph)
    _close_sentence(nodes, lo, count, paragraph)


def _cut_long(nodes: Nodes, lo: int, end: int, paragraph: int) -> int:
    """Close sentences that run on too long before node ``end``; return where the rest begins."""
    while end - lo > MAX_SENTENCE:
        _close_sentence(nodes, lo, lo + MAX_SENTENCE + 1, paragraph)
        lo += MAX_SENTENCE + 1
    return lo


def _close_sentence(nodes: Nodes, lo: int, hi: int, paragraph: int) -> None:
    if hi > lo:
        nodes.sentences.append((lo, hi))
        nodes.paragraph.append(paragraph)


def _ends_sentence(nodes: Nodes, i: int, flag: int) -> bool:
    if i + 1 >= len(nodes.low):
        return False  # the last one is closed after the loop
    after = nodes.flag[i + 1]
    if flag & QUOTE:
        return nodes.quotes[i].last in ".!?…" and bool(nodes.quotes[i].last) and bool(after & (UPPER | QUOTE))
    if not flag & MARK:
        return False
    low = nodes.low[i]
    if low in _WIDE_ENDS:
        return True
    if after == BREAK:
        return True
    following = nodes.text[nodes.start[i + 1]]
    opens = bool(after & (UPPER | QUOTE | MARK)) or (following.isalpha() and not following.islower())
    return opens and nodes.start[i + 1] > nodes.end[i]


__all__ = ["BREAK", "MARK", "QUOTE", "UPPER", "Nodes", "Quote", "split_nodes"]
