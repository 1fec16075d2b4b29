"""What a party's case says of its place in the clause, by a pack's ``forms.toml``: bare cases and governed ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from riscontro.lang.loader import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Government:
    """``bare``: markers that a case stands for without a preposition (a genitive for ``of``). ``after``: for each
    preposition the markers by case. ``adjective``: how a word ends that stands between a preposition and its noun.
    ``genitive``: the letter of the case that joins a noun to the one before it.
    """

    bare: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    adjective: re.Pattern[str] | None = None

    def __bool__(self) -> bool:
        return bool(self.bare)

    def governed(self, preposition: str, letters: frozenset[str]) -> frozenset[str]:
        """Return the markers that a preposition stands for before these cases, empty where the pack does not tell."""
        by_case = self.after.get(preposition, {})
        return frozenset().union(*(by_case[letter] for letter in letters if letter in by_case))

    def between(self, norm: str) -> bool:
        """Tell whether a word looks like an adjective or a number that stands before a noun."""
        return norm[:1].isdigit() or (self.adjective is not None and self.adjective.search(norm) is not None)


NO_GOVERNMENT = Government()


@cache
def load_government(lang: str) -> Government:
    """Return what a pack says of cases; of a language without cases, nothing."""
    table = load_table(lang, "forms")
    if not table:
        return NO_GOVERNMENT
    pattern = table.get("adjective_form", "")
    return Government(
        bare=dict(table.get("bare", {})),
        after={
            word: {case: frozenset(markers) for case, markers in by_case.items()}
            for word, by_case in table.get("after", {}).items()
        },
        adjective=re.compile(pattern) if pattern else None,
    )
