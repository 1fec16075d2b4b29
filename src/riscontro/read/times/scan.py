"""From text to runs of typed items: what the grammar works on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from riscontro.read.numbers import Numeral, read_numeral
from riscontro.read.text import Cut
from riscontro.read.times import nodes as n
from riscontro.read.times.build import MAX_YEAR, MIN_YEAR, century_of
from riscontro.read.times.chart import Edge
from riscontro.read.times.days import safe_date
from riscontro.read.times.lexicon import CORE, DASHES, OTHER, ROMAN, SENTENCE_ENDS, STOP, WORDS, Lexicon
from riscontro.read.tokens import DIGITS, WORD, Tokens, tokenize

LONGEST_ABBREVIATION = 5
"""Letters of the longest name of a month or weekday that is cut and closed with a stop ("Sept.", "févr.")."""

MAX_GLUE = 4
"""Most words of glue between two parts of an expression."""

MAX_RUN = 48
"""Longest run of tokens that is parsed as one; a longer one is cut."""


@dataclass(slots=True)
class Scan:
    """A stretch of a text cut into tokens, with the items that stand on them."""

    text: str
    tokens: Tokens
    lexicon: Lexicon
    items: dict[int, list[Edge]] = field(default_factory=dict)
    reaches: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    tenses: dict[int, int] = field(default_factory=dict)
    """The tense that the words at a token show, where it has been asked for."""
    dated: int = 0
    """Offset up to which a date in figures reaches; nothing else is read inside it."""

    def reach(self, position: int) -> tuple[tuple[int, int], ...]:
        """Return the positions that glue leads to from ``position``, each with the glue passed."""
        known = self.reaches.get(position)
        if known is None:
            known = self.reaches[position] = tuple(self._reach(position))
        return known

    def _reach(self, position: int) -> Iterator[tuple[int, int]]:
        if position and position < len(self.tokens) and self._gap(position).count("\n") > 1:
            return
        gap = 0
        yield position, gap
        for index in range(position, min(position + MAX_GLUE, len(self.tokens))):
            flag = self.lexicon.glue.get(self.tokens.norms[index])
            if flag is None or (index and self._breaks(index)) or self._ends_sentence(index):
                return
            gap |= flag
            yield index + 1, gap

    def _ends_sentence(self, index: int) -> bool:
        """Tell whether a stop ends a sentence here rather than an abbreviation or an ordinal.

        It does where space comes after it and what stands before is a year or a longer word; and also where a capital
        or a figure follows a short word that shortens no other ("May. Second"), or a capital follows figures in a
        language that writes no ordinals with a point ("May 3. Monday").
        """
        tokens = self.tokens
        if tokens.norms[index] != "." or not index:
            return False
        if self.text[tokens.end(index) : tokens.end(index) + 1].strip().strip(")]"):
            return False
        before = index - 1
        length = tokens.end(before) - tokens.starts[before]
        figures = tokens.kind(before) == DIGITS
        if length > (2 if figures else LONGEST_ABBREVIATION):
            return True
        after = index + 1
        while after < len(tokens) and tokens.norms[after] in ")]":
            after += 1
        if after == len(tokens):
            return False
        following = self.text[tokens.starts[after]]
        if figures or tokens.norms[before] in ROMAN:
            return following.isupper() and not self.lexicon.ordinal_point
        opens = following.isupper() or tokens.kind(after) == DIGITS
        return opens and length > 1 and tokens.norms[before] not in self.lexicon.shortened

    def _breaks(self, index: int) -> bool:
        """Tell whether an empty line or a new paragraph stands before a token."""
        return "\n" in self._gap(index)

    def _gap(self, index: int) -> str:
        return self.text[self.tokens.end(index - 1) : self.tokens.starts[index]]


def scan(cut: Cut, lexicon: Lexicon) -> Scan:
    """Return the tokens of a cut, or of a part of one; no items yet."""
    return Scan(cut.text, tokenize(cut), lexicon)


def token_ranges(found: Scan, cut: Cut, stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield ranges of pieces of a cut as ranges of the tokens of a scan that holds them."""
    starts, count = found.tokens.starts, len(cut.pieces)
    for first, last in stretches:
        end = bisect_left(starts, cut.starts[last]) if last < count else len(starts)
        yield bisect_left(starts, cut.starts[first]), end


