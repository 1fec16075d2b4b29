"""GeoJSON (RFC 7946): one feature for each event, its geometry the point of its place, null where none is known.

``place_precision`` says what the point stands for: a ``region`` or a ``city``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from riscontro.model.holdings import Holdings
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.exports.rows import Row, event_row
from riscontro.tell.places import events_with_places
from riscontro.vocab.places import SOURCE, Place


def to_geojson(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``events.geojson``."""
    yield "events.geojson", _collection(holdings, lang)


def _collection(holdings: Holdings, lang: str) -> Iterator[str]:
    catalogue = load_catalogue(lang)
    yield f'{{"type": "FeatureCollection", "attribution": {json.dumps(SOURCE)}, "features": [\n'
    for number, (event, place) in enumerate(events_with_places(holdings.placed_events())):
        row = event_row(event, catalogue)
        feature = {"type": "Feature", "id": row["id"], "geometry": _geometry(place), "properties": row | _about(place)}
        yield (",\n" if number else "") + json.dumps(feature, ensure_ascii=False)
    yield "\n]}\n"


def _geometry(place: Place | None) -> dict[str, object] | None:
    """Return a point, longitude first; an unlocated feature has a null geometry (RFC 7946, section 3.2)."""
    if place is None or place.latitude is None:
        return None
    return {"type": "Point", "coordinates": [place.longitude, place.latitude]}


def _about(place: Place | None) -> Row:
    return {
        "place_name": place.name if place else None,
        "place_state": place.state if place else None,
        "place_precision": place.precision.value if place else None,
        "place_reference": place.reference if place else None,
    }
