"""A pack's ``time.toml`` compiled: which phrases are which symbols of the grammar, and what is glue between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from riscontro.errors import PackError
from riscontro.lang.loader import load_table
from riscontro.read.numbers import NumberTable, number_table
from riscontro.read.text import MOST_KNOWN, Memory
from riscontro.read.times import nodes as n
from riscontro.read.times.chart import ARTICLE, AT, COMMA, DASH, DOT, OF, PAREN, SLASH, Edge, RuleIndex
from riscontro.read.times.grammar import make_rules, shared_rules
from riscontro.read.tokens import AROUND, Trie, expand, fold, piece_norms

K = TypeVar("K")
V = TypeVar("V")

WORD_SYMBOLS: Mapping[str, tuple[str, Any]] = {
    "last": ("LAST", -1),
    "next_count": ("NEXTC", 1),
    "last_many": ("LASTS", -1),
    "next_many": ("NEXTS", 1),
    "last_many_post": ("LASTS_", -1),
    "next_many_post": ("NEXTS_", 1),
    "last2": ("LAST", -2),
    "next": ("NEXT", 1),
    "coming": ("NEXT", 10),
    "coming_post": ("NEXT_", 10),
    "from_the": ("FROMTHE", None),
    "to_the": ("TOTHE", None),
    "next2": ("NEXT", 2),
    "this": ("THIS", 0),
    "last_post": ("LAST_", -1),
    "last2_post": ("LAST_", -2),
    "next_post": ("NEXT_", 1),
    "next2_post": ("NEXT_", 2),
    "this_post": ("THIS_", 0),
    "early": ("PART", "early"),
    "mid": ("PART", "mid"),
    "late": ("PART", "late"),
    "early_post": ("PART_", "early"),
    "mid_post": ("PART_", "mid"),
    "late_post": ("PART_", "late"),
    "rest": ("REST", None),
    "rest_post": ("REST_", None),
    "so_far": ("SOFAR", None),
    "so_far_post": ("SOFAR_", None),
    "all": ("ALL", None),
    "ago": ("AGO_", None),
    "ago_pre": ("AGO", None),
    "in": ("IN", None),
    "in_bare": ("INBARE", None),
    "from_post": ("FROM_", None),
    "last_day": ("LASTDAY", None),
    "next_day": ("NEXTDAY", None),
    "hence": ("HENCE_", None),
    "within": ("WITHIN", None),
    "within_post": ("WITHIN_", None),
    "later": ("LATER_", None),
    "later_pre": ("LATER", None),
    "earlier": ("EARLIER_", None),
    "since": ("SINCE", "since"),
    "ever_since": ("SINCE", "ever-since"),
    "since_post": ("SINCE_", None),
    "since_the": ("SINCETHE", None),
    "until_the": ("UNTILTHE", None),
    "for": ("FOR", None),
    "starting": ("STARTING", None),
    "until": ("UNTIL", None),
    "until_post": ("UNTIL_", None),
    "before": ("BEFORE", None),
    "before_post": ("BEFORE_", None),
    "after": ("AFTER", None),
    "after_post": ("AFTER_", None),
    "by": ("BY", None),
    "by_post": ("BY_", None),
    "from": ("FROM", None),
    "to": ("TO", None),
    "between": ("BETWEEN", None),
    "between_post": ("BETWEEN_", None),
    "and": ("AND", None),
    "few": ("FEW", None),
    "few_post": ("FEW_", None),
    "one": ("ONE", 1),
    "half": ("HALF", None),
    "and_half": ("ANDHALF", None),
    "more": ("MORE", None),
    "less": ("LESS", None),
    "about": ("ABOUT", None),
    "now": ("NOW", None),
    "to_date": ("TODATE", None),
    "day_mark": ("DAYMARK", None),
    "day_mark_post": ("DAYMARK_", None),
    "month_mark_post": ("MONTHMARK_", None),
    "year_mark": ("YEARMARK", None),
    "year_mark_post": ("YEARMARK_", None),
    "week_of": ("WEEKOF", "week"),
    "week_of_post": ("WEEKOF_", "week"),
    "weekend_of": ("WEEKOF", "weekend"),
    "week_number": ("WEEKNO", None),
    "week_number_post": ("WEEKNO_", None),
    "decade": ("DECADE", None),
    "decade_post": ("DECADE_", None),
    "century": ("CENT", "century"),
    "time_of_day": ("TOD", None),
    "recent": ("RECENT", None),
    "recent_post": ("RECENT_", None),
    "same": ("SAME", None),
    "following": ("FOLLOWING", None),
    "preceding": ("PRECEDING", None),
    "following_post": ("FOLLOWING_", None),
    "preceding_post": ("PRECEDING_", None),
    "same_year": ("SAMEYEAR", None),
}
"""The lists of ``[words]`` and the symbols that they stand for."""

GLUE = {"article": ARTICLE, "of": OF, "at": AT}

_MARKS = {",": COMMA, "،": COMMA, "、": COMMA, "，": COMMA, ".": DOT, "·": DOT, "'": ARTICLE, "’": ARTICLE, "/": SLASH}
_MARKS |= dict.fromkeys("-‐‑–—~～〜", DASH) | dict.fromkeys("()（）[]", PAREN)
DASHES = frozenset("-‐‑–—~～〜")


# fmt: off
_NUMERALS = (
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
    "xviii", "xix", "xx", "xxi", "xxii",
)
# fmt: on
ROMAN = {numeral: value for value, numeral in enumerate(_NUMERALS, start=1)}
"""Roman numerals of centuries."""


CORE = frozenset({"MONTH", "WD", "U", "US", "SEASON", "HOLIDAY", "YR", "YY", "QTR", "DECADEWORD", "CENT", "DN"})
CORE |= {"D", "W", "M", "Y", "P", "X", "DUR", "TODATE", "ERA", "TOD", "DECADE_", "YEARMARK_", "WEEKNO_"}
"""A run without any of these symbols holds no time."""

WITH_NUMBER = frozenset({"DAYMARK", "DAYMARK_", "MONTHMARK_", "YEARMARK", "YEARMARK_", "WEEKNO", "WEEKNO_"})
WITH_NUMBER |= {"DECADE", "DECADE_", "SINCETHE", "UNTILTHE", "NOW"}
"""Words that make a time of a number and of nothing else. No rule builds a time of words outside of ``CORE`` alone; nor
of one number that is no year and of words outside of ``CORE`` and of these.
"""

Shape = tuple[tuple[str, int, int, int, float], ...]
"""Items of a run without their values, which hang on the words: symbol, tokens from its beginning, weak, score."""
MOST_KEPT = 2_000
"""Runs, or expressions, that are remembered; beyond that memory begins anew."""
LONGEST_RUN = 60
"""Characters of the longest run that is remembered."""
LEAST_CUT = 2
"""Letters that an abbreviation leaves out at least; a name that lacks fewer is another form of it."""
_COUNTING = ("unit", "scale", "ordinal")
"""Kinds of number words that say a number; the others only bound one, and no time is built of these."""
STOP, WORDS, OTHER = 1, 2, 4
"""What a token can begin: what is no time, a phrase of the pack, a number or a mark."""
HOLDS, MAKES, COUNTS, PAIRS, ENDS, SOLID = (1 << bit for bit in range(6))
"""What a piece of text is worth: it can stand within an expression; it can make a time of what surrounds it, by itself;
together with another that counts or pairs; with one that counts; a mark that may end a sentence stands last; it has a
token at all.
"""
WORTH = HOLDS | MAKES | COUNTS | PAIRS


def signs_of(bits: int) -> str:
    """Return the signs of what has any of the bits."""
    return "".join(sign for worth, sign in enumerate(_SIGNS) if worth & bits)


_SIGNS = "".join(map(chr, range(0x40, 0x40 + 2 * SOLID)))
"""By what a piece is worth, the character that stands for it."""
_DATED = re.compile(r"\d{4}|\d[-/.]\d|['’‘]\d")
"""Figures that may be a year or a date by themselves."""
SENTENCE_ENDS = frozenset(".!?。！？;؛؟…")
"""Marks that end a sentence; a capital after them proves nothing."""


class Kept(dict[K, V]):
    """What has been worked out before, a bounded number of things at a time."""

    def keep(self, key: K, value: V) -> None:
        """Remember something; where that is too much, forget the rest."""
        if len(self) >= MOST_KEPT:
            self.clear()
        self[key] = value


class Word(NamedTuple):
    """What a phrase of the pack is in the grammar; ``weak`` words are often something else."""

    symbol: str
    value: Any
    weak: bool


class Lexicon:
    """One pack's words of time."""

    def __init__(self, lang: str, pack: Mapping[str, Any], table: Mapping[str, Any], numbers: NumberTable) -> None:
        self.lang, self.numbers = lang, numbers
        self.date_order: str = table.get("date_order", pack.get("date_order", "dmy"))
        self.words: Trie[Word] = Trie()
        for phrase, word in _phrases(table, weak=False):
            self.words.add(phrase, word)
        for phrase, word in _phrases(table.get("weak", {}), weak=True):
            self.words.add(phrase, word)
        self.stop: Trie[bool] = Trie()
        for phrase in table.get("stop", ()):
            self.stop.add(phrase, True)
        self.glue = dict(_MARKS)
        for name, flag in GLUE.items():
            for word in table.get("glue", {}).get(name, ()):
                self.glue.update((fold(form), flag | self.glue.get(fold(form), 0)) for form in expand(word))
        self.lead = _folded(table.get("lead", ()))
        self.function = _folded(table.get("function", ())) | self.lead | frozenset(self.glue)
        self.ones = _folded(table.get("words", {}).get("one", ()))
        self.no_offset_after = _folded(table.get("no_offset_after", ()))
        self.every = _folded(table.get("every", ()))
        tense = table.get("tense", {})
        self.tenses: Trie[int] = Trie()
        for sign, name in ((1, "future"), (-1, "past")):
            for phrase in tense.get(name, ()):
                self.tenses.add(phrase, sign)
        self.future_endings = tuple(tense.get("future_endings", ()))
        self.past_endings = tuple(tense.get("past_endings", ()))
        self.prefixes = tuple(sorted(table.get("prefixes", ()), key=len, reverse=True))
        self.day_marks = _folded(table.get("words", {}).get("day_mark_post", ()))
        self.month_marks = _folded(table.get("words", {}).get("month_mark_post", ()))
        self.word_start = bool(table.get("word_start", False))
        self.ordinal_point = bool(table.get("ordinal_point", False))
        self.shortened = _shortened(self.words)
        """Words that are a longer one of the same meaning cut short ("sept", "févr")."""
        self.capitals = bool(table.get("capitals", False))
        self.rules: RuleIndex = _rules(table)
        self.others = frozenset((*numbers.words.starts(), *ROMAN, *DASHES, "/"))
        self.beginning: dict[str, int] = {}
        """Tokens already looked up, and what they can begin: ``STOP``, ``WORDS``, ``OTHER``."""
        self.endings: dict[str, int] = {}
        """Tokens already looked up, and the tense that their ending shows."""
        self.makers = self._noticed_by(CORE - WITH_NUMBER)
        pairs = self._noticed_by(WITH_NUMBER)
        counts = _cover(
            [path for path, words in numbers.words.phrases() if any(word.kind in _COUNTING for word in words)],
            common=self.function,
        )
        self.inner = frozenset(_inner_words(self.words, self.stop, numbers.words, numbers.halves)) | numbers.between()
        holding = (self.glue, self.inner, self.words.starts(), self.stop.starts(), self.others)
        self.listed = {norm: HOLDS for norms in holding for norm in norms}
        for norms, worth in ((self.makers, MAKES), (pairs, PAIRS), (counts, COUNTS)):
            for norm in norms:
                self.listed[norm] = self.listed.get(norm, 0) | HOLDS | worth
        """Tokens that expressions are built of, with what they are worth."""
        self.closed = not self.prefixes and not numbers.heads
        """Whether these are all: no word is written together with another."""
        self.holding = frozenset(mark for mark in AROUND if self.listed.get(fold(mark), 0) & HOLDS)
        """Marks around words that can stand within an expression."""
        self.parsed: Kept[tuple[str, Shape], tuple[Edge, ...]] = Kept()
        """Runs of text already parsed, with their items, to the expressions over them, counted from its first token."""
        self.seen: Memory[str] = Memory()
        """Pieces of text already looked at, with the signs of what they are worth."""

    def _noticed_by(self, symbols: frozenset[str]) -> frozenset[str]:
        """Return tokens of which each phrase that stands for one of the symbols holds one."""
        paths = [path for path, words in self.words.phrases() if any(word.symbol in symbols for word in words)]
        return _cover(paths, common=self.function)

    def worth(self, piece: str) -> str:
        """Return the sign of what a piece of text is worth for times: bits of ``WORTH``, ``ENDS``, ``SOLID``."""
        if piece.isalpha() and piece.isascii():  # as most are
            low = piece.lower()
            return _SIGNS[SOLID | (self.listed.get(low, 0) if self.closed else self._worth(low))]
        word = piece.strip(AROUND)
        if word.isalpha() and word.isascii():
            worth = self._worth(word.lower())
            if worth and not worth & (MAKES | COUNTS) and not self.holding.issuperset(piece.replace(word, "", 1)):
                worth &= ~HOLDS
        else:
            norms = piece_norms(piece)
            if not norms:
                return _SIGNS[HOLDS]
            worth = _worth_together([self._worth(norm) for norm in norms])
            if worth & COUNTS and _DATED.search(piece):
                worth |= MAKES
        return _SIGNS[worth | SOLID | (ENDS if piece[-1] in SENTENCE_ENDS else 0)]

    def _worth(self, norm: str) -> int:
        """Return what a token is worth, in bits of ``WORTH``."""
        listed = self.listed.get(norm, 0)
        if norm[:1].isdecimal():
            return listed | HOLDS | COUNTS
        if listed & MAKES or self.closed:
            return listed
        return listed | (HOLDS | MAKES if self._makes(norm) else HOLDS if self._is_compound(norm) else 0)

    def _makes(self, norm: str) -> bool:
        """Tell whether a word not listed can be a number, or a maker with a particle written onto its beginning."""
        if self.numbers.compound(norm) is not None:
            return True
        return any(norm.startswith(prefix) and norm[len(prefix) :] in self.makers for prefix in self.prefixes)

    def begins(self, norm: str) -> int:
        """Tell at little cost what a token but for figures can begin: 0, or bits of ``STOP``, ``WORDS``, ``OTHER``."""
        known = self.beginning.get(norm)
        if known is None:
            known = (STOP if norm in self.stop.starts() else 0) | (WORDS if norm in self.words.starts() else 0)
            if norm in self.others or self._is_compound(norm):
                known |= OTHER
            if len(self.beginning) >= MOST_KNOWN:
                self.beginning.clear()
            self.beginning[norm] = known
        return known

    def ending(self, norm: str) -> int:
        """Return the tense of a word's ending: 1 future, -1 past, 0 none."""
        known = self.endings.get(norm)
        if known is None:
            past = bool(self.past_endings) and norm.endswith(self.past_endings)
            known = 1 if self.future_endings and norm.endswith(self.future_endings) else -1 if past else 0
            if len(self.endings) >= MOST_KNOWN:
                self.endings.clear()
            self.endings[norm] = known
        return known

    def _is_compound(self, norm: str) -> bool:
        return bool(self.prefixes and norm.startswith(self.prefixes)) or self.numbers.compound(norm) is not None


