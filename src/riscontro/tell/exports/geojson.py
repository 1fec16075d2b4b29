"""GeoJSON (RFC 7946): one feature for each event, its geometry null where only a state or a name is known."""

from __future__ import annotations

import json
from collections.abc import Iterator

from riscontro.model.holdings import Holdings
from riscontro.tell.exports.rows import event_rows


def to_geojson(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``events.geojson``."""
    yield "events.geojson", _collection(holdings, lang)


def _collection(holdings: Holdings, lang: str) -> Iterator[str]:
    yield '{"type": "FeatureCollection", "features": [\n'
    for number, row in enumerate(event_rows(holdings, lang)):
        # An unlocated feature has a null geometry (RFC 7946, section 3.2).
        feature = {"type": "Feature", "id": row["id"], "geometry": None, "properties": row}
        yield (",\n" if number else "") + json.dumps(feature, ensure_ascii=False)
    yield "\n]}\n"
