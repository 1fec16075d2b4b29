"""Events as columns into Parquet or JSON lines, part by part, and parts into one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from riscontro.model.columns import Table
from riscontro.store.arrow import Stream
from riscontro.store.parquet import EVENT_COLUMNS, connect, literal

LINES, PARQUET = "lines", "parquet"
"""Forms of a file of events."""


class EventsFile:
    """Parts of a file of events, each by first moment of knowledge, then id; and the file that they become."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._folder = folder
        self._db = connect(folder / "events.duckdb")
        self._db.execute(f"SET threads = {threads}")

    def close(self) -> None:
        """Let the database go; its files are the caller's to remove."""
        self._db.close()

    def put(self, number: int, events: Table) -> Path:
        """Write a part; return its file. May be called from several threads."""
        path = self._folder / f"events-{number}.parquet"
        with self._db.cursor() as cursor:
            cursor.register("told", Stream(events))
            cursor.execute(f"COPY (SELECT * FROM told) TO {literal(path)} (FORMAT parquet, COMPRESSION snappy)")
        return path

    def merge(self, parts: Sequence[Path], target: Path, *, form: str) -> None:
        """Write all parts into one file, as Parquet or as JSON lines."""
        empty = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in EVENT_COLUMNS.items())
        found = (
            f"SELECT * FROM read_parquet([{', '.join(map(literal, parts))}])" if parts else f"SELECT {empty} LIMIT 0"
        )
        ordered = f"SELECT * FROM ({found}) ORDER BY public_from, id"
        if form == LINES:
            self._db.execute(f"COPY (SELECT {_plain()} FROM ({ordered})) TO {literal(target)} (FORMAT json)")
        else:
            self._db.execute(f"COPY ({ordered}) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)")


def _plain() -> str:
    """Return the columns as JSON has them: moments as texts."""
    return ", ".join(f'{_as_json(kind, name)} AS "{name}"' for name, kind in EVENT_COLUMNS.items())


def _as_json(kind: str, column: str) -> str:
    if kind == "TIMESTAMPTZ":
        return f"strftime(make_timestamp(epoch_us({column})), '%Y-%m-%dT%H:%M:%SZ')"
    if kind.startswith("STRUCT("):
        fields = [field.strip().rsplit(" ", 1) for field in kind.removeprefix("STRUCT(").removesuffix(")[]").split(",")]
        made = ", ".join(f"{name}: {_as_json(of, f'one.{name}')}" for name, of in fields)
        return f"[{{{made}}} FOR one IN {column}]"
    return column