def _worth_together(parts: Sequence[int]) -> int:
    """Return what tokens without a blank between are worth: what makes a time, or counts, holds whatever beside it."""
    worth, held, counted = 0, HOLDS, 0
    for part in parts:
        counted += worth & part & COUNTS
        worth |= part
        held &= part
    if counted:  # twice
        worth |= MAKES
    return worth if worth & (MAKES | COUNTS) else worth & ~HOLDS | held


def _cover(phrases: Sequence[tuple[str, ...]], *, common: frozenset[str]) -> frozenset[str]:
    """Return tokens of which each phrase holds one, to notice it by: those that stand alone as phrases, then those that
    most others share; none of the ``common`` and no figures where there is another.
    """
    found = {path[0] for path in phrases if len(path) == 1}
    open_phrases = [path for path in phrases if found.isdisjoint(path)]
    shared = Counter(norm for path in open_phrases for norm in set(path))

    def rank(norm: str) -> tuple[bool, bool, bool, int, str]:
        return norm.isdecimal(), norm in common, len(norm) == 1, -shared[norm], norm

    for path in sorted(open_phrases):
        if found.isdisjoint(path):
            found.add(min(path, key=rank))
    return frozenset(found)


def _shortened(words: Trie[Word]) -> frozenset[str]:
    """Return the words that have a longer fellow which begins alike and holds all their letters in order."""
    fellows: dict[tuple[str, str], list[str]] = {}
    for path, meanings in words.phrases():
        for word in meanings if len(path) == 1 else ():
            fellows.setdefault((word.symbol, repr(word.value)), []).append(path[0])
    return frozenset(
        short for names in fellows.values() for short in names if any(_shortens(short, name) for name in names)
    )


