"""The words by which a page names a watched state, or an act, in the languages of the packs: data, made into probes.

Names come from CLDR (Babel) and the authority tables, peoples, capitals, organs and holders from the packs where they
list them, acts from the packs' event tables. Each is cut to a stem, so that inflected forms are found by a plain
search: the sieve may let a page pass too many, never one too few.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import Any

from riscontro.lang.loader import load_table, pack_codes
from riscontro.vocab.holders import holders
from riscontro.vocab.states import state

_EXACT_LETTERS = 3
"""Names up to this length ("US", "RF") are looked for as they are spelt, between borders; others fold case."""

_CUT_ONE, _CUT_TWO = 5, 7
"""Letters from which a word loses its last one, or two: enough for the cases and genders of the packs' languages."""

_SHORT = 4
_ENDINGS = "aeiouаеиоуыяє"
"""Last letters that even a short word loses: "ruso", "rusa"."""

_NO_BORDERS = re.compile(r"[\u0600-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
"""Scripts in which a name may stand glued to what is before or after it."""

_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"\w+")
_ARTICLE = "ال"


class Manner(StrEnum):
    """How a name is looked for: as it is spelt, glued to its neighbours, or by stems at the border of a word."""

    EXACT = "exact"
    GLUED = "glued"
    STEMS = "stems"


@dataclass(frozen=True, slots=True)
class Probe:
    """A name to look for: its words in order, folded and cut to stems unless it is looked for as it is spelt."""

    words: tuple[str, ...]
    manner: Manner

    def find(self, page: Words) -> bool:
        """Tell whether the name is on a page."""
        match self.manner:
            case Manner.GLUED:
                return bool(page.glued) and all(word in page.glued for word in self.words)
            case Manner.EXACT:
                found = all(word in page.tokens for word in self.words)
            case Manner.STEMS:
                found = all(page.starts(word) for word in self.words)
        if not found or len(self.words) == 1:
            return found
        return _pattern(self).search(page.text if self.manner is Manner.EXACT else page.folded) is not None


class Words:
    """The words of a page, each once, made ready to look stems up in: far fewer than its characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = set(_TOKEN.findall(text))
        self._sorted = sorted({token.casefold() for token in self.tokens})
        self.glued = "\n".join(token for token in self._sorted if _NO_BORDERS.search(token))

    @cached_property
    def folded(self) -> str:
        """The text, case folded."""
        return self.text.casefold()

    def starts(self, stem: str) -> bool:
        """Tell whether a word starts with a folded stem."""
        place = bisect_left(self._sorted, stem)
        return place < len(self._sorted) and self._sorted[place].startswith(stem)


_BETWEEN = r"[^\W_]*[\W_]{1,3}"
"""What stands between the stems of a phrase: the ending of a word, and a space or hyphen."""


@lru_cache(maxsize=4096)
def _pattern(probe: Probe) -> re.Pattern[str]:
    body = _BETWEEN.join(map(re.escape, probe.words))
    return re.compile(rf"(?<![^\W_]){body}" + (r"(?![^\W_])" if probe.manner is Manner.EXACT else ""))


def state_probes(alpha3: str, langs: Iterable[str]) -> tuple[Probe, ...]:
    """Return what a page names a state by in some languages, the shortest stems first, none that another covers."""
    names = dict.fromkeys(name for lang in langs for name in _state_names(alpha3, lang))
    return _without_covered(probe for name in names if (probe := _to_probe(name)))


@cache
def act_probes(lang: str) -> tuple[Probe, ...]:
    """Return the words of acts that a language's pack lists, empty where it lists none.

    Empty too where words are not parted from their endings by a border: their stems cannot be told by a cut.
    """
    acts = load_table(lang, "event").get("act", ())
    words = (word for act in acts for key in _telling(act) for word in act.get(key, ()))
    heads = dict.fromkeys(max(_WORD.findall(word), key=len, default="") for word in words)
    probes = _without_covered(probe for word in heads if (probe := _to_probe(word)))
    return () if any(probe.manner is Manner.GLUED for probe in probes) else probes


def _telling(act: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lists whose words tell an act: verbs bound to their objects ("close") are too common by themselves."""
    return ("objects",) if "objects" in act else ("verbs", "nouns")


def has_people(alpha3: str, lang: str) -> bool:
    """Tell whether a pack lists a state's people: without it "Russian" is known only as far as the name's stem goes."""
    return alpha3 in load_table(lang, "actor").get("people", {})


def _state_names(alpha3: str, lang: str) -> Iterator[str]:
    actor = load_table(lang, "actor")
    yield from _cldr_names(alpha3, lang)
    for table in ("names", "exact", "people", "capitals", "seats", "places"):
        yield from actor.get(table, {}).get(alpha3, ())
    for organs in actor.get("organs", {}).values():
        yield from organs.get(alpha3, ())
    also: Mapping[str, Any] = actor.get("holders", {})
    for holder in holders():
        if holder.state == alpha3:
            yield from (*holder.aliases, *also.get(holder.aliases[0], ()))


@cache
def _cldr_names(alpha3: str, lang: str) -> tuple[str, ...]:
    """Return the state's own name and those of its cities that CLDR names a time zone after, in one language."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    known = state(alpha3)
    if known is None:
        return ()
    try:
        locale = Locale.parse(lang)
    except UnknownLocaleError:
        return ()
    names = [locale.territories.get(known.alpha2, "")]
    for zone, territory in get_global("zone_territories").items():
        if territory == known.alpha2 and known.alpha2 not in _MANY_ZONES:
            names.append(locale.time_zones.get(zone, {}).get("city", "") or zone.rpartition("/")[2].replace("_", " "))
    return tuple(name for name in names if name)


_MANY_ZONES = frozenset({"US", "CA", "AQ"})
"""Zones named after small towns, stations and men, whose names mostly mean something else."""


def _to_probe(name: str) -> Probe | None:
    """Return the probe of a name, ``None`` for one that says nothing."""
    words = _WORD.findall(name)
    if not words:
        return None
    if _NO_BORDERS.search(name):
        return Probe(tuple(word.removeprefix(_ARTICLE) for word in words), Manner.GLUED)
    if len("".join(words)) <= _EXACT_LETTERS:
        return Probe(tuple(words), Manner.EXACT) if name != name.lower() else None
    return Probe(tuple(_stem(word.casefold()) for word in words), Manner.STEMS)


def _stem(word: str) -> str:
    if len(word) == _SHORT and word[-1] in _ENDINGS:
        return word[:-1]
    return word[:-2] if len(word) >= _CUT_TWO else word[:-1] if len(word) >= _CUT_ONE else word


def _without_covered(probes: Iterable[Probe]) -> tuple[Probe, ...]:
    """Return the probes without those that a shorter one of a single word covers, the shortest first."""
    kept: list[Probe] = []
    stems: set[str] = set()
    for probe in sorted(dict.fromkeys(probes), key=lambda probe: (len(probe.words), sum(map(len, probe.words)))):
        starts = (word[:length] for word in probe.words for length in range(1, len(word) + 1))
        if probe.manner is Manner.STEMS and not stems.isdisjoint(starts):
            continue
        kept.append(probe)
        if probe.manner is Manner.STEMS and len(probe.words) == 1:
            stems.add(probe.words[0])
    return tuple(kept)


def watched_langs() -> tuple[str, ...]:
    """Return the languages in which watched states are looked for: those of the packs."""
    return pack_codes()
