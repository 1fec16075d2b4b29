"""The table of surface forms, and the one pass that finds them in a text.

Measured against one large regular expression and against an Aho-Corasick automaton (see docs/reading.md), a dictionary
over tokens with the longest phrase first is the fastest that keeps to token borders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import Any, NamedTuple, overload

from riscontro.read.meanings import NO_MEANING, Entry, Meaning, meaning_of
from riscontro.read.passage import Passage, fold, tokenize
from riscontro.read.wordcut import Spelling


class Hit(NamedTuple):
    """Tokens ``first`` to ``last`` (exclusive) and what they can mean there: ``kinds`` has a bit for each kind of
    entry that matters to whoever looks for candidates, ``meaning`` is what the entries come to.
    """

    first: int
    last: int
    entries: tuple[Entry, ...]
    kinds: int
    meaning: Meaning


STATE, HOLDER, BACK, ROLE, ACT, VERB, ITEM, WORD, COMPANY = (1 << bit for bit in range(9))
"""Bits of :attr:`Hit.kinds`; ``COMPANY`` where an entry is itself only in company (see ``companions``)."""
_BITS = {"state": STATE, "holder": HOLDER, "back": BACK, "role": ROLE, "act": ACT}
_BITS |= {"light": VERB, "verb": VERB, "item": ITEM, "word": WORD}


LOUD = STATE | HOLDER | BACK | ROLE | ACT
"""Bits of hits that can name an actor or an act: without one of these nothing else is asked for."""

Phrase = tuple[tuple[str, ...], frozenset[str]]
"""The tokens of a phrase beside its longest one, by which it is found; and the codes of what it stands for."""
_make_hit: Callable[[type[Hit], tuple[int, int, tuple[Entry, ...], int, Meaning]], Hit] = tuple.__new__
"""Makes a hit of its fields in order, as ``Hit._make`` does, for the loop that makes most of them."""
Head = tuple[tuple[Entry, ...], int, Meaning, int, Mapping[str, int]]
"""What is known of a token with which a phrase can begin: what it means by itself wherever it stands, with the bits of
that and what it comes to; the place of what it means by itself, ``-1`` where it is no phrase; and the second tokens of
longer phrases, with the most tokens of a phrase that begins with both.
"""
_NO_HEADS: Iterator[Head | None] = repeat(None)
_NOTHING: Mapping[str, int] = {}
_MOST_HEADS = 20_000
"""Tokens whose heads are remembered; then memory begins anew, so that it stays bounded."""
_JOINED = frozenset("+=")
_MOST_ROLE = 3
"""Tokens of a role noun that are looked at after a short name."""


class Hits(Sequence[Hit]):
    """The hits of a passage in order, none overlapping. Those of which that hangs on more than one token are ``made``,
    and those that are ``LOUD``; any other one is made of its token's head when it is asked for, as most never are.
    """

    __slots__ = ("_all", "_ends", "_heads", "_inside", "_made", "loud")

    def __init__(self, made: Iterable[Hit], heads: Sequence[Head | None] = ()) -> None:
        self._made = {hit[0]: hit for hit in made}
        self._heads = heads
        longer = [hit for hit in self._made.values() if hit[1] - hit[0] > 1]
        self._ends = {hit[1]: hit for hit in longer}
        self._inside = {token for hit in longer for token in range(hit[0] + 1, hit[1])}
        self._all: list[Hit] | None = None
        self.loud = [hit for hit in self._made.values() if hit[3] & LOUD]

    def at(self, token: int) -> Hit | None:
        """Return the hit that begins at a token."""
        hit = self._made.get(token)
        if hit is None and 0 <= token < len(self._heads):
            head = self._heads[token]
            if head is not None and head[0] and token not in self._inside:
                return _make_hit(Hit, (token, token + 1, *head[:3]))
        return hit

    def ending(self, token: int) -> Hit | None:
        """Return the hit that ends before a token."""
        hit = self._ends.get(token)
        if hit is None:
            hit = self.at(token - 1)
        return hit if hit is not None and hit[1] == token else None

    def covers(self, token: int) -> bool:
        """Tell whether a token is part of a hit."""
        return token in self._inside or self.at(token) is not None

    def within(self, first: int, last: int) -> list[Hit]:
        """Return the hits between two tokens."""
        made, inside, found = self._made, self._inside, []
        for token, head in zip(range(first, last), self._heads[first:last] or _NO_HEADS, strict=False):
            if token in made:
                found.append(made[token])
            elif head is not None and head[0] and token not in inside:
                found.append(_make_hit(Hit, (token, token + 1, *head[:3])))
        while found and found[-1].last > last:
            found.pop()
        return found

    def _list(self) -> list[Hit]:
        if self._all is None:
            self._all = self.within(0, len(self._heads)) if self._heads else list(self._made.values())
        return self._all

    def __len__(self) -> int:
        return len(self._list())

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._list())

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> list[Hit]: ...
    def __getitem__(self, place: int | slice) -> Hit | list[Hit]:
        return self._list()[place]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceTable:
    """Folded phrases (tokens joined by spaces) to places in ``meanings``; and first tokens of phrases of several tokens
    to their second ones, with the most tokens of a phrase that begins with both. Few meanings serve many forms, so the
    table loads fast.
    """

    forms: Mapping[str, int]
    meanings: tuple[tuple[Entry, ...], ...]
    seconds: Mapping[str, Mapping[str, int]]
    kinds: tuple[int, ...] = field(init=False)
    """For each place in ``meanings`` the bits of its kinds."""
    cased: tuple[int, ...] = field(init=False)
    """For each place in ``meanings`` what a hit has to look at in the text: nothing (0), only whether it begins with a
    capital (1), or also spelling or neighbours (2).
    """
    naming: Mapping[str, tuple[Phrase, ...]] = field(init=False)
    """Tokens of which a text holds one wherever it names an actor, with the names that each stands for."""
    parts: dict[tuple[Entry, ...], tuple[Entry, ...]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    """Meanings of which only some entries fitted where they stood; no more than the table has subsets."""
    heads: dict[str, Head | None] = field(init=False, default_factory=dict, compare=False, repr=False)
    """Tokens already looked up, ``None`` for those with which no phrase begins."""
    spelt: Mapping[str, tuple[str, ...]] = field(init=False)
    """Names of one token that are names only in these spellings ("WHO")."""

    def __post_init__(self) -> None:
        kinds = tuple(kinds_of(entries) for entries in self.meanings)
        names = [key for key, place in self.forms.items() if kinds[place] & (STATE | HOLDER)]
        spelt = {key: () if " " in key else _spellings(self.meaning(key)) for key in names}
        object.__setattr__(self, "kinds", kinds)
        object.__setattr__(self, "cased", tuple(map(_asked, self.meanings)))
        object.__setattr__(self, "spelt", {key: found for key, found in spelt.items() if found})
        actors = {place: _actors_of(self.meanings[place]) for place in {self.forms[key] for key in names}}
        naming = _anchors((key, actors[self.forms[key]]) for key in names if not spelt[key])
        object.__setattr__(self, "naming", naming)

    def names(self, piece: str, norms: Iterable[str]) -> tuple[Phrase, ...]:
        """Return each actor's name that a piece of text of these tokens can be part of, with the actors that it can
        stand for.
        """
        found: list[Phrase] = []
        for norm in norms:
            spelt = self.spelt.get(norm)
            if spelt is not None and any(spelling in piece for spelling in spelt):
                found.append(((), _actors_of(self.meaning(norm))))
            found += self.naming.get(norm, ())
        return tuple(found)

    def acting(self, codes: frozenset[str]) -> Mapping[str, tuple[Phrase, ...]]:
        """Return tokens of which a text holds one wherever it holds a word of these acts, with the words that each
        stands for.
        """
        found = {place for place, kinds in enumerate(self.kinds) if kinds & ACT}
        found = {place for place in found if not meaning_of(self.meanings[place]).acts.isdisjoint(codes)}
        return _anchors((key, codes) for key, place in self.forms.items() if place in found)

    def meaning(self, key: str) -> tuple[Entry, ...]:
        """Return what a folded phrase can mean, empty where it is no form of the table."""
        place = self.forms.get(key)
        return self.meanings[place] if place is not None else ()

    def find(self, passage: Passage) -> Hits:
        """Return the hits of a passage: token-bounded, longest first."""
        made: list[Hit] = []
        norms = passage.norms
        heads = self._heads_of(norms)
        count, done = len(norms), 0
        known = zip(compress(range(count), heads), filter(None, heads), strict=True)
        for index, (entries, kinds, meaning, place, seconds) in known:
            if index < done:
                continue
            if seconds and index + 1 < count and norms[index + 1] in seconds:
                hit = self._longest(passage, norms, index, min(seconds[norms[index + 1]], count - index))
            elif entries:
                if kinds & LOUD:
                    made.append(_make_hit(Hit, (index, index + 1, entries, kinds, meaning)))
                continue
            elif place < 0:
                continue
            else:
                hit = self._hit(passage, index, index + 1, place)
            if hit is not None:
                made.append(hit)
                done = hit.last
        return Hits(made, heads)

    def _heads_of(self, norms: Sequence[str]) -> list[Head | None]:
        """Return what is known of each token; those that the table has not been asked for before are looked up."""
        heads = self.heads
        fresh = set(norms).difference(heads)
        if fresh:
            if len(heads) + len(fresh) > _MOST_HEADS:
                heads.clear()
                fresh = set(norms)
            heads.update((norm, self._head(norm)) for norm in fresh)
        return list(map(heads.__getitem__, norms))

    def _head(self, norm: str) -> Head | None:
        place, seconds = self.forms.get(norm, -1), self.seconds.get(norm, _NOTHING)
        if place < 0 and not seconds:
            return None
        if place < 0 or self.cased[place]:
            return (), 0, NO_MEANING, place, seconds
        entries = self.meanings[place]
        return entries, self.kinds[place], meaning_of(entries), place, seconds

    def _longest(self, passage: Passage, norms: Sequence[str], first: int, longest: int) -> Hit | None:
        for length in range(longest, 0, -1):
            place = self.forms.get(" ".join(norms[first : first + length]))
            hit = self._hit(passage, first, first + length, place) if place is not None else None
            if hit is not None:
                return hit
        return None

    def _hit(self, passage: Passage, first: int, last: int, place: int) -> Hit | None:
        found, cased = self.meanings[place], self.cased[place]
        if not cased or (cased == 1 and passage.text[passage.starts[first]].isupper()):
            return _make_hit(Hit, (first, last, found, self.kinds[place], meaning_of(found)))
        fitting = [entry for entry in found if not entry.case or self._fits(passage, first, last, entry)]
        if len(fitting) == len(found):
            return _make_hit(Hit, (first, last, found, self.kinds[place], meaning_of(found)))
        if not fitting:
            return None
        kept = tuple(fitting)
        kept = self.parts.setdefault(kept, kept)  # one object for one meaning
        return make_hit(first, last, kept)

    def _fits(self, passage: Passage, first: int, last: int, entry: Entry) -> bool:
        if entry.case == "C":
            return passage.capitalised(first) or passage.capitalised(last - 1) or _is_joined(passage, first)
        if entry.case == "c":
            return not passage.capitalised(first) or _opens(passage, first)
        if entry.case in _JOINED:
            return not _counts(passage, first) and (
                self._is_short(passage, first - 1, last)
                or self._is_short(passage, last, last)
                or (entry.case == "+" and (self._is_role(passage, last) or _opens_headline(passage, first, last)))
            )
        return passage.text[passage.starts[first] : passage.end(last - 1)] == entry.case

    def _is_short(self, passage: Passage, index: int, last: int) -> bool:
        """Tell whether a short name stands at a token that touches its neighbour."""
        low = index if index < last else index - 1
        if low < 0 or low + 1 >= len(passage.norms) or not passage.touches(low + 1):
            return False
        return any(entry.case in _JOINED for entry in self.meaning(passage.norms[index]))

    def _is_role(self, passage: Passage, index: int) -> bool:
        """Tell whether a role noun begins at a token, of which more than one may make a phrase."""
        norms = passage.norms
        for length in range(1, min(_MOST_ROLE, len(norms) - index) + 1):
            found = self.meaning(" ".join(norms[index : index + length]))
            if any(entry.kind == "role" or entry.tag.startswith("organ:") for entry in found):
                return True
        return False


def _counts(passage: Passage, first: int) -> bool:
    """Tell whether a token is written onto a number, as a day is ("8일"): no name."""
    return first > 0 and passage.touches(first) and passage.norms[first - 1][-1:].isdigit()


def _opens_headline(passage: Passage, first: int, last: int) -> bool:
    """Tell whether a short name stands by itself before a comma: "러, 공격"."""
    norms = passage.norms
    if last >= len(norms) or norms[last] != "," or not passage.touches(last):
        return False
    return first == 0 or not passage.touches(first) or not norms[first - 1].isalnum()


def _is_joined(passage: Passage, index: int) -> bool:
    """Tell whether a token is the tail of a compound: written onto letters before it."""
    return index > 0 and passage.touches(index) and passage.norms[index - 1].isalpha()


def _opens(passage: Passage, index: int) -> bool:
    """Tell whether a token stands where any word has a capital: first, or after a mark that is no comma."""
    before = passage.norms[index - 1] if index > 0 else "."
    return not (before[0].isalnum() or before in ",-–/'")


def phrase_key(phrase: str, spelling: Spelling | None = None) -> str:
    """Return the key under which a phrase stands in the table, its words in one spelling."""
    norms = (token.norm for token in tokenize(fold(phrase)))
    return " ".join(norms if spelling is None else map(spelling.normal, norms))


def build_table(pairs: Iterable[tuple[str, Entry]], spelling: Spelling | None = None) -> SurfaceTable:
    """Return the table of phrases and entries; doubles are dropped, the order of first mention is kept."""
    grouped: dict[str, dict[Entry, None]] = {}
    for phrase, entry in pairs:
        key = phrase_key(phrase, spelling)
        if key:
            grouped.setdefault(key, {})[entry] = None
    meanings: dict[tuple[Entry, ...], int] = {}
    forms = {key: meanings.setdefault(tuple(found), len(meanings)) for key, found in grouped.items()}
    return SurfaceTable(forms=forms, meanings=tuple(meanings), seconds=_seconds(grouped))


def kinds_of(entries: Iterable[Entry]) -> int:
    """Return the bits of :attr:`Hit.kinds` for entries."""
    kinds = 0
    for entry in entries:
        kinds |= _BITS.get(entry.kind, 0)
        if "+" in entry.tag:
            kinds |= COMPANY
    return kinds


def make_hit(first: int, last: int, entries: tuple[Entry, ...]) -> Hit:
    """Return a hit of these tokens and entries."""
    return Hit(first, last, entries, kinds_of(entries), meaning_of(entries))


def _spellings(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the spellings in which entries name an actor, empty where other spellings do too."""
    cases = [entry.case for entry in entries if _BITS.get(entry.kind, 0) & (STATE | HOLDER)]
    exact = all(len(case) > 1 for case in cases)
    return tuple(cases) if exact else ()


