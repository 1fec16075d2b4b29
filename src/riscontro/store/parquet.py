"""Parquet in and out, through DuckDB: the only module that imports it (extra ``riscontro[bulk]``).

Chosen over pyarrow and polars for the weight of its wheel (24 MB against 55 and 45), because it streams both ways
within a bound on memory, and because it reads and writes nested columns as the JSON lines beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riscontro.errors import UsageError

if TYPE_CHECKING:
    import duckdb

SUFFIX = ".parquet"
ROWS_AT_ONCE = 2_000
MEMORY = "2GB"

EVENT_COLUMNS: Mapping[str, str] = {
    "id": "VARCHAR", "type": "VARCHAR", "mode": "VARCHAR", "actor": "VARCHAR", "recipient": "VARCHAR",
    "opponent": "VARCHAR", "place": "VARCHAR", "earliest": "DATE", "latest": "DATE", "quantity_min": "DOUBLE",
    "quantity_max": "DOUBLE", "quantity_unit": "VARCHAR", "quantity_bound": "VARCHAR", "quantity_cumulative": "BOOLEAN",
    "planned": "BOOLEAN", "status": "VARCHAR", "grade": "VARCHAR", "reliability": "VARCHAR", "credibility": "TINYINT",
    "probability": "DOUBLE", "independent": "INTEGER", "contested_by": "VARCHAR[]", "public_from": "TIMESTAMPTZ",
    "changed_at": "TIMESTAMPTZ", "claims": "VARCHAR[]",
    "origins": (
        'STRUCT("name" VARCHAR, state VARCHAR, kind VARCHAR, "group" VARCHAR, stance VARCHAR, public_from TIMESTAMPTZ,'
        " counts BOOLEAN, standing BOOLEAN, presumed_relay BOOLEAN, against_interest BOOLEAN, physical BOOLEAN,"
        " claims VARCHAR[], why VARCHAR)[]"
    ),
    "history": (
        'STRUCT("at" TIMESTAMPTZ, held_at TIMESTAMPTZ, status VARCHAR, grade VARCHAR, independent INTEGER,'
        " rule VARCHAR, reason VARCHAR, document VARCHAR, claim VARCHAR)[]"
    ),
}  # fmt: skip
"""The columns of a file of events; those of JSON lines are the same."""

CLAIM_COLUMNS: Mapping[str, str] = {
    "id": "VARCHAR", "document": "VARCHAR", "public_from": "TIMESTAMPTZ", "held_from": "TIMESTAMPTZ", "url": "VARCHAR",
    "publisher": "VARCHAR", "lang": "VARCHAR", "translated": "VARCHAR", "access": "VARCHAR", "share": "DOUBLE",
    "family": "VARCHAR", "version": "BIGINT", "start": "BIGINT", "end": "BIGINT", "actor": "VARCHAR",
    "type": "VARCHAR", "mode": "VARCHAR", "recipient": "VARCHAR", "opponent": "VARCHAR", "place": "VARCHAR",
    "earliest": "DATE", "latest": "DATE", "quantity_min": "DOUBLE", "quantity_max": "DOUBLE",
    "quantity_unit": "VARCHAR", "quantity_bound": "VARCHAR", "quantity_cumulative": "BOOLEAN",
    "quantity_earliest": "DATE", "quantity_latest": "DATE",
    "modality": "VARCHAR", "basis": "VARCHAR", "root": "VARCHAR", "root_state": "VARCHAR", "root_kind": "VARCHAR",
    "via": "VARCHAR[]", "stance": "VARCHAR", "about": "VARCHAR", "hedge": "VARCHAR", "incomplete": "BOOLEAN",
    "another": "BOOLEAN", "reader": "VARCHAR",
}  # fmt: skip
"""The columns of a file of claims."""


def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return a connection to a database in a file, or in memory; raise :class:`UsageError` where there is no DuckDB."""
    try:
        import duckdb
    except ImportError as error:
        raise UsageError("Parquet needs the extra: pip install 'riscontro[bulk]' (JSON lines need none)") from error
    connection = duckdb.connect(str(path) if path else ":memory:")
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute("SET threads = 1")
    connection.execute("SET TimeZone = 'UTC'")
    # Standard output is for events: DuckDB would draw a bar on it where a query takes seconds.
    connection.execute("SET enable_progress_bar = false")
    # What is read is a file that the user named, and nothing from anywhere else.
    connection.execute("SET autoinstall_known_extensions = false")
    return connection


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a Parquet file; raise :class:`UsageError` where it is none."""
    with connect() as connection:
        import duckdb

        try:
            cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            names = [column[0] for column in cursor.description or ()]
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                for row in rows:
                    yield dict(zip(names, row, strict=True))
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise UsageError(f"{path}: cannot be read as Parquet: {first}") from error


def lines_to_parquet(lines: Path, target: Path, columns: Mapping[str, str]) -> None:
    """Write a file of JSON lines as Parquet with these columns."""
    listed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    source = f"read_json(?, format = 'newline_delimited', columns = {{{listed}}}, maximum_object_size = 100000000)"
    with connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM {source}) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)", [str(lines)]
        )


def literal(value: object) -> str:
    """Return a text or a path as SQL."""
    return "'" + str(value).replace("'", "''") + "'"
