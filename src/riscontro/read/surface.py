"""The table of surface forms, and the one pass that finds them in a text.

Measured against one large regular expression and against an Aho-Corasick automaton (see docs/reading.md), a dictionary
over tokens with the longest phrase first is the fastest that keeps to token borders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from riscontro.read.passage import Passage, Token, fold, tokenize
from riscontro.read.wordcut import Spelling


class Entry(NamedTuple):
    """What a surface form can mean.

    ``kind`` names the table it came from, ``code`` what it stands for, ``tag`` its form or role. ``case`` is empty
    where case does not matter, ``C`` where it must begin with a capital, ``+`` where a role noun must follow or a name
    of its like stand beside it ("미 국무부", "한미"), ``=`` for the latter alone, else the exact spelling. ``cases``
    are the grammatical cases that the form can stand for (see ``paradigms``), empty where they are not known.
    """

    kind: str
    code: str
    tag: str = ""
    case: str = ""
    cases: str = ""


class Hit(NamedTuple):
    """Tokens ``first`` to ``last`` (exclusive) and what they can mean there."""

    first: int
    last: int
    entries: tuple[Entry, ...]


_JOINED = frozenset("+=")
_MOST_ROLE = 3
"""Tokens of a role noun that are looked at after a short name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceTable:
    """Folded phrases (tokens joined by spaces) to places in ``meanings``, and for each first token the longest phrase
    in tokens. Few meanings serve many forms, so the table loads fast.
    """

    forms: Mapping[str, int]
    meanings: tuple[tuple[Entry, ...], ...]
    reach: Mapping[str, int]

    def meaning(self, key: str) -> tuple[Entry, ...]:
        """Return what a folded phrase can mean, empty where it is no form of the table."""
        place = self.forms.get(key)
        return self.meanings[place] if place is not None else ()

    def find(self, passage: Passage) -> list[Hit]:
        """Return the hits of a passage in order: token-bounded, longest first, none overlapping."""
        hits: list[Hit] = []
        tokens = passage.tokens
        index, count = 0, len(tokens)
        reach = self.reach
        while index < count:
            longest = reach.get(tokens[index].norm, 0)
            hit = self._longest(passage, index, min(longest, count - index)) if longest else None
            if hit is None:
                index += 1
            else:
                hits.append(hit)
                index = hit.last
        return hits

    def _longest(self, passage: Passage, first: int, longest: int) -> Hit | None:
        for length in range(longest, 0, -1):
            place = self.forms.get(_key(passage.tokens[first : first + length]))
            if place is not None:
                found = self.meanings[place]
                last = first + length
                fitting = tuple(entry for entry in found if not entry.case or self._fits(passage, first, last, entry))
                if fitting:
                    return Hit(first, last, fitting)
        return None

    def _fits(self, passage: Passage, first: int, last: int, entry: Entry) -> bool:
        if entry.case == "C":
            return passage.capitalised(first) or passage.capitalised(last - 1)
        if entry.case in _JOINED:
            return (
                self._is_short(passage, first - 1, last)
                or self._is_short(passage, last, last)
                or (entry.case == "+" and (self._is_role(passage, last) or _opens_headline(passage, first, last)))
            )
        return passage.text[passage.tokens[first].start : passage.tokens[last - 1].end] == entry.case

    def _is_short(self, passage: Passage, index: int, last: int) -> bool:
        """Tell whether a short name stands at a token that touches its neighbour."""
        tokens = passage.tokens
        low = index if index < last else index - 1
        if low < 0 or low + 1 >= len(tokens) or tokens[low].end != tokens[low + 1].start:
            return False
        return any(entry.case in _JOINED for entry in self.meaning(tokens[index].norm))

    def _is_role(self, passage: Passage, index: int) -> bool:
        """Tell whether a role noun begins at a token, of which more than one may make a phrase."""
        tokens = passage.tokens
        for length in range(1, min(_MOST_ROLE, len(tokens) - index) + 1):
            found = self.meaning(_key(tokens[index : index + length]))
            if any(entry.kind == "role" or entry.tag.startswith("organ:") for entry in found):
                return True
        return False


def _opens_headline(passage: Passage, first: int, last: int) -> bool:
    """Tell whether a short name stands by itself before a comma: "러, 공격"."""
    tokens = passage.tokens
    if last >= len(tokens) or tokens[last].norm != "," or tokens[last].start != tokens[last - 1].end:
        return False
    return first == 0 or tokens[first - 1].end < tokens[first].start or not tokens[first - 1].norm.isalnum()


def _key(tokens: Sequence[Token]) -> str:
    return tokens[0].norm if len(tokens) == 1 else " ".join([token.norm for token in tokens])


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
    return SurfaceTable(forms=forms, meanings=tuple(meanings), reach=_reach(grouped))


def _reach(keys: Iterable[str]) -> dict[str, int]:
    reach: dict[str, int] = {}
    for key in keys:
        first, *rest = key.split(" ")
        reach[first] = max(reach.get(first, 0), 1 + len(rest))
    return reach


def table_to_json(table: SurfaceTable) -> dict[str, Any]:
    """Return what JSON can hold of a table."""
    meanings = [[list(entry) for entry in entries] for entries in table.meanings]
    return {"forms": table.forms, "meanings": meanings, "reach": table.reach}


def json_to_table(stored: Mapping[str, Any]) -> SurfaceTable:
    """Return the table that :func:`table_to_json` stored; raise :class:`TypeError` or :class:`KeyError` on another."""
    meanings = tuple(tuple(Entry(*entry) for entry in entries) for entries in stored["meanings"])
    if not all(isinstance(stored[part], dict) for part in ("forms", "reach")):
        raise TypeError("a compiled pack holds forms and their reach")
    return SurfaceTable(forms=stored["forms"], meanings=meanings, reach=stored["reach"])
