"""Tables for Parquet: the rows of the JSON lines, lists and nested records kept, with the type of each column.

The rows leave as JSON lines; whoever writes the files (extra ``riscontro[bulk]``) turns them into columns of these
types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from riscontro.model.holdings import Holdings
from riscontro.tell.exports.lines import to_json_lines

_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("goldstein", "probability", "quantity_min", "quantity_max", "share"), "DOUBLE"),
    **dict.fromkeys(("share_low", "share_high"), "DOUBLE"),
    **dict.fromkeys(("credibility", "independent", "version"), "INTEGER"),
    **dict.fromkeys(("start", "end"), "BIGINT"),
    **dict.fromkeys(("planned", "quantity_cumulative", "incomplete", "another"), "BOOLEAN"),
    **dict.fromkeys(("earliest", "latest"), "DATE"),
    **dict.fromkeys(("known_from", "changed_at", "public_from", "held_from"), "TIMESTAMPTZ"),
}
_NESTED: Mapping[str, str] = {
    "claims": "VARCHAR[]",
    "contested_by": "VARCHAR[]",
    "origins": (
        'STRUCT(id VARCHAR, "name" VARCHAR, state VARCHAR, kind VARCHAR, "group" VARCHAR, stance VARCHAR,'
        " counts BOOLEAN, standing BOOLEAN, against_interest BOOLEAN, why VARCHAR, claims VARCHAR[],"
        " public_from TIMESTAMPTZ)[]"
    ),
    "history": (
        'STRUCT("at" TIMESTAMPTZ, held_at TIMESTAMPTZ, status VARCHAR, grade VARCHAR, rule VARCHAR, reason VARCHAR,'
        " origins INTEGER, document VARCHAR, claim VARCHAR)[]"
    ),
}


def to_columns(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``events.parquet``, ``claims.parquet`` and ``documents.parquet``, each as the JSON lines of its rows."""
    for name, lines in to_json_lines(holdings, lang):
        if name.endswith(".jsonl"):
            yield name.replace(".jsonl", ".parquet"), lines


def column_types(table: str, keys: Iterator[str] | list[str]) -> dict[str, str]:
    """Return the type of each column of a table (``events``, ``claims``, ``documents``) in DuckDB's SQL."""
    nested = _NESTED if table == "events" else {}
    return {key: nested.get(key) or _TYPES.get(key, "VARCHAR") for key in keys}
