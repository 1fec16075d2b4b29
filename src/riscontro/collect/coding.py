"""Content codings of HTTP: gzip and deflate, undone within bounds.

What a server packed is kept as it came; whoever reads it unpacks it here, and learns of a bomb, a cut or a coding that
nobody asked for before any of it takes room.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

ACCEPTED = "gzip, deflate"
"""What is asked for; both come with Python."""

_STEP = 1 << 20
_LAYERS = 3
_MEMBERS = 100
"""gzip members in one body; each costs a copy of the rest."""


class CodingError(ValueError):
    """Bytes that cannot be unpacked; the message says why. ``large`` where what comes out is more than allowed."""

    def __init__(self, message: str, *, large: bool = False) -> None:
        super().__init__(message)
        self.large = large


def codings_of(header: str | None) -> tuple[str, ...]:
    """Return the codings that a ``Content-Encoding`` names, in the order in which they were applied.

    >>> codings_of("gzip, Identity")
    ('gzip',)
    """
    names = (name.strip().lower() for name in (header or "").split(","))
    return tuple(name.removeprefix("x-") for name in names if name and name != "identity")


def unpack(payload: bytes, codings: Sequence[str], *, limit: int) -> bytes:
    """Return the bytes before they were packed; raise :class:`CodingError` where they are not whole, not of that
    coding, or would be more than ``limit`` bytes.
    """
    if len(codings) > _LAYERS:
        raise CodingError(f"packed {len(codings)} times over")
    for coding in reversed(codings):
        payload = _unpack_one(payload, coding, limit)
    return payload


def _unpack_one(payload: bytes, coding: str, limit: int) -> bytes:
    if coding == "gzip":
        return _inflate(payload, 16 + zlib.MAX_WBITS, limit, coding)
    if coding == "deflate":
        # RFC 9110, section 8.4.1.2 means zlib's form; some servers send the bare one.
        bare = payload[:1] and (payload[0] & 0x0F) != 8
        return _inflate(payload, -zlib.MAX_WBITS if bare else zlib.MAX_WBITS, limit, coding)
    raise CodingError(f"packed with {coding[:40]!r}, which was not asked for; {ACCEPTED} are")


def _inflate(payload: bytes, window: int, limit: int, coding: str) -> bytes:
    pieces: list[bytes] = []
    size, rest, members = 0, payload, 0
    while rest:
        members += 1
        if members > _MEMBERS:
            raise CodingError(f"more than {_MEMBERS} gzip members")
        unpacker = zlib.decompressobj(window)
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(rest, min(_STEP, limit - size + 1))
            except zlib.error as error:
                raise CodingError(f"not {coding}: {error}") from error
            size += len(piece)
            if size > limit:
                raise CodingError(f"more than {limit:,} bytes once unpacked", large=True)
            pieces.append(piece)
            rest = unpacker.unconsumed_tail
            if not rest and not piece and not unpacker.eof:
                raise CodingError(f"the {coding} data breaks off")
        # Several gzip members may follow each other (RFC 1952, section 2.2); anything else after the end is padding.
        rest = unpacker.unused_data if unpacker.unused_data.startswith(b"\x1f\x8b") else b""
    if not pieces:
        raise CodingError(f"no {coding} data")
    return b"".join(pieces)
