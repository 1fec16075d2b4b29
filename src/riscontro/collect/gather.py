"""Files and folders to captures: bytes first, nothing derived.

Numbered, what becomes of a file: 1. by its first bytes it is a WARC, WACZ or gzip file, and its reader streams what
lies in it; 2. JSON lines come in blocks; 3. anything else that can be read is one capture. The suffix decides only
between kinds of text.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from riscontro.collect.blocks import Block, LongLine, split_blocks
from riscontro.collect.columns import NEEDED
from riscontro.collect.limits import DEFAULT_LIMITS, Limits
from riscontro.collect.packed import PackedError, gunzipped
from riscontro.collect.sniff import (
    CSV,
    FEED_SUFFIXES,
    GZIP,
    JSON,
    JSON_LINES,
    OWN_MARK,
    SNIFF,
    WACZ,
    WARC,
    ZIP,
    foreign_cause,
    media_types,
    sniff,
)
from riscontro.collect.taking import Context, Taking, input_issue, make_capture
from riscontro.model.document import Capture, Declared
from riscontro.model.issue import Issue

__all__ = ["gather", "media_types"]

NOTHING_DECLARED = Declared()

_PACKED: Context = (("packed", "gzip"),)

Found = Iterator[Capture | Issue]


def gather(
    inputs: Sequence[str | Path],
    *,
    declared: Declared = NOTHING_DECLARED,
    clock: Callable[[], datetime],
    limits: Limits = DEFAULT_LIMITS,
) -> Found:
    """Yield the captures of files, in the order of ``inputs`` and sorted by name within a folder.

    Folders are entered to any depth that ``limits`` allows, hidden names are skipped, a folder reached twice through
    links is read once. JSON lines give one capture a block of lines, whose first line number is in its context
    (``first-line``); WARC and WACZ files one a record that holds a page. Whatever cannot be used is one issue with its
    cause, its subject the path. ``clock`` gives the moment of capture, an aware instant.
    """
    taking = Taking(declared=declared, clock=clock, limits=limits)
    for given in inputs:
        path = Path(given)
        if not os.path.lexists(path):
            yield _issue("missing", path, "no such file or folder")
        elif path.is_dir():
            yield from _gather_folder(path, taking)
        else:
            yield from _gather_file(path, taking)


def _gather_folder(folder: Path, taking: Taking) -> Found:
    seen: set[tuple[int, int]] = set()
    pending = [(folder, 0)]
    while pending:
        path, depth = pending.pop()
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                yield from _gather_file(path, taking)
                continue
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            names = sorted(name for name in os.listdir(path) if not name.startswith("."))  # noqa: PTH208 (names suffice)
        except OSError as error:
            yield _issue("unreadable", path, _cause(error))
            continue
        if depth >= taking.limits.depth and names:
            yield _issue("too-deep", path, f"more than {taking.limits.depth} folders deep; not entered")
            continue
        pending.extend((path / name, depth + 1) for name in reversed(names))


def _gather_file(path: Path, taking: Taking) -> Found:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield _issue("unsupported", path, "not a regular file")
        elif status.st_size == 0:
            yield _issue("empty", path, "the file is empty")
        else:
            with path.open("rb") as handle:
                yield from _gather_stream(handle, path, path.name, taking)
    except OSError as error:
        yield _issue("unreadable", path, _cause(error))
    except PackedError as error:
        yield _issue(error.kind, path, str(error))


def _gather_stream(handle: BinaryIO, path: Path, name: str, taking: Taking) -> Found:
    head = handle.read(SNIFF)
    handle.seek(0)
    match sniff(head, name):
        case kind if kind == GZIP:
            with gunzipped(handle, taking.limits) as stream:
                yield from _gather_unpacked(stream, path, name, taking)
        case kind if kind == WARC:
            yield from _gather_warc(handle, path, taking)
        case kind if kind == ZIP:
            from riscontro.collect.wacz import read_wacz

            yield from read_wacz(handle, _origin(path), taking)
        case kind:
            yield from _gather_text(handle, head, kind, path, taking, context=())


def _gather_unpacked(stream: BinaryIO, path: Path, name: str, taking: Taking) -> Found:
    """Take what a gzip file holds; reading it may raise :class:`PackedError`."""
    head = _peek(stream)
    inner = name[: -len(".gz")] if name.lower().endswith(".gz") else name
    kind = sniff(head, inner)
    if kind == WARC:
        yield from _gather_warc(stream, path, taking)
    elif kind in (GZIP, ZIP):
        yield _issue("unsupported", path, "an archive within a gzip file; unpack it and name what it holds")
    else:
        yield from _gather_text(stream, head, kind, path, taking, context=_PACKED)


def _peek(stream: BinaryIO) -> bytes:
    # A buffered stream's peek() may give less than asked for, but fills its buffer when that is empty.
    head: bytes = stream.peek(SNIFF)  # type: ignore[attr-defined]
    return head[:SNIFF]


def _gather_warc(stream: BinaryIO, path: Path, taking: Taking) -> Found:
    # Imported late: warcio is needed only where such a file is.
    from riscontro.collect.warc_input import read_warc

    yield from read_warc(stream, _origin(path), taking)


def _gather_text(
    stream: BinaryIO, head: bytes, kind: str | None, path: Path, taking: Taking, *, context: Context
) -> Found:
    problem = foreign_cause(head) if kind != "application/pdf" else None
    if problem:
        yield _issue("binary", path, problem)
    elif kind in (None, JSON) and _is_feed(head):
        yield from _gather_feed(stream, path, taking)
    elif kind is None or kind in (GZIP, WARC, WACZ):
        yield _unsupported(path, kind)
    elif kind == JSON_LINES:
        yield from _gather_lines(stream, path, taking, context)
    else:
        yield _gather_whole(stream, kind, path, taking, context)


def _gather_feed(stream: BinaryIO, path: Path, taking: Taking) -> Found:
    from riscontro.collect.web.files import read_feed_file

    payload = stream.read(taking.limits.file + 1)
    if len(payload) > taking.limits.file:
        yield _issue("too-large", path, f"larger than {taking.limits.file:,} bytes; not read")
    else:
        yield from read_feed_file(payload, _origin(path), taking)


def _is_feed(head: bytes) -> bool:
    # Imported late: most runs meet no feed.
    from riscontro.collect.web.files import begins_feed

    return begins_feed(head)


def _unsupported(path: Path, kind: str | None) -> Issue:
    known = " ".join(media_types)
    if path.suffix.lower() in FEED_SUFFIXES:
        return _issue("unsupported", path, "XML that is neither a feed nor a sitemap")
    if media_types.get(path.suffix.lower()) == CSV:
        needed = ", ".join(sorted(NEEDED))
        return _issue("unsupported", path, f"a table whose first line has not the columns of observations: {needed}")
    if kind is not None:
        return _issue("unsupported", path, f"its name says {kind}, its bytes do not")
    return _issue("unsupported", path, f"no reader for files named {path.suffix or path.name!r}; there are: {known}")


def _gather_whole(stream: BinaryIO, kind: str, path: Path, taking: Taking, context: Context) -> Capture | Issue:
    payload = stream.read(taking.limits.file + 1)
    if len(payload) > taking.limits.file:
        unpacked = " once unpacked" if context else ""
        return _issue("too-large", path, f"larger than {taking.limits.file:,} bytes{unpacked}; not read")
    if not payload.strip():
        return _issue("empty", path, "the file holds only white space" if payload else "the file is empty")
    if OWN_MARK in payload[:SNIFF]:
        return _issue("own-dossier", path, "a dossier that riscontro wrote is no report; not taken")
    return make_capture(payload, kind, _origin(path), taking.declared, moment=taking.clock(), context=context)


def _gather_lines(stream: BinaryIO, path: Path, taking: Taking, context: Context) -> Found:
    # One moment for the whole file: its blocks are one look at it.
    moment = taking.clock()
    bounds = taking.limits
    blocks = split_blocks(stream, block_bytes=bounds.block, line_bytes=bounds.line, block_lines=bounds.block_lines)
    for block in blocks:
        match block:
            case Block(first_line=first_line, payload=payload):
                said = (("first-line", str(first_line)), *context)
                yield make_capture(payload, JSON_LINES, _origin(path), taking.declared, moment=moment, context=said)
            case LongLine(line=line):
                message = f"line {line} is longer than {taking.limits.line:,} bytes; skipped"
                yield _issue("line-too-long", path, message)


def _origin(path: Path) -> str:
    """Return the path in POSIX form; bytes of a name that are not UTF-8 are shown as the replacement character."""
    return os.fsencode(path.as_posix()).decode("utf-8", errors="replace")


def _cause(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _issue(kind: str, path: Path, message: str) -> Issue:
    return input_issue(f"file.{kind}", _origin(path), message)
