"""Nouns that are written together ("Munitionslieferungen"), cut before a tail that the pack knows as a noun.

A pack asks for it by the list ``compounds`` in ``pack.toml``: letters that may link the parts (``""``, ``"s"`` ...).
Only capitalised words that the pack does not know whole are cut. A head that names a thing, a state or an act is looked
up without its link; any other stands under a form that means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from riscontro.read.meanings import Entry
from riscontro.read.surface import SurfaceTable
from riscontro.read.text import Memory
from riscontro.read.wordcut import Piece, Spelling

_LEAST_HEAD = 3
_LEAST_TAIL = 5
"""Letters of a tail after an unknown head: shorter ones end too many other words."""
_LEAST_KNOWN_TAIL = 4
_MOST_KEPT = 10_000
"""Words whose cut is remembered; then memory begins anew, so that it stays bounded."""
_NAMELESS = "-"
"""Added to a head that is not to be found."""


@dataclass(slots=True, kw_only=True)
class CompoundCutter:
    """Cuts a compound in two. ``known`` are words left whole, ``tails`` nouns (with whether they name a thing handed
    over and no act), ``heads`` words that are looked up as heads.
    """

    known: frozenset[str]
    tails: dict[str, bool]
    heads: frozenset[str]
    links: Sequence[str]
    capitals: bool = True
    spelling: Spelling = field(default_factory=lambda: Spelling({}))
    pieces: Memory[Any] = field(default_factory=Memory, repr=False)
    """Pieces of text already looked at, with their tokens (``passage.Words``)."""
    _kept: dict[str, tuple[Piece, ...]] = field(default_factory=dict)

    def cut(self, run: str, *, joined: bool = False) -> tuple[Piece, ...]:
        """Return the pieces of a folded word: one, or head and tail; they lie end to end and cover it."""
        found = self._kept.get(run)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[run] = self._cut(run)
        return found

    def _cut(self, run: str) -> tuple[Piece, ...]:
        if run not in self.known and run.isalpha():
            for start in range(_LEAST_HEAD, len(run) - _LEAST_KNOWN_TAIL + 1):
                thing = self.tails.get(run[start:])
                if thing is None:
                    continue
                head = self._head(run[:start])
                if len(run) - start >= _LEAST_TAIL or head is not None:
                    norm = head if head is not None and not thing else run[:start] + _NAMELESS
                    return (Piece(0, start, norm), Piece(start, len(run), run[start:]))
        return (Piece(0, len(run), run),)

    def _head(self, word: str) -> str | None:
        """Return the form under which a head is known, ``None`` where it is not."""
        for link in self.links:
            stem = word[: len(word) - len(link)]
            if word.endswith(link) and stem in self.heads:
                return stem
        return None


def build_compound_cutter(table: SurfaceTable, links: Iterable[str]) -> CompoundCutter:
    """Return the cutter of a pack's list ``compounds``; words come from its surface table."""
    tails: dict[str, bool] = {}
    heads = set()
    for key, place in table.forms.items():
        found = table.meanings[place]
        if " " in key:
            continue
        if any(entry.kind == "item" or (entry.kind == "role") or _is_noun(entry) for entry in found):
            tails[key] = not any(_is_noun(entry) or entry.kind == "role" for entry in found)
        if any(entry.kind in ("item", "state") or _is_noun(entry) for entry in found):
            heads.add(key)
    known = frozenset(word for key in table.forms for word in key.split(" "))
    return CompoundCutter(known=known, tails=tails, heads=frozenset(heads), links=tuple(links))


def _is_noun(entry: Entry) -> bool:
    return entry.kind == "act" and entry.tag == "noun"
