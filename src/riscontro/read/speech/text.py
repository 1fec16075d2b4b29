"""Text into nodes: words, marks, and whole quotations as single nodes; and nodes into sentences.

The tokens are a view of the cut that all rooms share (:mod:`riscontro.read.text`); linear in the length of the text. A
quotation is one node, so that the sentence around it stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from riscontro.read.speech.lexicon import Lexicon, Word
from riscontro.read.text import LINE_END, MOST_KNOWN, Cut, cut_text

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

Known = tuple[str, int, int, bool]
"""A token in lower case, its bits within and at the beginning of a sentence, and whether its place matters besides."""

_VERBAL = Word.AUX | Word.BE | Word.FINITE
"""What a capital within a sentence takes from a word: "Duma di Stato", "Theresa May"."""

MAX_SENTENCE = 300
"""Nodes of a sentence; what runs on longer is cut, so that reading stays linear in the length of any text."""
BREAK = 1 << 40
"""Flag of a paragraph break."""
QUOTE = 1 << 41
MARK = 1 << 42
"""Flag of punctuation."""
UPPER = 1 << 43
_LINE_END: Known = ("\n", BREAK, BREAK, True)


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
        if self.flag[i] & Word.TO:
            return True
        return bool(self.infinitive) and not self.flag[i] & UPPER and self.low[i].endswith(self.infinitive)

    def words(self, start: int, end: int) -> str:
        """Return the text from node ``start`` up to node ``end``."""
        return self.text[self.start[start] : self.end[end - 1]] if end > start else ""


def split_nodes(text: str | Cut, lexicon: Lexicon) -> Nodes:
    """Return the nodes and sentences of ``text``."""
    cut = cut_text(text)
    tokens, known = _tokens(cut, lexicon)
    nodes = _join_quotes(cut.text, tokens, known, lexicon)
    _find_sentences(nodes)
    return nodes


def _tokens(cut: Cut, lexicon: Lexicon) -> tuple[list[tuple[int, int]], list[Known]]:
    """Return the tokens of a text as half-open ranges, and what is known of each."""
    pieces = cut.recall(lexicon.pieces, partial(_learn_piece, lexicon))
    known = [one for piece in pieces for one in piece[0]]
    tokens = [
        (base + start, base + end) for base, piece in zip(cut.starts, pieces, strict=True) for start, end in piece[1]
    ]
    return _join_breaks(cut.text, tokens, known) if LINE_END in cut.distinct else (tokens, known)


def _join_breaks(
    text: str, tokens: list[tuple[int, int]], known: list[Known]
) -> tuple[list[tuple[int, int]], list[Known]]:
    """Make one token of line ends in a row and all blanks around them."""
    kept_tokens: list[tuple[int, int]] = []
    kept: list[Known] = []
    done, count = 0, len(known)
    for i in [i for i, one in enumerate(known) if one is _LINE_END]:
        if i < done:
            continue
        kept_tokens += tokens[done:i]
        kept += known[done:i]
        done = i + 1
        while done < count and known[done] is _LINE_END:
            done += 1
        kept_tokens.append((tokens[i - 1][1] if i else 0, tokens[done][0] if done < count else len(text)))
        kept.append(_LINE_END)
    return kept_tokens + tokens[done:], kept + known[done:]


_AFTER_WORD = frozenset(",.;:!?)")


def _learn_piece(lexicon: Lexicon, piece: str) -> tuple[tuple[Known, ...], tuple[tuple[int, int], ...]]:
    """Return what is known of each token of a piece, and its range within the piece."""
    if piece == LINE_END:
        return (_LINE_END,), ((0, 1),)
    if not lexicon.unspaced:
        seen, size = lexicon.seen, len(piece)
        if piece.isalpha():
            return (seen.get(piece) or _learn(lexicon, piece),), ((0, size),)  # most pieces are one word
        if piece[-1:] in _AFTER_WORD and piece[:-1].isalpha():
            word, mark = piece[:-1], piece[-1]
            both = seen.get(word) or _learn(lexicon, word), seen.get(mark) or _learn(lexicon, mark)
            return both, ((0, size - 1), (size - 1, size))
    known: list[Known] = []
    ranges: list[tuple[int, int]] = []
    for match in (_ELIDED if lexicon.elision else _TOKEN).finditer(piece):
        start = match.start()
        for token in _cut_words(lexicon.unspaced, match.group()) if lexicon.unspaced else (match.group(),):
            known.append(lexicon.seen.get(token) or _learn(lexicon, token))
            ranges.append((start, start + len(token)))
            start += len(token)
    return tuple(known), tuple(ranges)


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


def _join_quotes(text: str, tokens: list[tuple[int, int]], known: list[Known], lexicon: Lexicon) -> Nodes:
    nodes = Nodes(text, infinitive=lexicon.infinitive, article=lexicon.article, comma_opens=lexicon.comma_opens)
    apart = [i for i, one in enumerate(known) if one[3]]
    closers = _find_closers(text, tokens, apart)
    done = 0
    for i in apart:
        if i < done:
            continue
        _extend(nodes, tokens, known, done, i)
        done = i + 1
        if i in closers:
            quote = _make_quote(text, tokens, i, closers[i])
            nodes.quotes[len(nodes.low)] = quote
            _append(nodes, "", quote.start, quote.end, QUOTE)
            done = closers[i][0] + 1
        else:
            _append_apart(nodes, lexicon, tokens[i], known[i])
    _extend(nodes, tokens, known, done, len(tokens))
    return nodes


def _extend(nodes: Nodes, tokens: list[tuple[int, int]], known: list[Known], start: int, end: int) -> None:
    """Append tokens whose bits do not hang on their place; most are such, and lists of them are quick to append."""
    if start < end:
        nodes.start += [token[0] for token in tokens[start:end]]
        nodes.end += [token[1] for token in tokens[start:end]]
        nodes.low += [one[0] for one in known[start:end]]
        nodes.flag += [one[1] for one in known[start:end]]


def _append_apart(nodes: Nodes, lexicon: Lexicon, token: tuple[int, int], known: Known) -> None:
    (start, end), (low, flag, opening, _) = token, known
    if flag != opening and _starts(nodes):
        flag = opening
    if low == ".":
        if nodes.end and nodes.end[-1] == start and _abbreviates(nodes, nodes.text, end, lexicon):
            nodes.end[-1] = end
            return
    elif flag == BREAK and not _breaks(nodes.text, start, end):
        return
    if lexicon.particles:
        start, low, flag = _without_particle(nodes, nodes.text, lexicon, start, end, low, flag)
    _append(nodes, low, start, end, flag)


def _learn(lexicon: Lexicon, token: str) -> Known:
    """Return what is known of a token, whatever its place; and remember it."""
    if len(lexicon.seen) >= MOST_KNOWN:
        lexicon.seen.clear()
    low = token.lower().translate(_FOLD)
    within, opening = _classify(lexicon, token, low)
    apart = within != opening or token[0] in _MATTERS or low == "." or bool(lexicon.particles)
    known = lexicon.seen[token] = low, within, opening, apart
    return known


def _classify(lexicon: Lexicon, token: str, low: str) -> tuple[int, int]:
    """Return a token's bits within a sentence, and at its beginning."""
    flag = lexicon.words.get(low, 0)
    first = token[0]
    if first.isalpha():
        if first != low[0]:
            return flag & ~_VERBAL | UPPER, flag | UPPER
        if not flag and lexicon.adverbs and low.endswith(lexicon.adverbs) and low not in lexicon.whole:
            flag = Word.ADV
    elif first.isdigit():
        flag |= UPPER
    elif not flag and (len(token) == 1 or first not in "'’"):
        flag = MARK
    return flag, flag


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


