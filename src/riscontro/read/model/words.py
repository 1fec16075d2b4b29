"""Words that say what our readers do not: that an act is open, that a time or a region is meant. All of it is data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from riscontro.lang.loader import load_table
from riscontro.model.claim import Modality
from riscontro.read.tokens import expand

_MOST_ENDING = 4
"""Letters that may follow a phrase of ``open.toml``: an ending."""
_UNBOUNDED = re.compile(r"[\u0590-\u06ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
"""Scripts in which a word may begin or end within a run of letters."""
_TIMES = ("months", "weekdays", "days", "anaphoric_days", "recents", "periods", "seasons")
"""Tables of a pack's ``time.toml`` whose values are words of time."""
_ADVERBS = ("now", "ago", "to_date")
"""Entries of its ``words`` that are."""


def leaves_open(words: str, lang: str) -> set[Modality]:
    """Return the modalities for which words of a language hold a phrase of the pack's ``open.toml``."""
    return {modality for modality, pattern in _moods(lang) if pattern.search(words) is not None}


@cache
def _moods(lang: str) -> tuple[tuple[Modality, re.Pattern[str]], ...]:
    return tuple(
        (Modality(name), _pattern(phrases, _MOST_ENDING)) for name, phrases in load_table(lang, "open").items()
    )


def tells_time(words: str, lang: str) -> bool:
    """Tell whether words hold a unit, a name or an adverb of time that the language's pack knows."""
    return _times(lang).search(words) is not None


@cache
def _times(lang: str) -> re.Pattern[str]:
    table = load_table(lang, "time")
    found = {form for name in _TIMES for form in _forms(table.get(name, {}))}
    found |= {form for name in _ADVERBS for form in _forms(table.get("words", {}).get(name, ()))}
    found |= set(_forms(table.get("units", {})))
    return _pattern(sorted(form for form in found if len(form) > 1), 0)


def names_region(words: str, code: str, lang: str) -> bool:
    """Tell whether words hold a place of a state that its pack lists, a region or a town."""
    return _regions(code, lang).search(words) is not None


@cache
def _regions(code: str, lang: str) -> re.Pattern[str]:
    places = load_table(lang, "actor").get("places", {}).get(code, ())
    return _pattern(sorted(set(_forms(places)), key=len, reverse=True), _MOST_ENDING)


def _forms(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield from expand(entry)
    elif isinstance(entry, Mapping):
        for value in entry.values():
            yield from _forms(value)
    else:
        for value in entry:
            yield from _forms(value)


def _pattern(phrases: Iterable[str], ending: int) -> re.Pattern[str]:
    bound: list[str] = []
    free: list[str] = []
    for phrase in phrases:
        (free if _UNBOUNDED.search(phrase) else bound).append(re.escape(phrase))
    parts = [rf"(?<!\w)(?:{'|'.join(bound)})\w{{0,{ending}}}(?!\w)"] if bound else []
    parts += [f"(?:{'|'.join(free)})"] if free else []
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
