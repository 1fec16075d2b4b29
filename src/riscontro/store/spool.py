"""Claims of a Parquet file on their way to the columnar kernel: checked, coded, laid into batches.

DuckDB does this within a bound on memory, in a database of its own in a folder that the caller removes:

1. rows that are not plain (:mod:`~riscontro.store.checks`) are handed out one by one, and come back mended or not;
2. documents whose facts differ from row to row, and claims that share an id, are found and looked at;
3. each text that names something gets a code; the acts that occur are counted, so that the caller can say which batch
   each belongs to;
4. rows are laid into batches, and each batch comes as arrays in public order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from riscontro.errors import UsageError
from riscontro.model.columns import Array, Table, Texts
from riscontro.store.arrow import Stream
from riscontro.store.checks import CODES, Reading, read_columns
from riscontro.store.parquet import CLAIM_COLUMNS, ROWS_AT_ONCE, connect, lines_to_parquet, literal

ROW = "riscontro_row"
"""The column that numbers the rows of a file, from 1."""

OPEN = 10_000_000
"""Days, far outside the calendar's ordinals: stands for an end that is not told."""

FACTS = ("url", "publisher", "lang", "translated", "access", "share", "family", "version", "public_from", "held_from")
"""What all rows of one document must tell alike."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "state": ("actor", "recipient", "opponent", "root_state"),
    "mode": ("mode",),
    "place": ("place",),
    "lang": ("lang",),
    "unit": ("unit",),
    "bound": ("bound",),
    "root": ("root",),
    "via": ("via",),
    "publisher": ("publisher",),
}
"""Kinds of name, and the columns that hold them."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Acts(NamedTuple):
    """The acts that occur, as codes of type, mode, actor and recipient, and how many claims tell of each."""

    type: Array
    mode: Array
    actor: Array
    recipient: Array
    claims: Array


class Batch(NamedTuple):
    """Coded claims in public order, by the names of the kernel's door, and their ids and those of their documents."""

    columns: dict[str, Array]
    claims: list[str]
    documents: list[str]