def _actors_of(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(entry.code for entry in entries if _BITS.get(entry.kind, 0) & (STATE | HOLDER))


def _anchors(phrases: Iterable[tuple[str, frozenset[str]]]) -> dict[str, tuple[Phrase, ...]]:
    """Return the longest token of each phrase, with the phrases that it stands for, in their order."""
    anchors: dict[str, list[Phrase]] = {}
    for phrase, codes in phrases:
        words = phrase.split(" ")
        longest = max(words, key=len)
        words.remove(longest)
        anchors.setdefault(longest, []).append((tuple(words), codes))
    return {anchor: tuple(found) for anchor, found in anchors.items()}


def _asked(entries: Iterable[Entry]) -> int:
    """Return what entries ask of the text where they stand (:attr:`SurfaceTable.cased`)."""
    cases = {entry.case for entry in entries if entry.case}
    return 0 if not cases else 1 if cases == {"C"} else 2


def _seconds(keys: Iterable[str]) -> dict[str, dict[str, int]]:
    seconds: dict[str, dict[str, int]] = {}
    for key in keys:
        if " " in key:
            first, second, *_ = key.split(" ", 2)
            found = seconds.setdefault(first, {})
            found[second] = max(found.get(second, 0), key.count(" ") + 1)
    return seconds


def table_to_json(table: SurfaceTable) -> dict[str, Any]:
    """Return what JSON can hold of a table."""
    meanings = [[list(entry) for entry in entries] for entries in table.meanings]
    return {"forms": table.forms, "meanings": meanings, "seconds": table.seconds}


def json_to_table(stored: Mapping[str, Any]) -> SurfaceTable:
    """Return the table that :func:`table_to_json` stored; raise :class:`TypeError` or :class:`KeyError` on another."""
    meanings = tuple(tuple(Entry(*entry) for entry in entries) for entries in stored["meanings"])
    if not all(isinstance(stored[part], dict) for part in ("forms", "seconds")):
        raise TypeError("a compiled pack holds forms and the second tokens of the longer ones")
    return SurfaceTable(forms=stored["forms"], meanings=meanings, seconds=stored["seconds"])