def _abbreviates(nodes: Nodes, text: str, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a point belongs to the word before it: a known abbreviation, or an initial within a line."""
    before = nodes.low[-1]
    if before in lexicon.abbreviations:
        return True
    return len(before) == 1 and bool(nodes.flag[-1] & UPPER) and text[end : end + 1] == " "


def _starts(nodes: Nodes) -> bool:
    """Tell whether the next node begins a sentence, so that its capital says nothing."""
    return not nodes.flag or (bool(nodes.flag[-1] & (BREAK | MARK | QUOTE)) and nodes.low[-1] not in (",", "-"))


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


def _make_quote(text: str, tokens: list[tuple[int, int]], i: int, close: tuple[int, bool]) -> Quote:
    j, marked = close
    inner_start = tokens[i][1]
    inner_end = tokens[j][0] if marked else tokens[j][1]
    body = text[inner_start:inner_end].rstrip()
    inner_end = max(inner_start, inner_start + len(body))
    return Quote(
        start=tokens[i][0],
        end=tokens[j][1],
        inner_start=inner_start,
        inner_end=inner_end,
        words=max(0, j - i - 1),
        last=body[-1:],
        goes_on=not marked,
    )


def _find_closers(text: str, tokens: list[tuple[int, int]], apart: list[int]) -> dict[int, tuple[int, bool]]:
    """Return each opening token's closing token, and whether that is a mark (else the last of the paragraph)."""
    closers: dict[int, tuple[int, bool]] = {}
    opened, closing, single = -1, "", _SingleQuotes(text, tokens)
    for i in apart:
        start, end = tokens[i]
        if text[start] not in _MATTERS:
            continue
        token = text[start:end]
        if opened >= 0:
            if "\n" in token and _breaks(text, start, end):
                if (
                    i - opened > 1
                    and closing != "’"
                    and (_opens_next(text, end) or _starts_line(text, tokens[opened][0]))
                ):
                    closers[opened] = (i - 1, False)
                opened = -1
            elif token in closing and not (token in "“" and end < len(text) and text[end].isalnum()):
                if i - opened > 1:
                    closers[opened] = (i, True)
                opened = -1
            continue
        if token in _OPENERS and not (token in _CLOSING_ONLY and not _may_open(text, start, end)):
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

    def __init__(self, text: str, tokens: list[tuple[int, int]]) -> None:
        self._text, self._tokens = text, tokens
        self._next: list[int] | None = None

    def closer(self, i: int) -> int | None:
        """Return the closing token for the single mark at token ``i``, ``None`` where it opens nothing."""
        start, end = self._tokens[i]
        if not _may_open(self._text, start, end):
            return None
        if self._next is None:
            self._next = self._scan()
        close = self._next[i + 1] if i + 1 < len(self._next) else -1
        return close if close > i + 1 else None

    def _scan(self) -> list[int]:
        found, text = -1, self._text
        following = [-1] * (len(self._tokens) + 1)
        for i in range(len(self._tokens) - 1, -1, -1):
            start, end = self._tokens[i]
            token = text[start:end]
            if "\n" in token and text.count("\n", start, end) > 1:
                found = -1
            elif token in "'’" and start and not text[start - 1].isspace() and not text[end : end + 1].isalnum():
                found = i
            following[i] = found
        return following


def _find_sentences(nodes: Nodes) -> None:
    """Close the sentences of a text.

    The reader of acts cuts sentences by a rule of its own (``passage``): it also cuts within quotations, which are one
    node here, and needs its own tokens for it, which no other room makes of a text that names no actor. On the
    attribution exams (English, German, Russian) both rules give the same figures, so that two views cost no claim.
    """
    lo, paragraph = 0, 0
    count = len(nodes.low)
    edges = BREAK | QUOTE | MARK
    for i in [i for i, flag in enumerate(nodes.flag) if flag & edges]:
        lo = _cut_long(nodes, lo, i, paragraph)
        flag = nodes.flag[i]
        if flag == BREAK:
            _close_sentence(nodes, lo, i, paragraph)
            lo, paragraph = i + 1, paragraph + 1
        elif i - lo >= MAX_SENTENCE or _ends_sentence(nodes, i, flag):
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
    if low in "。！？":
        return True
    if low not in (".", "!", "?", "…", "..."):
        return False
    if after == BREAK:
        return True
    following = nodes.text[nodes.start[i + 1]]
    opens = bool(after & (UPPER | QUOTE | MARK)) or (following.isalpha() and not following.islower())
    return opens and nodes.start[i + 1] > nodes.end[i]


__all__ = ["BREAK", "MARK", "QUOTE", "UPPER", "Nodes", "Quote", "Word", "split_nodes"]
