"""Columns as an Arrow stream, so that DuckDB reads them where they lie.

The Arrow C data and stream interfaces (https://arrow.apache.org/docs/format/CDataInterface.html) are a few structs of
pointers, and the PyCapsule interface says how a Python object hands them on. Made here with ctypes: an Arrow library
would be a wheel of 40 MB and more for these pages of code. A table that is handed on stays alive until it is released,
what describes it as long as the stream does.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

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
    take_letters,
)

NULLABLE = 2
FAILED = 5
"""The error number of failed input or output (EIO)."""

EPOCH = 719_163
"""The proleptic ordinal of 1970-01-01."""

_FORMATS = {"int8": b"c", "int16": b"s", "int32": b"i", "int64": b"l", "float64": b"g"}


class _Schema(ctypes.Structure):
    pass


class _Array(ctypes.Structure):
    pass


class _Stream(ctypes.Structure):
    pass


_ReleaseSchema = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Schema))
_ReleaseArray = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))
_ReleaseStream = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Stream))
_GetSchema = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Schema))
_GetNext = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))
_GetError = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(_Stream))

_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.POINTER(_Schema)),
    ("release", _ReleaseSchema),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.POINTER(_Array)),
    ("release", _ReleaseArray),
    ("private_data", ctypes.c_void_p),
]
_Stream._fields_ = [
    ("get_schema", _GetSchema),
    ("get_next", _GetNext),
    ("get_last_error", _GetError),
    ("release", _ReleaseStream),
    ("private_data", ctypes.c_void_p),
]


_number = count(1)
_alive: dict[int, _Column] = {}
"""Tables that were handed on and not released yet, by the number that they carry."""


# The memory is Python's own: to release a table is to forget it, to release anything else only to say that it is done.
@_ReleaseSchema  # type: ignore[untyped-decorator]
def _release_schema(one: Any) -> None:
    one.contents.release = _ReleaseSchema()


@_ReleaseArray  # type: ignore[untyped-decorator]
def _release_array(one: Any) -> None:
    _alive.pop(one.contents.private_data or 0, None)
    one.contents.release = _ReleaseArray()


@_ReleaseStream  # type: ignore[untyped-decorator]
def _release_stream(one: Any) -> None:
    one.contents.release = _ReleaseStream()


class _Column:
    """One column: its two structs, and all that they point to."""

    def __init__(
        self,
        form: bytes,
        length: int,
        buffers: Sequence[Array] = (),
        *,
        told: Array | None = None,
        children: Sequence[tuple[str, _Column]] = (),
        dictionary: _Column | None = None,
    ) -> None:
        pointers = (ctypes.c_void_p * (len(buffers) + 1))()
        for place, buffer in enumerate(buffers, start=1):
            pointers[place] = buffer.ctypes.data
        self.schema = _Schema(format=form, name=b"", flags=NULLABLE, release=_release_schema)
        self.array = _Array(length=length, n_buffers=len(buffers) + 1, release=_release_array)
        self.array.buffers = ctypes.cast(pointers, ctypes.POINTER(ctypes.c_void_p))
        self._kept: list[object] = [pointers, *buffers, *(column for _, column in children), dictionary]
        if told is not None and not told.all():
            bits = _bits(told)
            pointers[0] = bits.ctypes.data
            self.array.null_count = int(length - np.count_nonzero(told))
            self._kept.append(bits)
        if children:
            self._adopt(children)
        if dictionary is not None:
            self.schema.dictionary = ctypes.pointer(dictionary.schema)
            self.array.dictionary = ctypes.pointer(dictionary.array)

    def _adopt(self, children: Sequence[tuple[str, _Column]]) -> None:
        for name, column in children:
            column.schema.name = name.encode("utf-8")
        schemas = (ctypes.POINTER(_Schema) * len(children))(*(ctypes.pointer(one.schema) for _, one in children))
        arrays = (ctypes.POINTER(_Array) * len(children))(*(ctypes.pointer(one.array) for _, one in children))
        self.schema.n_children = self.array.n_children = len(children)
        self.schema.children = ctypes.cast(schemas, ctypes.POINTER(ctypes.POINTER(_Schema)))
        self.array.children = ctypes.cast(arrays, ctypes.POINTER(ctypes.POINTER(_Array)))
        self._kept += [schemas, arrays]


def _bits(flags: Array) -> Array:
    return np.packbits(flags, bitorder="little") if len(flags) else np.zeros(1, dtype=np.uint8)


def _texts(texts: Sequence[Any], told: Array | None = None) -> _Column:
    return _letters(letters_of(texts), told)


def _letters(texts: Letters, told: Array | None = None) -> _Column:
    starts, letters = _as(texts.starts, np.int64), _as(texts.letters, np.uint8)
    return _Column(b"U", len(starts) - 1, [starts, letters if len(letters) else _bits(letters)], told=told)


def _plain(values: Array, told: Array | None = None) -> _Column:
    if values.dtype == np.bool_:
        return _Column(b"b", len(values), [_bits(values)], told=told)
    return _Column(_FORMATS[str(values.dtype)], len(values), [np.ascontiguousarray(values)], told=told)


class Stream:
    """Tables of one form, one after the other, that DuckDB reads by name: ``execute("SELECT * FROM stream")``.

    They can be read once. ``error`` is what went wrong while a table was made, where that ended the reading.
    """

    def __init__(self, *tables: Table, more: Iterable[Table] = ()) -> None:
        """At least one table is given; ``more`` are made as they are asked for."""
        self.error: BaseException | None = None
        self._books: dict[int, tuple[Sequence[str], _Column]] = {}
        self._first = self._struct(tables[0])
        self._tables = self._all(self._first, [*tables[1:]], more)
        self._functions = (_GetSchema(self._get_schema), _GetNext(self._get_next), _GetError(self._get_error))
        self._stream = _Stream(*self._functions, _release_stream, None)

    def _all(self, first: _Column, tables: Sequence[Table], more: Iterable[Table]) -> Iterator[_Column]:
        yield first
        for table in tables:
            yield self._struct(table)
        for table in more:
            yield self._struct(table)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the capsule of the Arrow PyCapsule interface."""
        capsule = ctypes.pythonapi.PyCapsule_New
        capsule.restype = ctypes.py_object
        capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return capsule(ctypes.addressof(self._stream), b"arrow_array_stream", None)

    def _get_schema(self, _: Any, out: Any) -> int:
        ctypes.memmove(out, ctypes.byref(self._first.schema), ctypes.sizeof(_Schema))
        return 0

    def _get_next(self, _: Any, out: Any) -> int:
        # No exception crosses the other side, which is C: it is kept, and the reader told that reading failed.
        try:
            column = next(self._tables, None)
        except BaseException as error:  # noqa: BLE001
            self.error = error
            return FAILED
        if column is None:
            ctypes.memset(out, 0, ctypes.sizeof(_Array))
            return 0
        number = next(_number)
        _alive[number] = column
        column.array.private_data = number
        ctypes.memmove(out, ctypes.byref(column.array), ctypes.sizeof(_Array))
        return 0

    def _get_error(self, _: Any) -> int:
        self._message = ctypes.create_string_buffer(repr(self.error).encode("utf-8", "replace"))
        return ctypes.addressof(self._message)

    def _struct(self, table: Table) -> _Column:
        columns = [(name, self._column(column)) for name, column in table.items()]
        return _Column(b"+s", columns[0][1].array.length, children=columns)

    def _column(self, column: Any) -> _Column:
        match column:
            case Words(codes, texts):
                book = self._book(texts)
                return _Column(b"i", len(codes), [_as(codes, np.int32)], told=codes >= 0, dictionary=book)
            case Texts(texts):
                told = np.array([text is not None for text in texts], dtype=np.bool_)
                return _texts(texts if told.all() else [text or "" for text in texts], told)
            case Ids(codes, texts):
                return _letters(take_letters(letters_of(texts), codes))
            case Letters():
                return _letters(column)
            case Listed(starts, items):
                child = self._struct(items) if isinstance(items, dict) else self._items(starts, items)
                return _Column(b"+L", len(starts) - 1, [_as(starts, np.int64)], children=[("item", child)])
            case Days(days, told):
                return _Column(b"tdD", len(days), [_as(days - EPOCH, np.int32)], told=told)
            case Instants(micros):
                return _Column(b"tsu:UTC", len(micros), [_as(micros, np.int64)])
            case Maybe(Letters() as texts, told):
                return _letters(texts, told)
            case Maybe(values, told):
                return _plain(values, told)
        return _plain(column)

    def _items(self, starts: Array, items: Any) -> _Column:
        # DuckDB reads no batch of empty lists alone over codes: where a list may be empty, texts are written out.
        if isinstance(items, Words) and not np.diff(starts).all():
            return self._column(Texts([items.texts[code] for code in items.codes.tolist()]))
        return self._column(items)

    def _book(self, texts: Sequence[str]) -> _Column:
        if id(texts) not in self._books:
            self._books[id(texts)] = (texts, _texts(texts or [""]))
        return self._books[id(texts)][1]


def _as(values: Array, kind: Any) -> Array:
    return np.ascontiguousarray(values, dtype=kind)