def scan_group(found: Scan, group: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find the items of a group of stretches; return those of these that hold any."""
    lexicon, tokens = found.lexicon, found.tokens
    norms = tokens.norms
    ends: set[int] = set()
    blocked = found.dated = 0
    stretches: list[tuple[int, int]] = []
    for first, last in group:
        held = len(found.items)
        for index in range(first, last):
            begins = lexicon.begins(norms[index])
            if not begins and not norms[index][:1].isdecimal():
                continue
            if tokens.starts[index] < found.dated:
                continue
            stopped = lexicon.stop.longest(norms, index) if begins & STOP else None
            items = _items(found, index, begins)
            if index < blocked:
                items = [item for item in items if item.end > blocked]
            if stopped is not None and all(item.end <= stopped[0] for item in items):
                blocked, items = max(blocked, stopped[0]), []
            if items and lexicon.word_start and not _may_start(found, index, ends):
                items = []
            if items:
                found.items[index] = items
                ends.update([item.end for item in items])
        if len(found.items) > held:
            stretches.append((first, last))
    return stretches


def _may_start(found: Scan, index: int, ends: set[int]) -> bool:
    """Tell whether an item may begin here: at the start of a word, after a figure or after another item."""
    start = found.tokens.starts[index]
    return not start or index in ends or not found.text[start - 1].isalpha()


def _items(found: Scan, index: int, begins: int) -> list[Edge]:
    """Return what may begin at a token; ``begins`` tells which tables hold it."""
    kind = found.tokens.kind(index)
    items = _words(found, index) if begins & WORDS else []
    if kind == DIGITS:
        items += _figures(found, index)
    elif kind == WORD:
        if begins & OTHER:
            items += _number_words(found, index)
            if found.lexicon.prefixes and not found.lexicon.words.begins(found.tokens.norms, index):
                items += _prefixed(found, index)
    elif begins & OTHER:
        norm = found.tokens.norms[index]
        if norm in DASHES:
            items.append(Edge("DASHED", index, index + 1, None, 0, 0.0))
        elif norm == "/":
            items.append(Edge("SLASHED", index, index + 1, None, 0, 0.0))
    return items


_TELLING = (n.Relative, n.Window, n.Nearest, n.Part)
"""What words mean that are seldom part of anything else."""


def _words(found: Scan, index: int) -> list[Edge]:
    tokens, lexicon = found.tokens, found.lexicon
    edges: list[Edge] = []
    for end, word in lexicon.words.matching(tokens.norms, index):
        weak = int(word.weak)
        if weak and lexicon.capitals and word.symbol in ("MONTH", "WD"):
            if _is_lower(found, index, end):
                continue
            weak = int(index == 0 or tokens.norms[index - 1] in SENTENCE_ENDS)
        score = 0.3 if isinstance(word.value, _TELLING) else 0.0
        edges.append(Edge(word.symbol, index, end, word.value, weak, score))
    return edges


def _is_lower(found: Scan, index: int, end: int) -> bool:
    """Tell whether a name that needs a capital is written without one, in more text than itself."""
    return not found.text[found.tokens.starts[index]].isupper() and (index > 0 or end < len(found.tokens) - 1)


def _prefixed(found: Scan, index: int) -> Iterator[Edge]:
    """Look a word up again without the particle written onto its beginning (Arabic "wa-", "bi-")."""
    prefixes = found.lexicon.prefixes
    token = found.tokens[index]
    for prefix in prefixes:
        if token.norm.startswith(prefix) and len(token.norm) > len(prefix) + 1:
            bare = [token.norm[len(prefix) :], *found.tokens.norms[index + 1 : index + 4]]
            for length, word in found.lexicon.words.matches(bare, 0):
                yield Edge(word.symbol, index, index + length, word.value, int(word.weak), -0.1)
            return


def _number_words(found: Scan, index: int) -> Iterator[Edge]:
    tokens, numbers = found.tokens, found.lexicon.numbers
    norm = tokens.norms[index]
    numeral = read_numeral(tokens, index, table=numbers) if numbers.may_begin(norm) else None
    if numeral is None or numeral.bound is not None or numeral.low != int(numeral.low):
        if norm in ROMAN and found.text[tokens.starts[index]].isupper():
            yield Edge("ROM", index, index + 1, ROMAN[norm], 0, 0.0)
        return
    yield from _number_edges(found, index, numeral)
    if numbers.spaceless:
        for cut in range(numeral.end - 1, max(index, numeral.end - 1 - MAX_CUTS), -1):
            shorter = read_numeral(tokens.part(index, cut), 0, table=numbers)
            if shorter is not None and shorter.bound is None and shorter.end == cut - index:
                yield from _number_edges(found, index, shorter._replace(start=index, end=cut))


MAX_CUTS = 3
"""How many characters at the end of a number may be left to the word that follows (일 is one, and day)."""


LEAST_SAID_YEAR = 1100
"""Words for less are numbers rather than years."""


def _number_edges(found: Scan, index: int, numeral: Numeral) -> Iterator[Edge]:
    value, end = int(numeral.low), numeral.end
    if numeral.ordinal:
        yield Edge("O", index, end, value, 0, 0.0)
    else:
        yield Edge("N", index, end, value, 0, 0.0)
        if 10 <= value <= 99:
            yield Edge("NW", index, end, value, 0, 0.0)
        if LEAST_SAID_YEAR <= value <= MAX_YEAR:
            yield Edge("YR", index, end, value, 2, 0.0)
    if 1 <= value <= 31 and (numeral.ordinal or value > 1 or found.lexicon.numbers.spaceless):
        yield Edge("DN", index, end, value, 0, 0.0)


_DATE = re.compile(
    r"(?<![\d.])(?:(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)"
    r"|(?P<a>\d{1,2})(?P<t>[-/.])(?P<b>\d{1,2})(?P=t)(?P<c>\d{4}|\d{2})(?!\d)"
    r"|(?P<e>\d{1,2})\.? (?P<f>\d{1,2})\.? (?P<g>(?:19|20)\d{2})(?!\d)"
    r"|(?P<k>\d{1,2}) (?P<l>\d{1,2}) (?P<n>[3-9]\d)(?! ?\d)"
    r"|(?P<h>(?:19|20)\d{2}) (?P<i>\d{2}) (?P<j>\d{2})(?!\d)"
    r"|(?P<p>\d{1,2})/(?P<q>\d{1,2})(?![\d/])"
    r"|(?P<o>\d{1,2})[-.](?P<r>\d{1,2})(?![\d/]|[-.]\d)"
    r"|(?P<u>\d{1,2})\.(?P<v>\d{1,2})\.(?!\d)"
    r"|(?P<ym>\d{4})[-/.](?P<mm>\d{1,2})(?![\d/])"
    r"|(?P<my>\d{1,2})[-/.](?P<yy>\d{4})(?!\d)"
    r"|(?P<cy>(?:19|20)\d{2})(?P<cm>\d{2})(?P<cd>\d{2})(?!\d))"
)


def _figures(found: Scan, index: int) -> Iterator[Edge]:
    """Yield what digits may be: a date in figures, a day, a year, a number."""
    token = found.tokens[index]
    matched = _DATE.match(found.text, token.start)
    if matched is not None and _stands_free(found, token.start, matched.end()):
        yield from _numeric_dates(found, index, matched)
        if found.dated == matched.end() and matched.end() > token.end:
            return
    length = token.end - token.start
    if length > 4 or _has_scale(found, index):
        return
    value = int(token.norm)
    end = _ordinal_end(found, index)
    if end > index + 1:
        yield Edge("O", index, end, value, 0, 0.0)
    else:
        yield Edge("N", index, end, value, 0, 0.0)
    if length <= 2 and 1 <= value <= 31:
        yield Edge("DN", index, end, value, 0, 0.0)
    if length == 4 and MIN_YEAR <= value <= MAX_YEAR:
        yield Edge("YR", index, index + 1, value, 2, 0.0)
    if length == 2 and index and found.tokens.norms[index - 1] in "'’‘":
        yield Edge("YY", index, end, value, 0, 0.0)


def _has_scale(found: Scan, index: int) -> bool:
    """Tell whether a scale follows figures ("2mila", "13 тысяч"), which then are no date."""
    after = found.lexicon.numbers.words.longest(found.tokens.norms, index + 1)
    return after is not None and after[1].kind in ("scale", "plural")


def _stands_free(found: Scan, start: int, end: int) -> bool:
    """Tell whether a date in figures is no part of a longer chain of figures; it may end a range of two dates."""
    text = found.text
    before = text[start - 1] if start else " "
    after = text[end : end + 2]
    if before in "-–~" and found.dated == start - 1:
        return True
    if before.isdecimal() or (before in "-./:" and start > 1 and text[start - 2].isdecimal()):
        return False
    return not (
        after[:1] == ":" or (after[:1] in ("-", "/") and after[1:].isdecimal() and not _starts_date(text, end + 1))
    )


def _starts_date(text: str, start: int) -> bool:
    return _DATE.match(text, start, start + 12) is not None


def _ordinal_end(found: Scan, index: int) -> int:
    """Return the token after digits and their ordinal suffix."""
    tokens, table = found.tokens, found.lexicon.numbers
    end = index + 1
    if end < len(tokens) and tokens.starts[end] == tokens.end(index):
        if tokens.norms[end] in table.suffixes:
            return end + 1
        if tokens.norms[end] == "." and end + 1 < len(tokens) and found.text[tokens.starts[end + 1]] in "ºª°":
            return end + 2
        mark = "-" if tokens.norms[end] in DASHES else tokens.norms[end]
        if end + 1 < len(tokens) and f"{mark}{tokens.norms[end + 1]}" in table.suffixes:
            return end + 2
    return end


def _numeric_dates(found: Scan, index: int, matched: re.Match[str]) -> Iterator[Edge]:
    end = index
    while end < len(found.tokens) and found.tokens.starts[end] < matched.end():
        end += 1
    if matched["o"] and _counts_something(found, end):
        return
    groups = {key: int(part) for key, part in matched.groupdict().items() if part and key not in "st"}
    if not groups.keys().isdisjoint(("y", "a", "cy", "p", "e", "h", "k")):
        found.dated = matched.end()
    weak = 8 if "o" in groups else 4 if groups.keys().isdisjoint(("y", "a", "cy", "e", "h", "k")) else 0
    for rank, node in enumerate(_read_date(groups, found.lexicon.date_order)):
        yield Edge(n.symbol(node), index, end, node, weak, 1.0 - rank / 2)


def _counts_something(found: Scan, end: int) -> bool:
    """Tell whether a word follows figures such as 3.7 that they count ("3.7 points")."""
    if end >= len(found.tokens):
        return False
    after = found.tokens[end]
    return after.norm == "%" or (after.word and after.norm not in found.lexicon.function)


def _read_date(groups: dict[str, int], order: str) -> list[n.Date]:
    """Return the readings of a date in figures, the language's own order first."""
    if "y" in groups:
        return _valid([(groups["y"], groups["m"], groups["d"]), (groups["y"], groups["d"], groups["m"])])
    if "cy" in groups:
        return _valid([(groups["cy"], groups["cm"], groups["cd"])])
    if "h" in groups:
        return _valid([(groups["h"], groups["i"], groups["j"])])
    if "k" in groups:
        return _three(groups["k"], groups["l"], groups["n"], order)
    if "e" in groups:
        return _three(groups["e"], groups["f"], groups["g"], order)
    if "a" in groups:
        return _three(groups["a"], groups["b"], groups["c"], order)
    pair = next((pair for pair in ("pq", "uv", "or") if pair[0] in groups), None)
    if pair is not None:
        first, last = groups[pair[0]], groups[pair[1]]
        pairs = [(first, last), (last, first)] if order != "dmy" else [(last, first), (first, last)]
        return _valid([(None, month, day) for month, day in pairs])
    year, month = (groups["ym"], groups["mm"]) if "ym" in groups else (groups["yy"], groups["my"])
    return [n.Date(year=year, month=month)] if 1 <= month <= 12 and MIN_YEAR <= year <= MAX_YEAR else []


def _three(first: int, second: int, third: int, order: str) -> list[n.Date]:
    year = century_of(third) if third < 100 else third
    readings = [(year, second, first), (year, first, second)]
    if order == "mdy":
        readings.reverse()
    if order == "ymd" and third < 32:
        readings.insert(0, (century_of(first), second, third))
    return _valid(list(readings))


def _valid(readings: Sequence[tuple[int | None, int, int]]) -> list[n.Date]:
    found: list[n.Date] = []
    for year, month, day in readings:
        node = n.Date(year=year, month=month, day=day)
        if safe_date(year if year is not None else 2000, month, day) is not None and node not in found:
            found.append(node)
    return found


def runs(found: Scan, stretches: Sequence[tuple[int, int]]) -> Iterator[list[Edge]]:
    """Yield the items of stretches of text where they follow each other with at most glue between."""
    covered = 0
    norms, glue, held = found.tokens.norms, found.lexicon.glue, found.items
    for start, last in stretches:
        items: list[Edge] = []
        core = False  # only with something at its core does a run make an expression
        for index in range(start, last):
            here = held.get(index)
            if (here is None and index >= covered and norms[index] not in glue) or index - start >= MAX_RUN:
                if core:
                    yield items
                start, items, core = index, [], False
            if here is not None:
                items += here
                for item in here:
                    if item.end > covered:
                        covered = item.end
                    if item.symbol in CORE:
                        core = True
        if core:
            yield items
