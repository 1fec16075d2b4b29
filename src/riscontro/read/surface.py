"""The table of surface forms, and the one pass that finds them in a text.

Measured against one large regular expression and against an Aho-Corasick automaton (see docs/reading.md), a dictionary
over tokens with the longest phrase first is the fastest that keeps to token borders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
    """Folded phrases (tokens joined by spaces) to entries, and for each first token the longest phrase in tokens."""

    entries: Mapping[str, tuple[Entry, ...]]
    reach: Mapping[str, int]

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
            found = self.entries.get(_key(passage.tokens[first : first + length]))
            if found is not None:
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
    return SurfaceTable(entries={key: tuple(found) for key, found in grouped.items()}, reach=_reach(grouped))


def _reach(keys: Iterable[str]) -> dict[str, int]:
    reach: dict[str, int] = {}
    for key in keys:
        first, *rest = key.split(" ")
        reach[first] = max(reach.get(first, 0), 1 + len(rest))
    return reach


def table_to_json(table: SurfaceTable) -> dict[str, list[list[str]]]:
    """Return what JSON can hold of a table."""
    return {key: [list(entry) for entry in entries] for key, entries in table.entries.items()}


def json_to_table(stored: Mapping[str, Sequence[Sequence[str]]]) -> SurfaceTable:
    """Return the table that :func:`table_to_json` stored; raise :class:`TypeError` on another shape."""
    entries = {key: tuple(Entry(*entry) for entry in found) for key, found in stored.items()}
    return SurfaceTable(entries=entries, reach=_reach(entries))
