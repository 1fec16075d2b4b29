"""The table of surface forms, and the one pass that finds them in a text.

Measured against one large regular expression and against an Aho-Corasick automaton (see docs/reading.md), a dictionary
over tokens with the longest phrase first is the fastest that keeps to token borders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from riscontro.read.passage import Passage, Token, fold, tokenize


class Entry(NamedTuple):
    """What a surface form can mean.

    ``kind`` names the table it came from, ``code`` what it stands for, ``tag`` its form or role. ``case`` is empty
    where case does not matter, ``C`` where it must begin with a capital, else the exact spelling.
    """

    kind: str
    code: str
    tag: str = ""
    case: str = ""


class Hit(NamedTuple):
    """Tokens ``first`` to ``last`` (exclusive) and what they can mean there."""

    first: int
    last: int
    entries: tuple[Entry, ...]


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
                fitting = tuple(
                    entry for entry in found if not entry.case or _fits(passage, first, first + length, entry)
                )
                if fitting:
                    return Hit(first, first + length, fitting)
        return None


def _fits(passage: Passage, first: int, last: int, entry: Entry) -> bool:
    if entry.case == "C":
        return passage.capitalised(first) or passage.capitalised(last - 1)
    return passage.text[passage.tokens[first].start : passage.tokens[last - 1].end] == entry.case


def _key(tokens: Sequence[Token]) -> str:
    return tokens[0].norm if len(tokens) == 1 else " ".join([token.norm for token in tokens])


def phrase_key(phrase: str) -> str:
    """Return the key under which a phrase stands in the table."""
    return " ".join(token.norm for token in tokenize(fold(phrase)))


def build_table(pairs: Iterable[tuple[str, Entry]]) -> SurfaceTable:
    """Return the table of phrases and entries; doubles are dropped, the order of first mention is kept."""
    grouped: dict[str, dict[Entry, None]] = {}
    for phrase, entry in pairs:
        key = phrase_key(phrase)
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
