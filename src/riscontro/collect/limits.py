"""How much of an input is taken in: every bound of the room in one place."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on inputs, in bytes unless said. They keep memory and time flat on hostile input.

    ``report`` bounds the characters of a text that are read as a report, PDF aside. ``file`` bounds a file that becomes
    one capture, ``block`` and ``block_lines`` a block of JSON lines, ``line`` one line of them, ``page`` (characters)
    and ``tags`` (signs ``<``) the HTML that the full extractor is given: its time grows with the square of the
    elements, and what is larger gets the plain one. ``depth`` bounds the folders below a given one.

    What is packed may unpack to ``unpacked`` bytes, and beyond them to ``ratio`` times its packed size. ``head`` bounds
    the headers of one record of a WARC file, ``entries`` the names in a ZIP archive and ``directory`` the list of them,
    ``parts`` the parts of a mail and ``lines`` its lines. A PDF is read for ``pages`` pages, ``text`` characters,
    ``seconds`` of time and within ``memory``.
    """

    report: int = MEBIBYTE
    file: int = 32 * MEBIBYTE
    block: int = 8 * MEBIBYTE
    line: int = 8 * MEBIBYTE
    page: int = 4 * MEBIBYTE
    tags: int = 24_000
    depth: int = 64
    unpacked: int = 64 * MEBIBYTE
    ratio: int = 200
    head: int = MEBIBYTE
    entries: int = 10_000
    directory: int = 4 * MEBIBYTE
    parts: int = 1000
    lines: int = 1_000_000
    block_lines: int = 20_000
    pages: int = 500
    text: int = 4 * MEBIBYTE
    seconds: int = 60
    memory: int = 1024 * MEBIBYTE


DEFAULT_LIMITS = Limits()
