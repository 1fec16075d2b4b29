"""WACZ files (a ZIP archive with WARC files in ``archive/``) as inputs; any other ZIP archive is refused.

The format: https://specs.webrecorder.net/wacz/1.1.1/.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO

from riscontro.collect.limits import Limits
from riscontro.collect.packed import GZIP_MAGIC, PackedError, Ration, gunzipped
from riscontro.collect.taking import Taking, input_issue
from riscontro.collect.warc_input import read_warc
from riscontro.model.document import Capture
from riscontro.model.issue import Issue

_END = struct.Struct("<4s4H2LH")
"""The record that ends a ZIP archive (APPNOTE.TXT 6.3.10, section 4.3.16)."""

_END_MAGIC = b"PK\x05\x06"
_COMMENT = 1 << 16
_OFFICE = {"word/": "a Word document", "xl/": "an Excel sheet", "ppt/": "a PowerPoint presentation"}


def read_wacz(handle: BinaryIO, origin: str, taking: Taking) -> Iterator[Capture | Issue]:
    """Yield what the WARC files of a WACZ file hold, as :func:`riscontro.collect.warc_input.read_warc` does.

    Anything that is no WACZ file, is encrypted, damaged or a bomb is one issue.
    """
    try:
        _check_directory(handle, taking.limits)
        with zipfile.ZipFile(handle) as archive:
            yield from _read_archive(archive, origin, taking)
    except PackedError as error:
        yield input_issue(f"file.{error.kind}", origin, str(error))
    except _BAD as error:
        yield input_issue("file.damaged", origin, f"the ZIP archive cannot be read ({error})"[:300])


def _check_directory(handle: BinaryIO, limits: Limits) -> None:
    """Raise :class:`PackedError` where the list of names is too long: the library would read the whole of it."""
    size = handle.seek(0, os.SEEK_END)
    handle.seek(max(0, size - _COMMENT - _END.size))
    tail = handle.read()
    place = tail.rfind(_END_MAGIC)
    handle.seek(0)
    if place < 0 or len(tail) < place + _END.size:
        raise PackedError("truncated", "the ZIP archive breaks off: its list of names is missing")
    *_, entries, length, _offset, _comment = _END.unpack_from(tail, place)
    if entries > limits.entries or length > limits.directory:
        raise PackedError("bomb", f"a ZIP archive with {entries:,} names or more, of which {limits.entries:,} are read")


def _read_archive(archive: zipfile.ZipFile, origin: str, taking: Taking) -> Iterator[Capture | Issue]:
    files = [one for one in archive.infolist() if _is_warc(one.filename)]
    if not files or "datapackage.json" not in archive.namelist():
        raise PackedError("archive", f"{_what(archive)}, which is not taken; unpack it and name the files it holds")
    ration = Ration(taking.limits)
    for one in files:
        if one.flag_bits & 1:
            yield input_issue("file.encrypted", origin, f"{one.filename[:200]} is encrypted; not read")
            continue
        ration.packed += one.compress_size
        with archive.open(one) as packed, io.BufferedReader(_Counted(packed, ration), 1 << 18) as stream:
            # Streams from here on: BufferedReader fills its buffer with what its source gives in one step.
            if stream.peek(2)[:2] == GZIP_MAGIC:
                with gunzipped(stream, taking.limits) as inner:
                    yield from read_warc(inner, origin, taking)
            else:
                yield from read_warc(stream, origin, taking)


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.lower().endswith((".warc", ".warc.gz"))


def _what(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    for folder, kind in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return kind
    if "mimetype" in names:
        return "an e-book or an office document"
    return "a ZIP archive"


_BAD = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What the library raises on archives that are damaged, encrypted, or packed in ways it does not know."""


class _Counted(io.RawIOBase):
    """A member's bytes as they come out of the archive, counted."""

    def __init__(self, member: IO[bytes], ration: Ration) -> None:
        super().__init__()
        self._member = member
        self._ration = ration

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._member.read(len(buffer))
        buffer[: len(piece)] = piece
        self._ration.add(len(piece))
        return len(piece)
