"""Packed bytes: gzip read as a stream, bounded against bombs, truncation told."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from riscontro.collect.limits import MEBIBYTE, Limits

GZIP_MAGIC = b"\x1f\x8b"
_BLOCK = 1 << 16
_OUT = 1 << 18


class PackedError(ValueError):
    """Packed bytes that cannot be read on; ``kind`` is the last part of an issue's code, the text its cause."""

    def __init__(self, kind: str, cause: str) -> None:
        super().__init__(cause)
        self.kind = kind


class Ration:
    """Counts what is unpacked against what it was packed in; text packs to a fifth or a twentieth, a bomb to less."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._out = 0
        self.packed = 0

    def add(self, size: int) -> None:
        """Count bytes that came out; raise :class:`PackedError` where they are out of all proportion."""
        self._out += size
        if self._out > self._limits.unpacked and self._out > self._limits.ratio * max(self.packed, 1):
            found = f"{self._out // MEBIBYTE} MiB out of {self.packed:,} packed bytes, as only a bomb has"
            raise PackedError("bomb", f"{found}; what follows is not read")


class Gunzipped(io.RawIOBase):
    """The unpacked bytes of a gzip file with one member or many, as a stream.

    Reading raises :class:`PackedError`: ``truncated`` where the file breaks off, ``damaged`` where it is no gzip any
    more, ``bomb`` where it unpacks out of all proportion. No more than a block is held.
    """

    def __init__(self, packed: BinaryIO, limits: Limits) -> None:
        super().__init__()
        self._packed = packed
        self._ration = Ration(limits)
        self._member = zlib.decompressobj(31)
        self._begun = False
        self._waiting = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as one step goes; 0 at the end."""
        while True:
            if not self._waiting and not self._refill():
                return 0
            piece = self._unpack(len(buffer))
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)

    def _refill(self) -> bool:
        if self._member.eof:
            self._member = zlib.decompressobj(31)
            self._begun = False
        self._waiting = self._packed.read(_BLOCK)
        self._ration.packed += len(self._waiting)
        if self._waiting:
            return True
        if self._begun:
            raise PackedError("truncated", "the gzip file breaks off; it was cut short in transfer")
        return False

    def _unpack(self, room: int) -> bytes:
        if self._member.eof:
            # Padding between members is passed over, as gzip(1) does.
            self._waiting = self._waiting.lstrip(b"\0")
            if not self._waiting:
                return b""
            self._member = zlib.decompressobj(31)
        self._begun = True
        try:
            piece = self._member.decompress(self._waiting, room)
        except zlib.error as error:
            raise PackedError("damaged", f"the gzip file is damaged ({error})") from error
        self._waiting = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        self._begun = not self._member.eof
        self._ration.add(len(piece))
        return piece


def gunzipped(packed: BinaryIO, limits: Limits) -> io.BufferedReader:
    """Return the unpacked bytes of a gzip file as a buffered stream; see :class:`Gunzipped`."""
    return io.BufferedReader(Gunzipped(packed, limits), _OUT)


def inflate(packed: bytes, *, limit: int) -> bytes | None:
    """Return at most ``limit`` unpacked bytes of a body of HTTP in gzip or deflate (either kind), ``None`` of none."""
    kinds = (31,) if packed.startswith(GZIP_MAGIC) else (15, -15)
    for kind in kinds:
        try:
            return zlib.decompressobj(kind).decompress(packed, limit)
        except zlib.error:
            continue
    return None
