"""Numbers of a text: digits in each language's writing, number words and scales, bounds and ranges.

The conventions for vague numbers (``docs/times.md`` has the table): "several hundred thousand" is two to nine of
the scale, so are "hundreds" and "tens of thousands"; "about" and "almost" keep the number itself; "more than" and
"at least" leave the upper end open, "up to" and "less than" the lower one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple

from riscontro.lang.loader import load_table
from riscontro.model.mention import Span
from riscontro.read.text import LONGEST_KNOWN, MOST_KNOWN, Cut, cut_text
from riscontro.read.tokens import DIGITS, WORD, Tokens, Trie, expand, fold, piece_norms, tokenize

VAGUE = (2, 9)
"""How many of a scale "several" is, as in "several hundred thousand" = 200,000 to 900,000."""

MAX_ELEMENTS = 24
"""Most words that one number may be made of; longer chains are cut, so that hostile text costs linear time."""

MAX_WORD = 60
"""Longest word that is cut into the parts of a number."""

MAX_DIGITS = 18
"""Longest run of digits read as a number; beyond it is an identifier."""

QUIET = 8
"""Pieces in a row without the beginning of a number, across which no number, with its bounds and its range, reaches."""

OPEN_ABOVE = frozenset({"more than", "at least"})
OPEN_BELOW = frozenset({"up to", "less than"})
BOUNDS = OPEN_ABOVE | OPEN_BELOW | {"about", "almost", "several"}
"""The bound words of :class:`NumberMention`, in English; the keys of ``bounds`` in every pack."""

Kind = Literal["unit", "scale", "plural", "about", "ordinal", "vague"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberMention:
    """A number as the text gives it: ``minimum`` to ``maximum``, ``None`` for an open end.

    ``bound`` is the text's bound word in English (one of ``BOUNDS``) or ``None``; ``ordinal`` marks "third", "3rd".
    """

    span: Span
    minimum: float | None
    maximum: float | None
    bound: str | None = None
    ordinal: bool = False


class Word(NamedTuple):
    """What a phrase of the pack means in a number."""

    kind: Kind
    value: float


class Numeral(NamedTuple):
    """A number before its bounds: token offsets, low and high value, the part of the value that is scale."""

    start: int
    end: int
    low: float
    high: float
    scale: float
    ordinal: bool
    digits: bool
    bound: str | None


class _Element(NamedTuple):
    end: int
    word: Word
    digits: bool
    grouped: bool
    joined: bool


_WORD_KINDS: tuple[tuple[str, Kind], ...] = (
    ("cardinals", "unit"),
    ("scales", "scale"),
    ("plurals", "plural"),
    ("about_words", "about"),
    ("ordinals", "ordinal"),
)


class NumberTable:
    """One pack's ``number.toml``, compiled."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.words: Trie[Word] = Trie()
        self.beginning: dict[str, bool] = {}
        self.quiet: dict[str, bool] = {}
        """Pieces of text already looked at (:meth:`is_quiet`)."""
        self.parts: dict[str, Word] = {}
        for section, kind in _WORD_KINDS:
            for phrase, value in table.get(section, {}).items():
                self.words.add(phrase, Word(kind, value))
        for phrase in table.get("vague", ()):
            self.words.add(phrase, Word("vague", 1))
        self.joiners = frozenset(fold(joiner) for joiner in table.get("joiners", ()))
        self.articles = frozenset(fold(article) for article in table.get("articles", ()))
        self.suffixes = frozenset(fold(suffix) for suffix in table.get("ordinal_suffixes", ()))
        self.prefixes = frozenset(fold(prefix) for prefix in table.get("ordinal_prefixes", ()))
        self.vigesimal = bool(table.get("vigesimal", False))
        self.least_tens = 10 if table.get("ten_and_units", False) else 20
        self.digits_add = bool(table.get("digits_add", False)) or bool(table.get("spaceless", False))
        self.spaceless = bool(table.get("spaceless", False))
        self.decimal: str = table.get("decimal", ".")
        self.bounds = _phrases_to_keys(table.get("bounds", {}))
        self.post_bounds = _phrases_to_keys(table.get("post_bounds", {}))
        self.range_heads: Trie[int] = Trie()
        self.range_links: dict[int, Trie[bool]] = {}
        heads: dict[str, int] = {}
        for head, link in table.get("ranges", ()):
            index = heads.setdefault(head, len(heads))
            self.range_heads.add(head, index)
            self.range_links.setdefault(index, Trie()).add(link, True)
        self.genitive_scales = bool(table.get("genitive_scales", False))
        self.weak, self.never = _all_forms(table.get("weak", ())), _all_forms(table.get("never", ()))
        self.counters: Trie[bool] = Trie()
        for phrase in table.get("counters", ()):
            self.counters.add(phrase, True)
        self.digit_scales = _all_forms(table.get("digit_scales", ()))
        self.plural_links = frozenset(fold(link) for link in table.get("plural_links", ()))
        self.halves: Trie[bool] = Trie()
        for phrase in table.get("halves", ()):
            self.halves.add(phrase, True)
        self.infix: Trie[bool] = Trie()
        for phrase in table.get("infix", ()):
            self.infix.add(phrase, True)
        self._digits = _digit_pattern(self.decimal, table.get("group", ()))
        self._compile_parts(table)
        self.heads = frozenset(part[:2] for part in self.parts)
        self.compounds: dict[str, tuple[Word, ...] | None] = {}
        """Words already looked at, with their parts."""

    def _compile_parts(self, table: Mapping[str, Any]) -> None:
        """Fill the morphemes of compounds ("duemilaventi"), where the language writes numbers as one word."""
        if not table.get("compound", False):
            return
        sections: tuple[tuple[str, Kind], ...] = (*_WORD_KINDS, ("compound_parts", "unit"))
        for section, kind in sections:
            if kind in ("plural", "about"):
                continue
            trie: Trie[Word] = Trie()
            for phrase, value in table.get(section, {}).items():
                actual: Kind = "scale" if kind == "unit" and value in (100, 1000) else kind
                trie.add(phrase, Word(actual, value))
            for norm, node in trie.starts().items():
                if node.values and len(norm) > 1:
                    self.parts.setdefault(norm, node.values[0])

    def digits_at(self, text: str, start: int) -> tuple[int, float, bool] | None:
        """Read digits with their separators at ``start``: end offset, value, whether separators grouped them."""
        match = self._digits.match(text, start)
        if match is None or match.end() - start > MAX_DIGITS + MAX_DIGITS // 3:
            return None
        whole = match["whole"]
        plain = "".join(c for c in whole if c.isdecimal())
        value: float = int(plain)
        if match["part"]:
            value = float(f"{int(plain)}.{match['part'][1:]}")
        return match.end(), value, len(plain) != len(whole)

    def may_begin(self, norm: str) -> bool:
        """Tell whether a token can begin a number: figures, or a number in words."""
        known = self.beginning.get(norm)
        if known is None:
            if len(self.beginning) >= MOST_KNOWN:
                self.beginning.clear()
            known = norm[:1].isdecimal() or norm in self.words.starts() or self.compound(norm) is not None
            self.beginning[norm] = known
        return known

    def is_quiet(self, piece: str) -> bool:
        """Tell whether in a piece of text no number begins, and no article may lead from one number to another."""
        known = self.quiet.get(piece)
        if known is None:
            if len(self.quiet) >= MOST_KNOWN:
                self.quiet.clear()
            norms = piece_norms(piece)
            known = not any(norm in self.articles or self.may_begin(norm) for norm in norms)
            if len(piece) <= LONGEST_KNOWN:
                self.quiet[piece] = known
        return known

    def between(self) -> frozenset[str]:
        """Return the tokens that stand within a number after its beginning, but for those of its phrases."""
        ends = (norm for suffix in self.suffixes for norm in tokenize(suffix).norms)
        return frozenset((*ends, *self.joiners, *self.plural_links, *self.digit_scales, *self.halves.starts()))

    def may_be_compound(self, norm: str) -> bool:
        """Tell whether a word begins as a number written as one word does; :meth:`compound` decides."""
        return len(norm) > 4 and norm[:2] in self.heads

    def compound(self, norm: str) -> tuple[Word, ...] | None:
        """Return the parts of a number written as one word, ``None`` where it is none."""
        if not self.may_be_compound(norm) or len(norm) > MAX_WORD:
            return None
        if norm not in self.compounds:
            if len(self.compounds) >= MOST_KNOWN:
                self.compounds.clear()
            self.compounds[norm] = _split(norm, self.parts, self.joiners)
        return self.compounds[norm]


