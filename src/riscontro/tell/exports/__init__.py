"""Exports: a case in the forms that other tools read.

Each format is one module with one function, from :class:`Holdings` to files: names (relative to where the user wants
them) with their text. Ids are the case's own in every format, so that a row in one is found in another, and the grade
is never without its letter or its digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from riscontro.model.holdings import Holdings
from riscontro.tell.exports.atom import to_atom
from riscontro.tell.exports.bibliography import to_bibtex, to_csl
from riscontro.tell.exports.columnar import to_columns
from riscontro.tell.exports.delimited import to_csv
from riscontro.tell.exports.ftm import to_ftm
from riscontro.tell.exports.gdelt import to_gdelt
from riscontro.tell.exports.geojson import to_geojson
from riscontro.tell.exports.lines import to_exchange, to_json_lines
from riscontro.tell.exports.polecat import to_polecat
from riscontro.tell.exports.stix import to_stix
from riscontro.tell.exports.timeline import to_timeline

__all__ = ["FORMATS", "Format", "export"]

Files = Iterator[tuple[str, Iterator[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: what it is, whether it is several files, and what makes it."""

    gloss: str
    several: bool
    write: Callable[[Holdings, str], Files]


FORMATS: Mapping[str, Format] = {
    "csv": Format(gloss="tables of events, claims and documents", several=True, write=to_csv),
    "jsonl": Format(gloss="JSON lines of the same, with their JSON Schemas", several=True, write=to_json_lines),
    "claims": Format(gloss="claims as weigh takes them, JSON lines or Parquet", several=False, write=to_exchange),
    "parquet": Format(gloss="the same as Parquet, lists and histories kept", several=True, write=to_columns),
    "geojson": Format(gloss="events as GeoJSON features (RFC 7946)", several=False, write=to_geojson),
    "timelinejs": Format(gloss="events for TimelineJS", several=False, write=to_timeline),
    "bibtex": Format(gloss="documents as BibTeX entries", several=False, write=to_bibtex),
    "csl": Format(gloss="documents as CSL-JSON items", several=False, write=to_csl),
    "atom": Format(gloss="an Atom feed of changes of status (RFC 4287)", several=False, write=to_atom),
    "stix": Format(gloss="a STIX 2.1 bundle of events as reports", several=False, write=to_stix),
    "gdelt": Format(gloss="events in the 61 columns of GDELT 2.0, grades beside them", several=True, write=to_gdelt),
    "polecat": Format(gloss="events in the 40 columns of POLECAT, grades beside them", several=True, write=to_polecat),
    "ftm": Format(gloss="Follow-the-Money statements of events, parties, documents", several=False, write=to_ftm),
}
"""Every format by the name that the command line knows it by."""


def export(holdings: Holdings, format: str, *, lang: str = "en") -> Files:
    """Yield the files of a format, each as its name and its text in pieces; names of parties are in ``lang``."""
    return FORMATS[format].write(holdings, lang)
