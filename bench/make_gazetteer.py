"""Makes the table of the states that places lie in: ``python -m bench.make_gazetteer CLDR``.

``CLDR`` is the folder ``common`` of the Common Locale Data Repository (https://cldr.unicode.org, Unicode licence v3),
as the npm package ``cldr`` 8.0.0 carries it; cities are those of ``places.tsv.xz`` (GeoNames, CC BY 4.0; see
``make_places``). Written is ``src/riscontro/vocab/gazetteer.tsv.xz``, which is committed.
"""

from __future__ import annotations

import lzma
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from riscontro.vocab.places import DOMINANT_PEOPLE, DOMINANT_RATIO, key_of, stem_of
from riscontro.vocab.states import states

VOCAB = Path(__file__).parents[1] / "src" / "riscontro" / "vocab"
_KINDS = """
province provincia província prowincja provincie провинция провінція region región regione région regionu county comté
contea condado grafschaft hrabstwo графство department département departamento dipartimento departament департамент
district distretto distrito distrikt dystrykt округ район state estado état stato staat stan штат governorate
gouvernorat governatorato gobernación gubernatorstwo gouvernement мухафаза prefecture prefettura préfecture prefectura
präfektur prefektura префектура oblast область obwód krai край kraj republic republik republika repubblica république
república республика республіка autonomous autonome autonoma autónoma autonomiczna автономная автономна community
gemeinschaft comunità communauté comunidad comunidade wspólnota freistaat land canton kanton cantone cantón cantão
кантон parish municipality municipio município metropolitan city città ville ciudad cidade stadt miasto місто город of
di de do da del dello della du des la le el the provinz bezirk bundesstaat gobernorado daïra wilaya raion rayon
"""
GENERIC = frozenset(map(key_of, _KINDS.split()))
"""Words of names of subdivisions that say of what kind they are."""

SUFFIXES = (
    "自由州",
    "特別行政区",
    "自治区",
    "自治州",
    "自治県",
    "州",
    "省",
    "県",
    "府",
    "郡",
    "地区",
    "市",
    "특별자치도",
    "자치주",
    "주",
    "도",
    "성",
    "현",
    "군",
)
"""The same, written onto a name."""

LANGUAGES = ("en", "it", "fr", "es", "de", "ru", "uk", "ko", "pt", "pl", "ja", "zh", "zh_Hant", "ar")


def main(arguments: Sequence[str]) -> int:
    """Write the table: one row for each state, with the keys of the names of places that lie in it alone.

    A row whose state has a plus sign holds those that are a region's in that state alone, but a city's in another.
    """
    folder = Path(arguments[0]) / "subdivisions"
    regions, cities = _regions(folder), _cities()
    held: dict[str, set[str]] = defaultdict(set)
    plain = _plain(folder)
    for key in {*regions, *cities, *plain}:
        named = regions.get(key, set()) | ({cities[key]} if key in cities else set()) or plain[key]
        if len(named) == 1:
            held[next(iter(named))].add(key)
        elif len(regions.get(key, ())) == 1:
            held["+" + next(iter(regions[key]))].add(key)
    rows = [f"{state}\t{'|'.join(sorted(keys))}" for state, keys in sorted(held.items())]
    (VOCAB / "gazetteer.tsv.xz").write_bytes(lzma.compress(("\n".join(rows) + "\n").encode("utf-8"), preset=9))
    return 0


def _regions(folder: Path) -> dict[str, set[str]]:
    """Return the states in which a subdivision of each key lies."""
    held: dict[str, set[str]] = defaultdict(set)
    for state, name in _subdivisions(folder):
        held[stem_of(key_of(name))].add(state)
    return held


def _plain(folder: Path) -> dict[str, set[str]]:
    """Return the same for names without the words for their kind ("Katalonien"), which yield to any full name."""
    held: dict[str, set[str]] = defaultdict(set)
    for state, name in _subdivisions(folder):
        bare = " ".join(word for word in name.replace("-", " ").split() if key_of(word) not in GENERIC)
        ending = next((one for one in SUFFIXES if name.endswith(one) and len(name) > len(one) + 1), "")
        key = stem_of(key_of(name.removesuffix(ending) if ending else bare))
        if len(key) > (3 if key.isascii() else 1):
            held[key].add(state)
    return held


def _subdivisions(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield state and name of every subdivision in every language."""
    codes = {state.alpha2.casefold(): state.alpha3 for state in states()}
    for language in LANGUAGES:
        for one in ElementTree.parse(folder / f"{language}.xml").iter("subdivision"):
            code, name = one.get("type", ""), (one.text or "").strip()
            if code[:2] in codes and len(key_of(name)) > 1 and not name.isdigit():
                yield codes[code[:2]], name


def _cities() -> dict[str, str]:
    """Return the state of the city that each key stands for without more ado, by the measure of ``vocab.places``.

    A second place of the same name in the same state does not make the state doubtful.
    """
    people: dict[str, dict[str, int]] = defaultdict(dict)
    for row in lzma.decompress((VOCAB / "places.tsv.xz").read_bytes()).decode("utf-8").splitlines():
        _, _, state, _, _, number, names = row.split("\t")
        for key in names.split("|"):
            people[key][state] = max(people[key].get(state, 0), int(number))
    held = {}
    for key, by_state in people.items():
        (state, most), *others = sorted(by_state.items(), key=lambda item: -item[1])
        if most >= DOMINANT_PEOPLE and (not others or most >= DOMINANT_RATIO * others[0][1]):
            held[key] = state
    return held


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
