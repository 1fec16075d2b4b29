"""CSV (RFC 4180), one table each for events, claims and documents."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from riscontro.model.holdings import Holdings
from riscontro.tell.exports.rows import Cell, Row, claim_rows, document_rows, event_rows

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet take a cell for a formula (OWASP, CSV injection)."""

_SUSPECT = frozenset({*_RUN_BY_SPREADSHEETS, " "})


def to_csv(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``events.csv``, ``claims.csv`` and ``documents.csv``, UTF-8 with a header line."""
    yield "events.csv", table_to_csv(event_rows(holdings, lang))
    yield "claims.csv", table_to_csv(claim_rows(holdings))
    yield "documents.csv", table_to_csv(document_rows(holdings))


def table_to_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a table, the header with the first; an empty table is an empty file."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for number, row in enumerate(rows):
        if number == 0:
            writer.writerow(row)
        writer.writerow([defused(cell) for cell in row.values()])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def defused(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: text that would be a formula gets an apostrophe before it.

    >>> defused('=HYPERLINK("x")'), defused(-4.0), defused("a=b")
    ('\\'=HYPERLINK("x")', -4.0, 'a=b')
    """
    if isinstance(cell, str) and cell[:1] in _SUSPECT and cell.lstrip(" ").startswith(_RUN_BY_SPREADSHEETS):
        return f"'{cell}"
    return cell