def _shortens(short: str, name: str) -> bool:
    letters = iter(name)
    return len(short) + LEAST_CUT <= len(name) and short[0] == name[0] and all(letter in letters for letter in short)


def _inner_words(*tries: Trie[Any]) -> Iterator[str]:
    """Yield the tokens of phrases but for their first."""
    for trie in tries:
        for path, _ in trie.phrases():
            yield from path[1:]


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset(fold(form) for word in words for form in expand(word))


def _rules(table: Mapping[str, Any]) -> RuleIndex:
    extra = table.get("orders", {})
    if not extra:
        return shared_rules()
    return make_rules(tuple((pattern, name) for name, patterns in sorted(extra.items()) for pattern in patterns))


def _phrases(table: Mapping[str, Any], *, weak: bool) -> Iterator[tuple[str, Word]]:
    """Yield every phrase of the lists that name calendar things."""
    for key, value in table.get("months", {}).items():
        yield from _each(value, Word("MONTH", int(key), weak))
    for key, value in table.get("weekdays", {}).items():
        yield from _each(value, Word("WD", int(key) - 1, weak))
    for key, value in table.get("weekday_tails", {}).items():
        yield from _each(value, Word("WDTAIL", int(key) - 1, weak))
    for key, value in table.get("last_weekdays", {}).items():
        yield from _each(value, Word("D", n.Nearest(n.Date(weekday=int(key) - 1), -1), weak))
    for key, value in table.get("seasons", {}).items():
        yield from _each(value, Word("SEASON", key, weak))
    for key, value in table.get("words", {}).items():
        symbol, meaning = WORD_SYMBOLS[key]
        yield from _each(value, Word(symbol, meaning, weak))
    for number, symbol in (("one", "U"), ("many", "US")):
        for key, value in table.get("units", {}).get(number, {}).items():
            yield from _each(value, Word(symbol, key, weak))
    for key, value in table.get("durations", {}).items():
        number, unit = key.split(":")
        yield from _each(value, Word("DUR", n.Duration(((float(number), unit),)), weak))
    yield from _relatives(table, weak=weak)
    yield from _named_years(table, weak=weak)


