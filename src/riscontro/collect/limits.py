"""How much of an input is taken in: every bound of the room in one place."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on inputs, in bytes unless said. They keep memory and time flat on hostile input.

    ``file`` bounds a file that becomes one capture, ``block`` a block of JSON lines, ``line`` one line of them,
    ``page`` the HTML that the full extractor is given (characters; a longer page gets the plain one), ``depth``
    the folders entered below a given one.
    """

    file: int = 32 * MEBIBYTE
    block: int = 8 * MEBIBYTE
    line: int = 8 * MEBIBYTE
    page: int = 4 * MEBIBYTE
    depth: int = 64


DEFAULT_LIMITS = Limits()
