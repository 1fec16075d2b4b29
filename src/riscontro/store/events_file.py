"""Events as columns into Parquet or JSON lines, part by part, and parts into one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from riscontro.model.columns import Array, Table
from riscontro.store.arrow import Stream
from riscontro.store.laid import Books, Part, lay_table, read_slice, slices_of
from riscontro.store.parquet import EVENT_COLUMNS, connect, literal

LINES, PARQUET = "lines", "parquet"
"""Forms of a file of events."""

EVENTS_AT_ONCE = 50_000


class EventsFile:
    """Parts of a file of events, each by first moment of knowledge, then id; and the file that they become."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._folder = folder
        self._db = connect(folder / "events.duckdb")
        self._db.execute(f"SET threads = {threads}")
        self._books = Books()
        self._parts: dict[int, tuple[Part, tuple[Array, Array]]] = {}

    def close(self) -> None:
        """Let the database go; its files are the caller's to remove."""
        self._db.close()

    def put(self, number: int, events: Table, digits: Array) -> None:
        """Lay a part down, with the hash part of the id of each event. May be called from several threads."""
        part = lay_table(events, self._folder / f"events-{number}.bin", self._books)
        self._parts[number] = (part, (events["public_from"].micros, digits))

    def merge(self, target: Path, *, form: str, laid: Callable[[Table], Table]) -> None:
        """Write all parts into one file, as Parquet or as JSON lines; ``laid`` gives a slice as it is to be written."""
        numbers = sorted(number for number, (part, _) in self._parts.items() if part.rows)
        keys = [self._parts[number][1] for number in numbers]
        if not numbers:
            empty = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in EVENT_COLUMNS.items())
            self._write(f"SELECT {empty} LIMIT 0", target, form)
            return
        slices = slices_of([self._parts[number][0] for number in numbers], keys, EVENTS_AT_ONCE)
        tables = map(laid, map(read_slice, slices))
        told = Stream(next(tables), more=tables)
        self._db.register("told", told)
        try:
            self._write("SELECT * FROM told", target, form)
        finally:
            if told.error is not None:
                raise told.error
        self._db.unregister("told")

    def _write(self, found: str, target: Path, form: str) -> None:
        if form == LINES:
            self._db.execute(f"COPY (SELECT {_plain()} FROM ({found})) TO {literal(target)} (FORMAT json)")
        else:
            self._db.execute(f"COPY ({found}) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)")


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