def _each(phrases: Sequence[str], word: Word) -> Iterator[tuple[str, Word]]:
    for phrase in phrases:
        yield phrase, word


def _relatives(table: Mapping[str, Any], *, weak: bool) -> Iterator[tuple[str, Word]]:
    for key, value in table.get("days", {}).items():
        yield from _each(value, Word("D", n.Relative("day", int(key)), weak))
    for key, value in table.get("anaphoric_days", {}).items():
        yield from _each(value, Word("D", n.Relative("day", int(key), True), weak))
    overnight = n.Range(n.Relative("day", -1), n.Relative("day", 0))
    yield from _each(table.get("overnight", ()), Word("X", overnight, weak))
    for key, value in table.get("periods", {}).items():
        unit, offset = key.split(":")
        node = n.Relative(unit, int(offset))
        yield from _each(value, Word(n.symbol(node), node, weak))
    for key, value in table.get("parts", {}).items():
        part, unit, offset = key.split(":")
        yield from _each(value, Word("P", n.Part(part, n.Relative(unit, int(offset))), weak))
    for key, value in table.get("recents", {}).items():
        unit, sign = key.split(":")
        window = n.Window(n.Duration(((1.0, unit),), fuzzy=True, plural=True), int(sign), recent=True)
        yield from _each(value, Word("X", window, weak))


