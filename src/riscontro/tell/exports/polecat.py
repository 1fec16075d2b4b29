"""Events in the shape of POLECAT's event table: 40 tab-separated columns with a header line.

Columns are those of the POLECAT codebook (Halterman et al., "PLOVER and POLECAT: A New Political Event Ontology and
Dataset", 2023; Harvard Dataverse). What riscontro does not know (contexts, sectors of persons, Wikipedia and GeoNames
ids) stays empty. Modes are riscontro's own, ``Intensity`` is the Goldstein weight of the act. POLECAT has no room for
status and grade: they stand in a table beside, by the same id.
"""

from __future__ import annotations

from collections.abc import Iterator

from riscontro.model.document import Document
from riscontro.model.event import Event
from riscontro.model.holdings import Holdings
from riscontro.tell.catalogue import Catalogue, load_catalogue
from riscontro.tell.exports.delimited import defused
from riscontro.tell.names import party_name
from riscontro.tell.places import events_with_places
from riscontro.vocab.events import event_kind
from riscontro.vocab.places import Place
from riscontro.vocab.states import state


def _party_columns(side: str) -> tuple[str, ...]:
    own = (f"{side} Name", f"{side} Country", f"{side} COW", f"Primary {side} Sector", f"{side} Sectors")
    return (*own, f"{side} Title", f"{side} Name Raw", f"Wikipedia {side} ID")


COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *_party_columns("Actor"),
    *_party_columns("Recipient"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename"),
    *("Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations"),
    *("Language", "Version"),
)
"""The 40 columns, in order."""

_QUAD = {
    "VCOOP": "VERBAL COOPERATION",
    "MCOOP": "MATERIAL COOPERATION",
    "VCONF": "VERBAL CONFLICT",
    "MCONF": "MATERIAL CONFLICT",
}
GRADE_COLUMNS = ("Event ID", "Status", "Grade", "Independent", "Claims")


def to_polecat(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``events.polecat.tsv`` and ``grades.tsv``; an event without a date has an empty one."""
    yield "events.polecat.tsv", _lines(holdings, load_catalogue(lang))
    yield "grades.tsv", _grades(holdings)


def _lines(holdings: Holdings, catalogue: Catalogue) -> Iterator[str]:
    yield "\t".join(COLUMNS) + "\n"
    places = events_with_places(holdings.placed_events())
    for (event, documents), (_, place) in zip(holdings.reported_events(), places, strict=True):
        first = min(documents, key=_published, default=None)
        row = dict.fromkeys(COLUMNS, "")
        row |= _act(event) | _party("Actor", event.actor, catalogue) | _party("Recipient", event.recipient, catalogue)
        row |= _place(event, place) | _story(first)
        row["Version"] = f"riscontro {holdings.version}"
        yield "\t".join(_cell(cell) for cell in row.values()) + "\n"


def _published(document: Document) -> tuple[str, str]:
    return (document.public_from.isoformat(), document.id)


def _act(event: Event) -> dict[str, str]:
    kind = event_kind(event.type, event.mode)
    day = (event.when.earliest or event.when.latest) if event.when else None
    return {
        "Event ID": event.id,
        "Event Date": day.isoformat() if day else "",
        "Event Type": event.type.value,
        "Event Mode": event.mode or "",
        "Intensity": f"{kind.goldstein:g}",
        "Quad Code": _QUAD.get(kind.quad, ""),
    }


def _party(side: str, code: str | None, catalogue: Catalogue) -> dict[str, str]:
    if code is None:
        return {}
    known = state(code)
    sector = "GOV" if known else ""
    return {
        f"{side} Name": party_name(code, catalogue).bare,
        f"{side} Country": known.alpha3 if known else "",
        f"{side} COW": str(known.cow or "") if known else "",
        f"Primary {side} Sector": sector,
        f"{side} Sectors": sector,
        f"{side} Name Raw": code,
    }


def _place(event: Event, place: Place | None) -> dict[str, str]:
    if place is None:
        return {"Raw Placename": event.place or ""}
    located = place.latitude is not None
    return {
        "Placename": place.name,
        "Country": place.state or "",
        "Latitude": f"{place.latitude}" if located else "",
        "Longitude": f"{place.longitude}" if located else "",
        "Raw Placename": event.place or place.name,
        "Feature Type": place.precision.value,
    }


def _story(document: Document | None) -> dict[str, str]:
    """Return the earliest report of an event; the others are in the table of claims."""
    if document is None:
        return {}
    day = document.published.interval().earliest if document.published else None
    return {
        "Source": document.publisher or "",
        "Publication Date": day.isoformat() if day else "",
        "Language": document.lang,
    }


def _grades(holdings: Holdings) -> Iterator[str]:
    yield "\t".join(GRADE_COLUMNS) + "\n"
    for event in holdings.events:
        cells = (event.id, event.status.value, event.grade, event.independent, len(event.claims))
        yield "\t".join(str(cell) for cell in cells) + "\n"


def _cell(cell: str) -> str:
    """Return a cell on one line; text that a spreadsheet would run is defused, numbers stay."""
    line = " ".join(cell.split())
    try:
        float(line)
    except ValueError:
        return str(defused(line))
    return line
