"""Columns as an Arrow stream, so that DuckDB reads them where they lie.

The Arrow C data and stream interfaces (https://arrow.apache.org/docs/format/CDataInterface.html) are a few structs of
pointers, and the PyCapsule interface says how a Python object hands them on. Made here with ctypes: an Arrow library
would be a wheel of 40 MB and more for these pages of code. What is handed on stays alive as long as the stream does.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np

from riscontro.model.columns import Array, Days, Instants, Listed, Maybe, Table, Texts, Words

NULLABLE = 2
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
_GetError = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(_Stream))

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


# The memory is Python's own and lives as long as the stream's object: to release is only to say that it is done.
@_ReleaseSchema  # type: ignore[untyped-decorator]
def _release_schema(one: Any) -> None:
    one.contents.release = _ReleaseSchema()


@_ReleaseArray  # type: ignore[untyped-decorator]
def _release_array(one: Any) -> None:
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
    joined = "".join(texts).encode("utf-8")
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    if int(sizes.sum()) != len(joined):
        sizes = np.fromiter((len(text.encode("utf-8")) for text in texts), dtype=np.int64, count=len(texts))
    ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return _Column(b"U", len(texts), [ends, np.frombuffer(joined or b"\0", dtype=np.uint8)], told=told)


def _plain(values: Array, told: Array | None = None) -> _Column:
    if values.dtype == np.bool_:
        return _Column(b"b", len(values), [_bits(values)], told=told)
    return _Column(_FORMATS[str(values.dtype)], len(values), [np.ascontiguousarray(values)], told=told)


class Stream:
    """A table that DuckDB reads by name: ``connection.execute("SELECT * FROM stream")``. It can be read once."""

    def __init__(self, table: Table) -> None:
        self._books: dict[int, tuple[Sequence[str], _Column]] = {}
        self._root = self._struct(table)
        self._read = False
        self._functions = (_GetSchema(self._get_schema), _GetNext(self._get_next), _GetError(lambda _: None))
        self._stream = _Stream(*self._functions, _release_stream, None)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the capsule of the Arrow PyCapsule interface."""
        capsule = ctypes.pythonapi.PyCapsule_New
        capsule.restype = ctypes.py_object
        capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return capsule(ctypes.addressof(self._stream), b"arrow_array_stream", None)

    def _get_schema(self, _: Any, out: Any) -> int:
        ctypes.memmove(out, ctypes.byref(self._root.schema), ctypes.sizeof(_Schema))
        return 0

    def _get_next(self, _: Any, out: Any) -> int:
        if self._read:
            ctypes.memset(out, 0, ctypes.sizeof(_Array))
        else:
            ctypes.memmove(out, ctypes.byref(self._root.array), ctypes.sizeof(_Array))
        self._read = True
        return 0

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
            case Listed(starts, items):
                child = self._struct(items) if isinstance(items, dict) else self._items(starts, items)
                return _Column(b"+L", len(starts) - 1, [_as(starts, np.int64)], children=[("item", child)])
            case Days(days, told):
                return _Column(b"tdD", len(days), [_as(days - EPOCH, np.int32)], told=told)
            case Instants(micros):
                return _Column(b"tsu:UTC", len(micros), [_as(micros, np.int64)])
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