def _named_years(table: Mapping[str, Any], *, weak: bool) -> Iterator[tuple[str, Word]]:
    for key, value in table.get("quarters", {}).items():
        unit, number = key.split(":")
        yield from _each(value, Word("QTR", (unit, int(number)), weak))
    for key, value in table.get("decades", {}).items():
        yield from _each(value, Word("DECADEWORD", int(key), weak))
    for key, value in table.get("eras", {}).items():
        yield from _each(value, Word("ERA", int(key), weak))
    for key, value in table.get("holidays", {}).items():
        yield from _each(value, Word("HOLIDAY", _holiday(key), weak))


def _holiday(key: str) -> tuple[int | None, int | None, int | None]:
    """Return month, day and days from Easter of a key such as ``12-25`` or ``easter+39``."""
    if key.startswith("easter"):
        return None, None, int(key[6:] or "0")
    month, day = key.split("-")
    return int(month), int(day), None


@cache
def lexicon(lang: str) -> Lexicon | None:
    """Return a pack's compiled words of time, ``None`` where it has none; raise :class:`PackError` where the pack is
    unknown or its table is not what the contract says.
    """
    table = load_table(lang, "time")
    if not table:
        return None
    try:
        return Lexicon(lang, load_table(lang, "pack"), table, number_table(lang))
    except (KeyError, ValueError) as error:
        raise PackError(f"lang/packs/{lang}/time.toml does not compile: {error!r}") from error
