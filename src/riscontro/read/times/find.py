"""Finds the time expressions of a text and resolves each: scan, parse, choose, resolve, in one pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from riscontro.model.mention import Span, TimeMention
from riscontro.model.time import Interval, Published
from riscontro.read.text import Cut, cut_text
from riscontro.read.times import nodes as n
from riscontro.read.times.chart import ARTICLE, OF, Edge, parse
from riscontro.read.times.ground import LEAST_AROUND, MAX_CLAUSE, Ground, Group, touched
from riscontro.read.times.lexicon import DASHES, HOLDS, LONGEST_RUN, SENTENCE_ENDS, Kept, Lexicon, lexicon
from riscontro.read.times.resolve import Context, Ends, Found, is_absolute, lacks_only_year, resolve, timex
from riscontro.read.times.scan import Scan, runs, scan, scan_group, token_ranges
from riscontro.read.tokens import DIGITS, WORD

TIMES = frozenset("DWMYPX")
COMMON_ORDINAL = 10
"""Up to here an ordinal in words is seldom a day of the month."""

STORY = timedelta(days=45)
"""How far after a date with its year the next one, told without, still belongs to the same story."""

RECENT = 1985
"""Bare figures from this year on are years even where a word follows: counts are written with a separator."""

AUXILIARY_REACH = 3
"""How many words before a participle its auxiliary is looked for."""

MOST_BACK = 20
"""How many groups of expressions, each of which goes on from the one before, are followed back at once."""


_NO_DAY = (date(2000, 1, 1),)
"""Stands for the day of publication where none is known and none is needed."""

_RESOLVED: Kept[tuple[n.Node, tuple[date, ...], int, bool], Found | None] = Kept()
"""By what an expression says, the days that it is resolved against, the tense around, and whether it is all of its
text: the days that it means. Those are not remembered that hang on what was told before.
"""


def find_times(
    text: str | Cut, *, lang: str, published: Published | Interval | None, within: Sequence[Span] | None = None
) -> tuple[TimeMention, ...]:
    """Return the time expressions of ``text``, sorted, not overlapping, resolved against the day of publication.

    ``published`` may cover a month or more: what depends on it is then widened to all the days that it can mean.
    Without it only expressions that name their own year are returned. Empty where the language has no words of time;
    raises :class:`riscontro.errors.PackError` where it has no pack at all. Linear in the length of the text.

    Where only those ``within`` some spans of the text are wanted, in order, others are looked at as far as these hang
    on them; what is returned holds all that is wanted, each as it is found in the whole text, and may hold more.

    >>> from riscontro.model.time import Published
    >>> day = Published(value="2024-10-09", found_by="declared")
    >>> [(m.text, str(m.interval)) for m in find_times("They met last week.", lang="en", published=day)]
    [('last week', '2024-09-30/2024-10-06')]
    """
    times = Times(text, lang=lang, published=published)
    return times.all() if within is None else times.within(within)


@dataclass(slots=True)
class _Told:
    """What a group tells that later expressions may go on from: the ends of its last mention; of its last day or month
    that names its year the end, and the offset after it.
    """

    before: Ends | None = None
    year: tuple[date, int] | None = None


class Times:
    """The time expressions of one text, each found when it is first asked after: group by group of what may bear on
    each other. A group whose expressions go on from what was told before has the groups before it read first, as far
    back as that takes.
    """

    def __init__(self, text: str | Cut, *, lang: str, published: Published | Interval | None) -> None:
        self.cut = cut_text(text)
        self.words = lexicon(lang)
        self.days = _reference_days(published.interval() if isinstance(published, Published) else published)
        self._ground: Ground | None = None
        self._found: list[tuple[TimeMention, ...] | None] = []
        self._told: list[_Told] = []
        self._tellers: list[int] = []
        """By group, the last one before it that may have told a time: all between have been read, and told none."""
        self._year_tellers: list[int] = []
        """The same for days and months that name their year."""
        self._unread = 0
        """The first group that may not have been read yet."""
        self._depth = 0
        self._scan: tuple[int, int, Scan] | None = None

    def all(self) -> tuple[TimeMention, ...]:
        """Return the expressions of the whole text, in order."""
        return self._take(range(len(self._groups())))

    def within(self, spans: Sequence[Span]) -> tuple[TimeMention, ...]:
        """Return the expressions within spans, which are in order; there may be others beside them."""
        return self._take(touched(self._groups(), spans) if spans else ())

    def grounds(self) -> list[Span]:
        """Return where the text can hold an expression, in order."""
        return [Span(group.start, group.end) for group in self._groups()]

    def may_hold(self, norm: str) -> bool:
        """Tell at little cost whether a folded word of a text may stand within an expression. Of a word that can be
        written together with another, and of what is no plain word, it is not told here.
        """
        words = self.words
        if words is None or not words.closed or not (norm.isascii() and norm.isalpha()):
            return words is not None
        return bool(words.listed.get(norm, 0) & HOLDS)

    def cover(self, offset: int) -> bool:
        """Tell whether an offset lies within an expression."""
        groups = self._groups()
        place = bisect_right(groups, offset, key=_start_of) - 1
        if place < 0 or offset >= groups[place].end:
            return False
        return any(mention.span.start <= offset < mention.span.end for mention in self._mentions(place))

    def _groups(self) -> Sequence[Group]:
        if self._ground is None:
            if self.words is None:
                return ()
            self._ground = Ground(self.cut, self.words)
            count = len(self._ground.groups)
            self._found, self._told = [None] * count, [_Told()] * count
            self._tellers, self._year_tellers = list(range(-1, count - 1)), list(range(-1, count - 1))
        return self._ground.groups

    def _take(self, places: Sequence[int]) -> tuple[TimeMention, ...]:
        """Return the expressions of groups, which are in order; what stands close is cut into tokens at once."""
        fresh = [place for place in places if self._found[place] is None]
        for (first, last), held in self._ground.windows(fresh) if self._ground is not None else ():
            self._scan_part(first, last)
            for place in held:
                self._mentions(place)
        return tuple([mention for place in places for mention in self._mentions(place)])

    def _mentions(self, place: int) -> tuple[TimeMention, ...]:
        """Return the expressions of a group."""
        found = self._found[place]
        return found if found is not None else self._read(place)

    def _read(self, place: int) -> tuple[TimeMention, ...]:
        if self._depth >= MOST_BACK:  # they have been going back and back: what is left is read from the beginning on
            depth, self._depth = self._depth, 0
            while self._unread < place:
                self._mentions(self._unread)
                self._unread += 1
            self._depth = depth
        assert self.words is not None
        self._depth += 1
        reader = _Reader(self._scan_of(place), self.words, self.days, _Past(self, place))
        found = self._found[place] = tuple(reader.take(self.cut, self._groups()[place].stretches))
        self._told[place] = reader.own
        self._depth -= 1
        return found

    def _scan_of(self, place: int) -> Scan:
        """Return the stretch of text that a group is read in: no more is cut into tokens than what bears on it."""
        assert self._ground is not None
        first, last = self._ground.window(place)
        if self._scan is None or first < self._scan[0] or last > self._scan[1]:
            return self._scan_part(first, last)
        return self._scan[2]

    def _scan_part(self, first: int, last: int) -> Scan:
        assert self.words is not None
        found = scan(self.cut.part(first, last), self.words)
        self._scan = (first, last, found)
        return found

    def before(self, place: int) -> Ends | None:
        """Return the ends of the last expression before a group."""
        found, passed = None, []
        at = self._tellers[place]
        while at >= 0:
            self._mentions(at)
            found = self._told[at].before
            if found is not None:
                break
            passed.append(at)
            at = self._tellers[at]
        for one in (place, *passed):
            self._tellers[one] = at
        return found

    def year(self, place: int, line: int) -> tuple[date, int] | None:
        """Return the last day or month before a group that named its year, with the offset after it; of those before
        the offset ``line`` any or none.
        """
        groups, found, passed = self._groups(), None, []
        at = self._year_tellers[place]
        while at >= 0 and groups[at].end > line:
            self._mentions(at)
            found = self._told[at].year
            if found is not None:
                break
            passed.append(at)
            at = self._year_tellers[at]
        for one in (place, *passed):
            self._year_tellers[one] = at
        return found


def _start_of(group: Group) -> int:
    return group.start


class _Past(NamedTuple):
    """What a text tells before one of its groups."""

    times: Times
    place: int

    def before(self) -> Ends | None:
        """Return the ends of the last expression told."""
        return self.times.before(self.place)

    def year(self, line: int) -> tuple[date, int] | None:
        """Return the last day or month told that named its year, of those before the offset ``line`` any or none."""
        return self.times.year(self.place, line)


class _Reader:
    """One reading of one group: ``scan`` is the stretch of text around it, ``own`` what it has told so far; ``leans``
    tells whether it has been asked what was told before.
    """

    def __init__(self, found: Scan, words: Lexicon, days: tuple[date, ...], past: _Past) -> None:
        self.scan, self.words, self.days, self.past = found, words, days, past
        self.own, self.leans = _Told(), False

    def take(self, cut: Cut, stretches: Sequence[tuple[int, int]]) -> Iterator[TimeMention]:
        """Yield the times of the stretches."""
        for items in runs(self.scan, scan_group(self.scan, token_ranges(self.scan, cut, stretches))):
            yield from self.choose(self.parsed(items))

    def before(self) -> Ends | None:
        """Return the ends of the mention before."""
        self.leans = True
        return self.own.before or self.past.before()

    def year_told(self, line: int) -> tuple[date, int] | None:
        """Return the last day or month that named its year, of those before the offset ``line`` any or none."""
        return self.own.year or self.past.year(line)

    def parsed(self, items: Sequence[Edge]) -> list[Edge]:
        """Return the expressions that the rules build of a run. What was parsed before is remembered: the same words
        with the same items give the same.
        """
        tokens, first = self.scan.tokens, items[0].start
        run = self.scan.text[tokens.starts[first] : tokens.end(max(item.end for item in items) - 1)]
        shape = tuple([(item.symbol, item.start - first, item.end - first, item.weak, item.score) for item in items])
        known = self.words.parsed.get((run, shape))
        if known is None:
            edges = parse(items, rules=self.words.rules, reach=self.scan.reach, symbol_of=n.symbol)
            times = [edge for edge in edges if edge.symbol in TIMES]
            known = tuple(_moved(times, -first))
            if len(run) <= LONGEST_RUN:
                self.words.parsed.keep((run, shape), known)
        return _moved(known, first)

    def choose(self, edges: Sequence[Edge]) -> Iterator[TimeMention]:
        """Take the longest expressions that do not overlap; of equal ones the best scored, the others beside it."""
        if not edges:
            return
        ranked = sorted(edges, key=lambda edge: (edge.start - edge.end, -edge.score, edge.start))
        before = self.own.before
        taken: list[tuple[Edge, Found]] = []
        for edge in ranked:
            free = all(edge.end <= other.start or edge.start >= other.end for other, _ in taken)
            if free and self.stands(edge):
                found = self.resolved(edge, tense=0)
                if found is not None:
                    taken.append((edge, found))
        for edge, found in sorted(taken, key=lambda one: one[0].start):
            rivals = [other for other in ranked if other[1:3] == edge[1:3] and other is not edge]
            mention = self.mention(edge, rivals, found if self.own.before is before else None)
            if mention is None:
                yield from self.choose(
                    [e for e in edges if e.start >= edge.start and e.end <= edge.end and e[1:3] != edge[1:3]]
                )
                continue
            latest = mention.interval.latest
            self.own.before = (mention.interval.earliest, latest)
            if is_absolute(edge.value) and n.grain(edge.value) in ("day", "month") and latest is not None:
                self.own.year = (latest, self.scan.tokens.end(edge.end - 1))
            yield mention

    # --- is it a mention at all? ---------------------------------------------------------------------------------

    def stands(self, edge: Edge) -> bool:
        """Tell whether an expression is one on its own: bare figures and words with other meanings need company."""
        node = edge.value
        if self.glued(edge) or self.counts_on(edge) or self.repeats(edge) or self.spans_time_past(edge):
            return False
        if self.counts_from_event(edge):
            return False
        if isinstance(node, n.Open) and isinstance(node.node, n.Date):
            return self.open_end_stands(edge, node.node)
        if isinstance(node, n.Date) and node.month is None and node.weekday is None:
            return self.figure_stands(edge, node)
        if edge.weak == 1:
            short = isinstance(node, n.Date) and node.weekday is not None
            return self.alone(edge) or (self.led(edge) and not short)
        if edge.weak == 8:
            return (self.led(edge) or self.alone(edge)) and not self.followed_by_word(edge)
        if edge.weak == 4:
            return self.alone(edge) or self.led(edge) or not self.followed_by_word(edge)
        return True

    def counts_on(self, edge: Edge) -> bool:
        """Tell whether an expression ends in figures that a script without spaces writes right before what they
        count.
        """
        tokens = self.scan.tokens
        numbers = self.words.numbers
        if not numbers.spaceless or edge.end >= len(tokens):
            return False
        last = tokens[edge.end - 1]
        if last.norm in self.words.day_marks and tokens.norms[edge.end - 2] not in self.words.month_marks:
            return False
        if not (last.digits or last.norm in numbers.words.starts()):
            return False
        after = tokens[edge.end]
        touching = after.word and after.start == tokens.end(edge.end - 1)
        return touching and n.grain(edge.value) == "day" and not edge.weak and not is_absolute(edge.value)

    def open_end_stands(self, edge: Edge, inner: n.Date) -> bool:
        """Tell whether "after 2000", "from the 20th" end in a year or day, not in a number of what follows."""
        if inner.month is not None or inner.weekday is not None or not self.followed_by_word(edge):
            return True
        last = self.scan.tokens[edge.end - 1]
        if not last.digits and not self.words.numbers.may_begin(last.norm):
            return True
        round_number = inner.year is not None and inner.year % 50 == 0
        return inner.day is None and not round_number and last.digits

    def counts_from_event(self, edge: Edge) -> bool:
        """Tell whether "three days after" goes on with what happened ("after the fire"), which has no date here."""
        node = edge.value
        anaphoric = isinstance(node, (n.Shift, n.Relative)) and node.anaphoric
        if not anaphoric or edge.end >= len(self.scan.tokens) or n.grain(node) != "day":
            return False
        after = self.scan.tokens[edge.end]
        flag = self.words.glue.get(after.norm, 0) if after.word else 0
        return bool(flag & (ARTICLE | OF)) or after.norm in self.words.ones

    def spans_time_past(self, edge: Edge) -> bool:
        """Tell whether "in three years" says how long, not how soon ("for the second time in three years")."""
        node = edge.value
        ahead = isinstance(node, n.Shift) and node.sign > 0 and node.anchor is None and not node.anaphoric
        return ahead and edge.start > 0 and self.scan.tokens.norms[edge.start - 1] in self.words.no_offset_after

    def repeats(self, edge: Edge) -> bool:
        """Tell whether a word such as "every" stands before: what comes back again and again has no one interval."""
        tokens, every = self.scan.tokens, self.words.every
        for before in range(edge.start - 1, max(0, edge.start - 2) - 1, -1):
            if tokens.kind(before) != WORD:
                return False
            if tokens.norms[before] in every:
                return True
        return False

    def figure_stands(self, edge: Edge, node: n.Date) -> bool:
        if node.day is not None and self.counts_in_words(edge):
            return self.alone(edge)
        if node.day is not None:
            return self.words.numbers.spaceless or not self.followed_by_word(edge)
        assert node.year is not None
        if edge.weak != 2:  # a word for "year" stands beside it
            return True
        if self.scan.tokens.kind(edge.start) != DIGITS:
            return (self.led(edge) or self.alone(edge)) and not self.followed_by_word(edge)
        if self.led(edge):
            return (1800 <= node.year <= 2100 and node.year % 1000 != 0) or not self.followed_by_word(edge)
        if not 1900 <= node.year <= 2100 or node.year % 1000 == 0 or self.in_series(edge):
            return False
        return (node.year >= RECENT and node.year % 50 != 0) or not self.followed_by_word(edge)

    def in_series(self, edge: Edge) -> bool:
        """Tell whether a dash and further figures follow ("2015 - 32")."""
        tokens = self.scan.tokens
        further = edge.end + 1 < len(tokens) and tokens.norms[edge.end] in DASHES
        return further and tokens.kind(edge.end + 1) == DIGITS

    def counts_in_words(self, edge: Edge) -> bool:
        """Tell whether a bare day is an ordinal in words ("the first"), which is mostly something else."""
        found = self.words.numbers.words.longest(self.scan.tokens.norms, edge.end - 1)
        return found is not None and found[1].kind == "ordinal" and found[1].value <= COMMON_ORDINAL

    def alone(self, edge: Edge) -> bool:
        """Tell whether an expression is all there is of its text, but for marks and glue."""
        tokens = self.scan.tokens
        rest = (
            (*range(edge.start), *range(edge.end, len(tokens)))
            if len(tokens) < edge.end - edge.start + LEAST_AROUND
            else None
        )
        return rest is not None and not any(
            tokens.kind(i) == WORD and tokens.norms[i] not in self.words.glue for i in rest
        )

    def led(self, edge: Edge) -> bool:
        """Tell whether a word of time ("in", "since") stands right before, articles between allowed."""
        index = edge.start - 1
        while index >= 0 and index >= edge.start - 3:
            norm = self.scan.tokens.norms[index]
            if norm in self.words.lead:
                return True
            if norm not in self.words.glue:
                return False
            index -= 1
        return False

    def followed_by_word(self, edge: Edge) -> bool:
        """Tell whether a word follows that a figure may count ("the 27 soldiers")."""
        tokens = self.scan.tokens
        if edge.end >= len(tokens):
            return False
        after = tokens[edge.end]
        if after.norm in ("%", "°", "€", "$", "£"):
            return True
        if after.norm in DASHES and edge.end + 1 < len(tokens):  # "the four-year plan"
            beyond = tokens[edge.end + 1]
            return beyond.word and beyond.start == after.end and after.start == tokens.end(edge.end - 1)
        gap = self.scan.text[tokens.end(edge.end - 1) : after.start]
        return after.word and "\n" not in gap and after.norm not in self.words.function

    def glued(self, edge: Edge) -> bool:
        """Tell whether the figures at an edge are part of something longer: a code, an amount, a telephone number."""
        text, tokens = self.scan.text, self.scan.tokens
        first, last = tokens[edge.start], tokens[edge.end - 1]
        if text[first.start - 1 : first.start] in tuple("$#@_"):
            return True
        if first.digits:
            before = text[max(0, first.start - 2) : first.start]
            if before[-1:] in tuple("+$€£#=") or (before[-1:] in tuple("-–/.,:") and before[:1].isdecimal()):
                return True
            if before[-1:].isascii() and before[-1:].isalpha():
                return True
        after = text[last.end : last.end + 2]
        if last.digits and after[:1] in tuple("-–/.,:") and after[1:].isdecimal():
            return True
        return last.digits and after[:1].isascii() and (after[:1].isalpha() or after[:1] == "%")

    # --- its days ------------------------------------------------------------------------------------------------

    def mention(self, edge: Edge, rivals: Sequence[Edge], plain: Found | None) -> TimeMention | None:
        """Return an expression with its days; ``plain`` are those that it has without a tense, where they are known."""
        tense = self.tense(edge)
        found = self.continued(edge, plain if plain is not None and not tense else self.resolved(edge, tense=tense))
        if found is None:
            return None
        others = [Interval(earliest=a, latest=b) for a, b in found.others if a is None or b is None or a <= b]
        for rival in rivals:
            other = self.resolved(rival, tense=0)
            if other is not None:
                others.append(Interval(earliest=other.first, latest=other.last))
        interval = Interval(earliest=found.first, latest=found.last)
        tokens = self.scan.tokens
        span = Span(tokens.starts[edge.start], tokens.end(edge.end - 1))
        return TimeMention(
            span=span,
            text=self.scan.text[span.start : span.end],
            timex=timex(found),
            interval=interval,
            fuzzy=found.fuzzy,
            alternatives=tuple(dict.fromkeys(other for other in others if other != interval)),
        )

    def continued(self, edge: Edge, found: Found | None) -> Found | None:
        """Prefer the year of the date before, where a story goes on from it: "on 12 October 2019 ... On 14 October".

        Only in one paragraph, and within ``STORY`` of that date; the reading against publication is kept beside it.
        """
        node = edge.value
        if found is None or not isinstance(node, n.Date) or not lacks_only_year(node):
            return found
        line = self.scan.text.rfind("\n", 0, self.scan.tokens.starts[edge.start])
        year_told = self.year_told(line)
        if year_told is None:
            return found
        told, end = year_told
        if end <= line:
            return found
        goes_on = resolve(node, Context(day=told + STORY, tense=-1))
        if goes_on is None or goes_on.first is None or goes_on.last is None or goes_on.last < told:
            return found
        return goes_on if goes_on.ends == found.ends else replace(goes_on, others=(found.ends, *found.others))

    def resolved(self, edge: Edge, *, tense: int) -> Found | None:
        """Resolve against each end of the publication interval and return what covers both."""
        days = self.days
        if not days:
            if not is_absolute(edge.value):
                return None
            days = _NO_DAY
        elif len(days) > 1 and lacks_only_year(edge.value):
            days = days[:1] if tense > 0 else days[1:]
        alone = tense == 0 and self.alone(edge)
        key = (edge.value, days, tense, alone)
        if key in _RESOLVED:
            return _RESOLVED[key]
        self.leans = False
        each = [resolve(edge.value, Context(day=day, tense=tense, alone=alone, before=self.before)) for day in days]
        found = _hull([one for one in each if one is not None])
        if not self.leans:
            _RESOLVED.keep(key, found)
        return found

    def tense(self, edge: Edge) -> int:
        """Return 1 where the nearest verb of the sentence that shows a tense is future, -1 past, 0 none.

        A capitalised word that ends like a verb may be a name ("Irán entregó"): it counts where it opens the sentence
        and nothing else tells.
        """
        tokens = self.scan.tokens
        left, right = edge.start - 1, edge.end
        opening = 0
        for _ in range(MAX_CLAUSE):
            if left >= 0:
                if tokens.norms[left] in SENTENCE_ENDS:
                    opening, left = left + 1, -1
                elif tense := self.tense_at(left):
                    return tense
                left -= 1
            if right < len(tokens):
                if tokens.norms[right] in SENTENCE_ENDS:
                    right = len(tokens)
                elif tense := self.tense_at(right):
                    return tense
                right += 1
            if left < 0 and right >= len(tokens):
                break
        return self.words.ending(tokens.norms[opening]) if left < 0 and opening < edge.start else 0

    def tense_at(self, index: int) -> int:
        """Return the tense that the words at a token show; a participle takes its auxiliary's ("will be held")."""
        known = self.scan.tenses.get(index)
        if known is None:
            known = self.scan.tenses[index] = self._tense_at(index)
        return known

    def _tense_at(self, index: int) -> int:
        own = self.own_tense(index)
        if own >= 0:
            return own
        for before in range(index - 1, max(-1, index - 1 - AUXILIARY_REACH), -1):
            if self.scan.tokens.kind(before) != WORD:
                break
            if self.own_tense(before) > 0:
                return 1
        return own

    def own_tense(self, index: int) -> int:
        """Return the tense of a token by itself."""
        norms, tenses = self.scan.tokens.norms, self.words.tenses
        if norms[index] in tenses.starts():
            known = tenses.longest(norms, index)
            if known is not None:
                return known[1]
        tense = self.words.ending(norms[index])
        return 0 if tense and self.scan.text[self.scan.tokens.starts[index]].isupper() else tense


def _moved(edges: Sequence[Edge], by: int) -> list[Edge]:
    """Return edges some tokens further on."""
    return [Edge(symbol, start + by, end + by, value, weak, score) for symbol, start, end, value, weak, score in edges]


def _reference_days(window: Interval | None) -> tuple[date, ...]:
    if window is None:
        return ()
    ends = (window.earliest or window.latest, window.latest or window.earliest)
    return tuple(dict.fromkeys(day for day in ends if day is not None))


def _hull(found: Sequence[Found]) -> Found | None:
    """Return what covers every reading of one expression; where they differ it is a span."""
    if not found:
        return None
    first = found[0]
    if all(each.ends == first.ends for each in found):
        return first
    starts, ends = [each.first for each in found], [each.last for each in found]
    earliest = None if None in starts else min(start for start in starts if start is not None)
    latest = None if None in ends else max(end for end in ends if end is not None)
    return Found(earliest, latest, "span", fuzzy=any(each.fuzzy for each in found))
