"""Tables laid on disk as arrays, part by part, and read back in another order, a slice at a time.

What a part of a large outcome holds is soon merged with the others: writing it as Parquet and sorting nested rows in a
database costs several times what the arrays do. Lists and texts lie as where each starts, and then all items end to
end; codes are those of one book for each column, which all parts share and which stays in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import IO, Any, NamedTuple

import numpy as np

from riscontro.model.columns import (
    Array,
    Days,
    Ids,
    Instants,
    Letters,
    Listed,
    Maybe,
    Table,
    Texts,
    Words,
    letters_of,
    lists_at,
    take_letters,
)


class _Place(NamedTuple):
    """Where an array lies in a file, in bytes, and what its values are."""

    start: int
    kind: Any

    def read(self, file: IO[bytes], first: int, last: int) -> Array:
        """Return the values from one place to another."""
        return np.fromfile(file, self.kind, last - first, offset=self.start + first * self.kind.itemsize - file.tell())


class _Flat(NamedTuple):
    """A column of arrays with a value for each row, and what makes it of them."""

    places: tuple[_Place, ...]
    made: Callable[..., Any]


class _Lists(NamedTuple):
    """A column of lists: where each starts, and the columns of the items; plain values are one column without name."""

    starts: _Place
    items: Mapping[str, Any]


class _Text(NamedTuple):
    starts: _Place
    letters: _Place


class Part(NamedTuple):
    """One table on disk; ``rows`` is how many it has."""

    path: Path
    rows: int
    columns: Mapping[str, Any]


class Range(NamedTuple):
    """Some rows of a part, the last excluded."""

    part: Part
    first: int
    last: int


class Slice(NamedTuple):
    """Rows of several parts, and the order in which they stand: places among the ranges end to end."""

    ranges: list[Range]
    order: Array


class Books:
    """Texts to codes, for each column of all parts; may be used from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._texts: dict[str, list[str]] = {}
        self._codes: dict[str, dict[str, int]] = {}
        self._known: dict[tuple[str, int], tuple[Sequence[str], Array]] = {}

    def texts(self, column: str) -> list[str]:
        """Return the texts of a column by code; the list grows as parts are laid."""
        return self._texts.setdefault(column, [])

    def codes(self, column: str, texts: Sequence[str]) -> Array:
        """Return the code of each text of a column, and at the end that of none."""
        with self._lock:
            # The same list comes with every part where it names what all of them share.
            kept, found = self._known.get((column, id(texts)), (None, None))
            if kept is texts and found is not None and len(found) == len(texts) + 1:
                return found
            codes, known = self._codes.setdefault(column, {}), self.texts(column)
            for text in texts:
                if codes.setdefault(text, len(known)) == len(known):
                    known.append(text)
            made = np.array([*(codes[text] for text in texts), -1], dtype=np.int32)
            self._known[column, id(texts)] = (texts, made)
            return made


def lay_table(table: Table, path: Path, books: Books) -> Part:
    """Write a table into a file; return where its arrays lie."""
    with path.open("wb") as file:
        columns = {name: _lay(column, file, name, books) for name, column in table.items()}
    return Part(path, _length(next(iter(table.values()))), columns)


def read_slice(chosen: Slice) -> Table:
    """Return the rows of a slice as one table."""
    ranges, order = chosen
    opened = [(one.part.path.open("rb"), one.first, one.last) for one in ranges]
    try:
        names = ranges[0].part.columns
        return {name: _gather([one.part.columns[name] for one in ranges], opened, order) for name in names}
    finally:
        for file, _, _ in opened:
            file.close()


def _length(column: Any) -> int:
    match column:
        case Listed(starts, _):
            return len(starts) - 1
        case tuple():
            return len(column[0])
    return len(column)


def _put(file: IO[bytes], values: Array) -> _Place:
    place = _Place(file.tell(), values.dtype)
    np.ascontiguousarray(values).tofile(file)
    return place


def _lay(column: Any, file: IO[bytes], name: str, books: Books) -> Any:
    match column:
        case Words(codes, texts):
            told = books.texts(name)
            return _Flat((_put(file, books.codes(name, texts)[codes]),), lambda codes: Words(codes, told))
        case Ids(codes, texts):
            taken = take_letters(letters_of(texts), codes)
            return _Text(_put(file, taken.starts), _put(file, taken.letters))
        case Listed(starts, items):
            named = items if isinstance(items, dict) else {"": items}
            place = _put(file, np.asarray(starts, dtype=np.int64))
            return _Lists(place, {one: _lay(each, file, f"{name}.{one}", books) for one, each in named.items()})
        case Days() | Maybe() | Instants():
            return _Flat(tuple(_put(file, values) for values in column), type(column))
    return _Flat((_put(file, column),), np.asarray)


_Opened = Sequence[tuple[IO[bytes], int, int]]


def _gather(laid: Sequence[Any], opened: _Opened, order: Array) -> Any:
    first = laid[0]
    if isinstance(first, _Flat):
        return first.made(*(_read([one.places[at] for one in laid], opened)[order] for at in range(len(first.places))))
    starts = [one.starts.read(file, begin, end + 1) for one, (file, begin, end) in zip(laid, opened, strict=True)]
    within = [(file, int(each[0]), int(each[-1])) for (file, _, _), each in zip(opened, starts, strict=True)]
    ends = np.concatenate([[0], np.cumsum(np.concatenate([np.diff(each) for each in starts]))])
    if isinstance(first, _Text):
        return take_letters(Letters(ends, _read([one.letters for one in laid], within)), order)
    listed, rows = lists_at(ends, order)
    items = {name: _gather([one.items[name] for one in laid], within, rows) for name in first.items}
    return Listed(listed, _plain(items[""]) if "" in items else items)


def _plain(items: Any) -> Any:
    # DuckDB reads no batch of empty lists alone over codes, and every batch must be of one form.
    return Texts([items.texts[code] for code in items.codes.tolist()]) if isinstance(items, Words) else items


def _read(places: Sequence[_Place], opened: _Opened) -> Array:
    found = [place.read(file, begin, end) for place, (file, begin, end) in zip(places, opened, strict=True)]
    return np.concatenate(found) if len(found) > 1 else found[0]


def slices_of(parts: Sequence[Part], keys: Sequence[Sequence[Array]], size: int) -> Iterator[Slice]:
    """Yield the ranges and the order of each slice of so many rows, all parts merged by their keys, the first key
    first; the rows of each part must be sorted by them already.
    """
    merged = [np.concatenate([one[place] for one in keys]) for place in range(len(keys[0]))]
    order = np.lexsort(merged[::-1])
    bounds = np.concatenate([[0], np.cumsum([part.rows for part in parts])])
    met = np.zeros(len(parts), dtype=np.int64)
    for begin in range(0, len(order), size):
        chosen = order[begin : begin + size]
        owner = np.searchsorted(bounds, chosen, side="right") - 1
        counts = np.bincount(owner, minlength=len(parts))
        used = np.flatnonzero(counts)
        ranges = [Range(parts[one], int(met[one]), int(met[one] + counts[one])) for one in used.tolist()]
        before = np.zeros(len(parts), dtype=np.int64)
        before[used] = np.concatenate([[0], np.cumsum(counts[used])])[:-1]
        yield Slice(ranges, chosen - bounds[owner] - met[owner] + before[owner])
        met += counts
