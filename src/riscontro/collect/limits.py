"""How much of an input is taken in: every bound of the room in one place."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on inputs, in bytes unless said. They keep memory and time flat on hostile input.

    ``file`` bounds a file that becomes one capture, ``block`` a block of JSON lines, ``line`` one line of them,
    ``page`` (characters) and ``tags`` (signs ``<``) the HTML that the full extractor is given: its time grows with the
    square of the elements, and what is larger gets the plain one. ``depth`` bounds the folders below a given one.
    """

    file: int = 32 * MEBIBYTE
    block: int = 8 * MEBIBYTE
    line: int = 8 * MEBIBYTE
    page: int = 4 * MEBIBYTE
    tags: int = 24_000
    depth: int = 64


DEFAULT_LIMITS = Limits()