def _digit_pattern(decimal: str, groups: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of a number in digits. A point that splits off other than three digits is a decimal."""
    marks = "".join("  \u2009" if group == " " else group for group in groups)
    grouped = rf"\d{{1,3}}(?:(?P<sep>[{re.escape(marks)}])\d{{3}}(?!\d))(?:(?P=sep)\d{{3}}(?!\d))*|" if marks else ""
    return re.compile(rf"(?P<whole>{grouped}\d+)(?P<part>[{re.escape(decimal)}.,]\d+(?![\d.,]*\d))?")


def _all_forms(words: Sequence[str]) -> frozenset[str]:
    return frozenset(fold(form) for word in words for form in expand(word))


def _phrases_to_keys(section: Mapping[str, Sequence[str]]) -> Trie[str]:
    trie: Trie[str] = Trie()
    for key, phrases in section.items():
        for phrase in phrases:
            trie.add(phrase, key)
    return trie


def _split(norm: str, parts: Mapping[str, Word], joiners: frozenset[str]) -> tuple[Word, ...] | None:
    """Cut ``norm`` wholly into parts and joiners, longest part first; quadratic in a word of at most 60 letters."""
    best: list[tuple[Word, ...] | None] = [None] * (len(norm) + 1)
    best[len(norm)] = ()
    for start in range(len(norm) - 1, -1, -1):
        for end in range(len(norm), start, -1):
            rest = best[end]
            if rest is None:
                continue
            piece = norm[start:end]
            if piece in parts:
                candidate: tuple[Word, ...] = (parts[piece], *rest)
            elif piece in joiners and start and rest:
                candidate = rest
            else:
                continue
            current = best[start]
            if current is None or len(candidate) < len(current):
                best[start] = candidate
    found = best[0]
    if not found or len(found) < 2:
        return None
    return found


@cache
def number_table(lang: str) -> NumberTable:
    """Return a pack's compiled numbers; raise :class:`PackError` where the pack is unknown."""
    return NumberTable(load_table(lang, "number"))


def find_numbers(text: str | Cut, *, lang: str, within: Sequence[Span] | None = None) -> tuple[NumberMention, ...]:
    """Return the numbers of ``text``, sorted, not overlapping, years and days of dates included.

    Numeric dates and clock times (``31/10/1974``, ``14:30``) and digits that belong to a name (``T-72``) are left out.
    Where only those ``within`` some spans of the text are wanted, in order, no more of it is read than bears on these;
    what is returned holds all that is wanted, each as it is found in the whole text, and may hold more.

    >>> [(m.minimum, m.maximum, m.bound) for m in find_numbers("more than 10,000 soldiers", lang="en")]
    [(10000, None, 'more than')]
    """
    cut, table = cut_text(text), number_table(lang)
    if within is None:
        return tuple(numbers_in(tokenize(cut), table=table))
    parts = (cut.part(first, last) for first, last in _ranges(cut, within, table))
    return tuple(number for part in parts for number in numbers_in(tokenize(part), table=table))


def _ranges(cut: Cut, within: Sequence[Span], table: NumberTable) -> list[tuple[int, int]]:
    """Return the ranges of pieces that hold the numbers within spans and what bears on them; none overlap."""
    found: list[tuple[int, int]] = []
    count = len(cut.pieces)
    for span in within:
        first = max(0, bisect_right(cut.starts, span.start) - 1)
        last = max(first + 1, bisect_left(cut.starts, span.end))
        if found and last <= found[-1][1]:
            continue
        if not (found and first <= found[-1][1]):
            first -= _reach(cut.pieces, range(first - 1, -1, -1), table)
        if found and first <= found[-1][1]:
            first = found.pop()[0]
        found.append((first, last + _reach(cut.pieces, range(last, count), table)))
    return found


def _reach(pieces: Sequence[str], beyond: range, table: NumberTable) -> int:
    """Return how many of the pieces beyond a border bear on numbers before it: those up to ``QUIET`` in a row in which
    no number begins.
    """
    quiet, known = 0, table.quiet
    for passed, place in enumerate(beyond):
        if quiet >= QUIET:
            return passed
        piece = pieces[place]
        is_quiet = known.get(piece)
        if is_quiet is None:
            is_quiet = table.is_quiet(piece)
        if not is_quiet:
            quiet = 0
        elif not piece.isspace():
            quiet += piece != ""
    return len(beyond)


def numbers_in(tokens: Tokens, *, table: NumberTable) -> Iterator[NumberMention]:
    """Yield the numbers of a text that has been cut into tokens already."""
    floor = 0
    for index in _beginnings(tokens, table):
        numeral = read_numeral(tokens, index, table=table) if index >= floor else None
        if numeral is None or _is_no_count(tokens, numeral, table):
            continue
        mention, floor = _bounded(tokens, numeral, floor, table)
        yield mention


def _beginnings(tokens: Tokens, table: NumberTable) -> list[int]:
    """Return the tokens at which a number can begin at all: few, so that what follows looks at little."""
    known = table.beginning
    begins = {norm for norm in set(tokens.norms) if (known[norm] if norm in known else table.may_begin(norm))}
    return [index for index, norm in enumerate(tokens.norms) if norm in begins] if begins else []


def _is_no_count(tokens: Tokens, numeral: Numeral, table: NumberTable) -> bool:
    """Tell whether a one-character number word stands without a counter, where it is mostly part of another word."""
    word = tokens.norms[numeral.start]
    if _ends_a_word(tokens, numeral, table):
        return True
    if numeral.end - numeral.start != 1 or word in table.never:
        return word in table.never and numeral.end - numeral.start == 1
    return word in table.weak and table.counters.longest(tokens.norms, numeral.end) is None


def _ends_a_word(tokens: Tokens, numeral: Numeral, table: NumberTable) -> bool:
    """Tell whether what looks like a number is the end of a word: "병사 두 명" are two, "북한이" none.

    Only in Hangul, which parts words by blanks and has no capitals: elsewhere syllables either stand in words that are
    looked up whole or follow one another without a blank.
    """
    start = tokens.starts[numeral.start]
    if not start or not "\uac00" <= tokens.text[start - 1] <= "\ud7a3":
        return False
    syllables = range(numeral.start, numeral.end)
    if any(tokens.norms[n] not in table.never and tokens.norms[n] not in table.weak for n in syllables):
        return False
    parted = any(" " in tokens.text[tokens.end(n) : tokens.starts[n + 1]] for n in syllables[:-1])
    return parted or table.counters.longest(tokens.norms, numeral.end) is None


def read_numeral(tokens: Tokens, index: int, *, table: NumberTable) -> Numeral | None:
    """Read one number that starts at token ``index``, without bounds or range; ``None`` where there is none."""
    if tokens.kind(index) == DIGITS and _belongs_to_name(tokens, index):
        return None
    elements = _elements(tokens, index, table)
    if not elements:
        return None
    numeral = _combine(tokens, index, elements, table)
    return _with_ordinal_mark(tokens, numeral, table) if numeral.digits else numeral


def _belongs_to_name(tokens: Tokens, index: int) -> bool:
    """Tell whether digits are part of a date in figures, a clock time or a type name."""
    text, start, end = tokens.text, tokens.starts[index], tokens.end(index)
    before = text[start - 1] if start else " "
    after = text[end : end + 2]
    if (before in ":/" and start > 1 and text[start - 2].isdecimal()) or (
        after[:1] in (":", "/") and after[1:].isdecimal()
    ):
        return True
    if before.isalpha() and ord(before) < 0x3000 and tokens.end(index - 1) == start:
        return True
    if before in "-–" and start > 1 and text[start - 2].isupper():
        return True
    return before in ".-" and start > 1 and text[start - 2].isdecimal() and after[:1] in (".", "-")


def _elements(tokens: Tokens, index: int, table: NumberTable) -> list[_Element]:
    """Collect the words and digits that make one number."""
    elements: list[_Element] = []
    joined = False
    while index < len(tokens) and len(elements) < MAX_ELEMENTS:
        if tokens.norms[index] in table.digit_scales and not (elements and elements[-1].digits):
            return elements
        for element in _next_elements(tokens, index, joined, table):
            if not _continues(elements, element, table):
                return elements
            elements.append(element)
            index, joined = element.end, False
            if element.word.kind == "ordinal":
                return elements
            break
        else:
            if joined or not elements or not _links(elements[-1], tokens.norms[index], table):
                return elements
            index, joined = index + 1, True
            continue
        index = elements[-1].end
    return elements


def _links(last: _Element, norm: str, table: NumberTable) -> bool:
    """Tell whether a token may stand between two parts of a number."""
    return norm in (table.plural_links if last.word.kind in ("plural", "vague") else table.joiners)


def _next_elements(tokens: Tokens, index: int, joined: bool, table: NumberTable) -> Iterator[_Element]:
    """Yield what stands at ``index`` if it can be part of a number: at most one element."""
    norm, kind = tokens.norms[index], tokens.kind(index)
    if kind == DIGITS:
        yield from _digit_element(tokens, index, joined, table)
        return
    found = table.words.longest(tokens.norms, index)
    if found is not None:
        yield _Element(found[0], found[1], False, False, joined)
        return
    parts = table.compound(norm) if kind == WORD else None
    if parts is not None:
        value, ordinal = _sum_compound(parts)
        if value is not None:
            told: Kind = "ordinal" if ordinal else "scale" if _is_scale(value) else "unit"
            yield _Element(index + 1, Word(told, value), False, False, joined)


def _is_scale(value: float) -> bool:
    """Tell whether a number written as one word counts as a scale ("Hunderttausend")."""
    return value >= 1000 and value == 10 ** (len(str(int(value))) - 1)


def _digit_element(tokens: Tokens, index: int, joined: bool, table: NumberTable) -> Iterator[_Element]:
    read = table.digits_at(tokens.text, tokens.starts[index])
    if read is None:
        return
    end_offset, value, grouped = read
    end = index + 1
    while end < len(tokens) and tokens.starts[end] < end_offset:
        end += 1
    yield _Element(end, Word("unit", value), True, grouped, joined)


def _sum_compound(parts: Sequence[Word]) -> tuple[float | None, bool]:
    """Add up the parts of a compound: units may precede tens ("einundzwanzig")."""
    stack: list[float] = []
    for word in parts:
        if word.kind == "scale":
            stack = _scaled(stack, word.value)
        elif stack and stack[-1] < 10 and 20 <= word.value < 100 and word.value % 10 == 0:
            stack[-1] += word.value
        elif stack and (word.value >= stack[-1] or stack[-1] < 20):
            return None, False
        else:
            stack.append(word.value)
    return sum(stack), parts[-1].kind == "ordinal"


def _scaled(stack: list[float], scale: float) -> list[float]:
    """Multiply by ``scale`` what stands below it on the stack."""
    small = 0.0
    while stack and stack[-1] < scale:
        small += stack.pop()
    return [*stack, _tidy((small or 1) * scale)]


def _tidy(value: float) -> float:
    """Return an integer where the value is one, and a decimal without the noise of its binary form."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def _continues(elements: Sequence[_Element], element: _Element, table: NumberTable) -> bool:
    """Tell whether ``element`` carries on the number so far."""
    if not elements:
        return True
    last, word = elements[-1], element.word
    if element.joined and last.word.kind in ("plural", "vague"):
        return word.kind in ("plural", "scale")
    if word.kind == "plural" and (word.value < 100 or element.joined):
        return False
    if word.kind in ("scale", "plural"):
        return last.word.kind != "about" or word.value >= 1000
    if word.kind in ("vague", "about"):
        return False
    if last.word.kind in ("plural", "vague", "about"):
        return False
    if last.digits and (element.digits or last.word.value != int(last.word.value)):
        return False
    return _adds(elements, element, table)


def _adds(elements: Sequence[_Element], element: _Element, table: NumberTable) -> bool:
    """Tell whether a unit may follow what was read: smaller than the last thing said ("hundred and twenty | two")."""
    last, value = elements[-1], element.word.value
    if last.word.kind == "scale":
        return value < last.word.value and not (element.digits and not table.digits_add)
    if table.spaceless and value < 10 and all(e.word.kind == "unit" and e.word.value < 10 for e in elements):
        return not element.digits and not last.digits  # digit by digit, as in 二零一六
    if last.digits:
        return False
    if element.joined and last.word.value < 10 and value in range(20, 100, 10):
        return True
    if table.vigesimal and last.word.value in (60, 80) and 10 <= value < 20:
        return True
    step = 10 ** len(str(int(value)))
    return last.word.value >= table.least_tens and 0 < value < last.word.value and last.word.value % step == 0


def _combine(tokens: Tokens, start: int, elements: Sequence[_Element], table: NumberTable) -> Numeral:
    """Work out the value of a number's elements."""
    first = elements[0].word
    digits = elements[0].digits
    ordinal = elements[-1].word.kind == "ordinal"
    end = elements[-1].end
    scale = 1.0
    for element in elements[1:]:
        if element.word.kind in ("scale", "plural"):
            scale *= element.word.value
    if first.kind == "vague" or first.kind == "plural":
        base = _tidy(scale * first.value)
        return Numeral(start, end, base * VAGUE[0], base * VAGUE[1], base, False, False, "several")
    by_digits = _by_digits(elements) if table.spaceless else None
    value = _by_stack(elements) if by_digits is None else by_digits
    half = table.halves.longest(tokens.norms, end) if elements[-1].word.kind in ("scale", "plural") else None
    if half is not None:
        end, value = half[0], _tidy(value + elements[-1].word.value / 2)
    bound = "about" if first.kind == "about" else None
    return Numeral(start, end, value, value, scale, ordinal, digits, bound)


def _by_digits(elements: Sequence[_Element]) -> float | None:
    """Read a number said digit by digit; ``None`` where it is not."""
    values = [element.word.value for element in elements]
    if len(values) < 2 or any(value > 9 or element.digits for value, element in zip(values, elements, strict=True)):
        return None
    return int("".join(str(int(value)) for value in values))


def _by_stack(elements: Sequence[_Element]) -> float:
    stack: list[float] = []
    for element in elements:
        if element.word.kind in ("scale", "plural"):
            stack = _scaled(stack, element.word.value)
        else:
            stack.append(element.word.value)
    return _tidy(sum(stack))


def _with_ordinal_mark(tokens: Tokens, numeral: Numeral, table: NumberTable) -> Numeral:
    """Take in the suffix of an ordinal in digits ("22nd", "1º", "3-й")."""
    end = numeral.end
    if numeral.end - numeral.start != 1:
        return numeral
    if end < len(tokens) and tokens.starts[end] == tokens.end(end - 1):
        if tokens.norms[end] in table.suffixes:
            return numeral._replace(end=end + 1, ordinal=True)
        hyphened = tokens.norms[end] == "-" and end + 1 < len(tokens) and tokens.starts[end + 1] == tokens.end(end)
        if hyphened and f"-{tokens.norms[end + 1]}" in table.suffixes:
            return numeral._replace(end=end + 2, ordinal=True)
    return numeral


def _bounded(tokens: Tokens, numeral: Numeral, floor: int, table: NumberTable) -> tuple[NumberMention, int]:
    """Join range, bound words before and after to a numeral; return the mention and the token after it."""
    head = _range_head(tokens, numeral.start, floor, table)
    start, end, low, high = numeral.start, numeral.end, numeral.low, numeral.high
    second = _range_end(tokens, numeral, head, table)
    if second is not None:
        low, high, end = second
        start = head[0] if head is not None else start
    bound = numeral.bound
    before = _bound_before(tokens, start, floor, table)
    after = table.post_bounds.longest(tokens.norms, end)
    if before is not None:
        if table.genitive_scales and bound == "several" and second is None:
            low = high = numeral.scale
        start, bound = before
    elif after is not None:
        end, bound = after
    span = Span(tokens.starts[start], tokens.end(end - 1))
    mention = NumberMention(span=span, minimum=low, maximum=high, bound=bound, ordinal=numeral.ordinal)
    return _open(mention), end


def _open(mention: NumberMention) -> NumberMention:
    if mention.bound in OPEN_ABOVE:
        return replace(mention, maximum=None)
    if mention.bound in OPEN_BELOW:
        return replace(mention, minimum=None)
    return mention


MAX_LEAD = 5
"""How many tokens before a number its bound or the head of its range is looked for."""


def _range_head(tokens: Tokens, start: int, floor: int, table: NumberTable) -> tuple[int, int] | None:
    for index in range(max(floor, start - MAX_LEAD), start):
        found = table.range_heads.longest(tokens.norms, index)
        if (
            found is not None
            and found[0] <= start
            and all(norm in table.articles for norm in tokens.norms[found[0] : start])
        ):
            return index, found[1]
    return None


def _range_end(
    tokens: Tokens, first: Numeral, head: tuple[int, int] | None, table: NumberTable
) -> tuple[float, float, int] | None:
    """Read the second number of a range: low, high, the token after it."""
    if first.ordinal or first.end >= len(tokens):
        return None
    links = [table.infix]
    if head is not None:
        links.append(table.range_links[head[1]])
    for link in links:
        found = link.longest(tokens.norms, first.end)
        if found is None or found[0] >= len(tokens):
            continue
        index = found[0]
        while index < len(tokens) - 1 and tokens.norms[index] in table.articles:
            index += 1
        second = read_numeral(tokens, index, table=table)
        if second is None or second.ordinal or second.bound == "several":
            continue
        low = _share_scale(first, second)
        if low < second.high:
            return low, second.high, second.end
    return None


def _share_scale(first: Numeral, second: Numeral) -> float:
    """Return the low end of "8 to 12 thousand" or "10-12,000": it takes the scale of the high end."""
    if first.scale == 1 and second.scale > 1 and first.low < second.high / second.scale:
        return _tidy(first.low * second.scale)
    if first.digits and second.digits and first.low < 1000 <= second.low and second.low % 1000 == 0:
        scaled = first.low * 1000
        return scaled if scaled < second.low else first.low
    return first.low


def _bound_before(tokens: Tokens, start: int, floor: int, table: NumberTable) -> tuple[int, str] | None:
    """Find the longest bound phrase that ends right before ``start``, articles between allowed."""
    for index in range(max(floor, start - MAX_LEAD), start):
        found = table.bounds.longest(tokens.norms, index)
        if found is None:
            continue
        end, key = found
        while end < start and tokens.norms[end] in table.articles:
            end += 1
        if end == start:
            return index, key
    return None
