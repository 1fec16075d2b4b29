"""Events in the shape of GDELT 2.0's event table: 61 tab-separated columns without a header line.

Columns are those of the GDELT Event Codebook, version 2.0. What riscontro does not know (ethnic and religious codes,
tone, coordinates) stays empty, as there. GDELT has no room for status and grade: they stand in a table beside, by the
same id.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from riscontro.model.event import Event
from riscontro.model.holdings import Holdings
from riscontro.model.ids import sha256_hex
from riscontro.tell.catalogue import Catalogue, load_catalogue
from riscontro.tell.names import party_name
from riscontro.vocab.events import event_kind
from riscontro.vocab.states import is_state

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
_TYPES = ("Type1Code", "Type2Code", "Type3Code")
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    *("GlobalEventID", "Day", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{side}{name}" for side in (1, 2) for name in (*_ACTOR, *_TYPES)),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
"""The 61 columns, in order."""

_QUAD = {"VCOOP": "1", "MCOOP": "2", "VCONF": "3", "MCONF": "4"}
GRADE_COLUMNS = ("GlobalEventID", "Event", "Status", "Grade", "Independent")


def to_gdelt(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``events.gdelt.tsv`` and ``grades.tsv``. GDELT's table is keyed by day: an event without one is left empty
    there.
    """
    yield "events.gdelt.tsv", _lines(holdings, load_catalogue(lang))
    yield "grades.tsv", _grades(holdings)


def global_event_id(event: Event) -> int:
    """Return the event's id as a positive number of 63 bits, as GDELT's is one."""
    return int(sha256_hex(event.id.encode())[:16], 16) >> 1


def _lines(holdings: Holdings, catalogue: Catalogue) -> Iterator[str]:
    for event, told in holdings.reported_events():
        row = dict.fromkeys(COLUMNS, "")
        kind = event_kind(event.type, event.mode)
        row |= {"GlobalEventID": str(global_event_id(event)), **_dates(event)}
        row |= _actor(1, event.actor, catalogue) | _actor(2, event.recipient, catalogue)
        row |= {
            "IsRootEvent": "1",
            "EventCode": kind.cameo,
            "EventBaseCode": kind.cameo[:3],
            "EventRootCode": kind.cameo[:2],
            "QuadClass": _QUAD.get(kind.quad, ""),
            "GoldsteinScale": f"{kind.goldstein:g}",
            "NumMentions": str(len(event.claims)),
            "NumSources": str(len({document.publisher for document in told})),
            "NumArticles": str(len(told)),
            "ActionGeo_FullName": event.place or "",
            "DATEADDED": f"{event.history[0].at:%Y%m%d%H%M%S}",
            "SOURCEURL": next((document.url for document in told if document.url), ""),
        }
        yield "\t".join(_cell(cell) for cell in row.values()) + "\n"


def _grades(holdings: Holdings) -> Iterator[str]:
    yield "\t".join(GRADE_COLUMNS) + "\n"
    for event in holdings.events:
        cells = (global_event_id(event), event.id, event.status.value, event.grade, event.independent)
        yield "\t".join(str(cell) for cell in cells) + "\n"


def _dates(event: Event) -> dict[str, str]:
    day = (event.when.earliest or event.when.latest) if event.when else None
    if day is None:
        return {}
    fraction = (day - date(day.year, 1, 1)).days / 365
    return {
        "Day": f"{day:%Y%m%d}",
        "MonthYear": f"{day:%Y%m}",
        "Year": f"{day:%Y}",
        "FractionDate": f"{day.year + min(fraction, 0.9999):.4f}",
    }


def _actor(side: int, code: str | None, catalogue: Catalogue) -> dict[str, str]:
    if code is None:
        return {}
    name = party_name(code, catalogue).bare.upper()
    if is_state(code):
        return {f"Actor{side}Code": code, f"Actor{side}Name": name, f"Actor{side}CountryCode": code}
    return {f"Actor{side}Code": code, f"Actor{side}Name": name, f"Actor{side}KnownGroupCode": code}


def _cell(cell: str) -> str:
    return " ".join(cell.split()) if cell else ""