class Spool:
    """One file of claims, on its way; ``rows`` is how many it has, ``fields`` the names of its columns, ``batches`` how
    many batches there are.
    """

    def __init__(self, sources: Sequence[Path], folder: Path, *, threads: int = 1) -> None:
        """Take one Parquet file, or several that number their rows by :data:`ROW`.

        Raise :class:`UsageError` where DuckDB is not installed or a file is no Parquet.
        """
        self._db = connect(folder / "spool.duckdb")
        self._db.execute(f"SET threads = {threads}")
        import duckdb

        self._folder = folder
        files = ", ".join(map(literal, sources))
        read = f"read_parquet([{files}], union_by_name = true, file_row_number = true)"
        try:
            described = self._db.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()
            self.rows = self._count(read)
        except duckdb.Error as error:
            self.close()
            raise UsageError(f"{sources[0]}: cannot be read as Parquet: {str(error).splitlines()[0]}") from error
        declared = {name: kind for name, kind, *_ in described if name not in ("file_row_number", ROW)}
        number = "file_row_number + 1" if len(declared) == len(described) - 1 else ROW
        self.fields = tuple(declared)
        self._reading = read_columns(declared)
        self._source = f"(SELECT {number} AS {ROW}, {_listed(self.fields)} FROM {read})"
        self._is_odd = self._is_dropped = self._has_hosts = self._is_laid = False
        self._mended: str | None = None
        self._known = "true"
        self.batches = 1

    def close(self) -> None:
        """Let the database go; its files are the caller's to remove."""
        self._db.close()

    # What cannot be taken as it is

    def odd_rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the rows that are not plain, with their numbers from 1. They are out, unless they come back."""
        query = f"SELECT * FROM {self._source} WHERE NOT ({self._reading.plain}) ORDER BY {ROW}"
        for number, *values in self._stream(query):
            self._is_odd = True
            yield number, dict(zip(self.fields, values, strict=True))

    def take_mended(self, lines: Path) -> None:
        """Take odd rows back, as JSON lines with :data:`ROW`, the number of the row, beside the fields of a claim."""
        path = self._folder / "mended.parquet"
        lines_to_parquet(lines, path, {**CLAIM_COLUMNS, ROW: "BIGINT"})
        self._mended = f"read_parquet({literal(path)})"

    def drop(self, rows: Sequence[int]) -> None:
        """Leave rows out from here on."""
        if not rows:
            return
        if not self._is_dropped:
            self._db.execute("CREATE TABLE dropped (row_number BIGINT)")
        self._is_dropped = True
        self._insert("dropped", {"row_number": np.array(rows, dtype=np.int64)})

    def keep_known(self, *, as_of: datetime | None, as_held: datetime | None) -> None:
        """Leave out what was not public or not held at two moments."""
        told = (("public_from", as_of), ("held_from", as_held))
        known = [f"{name} <= {(moment - EPOCH) // timedelta(microseconds=1)}" for name, moment in told if moment]
        self._known = " AND ".join(known) or "true"

    def conflicts(self) -> Iterator[tuple[int, str]]:
        """Yield the rows, with their documents, that tell other facts of a document than its first row does."""
        told = f"SELECT DISTINCT document, {_listed(FACTS)} FROM {self._claims()}"
        if not self._keep("doubtful", f"SELECT document FROM ({told}) GROUP BY document HAVING count(*) > 1"):
            return
        facts = f"SELECT {ROW}, document, row({_listed(FACTS)}) AS facts FROM {self._claims()}"
        self._keep("told", f"SELECT * FROM ({facts}) WHERE document IN (FROM doubtful)")
        first = f"SELECT document, arg_min(facts, {ROW}) AS first FROM told GROUP BY document"
        differs = f"SELECT {ROW}, document FROM told JOIN ({first}) USING (document) WHERE facts IS DISTINCT FROM first"
        yield from self._stream(f"{differs} ORDER BY {ROW}")

    def shared_ids(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the rows, in the form of the exchange, whose id another row has too; by id."""
        if not self._keep("shared", f"SELECT id FROM {self._claims()} GROUP BY id HAVING count(*) > 1"):
            return
        names = tuple(CLAIM_COLUMNS)
        among = f"SELECT {ROW}, {_listed(names)} FROM {self._claims()} WHERE id IN (FROM shared)"
        for number, *values in self._stream(f"{among} ORDER BY id, {ROW}"):
            row = dict(zip(names, values, strict=True))
            for name in ("public_from", "held_from"):
                row[name] = EPOCH + timedelta(microseconds=row[name])
            if row["root"] is None:
                row["root_kind"] = None  # filled in as a default; the exchange has none without a root
            yield number, row

    # Codes

    def urls(self) -> Iterator[str]:
        """Yield each URL that stands where no publisher is told."""
        query = f"SELECT DISTINCT url FROM {self._claims()} WHERE publisher IS NULL AND url IS NOT NULL"
        yield from (url for (url,) in self._stream(query))

    def name_hosts(self, urls: Sequence[str], hosts: Sequence[str]) -> None:
        """Take a host as the publisher of pages at a URL that tell none."""
        if not self._has_hosts:
            self._db.execute("CREATE TABLE host (url VARCHAR, name VARCHAR)")
        self._has_hosts = True
        self._insert("host", {"url": Texts(urls), "name": Texts(hosts)})

    def code_names(self, first_states: Sequence[str]) -> dict[str, list[str]]:
        """Give every name a code; return the names by kind, those of states with ``first_states`` before the others."""
        named = [column for columns in NAMES.values() for column in columns]
        each = ", ".join(f"list(DISTINCT {column})" for column in named)
        (lists,) = self._db.execute(f"SELECT {each} FROM {self._named()}").fetchall()
        met = dict(zip(named, lists, strict=True))
        found = {}
        for kind, columns in NAMES.items():
            first = list(first_states) if kind == "state" else []
            others = {name for column in columns for name in met[column] or () if name is not None}
            found[kind] = [*first, *sorted(others.difference(first)), ""]
            self._create_codes(f"{kind}_name", found[kind])
        for kind, (values, _) in CODES.items():
            self._create_codes(f"{kind}_code", values)
        return found

    def _create_codes(self, name: str, values: Sequence[str]) -> None:
        self._db.register("incoming", Stream({"value": Texts(values)}))
        self._db.execute(f"CREATE TYPE {name} AS ENUM (SELECT value FROM incoming)")
        self._db.unregister("incoming")

    def acts(self) -> Acts:
        """Return the acts that occur; names must have been coded."""
        names = ("type", "mode", "actor", "recipient")
        counted = ", ".join(f"{_code(name)} AS {name}" for name in names)
        query = f"SELECT {counted}, count(*) AS claims FROM {self._named()} GROUP BY ALL ORDER BY ALL"
        found = self._db.execute(query).fetchnumpy()
        return Acts(*(np.ma.getdata(found[name]) for name in Acts._fields))

    def most_names(self) -> int:
        """Return how many names of states there are at most."""
        names = " UNION ".join(
            f"SELECT {self._reading.values[name]} AS name FROM {self._source}" for name in NAMES["state"]
        )
        return self._count(f"({names})")

    def most_modes(self) -> int:
        """Return how many modes one type has at most."""
        type_, mode = (self._reading.values[name] for name in ("type", "mode"))
        each = f"SELECT count(DISTINCT coalesce({mode}, '')) AS modes FROM {self._source} GROUP BY {type_}"
        return self._number(f"SELECT max(modes) FROM ({each})")

    def lay(self, acts: Acts, batch: Array) -> None:
        """Lay rows into batches, given by the number of each act's."""
        self._db.execute(
            "CREATE TABLE act (type INTEGER, mode INTEGER, actor INTEGER, recipient INTEGER, batch INTEGER)"
        )
        columns: Table = {name: getattr(acts, name).astype(np.int32) for name in ("type", "mode", "actor", "recipient")}
        self._insert("act", columns | {"batch": batch.astype(np.int32)})
        laid = f"SELECT * FROM ({self._coded()}) JOIN act USING (type, mode, actor, recipient)"
        target = literal(self._folder / "laid")
        self._db.execute(f"COPY ({laid}) TO {target} (FORMAT parquet, PARTITION_BY (batch), COMPRESSION snappy)")
        self._is_laid = True
        self.batches = int(batch.max()) + 1

    def batch(self, number: int) -> Batch:
        """Return a batch, or everything where nothing was laid into batches. May be called from several threads."""
        part = self._coded()
        if self._is_laid:
            files = literal(self._folder / "laid" / f"batch={number}" / "*.parquet")
            part = f"SELECT * FROM read_parquet({files}, hive_partitioning = false)"
        query = (
            f"WITH part AS MATERIALIZED ({part}),"
            f" docs AS ({_numbered('document_id')}), fams AS ({_numbered('family_id')})"
            " SELECT part.* EXCLUDE (family_id), docs.code::INTEGER AS document,"
            " coalesce(fams.code, -1)::INTEGER AS family FROM part JOIN docs USING (document_id)"
            " LEFT JOIN fams ON part.family_id = fams.family_id"
            f' ORDER BY "at", root < 0, earliest = -{OPEN} AND latest = {OPEN}, part.id'
        )
        with self._db.cursor() as cursor:
            found = {name: np.ma.getdata(column) for name, column in cursor.execute(query).fetchnumpy().items()}
        claims, documents = found.pop("id").tolist(), found.pop("document_id").tolist()
        return Batch(found, claims, documents)

    # Queries

    def _claims(self) -> str:
        """Return all rows that are taken, with every field in one form: moments in microseconds, defaults filled in."""
        parts = [_selected(self._reading, self._source, self._reading.plain if self._is_odd else "true")]
        if self._mended is not None:
            parts.append(_selected(read_columns(CLAIM_COLUMNS), self._mended, "true"))
        left = f"{ROW} NOT IN (SELECT row_number FROM dropped)" if self._is_dropped else "true"
        return f"(SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE {left} AND {self._known})"

    def _named(self) -> str:
        """Return the rows with one column for each kind of name."""
        publisher, hosts = "coalesce(publisher, document)", ""
        if self._has_hosts:
            publisher, hosts = "coalesce(publisher, host.name, document)", "LEFT JOIN host USING (url)"
        figure = "CASE WHEN quantity_min IS NOT NULL OR quantity_max IS NOT NULL THEN {0} END"
        changed = f"{publisher} AS publisher, CASE WHEN len(via) > 0 THEN via[-1] END AS via"
        units = f"{figure.format('quantity_unit')} AS unit, {figure.format('quantity_bound')} AS bound"
        return f"(SELECT * EXCLUDE (publisher, via), {changed}, {units} FROM {self._claims()} {hosts})"

    def _coded(self) -> str:
        """Return the rows as codes and numbers, without any that are not told, and the ids as texts."""
        codes = [f"{_code(column)} AS {column}" for columns in NAMES.values() for column in columns]
        codes += [f"{_code(column)} AS {column}" for column in CODES]
        ends = (("earliest", -OPEN), ("latest", OPEN))
        days = [f"coalesce(({name} - DATE '0001-01-01') + 1, {end})::INTEGER AS {name}" for name, end in ends]
        figures = (("quantity_min", "low"), ("quantity_max", "high"))
        numbers = [f"coalesce({name}, 'nan'::DOUBLE) AS {column}" for name, column in figures]
        rest = (
            'public_from AS "at", held_from AS held, share, incomplete, another, quantity_cumulative AS cumulative, id,'
            " document AS document_id, family AS family_id"
        )
        return f"SELECT {', '.join(codes + days + numbers)}, {rest} FROM {self._named()}"

    def _keep(self, table: str, query: str) -> int:
        """Keep what a query finds; return how many rows."""
        self._db.execute(f"CREATE OR REPLACE TABLE {table} AS {query}")
        return self._count(table)

    def _count(self, table: str) -> int:
        return self._number(f"SELECT count(*) FROM {table}")

    def _number(self, query: str) -> int:
        ((found,),) = self._db.execute(query).fetchall()
        return int(found or 0)

    def _stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        with self._db.cursor() as cursor:
            found = cursor.execute(query)
            while rows := found.fetchmany(ROWS_AT_ONCE):
                yield from rows

    def _insert(self, table: str, columns: Table) -> None:
        self._db.register("incoming", Stream(columns))
        self._db.execute(f"INSERT INTO {table} SELECT * FROM incoming")
        self._db.unregister("incoming")


def write_table(table: Table, path: Path) -> None:
    """Write columns as a Parquet file that is soon read again."""
    with connect() as connection:
        connection.register("told", Stream(table))
        connection.execute(f"COPY (SELECT * FROM told) TO {literal(path)} (FORMAT parquet, COMPRESSION snappy)")


def _selected(reading: Reading, source: str, condition: str) -> str:
    values = ", ".join(f'{value} AS "{name}"' for name, value in reading.values.items())
    return f"SELECT {ROW}, {values} FROM {source} WHERE {condition}"


def _code(column: str) -> str:
    kind = next((kind for kind, columns in NAMES.items() if column in columns), None)
    named = f"{column}::{kind}_name" if kind else f"{column}::{column}_code"
    return f"coalesce(enum_code({named})::INTEGER, -1)"


def _numbered(column: str) -> str:
    """Return the query that gives each value of a column of ``part`` a code."""
    return f"SELECT {column}, row_number() OVER () - 1 AS code FROM (SELECT DISTINCT {column} FROM part)"


def _listed(names: Sequence[str]) -> str:
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)
