"""JSON lines of claims into Parquet, many at a time: each field of a lot of lines becomes one column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from riscontro.model.columns import Listed, Maybe, Table, Texts
from riscontro.model.exchange import CLAIM_FIELDS
from riscontro.pipeline.bulk import parse_line
from riscontro.store.checks import COUNTS, FLAGS
from riscontro.store.spool import ROW, write_table

LINES_AT_ONCE = 50_000

_NUMBERS = frozenset(["share", "quantity_min", "quantity_max"])
_NONE = type(None)


class LinesRead(NamedTuple):
    """Where the rows went: ``parts`` hold those of the usual types, ``odd`` the lines of the others, each with its
    number; ``unused`` maps fields that are not known to the first line that has them.
    """

    parts: list[Path]
    odd: Path
    rows: int
    unused: dict[str, int]

    def odd_rows(self) -> Iterator[tuple[int, Any]]:
        """Yield the odd rows with their numbers; a ``RowError`` in a row's place says why there is none."""
        with self.odd.open(encoding="utf-8") as file:
            for line in file:
                number, _, row = line.partition("\t")
                yield int(number), parse_line(row)


def lines_to_table(lines: Iterable[str], folder: Path) -> LinesRead:
    """Write the rows of JSON lines into Parquet files in a folder; blank lines are left out."""
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    read = LinesRead([], folder / "odd.jsonl", 0, {})
    rows = 0
    with read.odd.open("w", encoding="utf-8") as odd:
        while lot := list(islice(numbered, LINES_AT_ONCE)):
            rows += len(lot)
            parsed = [parse_line(line) for _, line in lot]
            strange = {place for place, row in enumerate(parsed) if type(row) is not dict}
            usual = [place for place in range(len(lot)) if place not in strange]
            kept = [parsed[place] for place in usual]
            _note_unused(read.unused, kept, [lot[place][0] for place in usual])
            table, bad = _columns(kept)
            if bad:
                strange |= {usual[place] for place in bad}
                kept = [row for place, row in enumerate(kept) if place not in bad]
                table, _ = _columns(kept)
            odd.writelines(f"{lot[place][0]}\t{lot[place][1].strip()}\n" for place in sorted(strange))
            if kept:
                numbers = [number for place, (number, _) in enumerate(lot) if place not in strange]
                path = folder / f"lines-{len(read.parts):05}.parquet"
                write_table({ROW: np.array(numbers, dtype=np.int64)} | table, path)
                read.parts.append(path)
    if not read.parts:
        read.parts.append(folder / "lines-none.parquet")
        write_table({ROW: np.zeros(0, dtype=np.int64)}, read.parts[0])
    return read._replace(rows=rows)


def _note_unused(unused: dict[str, int], rows: Sequence[dict[str, Any]], numbers: Sequence[int]) -> None:
    for name in sorted(frozenset().union(*rows).difference(CLAIM_FIELDS, unused)):
        unused[name] = next(number for number, row in zip(numbers, rows, strict=True) if name in row)


def _columns(rows: Sequence[dict[str, Any]]) -> tuple[Table, set[int]]:
    """Return the fields that some row has as columns, and the rows of which a value is of another type."""
    table: Table = {}
    bad: set[int] = set()
    for name, values in _fields(rows):
        kinds = set(map(type, values))
        if kinds <= {_NONE}:
            continue
        if not kinds <= _kinds(name):
            bad.update(place for place, value in enumerate(values) if type(value) not in _kinds(name))
        elif (column := _column(name, values, bad)) is not None:
            table[name] = column
    return table, bad


def _fields(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield each field with its values, one for each row."""
    names = tuple(rows[0]) if rows else ()
    if all(tuple(row) == names for row in rows):
        # One tool's rows mostly have the same fields in the same order: taken together, not one by one.
        found = dict(zip(names, zip(*(row.values() for row in rows), strict=True), strict=True))
        yield from ((name, found[name]) for name in CLAIM_FIELDS if name in found)
        return
    yield from ((name, [row.get(name) for row in rows]) for name in CLAIM_FIELDS)


def _kinds(name: str) -> frozenset[type]:
    if name == "via":
        return frozenset([list, _NONE])
    if name in FLAGS:
        return frozenset([bool, _NONE])
    if name in COUNTS:
        return frozenset([int, _NONE])
    return frozenset([int, float, _NONE]) if name in _NUMBERS else frozenset([str, _NONE])


def _column(name: str, values: Sequence[Any], bad: set[int]) -> Any:
    if name == "via":
        wrong = {place for place, value in enumerate(values) if value and not all(map(_is_text, value))}
        bad |= wrong
        return None if wrong else _lists(values)
    if name in FLAGS or name in COUNTS or name in _NUMBERS:
        kind = np.bool_ if name in FLAGS else np.int64 if name in COUNTS else np.float64
        told = np.array([value is not None for value in values])
        try:
            return Maybe(np.array([value or 0 for value in values], dtype=kind), told)
        except OverflowError:
            bad.update(place for place, value in enumerate(values) if isinstance(value, int) and abs(value) >= 2**63)
            return None
    try:
        "".join(filter(None, values)).encode("utf-8")
    except UnicodeEncodeError:
        bad.update(place for place, value in enumerate(values) if value and not _is_text(value))
        return None
    return Texts(values)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and (value.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in value))


def _lists(values: Sequence[Any]) -> Listed:
    sizes = np.array([len(value) if value else 0 for value in values])
    return Listed(np.concatenate([[0], np.cumsum(sizes)]), Texts([text for value in values if value for text in value]))
