"""Cuts JSON lines into blocks at line ends, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Whole lines with their ends; ``first_line`` counts from 1."""

    first_line: int
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongLine:
    """A line that was passed over because it is too long; ``line`` counts from 1."""

    line: int


def split_blocks(
    handle: BinaryIO, *, block_bytes: int, line_bytes: int, block_lines: int = 1 << 62
) -> Iterator[Block | LongLine]:
    """Yield blocks of at most ``block_bytes`` and ``block_lines`` in file order (one line alone may be as long as
    ``line_bytes``).

    A longer line is passed over and told, in its place. Blocks of white space alone are left out. The same bytes
    always give the same blocks.
    """
    held: list[bytes] = []
    size, first, number = 0, 1, 0
    while line := handle.readline(line_bytes + 1):
        number += 1
        too_long = len(line) > line_bytes and not line.endswith(b"\n")
        if held and (too_long or size + len(line) > block_bytes or len(held) == block_lines):
            yield from _close(held, first)
            held, size = [], 0
        if too_long:
            _skip_line(handle)
            yield LongLine(line=number)
            continue
        if not held:
            first = number
        held.append(line)
        size += len(line)
    yield from _close(held, first)


def _close(held: list[bytes], first: int) -> Iterator[Block]:
    payload = b"".join(held)
    if payload.strip():
        yield Block(first_line=first, payload=payload)


def _skip_line(handle: BinaryIO) -> None:
    while (rest := handle.readline(1 << 16)) and not rest.endswith(b"\n"):
        pass
